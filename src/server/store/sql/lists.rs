//! Statements for imports, walk lists and doors.

use super::campaigns::{script, take_seqs};
use super::rows::{Id, day, from_json, id, maybe_id, signed, to_json, unsigned};
use super::{Db, Row, never_again, params, trials};
use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, DoorId, ImportId, ListId, RecordId};
use crate::domain::record::ContentHash;
use crate::domain::script::Channel;
use crate::domain::trial::Trial;
use crate::domain::walk_list::{Door, ScriptRef, Side, WalkList};
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::lists::{ImportSummary, ListSummary, NewImport, NewList};
use crate::wire::pull::ListCheck;
use std::collections::{BTreeMap, BTreeSet};

fn side_code(side: Side) -> &'static str {
    match side {
        Side::Odd => "odd",
        Side::Even => "even",
        Side::Whole => "whole",
    }
}

fn side_from(code: &str) -> Side {
    match code {
        "odd" => Side::Odd,
        "even" => Side::Even,
        _ => Side::Whole,
    }
}

fn channel(row: &Row<'_>, place: usize) -> Result<Channel, StoreError> {
    let code: String = row.get(place)?;
    Ok(Channel::from_code(&code).unwrap_or_default())
}

/// As much of a script as says for which channels it is written; one that says nothing
/// is for doors.
#[derive(serde::Deserialize)]
struct ForChannels {
    #[serde(default)]
    script: ItsChannels,
}

#[derive(Default, serde::Deserialize)]
struct ItsChannels {
    #[serde(default)]
    channel: Vec<Channel>,
}

/// # Errors
/// When there is no such script, or it is not written to be used by this channel.
fn must_fit(
    db: &Db<'_>,
    campaign: CampaignId,
    reference: &ScriptRef,
    channel: Channel,
) -> Result<(), StoreError> {
    let stored = script(db, campaign, reference)?.ok_or(StoreError::NotFound("script"))?;
    let ForChannels { script } = from_json("script", &stored.json)?;
    if script.channel.contains(&channel) || script.channel.is_empty() && channel.is_door() {
        Ok(())
    } else {
        Err(StoreError::Refused(
            "the script is not written for how the people of this list are reached",
        ))
    }
}

pub fn import(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    import: &NewImport,
    now_ms: i64,
) -> Result<(), StoreError> {
    if import.channel == Channel::Phone && import.register_checked_ms.is_none() {
        return Err(StoreError::Refused(
            "nobody has said that the numbers were checked against the do-not-call register",
        ));
    }
    // Whoever asks meanwhile not to be called on again waits, and is then found in it.
    db.lock(campaign)?;
    let people: usize = import.doors.iter().map(|door| door.people.len()).sum();
    db.execute(
        "INSERT INTO import (campaign, import, file_name, source, purpose, use_until, \
         doors, people, left_out, imported_by, imported_ms, channel, register_checked_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            Id::from(campaign),
            Id::from(import.id),
            import.file_name,
            import.source,
            import.purpose,
            import.use_until.to_string(),
            signed(import.doors.len() as u64),
            signed(people as u64),
            import.left_out,
            import.imported_by.map(Id::from),
            now_ms,
            import.channel.code(),
            import.register_checked_ms
        ],
    )?;
    db.prepare_cached(
        "INSERT INTO door (campaign, door, import, place, street, side, number, unit, city, \
         postcode, latitude, longitude, people) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute_each((0_i64..).zip(&import.doors), |(place, door), run| {
        run(params![
            Id::from(campaign),
            Id::from(door.id),
            Id::from(import.id),
            *place,
            door.street,
            side_code(door.side),
            door.number,
            door.unit,
            door.city,
            door.postcode,
            door.latitude,
            door.longitude,
            to_json("door's people", &door.people)?
        ])
    })?;
    let objected = never_again::mark(db, campaign, key, &import.doors, now_ms)?;
    if objected > 0 {
        db.execute(
            "UPDATE import SET objected = ?3 WHERE campaign = ?1 AND import = ?2",
            params![Id::from(campaign), Id::from(import.id), objected],
        )?;
        db.tell(campaign)?;
    }
    Ok(())
}

