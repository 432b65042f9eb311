//! How ids, days and hashes stand in columns, in one place.

use super::{FromValue, Row, ToValue, Value, unreadable};
use crate::domain::ids::{
    CampaignId, CanvasserId, DeviceId, DoorId, ImportId, LeadId, ListId, PersonId, RecordId,
};
use crate::server::store::StoreError;
use chrono::NaiveDate;
use uuid::Uuid;

/// An id as 16 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub Uuid);

impl ToValue for Id {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self.0.as_bytes())
    }
}

impl FromValue for Id {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        Ok(Self(Uuid::from_bytes(<[u8; 16]>::from_value(value)?)))
    }
}

macro_rules! columns {
    ($($name:ident),*) => {$(
        impl From<$name> for Id {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id.0)
            }
        }
    )*};
}
columns!(
    CampaignId,
    CanvasserId,
    DeviceId,
    DoorId,
    ImportId,
    LeadId,
    ListId,
    PersonId,
    RecordId
);

/// Reads an id column.
pub fn id<T: From<Id>>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    Ok(row.get::<Id>(column)?.into())
}

pub fn maybe_id<T: From<Id>>(row: &Row<'_>, column: usize) -> Result<Option<T>, StoreError> {
    Ok(row.get::<Option<Id>>(column)?.map(Into::into))
}

/// A day as `2026-11-14`.
pub fn day(row: &Row<'_>, column: usize) -> Result<NaiveDate, StoreError> {
    row.text(column)?.parse().map_err(unreadable)
}

pub fn hash(row: &Row<'_>, column: usize) -> Result<[u8; 32], StoreError> {
    row.get(column)
}

pub fn from_json<'de, T: serde::Deserialize<'de>>(
    what: &'static str,
    text: &'de str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable { what, error })
}

pub fn to_json<T: serde::Serialize + ?Sized>(
    what: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable { what, error })
}

/// Databases count with signed numbers; ours never come near the difference.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
