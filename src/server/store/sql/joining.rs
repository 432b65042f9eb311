//! Statements for join codes, canvassers, devices and grants.

use super::campaigns;
use super::rows::{Id, hash, id, signed, unsigned};
use super::{Db, Row, params};
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId};
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::joining::{
    CanvasserSummary, Device, DeviceState, Enrolment, JoinCode, Joined, Joining, Marked,
    NewJoinCode, NewlyJoined, Standing,
};
use crate::wire::push::{Digest, Have, Holds};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub fn make_code(
    db: &Db<'_>,
    campaign: CampaignId,
    code: &NewJoinCode,
    now_ms: i64,
) -> Result<(), StoreError> {
    if code.lists.is_empty() || code.uses == 0 {
        return Err(StoreError::Refused(
            "a share needs at least one list and one use",
        ));
    }
    db.lock_all()?;
    // Codes are looked up without knowing the campaign, so they are one of a kind everywhere.
    if !lookup(db, &code.code)?.is_empty() {
        return Err(StoreError::Refused("this code is in use"));
    }
    db.execute(
        "INSERT INTO join_code (campaign, code, label, uses, expires_ms, made_by, made_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            Id::from(campaign),
            code.code,
            code.label,
            code.uses,
            code.expires_ms,
            code.made_by.map(Id::from),
            now_ms
        ],
    )?;
    for list in &code.lists {
        super::lists::about(db, campaign, *list)?;
        db.execute(
            "INSERT INTO join_code_list (campaign, code, list) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO NOTHING",
            params![Id::from(campaign), code.code, Id::from(*list)],
        )?;
    }
    Ok(())
}

