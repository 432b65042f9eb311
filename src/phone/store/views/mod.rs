//! View models, made from what is stored; one file per screen. Rules are asked
//! of `domain`, never made here.

mod delivery;
mod door;
mod home;
mod street;
mod talk;

use super::{StoreError, StoredDoor, Tables};
use crate::domain::fold::{DoorState, Needs};
use crate::domain::ids::DoorId;
use crate::domain::walk_list::Person;
use crate::phone::view::{DoorNeeds, NextDoor, PersonView, Warning};
use chrono::NaiveDate;

/// What a door needs, in the words of the street list.
fn needs(door: &StoredDoor, parked: bool) -> DoorNeeds {
    if parked {
        return DoorNeeds::Parked;
    }
    let listed: Vec<_> = door.people.iter().map(|person| person.id).collect();
    match door.state.needs(door.list.round, &listed) {
        Needs::NotTried => DoorNeeds::NotTried,
        Needs::TryAgain { last } => DoorNeeds::TryAgain { last },
        Needs::Settled { last } => DoorNeeds::Settled { last },
        Needs::EarlierRound { last } => DoorNeeds::EarlierRound { last },
        Needs::DontKnock { why } => DoorNeeds::DontKnock { why },
    }
}

fn warnings(state: &DoorState, today: NaiveDate) -> Vec<Warning> {
    state
        .warnings(today)
        .into_iter()
        .map(|warned| Warning {
            hazard: warned.hazard,
            noted: warned.noted,
            until: warned.until,
        })
        .collect()
}

fn people(people: &[Person], state: &DoorState) -> Vec<PersonView> {
    people
        .iter()
        .map(|person| PersonView {
            person: person.id,
            name: person.name.clone(),
            language: person.language.clone(),
            telephone: person.telephone.clone(),
            gone: state.gone(person.id),
        })
        .collect()
}

impl Tables<'_> {
    /// The next door to try, as seen from this one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn next_from(self, door: &StoredDoor) -> Result<Option<NextDoor>, StoreError> {
        let next = self.next_after(door.list.key, door.place, false)?;
        Ok(next.map(|next| NextDoor {
            door: next.id,
            address: next.address(),
            elsewhere: next.street_key != door.street_key,
            call: next.is_call(),
        }))
    }

    /// How many doors of the list are left to do.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn left(self, door: &StoredDoor) -> Result<u32, StoreError> {
        self.count_left(door.list.key)
    }

    fn count_left(self, list: i64) -> Result<u32, StoreError> {
        Ok(self
            .one(
                "SELECT count(*) FROM door WHERE list = ?1 AND todo > 0",
                [list],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default())
    }

    fn address_of(self, door: DoorId) -> Result<String, StoreError> {
        Ok(self
            .door_even_if_gone(door)?
            .map(|door| door.address())
            .unwrap_or_default())
    }
}
