//! `GET /lists`, `GET /lists/{id}`, `POST /lists/{id}/end`

use super::shares::{expiry, is_open, share_id};
use super::{Query, asked, id_of};
use crate::domain::fold::{DoorState, Needs};
use crate::domain::ids::{ListId, PersonId};
use crate::domain::script::Channel;
use crate::domain::walk_list::{Door, ScriptRef, Side};
use crate::server::desk::pages::list::{DoorRow, List, Street};
use crate::server::desk::pages::lists::{ImportRow, ListRow, Lists, ShareRow};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::pages::{list, lists};
use crate::server::desk::parts::pager::Stretch;
use crate::server::desk::request::{Answer, Desk, Sent, Stop, day_of, go_to};
use crate::server::shown_code;
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::lists::ListSummary;
use axum::extract::Path;
use chrono::NaiveDate;

pub async fn all(desk: Desk, query: Query) -> Answer {
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let found = desk.ask(store.lists(campaign).await)?;
    let codes = desk.ask(store.join_codes(campaign).await)?;
    let imports = desk.ask(store.imports(campaign).await)?;
    let now = desk.now_ms();
    let may_share = desk.may(Role::Lead);
    let shares = if may_share {
        codes
            .iter()
            .map(|code| ShareRow {
                code: share_id(&code.code),
                shown_code: shown_code(&code.code),
                label: code.label.clone(),
                lists: code.lists.len() as u32,
                uses: code.uses,
                used: code.used,
                expires: expiry(&desk, code.expires_ms),
                open: is_open(code, now),
            })
            .collect()
    } else {
        Vec::new()
    };
    let imports = imports
        .into_iter()
        .filter(|import| may_share && import.doors_free > 0)
        .map(|import| ImportRow {
            id: import.id.to_string(),
            lists: found.iter().filter(|list| list.import == import.id).count() as u32,
            file_name: import.file_name,
            source: import.source,
            doors: import.doors_free,
            use_until: import.use_until,
            calls: import.channel == Channel::Phone,
        })
        .collect();
    let model = Lists {
        today: desk.today(),
        lists: found.iter().map(row).collect(),
        shares,
        imports,
        may_share,
        made: asked(&query, "made").parse().ok(),
        nothing_chosen: asked(&query, "chosen") == "none",
    };
    Ok(desk.show(|frame| lists::page(frame, &model)))
}

pub(super) fn row(list: &ListSummary) -> ListRow {
    ListRow {
        id: list.about.id.to_string(),
        name: list.about.name.clone(),
        round: list.about.round,
        doors: list.about.door_count,
        tried: list.doors_tried,
        expires_on: list.about.expires_on,
        phones: list.holders,
        ended: list.ended_ms.is_some(),
        calls: list.about.channel == Channel::Phone,
    }
}

/// Doors on one page: a building of 300 flats fits.
const PER_PAGE: u32 = 400;

