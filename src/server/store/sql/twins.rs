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
use crate::domain::erasure::ids_in;
use crate::domain::ids::{CampaignId, DoorId, ImportId, PersonId};
use crate::domain::walk_list::{Door, Person};
use crate::server::store::StoreError;
use crate::server::store::erasure::{SuppressionKey, Where};
use std::collections::BTreeSet;

/// Who is to be erased, and where.
pub type Place = (DoorId, WishScope);

/// By what somebody is known again: at their address, by their number.
pub type Hashes = Vec<[u8; 32]>;

/// Where somebody was found, and in which imports they were looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    /// By what they are known where they were named.
    named_by: Known,
    imports: BTreeSet<ImportId>,
    found: Found,
}

/// The hashes somebody is known by.
pub type Known = BTreeSet<[u8; 32]>;

/// All that somebody is known by, and every place where they are.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub known: Known,
    pub places: Vec<Place>,
    /// Doors where something noted names them, though they are not listed there.
    pub noted: Vec<Place>,
}

impl Found {
    fn by(known: &Known) -> Self {
        Self {
            known: known.clone(),
            ..Self::default()
        }
    }
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
    let mut sought: Vec<Sought> = Vec::new();
    for place in places {
        let named_by = known_at(db, campaign, key, *place)?;
        let same = sought.iter().any(|sought| sought.named_by == named_by);
        if !named_by.is_empty() && !same {
            sought.push(Sought {
                imports: imports.clone(),
                found: Found::by(&named_by),
                named_by,
            });
        }
    }
    let mut found: Vec<&mut Found> = sought.iter_mut().map(|it| &mut it.found).collect();
    everywhere(db, campaign, key, &mut found)?;
    Ok(sought)
}

/// The same, and where they are named without being listed: whatever is erased goes there, too.
/// An older app wrote who answered at one door of a house at each of its doors, and what a phone
/// says of a door is not looked up. The log is looked through once, however many are sought.
pub fn seek_in_all(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    places: &[Place],
) -> Result<Vec<Sought>, StoreError> {
    let mut sought = seek(db, campaign, key, places)?;
    let mut people = Vec::with_capacity(sought.len());
    for it in &sought {
        let mut theirs = BTreeSet::new();
        for (door, scope) in &it.found.places {
            match scope {
                WishScope::Person(person) => theirs.extend([person.0]),
                WishScope::Household => {
                    let door = erased::door(db, campaign, *door)?;
                    let listed = door.into_iter().flat_map(|door| door.people);
                    theirs.extend(listed.map(|person| person.id.0));
                }
            }
        }
        people.push(theirs);
    }
    if sought.is_empty() {
        return Ok(sought);
    }
    let mut noted = vec![BTreeSet::new(); sought.len()];
    db.each_row(
        "SELECT campaign, door, body FROM log WHERE door IS NOT NULL",
        |row| {
            if id::<CampaignId>(row, 0)? != campaign {
                return Ok(());
            }
            let door: DoorId = id(row, 1)?;
            for named in ids_in(row.text(2)?) {
                for (theirs, noted) in people.iter().zip(&mut noted) {
                    if theirs.contains(&named) {
                        noted.insert((door, WishScope::Person(PersonId(named))));
                    }
                }
            }
            Ok(())
        },
    )?;
    for (it, noted) in sought.iter_mut().zip(noted) {
        let places = &it.found.places;
        let is_listed = |place: &Place| {
            places.contains(place) || places.contains(&(place.0, WishScope::Household))
        };
        it.found.noted = noted
            .into_iter()
            .filter(|place| !is_listed(place))
            .collect();
    }
    Ok(sought)
}

/// All that whoever is listed at this door is known by, and where they are: this door first.
pub fn whose(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    named: Place,
    sought: &[Sought],
) -> Result<Found, StoreError> {
    let named_by = known_at(db, campaign, key, named)?;
    let mut found = match sought.iter().find(|sought| sought.named_by == named_by) {
        _ if named_by.is_empty() => Found::default(),
        Some(sought) if !is_in_news(db, campaign, key, sought)? => sought.found.clone(),
        _ => {
            let mut found = Found::by(&named_by);
            everywhere(db, campaign, key, &mut [&mut found])?;
            found
        }
    };
    found.places.retain(|place| *place != named);
    found.places.insert(0, named);
    Ok(found)
}

