//! The statements, written once for both back ends, and the little they need
//! of a database to run on either: a transaction with `execute` and `query`,
//! parameters, rows. What is said here must mean the same to SQLite and to
//! PostgreSQL; the few words they say differently are in [`Db`]'s methods at the
//! end and in `sqlite` and `postgres`.
//!
//! Rules that keep it so: parameters are `?1`, `?2`, …, and the first place one
//! stands in must show its type (`list = ?2 OR ?2 IS NULL`, not the other way
//! round); no JSON inside SQL, because a phone's text may hold what PostgreSQL
//! cannot take apart; sums are cast to BIGINT; a subquery has a name.

pub mod accounts;
mod batch;
pub mod campaigns;
pub mod check;
pub mod desk;
pub mod erased;
mod erased_ids;
pub mod erasure;
pub mod exporting;
pub mod held;
pub mod joining;
pub mod lifting;
pub mod lists;
pub mod log;
pub mod never_again;
pub mod pull;
pub mod quarantine;
pub mod recordings;
pub mod rescue;
pub mod results;
mod rows;
pub mod settling;
mod taking_out;
pub mod trials;
pub mod twins;
pub mod views;
pub mod wishes;

use super::{StoreError, postgres, sqlite};
use crate::domain::ids::{CampaignId, ListId};
use serde::de::Error as _;

/// An open transaction on either back end.
#[derive(Debug)]
pub enum Db<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a postgres::Session<'a>),
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    /// Bytes; sixteen of them are an id.
    Blob(&'a [u8]),
}

impl std::fmt::Debug for Value<'_> {
    /// Only of what kind it is: what people said must not get into a log line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl Value<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a number",
            Self::Text(_) => "a text",
            Self::Blob(_) => "bytes",
        }
    }
}

/// A value that outlives its row, or the statement's caller.
pub enum Kept {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value().fmt(f)
    }
}

impl From<Value<'_>> for Kept {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(number) => Self::Int(number),
            Value::Real(number) => Self::Real(number),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl Kept {
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Real(number) => Value::Real(*number),
            Self::Text(text) => Value::Text(text),
            Self::Blob(bytes) => Value::Blob(bytes),
        }
    }
}

/// What may be a parameter.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

/// What may be read from a column.
pub trait FromValue: Sized {
    /// # Errors
    /// When something else stands there.
    fn from_value(value: Value<'_>) -> Result<Self, StoreError>;
}

pub type Params<'p> = &'p [&'p dyn ToValue];

macro_rules! params {
    ($($param:expr),* $(,)?) => {
        &[$(&$param as &dyn $crate::server::store::sql::ToValue),*] as $crate::server::store::sql::Params<'_>
    };
}
use params;

/// Takes the parameters of one of many rows or questions.
pub type Bind<'b> = &'b mut dyn FnMut(Params<'_>) -> Result<(), StoreError>;

#[allow(missing_debug_implementations, reason = "rusqlite's have none")]
/// A prepared statement; preparing the same text again costs nothing.
pub enum Statement<'a> {
    Sqlite(rusqlite::CachedStatement<'a>),
    Postgres(postgres::Prepared<'a>),
}

/// One row of an answer.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// An answer read row by row.
#[allow(missing_debug_implementations, reason = "rusqlite's have none")]
pub enum Rows<'a> {
    Sqlite(rusqlite::Rows<'a>),
    Postgres {
        rows: std::vec::IntoIter<tokio_postgres::Row>,
        current: Option<tokio_postgres::Row>,
    },
}

impl Db<'_> {
    pub fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => Statement::Sqlite(db.prepare_cached(sql)?),
            Self::Postgres(session) => Statement::Postgres(session.prepare(sql)?),
        })
    }

    /// Runs a statement; how many rows it changed.
    pub fn execute(&self, sql: &str, params: Params<'_>) -> Result<u64, StoreError> {
        self.prepare_cached(sql)?.execute(params)
    }

