//! The embedded back end: one SQLite file in the data folder, one thread that
//! writes, a few connections that read. WAL with `synchronous=FULL`, so that
//! what was answered is on the disk; `secure_delete`, so that what was erased
//! is gone from the file.

mod migrations;
mod writer;

use super::moving::Table;
use super::sql::{Db, Params, Value};
use super::{Migrated, StoreError};
use crate::server::data_dir;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use tokio::sync::{Semaphore, oneshot};
use writer::{Job, Work};

/// The ISO week of a talk.
pub const WEEK: &str = "strftime('%G-W%V', at_ms / 1000 + at_offset * 60, 'unixepoch')";

/// A value on its way into a statement.
#[derive(Debug)]
pub struct Bound<'a>(pub Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(number),
            Value::Real(number) => ValueRef::Real(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub fn bound(params: Params<'_>) -> impl rusqlite::Params {
    rusqlite::params_from_iter(params.iter().map(|param| Bound(param.to_value())))
}

pub fn value<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<Value<'a>, StoreError> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(
            std::str::from_utf8(bytes)
                .map_err(|error| rusqlite::Error::Utf8Error(column, error))?,
        ),
        ValueRef::Blob(bytes) => Value::Blob(bytes),
    })
}

/// What is wrong with the file itself, if anything is.
pub fn damage(db: &Connection) -> Result<Option<String>, StoreError> {
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((sound != "ok").then_some(sound))
}

/// Readers at once; more would only wait for the same disk.
const READERS: usize = 4;

#[derive(Debug)]
pub struct Sqlite {
    /// There until we are dropped.
    writer: Option<mpsc::Sender<Job>>,
    thread: Option<std::thread::JoinHandle<()>>,
    readers: Arc<Readers>,
    turns: Arc<Semaphore>,
}

#[derive(Debug)]
struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Sqlite {
    pub fn open(folder: &Path) -> Result<(Self, Migrated), StoreError> {
        let cannot = |error| StoreError::Folder {
            path: folder.display().to_string(),
            error,
        };
        data_dir::make(folder).map_err(cannot)?;
        let file = file_in(folder);
        // SQLite gives its journals the same permissions.
        data_dir::private_file(&file).map_err(cannot)?;
        let mut connection = connect(&file, false)?;
        let migrated = migrations::run(&mut connection)?;
        let (writer, jobs) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("doorstep-writer".into())
            .spawn(move || writer::serve(connection, &jobs))
            .map_err(cannot)?;
        let sqlite = Self {
            writer: Some(writer),
            thread: Some(thread),
            readers: Arc::new(Readers {
                file,
                idle: Mutex::new(Vec::new()),
            }),
            turns: Arc::new(Semaphore::new(READERS)),
        };
        Ok((sqlite, migrated))
    }

    /// Whether the file may grow: without, its disk is as good as full.
    pub async fn allow_growth(&self, growth: bool) -> Result<(), StoreError> {
        self.write(move |db| {
            let Db::Sqlite(db) = db else {
                return Ok(());
            };
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

    /// Writes the journal back into the file and empties it, as far as no reader
    /// is in the way; what is left then goes with the next.
    pub async fn empty_journal(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.writer
            .as_ref()
            .ok_or(StoreError::Stopped)?
            .send(Job::Alone(Box::new(move |connection| {
                let emptied =
                    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
                let _nobody_waits_any_more = reply.send(emptied);
            })))
            .map_err(|_| StoreError::Stopped)?;
        Ok(answer.await.map_err(|_| StoreError::Stopped)??)
    }

    /// Runs one transaction on the writing thread; durable when it returns.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Fn(&Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.writer
            .as_ref()
            .ok_or(StoreError::Stopped)?
            .send(Job::Part(Box::new(Work {
                work,
                done: None,
                reply,
            })))
            .map_err(|_| StoreError::Stopped)?;
        answer.await.map_err(|_| StoreError::Stopped)?
    }

    /// Runs several reads on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Stopped)?;
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let mut connection = readers.take()?;
            let value = {
                let transaction = connection.transaction()?;
                let value = work(&Db::Sqlite(&transaction))?;
                transaction.finish()?;
                value
            };
            readers.give_back(connection);
            Ok(value)
        })
        .await
        .map_err(|_| StoreError::Stopped)?
    }
}

impl Drop for Sqlite {
    /// Whoever lets go of the file finds it closed, its journal written back.
    fn drop(&mut self) {
        // The writer last: a reader may not write the journal back.
        self.readers
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        drop(self.writer.take());
        if let Some(thread) = self.thread.take() {
            let _it_has_said_so = thread.join();
        }
    }
}

impl Readers {
    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| connect(&self.file, true), Ok)
    }

    fn give_back(&self, connection: Connection) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

/// Where a data folder's database is.
#[must_use]
pub fn file_in(folder: &Path) -> PathBuf {
    folder.join("doorstep.sqlite")
}

/// The database of a folder nobody serves from, brought to this schema.
///
/// # Errors
/// As [`Sqlite::open`].
pub fn alone(folder: &Path) -> Result<Connection, StoreError> {
    let mut connection = connect(&file_in(folder), false)?;
    migrations::run(&mut connection)?;
    Ok(connection)
}

/// Every table with its columns.
///
/// # Errors
/// When the file cannot be read.
pub fn tables(db: &Connection) -> Result<Vec<Table>, StoreError> {
    let names: Vec<String> = db
        .prepare(
            "SELECT name FROM pragma_table_list \
             WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        let columns = db
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
            .query_map([&name], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

fn connect(file: &Path, read_only: bool) -> Result<Connection, StoreError> {
    let access = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let connection = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    if !read_only {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        // A checkpointed journal does not keep old pages lying in its tail.
        connection.pragma_update(None, "journal_size_limit", 0)?;
        // Pages that change with every delivery go back into the file a quarter as often.
        connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    }
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    Ok(connection)
}
