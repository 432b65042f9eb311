//! What one version of a script says otherwise than another, place by place, for a lead to
//! read before a team works with it. Parts that have ids (steps, concerns, scales) are told
//! apart by them, so a step that moved is a step that moved and not two that changed.

use super::Script;
use super::written_out::is_from_elsewhere;
use serde_json::{Map, Value};

/// One place where two versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// From the outside in, as the file has it: `["steps", "hello", "say", "1", "text", "en"]`.
    pub place: Vec<String>,
    /// `None` where it is new.
    pub before: Option<String>,
    /// `None` where it is gone.
    pub after: Option<String>,
}

/// Every difference, in the order of the older version, what is new at its end. The version
/// number itself is none.
///
/// # Errors
/// When a script cannot be written as JSON.
pub fn differences(older: &Script, newer: &Script) -> Result<Vec<Difference>, serde_json::Error> {
    let (older, newer) = (as_written(older)?, as_written(newer)?);
    let mut found = Vec::new();
    compare(&mut Vec::new(), Some(&older), Some(&newer), &mut found);
    found.retain(|difference| difference.place != ["script", "version"]);
    Ok(found)
}

/// Without what was written out: it stands where it comes from.
fn as_written(script: &Script) -> Result<Value, serde_json::Error> {
    let mut script = script.clone();
    for step in &mut script.steps {
        step.say.retain(|say| !is_from_elsewhere(say));
    }
    serde_json::to_value(script)
}

fn compare(
    place: &mut Vec<String>,
    before: Option<&Value>,
    after: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    match (before, after) {
        (before, after) if before == after => {}
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            for key in keys(before, after) {
                within(place, key, |place| {
                    compare(place, before.get(key), after.get(key), found);
                });
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            lists(place, before, after, found);
        }
        (before, after) => {
            let (before, after) = (before.and_then(words), after.and_then(words));
            if before != after {
                found.push(Difference {
                    place: place.clone(),
                    before,
                    after,
                });
            }
        }
    }
}

fn within(place: &mut Vec<String>, name: &str, look: impl FnOnce(&mut Vec<String>)) {
    place.push(name.to_owned());
    look(place);
    place.pop();
}

/// Of both, each once, the older's first.
fn keys<'a>(before: &'a Map<String, Value>, after: &'a Map<String, Value>) -> Vec<&'a str> {
    let new = after.keys().filter(|key| !before.contains_key(*key));
    before.keys().chain(new).map(String::as_str).collect()
}

fn id(value: &Value) -> Option<&str> {
    value.get("id")?.as_str().filter(|id| !id.is_empty())
}

fn ids(values: &[Value]) -> Option<Vec<&str>> {
    values.iter().map(id).collect()
}

fn lists(place: &mut Vec<String>, before: &[Value], after: &[Value], found: &mut Vec<Difference>) {
    let (Some(ids_before), Some(ids_after)) = (ids(before), ids(after)) else {
        return by_number(place, before, after, found);
    };
    let new = ids_after.iter().filter(|id| !ids_before.contains(id));
    for name in ids_before.iter().chain(new) {
        let with_id = |values: &'_ [Value]| values.iter().position(|value| id(value) == Some(name));
        let (old, new) = (with_id(before), with_id(after));
        within(place, name, |place| {
            compare(
                place,
                old.and_then(|at| before.get(at)),
                new.and_then(|at| after.get(at)),
                found,
            );
        });
    }
    let both = |ids: &[&str], others: &[&str]| -> Vec<String> {
        ids.iter()
            .filter(|id| others.contains(id))
            .map(|id| (*id).to_owned())
            .collect()
    };
    let (before, after) = (both(&ids_before, &ids_after), both(&ids_after, &ids_before));
    if before != after {
        found.push(Difference {
            place: place.clone(),
            before: Some(before.join(" → ")),
            after: Some(after.join(" → ")),
        });
    }
}

