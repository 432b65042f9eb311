//! Everything the server keeps, and the only SQL on the server. `api` and
//! `desk` call the methods of [`Store`]; each topic has a file with its types
//! and methods, and below `sql` a file of the same name with the statements,
//! which run on both back ends: `sqlite`, one file for one server, and
//! `postgres`, one database for any number of them.
//!
//! The heart is [`log`]: the append-only record log, whose contract is written
//! there in prose and held by one suite of tests on every back end.

pub mod accounts;
pub mod campaigns;
pub mod counting;
pub mod desk;
pub mod erasure;
pub mod exporting;
pub mod held;
pub mod joining;
pub mod judge;
pub mod ledger;
pub mod lifting;
pub mod lists;
pub mod log;
pub mod memory;
pub mod moving;
pub mod postgres;
pub mod pull;
pub mod quarantine;
pub mod rescue;
pub mod results;
pub mod settling;
pub mod sql;
pub mod sqlite;

use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::Record;
use crate::wire::pull::ListCheck;
use crate::wire::push::Have;
use sql::twins::{Place, Sought};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// A handle on the database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    back_end: BackEnd,
    migrated: Migrated,
    /// Set by whoever opened the data folder; the same for all handles.
    suppression_key: Arc<OnceLock<erasure::SuppressionKey>>,
    /// Where the ledger of erasures is kept beside the database.
    ledger_file: Arc<OnceLock<PathBuf>>,
    /// How the scripts' talks are counted, as far as it was asked for.
    scales: Arc<sql::views::Scales>,
}

#[derive(Clone, Debug)]
enum BackEnd {
    Sqlite(Arc<sqlite::Sqlite>),
    Postgres(postgres::Postgres),
}

/// What opening a database did to its schema: the numbers before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    pub from: u32,
    pub to: u32,
}

impl Store {
    /// Opens the database in `folder`, making and migrating it as needed.
    ///
    /// # Errors
    /// When the file is damaged or newer than this program, or when the disk
    /// does not let us.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let (sqlite, migrated) = sqlite::Sqlite::open(folder)?;
        Ok(Self {
            back_end: BackEnd::Sqlite(Arc::new(sqlite)),
            migrated,
            suppression_key: Arc::default(),
            ledger_file: Arc::default(),
            scales: Arc::default(),
        })
    }

    /// Connects to a PostgreSQL database (`postgres://…`), bringing it to this
    /// program's schema as needed. `server` is a random id of this process.
    ///
    /// # Errors
    /// When nobody answers there, or the database is newer than this program.
    pub async fn connect(url: &str, server: Uuid) -> Result<Self, StoreError> {
        let (postgres, migrated) = postgres::Postgres::connect(url, server).await?;
        Ok(Self {
            back_end: BackEnd::Postgres(postgres),
            migrated,
            suppression_key: Arc::default(),
            ledger_file: Arc::default(),
            scales: Arc::default(),
        })
    }

    #[must_use]
    pub fn migrated(&self) -> Migrated {
        self.migrated
    }

    /// The back end other servers may use at the same time, if it is that.
    #[must_use]
    pub fn shared(&self) -> Option<&postgres::Postgres> {
        match &self.back_end {
            BackEnd::Sqlite(_) => None,
            BackEnd::Postgres(postgres) => Some(postgres),
        }
    }

    /// Whether an SQLite file may grow: without, its disk is as good as full. How
    /// tests and the simulation fill a disk. PostgreSQL's disk is its own matter.
    ///
    /// # Errors
    /// When the file's size cannot be read.
    pub async fn allow_growth(&self, growth: bool) -> Result<(), StoreError> {
        match &self.back_end {
            BackEnd::Sqlite(sqlite) => sqlite.allow_growth(growth).await,
            BackEnd::Postgres(_) => Ok(()),
        }
    }

    /// With which key erased people are hashed; the first one given counts.
    pub fn use_suppression_key(&self, key: erasure::SuppressionKey) {
        self.suppression_key.get_or_init(|| key);
    }

    /// Never one that everybody knows: names can be guessed from hashes by that.
    fn suppression_key(&self) -> Result<erasure::SuppressionKey, StoreError> {
        let key = self.suppression_key.get().copied();
        key.ok_or(StoreError::Refused(
            "whom a file may not bring back can't be told without this server's secret",
        ))
    }

    /// Looks for people everywhere they are listed or named, while others may write.
    async fn seek(
        &self,
        campaign: CampaignId,
        people: Vec<Place>,
    ) -> Result<Vec<Sought>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.suppression_key()?;
        self.read(move |db| sql::twins::seek_in_all(db, campaign, &key, &people))
            .await
    }

    /// The same for people of several campaigns.
    async fn seek_all(
        &self,
        people: BTreeMap<CampaignId, Vec<Place>>,
    ) -> Result<Vec<Sought>, StoreError> {
        let mut sought = Vec::new();
        for (campaign, people) in people {
            sought.extend(self.seek(campaign, people).await?);
        }
        Ok(sought)
    }

    /// After something was erased: what a file keeps beside the database goes at
    /// once. PostgreSQL's files are its own; its rows go with the next vacuum.
    /// And the ledger learns of it. It is done already, so nobody is told that it
    /// is not because this does not go through; the next start tries it again.
    async fn leave_nothing_beside(&self) {
        let emptied = match &self.back_end {
            BackEnd::Sqlite(sqlite) => sqlite.empty_journal().await,
            BackEnd::Postgres(_) => Ok(()),
        };
        if let Err(error) = emptied.and(self.write_ledger().await) {
            tracing::error!(%error, "an erasure was carried out; what is kept beside the database could not be written");
        }
    }

    /// Runs one transaction that writes; durable when it returns.
    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&sql::Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        match &self.back_end {
            BackEnd::Sqlite(sqlite) => sqlite.write(work).await,
            BackEnd::Postgres(postgres) => postgres.write(work).await,
        }
    }

    /// Runs several reads on one snapshot.
    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&sql::Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        match &self.back_end {
            BackEnd::Sqlite(sqlite) => sqlite.read(work).await,
            BackEnd::Postgres(postgres) => postgres.read(work).await,
        }
    }
}

