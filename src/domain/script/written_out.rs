//! What a file says in short is written out once, when it is read, so that a phone has nothing to
//! work out: a band's path where only the steps it skips are named, the lines of a value as ways
//! to say the case, how to close as ways to say thanks. What was written out has an id no file
//! can give, and is not shown twice.

use super::{Role, Say, Script, TagPurpose, Text, When};
use crate::domain::few::Few;

/// Between what it comes from and which: `value/care`, `close/0`.
const MARK: char = '/';

/// What is said in an experiment to whoever opens and is not whom one came for.
pub const GATEKEEPER: &str = "gatekeeper/0";

/// Whether these words come from another part of the script.
#[must_use]
pub fn is_from_elsewhere(say: &Say) -> bool {
    say.id.contains(MARK)
}

/// A path in full where a band says which steps it skips.
pub(super) fn paths(script: &mut Script) {
    let steps = &script.steps;
    for rule in &mut script.bands_rules {
        let shortened = !rule.skip_steps.is_empty() || !rule.stress_steps.is_empty();
        if rule.path.is_empty() && shortened {
            let kept = steps.iter().map(|step| &step.id);
            rule.path = kept
                .filter(|step| !rule.skip_steps.contains(step))
                .cloned()
                .collect();
        }
    }
}

/// The lines of values, the ways to close and the gatekeeper's line, as what is said at their
/// steps. Of a sound script.
pub(super) fn says(script: &mut Script) {
    let closings: Vec<Say> = script
        .close
        .iter()
        .enumerate()
        .map(|(i, closing)| Say {
            id: format!("close{MARK}{i}"),
            text: below(&closing.say, |language| {
                let privacy = closing.privacy_line.by_language.get(language).cloned();
                let left = closing.leave_behind.by_language.get(language);
                // In brackets: done, not said.
                let left = left.map(|left| format!("({left})"));
                privacy.into_iter().chain(left).collect()
            }),
            tone: String::new(),
            placeholders: Vec::new(),
            when: closing.when.clone(),
        })
        .collect();
    let gatekeeper = script.experiment.as_ref().map(|experiment| Say {
        id: GATEKEEPER.to_owned(),
        text: experiment.gatekeeper_line.clone(),
        tone: String::new(),
        placeholders: Vec::new(),
        // Never by its conditions: `guide::show` knows when.
        when: When {
            tag_set: Some(GATEKEEPER.to_owned()),
            tags: vec![GATEKEEPER.to_owned()],
            ..When::default()
        },
    });
    // A value may be a tag of several sets.
    let noted: Vec<(String, &str, &[Text])> = script
        .values
        .iter()
        .flat_map(|value| {
            let sets = script.tag_sets.iter();
            sets.filter(|set| set.purpose == TagPurpose::Value)
                .filter(|set| set.items.iter().any(|item| item.code == value.id))
                .map(|set| (set.id.clone(), value.id.as_str(), &value.frame_lines[..]))
        })
        .collect();
    let framed = |own: &[Say]| -> Vec<Say> {
        let mut framed = Vec::new();
        for (set, value, lines) in &noted {
            for line in *lines {
                for say in firsts(own) {
                    framed.push(Say {
                        id: format!("value{MARK}{value}"),
                        text: below(&say.text, |language| {
                            line.by_language
                                .get(language)
                                .cloned()
                                .into_iter()
                                .collect()
                        }),
                        when: When {
                            tag_set: Some(set.clone()),
                            tags: vec![(*value).to_owned()],
                            ..say.when.clone()
                        },
                        ..say.clone()
                    });
                }
            }
        }
        framed
    };
    let written: Vec<Vec<Say>> = script
        .steps
        .iter()
        .map(|step| match step.role {
            Role::Connect | Role::Case => framed(&step.say),
            Role::Close => closings.clone(),
            Role::Identify => gatekeeper.iter().cloned().collect(),
            _ => Vec::new(),
        })
        .collect();
    for (step, written) in script.steps.iter_mut().zip(written) {
        step.say.splice(0..0, written);
    }
}

/// What is said first to anybody, on each channel.
fn firsts(own: &[Say]) -> Vec<&Say> {
    let mut firsts: Vec<&Say> = Vec::new();
    for say in own.iter().filter(|say| say.when.is_always()) {
        if !firsts.iter().any(|first| first.when == say.when) {
            firsts.push(say);
        }
    }
    firsts
}

/// A text with more paragraphs below it, language by language.
fn below(text: &Text, more: impl Fn(&str) -> Vec<String>) -> Text {
    let by_language: Few<String, String> = text
        .by_language
        .iter()
        .map(|(language, words)| {
            let mut words = words.clone();
            for paragraph in more(language) {
                words.push('\n');
                words.push_str(&paragraph);
            }
            (language.clone(), words)
        })
        .collect();
    Text {
        by_language,
        missing: text.missing.clone(),
    }
}
