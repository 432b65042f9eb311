//! Whether what stands beside the steps holds together: values and their lines, stories, how to
//! close, outcomes, follow-up, quiz, what changed.

use super::Check;
use super::kinds::kind_rules;
use super::texts::LONGEST_SAY;
use crate::domain::disposition::{Disposition, Level, Retry};
use crate::domain::script::{DueRule, Role, Rule, Status, TagPurpose};
use std::collections::BTreeSet;

/// A line of a value stands among the reminders of its step.
const LONGEST_FRAME: usize = 90;

/// Seconds of a story told at a door.
const LONGEST_STORY: u32 = 180;

impl Check<'_, '_> {
    pub(super) fn sections(&mut self) {
        self.values();
        self.stories();
        self.closings();
        self.outcomes();
        self.follow_up();
        self.training();
        self.changelog();
        self.whom_and_when();
    }

    fn values(&mut self) {
        let script = self.script;
        let persuades = kind_rules(script.script.kind).allows(Role::Case);
        for (i, value) in script.values.iter().enumerate() {
            let at = format!("values.{i}");
            if !self.is_tag(TagPurpose::Value, &value.id) {
                self.find(
                    &format!("{at}.id"),
                    Rule::Reference,
                    format!("nobody can note the value `{}`", value.id),
                    "Write an item with this code in a tag set of purpose value",
                );
            }
            if value.frame_lines.is_empty() {
                self.find(
                    &at,
                    Rule::Required,
                    format!("the value `{}` has no line", value.id),
                    "Write frame_lines = [{ en = … }]: the issue in the terms of this value",
                );
            }
            if !persuades {
                self.find(
                    &at,
                    Rule::Role,
                    "a script of this kind makes no case, so it has no lines for it",
                    "Take the values out or change the kind",
                );
            }
            for (j, line) in value.frame_lines.iter().enumerate() {
                self.short(&format!("{at}.frame_lines.{j}"), line, LONGEST_FRAME);
            }
        }
    }

    /// Whether a tag of this code can be chosen in a set of this purpose.
    fn is_tag(&self, purpose: TagPurpose, code: &str) -> bool {
        let sets = self.script.tag_sets.iter();
        sets.filter(|set| set.purpose == purpose)
            .any(|set| set.items.iter().any(|item| item.code == code))
    }

    fn stories(&mut self) {
        let script = self.script;
        let approved = script.script.status == Status::Approved;
        if !script.stories.is_empty() && !kind_rules(script.script.kind).allows(Role::OwnStory) {
            self.find(
                "stories",
                Rule::Role,
                "in a script of this kind nobody tells a story",
                "Take the stories out or change the kind",
            );
        }
        for (i, story) in script.stories.iter().enumerate() {
            let at = format!("stories.{i}");
            if !story.consent_to_share {
                self.find(
                    &format!("{at}.consent_to_share"),
                    Rule::Source,
                    format!("nobody says that the team may read `{}`", story.id),
                    "Ask whose story it is, and write consent_to_share = true, or take it out",
                );
            }
            if approved && story.invented {
                self.find(
                    &format!("{at}.invented"),
                    Rule::Invented,
                    "an approved script holds an invented story",
                    "Put one somebody lived in its place",
                );
            } else if approved && !story.approved {
                self.find(
                    &format!("{at}.approved"),
                    Rule::Approval,
                    format!("the story `{}` was not approved", story.id),
                    "Read it and write approved = true, or take it out",
                );
            }
            if story.seconds.is_some_and(|it| it > LONGEST_STORY) {
                self.find(
                    &format!("{at}.seconds"),
                    Rule::Glance,
                    "a story told at a door takes a minute or two",
                    format!("Tell one moment of it, in {LONGEST_STORY} seconds at most"),
                );
            }
            for (j, theme) in story.themes.iter().enumerate() {
                if !self.is_tag(TagPurpose::Theme, theme) {
                    self.find(
                        &format!("{at}.themes.{j}"),
                        Rule::Reference,
                        format!("no tag set of purpose theme has `{theme}`"),
                        "Name tags of that set",
                    );
                }
            }
            for (j, value) in story.values.iter().enumerate() {
                if !script.values.iter().any(|known| known.id == *value) {
                    self.find(
                        &format!("{at}.values.{j}"),
                        Rule::Reference,
                        format!("there is no value `{value}`"),
                        "Write [[values]] with this id",
                    );
                }
            }
        }
        for (i, concern) in script.concerns.iter().enumerate() {
            self.story_references(&format!("concerns.{i}.story_ids"), &concern.story_ids);
        }
        for (i, step) in script.steps.iter().enumerate() {
            self.story_references(&format!("steps.{i}.example_ids"), &step.example_ids);
        }
    }

