//! Whether every text is there in every language, short enough to be read in a
//! glance, and free of the words the script avoids.

use super::Check;
use crate::domain::script::{Rule, Step, Text};

/// What is said is read large, in half a second, by people without glasses.
pub(super) const LONGEST_SAY: usize = 160;
const LONGEST_CUE: usize = 48;
const MOST_CUES: usize = 6;

impl Check<'_, '_> {
    pub(super) fn glance(&mut self, at: &str, step: &Step) {
        for (j, say) in step.say.iter().enumerate() {
            self.short(&format!("{at}.say.{j}.text"), &say.text, LONGEST_SAY);
        }
        for (j, cue) in step.cues.iter().enumerate() {
            self.short(&format!("{at}.cues.{j}"), cue, LONGEST_CUE);
        }
        if step.cues.len() > MOST_CUES {
            self.find(
                &format!("{at}.cues"),
                Rule::Glance,
                format!("{} cues cannot be taken in at a glance", step.cues.len()),
                format!("Keep {MOST_CUES} at most"),
            );
        }
    }

    pub(super) fn short(&mut self, at: &str, text: &Text, most: usize) {
        for (language, words) in &text.by_language {
            let length = words.chars().count();
            if length > most {
                self.find(
                    &format!("{at}.{language}"),
                    Rule::Glance,
                    format!("{length} characters cannot be read at a glance"),
                    format!("Say it in {most}, and put the rest into probes"),
                );
            }
        }
    }