pub fn codes(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<JoinCode>, StoreError> {
    let mut codes: Vec<JoinCode> = db
        .prepare_cached(
            "SELECT code, label, uses, used, expires_ms, made_ms, ended_ms FROM join_code \
             WHERE campaign = ?1 ORDER BY made_ms DESC, code",
        )?
        .query_map(params![Id::from(campaign)], |row| {
            Ok(JoinCode {
                code: row.get(0)?,
                label: row.get(1)?,
                uses: row.get(2)?,
                used: row.get(3)?,
                expires_ms: row.get(4)?,
                lists: Vec::new(),
                made_ms: row.get(5)?,
                ended_ms: row.get(6)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    for code in &mut codes {
        code.lists = lists_of_code(db, campaign, &code.code, false)?;
    }
    Ok(codes)
}

fn lists_of_code(
    db: &Db<'_>,
    campaign: CampaignId,
    code: &str,
    only_in_use: bool,
) -> Result<Vec<ListId>, StoreError> {
    db.prepare_cached(
        "SELECT list FROM join_code_list JOIN walk_list USING (campaign, list) \
             WHERE campaign = ?1 AND code = ?2 AND (?3 = 0 OR ended_ms IS NULL) ORDER BY list",
    )?
    .query_map(params![Id::from(campaign), code, only_in_use], |row| {
        id(row, 0)
    })?
    .collect::<Result<_, _>>()
}

pub fn end_code(
    db: &Db<'_>,
    campaign: CampaignId,
    code: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let ended = db.execute(
        "UPDATE join_code SET ended_ms = coalesce(ended_ms, ?3) WHERE campaign = ?1 AND code = ?2",
        params![Id::from(campaign), code, now_ms],
    )?;
    if ended == 0 {
        return Err(StoreError::NotFound("join code"));
    }
    Ok(())
}

struct Code {
    campaign: CampaignId,
    uses: u32,
    used: u32,
    expires_ms: i64,
    ended: bool,
}

fn lookup(db: &Db<'_>, code: &str) -> Result<Vec<Code>, StoreError> {
    db.prepare_cached(
        "SELECT campaign, uses, used, expires_ms, ended_ms IS NOT NULL \
             FROM join_code WHERE code = ?1",
    )?
    .query_map(params![code], |row| {
        Ok(Code {
            campaign: id(row, 0)?,
            uses: row.get(1)?,
            used: row.get(2)?,
            expires_ms: row.get(3)?,
            ended: row.get(4)?,
        })
    })?
    .collect::<Result<_, _>>()
}

pub fn join(db: &Db<'_>, joining: &Joining) -> Result<Joined, StoreError> {
    let Some(code) = lookup(db, &joining.code)?.into_iter().next() else {
        return Ok(Joined::CodeUnknown);
    };
    db.lock(code.campaign)?;
    // Once more: others may have used it while we waited.
    let Some(code) = lookup(db, &joining.code)?.into_iter().next() else {
        return Ok(Joined::CodeUnknown);
    };
    if let Some(enrolment) = by_attempt(db, code.campaign, joining)? {
        return joined(db, enrolment);
    }
    let lists = lists_of_code(db, code.campaign, &joining.code, true)?;
    let enrolled = match joining.enrolled {
        Some(enrolled) if enrolled.campaign == code.campaign => {
            device(db, enrolled.campaign, enrolled.device)?
                .filter(|device| device.state == DeviceState::Active)
                .map(|_| enrolled)
        }
        _ => None,
    };
    if let Some(enrolled) = enrolled
        && holds_all(db, enrolled, &lists)?
    {
        return joined(db, enrolled);
    }
    if code.ended || code.expires_ms <= joining.now_ms || lists.is_empty() {
        return Ok(Joined::CodeExpired);
    }
    if code.used >= code.uses {
        return Ok(Joined::CodeUsedUp);
    }
    db.execute(
        "UPDATE join_code SET used = used + 1 WHERE campaign = ?1 AND code = ?2",
        params![Id::from(code.campaign), joining.code],
    )?;
    let enrolment = match enrolled {
        Some(enrolled) => enrolled,
        None => enrol(db, code.campaign, joining)?,
    };
    for list in lists {
        grant(
            db,
            enrolment.campaign,
            enrolment.canvasser,
            list,
            joining.now_ms,
        )?;
    }
    joined(db, enrolment)
}

/// The answer to an earlier try was lost: its device is there already.
fn by_attempt(
    db: &Db<'_>,
    campaign: CampaignId,
    joining: &Joining,
) -> Result<Option<Enrolment>, StoreError> {
    db.prepare_cached(
        "SELECT device, canvasser FROM device \
             WHERE campaign = ?1 AND attempt = ?2 AND code = ?3",
    )?
    .query_opt(
        params![Id::from(campaign), Id(joining.attempt), joining.code],
        |row| {
            Ok(Enrolment {
                campaign,
                device: id(row, 0)?,
                canvasser: id(row, 1)?,
            })
        },
    )
}

fn holds_all(db: &Db<'_>, enrolled: Enrolment, lists: &[ListId]) -> Result<bool, StoreError> {
    let mut held = db.prepare_cached(
        "SELECT 1 FROM list_grant \
         WHERE campaign = ?1 AND canvasser = ?2 AND list = ?3 AND ended_ms IS NULL",
    )?;
    for list in lists {
        let key = params![
            Id::from(enrolled.campaign),
            Id::from(enrolled.canvasser),
            Id::from(*list)
        ];
        if !held.exists(key)? {
            return Ok(false);
        }
    }
    Ok(!lists.is_empty())
}

fn enrol(db: &Db<'_>, campaign: CampaignId, joining: &Joining) -> Result<Enrolment, StoreError> {
    let enrolment = Enrolment {
        campaign,
        device: joining.new_device,
        canvasser: joining.new_canvasser,
    };
    enter(
        db,
        enrolment,
        &joining.name,
        Id(joining.attempt),
        &joining.code,
        joining.now_ms,
    )?;
    Ok(enrolment)
}

/// A device of its own for a phone that shares `enrolment`'s with another.
pub fn renew(
    db: &Db<'_>,
    enrolment: Enrolment,
    attempt: Uuid,
    new_device: DeviceId,
    now_ms: i64,
) -> Result<Joined, StoreError> {
    // No join code looks like this. The attempt is the phone's to choose, so
    // another canvasser's with the same one is told apart.
    let code = format!("renewed {}", enrolment.canvasser.0.simple());
    let made: Option<DeviceId> = db
        .prepare_cached(
            "SELECT device FROM device WHERE campaign = ?1 AND attempt = ?2 AND code = ?3",
        )?
        .query_opt(
            params![Id::from(enrolment.campaign), Id(attempt), code],
            |row| id(row, 0),
        )?;
    let renewed = Enrolment {
        device: made.unwrap_or(new_device),
        ..enrolment
    };
    if made.is_none() {
        let old = device(db, enrolment.campaign, enrolment.device)?
            .ok_or(StoreError::NotFound("phone"))?;
        enter(db, renewed, "", Id(attempt), &code, now_ms)?;
        db.execute(
            "UPDATE device SET renewed_ms = ?3 WHERE campaign = ?1 AND device = ?2",
            params![
                Id::from(enrolment.campaign),
                Id::from(enrolment.device),
                now_ms
            ],
        )?;
        // The old identity is the other phone's now, and that one may have heard nothing of
        // what this one said it carried out.
        for device in [enrolment.device, new_device] {
            super::erased::tell_again(db, enrolment.campaign, enrolment.canvasser, device)?;
        }
        if mutant::is("renewal-forgets-its-copy") {
            let old = params![Id::from(enrolment.campaign), Id::from(enrolment.device)];
            db.execute(
                "DELETE FROM erasure_phone WHERE campaign = ?1 AND device = ?2",
                old,
            )?;
        }
        // An end reaches copies too.
        set_state(db, enrolment.campaign, new_device, old.state, old.state_ms)?;
    }
    joined(db, renewed)
}

fn enter(
    db: &Db<'_>,
    enrolment: Enrolment,
    name: &str,
    attempt: Id,
    code: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO canvasser (campaign, canvasser, name, joined_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT DO NOTHING",
        params![
            Id::from(enrolment.campaign),
            Id::from(enrolment.canvasser),
            name,
            now_ms
        ],
    )?;
    db.execute(
        "INSERT INTO device (campaign, device, canvasser, role, state, state_ms, attempt, code, \
         enrolled_ms, have_digest, heard_ms) \
         VALUES (?1, ?2, ?3, 'canvasser', 'active', ?4, ?5, ?6, ?4, ?7, ?4) \
         ON CONFLICT DO NOTHING",
        params![
            Id::from(enrolment.campaign),
            Id::from(enrolment.device),
            Id::from(enrolment.canvasser),
            now_ms,
            attempt,
            code,
            Digest::default().0
        ],
    )?;
    Ok(())
}

/// As the token says it was; grants only for lists that are still known.
pub fn remember(
    db: &Db<'_>,
    enrolment: Enrolment,
    name: &str,
    lists: &[ListId],
    now_ms: i64,
) -> Result<(), StoreError> {
    // Its attempt is not known any more; the device's own id is as unique.
    enter(db, enrolment, name, Id(enrolment.device.0), "", now_ms)?;
    for list in lists {
        match super::lists::about(db, enrolment.campaign, *list) {
            Ok(_) => grant(db, enrolment.campaign, enrolment.canvasser, *list, now_ms)?,
            Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    super::erased::tell_again(
        db,
        enrolment.campaign,
        enrolment.canvasser,
        enrolment.device,
    )
}

fn joined(db: &Db<'_>, enrolment: Enrolment) -> Result<Joined, StoreError> {
    db.tell(enrolment.campaign)?;
    let (campaign, _) =
        campaigns::one(db, enrolment.campaign)?.ok_or(StoreError::NotFound("campaign"))?;
    let name = db.query_row(
        "SELECT name FROM canvasser WHERE campaign = ?1 AND canvasser = ?2",
        params![Id::from(enrolment.campaign), Id::from(enrolment.canvasser)],
        |row| row.get(0),
    )?;
    Ok(Joined::Yes(Box::new(NewlyJoined {
        enrolment,
        name,
        lists: lists_held(db, enrolment.campaign, enrolment.canvasser)?,
        campaign,
    })))
}

const DEVICE: &str = "device, canvasser, state, state_ms, enrolled_ms, have_n, have_digest, \
                      waiting, heard_ms, recorded, drafts, renewed_ms";

fn device_row(row: &Row<'_>) -> Result<Device, StoreError> {
    let state: String = row.get(2)?;
    let drafts: u32 = row.get(10)?;
    Ok(Device {
        id: id(row, 0)?,
        canvasser: id(row, 1)?,
        // The column's CHECK allows no other; lost is the safe reading.
        state: DeviceState::from_code(&state).unwrap_or(DeviceState::Lost),
        state_ms: row.get(3)?,
        enrolled_ms: row.get(4)?,
        have: Have {
            n: unsigned(row.get(5)?),
            digest: Digest(hash(row, 6)?),
        },
        waiting: row.get(7)?,
        heard_ms: row.get(8)?,
        holds: row.get::<Option<i64>>(9)?.map(|recorded| Holds {
            recorded: unsigned(recorded),
            drafts,
        }),
        renewed_ms: row.get(11)?,
    })
}

pub fn device(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
) -> Result<Option<Device>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {DEVICE} FROM device WHERE campaign = ?1 AND device = ?2"
    ))?
    .query_opt(params![Id::from(campaign), Id::from(device)], device_row)
}

/// A phone that says more than this is not believed.
const MOST_SAID: u64 = 1_000_000_000;

fn believable(holds: Holds) -> Holds {
    Holds {
        recorded: holds.recorded.min(MOST_SAID),
        drafts: holds.drafts.min(MOST_SAID as u32),
    }
}

pub fn heard(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    holds: Option<Holds>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let key = (Id::from(campaign), Id::from(device));
    let Some(holds) = holds.map(believable) else {
        db.prepare_cached("UPDATE device SET heard_ms = ?3 WHERE campaign = ?1 AND device = ?2")?
            .execute(params![key.0, key.1, now_ms])?;
        return Ok(());
    };
    db.prepare_cached(
        "UPDATE device SET heard_ms = ?3, recorded = ?4, drafts = ?5, \
         waiting = ?5 + CASE WHEN have_n < ?4 THEN ?4 - have_n ELSE 0 END \
         WHERE campaign = ?1 AND device = ?2",
    )?
    .execute(params![
        key.0,
        key.1,
        now_ms,
        signed(holds.recorded),
        holds.drafts
    ])?;
    // What others show of the phone may have changed with it.
    db.tell(campaign)
}

/// What a phone said with a push.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub waiting: u32,
    pub holds: Option<Holds>,
}

/// Notes how far a phone has handed in, and what it says it has.
pub fn handed_in(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    have: Have,
    said: Said,
    now_ms: i64,
) -> Result<(), StoreError> {
    let holds = said.holds.map(believable);
    let waiting = holds.map_or(u64::from(said.waiting), |holds| {
        holds.recorded.saturating_sub(have.n) + u64::from(holds.drafts)
    });
    db.prepare_cached(
        "UPDATE device SET have_n = ?3, have_digest = ?4, waiting = ?5, heard_ms = ?6, \
         recorded = coalesce(?7, recorded), drafts = coalesce(?8, drafts) \
         WHERE campaign = ?1 AND device = ?2",
    )?
    .execute(params![
        Id::from(campaign),
        Id::from(device),
        signed(have.n),
        have.digest.0,
        signed(waiting),
        now_ms,
        holds.map(|holds| signed(holds.recorded)),
        holds.map(|holds| holds.drafts)
    ])?;
    Ok(())
}

pub fn set_state(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    state: DeviceState,
    now_ms: i64,
) -> Result<(), StoreError> {
    let changed = db.execute(
        "UPDATE device SET state = ?3, state_ms = ?4 WHERE campaign = ?1 AND device = ?2",
        params![Id::from(campaign), Id::from(device), state.code(), now_ms],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound("phone"));
    }
    Ok(())
}

pub fn canvassers(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<CanvasserSummary>, StoreError> {
    let mut all: Vec<CanvasserSummary> = db
        .prepare_cached(
            "SELECT canvasser, name, joined_ms, visits, conversations FROM canvasser \
             WHERE campaign = ?1 ORDER BY name, joined_ms, canvasser",
        )?
        .query_map(params![Id::from(campaign)], |row| {
            Ok(CanvasserSummary {
                id: id(row, 0)?,
                name: row.get(1)?,
                joined_ms: row.get(2)?,
                visits: row.get(3)?,
                conversations: row.get(4)?,
                devices: Vec::new(),
                lists: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    for canvasser in &mut all {
        canvasser.devices = db
            .prepare_cached(&format!(
                "SELECT {DEVICE} FROM device WHERE campaign = ?1 AND canvasser = ?2 \
                 ORDER BY enrolled_ms, device"
            ))?
            .query_map(
                params![Id::from(campaign), Id::from(canvasser.id)],
                device_row,
            )?
            .collect::<Result<_, _>>()?;
        canvasser.lists = lists_held(db, campaign, canvasser.id)?;
    }
    Ok(all)
}

pub fn marked(
    db: &Db<'_>,
    campaign: CampaignId,
) -> Result<BTreeMap<CanvasserId, Marked>, StoreError> {
    db.prepare_cached(
        "SELECT canvasser, CAST(sum(late) AS BIGINT), CAST(sum(clock_off) AS BIGINT) FROM log \
         WHERE campaign = ?1 AND (late = 1 OR clock_off = 1) GROUP BY canvasser",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        let marked = Marked {
            late: row.get(1)?,
            clock_off: row.get(2)?,
        };
        Ok((id(row, 0)?, marked))
    })?
    .collect()
}

/// Lists this canvasser may use now (their expiry aside).
pub fn lists_held(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
) -> Result<Vec<ListId>, StoreError> {
    db.prepare_cached(
        "SELECT list_grant.list FROM list_grant JOIN walk_list USING (campaign, list) \
             WHERE campaign = ?1 AND canvasser = ?2 AND list_grant.ended_ms IS NULL \
             AND walk_list.ended_ms IS NULL ORDER BY list",
    )?
    .query_map(params![Id::from(campaign), Id::from(canvasser)], |row| {
        id(row, 0)
    })?
    .collect::<Result<_, _>>()
}

pub fn grant(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
    list: ListId,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO list_grant (campaign, canvasser, list, granted_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign, canvasser, list) DO UPDATE SET ended_ms = NULL",
    )?
    .execute(params![
        Id::from(campaign),
        Id::from(canvasser),
        Id::from(list),
        now_ms
    ])?;
    Ok(())
}

pub fn end_grant(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
    list: ListId,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE list_grant SET ended_ms = coalesce(ended_ms, ?4) \
         WHERE campaign = ?1 AND canvasser = ?2 AND list = ?3",
        params![
            Id::from(campaign),
            Id::from(canvasser),
            Id::from(list),
            now_ms
        ],
    )?;
    Ok(())
}

pub fn standing(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    canvasser: CanvasserId,
    pairs: &[(ListId, DoorId)],
    today: NaiveDate,
) -> Result<Standing, StoreError> {
    let mut standing = Standing {
        device: self::device(db, campaign, device)?,
        lists: grants(db, campaign, canvasser, today)?,
        ..Standing::default()
    };
    let asked: BTreeSet<(ListId, DoorId)> = pairs
        .iter()
        .filter(|(list, _)| standing.lists.contains_key(list))
        .copied()
        .collect();
    let asked: Vec<(ListId, DoorId)> = asked.into_iter().collect();
    let on_list = db
        .prepare_cached("SELECT 1 FROM list_door WHERE campaign = ?1 AND door = ?2 AND list = ?3")?
        .query_each(
            &asked,
            |(list, door), ask| {
                ask(params![
                    Id::from(campaign),
                    Id::from(*door),
                    Id::from(*list)
                ])
            },
            |_| Ok(()),
        )?;
    let on_list = on_list.into_iter();
    standing.doors = on_list
        .filter_map(|(at, ())| asked.get(at).copied())
        .collect();
    Ok(standing)
}

/// Lists the canvasser holds or held, and whether they may use each now. A
/// list's last day is the canvasser's, wherever their calendar stands: it has
/// passed for us when it has passed everywhere.
pub fn grants(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
    today: NaiveDate,
) -> Result<BTreeMap<ListId, bool>, StoreError> {
    let yesterday = today.pred_opt().unwrap_or(today).to_string();
    db.prepare_cached(
        "SELECT list, list_grant.ended_ms IS NULL AND walk_list.ended_ms IS NULL \
             AND expires_on >= ?3 \
             FROM list_grant JOIN walk_list USING (campaign, list) \
             WHERE campaign = ?1 AND canvasser = ?2",
    )?
    .query_map(
        params![Id::from(campaign), Id::from(canvasser), yesterday],
        |row| Ok((id(row, 0)?, row.get(1)?)),
    )?
    .collect::<Result<_, _>>()
}
