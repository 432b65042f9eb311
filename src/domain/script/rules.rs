//! What must be true of a script beyond its shape: first that its parts fit
//! together (ids, references, scales, languages), then that every way through it
//! is a conversation (walked as a graph), last what honesty and the door ask.
//! Which rules a kind of script adds stands in `kind_rules`.

use super::finding::{Finding, Rule};
use super::read::Lines;
use super::walk::{Graph, Way, ways};
use super::{
    CaptureKind, DECLINED, Importance, MADE_A_DIFFERENCE, PersonalData, Role, SCHEMA, SHORT_TEXT,
    Scale, Script, ScriptKind, Status, Step, Text, When,
};
use crate::domain::conversation::Wave;
use std::collections::{BTreeMap, BTreeSet};

/// What is said is read large, in half a second, by people without glasses.
const LONGEST_SAY: usize = 160;
const LONGEST_CUE: usize = 48;
const MOST_CUES: usize = 6;

pub(super) fn check(script: &Script, lines: &Lines<'_>) -> Vec<Finding> {
    let mut check = Check {
        script,
        lines,
        findings: Vec::new(),
    };
    check.header();
    check.ids();
    check.scales();
    check.steps();
    check.path_references();
    check.library();
    check.texts();
    // Walking a script whose references lead nowhere would tell the same fault
    // over again in other words.
    let fits = !check.findings.iter().any(|finding| {
        matches!(
            finding.rule,
            Rule::Duplicate | Rule::Reference | Rule::Required
        )
    });
    if fits {
        for way in ways(script) {
            check.way(&way);
        }
    }
    check
        .findings
        .sort_by(|a, b| (a.line, a.rule).cmp(&(b.line, b.rule)));
    check.findings.dedup();
    check.findings
}

