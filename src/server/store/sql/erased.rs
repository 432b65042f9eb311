//! Statements for the ledger of the erased: who was, which phones have not heard of
//! it, and its replay on an older copy of the database. See `store::erasure`.

use super::campaigns;
use super::erased_ids::known;
use super::erasure::{carry_out, phone_may_hold, suppress};
use super::lists::{DOOR, door_row};
use super::rows::{Id, id, maybe_id};
use super::taking_out::{erase_unlinked, erased_elsewhere};
use super::twins::{Place, Sought};
use super::{Db, never_again, params};
use crate::domain::door_fact::{PersonErased, WishScope};
use crate::domain::ids::{
    CampaignId, CanvasserId, DeviceId, DoorId, LeadId, ListId, PersonId, RecordId,
};
use crate::domain::walk_list::Door;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, Carried, ErasureRow, Found, Line, SuppressionKey};
use std::collections::{BTreeMap, BTreeSet};

const CARRIED: &str = "erasure.campaign, erasure.erasure, erasure.door, erasure.person, \
                       erasure.lead, erasure.erased_ms, erasure.records";

fn carried_row(row: &super::Row<'_>) -> Result<Carried, StoreError> {
    let person: Option<PersonId> = maybe_id(row, 3)?;
    Ok(Carried {
        campaign: id(row, 0)?,
        erasure: id(row, 1)?,
        erased: PersonErased {
            door: id(row, 2)?,
            scope: person.map_or(WishScope::Household, WishScope::Person),
        },
        lead: maybe_id::<LeadId>(row, 4)?,
        erased_ms: row.get(5)?,
        records: row.get(6)?,
    })
}

pub fn ledger(db: &Db<'_>) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::new();
    for carried in db
        .prepare_cached(&format!(
            "SELECT {CARRIED} FROM erasure ORDER BY campaign, erased_ms, erasure"
        ))?
        .query_map(&[], carried_row)?
    {
        lines.push(Line::Erasure(carried?));
    }
    for erased in db
        .prepare_cached(
            "SELECT campaign, id, coalesce(mark, '') = 'unlinked' FROM erased \
             ORDER BY campaign, id",
        )?
        .query_map(&[], |row| {
            Ok(Line::Id {
                campaign: id(row, 0)?,
                id: id(row, 1)?,
                unlinked: row.get(2)?,
            })
        })?
    {
        lines.push(erased?);
    }
    for hash in db
        .prepare_cached("SELECT campaign, hash FROM suppressed ORDER BY campaign, hash")?
        .query_map(&[], |row| {
            Ok(Line::Suppressed {
                campaign: id(row, 0)?,
                hash: hex::encode(row.get::<[u8; 32]>(1)?),
            })
        })?
    {
        lines.push(hash?);
    }
    lines.extend(never_again::ledger(db)?);
    Ok(lines)
}

/// Whom these lines say to have been erased and this database does not, by campaign.
pub fn new_here(
    db: &Db<'_>,
    lines: &[Line],
) -> Result<BTreeMap<CampaignId, Vec<Place>>, StoreError> {
    let mut new: BTreeMap<CampaignId, Vec<Place>> = BTreeMap::new();
    for line in lines {
        if let Line::Erasure(carried) = line
            && !is_carried_out(db, carried)?
        {
            let people = new.entry(carried.campaign).or_default();
            people.push((carried.erased.door, carried.erased.scope));
        }
    }
    Ok(new)
}

fn is_carried_out(db: &Db<'_>, carried: &Carried) -> Result<bool, StoreError> {
    let at = params![Id::from(carried.campaign), Id::from(carried.erasure)];
    db.prepare_cached("SELECT 1 FROM erasure WHERE campaign = ?1 AND erasure = ?2")?
        .exists(at)
}

