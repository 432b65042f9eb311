//! What SQL the phone may use: in the browser its SQLite is compiled without much of the language
//! (`SQLITE_OMIT_` in .cargo/config.toml, `unreached.rs`), while on computers, under test, it has
//! all of it. So the statements are read for the words that would lead there.

/// Does this rule read the file?
pub fn concerns(path: &str) -> bool {
    path.starts_with("src/phone/store/") || path.starts_with("migrations/phone/")
}

/// By the whole word, in capitals as we write SQL.
const WORDS: &[&str] = &[
    "ANALYZE",
    "ATTACH",
    "DETACH",
    "EXPLAIN",
    "FULL JOIN",
    "FULL OUTER",
    "GENERATED",
    "GLOB",
    "JSON",
    "LIKE",
    "OVER (",
    "REINDEX",
    "RENAME",
    "RETURNING",
    "RIGHT JOIN",
    "RIGHT OUTER",
    "DROP COLUMN",
    "DROP CONSTRAINT",
    "ALTER COLUMN",
    "ADD CONSTRAINT",
    "TRIGGER",
    "VACUUM",
    "VIEW",
    "VIRTUAL",
    "WINDOW",
    "WITH",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
];

/// As they are called.
const FUNCTIONS: &[&str] = &[
    "char",
    "concat",
    "concat_ws",
    "date",
    "datetime",
    "glob",
    "group_concat",
    "json",
    "julianday",
    "like",
    "ltrim",
    "quote",
    "replace",
    "round",
    "rtrim",
    "strftime",
    "string_agg",
    "time",
    "timediff",
    "trim",
    "unhex",
    "unistr",
    "unistr_quote",
    "unixepoch",
];

/// What a Rust file's literals or an SQL file would ask of SQLite in vain.
pub fn judge(path: &str, text: &str) -> Vec<String> {
    let statements = if path.ends_with(".sql") {
        vec![without_sql_comments(text)]
    } else {
        literals(text)
    };
    let mut found = Vec::new();
    for statement in statements {
        let words = words(&statement);
        let used = WORDS
            .iter()
            .filter(|banned| {
                let banned: Vec<&str> = banned.split(' ').collect();
                words.windows(banned.len()).any(|these| these == banned)
            })
            .map(|word| (*word).to_owned());
        let called = FUNCTIONS
            .iter()
            .filter(|name| words.windows(2).any(|these| these == [**name, "("]))
            .map(|name| format!("{name}()"));
        found.extend(used.chain(called).map(|word| {
            format!(
                "{path}: SQL with {word}, which the phone's SQLite is compiled without in browsers"
            )
        }));
    }
    found
}

/// Names, and each other sign for itself.
fn words(statement: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = statement.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let end = if is_name(first) {
            rest.find(|letter| !is_name(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// The string literals of a Rust file that are SQL or pieces of it.
fn literals(text: &str) -> Vec<String> {
    const VERBS: [&str; 12] = [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "PRAGMA ",
        "WITH ", "WHERE ", "AND ", "FROM ",
    ];
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n").replace("\\\"", "'").replace("'\"'", "''");
    let parts = code.split('"').skip(1).step_by(2);
    parts
        .filter(|literal| VERBS.iter().any(|verb| literal.contains(verb)))
        .map(str::to_owned)
        .collect()
}

fn without_sql_comments(text: &str) -> String {
    let lines = text.lines();
    let lines: Vec<&str> = lines
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_lack_is_found_in_statements_and_nowhere_else() {
        let rust = r#"
            // A VIEW would be nice: "SELECT 1 FROM view WHERE WITH".
            let name = name.trim();
            connection.execute("DELETE FROM door WHERE trim(name) = ''", [])?;
            connection.execute("CREATE TABLE door (key INTEGER) STRICT, WITHOUT ROWID", [])?;
            connection.execute("ALTER TABLE door ADD COLUMN unit TEXT", [])?;
        "#;
        let found = judge("src/phone/store/doors.rs", rust);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found.iter().all(|line| line.contains("trim()")));

        let sql = "-- No VIEW here.\nCREATE TABLE a (key INTEGER);\nCREATE VIEW b AS SELECT 1;\n\
                   ALTER TABLE a RENAME TO c;";
        assert_eq!(judge("migrations/phone/0009_a.sql", sql).len(), 2);
        assert_eq!(
            judge(
                "migrations/phone/0009_a.sql",
                "WITH a AS (SELECT 1) SELECT * FROM a;"
            )
            .len(),
            1
        );
    }
}