/// Whoever is found by one number may be found elsewhere by another, so it is looked again
/// until nothing new is known of them.
fn everywhere(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    sought: &mut [&mut Found],
) -> Result<(), StoreError> {
    let mut more = !sought.is_empty();
    while more {
        let mut now: Vec<Found> = sought.iter().map(|it| Found::by(&it.known)).collect();
        each_door(db, campaign, |door| {
            for (before, now) in sought.iter().zip(&mut now) {
                for (place, theirs) in listed_at(campaign, key, &before.known, door) {
                    now.places.push(place);
                    now.known.extend(theirs);
                }
            }
        })?;
        more = false;
        for (before, now) in sought.iter_mut().zip(now) {
            more |= before.known != now.known;
            **before = now;
        }
    }
    Ok(())
}

pub fn each_door(
    db: &Db<'_>,
    campaign: CampaignId,
    mut look: impl FnMut(&Door),
) -> Result<(), StoreError> {
    db.each_row(
        &format!("SELECT {DOOR}, place, campaign FROM door"),
        |row| {
            if id::<CampaignId>(row, 11)? == campaign {
                look(&door_row(row, row.get(10)?)?);
            }
            Ok(())
        },
    )
}

/// Whether what was imported since lists them, too.
fn is_in_news(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    sought: &Sought,
) -> Result<bool, StoreError> {
    for import in imports(db, campaign)?.difference(&sought.imports) {
        for door in doors_of_import(db, campaign, *import, false)? {
            if !listed_at(campaign, key, &sought.found.known, &door).is_empty() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn imports(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeSet<ImportId>, StoreError> {
    db.prepare_cached("SELECT import FROM import WHERE campaign = ?1")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect()
}

/// By what somebody is known at one door.
pub fn known_at(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    (door, scope): Place,
) -> Result<Known, StoreError> {
    let Some(named) = erased::door(db, campaign, door)? else {
        return Ok(Known::new());
    };
    let known = match scope {
        WishScope::Household => of_household(key, campaign, &named),
        WishScope::Person(person) => named
            .people
            .iter()
            .find(|listed| listed.id == person && !listed.name.is_empty())
            .map(|listed| of_person(key, campaign, listed, &named))
            .unwrap_or_default(),
    };
    Ok(known.into_iter().collect())
}

/// Whether they are listed at this door, as whom, and by what they are known there.
fn listed_at(
    campaign: CampaignId,
    key: &SuppressionKey,
    known: &Known,
    door: &Door,
) -> Vec<(Place, Hashes)> {
    let (household, people) = of_these(campaign, key, known, door);
    if household {
        let place = (door.id, WishScope::Household);
        return vec![(place, of_household(key, campaign, door))];
    }
    people
        .into_iter()
        .map(|listed| {
            let place = (door.id, WishScope::Person(listed.id));
            (place, of_person(key, campaign, listed, door))
        })
        .collect()
}

/// Whether everybody at this door is meant by the hashes, and which of them by themselves.
pub fn of_these<'a>(
    campaign: CampaignId,
    key: &SuppressionKey,
    known: &Known,
    door: &'a Door,
) -> (bool, Vec<&'a Person>) {
    let is_known = |theirs: &[[u8; 32]]| theirs.iter().any(|hash| known.contains(hash));
    let numbers = door.people.iter().filter_map(|it| it.telephone.as_deref());
    let household = is_known(&key.household(campaign, numbers, &Where::from(door)));
    let people = door
        .people
        .iter()
        .filter(|listed| !listed.name.is_empty())
        .filter(|listed| is_known(&of_person(key, campaign, listed, door)))
        .collect();
    (household, people)
}

fn of_person(key: &SuppressionKey, campaign: CampaignId, person: &Person, door: &Door) -> Hashes {
    let number = person.telephone.as_deref();
    key.person(campaign, &person.name, number, &Where::from(door))
}

/// Everybody at a number that is called are those who are reached by it, wherever they
/// live: by the number, and each of them by their name there. Else everybody at the address.
fn of_household(key: &SuppressionKey, campaign: CampaignId, door: &Door) -> Hashes {
    let called: Vec<&Person> = door
        .people
        .iter()
        .filter(|person| person.telephone.is_some())
        .collect();
    if called.is_empty() {
        return key.household(campaign, None, &Where::from(door));
    }
    let nowhere = Where {
        street: "",
        number: "",
        unit: "",
    };
    let numbers = called.iter().filter_map(|it| it.telephone.as_deref());
    let mut known = key.household(campaign, numbers, &nowhere);
    for person in called.iter().filter(|person| !person.name.is_empty()) {
        known.extend(of_person(key, campaign, person, door));
    }
    known
}