    pub fn query_row<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.prepare_cached(sql)?.query_row(params, read)
    }

    pub fn query_opt<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.prepare_cached(sql)?.query_opt(params, read)
    }

    /// Reads a whole table row by row, however large it is; `read` must not ask
    /// the database anything meanwhile.
    pub fn each_row(
        &self,
        sql: &str,
        mut read: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => {
                let mut select = self.prepare_cached(sql)?;
                let mut rows = select.query(&[])?;
                while let Some(row) = rows.next_row()? {
                    read(&row)?;
                }
                Ok(())
            }
            Self::Postgres(session) => session.each_row(sql, |row| read(&Row::Postgres(row))),
        }
    }

    /// Nobody else changes the campaign until this transaction ends. SQLite has
    /// one writer at a time anyway; on PostgreSQL whoever decides by what is
    /// stored, or gives out numbers, locks the campaign's counter first.
    pub fn lock(&self, campaign: CampaignId) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.lock(campaign),
        }
    }

    /// Like [`Self::lock`], for what must be one of a kind in all campaigns.
    pub fn lock_all(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.lock_all(),
        }
    }

    /// Tells the other servers on this database, once this is committed, that
    /// there is news of the campaign. An SQLite file has one server.
    pub fn tell(&self, campaign: CampaignId) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(session) => session.tell(campaign),
        }
    }

    /// Notes that an unlinked conversation was stored, on a list or set aside:
    /// what PostgreSQL keeps beside it of its own accord is to be taken away
    /// (`postgres::mixing`). SQLite keeps its rows by their random ids alone.
    pub fn unlinked_came(&self, campaign: CampaignId, list: Option<ListId>) {
        if let Self::Postgres(session) = self {
            session.unlinked_came(campaign, list);
        }
    }

    /// What is wrong with the file itself; PostgreSQL looks after its own.
    pub fn damage(&self) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(db) => sqlite::damage(db),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// The ISO week of `at_ms` and `at_offset` as an expression: `2026-W46`.
    #[must_use]
    pub fn week(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite::WEEK,
            Self::Postgres(_) => postgres::WEEK,
        }
    }
}

