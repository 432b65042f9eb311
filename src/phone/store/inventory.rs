//! Everything this phone holds, as it is stored: for whoever has to account for
//! it, above all the simulation, which compares it with what people were told.

use super::records::{RECORD_COLUMNS, read_record};
use super::{StoreError, StoredDraft, Tables, doors, uuid};
use crate::domain::fold::{DoorState, Noted};
use crate::domain::ids::{CanvasserId, DoorId, ListId, PersonId, RecordId};
use crate::domain::record::Record;
use crate::domain::stored_json;
use crate::domain::walk_list::Person;
use crate::wire::pull::ListCheck;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    pub records: Vec<HeldRecord>,
    pub outbox: Vec<HeldEntry>,
    pub lists: Vec<HeldList>,
    pub doors: Vec<HeldDoor>,
    pub drafts: Vec<StoredDraft>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HeldRecord {
    pub record: Record,
    /// Written on this phone.
    pub mine: bool,
    pub door: Option<DoorId>,
    /// The lists it came with.
    pub lists: Vec<ListId>,
}

/// A place in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldEntry {
    /// `None` once the body is gone.
    pub record: Option<RecordId>,
    pub kind: String,
    pub n: Option<u64>,
    pub state: String,
    pub code: String,
    /// Of an unlinked talk on its way: the visit it was had on.
    pub visit: Option<RecordId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldList {
    pub id: ListId,
    /// For whom it is held.
    pub canvasser: CanvasserId,
    pub cursor: String,
    pub complete: bool,
    pub gone: bool,
    pub emptied: bool,
    /// What is here, as the server's last page would name it.
    pub check: ListCheck,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HeldDoor {
    pub list: ListId,
    pub id: DoorId,
    pub people: Vec<PersonId>,
    /// As it is stored.
    pub state: DoorState,
    /// As it is folded anew from the records.
    pub folded: DoorState,
}

impl Tables<'_> {
    /// # Errors
    /// When something of it cannot be read.
    pub fn inventory(self) -> Result<Inventory, StoreError> {
        Ok(Inventory {
            records: self.held_records()?,
            outbox: self.held_entries()?,
            lists: self.held_lists()?,
            doors: self.held_doors()?,
            drafts: self.drafts()?,
        })
    }

    fn held_records(self) -> Result<Vec<HeldRecord>, StoreError> {
        let rows: Vec<(i64, HeldRecord)> = self.all(
            &format!("SELECT {RECORD_COLUMNS}, mine, door, key FROM record ORDER BY key"),
            [],
            |row| {
                let door: Option<[u8; 16]> = row.get(7)?;
                let held = HeldRecord {
                    record: read_record(row)?,
                    mine: row.get(6)?,
                    door: door.map(|id| DoorId(uuid::Uuid::from_bytes(id))),
                    lists: Vec::new(),
                };
                Ok((row.get(8)?, held))
            },
        )?;
        let came: Vec<(i64, ListId)> = self.all(
            "SELECT lr.record, l.id FROM list_record lr JOIN list l ON l.key = lr.list
             ORDER BY lr.record, l.id",
            [],
            |row| Ok((row.get(0)?, ListId(uuid(row, 1)?))),
        )?;
        Ok(rows
            .into_iter()
            .map(|(key, mut held)| {
                let of = came.iter().filter(|(record, _)| *record == key);
                held.lists = of.map(|(_, list)| *list).collect();
                held
            })
            .collect())
    }

    fn held_entries(self) -> Result<Vec<HeldEntry>, StoreError> {
        self.all(
            "SELECT r.id, o.kind, o.n, o.state, o.code, o.visit FROM outbox o
             LEFT JOIN record r ON r.key = o.record ORDER BY o.place",
            [],
            |row| {
                let record: Option<[u8; 16]> = row.get(0)?;
                let n: Option<i64> = row.get(2)?;
                let visit: Option<[u8; 16]> = row.get(5)?;
                Ok(HeldEntry {
                    record: record.map(|id| RecordId(uuid::Uuid::from_bytes(id))),
                    kind: row.get(1)?,
                    n: n.map(i64::cast_unsigned),
                    state: row.get(3)?,
                    code: row.get(4)?,
                    visit: visit.map(|id| RecordId(uuid::Uuid::from_bytes(id))),
                })
            },
        )
    }

    fn held_lists(self) -> Result<Vec<HeldList>, StoreError> {
        let rows: Vec<(i64, HeldList)> = self.all(
            "SELECT l.key, l.id, e.canvasser, l.cursor, l.complete, l.gone, l.emptied
             FROM list l JOIN enrolment e ON e.key = l.enrolment ORDER BY l.key",
            [],
            |row| {
                let held = HeldList {
                    id: ListId(uuid(row, 1)?),
                    canvasser: CanvasserId(uuid(row, 2)?),
                    cursor: row.get(3)?,
                    complete: row.get(4)?,
                    gone: row.get(5)?,
                    emptied: row.get(6)?,
                    check: ListCheck::default(),
                };
                Ok((row.get(0)?, held))
            },
        )?;
        rows.into_iter()
            .map(|(key, mut held)| {
                held.check = self.check_of(key)?;
                Ok(held)
            })
            .collect()
    }

    fn held_doors(self) -> Result<Vec<HeldDoor>, StoreError> {
        let rows: Vec<(i64, ListId, DoorId, String, String)> = self.all(
            "SELECT l.campaign, l.id, d.id, d.state, d.people FROM door d JOIN list l ON l.key = d.list
             ORDER BY d.key",
            [],
            |row| {
                Ok((
                    row.get(0)?,
                    ListId(uuid(row, 1)?),
                    DoorId(uuid(row, 2)?),
                    row.get(3)?,
                    row.get(4)?,
                ))
            },
        )?;
        rows.into_iter()
            .map(|(campaign, list, id, stored, people)| {
                let noted: Vec<Noted> = self.noted(campaign, id)?;
                Ok(HeldDoor {
                    list,
                    id,
                    people: stored_json::read_quickly::<Vec<Person>>(&people)?
                        .into_iter()
                        .map(|person| person.id)
                        .collect(),
                    state: doors::state(&stored)?,
                    folded: crate::domain::fold::fold(&noted),
                })
            })
            .collect()
    }
}
