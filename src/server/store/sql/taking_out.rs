//! Takes out what is of somebody erased: the records of a door, one record and what hangs on it,
//! what is set aside, an unlinked conversation. Which records go is said in `domain::erasure`.

use super::erased_ids::{note_id, note_unlinked};
use super::log::{one_unlinked, record_row};
use super::rows::{Id, id, maybe_id};
use super::{Db, check, lists, params, quarantine, views};
use crate::domain::door_fact::WishScope;
use crate::domain::erasure::{concerned, ids_in};
use crate::domain::few::FewOf;
use crate::domain::fold::Noted;
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::{Fact, Kind, Record};
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::log::Taken;
use std::collections::BTreeSet;
use uuid::Uuid;

/// After records about these doors were taken out.
pub fn put_checks(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &BTreeSet<DoorId>,
) -> Result<(), StoreError> {
    let lists = lists::lists_of_doors(db, campaign, doors)?;
    let lists: BTreeSet<ListId> = lists.into_values().flatten().collect();
    for list in lists {
        check::put_list_check(db, campaign, list)?;
    }
    Ok(())
}

/// The columns of a [`Standing`].
const STANDING: &str = "log.record, log.kind, log.version, log.canvasser, log.at_ms, \
                        log.at_offset, log.body, log.seq, log.content, log.device";

/// A record in the log, as far as erasing needs it.
struct Standing {
    seq: i64,
    content: [u8; 32],
    record: Record,
    /// Nobody's of what no phone wrote.
    device: DeviceId,
}

fn standing(db: &Db<'_>, sql: &str, key: &[Id]) -> Result<Vec<Standing>, StoreError> {
    let keys: Vec<&dyn super::ToValue> = key.iter().map(|id| id as &dyn super::ToValue).collect();
    db.prepare_cached(sql)?
        .query_map(&keys, |row| {
            Ok(Standing {
                record: record_row(row)?,
                seq: row.get(7)?,
                content: row.get(8)?,
                device: id(row, 9)?,
            })
        })?
        .collect()
}

/// What was taken out of the log, and how many records that were.
pub struct Gone {
    pub ids: FewOf<RecordId>,
    pub records: u32,
    /// The phones that wrote them.
    pub from: BTreeSet<DeviceId>,
}

/// The visits, wishes and corrections, and the conversations had on those visits.
pub fn erase_records(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    scope: WishScope,
) -> Result<Gone, StoreError> {
    let at_door = standing(
        db,
        &format!("SELECT {STANDING} FROM log WHERE campaign = ?1 AND door = ?2"),
        &[Id::from(campaign), Id::from(door)],
    )?;
    let noted: Vec<Noted> = at_door
        .iter()
        .filter_map(|standing| Noted::from_record(&standing.record).ok().flatten())
        .collect();
    let ids = concerned(&noted, scope);
    let mut records = 0;
    let mut from = BTreeSet::new();
    for visit in &ids {
        records += erase_talks_on(db, campaign, *visit)?;
    }
    for standing in at_door {
        if ids.contains(&standing.record.id) {
            take_out(db, campaign, &standing)?;
            records += 1;
            from.insert(standing.device);
        }
    }
    from.remove(&DeviceId(Uuid::nil()));
    Ok(Gone { ids, records, from })
}

/// The corrections of a visit, which need not be there itself; of one author, or whoever's.
fn erase_corrections_of(
    db: &Db<'_>,
    campaign: CampaignId,
    visit: RecordId,
    by: Option<CanvasserId>,
    doors: &mut BTreeSet<DoorId>,
) -> Result<u32, StoreError> {
    let corrections = standing(
        db,
        &format!(
            "SELECT {STANDING} FROM log \
             WHERE campaign = ?1 AND about = ?2 AND kind = 'correction'"
        ),
        &[Id::from(campaign), Id::from(visit)],
    )?;
    let mut gone = 0;
    for correction in corrections {
        let author = correction.record.author.map(|author| author.canvasser);
        if by.is_some() && author != by {
            continue;
        }
        doors.extend(door_of(&correction.record));
        take_out(db, campaign, &correction)?;
        gone += 1;
    }
    Ok(gone)
}

fn door_of(record: &Record) -> Option<DoorId> {
    record.read().ok().and_then(|fact| Taken::of(fact)?.door)
}

