//! Statements for erasure: see `store::erasure`.

use super::campaigns::take_seqs;
use super::lists;
use super::log::{one_unlinked, record_row};
use super::rows::{Id, from_json, id, maybe_id, signed, to_json};
use super::twins::{self, Sought};
use super::{Db, check, never_again, params, quarantine, views};
use crate::domain::door_fact::{PersonErased, WishScope};
use crate::domain::erasure::{concerned, ids_in, record_id, strike};
use crate::domain::few::FewOf;
use crate::domain::fold::Noted;
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, Fact, Kind, Record};
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Person;
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, SuppressionKey};
use crate::server::store::log::Taken;
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
struct Gone {
    ids: FewOf<RecordId>,
    records: u32,
    /// The phones that wrote them.
    from: BTreeSet<DeviceId>,
}

/// The visits, wishes and corrections, and the conversations had on those visits.
fn erase_records(
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

pub fn note_id(
    db: &Db<'_>,
    campaign: CampaignId,
    erased: Uuid,
    stood: Option<(i64, &str)>,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO erased (campaign, id, seq, mark) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign, id) DO UPDATE SET seq = coalesce(excluded.seq, erased.seq), \
         mark = coalesce(excluded.mark, nullif(erased.mark, ?5))",
        params![
            Id::from(campaign),
            Id(erased),
            stood.map(|(seq, _)| seq),
            stood.map(|(_, mark)| mark),
            UNLINKED
        ],
    )?;
    Ok(())
}

/// In `erased.mark`, of an unlinked conversation that a wish names as under way. Such an id is
/// what a phone says, whatever it is the id of: it is compared with ids of records alone, and
/// never with what records name, or one wish could have a whole list's work answered `erased`.
const UNLINKED: &str = "unlinked";

fn note_unlinked(db: &Db<'_>, campaign: CampaignId, id: RecordId) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO erased (campaign, id, seq, mark) VALUES (?1, ?2, NULL, ?3) \
         ON CONFLICT DO NOTHING",
        params![Id::from(campaign), Id::from(id), UNLINKED],
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

/// Ids that are answered `erased`.
#[derive(Debug, Default)]
pub struct Known {
    /// Whatever names one of these is, too.
    pub named: BTreeSet<Uuid>,
    /// Only records with these ids are.
    pub unlinked: BTreeSet<Uuid>,
}

impl Known {
    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && self.unlinked.is_empty()
    }

    pub fn concerns(&self, record: &Record) -> bool {
        let id = &record.id.0;
        !self.is_empty()
            && (self.named.contains(id)
                || self.unlinked.contains(id)
                || ids_in(record.body.get())
                    .iter()
                    .any(|named| self.named.contains(named)))
    }
}

/// Which of these ids are in the ledger; without a question where it is empty.
pub fn known(db: &Db<'_>, campaign: CampaignId, ids: &BTreeSet<Uuid>) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if ids.is_empty() {
        return Ok(known);
    }
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let found = db
        .prepare_cached("SELECT coalesce(mark, '') FROM erased WHERE campaign = ?1 AND id = ?2")?
        .query_each(
            &ids,
            |one, ask| ask(params![Id::from(campaign), Id(*one)]),
            |row| row.get::<String>(0),
        )?;
    for (at, mark) in found {
        let of = if mark == UNLINKED {
            &mut known.unlinked
        } else {
            &mut known.named
        };
        of.extend(ids.get(at));
    }
    Ok(known)
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

pub fn is_any(db: &Db<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    db.prepare_cached("SELECT 1 FROM erased WHERE campaign = ?1 LIMIT 1")?
        .exists(params![Id::from(campaign)])
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
