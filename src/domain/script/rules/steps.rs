//! Whether steps capture what can be kept, and lead to what exists.

use super::Check;
use super::kinds::kind_rules;
use super::texts::placeholders;
use crate::domain::conversation::Wave;
use crate::domain::script::{
    BandRule, Capture, CaptureKind, DECLINED, MADE_A_DIFFERENCE, Role, Rule, SHORT_TEXT, Step,
    TagPurpose, When,
};
use std::collections::BTreeSet;

impl Check<'_, '_> {
    pub(super) fn steps(&mut self) {
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
            self.beside(&at, step);
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
        self.in_order("steps", script.steps.iter().map(|step| step.order));
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
                    if kind_rules(script.script.kind).rates_once
                        && capture.wave != Some(Wave::First)
                    {
                        self.find(
                            &format!("{at}.wave"),
                            Rule::Role,
                            "a script of this kind asks nothing twice",
                            "Ask it once, in a step of role rate with wave = \"first\"",
                        );
                    } else if !fits {
                        self.find(
                            &format!("{at}.wave"),
                            Rule::Required,
                            "the wave does not fit the step's role",
                            "A rate step takes wave = \"first\", a rerate step \"final\", others \"middle\"",
                        );
                    }
                }
                CaptureKind::Minutes => {
                    if step.role != Role::Record {
                        self.find(
                            &at,
                            Rule::Role,
                            "nobody counts minutes at a door",
                            "The phone notes them by itself; write it in the step of role record or not at all",
                        );
                    }
                }
                CaptureKind::Tags | CaptureKind::Bool | CaptureKind::Choice => {
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
                    self.one_of(&at, capture);
                    let assesses = capture
                        .tag_set
                        .as_deref()
                        .and_then(|id| script.tag_set(id))
                        .is_some_and(|set| set.purpose == TagPurpose::Assessment);
                    if assesses && step.role != Role::Record {
                        self.find(
                            &format!("{at}.tag_set"),
                            Rule::Assessment,
                            "the person would be assessed before their eyes",
                            "Capture it in the step of role record, away from the door",
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
                    if capture.required {
                        self.find(
                            &format!("{at}.required"),
                            Rule::FreeText,
                            "nobody has to find words",
                            "Take the line out",
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

    /// Yes or no, and one of several, are sets of which one tag can be true.
    fn one_of(&mut self, at: &str, capture: &Capture) {
        let set = capture
            .tag_set
            .as_deref()
            .and_then(|id| self.script.tag_set(id));
        let Some(set) = set.filter(|_| capture.kind != CaptureKind::Tags) else {
            return;
        };
        if !set.one_of {
            self.find(
                &format!("{at}.tag_set"),
                Rule::Shape,
                format!("several of `{}` can be true at once", set.id),
                "Write one_of = true in the tag set, or type = \"tags\" here",
            );
        }
        if capture.kind == CaptureKind::Bool && set.items.len() != 2 {
            self.find(
                &format!("{at}.tag_set"),
                Rule::Shape,
                format!(
                    "`{}` has {} items, yes and no are two",
                    set.id,
                    set.items.len()
                ),
                "Write two items, or type = \"choice\" here",
            );
        }
    }

    /// What a step says beside its conversation.
    fn beside(&mut self, at: &str, step: &Step) {
        if let Some(media) = &step.media {
            if step.role != Role::Media {
                self.find(
                    &format!("{at}.media"),
                    Rule::Role,
                    "something to look at belongs to a step of role media",
                    "Give it a step of its own, or take it out",
                );
            }
            if media.offline {
                self.find(
                    &format!("{at}.media.offline"),
                    Rule::Shape,
                    "phones keep no such file",
                    "Bring it along and write offline = false; recordings that phones keep are those of [[perspectives]]",
                );
            }
        }
        for (j, say) in step.say.iter().enumerate() {
            if say.id.contains('/') {
                self.find(
                    &format!("{at}.say.{j}.id"),
                    Rule::Required,
                    format!("`{}` cannot be an id", say.id),
                    "Leave the / out: it marks what comes from another section",
                );
            }
        }
        let probes = step.probes.iter().map(|it| &it.id).collect();
        let tried = step.alternatives.iter().map(|it| &it.id).collect();
        let flags = step.red_flags.iter().map(|it| &it.id).collect();
        let ids: [(&str, Vec<&String>); 3] = [
            ("probes", probes),
            ("alternatives", tried),
            ("red_flags", flags),
        ];
        for (key, ids) in ids {
            for (j, id) in ids.into_iter().enumerate().filter(|(_, id)| !id.is_empty()) {
                self.id(&format!("{at}.{key}.{j}.id"), id);
            }
        }
        for (j, skill) in step.skill_checks.iter().enumerate() {
            self.id(&format!("{at}.skill_checks.{j}"), skill);
        }
        for (j, say) in step.say.iter().enumerate() {
            if say.placeholders.is_empty() {
                continue;
            }
            let listed: BTreeSet<String> = say
                .placeholders
                .iter()
                .map(|it| format!("{{{it}}}"))
                .collect();
            for (language, words) in &say.text.by_language {
                let there: BTreeSet<String> = placeholders(words).map(str::to_owned).collect();
                if there != listed {
                    self.find(
                        &format!("{at}.say.{j}.placeholders"),
                        Rule::Reference,
                        format!("these are not the placeholders of the text in `{language}`"),
                        "List those of the text, or take the line out",
                    );
                }
            }
        }
    }

    /// Where places are numbered, by hand, they rise with the order of the file, which counts.
    pub(super) fn in_order(&mut self, list: &str, orders: impl Iterator<Item = Option<u32>>) {
        let mut before = None;
        for (i, order) in orders.enumerate() {
            if order.is_some() && order <= before {
                self.find(
                    &format!("{list}.{i}.order"),
                    Rule::Shape,
                    "the order written is not the order of the file",
                    "Put it in its place: the order of the file is the one that counts",
                );
            }
            before = order.or(before);
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

    pub(super) fn when(&mut self, at: &str, when: &When) {
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

    pub(super) fn path_references(&mut self) {
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
            self.shorthand(&at, rule);
        }
        for (i, path) in script.paths.iter().enumerate() {
            self.path(&format!("paths.{i}.steps"), &path.steps);
        }
    }

    /// What a band skips and stresses, against the path it takes.
    fn shorthand(&mut self, at: &str, rule: &BandRule) {
        for (key, ids, on_path) in [
            ("skip_steps", &rule.skip_steps, false),
            ("stress_steps", &rule.stress_steps, true),
        ] {
            for (j, id) in ids.iter().enumerate() {
                let at = format!("{at}.{key}.{j}");
                self.step_reference(&at, id);
                if self.script.step(id).is_some() && rule.path.contains(id) != on_path {
                    self.find(
                        &at,
                        Rule::Reference,
                        if on_path {
                            format!("`{id}` is not on the path of the band `{}`", rule.band)
                        } else {
                            format!(
                                "`{id}` is skipped and on the path of the band `{}`",
                                rule.band
                            )
                        },
                        "Write a path, or the steps to skip, and stress what is left",
                    );
                }
            }
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
}