pub fn replay(
    db: &Db<'_>,
    key: &SuppressionKey,
    lines: &[Line],
    sought: &[Sought],
    now_ms: i64,
) -> Result<u32, StoreError> {
    let here: BTreeSet<CampaignId> = campaigns::all(db)?.iter().map(|one| one.id).collect();
    for campaign in &here {
        db.lock(*campaign)?;
    }
    let mut new = 0;
    let mut objected: BTreeMap<CampaignId, BTreeMap<[u8; 32], i64>> = BTreeMap::new();
    for line in lines {
        match line {
            Line::Erasure(carried)
                if here.contains(&carried.campaign) && !is_carried_out(db, carried)? =>
            {
                let asked = Asked {
                    door: carried.erased.door,
                    scope: carried.erased.scope,
                    under_way: Vec::new(),
                    lead: carried.lead,
                    now_ms: carried.erased_ms,
                };
                carry_out(db, carried.campaign, key, &asked, sought)?;
                // As many as went the first time: of some only their ids are here.
                db.execute(
                    "UPDATE erasure SET records = ?3 WHERE campaign = ?1 AND erasure = ?2",
                    params![
                        Id::from(carried.campaign),
                        Id::from(carried.erasure),
                        carried.records
                    ],
                )?;
                new += 1;
            }
            Line::Id {
                campaign,
                id,
                unlinked,
            } if here.contains(campaign) => {
                let known = known(db, *campaign, &BTreeSet::from([id.0]))?;
                if known.is_empty() {
                    if !unlinked {
                        erased_elsewhere(db, *campaign, *id)?;
                    }
                    erase_unlinked(db, *campaign, *id)?;
                }
            }
            Line::Suppressed { campaign, hash } if here.contains(campaign) => {
                let mut bytes = [0; 32];
                if hex::decode_to_slice(hash, &mut bytes).is_ok() {
                    suppress(db, *campaign, bytes)?;
                }
            }
            Line::Objected {
                campaign,
                hash,
                said_ms,
            } if here.contains(campaign) => {
                let mut bytes = [0; 32];
                if hex::decode_to_slice(hash, &mut bytes).is_ok() {
                    objected
                        .entry(*campaign)
                        .or_default()
                        .insert(bytes, *said_ms);
                }
            }
            _ => {}
        }
    }
    for (campaign, wishes) in objected {
        never_again::replay(db, campaign, key, &wishes, now_ms)?;
    }
    Ok(new)
}

/// What a phone is told, of what it may hold.
#[derive(Clone, Copy, Debug)]
pub enum Untold<'a> {
    /// It has carried out what it said it has, and holds no other lists than it may.
    OnlyNew,
    /// It may be an older image of itself, or a copy: whatever it does not name as carried out,
    /// and what was erased on lists it may not hold any more.
    AllBut {
        carried_out: &'a [RecordId],
        gone: &'a [ListId],
    },
}

pub fn to_tell(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    untold: Untold<'_>,
) -> Result<Vec<(RecordId, PersonErased)>, StoreError> {
    let mut told = concerning(db, campaign, device, matches!(untold, Untold::OnlyNew))?;
    if let Untold::AllBut { carried_out, gone } = untold {
        for list in gone {
            let here = db
                .prepare_cached(&format!(
                    "SELECT {CARRIED} FROM erasure JOIN list_door USING (campaign, door) \
                     WHERE campaign = ?1 AND list_door.list = ?2"
                ))?
                .query_map(params![Id::from(campaign), Id::from(*list)], carried_row)?;
            for carried in here {
                let carried = carried?;
                told.insert(carried.erasure, carried.erased);
            }
        }
        for erasure in carried_out {
            told.remove(erasure);
        }
    }
    Ok(told.into_iter().collect())
}

/// The erasures this phone is to carry out, or those of them it has not said that it has.
fn concerning(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    only_new: bool,
) -> Result<BTreeMap<RecordId, PersonErased>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {CARRIED} FROM erasure_phone JOIN erasure USING (campaign, erasure) \
         WHERE erasure_phone.campaign = ?1 AND erasure_phone.device = ?2 \
         AND (?3 = 0 OR erasure_phone.heard = 0) ORDER BY erasure.erasure"
    ))?
    .query_map(
        params![Id::from(campaign), Id::from(device), only_new],
        |row| {
            let carried = carried_row(row)?;
            Ok((carried.erasure, carried.erased))
        },
    )?
    .collect()
}

/// What this phone, or a copy of it, has said that it carried out.
pub fn carried_out_by(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
) -> Result<BTreeSet<RecordId>, StoreError> {
    db.prepare_cached(
        "SELECT erasure FROM erasure_phone WHERE campaign = ?1 AND device = ?2 AND heard = 1",
    )?
    .query_map(params![Id::from(campaign), Id::from(device)], |row| {
        id(row, 0)
    })?
    .collect()
}

pub fn heard(
    db: &Db<'_>,
    campaign: CampaignId,
    device: DeviceId,
    erasures: &[RecordId],
) -> Result<(), StoreError> {
    for erasure in erasures {
        db.execute(
            "INSERT INTO erasure_phone (campaign, device, erasure, heard) \
             SELECT campaign, ?2, erasure, 1 FROM erasure WHERE campaign = ?1 AND erasure = ?3 \
             ON CONFLICT (campaign, device, erasure) DO UPDATE SET heard = 1",
            params![Id::from(campaign), Id::from(device), Id::from(*erasure)],
        )?;
    }
    db.tell(campaign)
}

