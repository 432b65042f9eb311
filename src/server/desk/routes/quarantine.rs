//! `GET /quarantine`

use crate::server::desk::pages::quarantine::{Quarantine, Row, page};
use crate::server::desk::request::{Answer, Desk};
use crate::server::store::accounts::Role;

pub async fn show(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let found = desk.ask(desk.server.store.quarantine(desk.campaign_id()).await)?;
    let rows = found
        .into_iter()
        .map(|row| Row {
            id: row.id.to_string(),
            state: if row.held { "held" } else { "rejected" },
            code: row.code,
            kind: row.kind,
            canvasser: row.canvasser_name.unwrap_or_default(),
            received_ms: row.received_ms,
        })
        .collect();
    let model = Quarantine {
        now_ms: desk.now_ms(),
        rows,
    };
    Ok(desk.show(|frame| page(frame, &model)))
}
