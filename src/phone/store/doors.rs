//! Doors and the lists they stand on.

use super::enrolments::EnrolmentKey;
use super::{StoreError, Tables, blob};
use crate::domain::fold::DoorState;
use crate::domain::ids::{DoorId, ListId};
use crate::domain::script::Channel;
use crate::domain::stored_json;
use crate::domain::trial::{Group, Trial};
use crate::domain::walk_list::{Person, ScriptRef, Side};
use chrono::NaiveDate;
use rusqlite::{Row, params};

/// A door as one list has it, by its local key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DoorKey(pub(super) i64);

#[derive(Clone, Debug, PartialEq)]
pub struct StoredDoor {
    pub key: DoorKey,
    pub id: DoorId,
    pub list: StoredList,
    pub place: i64,
    pub street_key: i64,
    pub street: String,
    pub side: Side,
    pub number: String,
    pub unit: String,
    pub city: String,
    pub postcode: String,
    pub people: Vec<Person>,
    pub state: DoorState,
}

impl StoredDoor {
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.list.channel == Channel::Phone
    }

    /// Which script is talked here.
    #[must_use]
    pub fn script(&self) -> &ScriptRef {
        match &self.list.trial {
            Some(trial) if trial.group(self.id) == Group::Placebo => &trial.placebo,
            _ => &self.list.script,
        }
    }

    /// What it is called: its address, or of a number to call who is reached by it.
    #[must_use]
    pub fn address(&self) -> String {
        if self.is_call() {
            return names(&self.people);
        }
        address(&self.street, &self.number, &self.unit)
    }
}

/// A list as doors refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredList {
    pub(super) key: i64,
    pub id: ListId,
    pub enrolment: EnrolmentKey,
    pub name: String,
    pub round: u32,
    pub script: ScriptRef,
    pub channel: Channel,
    pub trial: Option<Trial>,
    pub(super) last_place: i64,
}

/// `Annankatu 5, A 3`
pub(super) fn address(street: &str, number: &str, unit: &str) -> String {
    let mut address = street.to_owned();
    if !number.is_empty() {
        address.push(' ');
        address.push_str(number);
    }
    if !unit.is_empty() {
        address.push_str(", ");
        address.push_str(unit);
    }
    address
}

pub(super) fn side_code(side: Side) -> &'static str {
    match side {
        Side::Odd => "odd",
        Side::Even => "even",
        Side::Whole => "whole",
    }
}

pub(super) fn side(code: &str) -> Side {
    match code {
        "odd" => Side::Odd,
        "even" => Side::Even,
        _ => Side::Whole,
    }
}

/// What stands there; nothing said is stored as an empty text.
pub(super) fn state(json: &str) -> Result<DoorState, StoreError> {
    if json.is_empty() {
        return Ok(DoorState::default());
    }
    Ok(stored_json::read_quickly(json)?)
}

/// Who is reached by a number.
pub(super) fn names(people: &[Person]) -> String {
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    names.join(", ")
}

pub(super) fn channel(code: String) -> Channel {
    Channel::from_code(&code).unwrap_or_default()
}

fn read_list(row: &Row<'_>) -> Result<StoredList, StoreError> {
    let seed: String = row.get("seed")?;
    Ok(StoredList {
        key: row.get("list_key")?,
        id: ListId(uuid::Uuid::from_bytes(row.get("list_id")?)),
        enrolment: EnrolmentKey(row.get("list_enrolment")?),
        name: row.get("list_name")?,
        round: row.get("list_round")?,
        script: ScriptRef {
            id: row.get("list_script_id")?,
            version: row.get("list_script_version")?,
        },
        channel: channel(row.get("list_channel")?),
        trial: if seed.is_empty() {
            None
        } else {
            Some(Trial {
                placebo: ScriptRef {
                    id: row.get("placebo_id")?,
                    version: row.get("placebo_version")?,
                },
                seed,
            })
        },
        last_place: row.get("list_last_place")?,
    })
}

const LIST_COLUMNS: &str = "l.key AS list_key, l.id AS list_id, l.enrolment AS list_enrolment,
    l.name AS list_name, l.round AS list_round, l.script_id AS list_script_id,
    l.script_version AS list_script_version, l.channel AS list_channel,
    l.last_place AS list_last_place, l.placebo_id, l.placebo_version, l.seed";

fn read_door(row: &Row<'_>) -> Result<StoredDoor, StoreError> {
    let side_code: String = row.get("side")?;
    let people: String = row.get("people")?;
    let state_json: String = row.get("state")?;
    Ok(StoredDoor {
        key: DoorKey(row.get("key")?),
        id: DoorId(uuid::Uuid::from_bytes(row.get("id")?)),
        list: read_list(row)?,
        place: row.get("place")?,
        street_key: row.get("street_key")?,
        street: row.get("street_name")?,
        side: side(&side_code),
        number: row.get("number")?,
        unit: row.get("unit")?,
        city: row.get("city")?,
        postcode: row.get("postcode")?,
        people: stored_json::read_quickly(&people)?,
        state: state(&state_json)?,
    })
}

