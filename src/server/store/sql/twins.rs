//! Everywhere else the same person or household is listed: an erasure reaches them there too.
//! They are told by a keyed hash that no database can make, so every door has to be looked at.
//! That is done before anything is locked ([`seek`]); whoever carries the erasure out has only
//! what was imported since left to look at.

use super::lists::{DOOR, door_row, doors_of_import};
use super::rows::{Id, id};
use super::{Db, erased, params};
use crate::domain::door_fact::WishScope;
use crate::domain::ids::{CampaignId, DoorId, ImportId};
use crate::domain::walk_list::Door;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, SuppressionKey, Where};
use std::collections::BTreeSet;

/// Who is to be erased, and where.
pub type Place = (DoorId, WishScope);

/// Where somebody was found, and in which imports they were looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    hash: [u8; 32],
    imports: BTreeSet<ImportId>,
    found: Vec<Place>,
}

/// Looks for whoever is listed at this door, in all of the campaign.
pub fn seek(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    (door, scope): Place,
) -> Result<Option<Sought>, StoreError> {
    let Some(hash) = hash_at(db, campaign, key, (door, scope))? else {
        return Ok(None);
    };
    let imports = imports(db, campaign)?;
    let mut found = Vec::new();
    db.each_row(
        &format!("SELECT {DOOR}, place, campaign FROM door"),
        |row| {
            if id::<CampaignId>(row, 11)? == campaign {
                let there = door_row(row, row.get(10)?)?;
                found.extend(listed_at(campaign, key, hash, scope, &there));
            }
            Ok(())
        },
    )?;
    Ok(Some(Sought {
        hash,
        imports,
        found,
    }))
}

/// The hash of whoever is to be erased, and everywhere they are listed, the door named first.
pub fn whose(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    asked: &Asked,
    sought: &[Sought],
) -> Result<(Option<[u8; 32]>, Vec<Place>), StoreError> {
    let named = (asked.door, asked.scope);
    let mut places = vec![named];
    let Some(hash) = hash_at(db, campaign, key, named)? else {
        return Ok((None, places));
    };
    let found = match sought.iter().find(|sought| sought.hash == hash) {
        Some(sought) => {
            let mut found = sought.found.clone();
            for import in imports(db, campaign)?.difference(&sought.imports) {
                for door in doors_of_import(db, campaign, *import, false)? {
                    found.extend(listed_at(campaign, key, hash, asked.scope, &door));
                }
            }
            found
        }
        None => seek(db, campaign, key, named)?.map_or_else(Vec::new, |sought| sought.found),
    };
    places.extend(found.into_iter().filter(|place| *place != named));
    Ok((Some(hash), places))
}

fn imports(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeSet<ImportId>, StoreError> {
    db.prepare_cached("SELECT import FROM import WHERE campaign = ?1")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect()
}

fn hash_at(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    (door, scope): Place,
) -> Result<Option<[u8; 32]>, StoreError> {
    let Some(named) = erased::door(db, campaign, door)? else {
        return Ok(None);
    };
    let at = Where::from(&named);
    Ok(match scope {
        WishScope::Household => Some(key.household(campaign, &at)),
        WishScope::Person(person) => named
            .people
            .iter()
            .find(|listed| listed.id == person && !listed.name.is_empty())
            .map(|listed| key.person(campaign, &listed.name, &at)),
    })
}

/// Whether they are listed at this door, and as whom.
fn listed_at(
    campaign: CampaignId,
    key: &SuppressionKey,
    hash: [u8; 32],
    scope: WishScope,
    door: &Door,
) -> Vec<Place> {
    let at = Where::from(door);
    match scope {
        WishScope::Household => {
            let is_theirs = key.household(campaign, &at) == hash;
            Vec::from_iter(is_theirs.then_some((door.id, scope)))
        }
        WishScope::Person(_) => door
            .people
            .iter()
            .filter(|listed| key.person(campaign, &listed.name, &at) == hash)
            .map(|listed| (door.id, WishScope::Person(listed.id)))
            .collect(),
    }
}
