//! The house rules that clippy can't know: which room may look into which, where SQL and HTTP
//! live, what the innermost rooms must be free of. ARCHITECTURE.md says why; this reads the
//! source as text, so that it runs in no time and needs nothing to compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::phone_sql;
use crate::shell::{Result, root};

pub fn run() -> Result {
    let root = root();
    let mut complaints = Vec::new();
    for folder in ["src", "tests"] {
        for file in rust_files(&root.join(folder))? {
            let path = file.strip_prefix(&root)?.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file)?;
            complaints.extend(judge(&path, &text));
            if phone_sql::concerns(&path) {
                complaints.extend(phone_sql::judge(&path, &text));
            }
        }
    }
    for file in files_of(&root.join("migrations/phone"), "sql")? {
        let path = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        complaints.extend(phone_sql::judge(&path, &fs::read_to_string(&file)?));
    }
    for file in files_of(&root.join("assets/wording"), "ftl")? {
        let path = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        complaints.extend(judge_wording(&path, &fs::read_to_string(&file)?));
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} against the house rules:\n  {}",
        complaints.len(),
        complaints.join("\n  ")
    )
    .into())
}

/// Where a rule applies, what may not be used there, and why.
struct Ban {
    inside: &'static str,
    except: &'static [&'static str],
    path: &'static [&'static str],
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        inside: "src/domain/",
        except: &[],
        path: &[
            "crate::wire",
            "crate::phone",
            "crate::server",
            "std::fs",
            "std::net",
            "std::io",
            "std::env",
            "std::process",
            "std::thread",
            "std::time::Instant",
            "std::time::SystemTime",
            "std::collections::HashMap",
            "std::collections::HashSet",
            "tokio",
            "rusqlite",
            "axum",
            "reqwest",
            "dioxus",
            "getrandom",
            "futures_util",
            "futures_channel",
        ],
        why: "domain is pure: no IO, no clock, no async, no SQL, no HTTP, no randomness",
    },
    Ban {
        inside: "src/wire/",
        except: &[],
        path: &[
            "crate::phone",
            "crate::server",
            "rusqlite",
            "axum",
            "reqwest",
            "dioxus",
            "tokio",
        ],
        why: "wire is only what passes between phone and server",
    },
    Ban {
        inside: "src/phone/",
        except: &[],
        path: &["crate::server", "axum"],
        why: "the phone never sees the server",
    },
    Ban {
        inside: "src/phone/ui/",
        except: &[],
        path: &["crate::wire", "crate::phone::store", "crate::phone::sync"],
        why: "screens know view models and the door to the back room, nothing behind it",
    },
    Ban {
        inside: "src/server/",
        except: &[],
        path: &["crate::phone"],
        why: "the server never sees the phone",
    },
    Ban {
        inside: "src/server/store/",
        except: &[],
        path: &[
            "crate::server::api",
            "crate::server::desk",
            "crate::server::rescue",
            "crate::server::import",
            "crate::server::command",
            "axum",
        ],
        why: "the store is asked by endpoints and pages, and asks none of them",
    },
    Ban {
        inside: "src/phone/",
        except: &["src/phone/store"],
        path: &["rusqlite"],
        why: "the only SQL on the phone is in src/phone/store",
    },
    Ban {
        inside: "src/server/",
        except: &["src/server/store"],
        path: &["rusqlite", "tokio_postgres", "deadpool_postgres"],
        why: "the only SQL on the server is in src/server/store",
    },
    Ban {
        inside: "src/phone/",
        except: &["src/phone/sync/driver"],
        path: &["reqwest"],
        why: "on the phone only src/phone/sync/driver speaks HTTP",
    },
];

/// What no source file may contain, outside comments.
const WORDS: &[(&str, &str, &str)] = &[
    ("", "#[ignore", "nothing skips"),
    (
        "tests/",
        "thread::sleep(",
        "wait for the thing itself, with a limit",
    ),
    (
        "tests/",
        "time::sleep(",
        "wait for the thing itself, with a limit",
    ),
    ("src/domain/", "async fn", "domain is pure"),
    ("src/domain/", ".await", "domain is pure"),
];

/// All complaints about one file.
fn judge(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    if path.starts_with("src/") && !text.trim_start().starts_with("//!") {
        complaints.push(format!(
            "{path}: opens without a `//!` paragraph on what it is"
        ));
    }
    let code = without_comments(text);
    for (inside, word, why) in WORDS {
        if path.starts_with(inside) && code.contains(word) {
            complaints.push(format!("{path}: `{word}`: {why}"));
        }
    }
    let used = paths_used(&code, &module_of(path));
    for ban in BANS {
        let applies =
            path.starts_with(ban.inside) && !ban.except.iter().any(|room| path.starts_with(room));
        if !applies {
            continue;
        }
        for banned in ban.path {
            let hit = used
                .iter()
                .find(|path| *path == banned || path.starts_with(&format!("{banned}::")));
            if let Some(hit) = hit {
                complaints.push(format!("{path}: uses `{hit}`: {}", ban.why));
            }
        }
    }
    if path.starts_with("src/phone/") && path != WORDING && text.contains("Signal::global(") {
        complaints.push(format!(
            "{path}: a second global signal: the web app is built without places in the source, \
             by which dioxus tells them apart, so it would be the one of {WORDING}"
        ));
    }
    if path.starts_with("src/phone/")
        || path.starts_with("src/wire/")
        || path.starts_with("src/domain/")
    {
        complaints.extend(words_for_developers(path, text));
    }
    complaints
}