pub fn imports(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<ImportSummary>, StoreError> {
    db.prepare_cached(
        "SELECT import, file_name, source, purpose, use_until, doors, people, left_out, \
             (SELECT count(*) FROM door \
              WHERE door.campaign = import.campaign AND door.import = import.import \
              AND NOT EXISTS (SELECT 1 FROM list_door \
                JOIN walk_list USING (campaign, list) \
                WHERE list_door.campaign = door.campaign AND list_door.door = door.door \
                AND walk_list.ended_ms IS NULL)), \
             imported_by, imported_ms, channel, register_checked_ms, objected \
             FROM import WHERE campaign = ?1 ORDER BY imported_ms DESC, import",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok(ImportSummary {
            id: id(row, 0)?,
            file_name: row.get(1)?,
            source: row.get(2)?,
            purpose: row.get(3)?,
            use_until: day(row, 4)?,
            doors: row.get(5)?,
            people: row.get(6)?,
            left_out: row.get(7)?,
            doors_free: row.get(8)?,
            imported_by: maybe_id(row, 9)?,
            imported_ms: row.get(10)?,
            channel: channel(row, 11)?,
            register_checked_ms: row.get(12)?,
            objected: row.get(13)?,
        })
    })?
    .collect::<Result<_, _>>()
}

pub const DOOR: &str = "door.door, door.street, door.side, door.number, door.unit, door.city, \
                    door.postcode, door.latitude, door.longitude, door.people";

/// Reads the columns of [`DOOR`], which must come first.
pub fn door_row(row: &Row<'_>, order: u32) -> Result<Door, StoreError> {
    let side: String = row.get(2)?;
    let people = row.text(9)?;
    Ok(Door {
        id: id(row, 0)?,
        order,
        street: row.get(1)?,
        side: side_from(&side),
        number: row.get(3)?,
        unit: row.get(4)?,
        city: row.get(5)?,
        postcode: row.get(6)?,
        latitude: row.get(7)?,
        longitude: row.get(8)?,
        people: from_json("door's people", people)?,
    })
}

pub fn doors_of_import(
    db: &Db<'_>,
    campaign: CampaignId,
    import: ImportId,
    only_free: bool,
) -> Result<Vec<Door>, StoreError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {DOOR}, place FROM door WHERE campaign = ?1 AND import = ?2 \
         AND (?3 = 0 OR NOT EXISTS (SELECT 1 FROM list_door \
            JOIN walk_list USING (campaign, list) \
            WHERE list_door.campaign = door.campaign AND list_door.door = door.door \
            AND walk_list.ended_ms IS NULL)) ORDER BY place"
    ))?;
    let mut rows = query.query(params![Id::from(campaign), Id::from(import), only_free])?;
    let mut doors = Vec::new();
    while let Some(row) = rows.next_row()? {
        doors.push(door_row(&row, row.get(10)?)?);
    }
    Ok(doors)
}