    fn story_references(&mut self, at: &str, ids: &[String]) {
        for (j, id) in ids.iter().enumerate() {
            if !self.script.stories.iter().any(|story| story.id == *id) {
                self.find(
                    &format!("{at}.{j}"),
                    Rule::Reference,
                    format!("there is no story `{id}`"),
                    "Write [[stories]] with this id",
                );
            }
        }
    }

    fn closings(&mut self) {
        let script = self.script;
        for (i, closing) in script.close.iter().enumerate() {
            let at = format!("close.{i}");
            self.when(&format!("{at}.when"), &closing.when);
            self.short(&format!("{at}.say"), &closing.say, LONGEST_SAY);
            let privacy = &closing.privacy_line;
            self.short(&format!("{at}.privacy_line"), privacy, LONGEST_SAY);
            let left = &closing.leave_behind;
            self.short(&format!("{at}.leave_behind"), left, LONGEST_FRAME);
        }
    }

    /// The table of outcomes is closed: what is repeated of it is repeated truly.
    fn outcomes(&mut self) {
        let script = self.script;
        let mut told = BTreeSet::new();
        for (i, outcome) in script.dispositions.iter().enumerate() {
            let at = format!("dispositions.{i}");
            if !told.insert(&outcome.code) {
                self.find(
                    &format!("{at}.code"),
                    Rule::Duplicate,
                    format!("`{}` is there already", outcome.code),
                    "Keep one of them",
                );
            }
            let Some(known) = Disposition::ALL
                .into_iter()
                .find(|known| known.code() == outcome.code)
            else {
                self.unknown_outcome(&format!("{at}.code"), &outcome.code);
                continue;
            };
            let suppresses = known.retry() == Retry::Suppress;
            let counts = outcome.counts_as;
            for (key, written, is) in [
                (
                    "level",
                    outcome.level.map(level_code),
                    level_code(known.level()),
                ),
                (
                    "counts_as.attempt",
                    counts.attempt.map(truth),
                    truth(known.attempted()),
                ),
                (
                    "counts_as.answer",
                    counts.answer.map(truth),
                    truth(known.answered()),
                ),
                (
                    "counts_as.identified",
                    counts.identified.map(truth),
                    truth(known.meets_person()),
                ),
                (
                    "retry",
                    outcome.retry.map(retry_code),
                    retry_code(known.retry()),
                ),
                ("suppress", outcome.suppress.map(truth), truth(suppresses)),
            ] {
                if let Some(written) = written.filter(|written| *written != is) {
                    self.find(
                        &format!("{at}.{key}"),
                        Rule::Disposition,
                        format!("of `{}` the published table says {is}, not {written}", outcome.code),
                        format!("Write {is}, or take the line out: a script cannot change what outcomes count as"),
                    );
                }
            }
        }
    }

    fn unknown_outcome(&mut self, at: &str, code: &str) {
        let meant = match code {
            "language" => Some("other_language"),
            "hostile" => Some("unsafe"),
            _ => None,
        };
        let codes: Vec<&str> = Disposition::ALL.iter().map(|known| known.code()).collect();
        self.find(
            at,
            Rule::Disposition,
            format!("`{code}` is no outcome of the published table"),
            match meant {
                Some(meant) => format!("Here it is called `{meant}`"),
                None => format!("Name one of {}", codes.join(", ")),
            },
        );
    }