/// Everything that was erased on lists this canvasser holds or held is told to
/// this phone again: it may be an older image of itself, or a copy.
pub fn tell_again(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
    device: DeviceId,
) -> Result<(), StoreError> {
    let erasures: Vec<RecordId> = db
        .prepare_cached(
            // Erasures are few, doors many: joined, SQLite went through every door of theirs.
            "SELECT erasure FROM erasure WHERE campaign = ?1 AND EXISTS ( \
             SELECT 1 FROM list_grant JOIN list_door USING (campaign, list) \
             WHERE list_grant.campaign = ?1 AND list_grant.canvasser = ?2 \
             AND list_door.door = erasure.door)",
        )?
        .query_map(params![Id::from(campaign), Id::from(canvasser)], |row| {
            id(row, 0)
        })?
        .collect::<Result<_, _>>()?;
    for erasure in erasures {
        phone_may_hold(db, campaign, erasure, device)?;
    }
    Ok(())
}

pub fn all(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<ErasureRow>, StoreError> {
    let mut may_hold: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
    for holder in db
        .prepare_cached(
            "SELECT DISTINCT erasure, canvasser.name FROM erasure_phone \
             JOIN device USING (campaign, device) JOIN canvasser USING (campaign, canvasser) \
             WHERE campaign = ?1 AND heard = 0 \
             AND (renewed_ms IS NULL OR heard_ms > renewed_ms) \
             ORDER BY canvasser.name",
        )?
        .query_map(params![Id::from(campaign)], |row| {
            Ok((id::<RecordId>(row, 0)?, row.get::<String>(1)?))
        })?
    {
        let (erasure, name) = holder?;
        may_hold.entry(erasure).or_default().push(name);
    }
    db.prepare_cached(&format!(
        "SELECT {CARRIED}, coalesce(lead.name, '') FROM erasure \
         LEFT JOIN lead ON lead.campaign = erasure.campaign AND lead.lead = erasure.lead \
         WHERE erasure.campaign = ?1 ORDER BY erased_ms DESC, erasure.erasure"
    ))?
    .query_map(params![Id::from(campaign)], |row| {
        let carried = carried_row(row)?;
        Ok(ErasureRow {
            may_hold: may_hold.remove(&carried.erasure).unwrap_or_default(),
            lead_name: row.get(7)?,
            carried,
        })
    })?
    .collect()
}

pub fn suppressed(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeSet<[u8; 32]>, StoreError> {
    db.prepare_cached("SELECT hash FROM suppressed WHERE campaign = ?1")?
        .query_map(params![Id::from(campaign)], |row| row.get(0))?
        .collect()
}

pub fn door(db: &Db<'_>, campaign: CampaignId, door: DoorId) -> Result<Option<Door>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {DOOR}, place FROM door WHERE campaign = ?1 AND door = ?2"
    ))?
    .query_opt(params![Id::from(campaign), Id::from(door)], |row| {
        door_row(row, row.get(10)?)
    })
}

/// Looked through here and not by the database: letters of other alphabets have
/// no capitals there.
pub fn find(
    db: &Db<'_>,
    campaign: CampaignId,
    asked: &str,
    limit: usize,
) -> Result<Vec<Found>, StoreError> {
    let words: Vec<String> = asked
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    db.each_row(
        &format!("SELECT {DOOR}, place, campaign FROM door ORDER BY street, place"),
        |row| {
            if found.len() >= limit || id::<CampaignId>(row, 11)? != campaign {
                return Ok(());
            }
            let door = door_row(row, row.get(10)?)?;
            let address = format!("{} {} {}", door.street, door.number, door.unit).to_lowercase();
            let has = |text: &str| words.iter().all(|word| text.contains(word));
            let mut here: Vec<Found> = door
                .people
                .iter()
                .filter(|person| has(&format!("{} {address}", person.name.to_lowercase())))
                .map(|person| Found {
                    door: door.clone(),
                    person: Some((person.id, person.name.clone())),
                })
                .collect();
            if !here.is_empty() || has(&address) {
                here.push(Found { door, person: None });
            }
            found.extend(here);
            Ok(())
        },
    )?;
    Ok(found)
}
