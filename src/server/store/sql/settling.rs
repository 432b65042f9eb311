//! Statements for conversations told twice: see `store::settling`.

use super::campaigns::take_seqs;
use super::log::{RECORD, record_row};
use super::rows::{Id, id, signed};
use super::{Db, erased, params, results, taking_out, views};
use crate::domain::conversation::{Conversation, Settled};
use crate::domain::ids::{CampaignId, CanvasserId, DoorId, LeadId, ListId, PersonId, RecordId};
use crate::domain::record::{Author, Fact, Record};
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::settling::{Conflict, ONE_CONVERSATION_MS, Telling};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What leads settled, in the order they did, with when.
fn settlements(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<(i64, Settled)>, StoreError> {
    let records: Vec<Record> = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND kind = 'settled' ORDER BY seq"
        ))?
        .query_map(params![Id::from(campaign)], record_row)?
        .collect::<Result<_, _>>()?;
    Ok(records
        .iter()
        .filter_map(|record| match (record.author, record.read()) {
            (Some(author), Ok(Fact::Settled(settled))) => Some((author.at.utc_ms(), settled)),
            _ => None,
        })
        .collect())
}

/// Conversations that do not count, because a lead let another telling count.
pub fn left_out(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeSet<RecordId>, StoreError> {
    let mut out = BTreeSet::new();
    for (_, settled) in settlements(db, campaign)? {
        if mutant::is("settle-ignored") {
            continue;
        }
        out.extend(&settled.over);
        out.remove(&settled.counts);
    }
    Ok(out)
}

/// Notes doors as such where something may have been told twice.
pub fn may_be_told_twice(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: impl IntoIterator<Item = DoorId>,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO told_twice (campaign, door) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute_each(doors, |door, run| {
        run(params![Id::from(campaign), Id::from(*door)])
    })
}

/// The same for the doors of these visits, as far as more than one conversation was had on them.
pub fn visits_may_be_told_twice(
    db: &Db<'_>,
    campaign: CampaignId,
    visits: &[RecordId],
) -> Result<(), StoreError> {
    let doors = db
        .prepare_cached(
            "SELECT door FROM log WHERE campaign = ?1 AND record = ?2 AND door IS NOT NULL \
             AND (SELECT count(*) FROM log AS talk WHERE talk.campaign = ?1 \
               AND talk.about = ?2 AND talk.kind = 'conversation') > 1",
        )?
        .query_each(
            visits,
            |visit, ask| ask(params![Id::from(campaign), Id::from(*visit)]),
            |row| id(row, 0),
        )?;
    may_be_told_twice(db, campaign, doors.into_iter().map(|(_, door)| door))
}

/// Makes the view anew from the records.
pub fn rebuild(db: &Db<'_>, campaign: CampaignId) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM told_twice WHERE campaign = ?1",
        params![Id::from(campaign)],
    )?;
    db.execute(
        "INSERT INTO told_twice (campaign, door) SELECT talk.campaign, visit.door FROM log AS talk \
         JOIN log AS visit ON visit.campaign = talk.campaign AND visit.record = talk.about \
         WHERE talk.campaign = ?1 AND talk.kind = 'conversation' AND visit.door IS NOT NULL \
         GROUP BY talk.campaign, visit.door HAVING count(*) > 1",
        params![Id::from(campaign)],
    )?;
    Ok(())
}

pub fn conflicts(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<Conflict>, StoreError> {
    let doors: Vec<DoorId> = db
        .prepare_cached("SELECT door FROM told_twice WHERE campaign = ?1 ORDER BY door")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect::<Result<_, _>>()?;
    let settled = settlements(db, campaign)?;
    let out = left_out(db, campaign)?;
    let mut found = Vec::new();
    for door in doors {
        found.extend(at_door(db, campaign, door, &settled, &out)?);
    }
    found.sort_by_key(|conflict| {
        let door = &conflict.door;
        (
            conflict.settled.is_some(),
            door.street.clone(),
            door.order,
            conflict.person,
        )
    });
    Ok(found)
}

fn at_door(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    settled: &[(i64, Settled)],
    out: &BTreeSet<RecordId>,
) -> Result<Vec<Conflict>, StoreError> {
    let Some(about) = erased::door(db, campaign, door)? else {
        return Ok(Vec::new());
    };
    let mut talks = db.prepare_cached(&format!(
        "SELECT {RECORD} FROM log WHERE campaign = ?1 AND about = ?2 AND kind = 'conversation'"
    ))?;
    let mut with: BTreeMap<PersonId, Vec<Telling>> = BTreeMap::new();
    for visit in results::standing(db, campaign, door)? {
        let Some(WhoAnswered::Listed(person)) = visit.visit.who else {
            continue;
        };
        for record in
            talks.query_map(params![Id::from(campaign), Id::from(visit.id)], record_row)?
        {
            let record = record?;
            if let (Some(author), Ok(Fact::Conversation(conversation))) =
                (record.author, record.read())
            {
                with.entry(person).or_default().push(Telling {
                    id: record.id,
                    canvasser: author.canvasser,
                    canvasser_name: results::name_of(db, campaign, author.canvasser)?,
                    at: author.at,
                    disposition: visit.visit.disposition,
                    conversation,
                    counts: !out.contains(&record.id),
                });
            }
        }
    }
    let mut conflicts = Vec::new();
    for (person, mut tellings) in with {
        tellings.sort_by_key(|telling| (telling.at, telling.id));
        for together in of_one_conversation(tellings) {
            if !differ(&together) {
                continue;
            }
            let last = settled
                .iter()
                .rev()
                .find(|(_, settled)| together.iter().any(|one| one.id == settled.counts));
            conflicts.push(Conflict {
                door: about.clone(),
                person,
                settled: match last {
                    Some((at_ms, settled)) => Some((lead_name(db, campaign, settled.by)?, *at_ms)),
                    None => None,
                },
                tellings: together,
            });
        }
    }
    Ok(conflicts)
}

/// Tellings in the order of time, cut where more than two days lie between them.
fn of_one_conversation(tellings: Vec<Telling>) -> Vec<Vec<Telling>> {
    let mut groups: Vec<Vec<Telling>> = Vec::new();
    for telling in tellings {
        let before = groups.last().and_then(|group| group.last());
        let near = before
            .is_some_and(|last| telling.at.utc_ms() - last.at.utc_ms() <= ONE_CONVERSATION_MS);
        match groups.last_mut() {
            Some(group) if near => group.push(telling),
            _ => groups.push(vec![telling]),
        }
    }
    groups
}

fn differ(tellings: &[Telling]) -> bool {
    tellings.windows(2).any(|two| {
        two[0].canvasser != two[1].canvasser
            || two[0].disposition != two[1].disposition
            || two[0].conversation.ratings != two[1].conversation.ratings
    })
}

fn lead_name(db: &Db<'_>, campaign: CampaignId, lead: LeadId) -> Result<String, StoreError> {
    Ok(db
        .prepare_cached("SELECT name FROM lead WHERE campaign = ?1 AND lead = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(lead)], |row| {
            row.get(0)
        })?
        .unwrap_or_default())
}

