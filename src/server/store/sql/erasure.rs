//! Statements for erasure: see `store::erasure`.

use super::campaigns::take_seqs;
use super::erased_ids::note_id;
use super::lists;
use super::rows::{Id, from_json, id, signed, to_json};
use super::taking_out::{erase_records, erase_set_aside, erase_unlinked, put_checks};
use super::twins::{self, Sought};
use super::{Db, never_again, params, views};
use crate::domain::door_fact::{PersonErased, WishScope};
use crate::domain::erasure::{record_id, strike};
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, Fact, Record};
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Person;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, SuppressionKey};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Carries out an erasure at the door named and at every other door of the
/// campaign where the same person is listed. How many records went. `sought` is what was
/// looked for before.
pub fn carry_out(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    asked: &Asked,
    sought: &[Sought],
) -> Result<u32, StoreError> {
    db.lock(campaign)?;
    let found = twins::whose(db, campaign, key, (asked.door, asked.scope), sought)?;
    for hash in &found.known {
        suppress(db, campaign, *hash)?;
    }
    never_again::forget(db, campaign, &found.known)?;
    let mut records = 0;
    for (door, scope) in found.places.into_iter().chain(found.noted) {
        let asked = Asked {
            door,
            scope,
            ..asked.clone()
        };
        records += carry_out_at(db, campaign, &asked)?;
    }
    for unlinked in &asked.under_way {
        records += u32::from(erase_unlinked(db, campaign, *unlinked)?);
    }
    // A file somebody is looking at before importing it: it may have them too.
    db.execute(
        "DELETE FROM upload WHERE campaign = ?1",
        params![Id::from(campaign)],
    )?;
    db.tell(campaign)?;
    Ok(records)
}

fn carry_out_at(db: &Db<'_>, campaign: CampaignId, asked: &Asked) -> Result<u32, StoreError> {
    let Asked { door, scope, .. } = *asked;
    let erased: Uuid = match scope {
        WishScope::Person(person) => person.0,
        WishScope::Household => door.0,
    };
    note_id(db, campaign, erased, None)?;
    let lists = lists::lists_of_doors(db, campaign, &BTreeSet::from([door]))?
        .remove(&door)
        .unwrap_or_default();
    let goes = erase_records(db, campaign, door, scope)?;
    let mut names: BTreeSet<Uuid> = goes.ids.iter().map(|id| id.0).collect();
    names.insert(erased);
    let mut doors = BTreeSet::from([door]);
    let (set_aside, from) = erase_set_aside(db, campaign, names, &mut doors)?;
    let records = goes.records + set_aside;
    strike_from_door(db, campaign, door, scope, &lists)?;
    let erasure = record_id(door, scope);
    let known = db
        .prepare_cached("SELECT 1 FROM erasure WHERE campaign = ?1 AND erasure = ?2")?
        .exists(params![Id::from(campaign), Id::from(erasure)])?;
    if !known {
        append_record(db, campaign, erasure, asked, &lists)?;
        let person = match scope {
            WishScope::Person(person) => Some(person),
            WishScope::Household => None,
        };
        db.execute(
            "INSERT INTO erasure (campaign, erasure, door, person, lead, erased_ms, records) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                Id::from(campaign),
                Id::from(erasure),
                Id::from(door),
                person.map(Id::from),
                asked.lead.map(Id::from),
                asked.now_ms,
                records
            ],
        )?;
        phones_may_hold(db, campaign, erasure, door)?;
    }
    // This server may no longer know that the phones they came from hold the list.
    for device in goes.from.into_iter().chain(from) {
        phone_may_hold(db, campaign, erasure, device)?;
    }
    put_checks(db, campaign, &doors)?;
    views::refold(db, campaign, doors)?;
    Ok(records)
}