struct Check<'a> {
    script: &'a Script,
    lines: &'a Lines<'a>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn find(
        &mut self,
        at: &str,
        rule: Rule,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let line = self.lines.line_of(at);
        self.findings
            .push(self.lines.finding(line, rule, message.into(), remedy));
    }

    fn header(&mut self) {
        let header = &self.script.script;
        if self.script.schema != SCHEMA {
            self.find(
                "schema",
                Rule::Schema,
                format!("there is no schema {}", self.script.schema),
                format!("Write schema = {SCHEMA}"),
            );
        }
        if header.version == 0 {
            self.find(
                "script.version",
                Rule::Required,
                "versions are counted from 1",
                "Write version = 1",
            );
        }
        self.id("script.id", &header.id);
        if header.languages.is_empty() {
            self.find(
                "script.languages",
                Rule::Required,
                "no language is declared",
                "Write languages = [\"en\"]",
            );
        }
        if !header.languages.contains(&header.default_language) {
            self.find(
                "script.default_language",
                Rule::Reference,
                format!(
                    "the default language `{}` is not among the languages",
                    header.default_language
                ),
                "Add it to languages or choose another default",
            );
        }
        let unique: BTreeSet<&String> = header.languages.iter().collect();
        if unique.len() != header.languages.len() {
            self.find(
                "script.languages",
                Rule::Duplicate,
                "a language is declared twice",
                "Name each language once",
            );
        }
        if self.script.steps.is_empty() {
            self.find(
                "steps",
                Rule::Required,
                "there are no steps",
                "Write at least one [[steps]]",
            );
        }
        if header.status == Status::Approved
            && (header.approved_by.trim().is_empty() || header.approved_at.is_none())
        {
            self.find(
                "script.status",
                Rule::Approval,
                "an approved script says by whom and when",
                "Fill approved_by and approved_at, or leave it a draft",
            );
        }
        if let Some(minutes) = header.target_minutes
            && !(minutes.min <= minutes.typical && minutes.typical <= minutes.max)
        {
            self.find(
                "script.target_minutes",
                Rule::Shape,
                "the minutes are not in order",
                "Write min, typical and max from few to many",
            );
        }
        if let Some(id) = &header.short_path_id
            && !self.script.paths.iter().any(|path| path.id == *id)
        {
            self.find(
                "script.short_path_id",
                Rule::Reference,
                format!("there is no path `{id}`"),
                "Write [[paths]] with this id or take the line out",
            );
        }
    }

    /// An id is a word for machines: it goes into records and addresses.
    fn id(&mut self, at: &str, id: &str) {
        let fits = !id.is_empty()
            && id.len() <= 64
            && id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
        if !fits {
            self.find(
                at,
                Rule::Required,
                format!(
                    "`{}` cannot be an id",
                    id.chars().take(40).collect::<String>()
                ),
                "Use small letters a to z, digits, - and _, at most 64",
            );
        }
    }

    /// Every id once in its list.
    fn ids(&mut self) {
        let script = self.script;
        self.unique("scales", script.scales.iter().map(|it| &it.id), "id");
        self.unique("steps", script.steps.iter().map(|it| &it.id), "id");
        self.unique("paths", script.paths.iter().map(|it| &it.id), "id");
        self.unique("tag_sets", script.tag_sets.iter().map(|it| &it.id), "id");
        self.unique("concerns", script.concerns.iter().map(|it| &it.id), "id");
        self.unique(
            "commitments",
            script.commitments.iter().map(|it| &it.id),
            "id",
        );
        self.unique(
            "perspectives",
            script.perspectives.iter().map(|it| &it.id),
            "id",
        );
        for (i, set) in script.tag_sets.iter().enumerate() {
            self.unique(
                &format!("tag_sets.{i}.items"),
                set.items.iter().map(|it| &it.code),
                "code",
            );
        }
        for (i, scale) in script.scales.iter().enumerate() {
            self.unique(
                &format!("scales.{i}.bands"),
                scale.bands.iter().map(|it| &it.id),
                "id",
            );
            self.unique(
                &format!("scales.{i}.options"),
                scale.options.iter().map(|it| &it.code),
                "code",
            );
        }
        let mut ruled = BTreeSet::new();
        for (i, rule) in script.bands_rules.iter().enumerate() {
            if !ruled.insert((&rule.scale_id, &rule.band)) {
                self.find(
                    &format!("bands_rules.{i}"),
                    Rule::Duplicate,
                    format!("the band `{}` has two rules", rule.band),
                    "Keep one; only the first would ever be followed",
                );
            }
        }
    }

    fn unique<'b>(&mut self, list: &str, ids: impl Iterator<Item = &'b String>, key: &str) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, id) in ids.enumerate() {
            let at = format!("{list}.{i}.{key}");
            self.id(&at, id);
            if let Some(first) = seen.insert(id, i) {
                let line = self.lines.line_of(&format!("{list}.{first}.{key}"));
                self.find(
                    &at,
                    Rule::Duplicate,
                    format!("`{id}` is already in line {line}"),
                    "Give one of them another name",
                );
            }
        }
    }

    fn scales(&mut self) {
        for (i, scale) in self.script.scales.iter().enumerate() {
            let at = format!("scales.{i}");
            self.short(&format!("{at}.question"), &scale.question, LONGEST_SAY);
            self.short(
                &format!("{at}.repeat_question"),
                &scale.repeat_question,
                LONGEST_SAY,
            );
            if !scale.allow_declined {
                self.find(
                    &format!("{at}.allow_declined"),
                    Rule::Scale,
                    "a person may always decline to answer",
                    "Take the line out",
                );
            }
            if scale.is_categorical() {
                if scale.options.len() < 2 {
                    self.find(
                        &at,
                        Rule::Scale,
                        "a categorical scale needs two options at least",
                        "Write options = [{ code = …, label = … }, …]",
                    );
                }
                self.category_bands(&at, scale);
            } else {
                let steps = (i64::from(scale.max) - i64::from(scale.min))
                    .checked_rem(i64::from(scale.step));
                let count = (i64::from(scale.max) - i64::from(scale.min))
                    .checked_div(i64::from(scale.step))
                    .unwrap_or_default();
                if scale.min >= scale.max || scale.step < 1 || steps != Some(0) {
                    self.find(
                        &at,
                        Rule::Scale,
                        format!(
                            "{} to {} by {} is not a scale",
                            scale.min, scale.max, scale.step
                        ),
                        "Let min be less than max, and step divide what lies between",
                    );
                } else if count > 20 {
                    self.find(
                        &at,
                        Rule::Scale,
                        format!("{} numbers do not fit a phone's screen", count + 1),
                        "Use a larger step; 0 to 100 by 10 has eleven",
                    );
                } else {
                    self.number_bands(&at, scale);
                }
                if scale.low_label.is_empty() || scale.high_label.is_empty() {
                    self.find(
                        &at,
                        Rule::Scale,
                        "both ends of a scale are explained",
                        "Write low_label and high_label",
                    );
                }
            }
            for (j, band) in scale.bands.iter().enumerate() {
                if band.id == DECLINED {
                    self.find(
                        &format!("{at}.bands.{j}.id"),
                        Rule::Bands,
                        format!("`{DECLINED}` is the band of people who give no number"),
                        "Give this band another name",
                    );
                }
            }
        }
    }

    fn category_bands(&mut self, at: &str, scale: &Scale) {
        for (j, band) in scale.bands.iter().enumerate() {
            for code in &band.codes {
                if !scale.options.iter().any(|option| option.code == *code) {
                    self.find(
                        &format!("{at}.bands.{j}.codes"),
                        Rule::Reference,
                        format!("the scale has no option `{code}`"),
                        "Name options of this scale",
                    );
                }
            }
        }
        if scale.bands.is_empty() {
            return;
        }
        for option in &scale.options {
            let bands = scale
                .bands
                .iter()
                .filter(|band| band.codes.contains(&option.code))
                .count();
            if bands != 1 {
                self.find(
                    &format!("{at}.bands"),
                    Rule::Bands,
                    format!("the option `{}` is in {bands} bands", option.code),
                    "Put each option into one band",
                );
            }
        }
    }

    fn number_bands(&mut self, at: &str, scale: &Scale) {
        if scale.bands.is_empty() {
            return;
        }
        for (j, band) in scale.bands.iter().enumerate() {
            if band.from.is_none() || band.to.is_none() {
                self.find(
                    &format!("{at}.bands.{j}"),
                    Rule::Bands,
                    format!("the band `{}` says not from where to where", band.id),
                    "Write from and to, both included",
                );
                return;
            }
        }
        let mut value = scale.min;
        loop {
            let bands = scale
                .bands
                .iter()
                .filter(|band| band.from <= Some(value) && Some(value) <= band.to)
                .count();
            if bands != 1 {
                self.find(
                    &format!("{at}.bands"),
                    Rule::Bands,
                    format!("{value} is in {bands} bands"),
                    "Let the bands cover the scale, each number once",
                );
            }
            match value.checked_add(scale.step) {
                Some(next) if next <= scale.max => value = next,
                _ => break,
            }
        }
    }

    fn steps(&mut self) {
        let script = self.script;
        for (i, step) in script.steps.iter().enumerate() {
            let at = format!("steps.{i}");
            self.captures(&at, step);
            for (j, branch) in step.next.iter().enumerate() {
                self.step_reference(&format!("{at}.next.{j}.goto"), &branch.goto);
                self.when(&format!("{at}.next.{j}"), &branch.condition);
            }
            if let Some(next) = &step.default_next {
                self.step_reference(&format!("{at}.default_next"), next);
            }
            for (j, say) in step.say.iter().enumerate() {
                self.when(&format!("{at}.say.{j}.when"), &say.when);
            }
            for (j, probe) in step.probes.iter().enumerate() {
                self.when(&format!("{at}.probes.{j}.when"), &probe.when);
            }
            for id in &step.perspective_ids {
                if !script.perspectives.iter().any(|told| told.id == *id) {
                    self.find(
                        &format!("{at}.perspective_ids"),
                        Rule::Reference,
                        format!("there is no perspective `{id}`"),
                        "Write [[perspectives]] with this id",
                    );
                }
            }
            if step.say.is_empty() && step.rating().is_none() && step.role != Role::Record {
                self.find(
                    &at,
                    Rule::Required,
                    format!("the step `{}` has nothing to say", step.id),
                    "Write [[steps.say]] with a text",
                );
            }
            if step.role == Role::GetPerspective && step.perspective_ids.is_empty() {
                self.find(
                    &at,
                    Rule::Required,
                    format!("the step `{}` has no account to tell", step.id),
                    "Name one in perspective_ids",
                );
            }
            if !kind_rules(script.script.kind).allows(step.role) {
                self.find(
                    &format!("{at}.role"),
                    Rule::Role,
                    format!("a script of this kind has no `{}` step", step.role.code()),
                    "Take the step out or change the kind",
                );
            }
            self.glance(&at, step);
        }
        if !script.steps.iter().any(|step| step.role == Role::Record) {
            self.find(
                "steps",
                Rule::PathEnd,
                "there is no `record` step",
                "End the script with a step of role close and one of role record",
            );
        }
    }

    fn captures(&mut self, at: &str, step: &Step) {
        let script = self.script;
        let mut ratings = 0;
        for (j, capture) in step.captures.iter().enumerate() {
            let at = format!("{at}.captures.{j}");
            match capture.kind {
                CaptureKind::Rating => {
                    ratings += 1;
                    let known = capture
                        .scale_id
                        .as_deref()
                        .is_some_and(|id| script.scale(id).is_some());
                    if !known {
                        self.find(
                            &format!("{at}.scale_id"),
                            Rule::Reference,
                            format!(
                                "there is no scale `{}`",
                                capture.scale_id.as_deref().unwrap_or_default()
                            ),
                            "Name a scale of this script in scale_id",
                        );
                    }
                    let fits = match step.role {
                        Role::Rate => capture.wave == Some(Wave::First),
                        Role::Rerate => {
                            matches!(capture.wave, Some(Wave::Final | Wave::Middle))
                        }
                        _ => capture.wave == Some(Wave::Middle),
                    };
                    if !fits {
                        self.find(
                            &format!("{at}.wave"),
                            Rule::Required,
                            "the wave does not fit the step's role",
                            "A rate step takes wave = \"first\", a rerate step \"final\", others \"middle\"",
                        );
                    }
                }
                CaptureKind::Tags => {
                    let known = capture
                        .tag_set
                        .as_deref()
                        .is_some_and(|id| script.tag_set(id).is_some());
                    if !known {
                        self.find(
                            &format!("{at}.tag_set"),
                            Rule::Reference,
                            format!(
                                "there is no tag set `{}`",
                                capture.tag_set.as_deref().unwrap_or_default()
                            ),
                            "Name a tag set of this script in tag_set",
                        );
                    }
                }
                CaptureKind::ShortText => {
                    if capture.field != MADE_A_DIFFERENCE {
                        self.find(
                            &at,
                            Rule::FreeText,
                            format!("`{}` could hold a name", capture.field),
                            format!(
                                "The only free text is field = \"{MADE_A_DIFFERENCE}\"; use a tag set for the rest"
                            ),
                        );
                    }
                    if capture.max_len.is_some_and(|len| len as usize > SHORT_TEXT) {
                        self.find(
                            &format!("{at}.max_len"),
                            Rule::FreeText,
                            format!("free text has at most {SHORT_TEXT} characters"),
                            format!("Write max_len = {SHORT_TEXT}"),
                        );
                    }
                }
                CaptureKind::Commitment => {
                    if script.commitments.is_empty() {
                        self.find(
                            &at,
                            Rule::Reference,
                            "the script has no commitments",
                            "Write [[commitments]]",
                        );
                    }
                }
                CaptureKind::Consent => {
                    if script.consent.is_none() {
                        self.find(
                            &at,
                            Rule::Reference,
                            "the script has no consent wording",
                            "Write a section [consent]",
                        );
                    }
                }
            }
        }
        if ratings > 1 {
            self.find(
                &format!("{at}.captures"),
                Rule::Duplicate,
                "a step asks one rating",
                "Make a step for each",
            );
        }
        if matches!(step.role, Role::Rate | Role::Rerate) && ratings == 0 {
            self.find(
                at,
                Rule::Required,
                format!("the step `{}` captures no rating", step.id),
                "Write captures = [{ type = \"rating\", scale_id = …, wave = … }]",
            );
        }
    }

    fn step_reference(&mut self, at: &str, id: &str) {
        if self.script.step(id).is_none() {
            self.find(
                at,
                Rule::Reference,
                format!("there is no step `{id}`"),
                "Name a step of this script",
            );
        }
    }

    fn when(&mut self, at: &str, when: &When) {
        let script = self.script;
        let scale = match &when.scale_id {
            Some(id) => {
                let scale = script.scale(id);
                if scale.is_none() {
                    self.find(
                        at,
                        Rule::Reference,
                        format!("there is no scale `{id}`"),
                        "Name a scale of this script",
                    );
                }
                scale
            }
            None => script.main_scale(),
        };
        for band in &when.bands {
            let known = band == DECLINED
                || scale.is_some_and(|scale| scale.bands.iter().any(|known| known.id == *band));
            if !known {
                self.find(
                    at,
                    Rule::Reference,
                    format!("there is no band `{band}`"),
                    format!("Name bands of the scale, or `{DECLINED}`"),
                );
            }
        }
        if let Some(id) = &when.tag_set {
            let set = script.tag_set(id);
            if set.is_none() {
                self.find(
                    at,
                    Rule::Reference,
                    format!("there is no tag set `{id}`"),
                    "Name a tag set of this script",
                );
            }
            for code in &when.tags {
                if set.is_some_and(|set| !set.items.iter().any(|item| item.code == *code)) {
                    self.find(
                        at,
                        Rule::Reference,
                        format!("the tag set `{id}` has no tag `{code}`"),
                        "Name tags of this set",
                    );
                }
            }
        }
    }

    fn glance(&mut self, at: &str, step: &Step) {
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

    fn short(&mut self, at: &str, text: &Text, most: usize) {
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

    fn path_references(&mut self) {
        let script = self.script;
        for (i, rule) in script.bands_rules.iter().enumerate() {
            let at = format!("bands_rules.{i}");
            match script.scale(&rule.scale_id) {
                None => self.find(
                    &format!("{at}.scale_id"),
                    Rule::Reference,
                    format!("there is no scale `{}`", rule.scale_id),
                    "Name a scale of this script",
                ),
                Some(scale) => {
                    let known = rule.band == DECLINED
                        || scale.bands.iter().any(|band| band.id == rule.band);
                    if !known {
                        self.find(
                            &format!("{at}.band"),
                            Rule::Reference,
                            format!("the scale has no band `{}`", rule.band),
                            format!("Name a band of the scale, or `{DECLINED}`"),
                        );
                    }
                }
            }
            self.path(&format!("{at}.path"), &rule.path);
        }
        for (i, path) in script.paths.iter().enumerate() {
            self.path(&format!("paths.{i}.steps"), &path.steps);
        }
    }

    fn path(&mut self, at: &str, path: &[String]) {
        let mut seen = BTreeSet::new();
        for (j, id) in path.iter().enumerate() {
            let at = format!("{at}.{j}");
            self.step_reference(&at, id);
            if !seen.insert(id) {
                self.find(
                    &at,
                    Rule::Duplicate,
                    format!("the path passes `{id}` twice"),
                    "Name each step once",
                );
            }
        }
        if path.is_empty() {
            self.find(at, Rule::Required, "the path is empty", "Name its steps");
        }
    }

    /// Concerns, commitments, accounts, consent.
    fn library(&mut self) {
        let script = self.script;
        let approved = script.script.status == Status::Approved;
        for (i, concern) in script.concerns.iter().enumerate() {
            let at = format!("concerns.{i}");
            if concern.source.trim().is_empty() {
                self.find(
                    &at,
                    Rule::Source,
                    format!("the answer to `{}` has no source", concern.id),
                    "Write source, or say that it is your own experience",
                );
            }
            if concern.checked_at.is_none() {
                self.find(
                    &at,
                    Rule::Source,
                    format!("nobody says when `{}` was checked", concern.id),
                    "Write checked_at with the day",
                );
            }
            if approved && concern.invented {
                self.find(
                    &format!("{at}.invented"),
                    Rule::Invented,
                    "an approved script answers with an invented source",
                    "Put a real source in its place",
                );
            }
        }
        for (i, told) in script.perspectives.iter().enumerate() {
            let at = format!("perspectives.{i}");
            if told.source_consent.trim().is_empty() {
                self.find(
                    &at,
                    Rule::Source,
                    format!("nobody says that `{}` may be told", told.id),
                    "Write in source_consent who agreed to what",
                );
            }
            if approved && told.invented {
                self.find(
                    &format!("{at}.invented"),
                    Rule::Invented,
                    "an approved script tells an invented account",
                    "Put a real person's account in its place, with their consent",
                );
            }
        }
        for (i, asked) in script.commitments.iter().enumerate() {
            let at = format!("commitments.{i}");
            if !(1..=5).contains(&asked.size) {
                self.find(
                    &format!("{at}.size"),
                    Rule::Shape,
                    format!("{} is not a size", asked.size),
                    "Write 1 for the smallest to 5 for the largest",
                );
            }
            self.when(
                &format!("{at}.bands"),
                &When {
                    bands: asked.bands.clone(),
                    ..When::default()
                },
            );
        }
        if let Some(consent) = &script.consent {
            self.id("consent.wording_id", &consent.wording_id);
            if consent.purposes.is_empty() {
                self.find(
                    "consent",
                    Rule::Required,
                    "the consent asks for nothing",
                    "Name purposes: keep_with_name, come_back",
                );
            }
        }
    }

    /// Every text there is, where it stands, and whether it must not be empty.
    fn texts(&mut self) {
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
            let at = format!("steps.{i}");
            self.text(&format!("{at}.name"), &step.name, true);
            self.text(&format!("{at}.purpose"), &step.purpose, false);
            let say = step.say.iter().map(|it| &it.text);
            self.all_texts(&format!("{at}.say"), ".text", say, true);
            let probes = step.probes.iter().map(|it| &it.text);
            self.all_texts(&format!("{at}.probes"), ".text", probes, true);
            let flags = step.red_flags.iter().map(|it| &it.text);
            self.all_texts(&format!("{at}.red_flags"), ".text", flags, true);
            for (key, texts) in [
                ("cues", &step.cues),
                ("alternatives", &step.alternatives),
                ("do", &step.dos),
                ("dont", &step.donts),
                ("listen_for", &step.listen_for),
            ] {
                self.all_texts(&format!("{at}.{key}"), "", texts.iter(), true);
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
        if let Some(consent) = &script.consent {
            self.text("consent.text", &consent.text, true);
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
            if at.contains(".say.") || at.ends_with("question") {
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

    /// One way from the first step to the last, with all its branches.
    fn way(&mut self, way: &Way<'_>) {
        let script = self.script;
        let graph = Graph::new(script, way);
        let name = &way.name;
        self.way_begins(way);
        self.way_ends(way, &graph);

        let reachable = graph.reachable(|_| false);
        let leading_out = graph.leading_out();
        let stuck: BTreeSet<usize> = reachable.difference(&leading_out).copied().collect();
        if !stuck.is_empty() {
            let circle: Vec<(usize, &Step)> = graph
                .circle(&stuck)
                .into_iter()
                .filter_map(|place| Some((place, graph.steps.get(place)?)))
                .collect();
            // Only a step that names its next can lead back.
            let back = circle
                .iter()
                .rev()
                .find(|(_, step)| step.default_next.is_some())
                .or(circle.first())
                .map_or(0, |(place, _)| *place);
            let names: Vec<&str> = circle.iter().map(|(_, step)| step.id.as_str()).collect();
            self.find(
                &format!("steps.{back}.default_next"),
                Rule::Loop,
                format!("on {name} nothing leads out of {}", names.join(", ")),
                "Let one of them lead on, by default_next or by the path",
            );
            return;
        }

        let rules = kind_rules(script.script.kind);
        if rules.rates_before_and_after {
            self.rated_before_and_after(way, &graph);
        }
        if rules.needs_story {
            let core = |step: &Step| {
                step.importance == Importance::Core
                    && matches!(step.role, Role::TheirStory | Role::GetPerspective)
            };
            if !graph.always_passes(core) {
                self.find(
                    &way.at,
                    Rule::CoreStory,
                    format!("on {name} nobody's story is heard"),
                    "Put a core step of role their_story or get_perspective on it",
                );
            }
        }
        let special = script
            .steps
            .iter()
            .enumerate()
            .filter(|(i, _)| reachable.contains(i))
            .flat_map(|(_, step)| &step.captures)
            .any(|capture| capture.personal_data == PersonalData::Special);
        if special && !graph.always_passes(|step| step.captures_kind(CaptureKind::Consent)) {
            self.find(
                &way.at,
                Rule::Consent,
                format!("on {name} something sensitive is noted and nobody asks for consent"),
                "Put a step on it that captures consent, like the close",
            );
        }
    }

    /// Answers part the ways, so until the answer all ways must be one.
    fn way_begins(&mut self, way: &Way<'_>) {
        let script = self.script;
        let Some(rated) = script.steps.iter().position(|step| step.rating().is_some()) else {
            return;
        };
        let same = script
            .steps
            .iter()
            .take(rated + 1)
            .map(|step| step.id.as_str())
            .eq(way.steps.iter().take(rated + 1).copied());
        if !same {
            let until: Vec<&str> = script
                .steps
                .iter()
                .take(rated + 1)
                .map(|step| step.id.as_str())
                .collect();
            self.find(
                &way.at,
                Rule::PathStart,
                format!("{} does not begin like the others", way.name),
                format!("Begin it with {}", until.join(", ")),
            );
        }
    }

    fn way_ends(&mut self, way: &Way<'_>, graph: &Graph<'_>) {
        let roles: Vec<Option<Role>> = way
            .steps
            .iter()
            .rev()
            .take(2)
            .map(|id| self.script.step(id).map(|step| step.role))
            .collect();
        if roles != [Some(Role::Record), Some(Role::Close)] {
            self.find(
                &way.at,
                Rule::PathEnd,
                format!("{} does not end in close, then record", way.name),
                "Let its last two steps be those",
            );
            return;
        }
        if let Some((from, to)) = graph.entered_otherwise(Role::Record, Role::Close) {
            let message = format!(
                "on {} the step `{}` leads to `{}` past the close",
                way.name, from.id, to.id
            );
            let place = self.script.steps.iter().position(|step| step.id == from.id);
            self.find(
                &format!("steps.{}", place.unwrap_or_default()),
                Rule::PathEnd,
                message,
                "Lead to the step of role close instead",
            );
        }
        let strays = graph
            .reachable(|_| false)
            .into_iter()
            .filter(|place| {
                graph
                    .after
                    .get(*place)
                    .is_some_and(|after| after.contains(&graph.end()))
            })
            .filter_map(|place| graph.steps.get(place))
            .find(|step| step.role != Role::Record);
        if let Some(step) = strays {
            let message = format!("on {} the step `{}` ends unrecorded", way.name, step.id);
            self.find(
                &way.at,
                Rule::PathEnd,
                message,
                "Let it lead to close, then record",
            );
        }
    }

    fn rated_before_and_after(&mut self, way: &Way<'_>, graph: &Graph<'_>) {
        let Some(scale) = self.script.main_scale() else {
            self.find(
                &way.at,
                Rule::RateFirst,
                "nothing is rated",
                "Write a scale, a step of role rate and one of role rerate",
            );
            return;
        };
        let first = |step: &Step| step.captures_rating(&scale.id, Wave::First);
        if let Some(story) = graph.comes_before(first, |step| step.role.is_story()) {
            let message = format!("on {} `{}` comes before any rating", way.name, story.id);
            self.find(
                &way.at,
                Rule::RateFirst,
                message,
                "Ask the first rating before any story",
            );
        }
        if !graph.always_passes(first) {
            self.find(
                &way.at,
                Rule::RateFirst,
                format!("on {} nobody asks the first rating", way.name),
                "Put the step of role rate on it",
            );
        }
        if !graph.always_passes(|step| step.captures_rating(&scale.id, Wave::Final)) {
            self.find(
                &way.at,
                Rule::RateAgain,
                format!("on {} `{}` is not asked again", way.name, scale.id),
                "Put the step of role rerate on it, with the same scale",
            );
        }
        for (i, step) in self.script.steps.iter().enumerate() {
            if !step.captures_rating(&scale.id, Wave::Final) {
                continue;
            }
            for (j, say) in step.say.iter().enumerate() {
                if say.when.bands.iter().any(|band| band != DECLINED) {
                    self.find(
                        &format!("steps.{i}.say.{j}.when"),
                        Rule::SameQuestion,
                        "the last rating is asked differently after different first answers",
                        "Ask everybody alike; only people who gave no number may be asked anew",
                    );
                }
            }
        }
    }
}

/// What a kind of script adds to the rules all have.
struct KindRules {
    rates_before_and_after: bool,
    needs_story: bool,
    forbidden: &'static [Role],
}

impl KindRules {
    fn allows(&self, role: Role) -> bool {
        !self.forbidden.contains(&role)
    }
}

fn kind_rules(kind: ScriptKind) -> KindRules {
    let conversation = KindRules {
        rates_before_and_after: true,
        needs_story: true,
        forbidden: &[],
    };
    let other = KindRules {
        rates_before_and_after: false,
        needs_story: false,
        forbidden: &[],
    };
    match kind {
        ScriptKind::Issue | ScriptKind::Turnout => conversation,
        ScriptKind::Electoral | ScriptKind::Organising => other,
        // To listen is not to persuade.
        ScriptKind::Listening => KindRules {
            forbidden: &[Role::Case, Role::Rerate],
            ..other
        },
        ScriptKind::Placebo => KindRules {
            forbidden: &[
                Role::Who,
                Role::OwnStory,
                Role::TheirStory,
                Role::GetPerspective,
                Role::Rerate,
            ],
            ..other
        },
    }
}

/// The first `{placeholder}` nobody fills.
fn unknown_placeholder(words: &str) -> Option<&str> {
    let mut rest = words;
    while let Some(open) = rest.find('{') {
        let from = rest.get(open..)?;
        let Some(close) = from.find('}') else {
            return Some(from);
        };
        let placeholder = from.get(..=close)?;
        if !matches!(placeholder, "{canvasser}" | "{organisation}") {
            return Some(placeholder);
        }
        rest = from.get(close + 1..)?;
    }
    None
}

/// Whether a word or phrase stands in a text by itself, whatever its case.
fn has_word(text: &str, word: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let wanted = words(word);
    !wanted.is_empty()
        && words(text)
            .windows(wanted.len())
            .any(|window| window == wanted)
}