/// Has the one global signal.
const WORDING: &str = "src/phone/ui/wording.rs";

/// The web app is built without what `{:?}` writes (xtask/src/web.rs): whatever needed the text
/// would go wrong there and nowhere else.
fn words_for_developers(path: &str, text: &str) -> Vec<String> {
    if path.contains("/tests") {
        return Vec::new();
    }
    let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    // A file of tests: it is in no app.
    if code.contains("#[test]") {
        return Vec::new();
    }
    let lines = code.lines().enumerate();
    lines
        .filter(|(_, line)| line.contains(":?}") && !line.contains("unreachable!"))
        .map(|(number, _)| {
            format!(
                "{path}:{}: `{{:?}}` is empty in the web app: use what is written for this purpose",
                number + 1
            )
        })
        .collect()
}

/// We don't claim to change minds.
fn judge_wording(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let lower = line.to_lowercase();
        if !lower.starts_with('#') && lower.contains("persuad") {
            complaints.push(format!(
                "{path}:{}: say \"gave a higher number\", not \"persuaded\"",
                number + 1
            ));
        }
    }
    complaints
}

/// The module a file is, as a path from `crate`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module = vec!["crate".to_owned()];
    module.extend(inner.split('/').map(str::to_owned));
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib" || last == "main")
    {
        module.pop();
    }
    module
}

/// Every path in the code that begins with a known first word, braces of `use` unfolded and
/// `super` resolved. Inline modules (tests) make `super` one too short: then a path stays
/// inside its own room, and nothing is missed that is outside.
fn paths_used(code: &str, module: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("use ") {
        let starts_word = code[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !is_name(before));
        let Some(end) = code[at..].find(';') else {
            continue;
        };
        if starts_word {
            unfold(&code[at + 4..at + end], "", &mut |path| {
                found.insert(resolve(path, module));
            });
        }
    }
    // Paths in the middle of code: `crate::wire::push::Batch`, `rusqlite::Connection`.
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let start = rest[..at]
            .rfind(|letter| !is_name(letter))
            .map_or(0, |before| before + 1);
        let mut end = at;
        while rest[end..].starts_with("::") {
            let name = &rest[end + 2..];
            let length = name.find(|letter| !is_name(letter)).unwrap_or(name.len());
            if length == 0 {
                break;
            }
            end += 2 + length;
        }
        let path = &rest[start..end];
        if path.contains("::") && !path.starts_with("::") {
            found.insert(resolve(path, module));
        }
        rest = &rest[end.max(at + 2)..];
    }
    found
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// `a::{b, c::{d, self}}` → `a::b`, `a::c::d`, `a::c`.
fn unfold(tree: &str, prefix: &str, found: &mut impl FnMut(&str)) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let name = tree.split(" as ").next().unwrap_or(tree).trim();
        let path = format!("{prefix}{name}");
        found(path.trim_end_matches("::self").trim_start_matches("::"));
        return;
    };
    let prefix = format!("{prefix}{}", tree[..open].trim());
    let inside = tree[open + 1..].trim_end().trim_end_matches('}');
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                unfold(&inside[start..at], &prefix, found);
                start = at + 1;
            }
            _ => {}
        }
    }
    // The trimmed closing braces may be one too many; the inner call doesn't mind.
    let last = &inside[start..];
    if !last.trim().is_empty() {
        let missing = last
            .matches('{')
            .count()
            .saturating_sub(last.matches('}').count());
        unfold(&format!("{last}{}", "}".repeat(missing)), &prefix, found);
    }
}

fn resolve(path: &str, module: &[String]) -> String {
    let mut here = module.to_vec();
    let mut rest = path;
    if rest == "self" || rest.starts_with("self::") {
        rest = rest.trim_start_matches("self").trim_start_matches("::");
    } else if rest == "super" || rest.starts_with("super::") {
        while let Some(shorter) = rest.strip_prefix("super") {
            here.pop();
            rest = shorter.trim_start_matches("::");
        }
    } else {
        return match path.strip_prefix("doorstep::") {
            Some(inner) => format!("crate::{inner}"),
            None => path.to_owned(),
        };
    }
    if !rest.is_empty() {
        here.push(rest.to_owned());
    }
    here.join("::")
}

/// The code with comments blanked. Strings stay: a `//` in one hides the rest of its line from
/// the rules, which is no loss.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files_of(folder, "rs")
}