impl Statement<'_> {
    pub fn execute(&mut self, params: Params<'_>) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(statement) => Ok(statement.execute(sqlite::bound(params))? as u64),
            Self::Postgres(prepared) => prepared.execute(params),
        }
    }

    /// Runs a statement whose answer nobody waits for. SQLite runs it now;
    /// PostgreSQL is sent it now and asked how it went before the transaction is
    /// committed, so that many cost one journey. Statements run in their order
    /// all the same: a later query sees what this one did.
    pub fn execute_later(&mut self, params: Params<'_>) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(statement) => {
                statement.execute(sqlite::bound(params))?;
                Ok(())
            }
            Self::Postgres(prepared) => prepared.execute_later(params),
        }
    }

    /// Runs an `INSERT … VALUES (…)` for each of `items`, whose parameters `bind` gives.
    /// SQLite runs it as often; PostgreSQL is sent all rows at once, in one statement
    /// that may therefore not meet the same row twice.
    pub fn execute_each<I>(
        &mut self,
        items: impl IntoIterator<Item = I>,
        mut bind: impl FnMut(&I, Bind<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(statement) => {
                let mut run = |params: Params<'_>| {
                    statement.execute(sqlite::bound(params))?;
                    Ok(())
                };
                items.into_iter().try_for_each(|item| bind(&item, &mut run))
            }
            Self::Postgres(prepared) => {
                let mut rows = prepared.rows();
                for item in items {
                    bind(&item, &mut |params| rows.add(params))?;
                }
                rows.insert()
            }
        }
    }

    pub fn query(&mut self, params: Params<'_>) -> Result<Rows<'_>, StoreError> {
        Ok(match self {
            Self::Sqlite(statement) => Rows::Sqlite(statement.query(sqlite::bound(params))?),
            Self::Postgres(prepared) => Rows::Postgres {
                rows: prepared.query(params)?.into_iter(),
                current: None,
            },
        })
    }

    pub fn query_map<T>(
        &mut self,
        params: Params<'_>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<std::vec::IntoIter<Result<T, StoreError>>, StoreError> {
        let mut rows = self.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next_row()? {
            found.push(read(&row));
        }
        Ok(found.into_iter())
    }

    pub fn query_opt<T>(
        &mut self,
        params: Params<'_>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.query(params)?;
        rows.next_row()?.map(|row| read(&row)).transpose()
    }

    pub fn query_row<T>(
        &mut self,
        params: Params<'_>,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.query_opt(params, read)?
            .ok_or(StoreError::NotFound("row"))
    }

    /// [`Self::query_map`] for each of `keys`, whose parameters `bind` gives; PostgreSQL is
    /// asked them all in one statement. What is found, with the place of its key, in the
    /// order of the keys.
    pub fn query_each<K, T>(
        &mut self,
        keys: &[K],
        mut bind: impl FnMut(&K, Bind<'_>) -> Result<(), StoreError>,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<(usize, T)>, StoreError> {
        let mut found = Vec::new();
        match self {
            Self::Sqlite(statement) => {
                for (at, key) in keys.iter().enumerate() {
                    bind(key, &mut |params| {
                        let mut rows = statement.query(sqlite::bound(params))?;
                        while let Some(row) = rows.next()? {
                            found.push((at, read(&Row::Sqlite(row))?));
                        }
                        Ok(())
                    })?;
                }
            }
            Self::Postgres(prepared) => {
                let mut rows = prepared.rows();
                for key in keys {
                    bind(key, &mut |params| rows.add(params))?;
                }
                for (at, row) in rows.query()? {
                    found.push((at, read(&Row::Postgres(&row))?));
                }
            }
        }
        Ok(found)
    }

    pub fn exists(&mut self, params: Params<'_>) -> Result<bool, StoreError> {
        Ok(self.query(params)?.next_row()?.is_some())
    }
}

impl Rows<'_> {
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, StoreError> {
        Ok(match self {
            Self::Sqlite(rows) => rows.next()?.map(Row::Sqlite),
            Self::Postgres { rows, current } => {
                *current = rows.next();
                current.as_ref().map(Row::Postgres)
            }
        })
    }
}

impl Row<'_> {
    pub fn value(&self, column: usize) -> Result<Value<'_>, StoreError> {
        match self {
            Self::Sqlite(row) => sqlite::value(row, column),
            Self::Postgres(row) => postgres::value(row, column),
        }
    }

    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, StoreError> {
        T::from_value(self.value(column)?)
    }

    /// A text without a copy of it.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other => Err(unexpected(other, "text")),
        }
    }
}

fn unexpected(value: Value<'_>, wanted: &'static str) -> StoreError {
    unreadable(format!("{value:?} where {wanted} should stand"))
}

/// A column that does not hold what this program writes there.
fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable {
        what: "column",
        error: serde_json::Error::custom(error),
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> {
                Value::Int(i64::from(*self))
            }
        }
        impl FromValue for $number {
            fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
                match value {
                    Value::Int(number) => Self::try_from(number).map_err(unreadable),
                    other => Err(unexpected(other, "a whole number")),
                }
            }
        }
    )*};
}
whole_numbers!(u16, i32, u32, i64);

impl ToValue for Kept {
    fn to_value(&self) -> Value<'_> {
        self.value()
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        Ok(i64::from_value(value)? != 0)
    }
}

impl ToValue for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}

impl FromValue for f64 {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        match value {
            Value::Real(number) => Ok(number),
            other => Err(unexpected(other, "a number")),
        }
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        match value {
            Value::Text(text) => Ok(text.to_owned()),
            other => Err(unexpected(other, "a text")),
        }
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        match value {
            Value::Blob(bytes) => Ok(bytes.to_vec()),
            other => Err(unexpected(other, "bytes")),
        }
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self)
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        match value {
            Value::Blob(bytes) => bytes.try_into().map_err(unreadable),
            other => Err(unexpected(other, "bytes")),
        }
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, StoreError> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (*self).to_value()
    }
}