pub fn make(
    db: &Db<'_>,
    campaign: CampaignId,
    list: &NewList,
    now_ms: i64,
) -> Result<WalkList, StoreError> {
    let (source, use_until, by) = db
        .query_opt(
            "SELECT source, use_until, channel FROM import WHERE campaign = ?1 AND import = ?2",
            params![Id::from(campaign), Id::from(list.import)],
            |row| Ok((row.get::<String>(0)?, day(row, 1)?, channel(row, 2)?)),
        )?
        .ok_or(StoreError::NotFound("import"))?;
    if list.expires_on > use_until {
        return Err(StoreError::Refused(
            "the list would be used longer than its data may be",
        ));
    }
    must_fit(db, campaign, &list.script, by)?;
    let trial = match &list.trial {
        None => None,
        Some(trial) => {
            must_fit(db, campaign, &trial.placebo, by)?;
            Some(trials::set(db, campaign, &list.script, trial)?)
        }
    };
    if list.doors.is_empty() {
        return Err(StoreError::Refused("a walk list needs at least one door"));
    }
    let first = take_seqs(db, campaign, list.doors.len() as u64 + 1)?;
    let about = WalkList {
        id: list.id,
        name: list.name.clone(),
        round: 1,
        expires_on: list.expires_on,
        source,
        script: list.script.clone(),
        door_count: u32::try_from(list.doors.len())
            .map_err(|_| StoreError::Refused("a walk list cannot have that many doors"))?,
        channel: by,
        trial,
    };
    let trial = about.trial.as_ref();
    db.execute(
        "INSERT INTO walk_list (campaign, list, name, round, expires_on, import, source, \
         script_id, script_version, door_count, changed_seq, made_by, made_ms, channel, \
         placebo_id, placebo_version, seed) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            Id::from(campaign),
            Id::from(list.id),
            about.name,
            about.round,
            about.expires_on.to_string(),
            Id::from(list.import),
            about.source,
            about.script.id,
            about.script.version,
            about.door_count,
            signed(first),
            list.made_by.map(Id::from),
            now_ms,
            about.channel.code(),
            trial.map_or("", |trial| trial.placebo.id.as_str()),
            trial.map_or(0, |trial| trial.placebo.version),
            trial.map_or("", |trial| trial.seed.as_str())
        ],
    )?;
    // Asked for once: door by door, a PostgreSQL that has not looked at a fresh import yet
    // would go through all of it each time.
    let of_import: BTreeSet<DoorId> = db
        .prepare_cached("SELECT door FROM door WHERE campaign = ?1 AND import = ?2")?
        .query_map(params![Id::from(campaign), Id::from(list.import)], |row| {
            id(row, 0)
        })?
        .collect::<Result<_, _>>()?;
    let mut standing = BTreeSet::new();
    for door in &list.doors {
        if !of_import.contains(door) {
            return Err(StoreError::NotFound("door in this import"));
        }
        if !standing.insert(*door) {
            return Err(StoreError::Refused("a door stands twice on the list"));
        }
    }
    db.prepare_cached(
        "INSERT INTO list_door (campaign, list, place, door, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute_each((0_u64..).zip(&list.doors), |(place, door), run| {
        run(params![
            Id::from(campaign),
            Id::from(list.id),
            signed(*place),
            Id::from(**door),
            signed(first + 1 + *place)
        ])
    })?;
    feed_what_is_known(db, campaign, list.id)?;
    db.tell(campaign)?;
    Ok(about)
}