    /// Every text there is, where it stands, and whether it must not be empty.
    pub(super) fn texts(&mut self) {
        let script = self.script;
        let header = &script.script;
        self.text("script.title", &header.title, true);
        self.text("script.summary", &header.summary, false);
        self.text("script.issue", &header.issue, false);
        self.text("script.hopeful_frame", &header.hopeful_frame, false);
        for (i, scale) in script.scales.iter().enumerate() {
            let at = format!("scales.{i}");
            self.text(&format!("{at}.question"), &scale.question, true);
            self.text(
                &format!("{at}.repeat_question"),
                &scale.repeat_question,
                false,
            );
            self.text(&format!("{at}.low_label"), &scale.low_label, false);
            self.text(&format!("{at}.high_label"), &scale.high_label, false);
            self.all_texts(
                &format!("{at}.options"),
                ".label",
                scale.options.iter().map(|it| &it.label),
                true,
            );
            self.all_texts(
                &format!("{at}.bands"),
                ".label",
                scale.bands.iter().map(|it| &it.label),
                false,
            );
        }
        for (i, step) in script.steps.iter().enumerate() {
            for (at, text, needed) in texts_of(&format!("steps.{i}"), step) {
                self.text(&at, text, needed);
            }
        }
        let names = script.paths.iter().map(|it| &it.name);
        self.all_texts("paths", ".name", names, false);
        for (i, set) in script.tag_sets.iter().enumerate() {
            self.text(&format!("tag_sets.{i}.label"), &set.label, true);
            self.all_texts(
                &format!("tag_sets.{i}.items"),
                ".label",
                set.items.iter().map(|it| &it.label),
                true,
            );
        }
        for (i, concern) in script.concerns.iter().enumerate() {
            let at = format!("concerns.{i}");
            self.text(&format!("{at}.label"), &concern.label, true);
            self.text(&format!("{at}.acknowledge"), &concern.acknowledge, true);
            self.text(&format!("{at}.ask_back"), &concern.ask_back, true);
            self.text(&format!("{at}.short_answer"), &concern.short_answer, true);
            self.text(&format!("{at}.return_line"), &concern.return_line, true);
            self.all_texts(&format!("{at}.cues"), "", concern.cues.iter(), true);
            self.all_texts(&format!("{at}.dont"), "", concern.dont.iter(), true);
        }
        let labels = script.commitments.iter().map(|it| &it.label);
        self.all_texts("commitments", ".label", labels, true);
        for (i, told) in script.perspectives.iter().enumerate() {
            let at = format!("perspectives.{i}");
            self.text(&format!("{at}.who_speaks"), &told.who_speaks, true);
            self.text(&format!("{at}.text"), &told.text, true);
        }
        for (i, story) in script.stories.iter().enumerate() {
            let at = format!("stories.{i}");
            for (key, text) in [
                ("title", &story.title),
                ("person_relation", &story.person_relation),
                ("moment", &story.moment),
                ("feeling", &story.feeling),
                ("link_line", &story.link_line),
            ] {
                self.text(&format!("{at}.{key}"), text, true);
            }
        }
        for (i, value) in script.values.iter().enumerate() {
            let at = format!("values.{i}");
            self.text(&format!("{at}.label"), &value.label, true);
            self.all_texts(&format!("{at}.cues"), "", value.cues.iter(), true);
            let lines = value.frame_lines.iter();
            self.all_texts(&format!("{at}.frame_lines"), "", lines, true);
        }
        for (i, closing) in script.close.iter().enumerate() {
            let at = format!("close.{i}");
            self.text(&format!("{at}.say"), &closing.say, true);
            self.text(&format!("{at}.leave_behind"), &closing.leave_behind, false);
            self.text(&format!("{at}.privacy_line"), &closing.privacy_line, false);
        }
        if let Some(consent) = &script.consent {
            self.text("consent.text", &consent.text, true);
        }
        if let Some(experiment) = &script.experiment {
            self.text(
                "experiment.gatekeeper_line",
                &experiment.gatekeeper_line,
                false,
            );
        }
        let prompts = script.debrief.prompts.iter();
        self.all_texts("debrief.prompts", "", prompts, true);
        let tasks = script.training.story_workshop.iter();
        self.all_texts("training.story_workshop", "", tasks, true);
        for (i, asked) in script.training.quiz.iter().enumerate() {
            let at = format!("training.quiz.{i}");
            self.text(&format!("{at}.question"), &asked.question, true);
            self.text(&format!("{at}.because"), &asked.because, false);
            let answers = asked.answers.iter().map(|it| &it.text);
            self.all_texts(&format!("{at}.answers"), ".text", answers, true);
        }
        for (i, played) in script.training.roleplays.iter().enumerate() {
            let at = format!("training.roleplays.{i}");
            self.text(&format!("{at}.persona"), &played.persona, true);
            for (key, texts) in [("objections", &played.objections), ("goals", &played.goals)] {
                self.all_texts(&format!("{at}.{key}"), "", texts.iter(), true);
            }
        }
    }

    fn all_texts<'b>(
        &mut self,
        list: &str,
        key: &str,
        texts: impl Iterator<Item = &'b Text>,
        needed: bool,
    ) {
        for (i, text) in texts.enumerate() {
            self.text(&format!("{list}.{i}{key}"), text, needed);
        }
    }

    fn text(&mut self, at: &str, text: &Text, needed: bool) {
        let header = &self.script.script;
        if text.by_language.is_empty() && text.missing.is_empty() {
            if needed {
                self.find(at, Rule::Required, "the text is empty", "Write it");
            }
            return;
        }
        for language in &header.languages {
            let written = text
                .by_language
                .get(language)
                .is_some_and(|words| !words.trim().is_empty());
            let marked = text.missing.contains(language);
            if !written && !marked {
                self.find(
                    at,
                    Rule::Language,
                    format!("not written in `{language}`"),
                    format!("Write it, or mark it: missing = [\"{language}\"]"),
                );
            }
            if marked && (written || *language == header.default_language) {
                self.find(
                    at,
                    Rule::Language,
                    if written {
                        format!("written in `{language}` and marked missing")
                    } else {
                        format!("the default language `{language}` cannot be missing")
                    },
                    "Take the mark away",
                );
            }
        }
        for language in text.by_language.keys().chain(&text.missing) {
            if !header.languages.contains(language) {
                self.find(
                    &format!("{at}.{language}"),
                    Rule::Language,
                    format!("`{language}` is not a language of this script"),
                    "Declare it in languages or take the text out",
                );
            }
        }
        for (language, words) in &text.by_language {
            if let Some(placeholder) = unknown_placeholder(words) {
                self.find(
                    &format!("{at}.{language}"),
                    Rule::Reference,
                    format!("nothing is known to fill {placeholder}"),
                    "Known are {canvasser} and {organisation}",
                );
            }
            // Concerns and reminders may name such a word to warn of it; what is
            // said at the door may not.
            if is_said(at) {
                for avoided in header.avoid_words.get(language).into_iter().flatten() {
                    if has_word(words, avoided) {
                        self.find(
                            &format!("{at}.{language}"),
                            Rule::AvoidWords,
                            format!("says `{avoided}`, which the script itself avoids"),
                            "Find a plainer word",
                        );
                    }
                }
            }
        }
    }
}

