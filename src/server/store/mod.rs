//! Everything the server keeps, and the only SQL on the server. `api` and
//! `desk` call the methods of [`Store`]; each topic has a file with its types
//! and methods, and below `sqlite` a file of the same name with the statements.
//!
//! The heart is [`log`]: the append-only record log, whose contract is written
//! there in prose and held by one suite of tests on every back end.

pub mod accounts;
pub mod campaigns;
pub mod joining;
pub mod lists;
pub mod log;
pub mod memory;
pub mod results;
pub mod sqlite;

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
    /// When another server uses the folder, when the file is damaged or newer
    /// than this program, or when the disk does not let us.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            sqlite: Arc::new(sqlite::Sqlite::open(folder)?),
        })
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
    #[error("another doorstep-server is using this data folder")]
    InUse,
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
    Folder {
        path: String,
        error: std::io::Error,
    },
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
            Some(
                ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly,
            ) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}
