//! A server's own SQLite database moved into an empty PostgreSQL: every row of
//! every table as it is, so that cursors, sequence numbers and the epoch stay
//! true and no phone notices. One transaction: all of it, or nothing. Before it
//! is committed everything is read back and compared.

use super::sql::{Db, Kept, ToValue, Value};
use super::{Store, StoreError, sqlite};
use sha2::{Digest as _, Sha256};
use std::path::Path;

impl Store {
    /// Copies the database of `folder` into this one, which must be empty and
    /// in PostgreSQL. Gives the tables and how many rows each has.
    ///
    /// # Errors
    /// When this is not an empty PostgreSQL, or anything does not go through:
    /// then nothing was copied.
    pub async fn take_over(&self, folder: &Path) -> Result<Vec<(String, u64)>, StoreError> {
        if self.shared().is_none() {
            return Err(StoreError::Refused("everything is in SQLite already"));
        }
        let source = sqlite::alone(folder)?;
        self.write(move |target| {
            target.lock_all()?;
            let tables = sqlite::tables(&source)?;
            for table in &tables {
                let any = target.query_opt(
                    &format!("SELECT 1 FROM {} LIMIT 1", table.name),
                    &[],
                    |_| Ok(()),
                )?;
                if any.is_some() {
                    return Err(StoreError::Refused(
                        "the database to move into is not empty; make a new one",
                    ));
                }
            }
            let mut moved = Vec::new();
            for table in tables {
                let source = Db::Sqlite(&source);
                copy(&source, target, &table)?;
                let (rows, sum) = summed(&source, &table)?;
                if summed(target, &table)? != (rows, sum) {
                    return Err(StoreError::Refused(
                        "what was copied is not what was there; nothing was moved",
                    ));
                }
                moved.push((table.name, rows));
            }
            Ok(moved)
        })
        .await
    }
}

/// A table with its columns, as both back ends have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

impl Table {
    fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.columns.join(", "), self.name)
    }

    fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.name,
            self.columns.join(", "),
            places.join(", ")
        )
    }
}

fn copy(source: &Db<'_>, target: &Db<'_>, table: &Table) -> Result<(), StoreError> {
    let mut select = source.prepare_cached(&table.select())?;
    let mut insert = target.prepare_cached(&table.insert())?;
    let mut rows = select.query(&[])?;
    while let Some(row) = rows.next_row()? {
        let values = (0..table.columns.len()).map(|at| Ok(Kept::from(row.value(at)?)));
        let values: Vec<Kept> = values.collect::<Result<_, StoreError>>()?;
        let params: Vec<&dyn ToValue> = values.iter().map(|one| one as &dyn ToValue).collect();
        insert.execute_later(&params)?;
    }
    Ok(())
}

/// How many rows, and a sum over them that does not depend on their order.
fn summed(db: &Db<'_>, table: &Table) -> Result<(u64, u128), StoreError> {
    let (mut count, mut sum) = (0, 0_u128);
    db.each_row(&table.select(), |row| {
        let mut hash = Sha256::new();
        for at in 0..table.columns.len() {
            let (kind, bytes) = match row.value(at)? {
                Value::Null => (0_u8, Vec::new()),
                Value::Int(number) => (1, number.to_be_bytes().to_vec()),
                Value::Real(number) => (2, number.to_bits().to_be_bytes().to_vec()),
                // PostgreSQL keeps every letter but this one.
                Value::Text(text) => (3, text.replace('\0', "\u{fffd}").into_bytes()),
                Value::Blob(bytes) => (4, bytes.to_vec()),
            };
            hash.update([kind]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let half = hash.first_chunk::<16>().copied().unwrap_or_default();
        sum = sum.wrapping_add(u128::from_be_bytes(half));
        count += 1;
        Ok(())
    })?;
    Ok((count, sum))
}