fn door_query(condition: &str) -> String {
    format!(
        "SELECT d.key, d.id, d.place, d.number, d.unit, d.city, d.postcode, d.people, d.state,
                s.key AS street_key, s.street AS street_name, s.side, {LIST_COLUMNS}
         FROM door d JOIN street s ON s.key = d.street JOIN list l ON l.key = d.list
         WHERE {condition}"
    )
}

impl Tables<'_> {
    /// A door that may be worked on today. One that stands on several lists is
    /// shown as `preferred` has it, or else as the list that came last.
    ///
    /// # Errors
    /// When it is not (or no longer) on this phone.
    pub fn door(
        self,
        id: DoorId,
        today: NaiveDate,
        preferred: Option<ListId>,
    ) -> Result<StoredDoor, StoreError> {
        let query = door_query("d.id = ?1 AND l.gone = 0 AND l.expires_on >= ?2")
            + " ORDER BY l.id IS ?3 DESC, l.key DESC LIMIT 1";
        let preferred = preferred.as_ref().map(|list| blob(&list.0));
        self.one(
            &query,
            params![blob(&id.0), today.to_string(), preferred],
            read_door,
        )?
        .ok_or(StoreError::NotHere("door"))
    }

    /// A door whatever became of its list; `None` when its people are deleted.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn door_even_if_gone(self, id: DoorId) -> Result<Option<StoredDoor>, StoreError> {
        let query = door_query("d.id = ?1") + " ORDER BY l.key DESC LIMIT 1";
        self.one(&query, [blob(&id.0)], read_door)
    }

    /// A list that may be worked on today.
    ///
    /// # Errors
    /// When it is not (or no longer) on this phone.
    pub fn list(self, id: ListId, today: NaiveDate) -> Result<StoredList, StoreError> {
        self.one(
            &format!(
                "SELECT {LIST_COLUMNS} FROM list l
                 WHERE l.id = ?1 AND l.gone = 0 AND l.expires_on >= ?2
                 ORDER BY l.key DESC LIMIT 1"
            ),
            params![blob(&id.0), today.to_string()],
            read_list,
        )?
        .ok_or(StoreError::NotHere("list"))
    }

    /// All doors of one side of a street in walking order.
    pub(super) fn doors_of_street(
        self,
        list: &StoredList,
        street: i64,
    ) -> Result<Vec<StoredDoor>, StoreError> {
        self.all(
            &(door_query("d.list = ?1 AND d.street = ?2") + " ORDER BY d.place"),
            params![list.key, street],
            read_door,
        )
    }

    /// The doors of the building a door belongs to, itself among them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn building(self, door: &StoredDoor) -> Result<Vec<StoredDoor>, StoreError> {
        self.all(
            &(door_query("d.list = ?1 AND d.street = ?2 AND d.number = ?3") + " ORDER BY d.place"),
            params![door.list.key, door.street_key, door.number],
            read_door,
        )
    }

    /// Remembers that the canvasser was here: the next door is looked for from here on.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn stood_at(self, door: &StoredDoor) -> Result<(), StoreError> {
        self.run(
            "UPDATE list SET last_place = ?2 WHERE key = ?1",
            params![door.list.key, door.place],
        )?;
        Ok(())
    }

    /// The next door to try after `place` in walking order, from the beginning
    /// again after the end: first those nobody has tried this round, then those
    /// worth another try. Never the one at `place` itself unless `or_here`.
    pub(super) fn next_after(
        self,
        list: i64,
        place: i64,
        or_here: bool,
    ) -> Result<Option<StoredDoor>, StoreError> {
        let after = door_query(
            "d.list = ?1 AND d.todo = ?2 AND d.place > ?3
             AND d.id NOT IN (SELECT door FROM draft)",
        ) + " ORDER BY d.place LIMIT 1";
        let from_the_start = door_query(
            "d.list = ?1 AND d.todo = ?2 AND (d.place < ?3 OR (?4 AND d.place = ?3))
             AND d.id NOT IN (SELECT door FROM draft)",
        ) + " ORDER BY d.place LIMIT 1";
        for todo in [2, 1] {
            let found = self.one(&after, params![list, todo, place], read_door)?;
            if found.is_some() {
                return Ok(found);
            }
            let found = self.one(
                &from_the_start,
                params![list, todo, place, or_here],
                read_door,
            )?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}
