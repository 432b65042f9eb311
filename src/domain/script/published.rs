//! The published JSON Schema, held to the types: it knows exactly their keys, every
//! built-in script fits it, and what does not fit is refused by both.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::tests::EVERY_FIELD;
use super::{BUILT_IN, Script, recording};
use serde_json::Value;
use std::collections::BTreeSet;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../assets/scripts/schema.json")).unwrap()
}

/// A script file as JSON; dates are texts there.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.clone().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(yes) => (*yes).into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.clone(), as_json(value)))
                .collect(),
        ),
    }
}

fn file(text: &str) -> Value {
    as_json(&toml::Value::Table(text.parse().unwrap()))
}

/// What does not fit, as far as this schema's few words go; another word fails.
fn misfits(root: &Value, rule: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, wanted) in rule.as_object().unwrap() {
        let fits = match word.as_str() {
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                found.extend(misfits(root, &root["$defs"][name], value, at));
                true
            }
            "type" => match wanted.as_str().unwrap() {
                "string" => value.is_string(),
                "integer" => value.is_i64(),
                "boolean" => value.is_boolean(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("the test does not know the type {other}"),
            },
            "anyOf" => wanted
                .as_array()
                .unwrap()
                .iter()
                .any(|rule| misfits(root, rule, value, at).is_empty()),
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_i64() >= wanted.as_i64(),
            "maximum" => value.as_i64() <= wanted.as_i64(),
            "pattern" => fits_pattern(wanted.as_str().unwrap(), value.as_str().unwrap_or("")),
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(misfits(root, wanted, item, &format!("{at}.{i}")));
                }
                true
            }
            "required" => wanted
                .as_array()
                .unwrap()
                .iter()
                .all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, rule) in wanted.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        found.extend(misfits(root, rule, value, &format!("{at}.{key}")));
                    }
                }
                true
            }
            "additionalProperties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if rule["properties"].get(key).is_some() {
                        continue;
                    }
                    if wanted == &Value::Bool(false) {
                        found.push(format!("{at}.{key} is not known"));
                    } else {
                        found.extend(misfits(root, wanted, value, &format!("{at}.{key}")));
                    }
                }
                true
            }
            "title" | "description" | "$defs" => true,
            other => panic!("the test does not know the word {other}"),
        };
        if !fits {
            found.push(format!("{at}: {word} {wanted} does not fit {value}"));
        }
    }
    found
}

/// The patterns there are.
fn fits_pattern(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[a-z0-9_-]{1,64}$" => {
            (1..=64).contains(&text.len())
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
        }
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
            let day: Result<chrono::NaiveDate, _> = text.parse();
            text.len() == 10 && day.is_ok()
        }
        r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}\.(mp3|m4a)$" => recording::kind(text).is_some(),
        other => panic!("the test does not know the pattern {other}"),
    }
}

#[test]
fn every_built_in_script_fits_the_published_schema() {
    let schema = schema();
    for built_in in BUILT_IN {
        let found = misfits(&schema, &schema, &file(built_in.text), "");
        assert!(found.is_empty(), "{}: {found:#?}", built_in.file);
    }
    let found = misfits(&schema, &schema, &file(EVERY_FIELD), "");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_the_schema_refuses_the_validator_refuses_too() {
    let schema = schema();
    let text = BUILT_IN[0].text;
    for (from, to) in [
        ("role = \"why\"", "role = \"chat\""),
        ("kind = \"issue\"", "kind = \"sales\""),
        ("size = 1\n", "size = 9\n"),
        ("id = \"open\"", "id = \"Open it\""),
        ("max_len = 140", "max_len = 900"),
        ("checked_at = 2026-11-23", "checked_at = \"in winter\""),
        ("may_skip = false", "may_skpi = false"),
        ("[consent]\nwording_id", "[consent]\nwoording_id"),
        ("schema = 1", "schema = 2"),
        ("due_rule = \"named_day\"", "due_rule = \"some_day\""),
        ("consent_to_share = true", "consent_to_share = false"),
        ("waves_days = [21, 90]", "waves_days = [0, 90]"),
        ("level = \"practised\"", "level = \"old\""),
        ("version = 1\nwhy", "version = 0\nwhy"),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = text.replacen(from, to, 1);
        let found = misfits(&schema, &schema, &file(&broken), "");
        assert!(!found.is_empty(), "the schema lets {to} in");
        assert!(!Script::check(&broken, "my.toml").is_empty(), "{to}");
    }
}

/// All keys a type is written with, wherever a list holds one of it.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    found.extend(
        value
            .as_object()
            .into_iter()
            .flat_map(|it| it.keys().cloned()),
    );
}

#[test]
fn the_schema_knows_exactly_the_keys_of_the_types() {
    let schema = schema();
    let mut scripts: Vec<Value> = BUILT_IN
        .iter()
        .map(|it| serde_json::to_value(Script::from_toml(it.text, it.file).unwrap()).unwrap())
        .collect();
    let every_field = Script::from_toml(EVERY_FIELD, "every-field.toml").unwrap();
    scripts.push(serde_json::to_value(every_field).unwrap());
    // Where each part stands: keys with a `*` for every item of a list.
    for (part, path) in [
        ("script", "script"),
        ("scale", "scales.*"),
        ("option", "scales.*.options.*"),
        ("band", "scales.*.bands.*"),
        ("step", "steps.*"),
        ("say", "steps.*.say.*"),
        ("when", "steps.*.say.*.when"),
        ("probe", "steps.*.probes.*"),
        ("red_flag", "steps.*.red_flags.*"),
        ("tip", "steps.*.tips.*"),
        ("media", "steps.*.media"),
        ("capture", "steps.*.captures.*"),
        ("branch", "steps.*.next.*"),
        ("band_rule", "bands_rules.*"),
        ("path", "paths.*"),
        ("tag_set", "tag_sets.*"),
        ("tag", "tag_sets.*.items.*"),
        ("concern", "concerns.*"),
        ("commitment", "commitments.*"),
        ("perspective", "perspectives.*"),
        ("story", "stories.*"),
        ("value", "values.*"),
        ("closing", "close.*"),
        ("outcome", "dispositions.*"),
        ("counts_as", "dispositions.*.counts_as"),
        ("consent", "consent"),
        ("follow_up", "follow_up"),
        ("experiment", "experiment"),
        ("debrief", "debrief"),
        ("training", "training"),
        ("roleplay", "training.roleplays.*"),
        ("question", "training.quiz.*"),
        ("answer", "training.quiz.*.answers.*"),
        ("change", "changelog.*"),
    ] {
        let mut parts: Vec<&Value> = scripts.iter().collect();
        for key in path.split('.') {
            parts = parts
                .into_iter()
                .flat_map(|value| match key {
                    "*" => value.as_array().into_iter().flatten().collect(),
                    key => value.get(key).into_iter().collect::<Vec<&Value>>(),
                })
                .collect();
        }
        let mut written = BTreeSet::new();
        for value in parts {
            keys(value, &mut written);
        }
        let mut known = BTreeSet::new();
        keys(&schema["$defs"][part]["properties"], &mut known);
        // The method's spelling, read and written as `channel`.
        known.remove("channels");
        assert_eq!(written, known, "{part}");
    }
}