pub fn settle(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
    counts: RecordId,
    by: LeadId,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.lock(campaign)?;
    let conflict = conflicts(db, campaign)?
        .into_iter()
        .find(|conflict| conflict.tellings.iter().any(|one| one.id == counts))
        .ok_or(StoreError::NotFound("conversation told twice"))?;
    let told = || conflict.tellings.iter();
    let over = told().map(|one| one.id).filter(|one| *one != counts);
    let list = told()
        .find(|one| one.id == counts)
        .map_or(ListId(Uuid::nil()), |one| one.conversation.list);
    let fact = Fact::Settled(Settled {
        counts,
        over: over.collect(),
        by,
    });
    let author = Author {
        canvasser: CanvasserId(Uuid::nil()),
        at: DeviceTime::from_parts(now_ms, 0).map_err(super::unreadable)?,
    };
    let settled = Record::write(record, Some(author), &fact).map_err(super::unreadable)?;
    let before = left_out(db, campaign)?;
    let nobody = Id(Uuid::nil());
    let seq = signed(take_seqs(db, campaign, 1)?);
    db.execute(
        "INSERT INTO log (campaign, seq, record, content, kind, version, canvasser, at_ms, \
         at_offset, list, door, about, device, received_ms, clock_off, late, body) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, NULL, ?10, ?7, ?8, 0, 0, ?11)",
        params![
            Id::from(campaign),
            seq,
            Id::from(record),
            settled.content_hash().0,
            settled.kind.name(),
            settled.version,
            nobody,
            now_ms,
            Id::from(list),
            Id::from(counts),
            settled.body.get()
        ],
    )?;
    let after = left_out(db, campaign)?;
    count_anew(db, campaign, &before, &after)?;
    db.tell(campaign)
}

/// Brings the counts from what was left out before to what is left out now.
fn count_anew(
    db: &Db<'_>,
    campaign: CampaignId,
    before: &BTreeSet<RecordId>,
    after: &BTreeSet<RecordId>,
) -> Result<(), StoreError> {
    for gone in after.difference(before) {
        if let Some(conversation) = conversation(db, campaign, *gone)? {
            views::uncount_conversation(db, campaign, &conversation)?;
        }
    }
    for back in before.difference(after) {
        if let Some(conversation) = conversation(db, campaign, *back)? {
            views::count_conversation_again(db, campaign, &conversation)?;
        }
    }
    Ok(())
}

fn conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<Option<Conversation>, StoreError> {
    let found: Option<Record> = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND record = ?2 AND kind = 'conversation'"
        ))?
        .query_opt(params![Id::from(campaign), Id::from(record)], record_row)?;
    Ok(found.and_then(|record| match record.read() {
        Ok(Fact::Conversation(conversation)) => Some(conversation),
        _ => None,
    }))
}

/// What was settled over a conversation that is erased goes with it; the others
/// count again as if they had been told alone.
pub fn forget(db: &Db<'_>, campaign: CampaignId, erased: RecordId) -> Result<(), StoreError> {
    let before = left_out(db, campaign)?;
    if before.is_empty() {
        return Ok(());
    }
    let records: Vec<Record> = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND kind = 'settled'"
        ))?
        .query_map(params![Id::from(campaign)], record_row)?
        .collect::<Result<_, _>>()?;
    for record in records {
        if let Ok(Fact::Settled(settled)) = record.read()
            && (settled.counts == erased || settled.over.contains(&erased))
        {
            taking_out::take_out_settled(db, campaign, record.id)?;
        }
    }
    let after = left_out(db, campaign)?;
    count_anew(db, campaign, &before, &after)
}
