//! Whether every way through the script is a conversation: it begins like the
//! others, leads out, asks before and after, hears a story, closes and records.

use super::Check;
use super::kinds::kind_rules;
use crate::domain::conversation::Wave;
use crate::domain::script::walk::{Graph, Way, ways};
use crate::domain::script::{CaptureKind, DECLINED, Importance, PersonalData, Role, Rule, Step};
use std::collections::BTreeSet;

impl Check<'_, '_> {
    /// One way from the first step to the last, with all its branches.
    pub(super) fn way(&mut self, way: &Way<'_>) {
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

        if script.script.identify_first {
            self.identified_first(way, &graph);
        }
        let rules = kind_rules(script.script.kind);
        if rules.rates_before_and_after {
            self.rated_before_and_after(way, &graph);
        }
        if rules.is_electoral {
            self.again_only_after_a_talk(way, &graph);
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

    /// In an experiment only people who said who they are, in either group, can be
    /// compared: so nothing that tells the groups apart comes before it.
    fn identified_first(&mut self, way: &Way<'_>, graph: &Graph<'_>) {
        let identify = |step: &Step| step.role == Role::Identify;
        let early = |step: &Step| !matches!(step.role, Role::Open | Role::Identify);
        if let Some(step) = graph.comes_before(identify, early) {
            let message = format!(
                "on {} `{}` comes before people say who they are",
                way.name, step.id
            );
            self.find(
                &way.at,
                Rule::IdentifyFirst,
                message,
                "Put a step of role identify before it, or write identify_first = false",
            );
        }
    }

    /// An answer asked for again a minute later measures politeness.
    fn again_only_after_a_talk(&mut self, way: &Way<'_>, graph: &Graph<'_>) {
        let talked = |step: &Step| matches!(step.role, Role::TheirStory | Role::GetPerspective);
        if let Some(again) = graph.comes_before(talked, |step| step.role == Role::Rerate) {
            let message = format!(
                "on {} `{}` is asked again though nobody's story was heard",
                way.name, again.id
            );
            self.find(
                &way.at,
                Rule::RealTalk,
                message,
                "Take it off this path, or put a step of role their_story before it",
            );
        }
    }

    /// Supporters of a party that came third or lower: no case is made to them and
    /// nothing is asked of them.
    pub(super) fn third_party_is_left_alone(&mut self) {
        let script = self.script;
        if !kind_rules(script.script.kind).is_electoral {
            return;
        }
        for (i, scale) in script.scales.iter().enumerate() {
            for (j, band) in scale
                .bands
                .iter()
                .enumerate()
                .filter(|(_, it)| it.third_party)
            {
                let rule = script
                    .bands_rules
                    .iter()
                    .position(|rule| rule.scale_id == scale.id && rule.band == band.id);
                let at = rule.map_or_else(
                    || format!("scales.{i}.bands.{j}"),
                    |rule| format!("bands_rules.{rule}.path"),
                );
                let all = ways(script);
                // The path of all steps comes first, then those of the bands.
                let Some(way) = all.get(rule.map_or(0, |rule| rule + 1)) else {
                    continue;
                };
                let graph = Graph::new(script, way);
                let pressing = graph
                    .reachable(|_| false)
                    .into_iter()
                    .filter_map(|place| graph.steps.get(place))
                    .find(|step| matches!(step.role, Role::Case | Role::Commit | Role::Rerate));
                if let Some(step) = pressing {
                    let message = format!(
                        "supporters of a third party (`{}`) come to `{}`, which would press them",
                        band.id, step.id
                    );
                    self.find(
                        &at,
                        Rule::Pressure,
                        message,
                        "Give the band a path without steps of role case, commit and rerate",
                    );
                }
                for (k, asked) in script.commitments.iter().enumerate() {
                    if asked.bands.is_empty() || asked.bands.contains(&band.id) {
                        self.find(
                            &format!("commitments.{k}"),
                            Rule::Pressure,
                            format!(
                                "`{}` would be asked of a third party's supporters",
                                asked.id
                            ),
                            "Name in bands whom it fits, and not them",
                        );
                    }
                }
            }
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
