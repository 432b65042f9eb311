//! What this phone remembers of itself.

use super::{EnrolmentKey, StoreError, Tables};
use crate::domain::stored_json;
use crate::phone::view::{Preferences, ReadBack};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A try to join under way: repeated with the same `attempt` when its answer is
/// lost, so that one phone uses a code once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    /// Where the code was given out; empty for the server the app came from.
    pub server: String,
    pub code: String,
    pub name: String,
    pub attempt: Uuid,
}

const PREFERENCES: &str = "preferences";
const JOINING: &str = "joining";
const READ_BACK: &str = "read back";
const CURRENT_ENROLMENT: &str = "current enrolment";

fn renewal(enrolment: EnrolmentKey) -> String {
    format!("renewal {}", enrolment.0)
}

impl Tables<'_> {
    /// # Errors
    /// When it cannot be read.
    pub fn preferences(self) -> Result<Preferences, StoreError> {
        Ok(self.setting(PREFERENCES)?.unwrap_or_default())
    }

    /// # Errors
    /// When it cannot be stored.
    pub fn set_preferences(self, preferences: &Preferences) -> Result<(), StoreError> {
        self.set(PREFERENCES, preferences)
    }

    /// # Errors
    /// When it cannot be read.
    pub fn joining(self) -> Result<Option<Joining>, StoreError> {
        self.setting(JOINING)
    }

    /// # Errors
    /// When it cannot be stored.
    pub fn set_joining(self, joining: Option<&Joining>) -> Result<(), StoreError> {
        match joining {
            Some(joining) => self.set(JOINING, joining),
            None => self.unset(JOINING),
        }
    }

    /// What came out of a damaged file when this one took its place, if one was.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read_back(self) -> Result<Option<ReadBack>, StoreError> {
        self.setting(READ_BACK)
    }

    pub(super) fn set_read_back(self, came: ReadBack) -> Result<(), StoreError> {
        self.set(READ_BACK, &came)
    }

    /// The try to get another identity that is under way for a joining.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn renewal(self, enrolment: EnrolmentKey) -> Result<Option<Uuid>, StoreError> {
        self.setting(&renewal(enrolment))
    }

    /// # Errors
    /// When it cannot be stored.
    pub fn set_renewal(self, enrolment: EnrolmentKey, attempt: Uuid) -> Result<(), StoreError> {
        self.set(&renewal(enrolment), &attempt)
    }

    /// What was remembered of a joining that is over.
    pub(super) fn forget_enrolment(self, enrolment: i64) -> Result<(), StoreError> {
        self.unset(&renewal(EnrolmentKey(enrolment)))?;
        self.unset(JOINING)?;
        if self.current_enrolment_key()? == Some(enrolment) {
            self.unset(CURRENT_ENROLMENT)?;
        }
        Ok(())
    }

    pub(super) fn unset_renewal(self, enrolment: EnrolmentKey) -> Result<(), StoreError> {
        self.unset(&renewal(enrolment))
    }

    pub(super) fn current_enrolment_key(self) -> Result<Option<i64>, StoreError> {
        self.setting(CURRENT_ENROLMENT)
    }

    pub(super) fn set_current_enrolment_key(self, key: i64) -> Result<(), StoreError> {
        self.set(CURRENT_ENROLMENT, &key)
    }

    fn setting<T: DeserializeOwned>(self, name: &str) -> Result<Option<T>, StoreError> {
        self.one("SELECT value FROM setting WHERE name = ?1", [name], |row| {
            let json: String = row.get(0)?;
            Ok(stored_json::read_quickly(&json)?)
        })
    }

    fn set<T: Serialize>(self, name: &str, value: &T) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            (name, serde_json::to_string(value)?),
        )?;
        Ok(())
    }

    fn unset(self, name: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM setting WHERE name = ?1", [name])?;
        Ok(())
    }
}
