//! `GET /campaign/phones`, `POST /campaign/phones/{device}`, `POST /campaign/grants`:
//! whose phones are in use, and which lists they may hold.

use super::id_of;
use crate::domain::ids::{CanvasserId, DeviceId, ListId};
use crate::server::desk::pages::phones::{ListRow, Owner, PhoneRow, Phones, page};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::joining::{Device, DeviceState, RETIRED_MAY_PUSH_MS};
use axum::extract::Path;

const DAY_MS: i64 = 24 * 3600 * 1000;

pub async fn show(desk: Desk) -> Answer {
    desk.must_be(Role::Lead)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let canvassers = desk.ask(store.canvassers(campaign).await)?;
    let lists = desk.ask(store.lists(campaign).await)?;
    let marked = desk.ask(store.marked(campaign).await)?;
    let now_ms = desk.now_ms();
    let owners = canvassers
        .into_iter()
        .map(|canvasser| {
            let marks = marked.get(&canvasser.id).copied().unwrap_or_default();
            Owner {
                id: canvasser.id.to_string(),
                name: canvasser.name,
                phones: canvasser
                    .devices
                    .iter()
                    .map(|device| phone(device, now_ms))
                    .collect(),
                lists: lists
                    .iter()
                    .filter(|list| list.ended_ms.is_none())
                    .filter(|list| canvasser.lists.contains(&list.about.id))
                    .map(|list| ListRow {
                        id: list.about.id.to_string(),
                        name: list.about.name.clone(),
                    })
                    .collect(),
                late: marks.late,
                clock_off: marks.clock_off,
            }
        })
        .collect();
    let model = Phones { now_ms, owners };
    Ok(desk.show(|frame| page(frame, &model)))
}

fn phone(device: &Device, now_ms: i64) -> PhoneRow {
    let left_ms = device.state_ms + RETIRED_MAY_PUSH_MS - now_ms;
    PhoneRow {
        id: device.id.to_string(),
        state: device.state.code(),
        heard_ms: device.heard_ms,
        waiting: device.waiting,
        days_left: if device.state == DeviceState::Retired {
            u32::try_from((left_ms + DAY_MS - 1) / DAY_MS).unwrap_or(0)
        } else {
            0
        },
    }
}

/// Retires a phone, declares it lost, or takes it back into use.
pub async fn set(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let device: DeviceId = id_of(desk, &id)?;
    let (state, action) = match sent.text("state") {
        "retired" => (DeviceState::Retired, AuditAction::PhoneRetired),
        "lost" => (DeviceState::Lost, AuditAction::PhoneLost),
        "active" => (DeviceState::Active, AuditAction::PhoneTakenBack),
        _ => return Err(desk.problem(Problem::Malformed)),
    };
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let found = desk.ask(store.device(campaign, device).await)?;
    let found = found.ok_or_else(|| desk.problem(Problem::NotFound))?;
    if found.state != state {
        desk.note(action, device.to_string()).await?;
        let set = store
            .set_device_state(campaign, device, state, desk.now_ms())
            .await;
        desk.ask(set)?;
        desk.server.events.news(campaign);
    }
    Ok(go_to("/campaign/phones"))
}

/// Takes a list back from one canvasser; everybody else keeps it.
pub async fn grant(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let canvasser: CanvasserId = id_of(desk, sent.text("canvasser"))?;
    let list: ListId = id_of(desk, sent.text("list"))?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    desk.note(AuditAction::ListTakenBack, list.to_string())
        .await?;
    let ended = store
        .end_grant(campaign, canvasser, list, desk.now_ms())
        .await;
    desk.ask(ended)?;
    desk.server.events.news(campaign);
    Ok(go_to("/campaign/phones"))
}
