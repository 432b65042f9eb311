//! Brings a PostgreSQL database to this program's schema: the files under
//! `migrations/server-postgres` in their order, each in a transaction with the
//! number it brings the database to. Append-only once landed. Several servers
//! may start at once: one runs them, the others wait.

use super::{LOCK_SCHEMA, Postgres};
use crate::server::store::{Migrated, StoreError};

const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/server-postgres/0001_campaign_log_accounts.sql"),
    include_str!("../../../../migrations/server-postgres/0002_uploads.sql"),
];

/// SQLite has a place for the number in its file's head; here it is a table.
const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS doorstep_schema (version BIGINT NOT NULL)";

impl Postgres {
    pub async fn migrate(&self) -> Result<Migrated, StoreError> {
        let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
        let mut found = None;
        loop {
            let one = self.write(move |db| {
                let super::Db::Postgres(session) = db else {
                    return Err(StoreError::Stopped);
                };
                session
                    .prepare("SELECT pg_advisory_xact_lock(?1)")?
                    .query(&[&LOCK_SCHEMA])?;
                let encoding: String =
                    db.query_row("SHOW server_encoding", &[], |row| row.get(0))?;
                if encoding != "UTF8" {
                    return Err(StoreError::Refused(
                        "the database must be made with ENCODING 'UTF8'",
                    ));
                }
                // Asked first, so that an account that may not make tables can
                // still serve from those that are there.
                let there = db.query_opt(
                    "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() \
                     AND tablename = 'doorstep_schema'",
                    &[],
                    |_| Ok(()),
                )?;
                if there.is_none() {
                    session.batch(SCHEMA)?;
                }
                let version: Option<u32> =
                    db.query_opt("SELECT version FROM doorstep_schema", &[], |row| row.get(0))?;
                let version = version.unwrap_or(0);
                if version > known {
                    return Err(StoreError::Newer {
                        found: version,
                        known,
                    });
                }
                if let Some(sql) = MIGRATIONS.get(version as usize) {
                    session.batch(sql)?;
                    db.execute("DELETE FROM doorstep_schema", &[])?;
                    db.execute(
                        "INSERT INTO doorstep_schema (version) VALUES (?1)",
                        &[&(version + 1)],
                    )?;
                }
                Ok(version)
            });
            let version = one.await?;
            let from = *found.get_or_insert(version);
            if version == known {
                return Ok(Migrated { from, to: known });
            }
        }
    }
}
