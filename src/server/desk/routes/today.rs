//! `GET /`

use super::lists::{address, hazard_code};
use super::results::what_came_in;
use crate::domain::script::Channel;
use crate::server::desk::pages::today::{CanvasserRow, Today, WarningRow, page};
use crate::server::desk::request::{Answer, Desk};
use crate::server::store::accounts::Role;
use crate::server::store::joining::DeviceState;

/// A list that ends within so many days is worth a word.
const SOON_DAYS: i64 = 3;

pub async fn show(desk: Desk) -> Answer {
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let lists = desk.ask(store.lists(campaign).await)?;
    let canvassers = desk.ask(store.canvassers(campaign).await)?;
    let has = |by: Channel| lists.iter().any(|list| list.about.channel == by);
    let measured = what_came_in(&desk, &lists, None, Channel::Door).await?;
    let calls = if has(Channel::Phone) {
        Some(what_came_in(&desk, &lists, None, Channel::Phone).await?)
    } else {
        None
    };
    let doors = has(Channel::Door);
    let may_read = desk.may(Role::Lead);
    let (quarantined, noteworthy, erasures) = if may_read {
        (
            desk.ask(store.desk_needs(campaign).await)?,
            desk.ask(store.noteworthy(campaign).await)?,
            desk.ask(store.erasures(campaign).await)?,
        )
    } else {
        (0, Vec::new(), Vec::new())
    };
    let today = desk.today();
    let mut warnings = Vec::new();
    for door in &noteworthy {
        let list_id = door.list.to_string();
        for warned in door.state.warnings(today) {
            warnings.push(WarningRow {
                address: address(&door.door),
                list_id: list_id.clone(),
                list_name: door.list_name.clone(),
                hazard: hazard_code(warned.hazard),
                until: warned.until,
            });
        }
    }
    let mut rows: Vec<CanvasserRow> = canvassers
        .into_iter()
        .map(|canvasser| CanvasserRow {
            phones: canvasser.devices.len() as u32,
            handed_in: canvasser.devices.iter().map(|device| device.have.n).sum(),
            waiting: canvasser
                .devices
                .iter()
                .filter(|device| device.state != DeviceState::Lost)
                .map(|device| device.waiting)
                .sum(),
            last_heard_ms: canvasser
                .devices
                .iter()
                .map(|device| device.heard_ms)
                .max()
                .unwrap_or(canvasser.joined_ms),
            lost_phone: canvasser
                .devices
                .iter()
                .any(|device| device.state == DeviceState::Lost),
            name: canvasser.name,
        })
        .collect();
    // Whoever still has something on their phone comes first.
    rows.sort_by(|one, other| {
        (other.waiting > 0, one.name.to_lowercase())
            .cmp(&(one.waiting > 0, other.name.to_lowercase()))
    });
    let model = Today {
        now_ms: desk.now_ms(),
        lists: lists.len() as u32,
        canvassers: rows,
        measured,
        doors,
        calls,
        quarantined,
        warnings,
        erasures_open: erasures
            .iter()
            .filter(|erasure| !erasure.may_hold.is_empty())
            .count() as u32,
        ending: lists
            .iter()
            .filter(|list| list.ended_ms.is_none())
            .filter(|list| (0..=SOON_DAYS).contains(&(list.about.expires_on - today).num_days()))
            .map(|list| {
                (
                    list.about.id.to_string(),
                    list.about.name.clone(),
                    list.about.expires_on,
                )
            })
            .collect(),
        may_read,
    };
    Ok(desk.show(|frame| page(frame, &model)))
}
