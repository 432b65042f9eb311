//! What must be true of a script that is an arm of an experiment: whoever opens hears the same
//! in every arm until they have said who they are.

use super::Check;
use super::texts::{names, texts_of};
use crate::domain::script::{Arm, Experiment, Role, Rule, ScriptKind, Step, Text};

impl Check<'_, '_> {
    pub(super) fn experiment(&mut self) {
        let script = self.script;
        let Some(experiment) = &script.experiment else {
            return;
        };
        if !script.script.identify_first {
            self.find(
                "script.identify_first",
                Rule::IdentifyFirst,
                "an experiment compares people who said who they are before they knew their arm",
                "Write identify_first = true, and a step of role identify after the greeting",
            );
        }
        if (experiment.arm == Arm::Placebo) != (script.script.kind == ScriptKind::Placebo) {
            self.find(
                "experiment.arm",
                Rule::Experiment,
                format!(
                    "a script of this kind cannot be the arm `{}`",
                    experiment.arm.code()
                ),
                "The arm placebo has a script of kind placebo, and no other arm has one",
            );
        }
        self.id("experiment.seed_ref", &experiment.seed_ref);
        self.first_steps(experiment);
        self.no_topic(experiment);
    }

    /// The shared steps are the script's first, of every way, and lead nowhere else.
    fn first_steps(&mut self, experiment: &Experiment) {
        let script = self.script;
        let (at, shared) = (
            "experiment.shared_prefix_steps",
            &experiment.shared_prefix_steps,
        );
        if shared.is_empty() {
            self.find(
                at,
                Rule::Required,
                "no step is shared with the other arm",
                "Name the first steps, up to where people say who they are",
            );
            return;
        }
        let begins = |steps: &mut dyn Iterator<Item = &String>| {
            shared.iter().all(|step| steps.next() == Some(step))
        };
        if !begins(&mut script.steps.iter().map(|step| &step.id)) {
            self.find(
                at,
                Rule::Experiment,
                "the shared steps are not the script's first, in their order",
                "Name the steps from the first on, none left out",
            );
            return;
        }
        for (i, rule) in script.bands_rules.iter().enumerate() {
            if !rule.path.is_empty() && !begins(&mut rule.path.iter()) {
                self.other_beginning(&format!("bands_rules.{i}.path"));
            }
        }
        for (i, path) in script.paths.iter().enumerate() {
            if !begins(&mut path.steps.iter()) {
                self.other_beginning(&format!("paths.{i}.steps"));
            }
        }
        if shared.last() != Some(&experiment.reveal_after_step) {
            self.find(
                "experiment.reveal_after_step",
                Rule::Experiment,
                format!(
                    "`{}` is not the last of the shared steps",
                    experiment.reveal_after_step
                ),
                format!(
                    "Write reveal_after_step = \"{}\", or end the shared steps with it",
                    shared.last().map_or("", String::as_str)
                ),
            );
        }
        let in_it: Vec<(usize, &Step)> =
            script.steps.iter().enumerate().take(shared.len()).collect();
        let identify = in_it
            .iter()
            .filter(|(_, step)| step.role == Role::Identify)
            .count();
        if identify != 1 {
            self.find(
                at,
                Rule::Experiment,
                format!("{identify} of the shared steps are of role identify"),
                "Let people say who they are once, before the arm is shown",
            );
        }
        for (i, step) in in_it {
            // The last one leads out; where to may differ between the arms only in its own steps.
            let next = script.steps.get(i + 1).map(|step| &step.id);
            let leads_elsewhere = step.default_next.is_some() && step.default_next.as_ref() != next;
            if !step.next.is_empty() || leads_elsewhere {
                let key = if step.next.is_empty() {
                    "default_next"
                } else {
                    "next"
                };
                self.find(
                    &format!("steps.{i}.{key}"),
                    Rule::Experiment,
                    format!("the shared step `{}` leads elsewhere", step.id),
                    "Branch after the arm is shown",
                );
            }
            if !step.captures.is_empty() {
                self.find(
                    &format!("steps.{i}.captures"),
                    Rule::Experiment,
                    format!("the shared step `{}` notes an answer", step.id),
                    "Ask after the arm is shown: what is asked names the topic",
                );
            }
        }
    }

    fn other_beginning(&mut self, at: &str) {
        self.find(
            at,
            Rule::Experiment,
            "this path does not begin with the steps all arms share",
            "Begin it with the shared steps",
        );
    }

