//! Brings a database file to this program's schema. The files under
//! `migrations/server-sqlite` run in their order, each in a transaction with
//! the number it brings the file to (`user_version`). They are append-only once
//! landed. Before an existing file is changed it is copied beside itself.

use crate::server::store::{Migrated, StoreError};
use rusqlite::{Connection, TransactionBehavior};

const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/server-sqlite/0001_campaign_log_accounts.sql"),
    include_str!("../../../../migrations/server-sqlite/0002_uploads.sql"),
    include_str!("../../../../migrations/server-sqlite/0003_rescue.sql"),
    include_str!("../../../../migrations/server-sqlite/0004_erasure.sql"),
    include_str!("../../../../migrations/server-sqlite/0005_script_retired.sql"),
    include_str!("../../../../migrations/server-sqlite/0006_told_twice.sql"),
    include_str!("../../../../migrations/server-sqlite/0007_recordings.sql"),
    include_str!("../../../../migrations/server-sqlite/0008_calls.sql"),
    include_str!("../../../../migrations/server-sqlite/0009_experiments.sql"),
    include_str!("../../../../migrations/server-sqlite/0010_never_again.sql"),
    include_str!("../../../../migrations/server-sqlite/0011_copies.sql"),
    include_str!("../../../../migrations/server-sqlite/0012_decisions_go.sql"),
];

pub fn run(connection: &mut Connection) -> Result<Migrated, StoreError> {
    run_all(connection, MIGRATIONS)
}

fn run_all(connection: &mut Connection, migrations: &[&str]) -> Result<Migrated, StoreError> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found > 0 && found < known {
        keep_a_copy(connection, found)?;
    }
    for (number, sql) in (1_u32..).zip(migrations) {
        if number <= found {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(Migrated {
        from: found,
        to: known,
    })
}

fn keep_a_copy(connection: &Connection, version: u32) -> Result<(), StoreError> {
    let Some(path) = connection.path().filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let copy = format!("{path}.before-{}", version + 1);
    // An earlier try may have been cut short; its copy is of the same version.
    if std::path::Path::new(&copy).exists() {
        std::fs::remove_file(&copy).map_err(|error| StoreError::Folder {
            path: copy.clone(),
            error,
        })?;
    }
    connection.execute("VACUUM INTO ?1", [copy])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_new_file_is_brought_to_the_last_schema_and_a_second_run_changes_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        run(&mut db).unwrap();
        run(&mut db).unwrap();
        let version: u32 = db
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version as usize, MIGRATIONS.len());
    }

    #[test]
    fn a_file_of_a_newer_server_is_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(
            run(&mut db),
            Err(StoreError::Newer { found: 999, .. })
        ));
    }

    #[test]
    fn the_file_is_copied_before_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.sqlite");
        let mut db = Connection::open(&file).unwrap();
        run_all(&mut db, &["CREATE TABLE a (x TEXT) STRICT"]).unwrap();
        db.execute("INSERT INTO a VALUES ('kept')", []).unwrap();
        run_all(&mut db, &["CREATE TABLE a (x TEXT) STRICT", "DROP TABLE a"]).unwrap();
        let copy = Connection::open(folder.path().join("old.sqlite.before-2")).unwrap();
        let kept: String = copy
            .query_row("SELECT x FROM a", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, "kept");
    }

    #[test]
    fn every_tables_key_begins_with_the_campaign_and_every_table_is_strict() {
        let mut db = Connection::open_in_memory().unwrap();
        run(&mut db).unwrap();
        let tables: Vec<(String, bool)> = db
            .prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(tables.len() > 15);
        for (table, strict) in tables {
            assert!(strict, "{table} is not STRICT");
            let first: String = db
                .query_row(
                    "SELECT name FROM pragma_table_info(?1) WHERE pk = 1",
                    [&table],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(first, "campaign", "{table}");
        }
    }
}
