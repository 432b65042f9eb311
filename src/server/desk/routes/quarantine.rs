//! `GET /quarantine`, and what a lead makes of one record: `POST /quarantine/take`,
//! `/quarantine/aside`, `/quarantine/export`.

use super::{Query, asked, id_of};
use crate::domain::ids::RecordId;
use crate::domain::record::ContentHash;
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::quarantine::{Quarantine, Row, page};
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::quarantine::{SetAside, TakenIn, Why};
use axum::http::header;
use axum::response::IntoResponse as _;

pub async fn show(desk: Desk, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let found = desk.ask(desk.server.store.quarantine(desk.campaign_id()).await)?;
    let rows = found
        .into_iter()
        .map(|row| Row {
            id: row.id.to_string(),
            content: format!("{:?}", row.content),
            state: if row.held { "held" } else { "rejected" },
            code: row.code,
            kind: row.kind,
            canvasser: row.canvasser_name.unwrap_or_default(),
            received_ms: row.received_ms,
            put_aside: row.put_aside.unwrap_or_default(),
            put_aside_by: row.put_aside_by,
            can_be_taken: row.can_be_taken,
        })
        .collect();
    let model = Quarantine {
        now_ms: desk.now_ms(),
        rows,
        done: match asked(&query, "done") {
            "taken" => "quarantine-done-taken",
            "aside" => "quarantine-done-aside",
            "cannot" => "quarantine-done-cannot",
            _ => "",
        },
    };
    Ok(desk.show(|frame| page(frame, &model)))
}

/// Which record the form is about.
fn which(sent: &Sent) -> Result<SetAside, Stop> {
    sent.desk.must_be(Role::Lead)?;
    let record: RecordId = id_of(&sent.desk, sent.text("record"))?;
    let mut content = [0; 32];
    hex::decode_to_slice(sent.text("content"), &mut content)
        .map_err(|_| sent.desk.problem(Problem::Malformed))?;
    Ok(SetAside {
        record,
        content: ContentHash(content),
    })
}

pub async fn take(sent: Sent) -> Answer {
    let which = which(&sent)?;
    let desk = &sent.desk;
    desk.note(AuditAction::RecordTakenIn, which.record.to_string())
        .await?;
    let store = &desk.server.store;
    let taken = store
        .take_in(desk.campaign_id(), which, desk.now_ms())
        .await;
    let taken = desk.ask(taken)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to(match taken {
        TakenIn::Yes => "/quarantine?done=taken",
        TakenIn::CannotBe => "/quarantine?done=cannot",
    }))
}

pub async fn put_aside(sent: Sent) -> Answer {
    let which = which(&sent)?;
    let desk = &sent.desk;
    let why = Why::from_code(sent.text("why")).ok_or_else(|| desk.problem(Problem::Malformed))?;
    desk.note(AuditAction::RecordPutAside, which.record.to_string())
        .await?;
    let put = desk
        .server
        .store
        .put_aside(
            desk.campaign_id(),
            which,
            why,
            desk.session.lead.id,
            desk.now_ms(),
        )
        .await;
    desk.ask(put)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to("/quarantine?done=aside"))
}

/// The record itself, for whoever has to find out what is wrong with it.
pub async fn export(sent: Sent) -> Answer {
    let which = which(&sent)?;
    let desk = &sent.desk;
    let found = desk.server.store.set_aside(desk.campaign_id(), which).await;
    let found = desk.ask(found)?;
    let whole = found.ok_or_else(|| desk.problem(Problem::NotFound))?;
    desk.note(AuditAction::RecordExported, which.record.to_string())
        .await?;
    let name = format!(
        "attachment; filename=\"doorstep-record-{}.json\"",
        which.record
    );
    Ok((
        [
            (header::CONTENT_TYPE, "application/json".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        whole,
    )
        .into_response())
}