    /// Nothing before the arm is shown gives it away.
    fn no_topic(&mut self, experiment: &Experiment) {
        let script = self.script;
        if experiment.gatekeeper_line.is_empty() {
            self.find(
                "experiment.gatekeeper_line",
                Rule::Required,
                "nothing is written for whoever opens and is not whom one came for",
                "Write gatekeeper_line.en = \"…\", the same in every arm",
            );
        }
        let mut said: Vec<(String, &Text)> = vec![(
            "experiment.gatekeeper_line".to_owned(),
            &experiment.gatekeeper_line,
        )];
        for (i, step) in script.steps.iter().enumerate() {
            if experiment.shared_prefix_steps.contains(&step.id) {
                let texts = texts_of(&format!("steps.{i}"), step).into_iter();
                said.extend(texts.map(|(at, text, _)| (at, text)));
            }
        }
        for (at, text) in said {
            for (language, words) in &text.by_language {
                let told = script
                    .script
                    .plain_words
                    .get(language)
                    .into_iter()
                    .flatten()
                    .find(|plain| names(words, plain));
                if let Some(plain) = told {
                    self.find(
                        &format!("{at}.{language}"),
                        Rule::Experiment,
                        format!("says `{plain}`, the topic of this arm, before the arm is shown"),
                        "Say what is true of every arm",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::script::tests::{T1, found, with};
    use crate::domain::script::{Rule, Script};

    fn wrong(from: &str, to: &str, rule: Rule, at: &str) {
        found(&with(T1, from, to), rule, at);
    }

    #[test]
    fn an_arm_asks_who_people_are_once_and_before_anything_else() {
        wrong(
            "identify_first = true\n",
            "identify_first = false\n",
            Rule::IdentifyFirst,
            "identify_first = false",
        );
        wrong(
            "role = \"identify\"",
            "role = \"open\"",
            Rule::Experiment,
            "shared_prefix_steps",
        );
        wrong(
            "shared_prefix_steps = [\"open\", \"identify\"]",
            "shared_prefix_steps = []",
            Rule::Required,
            "shared_prefix_steps",
        );
    }

    #[test]
    fn the_arms_share_the_first_steps_of_every_path_and_the_arm_is_shown_after_the_last() {
        wrong(
            "shared_prefix_steps = [\"open\", \"identify\"]",
            "shared_prefix_steps = [\"identify\"]",
            Rule::Experiment,
            "shared_prefix_steps",
        );
        wrong(
            "reveal_after_step = \"identify\"",
            "reveal_after_step = \"opne\"",
            Rule::Experiment,
            "reveal_after_step",
        );
        wrong(
            "id = \"identify\"\n",
            "id = \"identify\"\nnext = [{ goto = \"close\" }]\n",
            Rule::Experiment,
            "next = [{ goto = \"close\" }]",
        );
        wrong(
            "id = \"identify\"\n",
            "id = \"identify\"\ndefault_next = \"why\"\n",
            Rule::Experiment,
            "default_next = \"why\"",
        );
        wrong(
            "id = \"identify\"\n",
            "id = \"identify\"\ncaptures = [{ type = \"tags\", tag_set = \"reason\" }]\n",
            Rule::Experiment,
            "captures = [{ type = \"tags\", tag_set = \"reason\" }]",
        );
    }

    #[test]
    fn no_word_of_the_topic_is_said_before_the_arm_is_shown() {
        let told = "I'm not here to give a speech, but for a Home, with supports.";
        wrong(
            "I'm not here to give a speech. I'd like to hear what you think.",
            told,
            Rule::Experiment,
            told,
        );
        let line = "We're visiting people on this street today, and I'd like to talk";
        let told = "I have a door of your own";
        wrong(line, told, Rule::Experiment, told);
        let text = T1.replace("gatekeeper_line", "gatekeeper_lien");
        found(&text, Rule::UnknownKey, "gatekeeper_lien");
        let (before, after) = T1.split_once("gatekeeper_line.en").unwrap_or_default();
        let (_, after) = after.split_once("unit = ").unwrap_or_default();
        let text = format!("{before}unit = {after}");
        found(&text, Rule::Required, "[experiment]");
    }

    #[test]
    fn the_arm_fits_the_kind_and_the_experiment_has_a_name() {
        wrong(
            "arm = \"treat\"",
            "arm = \"placebo\"",
            Rule::Experiment,
            "arm = \"placebo\"",
        );
        wrong(
            "seed_ref = \"homes-and-trees\"",
            "seed_ref = \"\"",
            Rule::Required,
            "seed_ref = \"\"",
        );
        let unknown = with(T1, "unit = \"household\"", "unit = \"street\"");
        found(&unknown, Rule::Shape, "unit = \"street\"");
        assert!(Script::check(T1, "t1").is_empty());
    }
}
