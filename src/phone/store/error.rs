//! What can go wrong with the database, and what the front room hears of it.

use crate::domain::finish::FinishProblem;
use crate::domain::guide::GuideError;
use crate::domain::record::BadBody;
use crate::phone::room::Trouble;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full")]
    DiskFull,
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("the file was written by a newer version of the app (its version is {found})")]
    NewerSchema { found: i64 },
    #[error("there is a database, but its key is gone")]
    KeyMissing,
    #[error("the file is open elsewhere")]
    InUse,
    #[error("no private file storage here")]
    NoStorage,
    /// A door, list, draft or record that is not on this phone.
    #[error("not on this phone: {0}")]
    NotHere(&'static str),
    #[error("not possible: {0}")]
    NotPossible(String),
    /// So much would be lost.
    #[error("{0} are neither with the team nor in a rescue file")]
    NotRescued(u32),
    #[error("the file cannot be used: {0}")]
    File(String),
    #[error("something stored cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error() {
            Some(code) => match code.code {
                ErrorCode::DiskFull => Self::DiskFull,
                // The browser's quota shows up as a write that failed.
                ErrorCode::SystemIoFailure
                    if cfg!(target_arch = "wasm32") && is_failed_write(code.extended_code) =>
                {
                    Self::DiskFull
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::InUse,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    Self::Damaged(error.to_string())
                }
                _ => Self::Sql(error),
            },
            None => Self::Sql(error),
        }
    }
}

fn is_failed_write(extended: i32) -> bool {
    use rusqlite::ffi;
    [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_FSYNC,
    ]
    .contains(&extended)
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // The message names a place and a shape; the text itself stays out of logs.
        Self::Unreadable(format!("line {} column {}", error.line(), error.column()))
    }
}

impl From<BadBody> for StoreError {
    fn from(error: BadBody) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<GuideError> for StoreError {
    fn from(error: GuideError) -> Self {
        Self::NotPossible(error.to_string())
    }
}

impl From<Vec<FinishProblem>> for StoreError {
    fn from(problems: Vec<FinishProblem>) -> Self {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Self::NotPossible(said.join("; "))
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Damaged(detail) => Self::Damaged(detail),
            StoreError::NewerSchema { .. } => Self::NewerSchema,
            StoreError::KeyMissing => Self::KeyMissing,
            StoreError::NoStorage => Self::NoStorage,
            StoreError::InUse => Self::SecondTab,
            StoreError::NotHere(what) => Self::NotHere(what.to_owned()),
            StoreError::NotPossible(why) => Self::NotPossible(why),
            StoreError::NotRescued(count) => Self::NotRescued(count),
            other @ (StoreError::File(_) | StoreError::Unreadable(_) | StoreError::Sql(_)) => {
                Self::Store(other.to_string())
            }
        }
    }
}
