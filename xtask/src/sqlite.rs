//! The web build's SQLite: the crate's amalgamation with the few changes that no SQLITE_OMIT_
//! flag makes. Each names the passage it replaces; one that isn't there exactly once fails the
//! build.

use std::fs;
use std::path::PathBuf;

use crate::shell::{Result, cargo, quiet, target_dir};

const CRATE: &str = "sqlite3mc-src";
const SOURCE: &str = "sqlite3mc_amalgamation.c";
const HEADERS: [&str; 2] = ["sqlite3mc_amalgamation.h", "sqlite3ext.h"];

struct Change {
    from: &'static str,
    to: &'static str,
}

const CHANGES: &[Change] = &[
    // ALTER TABLE ADD COLUMN on a STRICT table asks PRAGMA quick_check, as a virtual table, whether
    // the new column's default has its type. Neither is on a phone. The same migrations run on
    // computers under test, with a SQLite that has both.
    Change {
        from: "     || (pTab->tabFlags & TF_Strict)!=0\n    ){\n      sqlite3NestedParse(pParse,",
        to: "    ){\n      sqlite3NestedParse(pParse,",
    },
    // So ALTER TABLE needs no virtual tables.
    Change {
        from: "#if defined(SQLITE_OMIT_VIRTUALTABLE) && !defined(SQLITE_OMIT_ALTERTABLE)\n\
               # define SQLITE_OMIT_ALTERTABLE\n#endif\n",
        to: "",
    },
    // The parser comes ready made and stores a SELECT's WINDOW clause where
    // SQLITE_OMIT_WINDOWFUNC leaves no place for it.
    Change {
        from: "    yymsp[-9].minor.yy555->pWinDefn = yymsp[-2].minor.yy211;\n",
        to: "    sqlite3ErrorMsg(pParse, \"no windows\");\n",
    },
    // Encryption of single values, and SHA-512 for it; we encrypt the file.
    Change {
        from: "#define SQLITE3MC_ENABLE_VLE 1\n",
        to: "",
    },
];

/// What only the changed source compiles with; plain cargo takes the crate's.
const ONLY_CHANGED: &str = "-DSQLITE_OMIT_WINDOWFUNC";

/// For the crate's `SQLITE_WASM_RS_FLAGS`: those of .cargo/config.toml, which the cargo that
/// started us has put into our environment, and ours.
pub fn flags() -> Result<String> {
    let flags = std::env::var("SQLITE_WASM_RS_FLAGS")
        .map_err(|_| "SQLite's flags are in .cargo/config.toml: start this by `cargo xtask`")?;
    Ok(format!("{flags} {ONLY_CHANGED}"))
}

/// Where the changed source lies, for the crate's `SQLITE_WASM_RS_SOURCE_DIR`.
pub fn source() -> Result<PathBuf> {
    let original = original()?;
    let ours = target_dir().join("web-sqlite");
    fs::create_dir_all(&ours)?;
    let changed = change(fs::read_to_string(original.join(SOURCE))?, CHANGES)?;
    let mut files = vec![(SOURCE, changed)];
    for name in HEADERS {
        files.push((name, fs::read_to_string(original.join(name))?));
    }
    for (name, text) in files {
        let path = ours.join(name);
        // Written only when it is another: cargo compiles what is newer.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(path, text)?;
        }
    }
    Ok(ours)
}

fn original() -> Result<PathBuf> {
    let known = quiet(cargo().args(["metadata", "--format-version", "1", "--features", "web"]))?;
    let known: serde_json::Value = serde_json::from_str(&known)?;
    let packages = known["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == CRATE)
        .find_map(|package| package["manifest_path"].as_str())
        .ok_or_else(|| format!("{CRATE} is not among our dependencies"))?;
    Ok(PathBuf::from(manifest).with_file_name("sqlite3mc"))
}

fn change(mut source: String, changes: &[Change]) -> Result<String> {
    for Change { from, to } in changes {
        if source.matches(from).count() != 1 {
            return Err(format!("SQLite's source doesn't have exactly once:\n{from}").into());
        }
        source = source.replacen(from, to, 1);
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_that_is_not_there_exactly_once_fails_the_build() {
        let change_to = |source: &str| {
            change(
                source.to_owned(),
                &[Change {
                    from: "old;",
                    to: "new;",
                }],
            )
        };
        assert_eq!(change_to("a; old; b;").ok().as_deref(), Some("a; new; b;"));
        assert!(change_to("a;").is_err());
        assert!(change_to("old; old;").is_err());
    }
}
