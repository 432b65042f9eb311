//! What can still be read of a damaged file, into the file that takes its place.
//!
//! Damage is where pages are, so it is gone round row by row, each looked up by
//! itself: one that cannot be read takes no other with it. What is taken over
//! keeps its ids, so nothing is there twice, whatever the server has of it
//! already; and the phone asks for an identity of its own, since which numbers
//! it gave out is not certain any more (as after a copy was put back).

use super::{Enrolment, Store, StoreError, Tables};
use crate::domain::record::Kind;
use crate::phone::platform::clock::Clock;
use crate::phone::view::ReadBack;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

/// Where it is not known how many rows there were: so many places without one, or
/// so many that cannot be read, are taken for the end.
const NOTHING_MORE: u32 = 20_000;
const NOTHING_LEGIBLE: u32 = 300;

/// The damaged file. After damage was met it is opened anew: a cipher that met a
/// page it cannot read says no to all others.
struct Damaged<O> {
    open: O,
    connection: Option<Connection>,
}

impl<O: FnMut() -> Result<Connection, StoreError>> Damaged<O> {
    fn ask<T>(
        &mut self,
        question: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => (self.open)()?,
        };
        let answer = question(&connection)?;
        self.connection = Some(connection);
        Ok(answer)
    }

    /// Each row that can be read, with the names of its columns; how many cannot.
    fn rows(
        &mut self,
        table: &str,
        mut take: impl FnMut(&[String], Vec<Value>) -> Result<(), StoreError>,
    ) -> Result<u32, StoreError> {
        let last = self.last(table);
        // Those illegible since the last legible one: where nothing says that there
        // were more, they are the end.
        let (mut damaged, mut nothing, mut illegible) = (0, 0, 0);
        for place in 1.. {
            let is_end = match last {
                Some(last) => place > last,
                None => nothing > NOTHING_MORE || illegible > NOTHING_LEGIBLE,
            };
            if is_end {
                break;
            }
            let found = self.ask(|file| {
                let mut row =
                    file.prepare_cached(&format!("SELECT * FROM {table} WHERE rowid = ?1"))?;
                let names: Vec<String> = row.column_names().map(str::to_owned).collect();
                let mut rows = row.query([place])?;
                let Some(row) = rows.next()? else {
                    return Ok(None);
                };
                let values = (0..names.len()).map(|column| row.get(column));
                Ok(Some((names, values.collect::<Result<Vec<Value>, _>>()?)))
            });
            match found {
                Ok(Some((names, values))) => {
                    damaged += illegible;
                    (nothing, illegible) = (0, 0);
                    take(&names, values)?;
                }
                Ok(None) => nothing += 1,
                Err(_) => illegible += 1,
            }
        }
        if last.is_some() {
            damaged += illegible;
        }
        Ok(damaged)
    }

    /// The last place there was, by the table itself or by what counts its places.
    fn last(&mut self, table: &str) -> Option<i64> {
        [
            format!("SELECT max(rowid) FROM {table}"),
            format!("SELECT seq FROM sqlite_sequence WHERE name = '{table}'"),
        ]
        .iter()
        .find_map(|question| {
            let said = self.ask(|file| file.query_row(question, [], |row| row.get(0)));
            said.ok().map(Option::unwrap_or_default)
        })
    }
}

impl Store {
    /// Takes over what `open`, the damaged file, can still say: all of it or, where
    /// this file cannot take it, nothing.
    ///
    /// # Errors
    /// When it could not be stored.
    pub(super) fn read_back(
        &mut self,
        open: impl FnMut() -> Result<Connection, StoreError>,
        clock: &dyn Clock,
    ) -> Result<ReadBack, StoreError> {
        let mut damaged = Damaged {
            open,
            connection: None,
        };
        self.write(|tables| tables.take_over(&mut damaged, clock))
    }
}