/// The linked conversations had on a visit.
pub fn erase_talks_on(
    db: &Db<'_>,
    campaign: CampaignId,
    visit: RecordId,
) -> Result<u32, StoreError> {
    if mutant::is("erased-words-stay-on-server") {
        return Ok(0);
    }
    let talks = standing(
        db,
        &format!(
            "SELECT {STANDING} FROM log \
             WHERE campaign = ?1 AND about = ?2 AND kind = 'conversation'"
        ),
        &[Id::from(campaign), Id::from(visit)],
    )?;
    let mut gone = 0;
    for talk in talks {
        // While it is there: from here on it counts, if it did not.
        super::settling::forget(db, campaign, talk.record.id)?;
        if let Ok(Fact::Conversation(conversation)) = talk.record.read() {
            views::uncount_conversation(db, campaign, &conversation)?;
        }
        take_out(db, campaign, &talk)?;
        gone += 1;
    }
    Ok(gone)
}

/// A settlement over somebody's conversations goes with them.
pub fn take_out_settled(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {STANDING} FROM log WHERE campaign = ?1 AND record = ?2");
    for settled in standing(db, &sql, &[Id::from(campaign), Id::from(record)])? {
        take_out(db, campaign, &settled)?;
    }
    Ok(())
}

/// One record, out of the log, the feeds and its author's count.
fn take_out(db: &Db<'_>, campaign: CampaignId, standing: &Standing) -> Result<(), StoreError> {
    let mark = hex::encode(&standing.content[..4]);
    note_id(
        db,
        campaign,
        standing.record.id.0,
        Some((standing.seq, &mark)),
    )?;
    db.execute(
        "DELETE FROM feed WHERE campaign = ?1 AND log_seq = ?2",
        params![Id::from(campaign), standing.seq],
    )?;
    db.execute(
        "DELETE FROM log WHERE campaign = ?1 AND seq = ?2",
        params![Id::from(campaign), standing.seq],
    )?;
    let counted = match standing.record.kind {
        Kind::Visit => "visits",
        Kind::Conversation => "conversations",
        _ => return Ok(()),
    };
    if let Some(author) = standing.record.author {
        db.execute(
            &format!(
                "UPDATE canvasser SET {counted} = {counted} - 1 \
                 WHERE campaign = ?1 AND canvasser = ?2"
            ),
            params![Id::from(campaign), Id::from(author.canvasser)],
        )?;
    }
    Ok(())
}

/// A record set aside, as far as erasing needs it.
struct SetAside {
    record: RecordId,
    content: [u8; 32],
    named: FewOf<Uuid>,
    device: Option<DeviceId>,
    canvasser: Option<CanvasserId>,
}