/// Lists of texts: what stands in both is no difference wherever it stands; of the rest the
/// first gone is held against the first new, and so on.
fn by_number(
    place: &mut Vec<String>,
    before: &[Value],
    after: &[Value],
    found: &mut Vec<Difference>,
) {
    let only = |values: &[Value], others: &[Value]| -> Vec<usize> {
        (0..values.len())
            .filter(|at| !others.contains(&values[*at]))
            .collect()
    };
    let (gone, new) = (only(before, after), only(after, before));
    let (found_before, pairs) = (found.len(), gone.len().max(new.len()));
    for pair in 0..pairs {
        let (old, new) = (gone.get(pair).copied(), new.get(pair).copied());
        let number = new.or(old).map_or(0, |at| at + 1).to_string();
        within(place, &number, |place| {
            compare(
                place,
                old.and_then(|at| before.get(at)),
                new.and_then(|at| after.get(at)),
                found,
            );
        });
    }
    if found.len() == found_before {
        // Only the order, or how often one stands there.
        found.push(Difference {
            place: place.clone(),
            before: list_words(before),
            after: list_words(after),
        });
    }
}

/// A value as it would be read aloud; nothing where the script is silent.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(values) => list_words(values),
        Value::Object(fields) => {
            let parts: Vec<String> = fields
                .iter()
                .filter_map(|(key, value)| Some(format!("{key}: {}", words(value)?)))
                .collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        }
    }
}

fn list_words(values: &[Value]) -> Option<String> {
    let parts: Vec<String> = values.iter().filter_map(words).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;
    use crate::domain::script::BUILT_IN;

    fn built_in() -> Script {
        Script::from_toml(BUILT_IN[0].text, BUILT_IN[0].file).unwrap()
    }

    fn of(change: impl FnOnce(&mut Script)) -> Vec<Difference> {
        let older = built_in();
        let mut newer = older.clone();
        newer.script.version += 1;
        change(&mut newer);
        differences(&older, &newer).unwrap()
    }

    #[test]
    fn a_new_number_alone_says_nothing_new() {
        assert_eq!(of(|_| {}), []);
    }

    #[test]
    fn a_changed_sentence_is_found_at_its_step_with_both_wordings() {
        let older = built_in();
        let (at, step) = older
            .steps
            .iter()
            .enumerate()
            .find(|(_, step)| !step.say.is_empty())
            .unwrap();
        let said = serde_json::to_value(&step.say[0].text).unwrap();
        let language = said.as_object().unwrap().keys().next().unwrap().clone();
        let found = of(|newer| {
            let mut text = said.clone();
            text[&language] = Value::from("Hello there.");
            newer.steps[at].say[0].text = serde_json::from_value(text).unwrap();
        });
        let [only] = &found[..] else {
            unreachable!("one difference: {found:?}")
        };
        assert_eq!(only.place[..2], ["steps".to_owned(), step.id.clone()]);
        assert_eq!(only.place.last(), Some(&language));
        assert_eq!(only.before.as_deref(), said[&language].as_str());
        assert_eq!(only.after.as_deref(), Some("Hello there."));
    }

    #[test]
    fn a_step_taken_out_is_one_difference_and_names_the_step() {
        let id = built_in().steps[3].id.clone();
        let found = of(|newer| {
            newer.steps.remove(3);
        });
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place, ["steps", &id]);
        assert!(found[0].before.as_ref().unwrap().contains(&id));
        assert_eq!(found[0].after, None);
    }

    #[test]
    fn steps_in_another_order_are_the_order_and_nothing_else() {
        let found = of(|newer| newer.steps.swap(2, 3));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place, ["steps"]);
        assert_ne!(found[0].before, found[0].after);
    }

    #[test]
    fn what_is_said_of_the_older_is_said_the_other_way_round_of_the_newer() {
        let older = built_in();
        let mut newer = older.clone();
        newer.steps[1].may_skip = !newer.steps[1].may_skip;
        newer.steps.remove(4);
        newer.script.languages.reverse();
        let mut there: Vec<_> = differences(&older, &newer).unwrap();
        let mut back: Vec<_> = differences(&newer, &older)
            .unwrap()
            .into_iter()
            .map(|it| Difference {
                place: it.place,
                before: it.after,
                after: it.before,
            })
            .collect();
        there.sort_by(|a, b| a.place.cmp(&b.place));
        back.sort_by(|a, b| a.place.cmp(&b.place));
        assert!(there.len() >= 2);
        assert_eq!(there, back);
    }
}
