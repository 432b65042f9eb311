//! Brings a PostgreSQL database to this program's schema: the files under
//! `migrations/server-postgres` in their order, each in a transaction with the
//! number it brings the database to. Append-only once landed. Several servers
//! may start at once: one runs them, the others wait.

use super::{Db, Postgres};
use crate::server::store::{Migrated, StoreError};

const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/server-postgres/0001_campaign_log_accounts.sql"),
    include_str!("../../../../migrations/server-postgres/0002_uploads.sql"),
    include_str!("../../../../migrations/server-postgres/0003_rescue.sql"),
    include_str!("../../../../migrations/server-postgres/0004_erasure.sql"),
    include_str!("../../../../migrations/server-postgres/0005_script_retired.sql"),
    include_str!("../../../../migrations/server-postgres/0006_told_twice.sql"),
    include_str!("../../../../migrations/server-postgres/0007_recordings.sql"),
    include_str!("../../../../migrations/server-postgres/0008_calls.sql"),
    include_str!("../../../../migrations/server-postgres/0009_experiments.sql"),
    include_str!("../../../../migrations/server-postgres/0010_never_again.sql"),
    include_str!("../../../../migrations/server-postgres/0011_copies.sql"),
    include_str!("../../../../migrations/server-postgres/0012_decisions_go.sql"),
];

/// What SQLite has a place for in its file's head, and which secret signs the
/// phones' tokens: one row.
const ABOUT: &str = "CREATE TABLE doorstep_about (version BIGINT NOT NULL, secret BYTEA); \
     INSERT INTO doorstep_about (version) VALUES (0)";

impl Postgres {
    pub(super) async fn migrate(&self) -> Result<Migrated, StoreError> {
        let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
        let mut found = None;
        loop {
            let version = self.write(move |db| step(db, known)).await?;
            let from = *found.get_or_insert(version);
            if version == known {
                return Ok(Migrated { from, to: known });
            }
        }
    }

    /// All servers of a database sign with one secret, or a phone that joined at
    /// one is a stranger to the next. The first one says which.
    ///
    /// # Errors
    /// When this is another one.
    pub async fn agree_on_secret(&self, fingerprint: [u8; 32]) -> Result<(), StoreError> {
        self.write(move |db| {
            let agreed: Option<Vec<u8>> =
                db.query_row("SELECT secret FROM doorstep_about FOR UPDATE", &[], |row| {
                    row.get(0)
                })?;
            match agreed {
                None => {
                    db.execute("UPDATE doorstep_about SET secret = ?1", &[&fingerprint])?;
                    Ok(())
                }
                Some(agreed) if agreed == fingerprint => Ok(()),
                Some(_) => Err(StoreError::Refused(
                    "this data folder's secret is not the one this database's phones know; \
                     copy the file token-secret from the first server's data folder",
                )),
            }
        })
        .await
    }
}

/// Runs the next file, if there is one; the number before it.
fn step(db: &Db<'_>, known: u32) -> Result<u32, StoreError> {
    let Db::Postgres(session) = db else {
        return Err(StoreError::Stopped);
    };
    session.lock_schema()?;
    let encoding: String = db.query_row("SHOW server_encoding", &[], |row| row.get(0))?;
    if encoding != "UTF8" {
        return Err(StoreError::Refused(
            "the database must be made with ENCODING 'UTF8'",
        ));
    }
    // Asked first, so that an account that may not make tables can still serve
    // from those that are there.
    let there = db.query_opt(
        "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() \
         AND tablename = 'doorstep_about'",
        &[],
        |_| Ok(()),
    )?;
    if there.is_none() {
        session.batch(ABOUT)?;
    }
    let version = db.query_row("SELECT version FROM doorstep_about", &[], |row| row.get(0))?;
    if version > known {
        return Err(StoreError::Newer {
            found: version,
            known,
        });
    }
    if let Some(sql) = MIGRATIONS.get(version as usize) {
        session.batch(sql)?;
        db.execute("UPDATE doorstep_about SET version = version + 1", &[])?;
    }
    Ok(version)
}
