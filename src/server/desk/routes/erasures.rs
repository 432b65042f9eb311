//! `GET /erasures`, `POST /erasures/find`, `POST /erasures/look`, `POST /erasures`; and
//! "never again", lifted: `POST /erasures/wish`, `POST /erasures/lift`.
//! Names are asked for and shown in bodies alone, never in an address.

use super::lists::address;
use super::{Query, asked, id_of};
use crate::domain::door_fact::WishScope;
use crate::domain::erasure::record_id;
use crate::domain::ids::{DoorId, PersonId, RecordId};
use crate::domain::walk_list::Door;
use crate::server::desk::pages::erasures::{
    Candidate, Erasures, Find, Row, confirm_page, find_page, page, wish_page,
};
use crate::server::desk::pages::problem::Problem;
use crate::server::desk::request::{Answer, Desk, Sent, Stop, go_to};
use crate::server::store::accounts::{AuditAction, Role};
use crate::server::store::erasure::Asked;
use chrono::DateTime;

const MOST_FOUND: usize = 50;

pub async fn show(desk: Desk, query: Query) -> Answer {
    desk.must_be(Role::Lead)?;
    let found = desk.ask(desk.server.store.erasures(desk.campaign_id()).await)?;
    let rows = found
        .into_iter()
        .map(|row| Row {
            when: DateTime::from_timestamp_millis(row.carried.erased_ms)
                .map(|at| format!("{} UTC", desk.wording.moment(at.fixed_offset())))
                .unwrap_or_default(),
            household: row.carried.erased.scope == WishScope::Household,
            lead: row.lead_name,
            records: row.carried.records,
            may_hold: row.may_hold,
        })
        .collect();
    let model = Erasures {
        rows,
        done: asked(&query, "done").parse().ok(),
        lifted: asked(&query, "done") == "lifted",
    };
    Ok(desk.show(|frame| page(frame, &model)))
}

pub async fn find(sent: Sent) -> Answer {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let words = sent.text("asked").to_owned();
    let found = desk
        .server
        .store
        .find_people(desk.campaign_id(), words.clone(), MOST_FOUND)
        .await;
    let found = desk.ask(found)?;
    let mut model = Find {
        asked: words,
        more: found.len() >= MOST_FOUND,
        found: Vec::with_capacity(found.len()),
    };
    for one in found {
        let scope = one.person.as_ref().map(|(id, _)| *id);
        let scope = scope.map_or(WishScope::Household, WishScope::Person);
        let objected = objects(desk, one.door.id, scope).await?;
        let (person, name) = one
            .person
            .map_or_else(Default::default, |(id, name)| (id.to_string(), name));
        model.found.push(Candidate {
            door: one.door.id.to_string(),
            person,
            name,
            address: whereabouts(&one.door),
            objected,
        });
    }
    Ok(desk.show(|frame| find_page(frame, &model)))
}

/// Whether they asked not to be called on again.
async fn objects(desk: &Desk, door: DoorId, scope: WishScope) -> Result<bool, Stop> {
    let store = &desk.server.store;
    let standing = desk.ask(store.objections(desk.campaign_id(), door).await)?;
    Ok(standing.contains(&scope))
}

/// What tells people of one name apart: their address, or the number of who came without.
fn whereabouts(door: &Door) -> String {
    let number = || door.people.iter().find_map(|it| it.telephone.clone());
    match address(door) {
        nowhere if nowhere.is_empty() => number().unwrap_or_default(),
        address => address,
    }
}

/// Whom the form names, if they are still there.
async fn chosen(sent: &Sent) -> Result<(DoorId, WishScope, Candidate), Stop> {
    let desk = &sent.desk;
    desk.must_be(Role::Lead)?;
    let id: DoorId = id_of(desk, sent.text("door"))?;
    let door = desk.ask(desk.server.store.door(desk.campaign_id(), id).await)?;
    let door = door.ok_or_else(|| desk.problem(Problem::NotFound))?;
    let mut candidate = Candidate {
        door: id.to_string(),
        person: String::new(),
        name: String::new(),
        address: whereabouts(&door),
        objected: false,
    };
    if sent.text("person").is_empty() {
        return Ok((id, WishScope::Household, candidate));
    }
    let person: PersonId = id_of(desk, sent.text("person"))?;
    let listed = door.people.into_iter().find(|listed| listed.id == person);
    let listed = listed.ok_or_else(|| desk.problem(Problem::NotFound))?;
    candidate.person = person.to_string();
    candidate.name = listed.name;
    Ok((id, WishScope::Person(person), candidate))
}

pub async fn look(sent: Sent) -> Answer {
    let (_, _, candidate) = chosen(&sent).await?;
    Ok(sent.desk.show(|frame| confirm_page(frame, &candidate)))
}

pub async fn wish(sent: Sent) -> Answer {
    let (_, _, candidate) = chosen(&sent).await?;
    Ok(sent.desk.show(|frame| wish_page(frame, &candidate)))
}

pub async fn lift(sent: Sent) -> Answer {
    let (door, scope, _) = chosen(&sent).await?;
    let desk = &sent.desk;
    let record = RecordId(desk.new_id()?);
    if !objects(desk, door, scope).await? {
        return Err(desk.problem(Problem::NotFound));
    }
    desk.note(AuditAction::WishLifted, record.to_string())
        .await?;
    let store = &desk.server.store;
    let lifted = store
        .lift_wish(desk.campaign_id(), record, door, scope, desk.now_ms())
        .await;
    desk.ask(lifted)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to("/erasures?done=lifted"))
}

pub async fn carry_out(sent: Sent) -> Answer {
    let (door, scope, _) = chosen(&sent).await?;
    let desk = &sent.desk;
    desk.note(
        AuditAction::PersonErased,
        record_id(door, scope).to_string(),
    )
    .await?;
    let asked = Asked {
        door,
        scope,
        under_way: Vec::new(),
        lead: Some(desk.session.lead.id),
        now_ms: desk.now_ms(),
    };
    let erased = desk.server.store.erase(desk.campaign_id(), asked).await;
    let records = desk.ask(erased)?;
    desk.server.events.news(desk.campaign_id());
    Ok(go_to(&format!("/erasures?done={records}")))
}
