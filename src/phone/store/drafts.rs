//! Conversations in progress. Each answer is written here before the screen
//! moves on.

use super::doors::names;
use super::{Enrolment, EnrolmentKey, StoreError, Tables, blob};
use crate::domain::draft::{Draft, Place};
use crate::domain::few::FewOf;
use crate::domain::ids::{DoorId, DraftId};
use crate::domain::script::Channel;
use crate::domain::stored_json;
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Person;
use rusqlite::{Row, params};

#[derive(Clone, Debug, PartialEq)]
pub struct StoredDraft {
    pub enrolment: EnrolmentKey,
    pub draft: Draft,
    /// As they were when it began: a talk goes on when its list is taken away.
    pub address: String,
    pub people: Vec<Person>,
    /// When something was last written in it, by the phone's clock.
    pub touched_ms: i64,
}

fn read_draft(row: &Row<'_>) -> Result<StoredDraft, StoreError> {
    let body: String = row.get("body")?;
    let people: String = row.get("people")?;
    let people: Vec<Person> = stored_json::read_quickly(&people)?;
    let draft: Draft = stored_json::read(&body)?;
    Ok(StoredDraft {
        enrolment: EnrolmentKey(row.get("enrolment")?),
        address: match draft.channel {
            // Not kept beside them: whoever is erased is gone from here too.
            Channel::Phone => names(&people),
            Channel::Door | Channel::Stall => row.get("address")?,
        },
        draft,
        people,
        touched_ms: row.get("touched_ms")?,
    })
}

const COLUMNS: &str = "enrolment, body, address, people, touched_ms";

impl Tables<'_> {
    /// # Errors
    /// When it cannot be stored.
    pub fn begin_draft(
        self,
        enrolment: &Enrolment,
        draft: &Draft,
        address: &str,
        people: &[Person],
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO draft (enrolment, id, list, door, address, people, body, on_pavement,
                                open, begun_ms, touched_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 1, ?8, ?8)",
            params![
                enrolment.key.0,
                blob(&draft.id.0),
                blob(&draft.list.0),
                blob(&draft.door.0),
                if draft.channel == Channel::Phone {
                    ""
                } else {
                    address
                },
                serde_json::to_string(people)?,
                serde_json::to_string(draft)?,
                draft.begun.utc_ms(),
            ],
        )?;
        Ok(())
    }

    /// Writes a draft after an act.
    ///
    /// # Errors
    /// When it is not here any more or cannot be stored.
    pub fn save_draft(self, draft: &Draft, now: DeviceTime) -> Result<(), StoreError> {
        let on_pavement = draft.place == Place::Pavement;
        let changed = self.run(
            "UPDATE draft SET body = ?2, on_pavement = ?3, open = ?4, touched_ms = ?5
             WHERE id = ?1",
            params![
                blob(&draft.id.0),
                serde_json::to_string(draft)?,
                on_pavement,
                draft.running_since.is_some() || (on_pavement && !draft.is_form()),
                now.utc_ms(),
            ],
        )?;
        if changed == 0 {
            return Err(StoreError::NotHere("draft"));
        }
        Ok(())
    }

    /// # Errors
    /// When it is not on this phone (any more).
    pub fn draft(self, id: DraftId) -> Result<StoredDraft, StoreError> {
        self.one(
            &format!("SELECT {COLUMNS} FROM draft WHERE id = ?1"),
            [blob(&id.0)],
            read_draft,
        )?
        .ok_or(StoreError::NotHere("draft"))
    }

    /// All of them, the latest touched first. One that cannot be read is left
    /// where it is, for a version of the app that can.
    ///
    /// # Errors
    /// When they cannot be read at all.
    pub fn drafts(self) -> Result<Vec<StoredDraft>, StoreError> {
        let read = self.all(
            &format!("SELECT {COLUMNS} FROM draft ORDER BY touched_ms DESC, key DESC"),
            [],
            |row| Ok(read_draft(row).ok()),
        )?;
        Ok(read.into_iter().flatten().collect())
    }

    /// The conversation that was open when the app was last alive.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open_draft(self) -> Result<Option<DraftId>, StoreError> {
        self.one(
            "SELECT id FROM draft WHERE open = 1 ORDER BY touched_ms DESC, key DESC LIMIT 1",
            [],
            |row| Ok(DraftId(super::uuid(row, 0)?)),
        )
    }

    /// # Errors
    /// When it cannot be deleted.
    pub fn remove_draft(self, id: DraftId) -> Result<(), StoreError> {
        self.run("DELETE FROM draft WHERE id = ?1", [blob(&id.0)])?;
        Ok(())
    }

    /// # Errors
    /// When they cannot be deleted.
    pub fn remove_drafts_at(self, door: DoorId) -> Result<(), StoreError> {
        self.run("DELETE FROM draft WHERE door = ?1", [blob(&door.0)])?;
        Ok(())
    }

    pub(super) fn count_drafts(self) -> Result<u32, StoreError> {
        Ok(self
            .one("SELECT count(*) FROM draft", [], |row| Ok(row.get(0)?))?
            .unwrap_or_default())
    }

    /// "Record a talk I just had", begun and not handed in at this door.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn form_at(self, door: DoorId) -> Result<Option<StoredDraft>, StoreError> {
        let at_door = self.all(
            &format!("SELECT {COLUMNS} FROM draft WHERE door = ?1 ORDER BY touched_ms DESC"),
            [blob(&door.0)],
            |row| Ok(read_draft(row).ok()),
        )?;
        Ok(at_door
            .into_iter()
            .flatten()
            .find(|stored| stored.draft.is_form()))
    }

    /// Whether a conversation is begun and not finished at this door.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn drafts_at(self, door: DoorId) -> Result<Vec<DraftId>, StoreError> {
        self.all(
            "SELECT id FROM draft WHERE door = ?1 ORDER BY key",
            [blob(&door.0)],
            |row| Ok(DraftId(super::uuid(row, 0)?)),
        )
    }

    /// Doors with a conversation begun and not finished.
    pub(super) fn doors_with_drafts(self) -> Result<FewOf<DoorId>, StoreError> {
        let doors = self.all("SELECT DISTINCT door FROM draft", [], |row| {
            Ok(DoorId(super::uuid(row, 0)?))
        })?;
        Ok(doors.into_iter().collect())
    }
}
