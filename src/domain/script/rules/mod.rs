//! What must be true of a script beyond its shape: first that its parts fit
//! together (ids, references, scales, languages), then that every way through it
//! is a conversation (walked as a graph), last what honesty and the door ask.
//! Which rules a kind of script adds stands in `kinds`.

mod experiment;
mod kinds;
mod scales;
mod sections;
mod steps;
mod texts;
mod ways;

use super::finding::{Finding, Rule};
use super::read::Lines;
use super::recording;
use super::walk::ways;
use super::{Role, SCHEMA, Script, ScriptKind, Status, Step, TagPurpose, When};
use std::collections::{BTreeMap, BTreeSet};

/// More steps than anybody walks, and more paths than anybody trains: each path is walked as a
/// graph, so the work is bounded by both.
const MOST_STEPS: usize = 500;
const MOST_PATHS: usize = 60;

/// What is told of one file; more would bury the first, which is often the cause.
const MOST_FINDINGS: usize = 200;

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
    check.sections();
    check.experiment();
    check.texts();
    // Walking a script whose references lead nowhere would tell the same fault
    // over again in other words.
    let fits = !check.findings.iter().any(|finding| {
        matches!(
            finding.rule,
            Rule::Duplicate | Rule::Reference | Rule::Required
        )
    });
    if fits && check.walkable() {
        for way in ways(script) {
            check.way(&way);
        }
        check.third_party_is_left_alone();
        check.said_and_done_apart();
    }
    check
        .findings
        .sort_by_key(|finding| (finding.line, finding.rule));
    check.findings.dedup();
    let more = check.findings.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        check.findings.truncate(MOST_FINDINGS - 1);
        check.find(
            "script",
            Rule::File,
            format!("{} more findings are not listed", more + 1),
            "Mend these first, then check again",
        );
    }
    check.findings
}

struct Check<'a, 'file> {
    script: &'a Script,
    lines: &'a Lines<'file>,
    findings: Vec<Finding>,
}

impl Check<'_, '_> {
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

    /// Few enough steps and paths to look at every way.
    fn walkable(&mut self) -> bool {
        let script = self.script;
        let paths = script.bands_rules.len() + script.paths.len();
        let too_many = [
            (script.steps.len(), MOST_STEPS, "steps"),
            (paths, MOST_PATHS, "paths"),
        ];
        let mut walkable = true;
        for (there, most, what) in too_many {
            if there > most {
                self.find(
                    if what == "steps" {
                        "steps"
                    } else {
                        "bands_rules"
                    },
                    Rule::File,
                    format!(
                        "{there} {what} cannot be walked to their ends; a script has at most {most}"
                    ),
                    "Make several scripts of it",
                );
                walkable = false;
            }
        }
        walkable
    }

    /// Organising goes by what people do: what they said, what they did and what
    /// the organiser makes of it are three notes.
    fn said_and_done_apart(&mut self) {
        let script = self.script;
        let organises = script.script.kind == ScriptKind::Organising;
        if !organises || script.commitments.is_empty() {
            return;
        }
        let recorded = |purpose: TagPurpose| {
            script
                .steps
                .iter()
                .filter(|step| step.role == Role::Record)
                .flat_map(Step::tag_set_ids)
                .filter_map(|id| script.tag_set(id))
                .any(|set| set.purpose == purpose)
        };
        for (purpose, what) in [
            (TagPurpose::Done, "what they did"),
            (TagPurpose::Assessment, "the organiser's assessment"),
        ] {
            if !recorded(purpose) {
                self.find(
                    "steps",
                    Rule::Assessment,
                    format!("{what} is not noted apart from what was said"),
                    "Capture a tag set of purpose done and one of purpose assessment in the step of role record",
                );
            }
        }
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
        if header.kind == ScriptKind::Placebo && !header.identify_first {
            self.find(
                "script.kind",
                Rule::IdentifyFirst,
                "a placebo compares people who said who they are before they knew their group",
                "Write identify_first = true, and a step of role identify after the greeting",
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
        self.unique("stories", script.stories.iter().map(|it| &it.id), "id");
        self.unique("values", script.values.iter().map(|it| &it.id), "id");
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
            for (language, file) in &told.audio.by_language {
                if recording::kind(file).is_none() {
                    self.find(
                        &format!("{at}.audio"),
                        Rule::Shape,
                        format!("`{file}` ({language}) is not the name of a recording"),
                        "Name a file that ends in .mp3 or .m4a: letters, digits, dots and dashes",
                    );
                }
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
        for (i, played) in script.training.roleplays.iter().enumerate() {
            self.when(
                &format!("training.roleplays.{i}.start_band"),
                &When {
                    bands: played.start_band.iter().cloned().collect(),
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
}
