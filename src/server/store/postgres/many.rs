//! Many rows, or many questions of one kind, as one statement: `sql` has a statement
//! for one of them, and here it is turned into one whose parameters are lists. What
//! PostgreSQL does for a statement by itself costs it ten times what a row does.

use super::values::{KeptParameter, kept};
use super::{Prepared, wait_for};
use crate::server::store::StoreError;
use crate::server::store::sql::Params;
use futures_util::TryStreamExt as _;
use tokio_postgres::Row;

/// At most so many rows in one statement, so that an import of a town does not
/// become one message.
const TOGETHER: usize = 2_000;

impl Prepared<'_> {
    pub fn rows(&mut self) -> Rows<'_> {
        Rows {
            columns: Vec::new(),
            count: 0,
            prepared: self,
        }
    }
}

/// The parameters of many rows, column by column.
#[derive(Debug)]
pub struct Rows<'a> {
    prepared: &'a Prepared<'a>,
    columns: Vec<Vec<KeptParameter>>,
    count: usize,
}

impl Rows<'_> {
    pub fn add(&mut self, params: Params<'_>) -> Result<(), StoreError> {
        self.columns.resize_with(params.len(), Vec::new);
        for (column, param) in self.columns.iter_mut().zip(params) {
            column.push(kept(*param));
        }
        self.count += 1;
        if self.count >= TOGETHER && is_insert(&self.prepared.sql) {
            self.send()?;
        }
        Ok(())
    }

    /// Sends what is left of an `INSERT`.
    pub fn insert(mut self) -> Result<(), StoreError> {
        self.send()
    }

    fn send(&mut self) -> Result<(), StoreError> {
        if self.count == 0 {
            return Ok(());
        }
        self.count = 0;
        let columns = std::mem::take(&mut self.columns);
        let session = self.prepared.session;
        let many = insert_of(&self.prepared.sql, &self.from());
        let many = wait_for(session.handle, session.client.prepare_cached(&many))?;
        session.send(&many, columns)
    }

    /// What the question finds for each, with its place.
    pub fn query(self) -> Result<Vec<(usize, Row)>, StoreError> {
        if self.count == 0 {
            return Ok(Vec::new());
        }
        let session = self.prepared.session;
        let many = query_of(&self.prepared.sql, &self.from());
        let rows: Vec<Row> = wait_for(session.handle, async {
            let many = session.client.prepare_cached(&many).await?;
            let rows = session.client.query_raw(&many, self.columns).await?;
            rows.try_collect().await
        })?;
        rows.into_iter()
            .map(|row| {
                let place: i64 = row.try_get(row.len() - 1)?;
                Ok((usize::try_from(place - 1).unwrap_or(usize::MAX), row))
            })
            .collect()
    }

    /// The lists as a table `many`, each of the type the single parameter has.
    fn from(&self) -> String {
        let types = self.prepared.statement.params();
        let lists: Vec<String> = (1..)
            .zip(types)
            .map(|(n, of)| format!("${n}::{}[]", of.name()))
            .collect();
        let names: Vec<String> = (1..=types.len()).map(|n| format!("p{n}")).collect();
        format!(
            "unnest({}) WITH ORDINALITY AS many({}, place)",
            lists.join(", "),
            names.join(", ")
        )
    }
}

fn is_insert(sql: &str) -> bool {
    sql.starts_with("INSERT ")
}

/// `INSERT INTO t (a) VALUES ($1)` becomes `INSERT INTO t (a) SELECT many.p1 FROM …`.
fn insert_of(sql: &str, from: &str) -> String {
    let parts = sql
        .split_once(" VALUES (")
        .and_then(|(into, rest)| Some((into, rest.split_once(')')?)));
    match parts {
        Some((into, (values, rest))) => {
            let values = values.replace('$', "many.p");
            format!("{into} SELECT {values} FROM {from}{rest}")
        }
        // It says itself what is wrong with it.
        None => sql.to_owned(),
    }
}

/// Each question by itself, as it is asked alone: OFFSET keeps PostgreSQL from making
/// one large question of them, for which it would have to guess how large the tables are.
fn query_of(sql: &str, from: &str) -> String {
    let one = sql.replace('$', "many.p");
    format!(
        "SELECT one.*, many.place FROM {from} CROSS JOIN LATERAL ({one} OFFSET 0) AS one \
         ORDER BY many.place"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_for_one_row_becomes_one_for_many() {
        let one = "INSERT INTO t (a, b, c) VALUES ($1, $2, $2) ON CONFLICT (a) DO NOTHING";
        assert_eq!(
            insert_of(one, "unnest(…)"),
            "INSERT INTO t (a, b, c) SELECT many.p1, many.p2, many.p2 FROM unnest(…) \
             ON CONFLICT (a) DO NOTHING"
        );
    }

    #[test]
    fn a_question_about_one_becomes_one_about_many() {
        assert_eq!(
            query_of("SELECT a FROM t WHERE b = $1 AND c = $2", "unnest(…)"),
            "SELECT one.*, many.place FROM unnest(…) CROSS JOIN LATERAL \
             (SELECT a FROM t WHERE b = many.p1 AND c = many.p2 OFFSET 0) AS one \
             ORDER BY many.place"
        );
    }
}
