//! Numbered migrations: `migrations/phone/NNNN_name.sql`, applied in order, each
//! in a transaction of its own together with `user_version`. Before a file that
//! holds data is changed, it is copied.

use super::StoreError;
use rusqlite::{Connection, TransactionBehavior};

const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/phone/0001_doors_records_drafts.sql"),
    include_str!("../../../migrations/phone/0002_rescued.sql"),
    include_str!("../../../migrations/phone/0003_erasures.sql"),
    include_str!("../../../migrations/phone/0004_stories.sql"),
    include_str!("../../../migrations/phone/0005_calls.sql"),
    include_str!("../../../migrations/phone/0006_recordings.sql"),
    include_str!("../../../migrations/phone/0007_experiments.sql"),
    include_str!("../../../migrations/phone/0008_erasures_stay.sql"),
    include_str!("../../../migrations/phone/0009_fetched_anew.sql"),
];

/// Applies what is missing. `copy` is called with the connection and the
/// version it has before each change to a file that is not new.
///
/// # Errors
/// When the file is newer than this app, cannot be copied or changed; it is
/// then as it was.
pub(super) fn bring_up_to_date(
    connection: &mut Connection,
    copy: impl FnMut(&Connection, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    apply(connection, &MIGRATIONS, copy)
}

fn apply(
    connection: &mut Connection,
    migrations: &[&str],
    mut copy: impl FnMut(&Connection, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let has = version(connection)?;
    let newest = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if has > newest {
        return Err(StoreError::NewerSchema { found: has });
    }
    for (number, sql) in (1_i64..).zip(migrations) {
        if number <= has {
            continue;
        }
        // A file made just now has nothing in it to be copied.
        if has > 0 {
            copy(connection, number - 1)?;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    const TWO: [&str; 2] = [
        "CREATE TABLE door (number INTEGER NOT NULL) STRICT;",
        "ALTER TABLE door ADD COLUMN unit TEXT NOT NULL DEFAULT '';",
    ];

    #[test]
    fn a_new_file_gets_everything_and_is_not_copied() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &TWO, |_, _| panic_free_refusal()).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
    }

    fn panic_free_refusal() -> Result<(), StoreError> {
        Err(StoreError::File("copied without need".into()))
    }

    #[test]
    fn an_old_file_is_copied_then_changed_and_keeps_its_rows() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &TWO[..1], |_, _| Ok(())).unwrap();
        connection
            .execute("INSERT INTO door VALUES (5)", [])
            .unwrap();
        let mut copied = Vec::new();
        apply(&mut connection, &TWO, |_, from| {
            copied.push(from);
            Ok(())
        })
        .unwrap();
        assert_eq!(copied, [1]);
        let kept: (i64, String) = connection
            .query_row("SELECT number, unit FROM door", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(kept, (5, String::new()));
    }

    #[test]
    fn a_file_that_cannot_be_copied_is_left_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply(&mut connection, &TWO[..1], |_, _| Ok(())).unwrap();
        assert!(apply(&mut connection, &TWO, |_, _| Err(StoreError::DiskFull)).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
    }

    #[test]
    fn a_migration_that_fails_half_way_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = [
            "CREATE TABLE door (number INTEGER) STRICT; CREATE TABLE door (number INTEGER) STRICT;",
        ];
        assert!(apply(&mut connection, &broken, |_, _| Ok(())).is_err());
        assert_eq!(version(&connection).unwrap(), 0);
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 0);
    }

    #[test]
    fn a_file_of_a_newer_app_is_refused_and_not_touched() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let refused = bring_up_to_date(&mut connection, |_, _| Ok(()));
        assert!(matches!(
            refused,
            Err(StoreError::NewerSchema { found: 99 })
        ));
        assert_eq!(version(&connection).unwrap(), 99);
    }
}