/// What is set aside and names whoever is erased, or anything erased with them: how many records
/// went, and from which phones they came. `doors` gets those whose view changes by it.
pub fn erase_set_aside(
    db: &Db<'_>,
    campaign: CampaignId,
    erased: BTreeSet<Uuid>,
    doors: &mut BTreeSet<DoorId>,
) -> Result<(u32, BTreeSet<DeviceId>), StoreError> {
    let mut names = erased;
    let mut from = BTreeSet::new();
    let mut kept: Vec<SetAside> = db
        .prepare_cached(
            "SELECT record, content, whole, device, canvasser FROM quarantine \
             WHERE campaign = ?1",
        )?
        .query_map(params![Id::from(campaign)], |row| {
            Ok(SetAside {
                record: id(row, 0)?,
                content: row.get(1)?,
                named: ids_in(row.text(2)?),
                device: maybe_id(row, 3)?,
                canvasser: maybe_id(row, 4)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    // A visit set aside takes the conversation on it along, and a correction its visit.
    loop {
        let (goes, stays): (Vec<_>, Vec<_>) = kept
            .into_iter()
            .partition(|kept| names.iter().any(|name| kept.named.contains(name)));
        kept = stays;
        if goes.is_empty() {
            break;
        }
        for SetAside {
            record,
            content,
            device,
            canvasser,
            ..
        } in goes
        {
            from.extend(device);
            let by = canvasser.unwrap_or(CanvasserId(Uuid::nil()));
            if !is_anothers(db, campaign, record, by)? {
                names.insert(record.0);
                note_id(db, campaign, record.0, None)?;
            }
            db.execute(
                "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 AND content = ?3",
                params![Id::from(campaign), Id::from(record), content],
            )?;
            quarantine::forget_decisions(db, campaign, record)?;
            gone += 1;
        }
    }
    // Also what a lead took in of it: it goes with its visit, which was still set aside.
    for visit in names.iter().copied().map(RecordId) {
        gone += erase_talks_on(db, campaign, visit)?;
        gone += erase_corrections_of(db, campaign, visit, None, doors)?;
    }
    Ok((gone, from))
}

pub fn erase_unlinked(
    db: &Db<'_>,
    campaign: CampaignId,
    unlinked: RecordId,
) -> Result<bool, StoreError> {
    // Only what can be one: a record with an author is not erased by another's wish.
    let linked = db
        .prepare_cached("SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2")?
        .exists(params![Id::from(campaign), Id::from(unlinked)])?;
    if linked || unlinked.0.get_version_num() != 4 {
        return Ok(false);
    }
    note_unlinked(db, campaign, unlinked)?;
    // Another telling of it, which a copy of the phone handed in.
    db.execute(
        "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 AND canvasser IS NULL",
        params![Id::from(campaign), Id::from(unlinked)],
    )?;
    quarantine::forget_decisions(db, campaign, unlinked)?;
    let Some(record) = one_unlinked(db, campaign, unlinked)? else {
        return Ok(false);
    };
    if let Ok(Fact::Conversation(conversation)) = record.read() {
        views::uncount_conversation(db, campaign, &conversation)?;
    }
    db.execute(
        "DELETE FROM unlinked WHERE campaign = ?1 AND record = ?2",
        params![Id::from(campaign), Id::from(unlinked)],
    )?;
    Ok(true)
}

/// Whether somebody else's record stands under this id: what a phone sends or sent under it does
/// not touch that, nor what hangs on it.
pub fn is_anothers(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
    by: CanvasserId,
) -> Result<bool, StoreError> {
    let stands: Option<CanvasserId> = db
        .prepare_cached("SELECT canvasser FROM log WHERE campaign = ?1 AND record = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(record)], |row| {
            id(row, 0)
        })?;
    Ok(stands.is_some_and(|whose| whose != by))
}

/// A record was sent that names somebody erased: neither it nor what it corrects is kept, nor
/// what hangs on either. Doors whose view changes are added to `doors`; the ids that went.
pub fn sent_again(
    db: &Db<'_>,
    campaign: CampaignId,
    record: &Record,
    doors: &mut BTreeSet<DoorId>,
) -> Result<BTreeSet<Uuid>, StoreError> {
    let Some(author) = record.author else {
        // Its id is in the ledger already, and nothing hangs on it.
        return Ok(BTreeSet::new());
    };
    let mut visits = BTreeSet::from([record.id]);
    if let Ok(Fact::Correction(correction)) = record.read()
        && !is_anothers(db, campaign, correction.corrects, author.canvasser)?
    {
        // It says of an earlier visit that it was with them.
        visits.insert(correction.corrects);
    }
    let mut changed = BTreeSet::new();
    for visit in &visits {
        note_id(db, campaign, visit.0, None)?;
        erase_talks_on(db, campaign, *visit)?;
        erase_corrections_of(db, campaign, *visit, Some(author.canvasser), &mut changed)?;
        erase_by_id(db, campaign, *visit, &mut changed)?;
    }
    put_checks(db, campaign, &changed)?;
    doors.extend(changed);
    Ok(visits.into_iter().map(|visit| visit.0).collect())
}

/// A record of the log about a door, by its id.
fn erase_by_id(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
    doors: &mut BTreeSet<DoorId>,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {STANDING} FROM log \
         WHERE campaign = ?1 AND record = ?2 AND kind NOT IN ('conversation', 'person_erased')"
    );
    for standing in standing(db, &sql, &[Id::from(campaign), Id::from(record)])? {
        doors.extend(door_of(&standing.record));
        take_out(db, campaign, &standing)?;
    }
    Ok(())
}

/// What an older copy of the database still has of a record that was erased.
pub fn erased_elsewhere(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<(), StoreError> {
    note_id(db, campaign, record.0, None)?;
    let mut doors = BTreeSet::new();
    erase_talks_on(db, campaign, record)?;
    erase_by_id(db, campaign, record, &mut doors)?;
    put_checks(db, campaign, &doors)?;
    views::refold(db, campaign, doors)
}
