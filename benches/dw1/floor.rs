//! The fair floor: the rows the server itself wrote for these phones, in the same tables with
//! the same indexes, written by the plain database library from values already in memory, a
//! transaction per phone, durable. What a server costs above this is its own.

use doorstep::domain::ids::DeviceId;
use doorstep::server::store::Store;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// One statement with its values.
type Write = (String, Vec<Value>);

/// What each phone's records became.
#[derive(Debug)]
pub struct Floor {
    /// Rows that were there before.
    before: Vec<Write>,
    transactions: Vec<Vec<Write>>,
    records: usize,
}

#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub wall_s: f64,
    pub cpu_ms_per_record: f64,
    pub disk_bytes: u64,
}

/// Inserts into `table` what `query` finds in the server's file.
fn rows(
    db: &Connection,
    table: &str,
    query: &str,
    of: &[&dyn rusqlite::ToSql],
    add: &str,
) -> Vec<Write> {
    let mut select = db.prepare(query).unwrap();
    let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) {add}",
        columns.join(", "),
        places.join(", ")
    );
    let read = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
    let found = select.query_map(of, read).unwrap();
    found.map(|values| (sql.clone(), values.unwrap())).collect()
}

impl Floor {
    /// Of what the server stored for these phones.
    #[must_use]
    pub fn of(folder: &Path, phones: &[DeviceId]) -> Self {
        let file = folder.join("doorstep.sqlite");
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut before = Vec::new();
        for table in ["counter", "campaign", "walk_list", "canvasser", "device"] {
            before.extend(rows(&db, table, &format!("SELECT * FROM {table}"), &[], ""));
        }
        let mut records = 0;
        let transactions = phones
            .iter()
            .map(|phone| {
                let phone = &phone.0.as_bytes()[..];
                let own = "(SELECT seq FROM log WHERE device = ?1)";
                let mut writes = rows(&db, "log", "SELECT * FROM log WHERE device = ?1", &[&phone], "");
                records += writes.len();
                writes.extend(rows(&db, "delivery", "SELECT * FROM delivery WHERE device = ?1", &[&phone], ""));
                writes.extend(rows(&db, "feed", &format!("SELECT * FROM feed WHERE log_seq IN {own}"), &[&phone], ""));
                writes.extend(rows(
                    &db,
                    "door_state",
                    "SELECT * FROM door_state WHERE door IN (SELECT door FROM log WHERE device = ?1)",
                    &[&phone],
                    "ON CONFLICT (campaign, door) DO UPDATE SET state = excluded.state, counted = excluded.counted",
                ));
                writes.extend(rows(
                    &db,
                    "tally",
                    "SELECT * FROM tally WHERE list IN (SELECT list FROM log WHERE device = ?1)",
                    &[&phone],
                    "ON CONFLICT (campaign, list, measure, bucket) DO UPDATE SET n = tally.n + excluded.n",
                ));
                let count = writes.len() as i64;
                let blob = Value::Blob(phone.to_vec());
                writes.push((
                    "UPDATE device SET have_n = ?2, heard_ms = heard_ms + 1 WHERE campaign = (SELECT campaign FROM campaign) AND device = ?1".into(),
                    vec![blob, Value::Integer(count)],
                ));
                writes.push(("UPDATE counter SET last_seq = last_seq + ?1".into(), vec![Value::Integer(count)]));
                writes
            })
            .collect();
        Self {
            before,
            transactions,
            records,
        }
    }