/// Whether a text is for the person's ears.
fn is_said(at: &str) -> bool {
    let asked = at.starts_with("scales.") && at.ends_with("question");
    let closing = at.starts_with("close.") || at == "experiment.gatekeeper_line";
    asked || closing || at.contains(".say.") || at.contains(".frame_lines.")
}

/// Everything a step shows, where it stands, and whether it must not be empty.
pub(super) fn texts_of<'a>(at: &str, step: &'a Step) -> Vec<(String, &'a Text, bool)> {
    let mut texts = vec![
        (format!("{at}.name"), &step.name, true),
        (format!("{at}.purpose"), &step.purpose, false),
    ];
    let mut list = |key: &str, after: &str, of: &mut dyn Iterator<Item = &'a Text>| {
        for (i, text) in of.enumerate() {
            texts.push((format!("{at}.{key}.{i}{after}"), text, true));
        }
    };
    list("say", ".text", &mut step.say.iter().map(|it| &it.text));
    list(
        "probes",
        ".text",
        &mut step.probes.iter().map(|it| &it.text),
    );
    let flags = &mut step.red_flags.iter().map(|it| &it.text);
    list("red_flags", ".text", flags);
    list("tips", ".text", &mut step.tips.iter().map(|it| &it.text));
    list("cues", "", &mut step.cues.iter());
    // With an id the text is one key further in; the line is the same.
    let stuck = &mut step.alternatives.iter().map(|it| &it.text);
    list("alternatives", "", stuck);
    list("do", "", &mut step.dos.iter());
    list("dont", "", &mut step.donts.iter());
    list("listen_for", "", &mut step.listen_for.iter());
    texts
}

/// Every `{placeholder}` of a text; one that has no end is the rest of the text.
pub(super) fn placeholders(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let from = rest.get(rest.find('{')?..)?;
        let end = from.find('}').map_or(from.len(), |close| close + 1);
        let (placeholder, after) = from.split_at(end);
        rest = after;
        Some(placeholder)
    })
}

/// The first `{placeholder}` nobody fills.
fn unknown_placeholder(words: &str) -> Option<&str> {
    placeholders(words).find(|it| !matches!(*it, "{canvasser}" | "{organisation}"))
}

/// Whether a word or phrase stands in a text by itself, whatever its case.
fn has_word(text: &str, word: &str) -> bool {
    let wanted = words_of(word);
    !wanted.is_empty()
        && words_of(text)
            .windows(wanted.len())
            .any(|window| window == wanted)
}

/// The same, of which the last word may have an ending: `tree` is named by "trees".
pub(super) fn names(text: &str, word: &str) -> bool {
    let wanted = words_of(word);
    let Some((last, before)) = wanted.split_last() else {
        return false;
    };
    words_of(text).windows(wanted.len()).any(|window| {
        window
            .split_last()
            .is_some_and(|(last_there, before_there)| {
                before_there == before && last_there.starts_with(last.as_str())
            })
    })
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
