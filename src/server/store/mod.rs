//! Everything the server keeps, and the only SQL on the server. `api` and
//! `desk` call the methods of [`Store`]; each topic has a file with its types
//! and methods, and below `sqlite` a file of the same name with the statements.
//!
//! The heart is [`log`]: the append-only record log, whose contract is written
//! there in prose and held by one suite of tests on every back end.

pub mod accounts;
pub mod campaigns;
pub mod counting;
pub mod desk;
pub mod joining;
pub mod lists;
pub mod log;
pub mod memory;
pub mod pull;
pub mod results;
pub mod sqlite;

use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::Record;
use crate::wire::pull::ListCheck;
use crate::wire::push::Have;
use std::path::Path;
use std::sync::Arc;

/// A handle on the database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    sqlite: Arc<sqlite::Sqlite>,
}

impl Store {
    /// Opens the database in `folder`, making and migrating it as needed.
    ///
    /// # Errors
    /// When the file is damaged or newer than this program, or when the disk
    /// does not let us.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            sqlite: Arc::new(sqlite::Sqlite::open(folder)?),
        })
    }

    /// Whether the file may grow: without, its disk is as good as full. How
    /// tests and the simulation fill a disk.
    ///
    /// # Errors
    /// When the file's size cannot be read.
    pub async fn allow_growth(&self, growth: bool) -> Result<(), StoreError> {
        self.sqlite
            .write(move |db| {
                let pages: i64 = if growth {
                    i64::from(u32::MAX - 1)
                } else {
                    db.pragma_query_value(None, "page_count", |row| row.get(0))?
                };
                db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
                Ok(())
            })
            .await
    }
}

impl log::RecordLog for Store {
    async fn append(&self, delivery: log::Delivery) -> Result<log::Appended, StoreError> {
        self.sqlite
            .write(move |db| sqlite::log::append(db, &delivery))
            .await
    }

    async fn feed(
        &self,
        campaign: CampaignId,
        list: ListId,
        after: log::FeedSeq,
        limit: u32,
    ) -> Result<Vec<(log::FeedSeq, Record)>, StoreError> {
        self.sqlite
            .read(move |db| sqlite::log::feed(db, campaign, list, after, limit))
            .await
    }

    async fn check(&self, campaign: CampaignId, list: ListId) -> Result<ListCheck, StoreError> {
        self.sqlite
            .read(move |db| sqlite::lists::check(db, campaign, list))
            .await
    }

    async fn have(&self, campaign: CampaignId, device: DeviceId) -> Result<Have, StoreError> {
        self.sqlite
            .read(move |db| sqlite::log::have(db, campaign, device))
            .await
    }

    async fn door_state(
        &self,
        campaign: CampaignId,
        door: DoorId,
    ) -> Result<Option<DoorState>, StoreError> {
        self.sqlite
            .read(move |db| Ok(sqlite::views::stored(db, campaign, door)?.map(|view| view.state)))
            .await
    }

    async fn tallies(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> Result<log::Tallies, StoreError> {
        self.sqlite
            .read(move |db| sqlite::views::tallies(db, campaign, Some(list)))
            .await
    }

    async fn unlinked(&self, campaign: CampaignId) -> Result<Vec<RecordId>, StoreError> {
        self.sqlite
            .read(move |db| sqlite::log::unlinked(db, campaign))
            .await
    }

    async fn quarantined(
        &self,
        campaign: CampaignId,
    ) -> Result<Vec<(RecordId, String)>, StoreError> {
        self.sqlite
            .read(move |db| sqlite::log::quarantined(db, campaign))
            .await
    }
}

/// What can go wrong in the store, as far as a caller can act on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database is busy; try again")]
    Busy,
    #[error("the disk is full or does not take writes")]
    Full,
    #[error("the database file is damaged: {0}")]
    Damaged(String),
    #[error(
        "the database was written by a newer doorstep-server (its schema is {found}, this program knows {known})"
    )]
    Newer { found: u32, known: u32 },
    /// What was asked for is not there (any more).
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A rule of the store was broken by the caller's input.
    #[error("{0}")]
    Refused(&'static str),
    #[error("cannot use {path}: {error}")]
    Folder { path: String, error: std::io::Error },
    /// A row is not what this program wrote: a bug or a damaged file.
    #[error("a stored {what} cannot be read: {error}")]
    Unreadable {
        what: &'static str,
        error: serde_json::Error,
    },
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    /// The thread that writes is gone; the process should be restarted.
    #[error("the store has stopped")]
    Stopped,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly) => {
                Self::Full
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}