pub async fn one(desk: Desk, Path(id): Path<String>, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let id: ListId = id_of(&desk, &id)?;
    let store = &desk.server.store;
    let campaign = desk.campaign_id();
    let Some(found) = desk.ask(store.list(campaign, id).await)? else {
        return Err(desk.problem(Problem::NotFound));
    };
    let doors = desk.ask(store.doors_of_list(campaign, id).await)?;
    let canvassers = desk.ask(store.canvassers(campaign).await)?;
    let stretch = Stretch {
        page: asked(&query, "page").parse().unwrap_or(1).max(1),
        per_page: PER_PAGE,
        total: doors.len() as u32,
    };
    let today = desk.today();
    let calls = found.about.channel == Channel::Phone;
    let register_checked = if calls {
        let imports = desk.ask(store.imports(campaign).await)?;
        imports
            .iter()
            .find(|import| import.id == found.import)
            .and_then(|import| import.register_checked_ms)
            .map(day_of)
    } else {
        None
    };
    let shown = doors
        .iter()
        .skip(stretch.offset() as usize)
        .take(PER_PAGE as usize);
    let mut streets: Vec<Street> = Vec::new();
    for (door, state) in shown {
        let side = match door.side {
            Side::Odd => "odd",
            Side::Even => "even",
            Side::Whole => "whole",
        };
        let mut row = door_row(door, state.as_ref(), found.about.round, today);
        if calls {
            // Whom one calls stands where doors have their number.
            row.address = whom(door);
            row.people.clear();
        }
        match streets.last_mut() {
            Some(street) if calls => street.doors.push(row),
            Some(street) if street.name == door.street && street.side == side => {
                street.doors.push(row);
            }
            _ => streets.push(Street {
                name: if calls {
                    desk.wording.t("list-whom-to-call")
                } else {
                    door.street.clone()
                },
                side,
                doors: vec![row],
            }),
        }
    }
    let script = title(&desk, &found.about.script).await?;
    let placebo = match &found.about.trial {
        None => None,
        Some(trial) => Some((title(&desk, &trial.placebo).await?, found.placebo_doors)),
    };
    let model = List {
        calls,
        register_checked,
        id: id.to_string(),
        name: found.about.name.clone(),
        source: found.about.source.clone(),
        script,
        placebo,
        expires_on: found.about.expires_on,
        doors: found.about.door_count,
        tried: found.doors_tried,
        holders: canvassers
            .into_iter()
            .filter(|canvasser| canvasser.lists.contains(&id))
            .map(|canvasser| canvasser.name)
            .collect(),
        ended: found.ended_ms.is_some(),
        may_end: true,
        streets,
        stretch,
    };
    Ok(desk.show(|frame| list::page(frame, &model)))
}

/// A script's title, or its id where it cannot be read.
pub(super) async fn title(desk: &Desk, reference: &ScriptRef) -> Result<String, Stop> {
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    let stored = desk.ask(store.script(campaign, reference.clone()).await)?;
    let read = stored.and_then(|stored| super::conversations::script_of(&stored));
    Ok(read.map_or_else(
        || reference.id.clone(),
        |read| super::conversations::text(desk, &read.script.title),
    ))
}

/// A door's address as on the bell: `Annankatu 5, A 3`.
pub(super) fn address(door: &Door) -> String {
    let house = format!("{} {}", door.street, door.number);
    let house = house.trim();
    if door.unit.is_empty() {
        house.to_owned()
    } else {
        format!("{house}, {}", door.unit)
    }
}

/// Who is reached by a number.
pub(super) fn whom(door: &Door) -> String {
    let names: Vec<&str> = door
        .people
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    names.join(", ")
}

fn door_row(door: &Door, state: Option<&DoorState>, round: u32, today: NaiveDate) -> DoorRow {
    let listed: Vec<PersonId> = door.people.iter().map(|person| person.id).collect();
    let needs = state.map_or(Needs::NotTried, |state| state.needs(round, &listed));
    let shown = match needs {
        Needs::NotTried => None,
        Needs::TryAgain { last } | Needs::Settled { last } | Needs::EarlierRound { last } => {
            Some(last)
        }
        Needs::DontKnock { why } => Some(why),
    };
    let number = if door.unit.is_empty() {
        door.number.clone()
    } else {
        format!("{} {}", door.number, door.unit)
    };
    DoorRow {
        address: number.trim().to_owned(),
        people: door
            .people
            .iter()
            .map(|person| person.name.clone())
            .filter(|name| !name.is_empty())
            .collect(),
        state: shown.map(|disposition| disposition.code()),
        warnings: state
            .map(|state| state.warnings(today))
            .unwrap_or_default()
            .into_iter()
            .map(|warned| (hazard_code(warned.hazard).to_owned(), warned.until))
            .collect(),
        do_not_contact: matches!(needs, Needs::DontKnock { .. }),
    }
}

pub(super) fn hazard_code(hazard: crate::domain::door_fact::Hazard) -> &'static str {
    use crate::domain::door_fact::Hazard;
    match hazard {
        Hazard::Dog => "dog",
        Hazard::Threat => "threat",
        Hazard::Access => "access",
        Hazard::Other => "other",
    }
}

pub async fn end(Path(id): Path<String>, sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let id: ListId = id_of(desk, &id)?;
    desk.note(AuditAction::ListEnded, id.to_string()).await?;
    let ended = desk
        .server
        .store
        .end_list(desk.campaign_id(), id, desk.now_ms())
        .await;
    desk.ask(ended)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to(&format!("/lists/{id}")))
}
