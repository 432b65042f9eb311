//! The phone's database: the only SQL on the phone. Encrypted from its first
//! byte (`file`), brought up to date by numbered files (`migration`), and read
//! and written through [`Tables`], whose methods are spread over one module
//! per thing kept. Whoever changes something does it in one [`Store::write`]:
//! all of it is durable when that returns, or none of it.

mod doors;
mod drafts;
mod enrolments;
mod erasures;
mod error;
#[cfg_attr(target_arch = "wasm32", path = "file_web.rs")]
mod file;
mod inventory;
mod lists;
mod migration;
mod outbox;
mod pages;
mod read_back;
mod recordings;
mod records;
mod rehearsal;
mod rescue;
mod settings;
mod stories;
mod views;

pub use doors::{DoorKey, StoredDoor};
pub use drafts::StoredDraft;
pub use enrolments::{Enrolment, EnrolmentKey, EnrolmentState};
pub use error::StoreError;
pub use file::Location;
pub use inventory::{HeldDoor, HeldEntry, HeldList, HeldRecord, Inventory};
pub use outbox::{Batch, OurDigest, Settled};
pub use pages::PageStored;
pub use rescue::Unsent;
pub use settings::Joining;

use rusqlite::{Connection, Params, Row, TransactionBehavior};
use uuid::Uuid;

/// The open database. One owner: nobody else has this file open.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

/// The tables as one statement or one transaction sees them.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'c> {
    connection: &'c Connection,
}

impl Store {
    /// A database that lives as long as this value: for practice, previews and tests.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        prepare(&connection)?;
        migration::bring_up_to_date(&mut connection, |_, _| Ok(()))?;
        Ok(Self { connection })
    }

    /// For reading; each call sees what is stored then.
    #[must_use]
    pub fn tables(&self) -> Tables<'_> {
        Tables {
            connection: &self.connection,
        }
    }

    /// Does all of `work` or none of it. Durable when this returns `Ok`.
    ///
    /// # Errors
    /// What went wrong in `work`, or why it could not be stored.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(Tables<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // IMMEDIATE: who writes says so at once, and nothing read before goes stale.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(Tables {
            connection: &transaction,
        })?;
        transaction.commit()?;
        Ok(done)
    }

    /// What was overwritten is gone from the file, but not from the journal
    /// beside it until that is written back: here and now, after an erasure.
    pub fn empty_journal(&self) {
        // Nothing to do without a write-ahead log; and where it cannot be done
        // now (a full disk), the next checkpoint does it.
        let _ = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }

    /// From here on this connection meets a full disk as soon as it needs a new
    /// page: how tests and the simulation fill a disk.
    ///
    /// # Errors
    /// When the file's size cannot be read.
    pub fn allow_no_growth(&self) -> Result<(), StoreError> {
        let pages: i64 = self
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))?;
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    }

    /// From here on so many more writes are stored and then none: how tests and
    /// the simulation cut the power between any two of them.
    ///
    /// # Errors
    /// When the connection does not take it.
    pub fn lose_power_after(&mut self, writes: u32) -> Result<(), StoreError> {
        let mut left = writes;
        // `true` turns the commit into a rollback.
        self.connection.commit_hook(Some(move || {
            let dark = left == 0;
            left = left.saturating_sub(1);
            dark
        }))?;
        Ok(())
    }

    /// How many rows were changed since it was opened: cheap to ask whether anything is new.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Closes the file. What was written is written already.
    pub fn close(self) {
        // It can only fail with statements left open, and then dropping closes it as well.
        drop(self.connection.close());
    }
}

impl Tables<'_> {
    /// All rows a question has, each read by `read`.
    fn all<T>(
        self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.connection
            .prepare_cached(sql)?
            .query_and_then(parameters, read)?
            .collect()
    }

    /// The first row a question has.
    fn one<T>(
        self,
        sql: &str,
        parameters: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.connection
            .prepare_cached(sql)?
            .query_and_then(parameters, read)?
            .next()
            .transpose()
    }

    /// Changes rows; how many.
    fn run(self, sql: &str, parameters: impl Params) -> Result<usize, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.execute(parameters)?)
    }
}

/// An id from a column of 16 bytes.
fn uuid(row: &Row<'_>, column: usize) -> Result<Uuid, StoreError> {
    Ok(Uuid::from_bytes(row.get(column)?))
}

/// An id for a column of 16 bytes.
fn blob(id: &Uuid) -> &[u8] {
    id.as_bytes().as_slice()
}

/// What every connection needs, whatever the file.
fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten: people taken off a list are gone from the file.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::Store;

    #[test]
    fn what_is_deleted_is_overwritten() {
        let store = Store::in_memory().unwrap();
        let on: i64 = store
            .connection
            .pragma_query_value(None, "secure_delete", |row| row.get(0))
            .unwrap();
        assert_eq!(on, 1);
    }
}