    fn follow_up(&mut self) {
        let script = self.script;
        let Some(asked) = &script.follow_up else {
            return;
        };
        let days = &asked.waves_days;
        let rises = days.windows(2).all(|pair| pair.first() < pair.last());
        if days.is_empty() || days.first() == Some(&0) || !rises {
            self.find(
                "follow_up.waves_days",
                Rule::Shape,
                "these are not days after a conversation, each later than the one before",
                "Write waves_days = [3, 21, 42, 90] or fewer of them",
            );
        }
        if let Some(id) = &asked.question_scale_id
            && script.scale(id).is_none()
        {
            self.find(
                "follow_up.question_scale_id",
                Rule::Reference,
                format!("there is no scale `{id}`"),
                "Name a scale of this script",
            );
        }
    }

    fn training(&mut self) {
        let script = self.script;
        for (i, asked) in script.training.quiz.iter().enumerate() {
            let right = asked.answers.iter().filter(|answer| answer.right).count();
            if right == 0 || asked.answers.len() < 2 {
                self.find(
                    &format!("training.quiz.{i}"),
                    Rule::Required,
                    "a question has two answers at least, one of them right",
                    "Write answers = [{ text = …, right = true }, { text = … }]",
                );
            }
        }
        if script.debrief.duration_min == Some(0) {
            self.find(
                "debrief.duration_min",
                Rule::Shape,
                "a debrief takes some minutes",
                "Write how many, or take the line out",
            );
        }
    }

    fn changelog(&mut self) {
        let script = self.script;
        let mut told = BTreeSet::new();
        for (i, change) in script.changelog.iter().enumerate() {
            let at = format!("changelog.{i}");
            if change.version == 0 || change.version > script.script.version {
                self.find(
                    &format!("{at}.version"),
                    Rule::Reference,
                    format!(
                        "this is version {}; there is no version {} to tell of",
                        script.script.version, change.version
                    ),
                    "Write a version up to this one",
                );
            }
            if !told.insert(change.version) {
                self.find(
                    &format!("{at}.version"),
                    Rule::Duplicate,
                    format!("version {} is told of twice", change.version),
                    "Put both reasons into one",
                );
            }
            if change.why.trim().is_empty() {
                self.find(
                    &format!("{at}.why"),
                    Rule::Required,
                    format!("nobody says why version {} came", change.version),
                    "Write it in a sentence",
                );
            }
        }
    }

    /// Commitments: what, by when, and of whom.
    fn whom_and_when(&mut self) {
        let script = self.script;
        for (i, asked) in script.commitments.iter().enumerate() {
            let at = format!("commitments.{i}");
            if !asked.verb.is_empty() {
                self.id(&format!("{at}.verb"), &asked.verb);
            }
            if asked.due_rule == DueRule::WithinDays && asked.follow_up_days.is_none() {
                self.find(
                    &format!("{at}.due_rule"),
                    Rule::Required,
                    format!("nobody says within how many days `{}` is due", asked.id),
                    "Write follow_up_days",
                );
            }
        }
        for (i, rule) in script.bands_rules.iter().enumerate() {
            let Some(id) = &rule.ask_id else {
                continue;
            };
            let at = format!("bands_rules.{i}.ask_id");
            match script.commitments.iter().find(|asked| asked.id == *id) {
                None => self.find(
                    &at,
                    Rule::Reference,
                    format!("there is no commitment `{id}`"),
                    "Write [[commitments]] with this id",
                ),
                Some(asked) if !asked.bands.is_empty() && !asked.bands.contains(&rule.band) => self
                    .find(
                        &at,
                        Rule::Reference,
                        format!("`{id}` is not asked of the band `{}`", rule.band),
                        "Name the band in the commitment's bands",
                    ),
                Some(_) => {}
            }
        }
        for (i, set) in script.tag_sets.iter().enumerate() {
            if set.allow_other && !set.items.iter().any(|item| item.code == "other") {
                self.find(
                    &format!("tag_sets.{i}.allow_other"),
                    Rule::Required,
                    format!("`{}` has no item for anything else", set.id),
                    "Write an item with code = \"other\"; nothing is written beside it, since it could be a name",
                );
            }
        }
    }
}

fn truth(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn level_code(level: Level) -> &'static str {
    match level {
        Level::Address => "address",
        Level::Person => "person",
    }
}

fn retry_code(retry: Retry) -> &'static str {
    match retry {
        Retry::Yes => "yes",
        Retry::No => "no",
        Retry::LeadDecides => "lead_decides",
        Retry::Reassign => "reassign",
        Retry::Suppress => "suppress",
    }
}