fn files_of(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "node_modules") {
            found.extend(files_of(&path, extension)?);
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, code: &str) -> usize {
        judge(path, &format!("//! What it is.\n{code}")).len()
    }

    #[test]
    fn this_tree_keeps_the_house_rules() -> Result {
        run()
    }

    #[test]
    fn the_screens_may_not_see_the_wire() {
        assert_eq!(
            complaints("src/phone/ui/street.rs", "use crate::wire::push;"),
            1
        );
        assert_eq!(
            complaints("src/phone/ui/street.rs", "use crate::{domain::Door, wire};"),
            1
        );
        assert_eq!(
            complaints(
                "src/phone/ui/street.rs",
                "use super::super::super::wire::push;"
            ),
            1
        );
        assert_eq!(
            complaints(
                "src/phone/ui/street.rs",
                "fn a(b: crate::wire::push::Batch) {}"
            ),
            1
        );
        assert_eq!(
            complaints("src/phone/ui/street.rs", "use crate::phone::view::Street;"),
            0
        );
        assert_eq!(complaints("src/phone/ui/street.rs", "use super::parts;"), 0);
    }

    #[test]
    fn nothing_on_the_phone_needs_words_for_developers() {
        let path = "src/phone/ui/door/more.rs";
        assert_eq!(complaints(path, "let key = format!(\"{hazard:?}\");"), 1);
        let tested = "#[cfg(test)]\nmod tests { fn a() { println!(\"{b:?}\"); } }";
        assert_eq!(complaints(path, tested), 0);
        assert_eq!(complaints("src/server/clock.rs", "println!(\"{a:?}\");"), 0);
    }

    #[test]
    fn only_the_storage_rooms_speak_sql() {
        assert_eq!(
            complaints("src/server/api/push.rs", "use rusqlite::Connection;"),
            1
        );
        assert_eq!(
            complaints(
                "src/server/api/push.rs",
                "fn a(b: &rusqlite::Connection) {}"
            ),
            1
        );
        assert_eq!(
            complaints("src/server/store/log.rs", "use rusqlite::Connection;"),
            0
        );
        assert_eq!(
            complaints("src/phone/store/mod.rs", "use rusqlite::Connection;"),
            0
        );
    }

    #[test]
    fn the_servers_store_asks_no_endpoint_and_no_page() {
        let path = "src/server/store/sql/held.rs";
        assert_eq!(complaints(path, "use crate::server::api::judge::judge;"), 1);
        assert_eq!(complaints(path, "use super::super::super::desk::pages;"), 1);
        assert_eq!(complaints(path, "use crate::server::store::judge;"), 0);
        assert_eq!(
            complaints("src/server/api/push.rs", "use crate::server::store::judge;"),
            0
        );
    }

    #[test]
    fn only_the_driver_speaks_http() {
        assert_eq!(
            complaints("src/phone/sync/engine.rs", "use reqwest::Client;"),
            1
        );
        assert_eq!(
            complaints("src/phone/sync/driver.rs", "use reqwest::Client;"),
            0
        );
        assert_eq!(
            complaints("src/phone/sync/driver/web.rs", "use reqwest::Client;"),
            0
        );
    }

    #[test]
    fn domain_has_no_clock_and_nothing_to_wait_for() {
        assert_eq!(
            complaints(
                "src/domain/fold.rs",
                "use std::{collections::HashMap, fmt};"
            ),
            1
        );
        assert_eq!(complaints("src/domain/fold.rs", "async fn wait() {}"), 1);
        assert_eq!(
            complaints(
                "src/domain/fold.rs",
                "// unlike an async fn of crate::phone"
            ),
            0
        );
        assert_eq!(
            complaints("src/domain/fold.rs", "use std::collections::BTreeMap;"),
            0
        );
    }

    #[test]
    fn phone_and_server_never_see_each_other() {
        assert_eq!(
            complaints(
                "src/phone/store/mod.rs",
                "use crate::{\n  server::{store, clock},\n};"
            ),
            1
        );
        assert_eq!(
            complaints("src/server/mod.rs", "pub(crate) use doorstep::phone::view;"),
            1
        );
    }

    #[test]
    fn a_file_says_what_it_is() {
        assert_eq!(judge("src/domain/door.rs", "pub struct Door;").len(), 1);
    }

    #[test]
    fn a_skipped_test_is_a_complaint() {
        assert_eq!(
            complaints("tests/it/story.rs", "#[ignore = \"slow\"]\nfn story() {}"),
            1
        );
    }

    #[test]
    fn braces_within_braces_are_unfolded() {
        let mut found = Vec::new();
        unfold("a::{b, c::{d, self}, e::{f as g}}", "", &mut |path| {
            found.push(path.to_owned())
        });
        assert_eq!(found, ["a::b", "a::c::d", "a::c", "a::e::f"]);
    }

    #[test]
    fn wording_claims_no_persuasion() {
        assert_eq!(
            judge_wording("assets/wording/en.ftl", "x = 3 were persuaded\n").len(),
            1
        );
        assert_eq!(
            judge_wording("assets/wording/en.ftl", "# never persuaded\nx = higher\n").len(),
            0
        );
    }
}
