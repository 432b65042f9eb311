//! The streets of a list, and one side of a street: buildings in walking
//! order, flats under their building.

use super::super::doors::{StoredList, side};
use super::super::{StoreError, StoredDoor, Tables};
use super::{needs, warnings};
use crate::domain::few::FewOf;
use crate::domain::ids::{DoorId, ListId};
use crate::domain::script::Channel;
use crate::phone::view::{Building, DoorRow, NextDoor, Street, StreetKey, StreetSummary, Streets};
use chrono::NaiveDate;

impl Tables<'_> {
    /// # Errors
    /// When the list is not on this phone.
    pub fn streets_view(self, list: ListId, today: NaiveDate) -> Result<Streets, StoreError> {
        let list = self.list(list, today)?;
        let streets = self.street_summaries(&list)?;
        Ok(Streets {
            list: list.id,
            doors: streets.iter().map(|street| street.doors).sum(),
            left: streets.iter().map(|street| street.left).sum(),
            streets,
            next: self
                .next_after(list.key, list.last_place, true)?
                .map(|door| door.id),
            name: list.name,
        })
    }

    fn street_summaries(self, list: &StoredList) -> Result<Vec<StreetSummary>, StoreError> {
        self.all(
            // Counted along the index first: joined first, it takes ten times as long.
            "SELECT s.street, s.side, c.doors, c.undone FROM
               (SELECT street, count(*) AS doors, sum(todo > 0) AS undone FROM door
                WHERE list = ?1 GROUP BY street) c
             JOIN street s ON s.key = c.street ORDER BY s.place, s.key",
            [list.key],
            |row| {
                let code: String = row.get(1)?;
                Ok(StreetSummary {
                    key: StreetKey {
                        street: row.get(0)?,
                        side: side(&code),
                    },
                    doors: row.get(2)?,
                    left: row.get(3)?,
                })
            },
        )
    }

    /// The place of a side of a street among those of its list, from 0.
    pub(super) fn street_index(self, list: i64, street: i64) -> Result<u32, StoreError> {
        Ok(self
            .one(
                "SELECT count(*) FROM street s, street here
                 WHERE here.key = ?2 AND s.list = ?1 AND (s.place, s.key) < (here.place, here.key)",
                [list, street],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default())
    }

    /// # Errors
    /// When the list is not on this phone or has no street of this number.
    pub fn street_view(
        self,
        list: ListId,
        index: u32,
        today: NaiveDate,
    ) -> Result<Street, StoreError> {
        let list = self.list(list, today)?;
        let (key, street, side_code): (i64, String, String) = self
            .one(
                "SELECT key, street, side FROM street WHERE list = ?1
                 ORDER BY place, key LIMIT 1 OFFSET ?2",
                [list.key, i64::from(index)],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?
            .ok_or(StoreError::NotHere("street"))?;
        let parked = self.doors_with_drafts()?;
        let doors = self.doors_of_street(&list, key)?;
        let calls = list.channel == Channel::Phone;
        let buildings = buildings(&doors, &parked, today);
        let next = self
            .next_after(list.key, list.last_place, true)?
            .map(|next| NextDoor {
                door: next.id,
                address: next.address(),
                elsewhere: next.street_key != key,
                call: next.is_call(),
            });
        Ok(Street {
            calls: calls.then_some(list.name),
            list: list.id,
            index,
            key: StreetKey {
                street,
                side: side(&side_code),
            },
            left: buildings.iter().map(|building| building.left).sum(),
            buildings,
            next,
        })
    }
}

fn buildings(doors: &[StoredDoor], parked: &FewOf<DoorId>, today: NaiveDate) -> Vec<Building> {
    doors
        .chunk_by(|one, other| one.number == other.number)
        .map(|doors| {
            let flats = doors.len() > 1 && !doors[0].is_call();
            Building {
                number: doors[0].number.clone(),
                flats,
                left: u32::try_from(doors.iter().filter(|door| is_left(door)).count())
                    .unwrap_or(u32::MAX),
                doors: doors
                    .iter()
                    .map(|door| DoorRow {
                        door: door.id,
                        label: label(door, flats),
                        needs: needs(door, parked.contains(&door.id)),
                        warning: warnings(&door.state, today).into_iter().next(),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn is_left(door: &StoredDoor) -> bool {
    let listed: Vec<_> = door.people.iter().map(|person| person.id).collect();
    door.state.is_left(door.list.round, &listed)
}

/// The flat under a building, else the number; a house with neither has its street's name.
fn label(door: &StoredDoor, under_building: bool) -> String {
    if door.is_call() {
        return door.address();
    }
    let parts = if under_building && !door.unit.is_empty() {
        vec![door.unit.as_str()]
    } else {
        vec![door.number.as_str(), door.unit.as_str()]
    };
    let label = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if label.is_empty() {
        door.street.clone()
    } else {
        label
    }
}
