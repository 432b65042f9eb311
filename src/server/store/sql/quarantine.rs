//! Statements for what was set aside: see `store::quarantine`.

use super::batch::Batch;
use super::log::one_unlinked;
use super::rows::{Id, from_json, id, maybe_id};
use super::twins::{Place, Sought};
use super::{Db, lists, params, views};
use crate::domain::ids::{CampaignId, DeviceId, DoorId, LeadId, ListId, RecordId};
use crate::domain::record::{ContentHash, Record};
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::log::{Delivery, Verdict};
use crate::server::store::quarantine::{SetAside, TakenIn, Why, delivery};
use crate::server::store::results::QuarantineRow;
use crate::wire::pull::{Decided, Refused, SetAside as Unknown};
use crate::wire::push::Outcome;
use std::collections::BTreeSet;

/// Latest first; those put aside last.
pub fn all(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<QuarantineRow>, StoreError> {
    let mut rows: Vec<(QuarantineRow, Option<Delivery>)> = db
        .prepare_cached(
            "SELECT quarantine.record, quarantine.content, state = 'held', code, reason, whole, \
             canvasser.name, received_ms, put_aside.why, coalesce(lead.name, ''), device \
             FROM quarantine \
             LEFT JOIN canvasser ON canvasser.campaign = quarantine.campaign \
               AND canvasser.canvasser = quarantine.canvasser \
             LEFT JOIN put_aside ON put_aside.campaign = quarantine.campaign \
               AND put_aside.record = quarantine.record \
               AND put_aside.content = quarantine.content \
             LEFT JOIN lead ON lead.campaign = put_aside.campaign AND lead.lead = put_aside.lead \
             WHERE quarantine.campaign = ?1 \
             ORDER BY put_aside.why IS NOT NULL, received_ms DESC, quarantine.record, \
               quarantine.content",
        )?
        .query_map(params![Id::from(campaign)], |row| {
            let received_ms: i64 = row.get(7)?;
            let record: Record = from_json("record", row.text(5)?)?;
            let put_aside: Option<String> = row.get(8)?;
            let found = QuarantineRow {
                id: id(row, 0)?,
                content: ContentHash(row.get(1)?),
                held: row.get(2)?,
                code: row.get(3)?,
                reason: row.get(4)?,
                kind: record.kind.name().to_owned(),
                canvasser_name: row.get(6)?,
                received_ms: (received_ms > 0).then_some(received_ms),
                put_aside,
                put_aside_by: row.get(9)?,
                can_be_taken: false,
            };
            Ok((found, delivery(campaign, maybe_id(row, 10)?, record, 0)))
        })?
        .collect::<Result<_, _>>()?;
    for (row, delivery) in &mut rows {
        row.can_be_taken = match delivery {
            Some(delivery) => has_a_place(db, delivery)?,
            None => false,
        };
    }
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

/// Whether its list, its door and its author are known here, and its id is free.
fn has_a_place(db: &Db<'_>, delivery: &Delivery) -> Result<bool, StoreError> {
    let campaign = delivery.campaign;
    for entry in &delivery.entries {
        let list_is_known = |list: ListId| match lists::about(db, campaign, list) {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound(_)) => Ok(false),
            Err(error) => Err(error),
        };
        let taken = match &entry.verdict {
            Verdict::Take(taken) => taken,
            Verdict::Unlinked { list, .. } => {
                let free = one_unlinked(db, campaign, entry.record.id)?.is_none();
                return Ok(free && list_is_known(*list)?);
            }
            _ => return Ok(false),
        };
        let doors: BTreeSet<DoorId> = taken.door.into_iter().collect();
        let on = lists::lists_of_doors(db, campaign, &doors)?;
        let author = db
            .prepare_cached("SELECT 1 FROM canvasser WHERE campaign = ?1 AND canvasser = ?2")?
            .exists(params![Id::from(campaign), Id::from(delivery.canvasser)])?;
        let other = db
            .prepare_cached("SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2")?
            .exists(params![Id::from(campaign), Id::from(entry.record.id)])?;
        let on_list = on.values().all(|lists| lists.contains(&taken.list));
        if !author || other || !on_list || !list_is_known(taken.list)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The delivery that takes in one record, if it can ever be read.
fn delivery_of(
    db: &Db<'_>,
    campaign: CampaignId,
    which: SetAside,
    now_ms: i64,
) -> Result<Option<Delivery>, StoreError> {
    let found: Option<(String, Option<DeviceId>)> = db
        .prepare_cached(
            "SELECT whole, device FROM quarantine \
             WHERE campaign = ?1 AND record = ?2 AND content = ?3",
        )?
        .query_opt(
            params![Id::from(campaign), Id::from(which.record), which.content.0],
            |row| Ok((row.get(0)?, maybe_id(row, 1)?)),
        )?;
    let (whole, device) = found.ok_or(StoreError::NotFound("record set aside"))?;
    let record: Record = from_json("record", &whole)?;
    Ok(delivery(campaign, device, record, now_ms))
}

/// Who would be erased with it: what is set aside never changes.
pub fn wished(
    db: &Db<'_>,
    campaign: CampaignId,
    which: SetAside,
) -> Result<Vec<Place>, StoreError> {
    let delivery = delivery_of(db, campaign, which, 0)?;
    Ok(delivery.map_or_else(Vec::new, |delivery| delivery.wished()))
}

pub fn take_in(
    db: &Db<'_>,
    campaign: CampaignId,
    which: SetAside,
    key: &SuppressionKey,
    sought: &[Sought],
    now_ms: i64,
) -> Result<TakenIn, StoreError> {
    db.lock(campaign)?;
    let Some(delivery) = delivery_of(db, campaign, which, now_ms)? else {
        return Ok(TakenIn::CannotBe);
    };
    if !has_a_place(db, &delivery)? {
        return Ok(TakenIn::CannotBe);
    }
    let outcomes = taken_now(db, &delivery, key, sought)?;
    forget_decisions(db, campaign, which.record)?;
    Ok(if outcomes == [Outcome::Accepted] {
        TakenIn::Yes
    } else {
        TakenIn::CannotBe
    })
}

/// Takes records in as if they had come just now: apart from what their phones hand in, whose
/// ledgers have them already.
pub fn taken_now(
    db: &Db<'_>,
    delivery: &Delivery,
    key: &SuppressionKey,
    sought: &[Sought],
) -> Result<Vec<Outcome>, StoreError> {
    let scales = views::Scales::default();
    let mut batch = Batch::open(db, delivery, &[], &scales)?;
    let outcomes = delivery.entries.iter().map(|entry| batch.store(entry));
    let outcomes = outcomes.collect::<Result<_, _>>()?;
    batch.close(key, sought)?;
    db.tell(delivery.campaign)?;
    Ok(outcomes)
}

/// What a lead decided about a record goes with it out of quarantine.
pub fn forget_decisions(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "DELETE FROM put_aside WHERE campaign = ?1 AND record = ?2 AND NOT EXISTS \
         (SELECT 1 FROM quarantine WHERE quarantine.campaign = put_aside.campaign \
          AND quarantine.record = put_aside.record AND quarantine.content = put_aside.content)",
    )?
    .execute_later(params![Id::from(campaign), Id::from(record)])
}

pub fn put_aside(
    db: &Db<'_>,
    campaign: CampaignId,
    which: SetAside,
    why: Why,
    lead: LeadId,
    now_ms: i64,
) -> Result<(), StoreError> {
    if whole(db, campaign, which)?.is_none() {
        return Err(StoreError::NotFound("record set aside"));
    }
    db.execute(
        "INSERT INTO put_aside (campaign, record, content, why, lead, aside_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (campaign, record, content) \
         DO UPDATE SET why = excluded.why, lead = excluded.lead, aside_ms = excluded.aside_ms",
        params![
            Id::from(campaign),
            Id::from(which.record),
            which.content.0,
            why.code(),
            Id::from(lead),
            now_ms
        ],
    )?;
    db.tell(campaign)
}

pub fn whole(
    db: &Db<'_>,
    campaign: CampaignId,
    which: SetAside,
) -> Result<Option<String>, StoreError> {
    db.prepare_cached(
        "SELECT whole FROM quarantine WHERE campaign = ?1 AND record = ?2 AND content = ?3",
    )?
    .query_opt(
        params![Id::from(campaign), Id::from(which.record), which.content.0],
        |row| row.get(0),
    )
}

pub fn decided(
    db: &Db<'_>,
    campaign: CampaignId,
    refused: &[Refused],
) -> Result<Vec<Decided>, StoreError> {
    let mut decided = Vec::new();
    for Refused { id, content } in refused {
        let mut bytes = [0; 32];
        if hex::decode_to_slice(content, &mut bytes).is_err() {
            continue;
        }
        let key = params![Id::from(campaign), Id::from(*id), bytes];
        let in_log = db
            .prepare_cached(
                "SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2 AND content = ?3",
            )?
            .exists(key)?;
        let unlinked = one_unlinked(db, campaign, *id)?
            .is_some_and(|record| record.content_hash() == ContentHash(bytes));
        let taken = in_log || unlinked;
        let erased = db
            .prepare_cached("SELECT 1 FROM erased WHERE campaign = ?1 AND id = ?2")?
            .exists(params![Id::from(campaign), Id::from(*id)])?;
        let why: Option<String> = if erased {
            Some(Decided::ERASED.to_owned())
        } else {
            db.prepare_cached(
                "SELECT why FROM put_aside WHERE campaign = ?1 AND record = ?2 AND content = ?3",
            )?
            .query_opt(key, |row| row.get(0))?
        };
        let why = why.filter(|_| !taken);
        if (taken || why.is_some()) && !mutant::is("decision-not-told") {
            decided.push(Decided {
                id: *id,
                taken,
                why,
            });
        }
    }
    Ok(decided)
}

/// What is set aside of a phone's that it does not name: as much as one answer holds.
pub fn unknown_to(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    named: &[Refused],
) -> Result<Vec<Unknown>, StoreError> {
    const TOLD: usize = 20;
    let named: BTreeSet<(RecordId, &str)> =
        named.iter().map(|one| (one.id, &*one.content)).collect();
    let mut all: Vec<Unknown> = db
        .prepare_cached(
            "SELECT record, content, code FROM quarantine \
             WHERE campaign = ?1 AND device = ?2 AND code <> 'draft' ORDER BY record, content",
        )?
        .query_map(params![Id::from(campaign), Id::from(device)], |row| {
            Ok(Unknown {
                record: Refused {
                    id: id(row, 0)?,
                    content: format!("{:?}", ContentHash(row.get(1)?)),
                },
                code: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    all.retain(|one| !named.contains(&(one.record.id, &*one.record.content)));
    all.truncate(TOLD);
    Ok(all)
}

/// How many nobody has looked at yet.
pub fn open(db: &Db<'_>, campaign: CampaignId) -> Result<u32, StoreError> {
    db.prepare_cached(
        "SELECT count(*) FROM quarantine WHERE campaign = ?1 AND NOT EXISTS \
         (SELECT 1 FROM put_aside WHERE put_aside.campaign = quarantine.campaign \
          AND put_aside.record = quarantine.record AND put_aside.content = quarantine.content)",
    )?
    .query_row(params![Id::from(campaign)], |row| row.get(0))
}