/// What was noted about these doors before, under other lists, belongs to the
/// new list too: above all a wish not to be called on.
fn feed_what_is_known(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<(), StoreError> {
    let known: Vec<(i64, RecordId, [u8; 32])> = db
        .prepare_cached(
            "SELECT log.seq, log.record, log.content FROM list_door \
             JOIN log ON log.campaign = list_door.campaign AND log.door = list_door.door \
             WHERE list_door.campaign = ?1 AND list_door.list = ?2 ORDER BY log.seq",
        )?
        .query_map(params![Id::from(campaign), Id::from(list)], |row| {
            Ok((row.get(0)?, id(row, 1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    if known.is_empty() {
        return Ok(());
    }
    let first = take_seqs(db, campaign, known.len() as u64)?;
    let mut check = ListCheck::default();
    for (_, record, content) in &known {
        check.add_record(*record, ContentHash(*content));
    }
    db.prepare_cached("INSERT INTO feed (campaign, list, seq, log_seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute_each((first..).zip(&known), |(seq, (log_seq, ..)), run| {
            run(params![
                Id::from(campaign),
                Id::from(list),
                signed(*seq),
                *log_seq
            ])
        })?;
    add_to_check(db, campaign, list, check)
}

/// Adds records to what phones compare at the end of a pull.
pub fn add_to_check(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
    more: ListCheck,
) -> Result<(), StoreError> {
    let standing = check(db, campaign, list)?;
    let sum = standing.sum.wrapping_add(more.sum);
    db.prepare_cached(
        "UPDATE walk_list SET record_count = record_count + ?3, record_sum = ?4 \
         WHERE campaign = ?1 AND list = ?2",
    )?
    .execute(params![
        Id::from(campaign),
        Id::from(list),
        more.records,
        sum.cast_signed()
    ])?;
    Ok(())
}

pub fn check(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<ListCheck, StoreError> {
    db.prepare_cached(
        "SELECT door_count, record_count, record_sum FROM walk_list \
         WHERE campaign = ?1 AND list = ?2",
    )?
    .query_opt(params![Id::from(campaign), Id::from(list)], |row| {
        Ok(ListCheck {
            doors: row.get(0)?,
            records: row.get(1)?,
            sum: row.get::<i64>(2)?.cast_unsigned(),
        })
    })?
    .ok_or(StoreError::NotFound("walk list"))
}

const LIST: &str = "walk_list.list, name, round, expires_on, source, script_id, script_version, \
                    door_count, channel, placebo_id, placebo_version, seed, import, made_ms, \
                    walk_list.ended_ms, \
     (SELECT count(*) FROM list_door JOIN door_state USING (campaign, door) \
      WHERE list_door.campaign = walk_list.campaign AND list_door.list = walk_list.list), \
     (SELECT count(*) FROM list_grant WHERE list_grant.campaign = walk_list.campaign \
      AND list_grant.list = walk_list.list AND list_grant.ended_ms IS NULL)";

fn list_row(row: &Row<'_>) -> Result<ListSummary, StoreError> {
    let ended_ms: Option<i64> = row.get(14)?;
    let holders: u32 = row.get(16)?;
    Ok(ListSummary {
        about: about_row(row)?,
        import: id(row, 12)?,
        made_ms: row.get(13)?,
        ended_ms,
        doors_tried: row.get(15)?,
        holders: if ended_ms.is_some() { 0 } else { holders },
        placebo_doors: 0,
    })
}

/// Reads list, name, round, expires_on, source, script_id, script_version,
/// door_count, channel, placebo_id, placebo_version, seed, which must come first.
fn about_row(row: &Row<'_>) -> Result<WalkList, StoreError> {
    let seed: String = row.get(11)?;
    let placebo = ScriptRef {
        id: row.get(9)?,
        version: row.get(10)?,
    };
    Ok(WalkList {
        id: id(row, 0)?,
        name: row.get(1)?,
        round: row.get(2)?,
        expires_on: day(row, 3)?,
        source: row.get(4)?,
        script: ScriptRef {
            id: row.get(5)?,
            version: row.get(6)?,
        },
        door_count: row.get(7)?,
        channel: channel(row, 8)?,
        trial: (!seed.is_empty()).then_some(Trial { placebo, seed }),
    })
}

/// What phones get of a list, and the number at which it last changed.
pub fn about(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
) -> Result<(WalkList, u64), StoreError> {
    db.prepare_cached(
        "SELECT list, name, round, expires_on, source, script_id, script_version, door_count, \
         channel, placebo_id, placebo_version, seed, changed_seq \
         FROM walk_list WHERE campaign = ?1 AND list = ?2",
    )?
    .query_opt(params![Id::from(campaign), Id::from(list)], |row| {
        Ok((about_row(row)?, unsigned(row.get(12)?)))
    })?
    .ok_or(StoreError::NotFound("walk list"))
}

pub fn all(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<ListSummary>, StoreError> {
    let mut lists: Vec<ListSummary> = db
        .prepare_cached(&format!(
            "SELECT {LIST} FROM walk_list WHERE campaign = ?1 ORDER BY made_ms DESC, name, list"
        ))?
        .query_map(params![Id::from(campaign)], list_row)?
        .collect::<Result<_, _>>()?;
    for list in &mut lists {
        list.placebo_doors = trials::placebo_doors(db, campaign, &list.about)?;
    }
    Ok(lists)
}

pub fn one(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
) -> Result<Option<ListSummary>, StoreError> {
    let found = db
        .prepare_cached(&format!(
            "SELECT {LIST} FROM walk_list WHERE campaign = ?1 AND list = ?2"
        ))?
        .query_opt(params![Id::from(campaign), Id::from(list)], list_row)?;
    found
        .map(|mut list| {
            list.placebo_doors = trials::placebo_doors(db, campaign, &list.about)?;
            Ok(list)
        })
        .transpose()
}

pub fn doors_of_list(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
) -> Result<Vec<(Door, Option<DoorState>)>, StoreError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {DOOR}, list_door.place, door_state.state FROM list_door \
         JOIN door USING (campaign, door) \
         LEFT JOIN door_state USING (campaign, door) \
         WHERE list_door.campaign = ?1 AND list_door.list = ?2 ORDER BY list_door.place"
    ))?;
    let mut rows = query.query(params![Id::from(campaign), Id::from(list)])?;
    let mut doors = Vec::new();
    while let Some(row) = rows.next_row()? {
        let state: Option<String> = row.get(11)?;
        doors.push((
            door_row(&row, row.get(10)?)?,
            state
                .map(|state| from_json("door's state", &state))
                .transpose()?,
        ));
    }
    Ok(doors)
}

/// Doors of a list with a number above `after`, at most `limit`, each with its number.
pub fn doors_after(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
    after: u64,
    limit: u32,
) -> Result<Vec<(u64, Door)>, StoreError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {DOOR}, list_door.place, list_door.seq FROM list_door \
         JOIN door USING (campaign, door) \
         WHERE list_door.campaign = ?1 AND list_door.list = ?2 AND list_door.seq > ?3 \
         ORDER BY list_door.seq LIMIT ?4"
    ))?;
    let mut rows = query.query(params![
        Id::from(campaign),
        Id::from(list),
        signed(after),
        limit
    ])?;
    let mut doors = Vec::new();
    while let Some(row) = rows.next_row()? {
        doors.push((unsigned(row.get(11)?), door_row(&row, row.get(10)?)?));
    }
    Ok(doors)
}

/// The lists each of these doors stands on.
pub fn lists_of_doors(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &BTreeSet<DoorId>,
) -> Result<BTreeMap<DoorId, Vec<ListId>>, StoreError> {
    let doors: Vec<DoorId> = doors.iter().copied().collect();
    let found = db
        .prepare_cached("SELECT list FROM list_door WHERE campaign = ?1 AND door = ?2")?
        .query_each(
            &doors,
            |door, ask| ask(params![Id::from(campaign), Id::from(*door)]),
            |row| id(row, 0),
        )?;
    let mut lists: BTreeMap<DoorId, Vec<ListId>> = BTreeMap::new();
    for (at, list) in found {
        if let Some(door) = doors.get(at) {
            lists.entry(*door).or_default().push(list);
        }
    }
    Ok(lists)
}

pub fn set_script(
    db: &Db<'_>,
    campaign: CampaignId,
    lists: &[ListId],
    reference: &ScriptRef,
) -> Result<(), StoreError> {
    if script(db, campaign, reference)?.is_none() {
        return Err(StoreError::NotFound("script"));
    }
    let seq = take_seqs(db, campaign, 1)?;
    for list in lists {
        let about = about(db, campaign, *list)?.0;
        if about.trial.is_some() {
            return Err(StoreError::Refused(
                "the scripts of an experiment stay as they were when it was set",
            ));
        }
        must_fit(db, campaign, reference, about.channel)?;
        let changed = db.execute(
            "UPDATE walk_list SET script_id = ?3, script_version = ?4, changed_seq = ?5 \
             WHERE campaign = ?1 AND list = ?2 AND ended_ms IS NULL",
            params![
                Id::from(campaign),
                Id::from(*list),
                reference.id,
                reference.version,
                signed(seq)
            ],
        )?;
        if changed == 0 {
            return Err(StoreError::NotFound("walk list"));
        }
    }
    db.tell(campaign)
}

pub fn end(db: &Db<'_>, campaign: CampaignId, list: ListId, now_ms: i64) -> Result<(), StoreError> {
    let seq = take_seqs(db, campaign, 1)?;
    let ended = db.execute(
        "UPDATE walk_list SET ended_ms = coalesce(ended_ms, ?3), changed_seq = ?4 \
         WHERE campaign = ?1 AND list = ?2",
        params![Id::from(campaign), Id::from(list), now_ms, signed(seq)],
    )?;
    if ended == 0 {
        return Err(StoreError::NotFound("walk list"));
    }
    db.tell(campaign)
}
