//! The words: the same ids in every language, each id that code uses, none that it doesn't,
//! and something to say for everything that can happen.

use super::super::fluent::Arg;
use super::super::wording::{Language, place_of};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FILES: [&str; 3] = ["app.ftl", "practice.ftl", "talk.ftl"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Each message of a file with the variables it takes.
fn messages(language: Language, file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = root()
        .join("assets/wording")
        .join(language.tag())
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase())
            && let Some((name, _)) = line.split_once('=')
        {
            id = name.trim().to_owned();
            let twice = messages.insert(id.clone(), BTreeSet::new());
            assert!(
                twice.is_none(),
                "{id} stands twice in {} {file}",
                language.tag()
            );
        }
        if let Some(variables) = messages.get_mut(&id) {
            for after in line.split("{ $").skip(1) {
                let name: String = after
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                    .collect();
                variables.insert(name);
            }
        }
    }
    messages
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Every id that the screens' code says, with the names of what it passes.
fn used() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    rust_files(&root().join("src/phone/ui"), &mut files);
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        // The macro's own examples, and this search itself.
        if file.ends_with("wording.rs") || file.ends_with("tests/words.rs") {
            continue;
        }
        let code = std::fs::read_to_string(&file).unwrap();
        for after in code.split("say!(").skip(1) {
            let Some(rest) = after.trim_start().strip_prefix('"') else {
                continue;
            };
            let (id, rest) = rest.split_once('"').unwrap();
            used.entry(id.to_owned())
                .or_default()
                .extend(arguments(rest));
        }
    }
    used
}

/// The names before `=` up to the macro's closing parenthesis.
fn arguments(rest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut word) = (0_usize, String::new());
    let mut in_text = false;
    for c in rest.chars() {
        match c {
            '"' => in_text = !in_text,
            _ if in_text => {}
            '(' | '{' | '[' => depth += 1,
            ')' if depth == 0 => break,
            ')' | '}' | ']' => depth -= 1,
            ',' if depth == 0 => word.clear(),
            '=' if depth == 0 && !word.trim().is_empty() => {
                names.push(word.trim().to_owned());
                word = "(value)".to_owned();
            }
            c if depth == 0 => word.push(c),
            _ => {}
        }
    }
    names.retain(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    names
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_variables() {
    for file in FILES {
        let (english, finnish) = (
            messages(Language::English, file),
            messages(Language::Finnish, file),
        );
        let missing: Vec<_> = english
            .keys()
            .filter(|id| !finnish.contains_key(*id))
            .chain(finnish.keys().filter(|id| !english.contains_key(*id)))
            .collect();
        assert!(
            missing.is_empty(),
            "{file}: in one language only: {missing:?}"
        );
        for (id, variables) in &english {
            assert_eq!(Some(variables), finnish.get(id), "{file}: {id}");
        }
    }
}

#[test]
fn every_id_the_code_says_exists_and_gets_its_variables() {
    let mut all = BTreeMap::new();
    for file in FILES {
        all.extend(messages(Language::English, file));
    }
    let used = used();
    assert!(
        used.len() > 150,
        "the search for ids finds too few: {}",
        used.len()
    );
    for (id, passed) in &used {
        let wanted = all.get(id).unwrap_or_else(|| panic!("no words for {id}"));
        let missing: Vec<_> = wanted.difference(passed).collect();
        assert!(missing.is_empty(), "{id} is said without {missing:?}");
    }
}

#[test]
fn no_words_are_kept_that_nobody_says() {
    let used = used();
    for file in FILES {
        let unused: Vec<_> = messages(Language::English, file)
            .into_keys()
            .filter(|id| !used.contains_key(id))
            .collect();
        assert!(unused.is_empty(), "{file}: {unused:?}");
    }
}

#[test]
fn every_message_is_read_without_a_mistake() {
    for language in Language::ALL {
        for file in FILES {
            for id in messages(language, file).keys() {
                let said = language.say(place_of(id), &[]);
                assert!(!said.is_empty(), "{} {file}: {id}", language.tag());
            }
        }
    }
}

/// The language's messages in the whole of Fluent, which phones don't carry.
fn in_fluent(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.tag().parse().unwrap()]);
    bundle.set_use_isolating(false);
    for file in FILES {
        let path = root()
            .join("assets/wording")
            .join(language.tag())
            .join(file);
        let resource = FluentResource::try_new(std::fs::read_to_string(path).unwrap());
        bundle.add_resource(resource.unwrap()).unwrap();
    }
    bundle
}

#[test]
fn every_message_says_what_fluent_makes_of_it() {
    let values = [0, 1, 2, 3, 7, 12, 21, 101, -1].map(Arg::Number);
    let values = values
        .into_iter()
        .chain([Arg::Text("Äiti { $x } {"), Arg::Text("")]);
    let values: Vec<_> = values.map(Some).chain([None]).collect();
    let mut compared = 0;
    for language in Language::ALL {
        let bundle = in_fluent(language);
        for (id, variables) in FILES.iter().flat_map(|file| messages(language, file)) {
            let pattern = bundle.get_message(&id).unwrap().value().unwrap();
            for (turn, _) in values.iter().enumerate() {
                // Each variable another value, and in time each value.
                let args: Vec<(&str, Arg<'_>)> = variables
                    .iter()
                    .enumerate()
                    .filter_map(|(at, name)| {
                        let value = values[(turn + 5 * at) % values.len()]?;
                        Some((name.as_str(), value))
                    })
                    .collect();
                let fluent: FluentArgs<'_> = args
                    .iter()
                    .map(|(name, value)| match value {
                        Arg::Text(text) => (*name, FluentValue::from(*text)),
                        Arg::Number(number) => (*name, FluentValue::from(*number)),
                    })
                    .collect();
                let wanted = bundle.format_pattern(pattern, Some(&fluent), &mut Vec::new());
                assert_eq!(
                    language.say(place_of(&id), &args),
                    wanted,
                    "{id} with {args:?}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 5000, "only {compared}");
}

#[test]
fn numbers_take_the_form_their_language_asks_for() {
    let doors = |language: Language, count: u32| {
        language.say(place_of("search-found"), &[("count", (&count).into())])
    };
    assert_eq!(doors(Language::English, 1), "1 door");
    assert_eq!(doors(Language::English, 2), "2 doors");
    assert_eq!(doors(Language::Finnish, 1), "1 ovi");
    assert_eq!(doors(Language::Finnish, 2), "2 ovea");
}

#[test]
fn the_persons_choice_goes_before_the_phones_languages_and_english_is_the_last_resort() {
    let phone = ["sv-FI".to_owned(), "fi-FI".to_owned()];
    assert_eq!(Language::choose("en", &phone), Language::English);
    assert_eq!(Language::choose("", &phone), Language::Finnish);
    assert_eq!(Language::choose("", &["sv".to_owned()]), Language::English);
    assert_eq!(Language::of_tag("fi_FI.UTF-8"), Some(Language::Finnish));
}

#[test]
fn nothing_we_say_speaks_of_moving_or_persuading_people() {
    for file in FILES {
        let path = root().join("assets/wording/en").join(file);
        let text = std::fs::read_to_string(path).unwrap().to_lowercase();
        // "Moved away" is about a home, not an opinion.
        let said = text
            .split(|c: char| !c.is_alphabetic() && c != '-')
            .filter(|word| !word.starts_with("outcome-"))
            .collect::<Vec<_>>()
            .join(" ")
            .replace("moved away", "");
        for word in said.split(' ') {
            let pushy =
                word == "moved" || word.starts_with("persua") || word.starts_with("convert");
            assert!(!pushy, "{file} says {word}");
        }
    }
}