    /// By plain rusqlite, with the server's own settings.
    #[must_use]
    pub fn on_sqlite(&self) -> Cost {
        let folder = tempfile::tempdir().unwrap();
        // As the server makes it, with all its tables and indexes.
        drop(Store::open(folder.path()).unwrap());
        let mut db = Connection::open(folder.path().join("doorstep.sqlite")).unwrap();
        for (setting, value) in [
            ("journal_mode", "WAL"),
            ("synchronous", "FULL"),
            ("secure_delete", "ON"),
        ] {
            db.pragma_update(None, setting, value).unwrap();
        }
        db.pragma_update(None, "journal_size_limit", 0).unwrap();
        db.pragma_update(None, "wal_autocheckpoint", 4_000).unwrap();
        db.pragma_update(None, "cache_size", -16_000).unwrap();
        db.set_prepared_statement_cache_capacity(128);
        write(&mut db, &self.before);
        let (began, cpu_before) = (Instant::now(), thread_cpu_ms());
        for transaction in &self.transactions {
            write(&mut db, transaction);
        }
        let cpu_ms = thread_cpu_ms() - cpu_before;
        let wall_s = began.elapsed().as_secs_f64();
        let disk = fs::read_dir(folder.path()).unwrap();
        Cost {
            wall_s,
            cpu_ms_per_record: cpu_ms / self.records as f64,
            disk_bytes: disk
                .map(|file| file.unwrap().metadata().unwrap().len())
                .sum(),
        }
    }

    /// By plain tokio-postgres into an empty database with the schema: each statement prepared
    /// once, all of a transaction's sent before the first is answered. `database_cpu_ms` tells
    /// what the database's processes have used.
    #[must_use]
    pub fn on_postgres(&self, url: &str, database_cpu_ms: &dyn Fn() -> f64) -> Cost {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            drop(Store::connect(url, uuid::Uuid::nil()).await.unwrap());
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
                .await
                .unwrap();
            tokio::spawn(connection);
            let mut statements = std::collections::BTreeMap::new();
            for (sql, _) in self.before.iter().chain(self.transactions.iter().flatten()) {
                if !statements.contains_key(sql) {
                    let statement = client.prepare(&sql.replace('?', "$")).await.unwrap();
                    statements.insert(sql.clone(), statement);
                }
            }
            let write = async |writes: &Vec<Write>| {
                client.batch_execute("BEGIN").await.unwrap();
                let sent = writes.iter().map(|(sql, values)| {
                    client.execute_raw(&statements[sql], values.iter().map(Parameter))
                });
                for answer in futures_util::future::join_all(sent).await {
                    answer.unwrap();
                }
                client.batch_execute("COMMIT").await.unwrap();
            };
            write(&self.before).await;
            let (began, cpu_before) = (Instant::now(), thread_cpu_ms() + database_cpu_ms());
            for transaction in &self.transactions {
                write(transaction).await;
            }
            let cpu_ms = thread_cpu_ms() + database_cpu_ms() - cpu_before;
            Cost {
                wall_s: began.elapsed().as_secs_f64(),
                cpu_ms_per_record: cpu_ms / self.records as f64,
                disk_bytes: 0,
            }
        })
    }
}

fn write(db: &mut Connection, writes: &[Write]) {
    let transaction = db
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    for (sql, values) in writes {
        let mut statement = transaction.prepare_cached(sql).unwrap();
        statement
            .execute(rusqlite::params_from_iter(values))
            .unwrap();
    }
    transaction.commit().unwrap();
}

/// What this thread has used of a processor.
fn thread_cpu_ms() -> f64 {
    let schedstat = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    schedstat
        .split_whitespace()
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap()
        / 1e6
}

/// An SQLite value as PostgreSQL takes it over the wire; sixteen bytes are an id.
#[derive(Debug)]
struct Parameter<'a>(&'a Value);

impl tokio_postgres::types::ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        column: &tokio_postgres::types::Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => return Ok(tokio_postgres::types::IsNull::Yes),
            Value::Integer(number) => return number.to_sql(column, out),
            Value::Real(number) => return number.to_sql(column, out),
            Value::Text(text) => out.extend_from_slice(text.as_bytes()),
            Value::Blob(bytes) => out.extend_from_slice(bytes),
        }
        Ok(tokio_postgres::types::IsNull::No)
    }

    fn accepts(_: &tokio_postgres::types::Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
