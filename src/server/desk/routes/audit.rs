//! `GET /audit`

use crate::server::desk::pages::audit::{Audit, Row, page};
use crate::server::desk::request::{Answer, Desk};
use crate::server::store::accounts::Role;
use chrono::DateTime;

/// More than a page anyone reads; the rest stays in the database.
const MOST: u32 = 500;

pub async fn show(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let entries = desk.ask(desk.server.store.audit_log(desk.campaign_id(), MOST).await)?;
    let w = desk.wording;
    let rows = entries
        .into_iter()
        .map(|entry| Row {
            when: DateTime::from_timestamp_millis(entry.at_ms)
                .map(|at| w.moment(at.fixed_offset()))
                .unwrap_or_default(),
            lead: entry.lead_name,
            action: entry.action,
            subject: entry.subject,
        })
        .collect();
    let model = Audit { rows };
    Ok(desk.show(|frame| page(frame, &model)))
}