/// The name goes from the door, and phones that hold it get the door anew.
fn strike_from_door(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    scope: WishScope,
    lists: &[ListId],
) -> Result<(), StoreError> {
    let listed: Option<String> = db
        .prepare_cached("SELECT people FROM door WHERE campaign = ?1 AND door = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(door)], |row| {
            row.get(0)
        })?;
    let Some(listed) = listed else {
        return Ok(());
    };
    let mut people: Vec<Person> = from_json("door's people", &listed)?;
    if !strike(&mut people, scope) {
        return Ok(());
    }
    db.execute(
        "UPDATE door SET people = ?3 WHERE campaign = ?1 AND door = ?2",
        params![
            Id::from(campaign),
            Id::from(door),
            to_json("door's people", &people)?
        ],
    )?;
    let first = take_seqs(db, campaign, lists.len() as u64)?;
    for (seq, list) in (first..).zip(lists) {
        db.execute(
            "UPDATE list_door SET seq = ?4 WHERE campaign = ?1 AND list = ?2 AND door = ?3",
            params![
                Id::from(campaign),
                Id::from(*list),
                Id::from(door),
                signed(seq)
            ],
        )?;
    }
    Ok(())
}

/// The `person_erased` record, in the log and in the feed of every list with the door.
fn append_record(
    db: &Db<'_>,
    campaign: CampaignId,
    erasure: RecordId,
    asked: &Asked,
    lists: &[ListId],
) -> Result<(), StoreError> {
    let fact = Fact::PersonErased(PersonErased {
        door: asked.door,
        scope: asked.scope,
    });
    append_own(
        db,
        campaign,
        erasure,
        &fact,
        asked.door,
        lists,
        asked.now_ms,
    )?;
    Ok(())
}

/// A record that no phone wrote, in the log and in the feed of every list with its door.
pub fn append_own(
    db: &Db<'_>,
    campaign: CampaignId,
    id: RecordId,
    fact: &Fact,
    door: DoorId,
    lists: &[ListId],
    now_ms: i64,
) -> Result<Record, StoreError> {
    let author = Author {
        canvasser: CanvasserId(Uuid::nil()),
        at: DeviceTime::from_parts(now_ms, 0).map_err(super::unreadable)?,
    };
    let record = Record::write(id, Some(author), fact).map_err(super::unreadable)?;
    let seq = signed(take_seqs(db, campaign, 1)?);
    let nobody = Id(Uuid::nil());
    db.execute(
        "INSERT INTO log (campaign, seq, record, content, kind, version, canvasser, at_ms, \
         at_offset, list, door, about, device, received_ms, clock_off, late, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, NULL, ?11, ?8, 0, 0, ?12)",
        params![
            Id::from(campaign),
            seq,
            Id::from(id),
            record.content_hash().0,
            record.kind.name(),
            record.version,
            nobody,
            now_ms,
            lists.first().map_or(nobody, |list| Id::from(*list)),
            Id::from(door),
            nobody,
            record.body.get()
        ],
    )?;
    for list in lists {
        db.execute(
            "INSERT INTO feed (campaign, list, seq, log_seq) VALUES (?1, ?2, ?3, ?3)",
            params![Id::from(campaign), Id::from(*list), seq],
        )?;
    }
    Ok(record)
}

/// Every phone whose canvasser holds or held a list with the door.
fn phones_may_hold(
    db: &Db<'_>,
    campaign: CampaignId,
    erasure: RecordId,
    door: DoorId,
) -> Result<(), StoreError> {
    let devices: Vec<DeviceId> = db
        .prepare_cached(
            "SELECT DISTINCT device FROM device JOIN list_grant USING (campaign, canvasser) \
             JOIN list_door USING (campaign, list) \
             WHERE campaign = ?1 AND list_door.door = ?2",
        )?
        .query_map(params![Id::from(campaign), Id::from(door)], |row| {
            id(row, 0)
        })?
        .collect::<Result<_, _>>()?;
    for device in devices {
        phone_may_hold(db, campaign, erasure, device)?;
    }
    Ok(())
}

/// This phone is told of the erasure until it says that it has carried it out.
pub fn phone_may_hold(
    db: &Db<'_>,
    campaign: CampaignId,
    erasure: RecordId,
    device: DeviceId,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO erasure_phone (campaign, device, erasure) VALUES (?1, ?2, ?3) \
         ON CONFLICT (campaign, device, erasure) DO UPDATE SET heard = 0",
        params![Id::from(campaign), Id::from(device), Id::from(erasure)],
    )?;
    Ok(())
}

pub fn suppress(db: &Db<'_>, campaign: CampaignId, hash: [u8; 32]) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO suppressed (campaign, hash) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![Id::from(campaign), hash],
    )?;
    Ok(())
}