impl log::RecordLog for Store {
    async fn append(&self, delivery: log::Delivery) -> Result<log::Appended, StoreError> {
        let key = self.suppression_key()?;
        let campaign = delivery.campaign;
        let (wished, objecting) = (delivery.wished(), delivery.objecting());
        let mut sought = self.seek(campaign, wished).await?;
        if !objecting.is_empty() {
            let listed = move |db: &sql::Db<'_>| {
                if sql::never_again::may_be_elsewhere(db, campaign)? {
                    sql::twins::seek(db, campaign, &key, &objecting)
                } else {
                    Ok(Vec::new())
                }
            };
            sought.extend(self.read(listed).await?);
        }
        let scales = Arc::clone(&self.scales);
        let (appended, erased) = self
            .write(move |db| sql::log::append(db, &delivery, &key, &sought, &scales))
            .await?;
        if erased {
            self.leave_nothing_beside().await;
        }
        Ok(appended)
    }

    async fn feed(
        &self,
        campaign: CampaignId,
        list: ListId,
        after: log::FeedSeq,
        limit: u32,
    ) -> Result<Vec<(log::FeedSeq, Record)>, StoreError> {
        self.read(move |db| sql::log::feed(db, campaign, list, after, limit))
            .await
    }

    async fn check(&self, campaign: CampaignId, list: ListId) -> Result<ListCheck, StoreError> {
        self.read(move |db| sql::lists::check(db, campaign, list))
            .await
    }

    async fn have(&self, campaign: CampaignId, device: DeviceId) -> Result<Have, StoreError> {
        self.read(move |db| sql::log::have(db, campaign, device))
            .await
    }

    async fn door_state(
        &self,
        campaign: CampaignId,
        door: DoorId,
    ) -> Result<Option<DoorState>, StoreError> {
        self.read(move |db| Ok(sql::views::stored(db, campaign, door)?.map(|view| view.state)))
            .await
    }

    async fn tallies(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> Result<log::Tallies, StoreError> {
        self.read(move |db| sql::views::tallies(db, campaign, Some(list), None))
            .await
    }

    async fn unlinked(&self, campaign: CampaignId) -> Result<Vec<RecordId>, StoreError> {
        self.read(move |db| sql::log::unlinked(db, campaign)).await
    }

    async fn quarantined(
        &self,
        campaign: CampaignId,
    ) -> Result<Vec<(RecordId, String)>, StoreError> {
        self.read(move |db| sql::log::quarantined(db, campaign))
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
    /// What PostgreSQL said, without its details: they may show a row.
    #[error("database: {0}")]
    Postgres(String),
    /// Never with the address itself: a password may stand in it.
    #[error("this is no address of a PostgreSQL database (postgres://user@host/database): {0}")]
    Address(String),
    #[error("cannot reach {database}: {error}")]
    Unreachable { database: String, error: String },
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