impl Tables<'_> {
    fn take_over<O: FnMut() -> Result<Connection, StoreError>>(
        self,
        damaged: &mut Damaged<O>,
        clock: &dyn Clock,
    ) -> Result<ReadBack, StoreError> {
        for table in ["campaign", "enrolment", "script"] {
            damaged.rows(table, |names, values| {
                self.put(table, names, values).map(drop)
            })?;
        }
        self.run("UPDATE enrolment SET state = 'forked', cursor = ''", [])?;
        damaged.rows("record", |names, values| {
            let mine = names.iter().position(|name| name == "mine");
            let mine = mine.and_then(|at| values.get(at));
            if mine == Some(&Value::Integer(1)) {
                self.put("record", names, values)?;
            }
            Ok(())
        })?;
        let mut missing = 0;
        let lost = damaged.rows("outbox", |names, values| {
            let of = |column: &str| {
                let at = names.iter().position(|name| name == column)?;
                values.get(at).cloned()
            };
            let is_unsent = of("record") != Some(Value::Null)
                && !["delivered", "erased"]
                    .map(|state| Some(Value::Text(state.to_owned())))
                    .contains(&of("state"));
            // Its record, or its joining, cannot be read.
            missing += u32::from(!self.put("outbox", names, values)? && is_unsent);
            Ok(())
        })?;
        missing += damaged.rows("draft", |names, values| {
            missing += u32::from(!self.put("draft", names, values)?);
            Ok(())
        })?;
        // Of what is with the team, or erased, there was no body to keep.
        self.run("DELETE FROM outbox WHERE record IS NULL", [])?;
        self.run("UPDATE outbox SET n = NULL, digest = NULL", [])?;
        let without_place = self.hand_over_the_rest(clock)?;
        // Nobody is left who could say these. They stay in the damaged file.
        missing += self.run(
            "DELETE FROM record WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record = key)",
            [],
        )? as u32;
        let count = |sql: &str| -> Result<u32, StoreError> {
            Ok(self
                .one(sql, [], |row| Ok(row.get(0)?))?
                .unwrap_or_default())
        };
        let came = ReadBack {
            records: count("SELECT count(*) FROM outbox WHERE state <> 'delivered'")?,
            drafts: count("SELECT count(*) FROM draft")?,
            lost: missing + lost.saturating_sub(without_place),
        };
        if let Some(Enrolment { key, .. }) = self.enrolments()?.last() {
            self.set_current_enrolment_key(key.0)?;
        }
        self.set_read_back(came)?;
        Ok(came)
    }

    /// A row as it is, and whether it is here now: without what it leans on it is of no use.
    fn put(self, table: &str, names: &[String], values: Vec<Value>) -> Result<bool, StoreError> {
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let put = self.run(
            &format!(
                "INSERT OR IGNORE INTO {table} ({}) VALUES ({})",
                names.join(", "),
                places.join(", ")
            ),
            params_from_iter(values),
        );
        match put {
            Err(StoreError::Sql(_)) => Ok(false),
            Ok(rows) => Ok(rows > 0),
            Err(error) => Err(error),
        }
    }

    /// Own records whose place in the outbox cannot be read: they wait again. The
    /// server knows what it has. How many there are.
    fn hand_over_the_rest(self, clock: &dyn Clock) -> Result<u32, StoreError> {
        let rest: Vec<(i64, String, i64, bool, Option<i64>)> = self.all(
            "SELECT r.key, r.kind, length(r.body), r.canvasser IS NULL,
                    (SELECT e.key FROM enrolment e WHERE e.campaign = r.campaign
                     AND (r.canvasser IS NULL OR e.canvasser = r.canvasser) ORDER BY e.key LIMIT 1)
             FROM record r WHERE r.mine = 1
             AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.record = r.key)",
            [],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            },
        )?;
        let mut handed = 0;
        for (record, kind, bytes, is_unlinked, enrolment) in rest {
            let Some(enrolment) = enrolment else {
                continue;
            };
            let receipt = (is_unlinked && Kind::from(&*kind) == Kind::Conversation).then(|| {
                let mut chance = [0; 16];
                clock.random(&mut chance);
                hex::encode(chance)
            });
            self.run(
                "INSERT INTO outbox (enrolment, record, kind, receipt, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![enrolment, record, kind, receipt, bytes],
            )?;
            handed += 1;
        }
        Ok(handed)
    }
}
