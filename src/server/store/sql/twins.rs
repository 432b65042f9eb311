//! Everywhere else the same person or household is listed: an erasure reaches them there too.
//! They are told by keyed hashes that no database can make, so every door has to be looked at.
//! That is done before anything is locked ([`seek`]), by pushes, rescue files, the desk and the
//! ledger's replay alike; whoever carries the erasure out has only what was imported since left
//! to look at. Nothing can slip through between: only an import lists anybody anew, whoever was
//! sought is told by their hashes again behind the lock, and who is not who they were is sought
//! there. Somebody found and erased meanwhile is erased twice, which is as good as once.

use super::lists::{DOOR, door_row, doors_of_import};
use super::rows::{Id, id};
use super::{Db, erased, params};
use crate::domain::door_fact::WishScope;
use crate::domain::ids::{CampaignId, DoorId, ImportId};
use crate::domain::walk_list::{Door, Person};
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, SuppressionKey, Where};
use std::collections::BTreeSet;

/// Who is to be erased, and where.
pub type Place = (DoorId, WishScope);

/// By what somebody is known again: at their address, by their number.
pub type Hashes = Vec<[u8; 32]>;

/// Where somebody was found, and in which imports they were looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    hashes: Hashes,
    imports: BTreeSet<ImportId>,
    found: Vec<(Place, Hashes)>,
}

/// Looks for whoever is listed at these doors, in all of the campaign: every door is looked at
/// once, however many are sought.
pub fn seek(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    places: &[Place],
) -> Result<Vec<Sought>, StoreError> {
    let imports = imports(db, campaign)?;
    let mut sought: Vec<(WishScope, Sought)> = Vec::new();
    for place in places {
        let hashes = hashes_at(db, campaign, key, *place)?;
        let known = sought.iter().any(|(_, sought)| sought.hashes == hashes);
        if !hashes.is_empty() && !known {
            let (imports, found) = (imports.clone(), Vec::new());
            let nothing_yet = Sought {
                hashes,
                imports,
                found,
            };
            sought.push((place.1, nothing_yet));
        }
    }
    if sought.is_empty() {
        return Ok(Vec::new());
    }
    db.each_row(
        &format!("SELECT {DOOR}, place, campaign FROM door"),
        |row| {
            if id::<CampaignId>(row, 11)? == campaign {
                let there = door_row(row, row.get(10)?)?;
                for (scope, Sought { hashes, found, .. }) in &mut sought {
                    found.extend(listed_at(campaign, key, hashes, *scope, &there));
                }
            }
            Ok(())
        },
    )?;
    Ok(sought.into_iter().map(|(_, sought)| sought).collect())
}

/// The hashes of whoever is to be erased, wherever they are listed, and the places, the door
/// named first.
pub fn whose(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    asked: &Asked,
    sought: &[Sought],
) -> Result<(BTreeSet<[u8; 32]>, Vec<Place>), StoreError> {
    let named = (asked.door, asked.scope);
    let mut places = vec![named];
    let hashes = hashes_at(db, campaign, key, named)?;
    let mut all: BTreeSet<[u8; 32]> = hashes.iter().copied().collect();
    if hashes.is_empty() {
        return Ok((all, places));
    }
    let found = match sought.iter().find(|sought| sought.hashes == hashes) {
        Some(sought) => {
            let mut found = sought.found.clone();
            for import in imports(db, campaign)?.difference(&sought.imports) {
                for door in doors_of_import(db, campaign, *import, false)? {
                    found.extend(listed_at(campaign, key, &hashes, asked.scope, &door));
                }
            }
            found
        }
        None => {
            let now = seek(db, campaign, key, &[named])?;
            now.into_iter().flat_map(|sought| sought.found).collect()
        }
    };
    for (place, theirs) in found {
        all.extend(theirs);
        if place != named {
            places.push(place);
        }
    }
    Ok((all, places))
}

fn imports(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeSet<ImportId>, StoreError> {
    db.prepare_cached("SELECT import FROM import WHERE campaign = ?1")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect()
}

fn hashes_at(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    (door, scope): Place,
) -> Result<Hashes, StoreError> {
    let Some(named) = erased::door(db, campaign, door)? else {
        return Ok(Vec::new());
    };
    Ok(match scope {
        WishScope::Household => of_household(key, campaign, &named),
        WishScope::Person(person) => named
            .people
            .iter()
            .find(|listed| listed.id == person && !listed.name.is_empty())
            .map(|listed| of_person(key, campaign, listed, &named))
            .unwrap_or_default(),
    })
}

/// Whether they are listed at this door, as whom, and by what they are known there.
fn listed_at(
    campaign: CampaignId,
    key: &SuppressionKey,
    hashes: &[[u8; 32]],
    scope: WishScope,
    door: &Door,
) -> Vec<(Place, Hashes)> {
    let same = |theirs: &[[u8; 32]]| theirs.iter().any(|hash| hashes.contains(hash));
    match scope {
        WishScope::Household => {
            let numbers = door.people.iter().filter_map(|it| it.telephone.as_deref());
            let is_theirs = same(&key.household(campaign, numbers, &Where::from(door)));
            let known_by = || ((door.id, scope), of_household(key, campaign, door));
            Vec::from_iter(is_theirs.then(known_by))
        }
        WishScope::Person(_) => door
            .people
            .iter()
            .map(|listed| (listed, of_person(key, campaign, listed, door)))
            .filter(|(_, theirs)| same(theirs))
            .map(|(listed, theirs)| ((door.id, WishScope::Person(listed.id)), theirs))
            .collect(),
    }
}

fn of_person(key: &SuppressionKey, campaign: CampaignId, person: &Person, door: &Door) -> Hashes {
    let number = person.telephone.as_deref();
    key.person(campaign, &person.name, number, &Where::from(door))
}

/// Everybody at a number that is called are those who are reached by it, wherever they
/// live; else everybody at the address.
fn of_household(key: &SuppressionKey, campaign: CampaignId, door: &Door) -> Hashes {
    let numbers: Vec<&str> = door
        .people
        .iter()
        .filter_map(|person| person.telephone.as_deref())
        .collect();
    let nowhere = Where {
        street: "",
        number: "",
        unit: "",
    };
    let at = if numbers.is_empty() {
        Where::from(door)
    } else {
        nowhere
    };
    key.household(campaign, numbers, &at)
}
