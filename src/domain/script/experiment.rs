//! A script as one arm of an experiment: people chosen by chance are greeted alike, say who they
//! are, and only then their arm is shown. What must be true of one such script is in
//! `rules::experiment`; whether two are the arms of one experiment, `counterparts` says. Phones
//! read none of it: which arm a door has comes to them with the walk list, and what is said to a
//! gatekeeper stands among the words of its step (`written_out`).

use super::{Script, Text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// Whether it may be an arm as it stands.
    #[serde(default)]
    pub enabled: bool,
    pub arm: Arm,
    /// The script's first steps, the same in every arm, word for word.
    #[serde(default)]
    pub shared_prefix_steps: Vec<String>,
    /// The last of them: after it, and not before, the arm may be shown.
    #[serde(default)]
    pub reveal_after_step: String,
    /// What is said, in every arm, to whoever opens and is not whom one came for.
    #[serde(default)]
    pub gatekeeper_line: Text,
    /// What is chosen by chance.
    #[serde(default)]
    pub unit: Unit,
    /// Which experiment it is: the arms of one have the same.
    #[serde(default)]
    pub seed_ref: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// The conversation whose effect is asked for.
    Treat,
    /// A talk about something else.
    Placebo,
    /// Another conversation to compare with.
    Control,
}

impl Arm {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Treat => "treat",
            Self::Placebo => "placebo",
            Self::Control => "control",
        }
    }
}

/// People of one household talk to each other, so they are in one arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    #[default]
    Household,
}

/// Why two scripts are not the arms of one experiment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounterparts {
    #[error("`{script}` is not written for an experiment, or its experiment is not enabled")]
    NotInExperiment { script: String },
    #[error("both are the arm `{}`", .arm.code())]
    SameArm { arm: Arm },
    #[error("they belong to different experiments: `{treat}` and `{placebo}`")]
    OtherExperiment { treat: String, placebo: String },
    #[error("they are not written in the same languages")]
    OtherLanguages,
    #[error("they don't share the same first steps")]
    OtherFirstSteps,
    #[error("the shared step `{step}` is not the same, word for word")]
    OtherWords { step: String },
    #[error("what is said to whoever else opens is not the same, word for word")]
    OtherGatekeeperLine,
}

/// Whether two sound scripts can be the arms of one experiment: until somebody has said who they
/// are, nothing tells which of them one is in.
///
/// # Errors
/// With everything that speaks against it.
pub fn counterparts(treat: &Script, placebo: &Script) -> Result<(), Vec<NotCounterparts>> {
    let mut against = Vec::new();
    let enabled = |script: &Script| script.experiment.clone().filter(|it| it.enabled);
    for script in [treat, placebo] {
        if enabled(script).is_none() {
            against.push(NotCounterparts::NotInExperiment {
                script: script.script.id.clone(),
            });
        }
    }
    let (Some(one), Some(other)) = (enabled(treat), enabled(placebo)) else {
        return Err(against);
    };
    if one.arm == other.arm {
        against.push(NotCounterparts::SameArm { arm: one.arm });
    }
    if one.seed_ref != other.seed_ref {
        against.push(NotCounterparts::OtherExperiment {
            treat: one.seed_ref.clone(),
            placebo: other.seed_ref.clone(),
        });
    }
    let languages = |script: &Script| {
        let mut languages = script.script.languages.clone();
        languages.sort();
        languages
    };
    if languages(treat) != languages(placebo) {
        against.push(NotCounterparts::OtherLanguages);
    }
    if one.gatekeeper_line != other.gatekeeper_line {
        against.push(NotCounterparts::OtherGatekeeperLine);
    }
    if one.shared_prefix_steps == other.shared_prefix_steps {
        for step in &one.shared_prefix_steps {
            if treat.step(step) != placebo.step(step) {
                against.push(NotCounterparts::OtherWords { step: step.clone() });
            }
        }
    } else {
        against.push(NotCounterparts::OtherFirstSteps);
    }
    if against.is_empty() {
        Ok(())
    } else {
        Err(against)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::domain::script::tests::T1;

    const S0: &str = include_str!("../../../assets/scripts/placebo.toml");

    fn arms() -> (Script, Script) {
        let read = |text| Script::from_toml(text, "arm.toml").unwrap();
        (read(T1), read(S0))
    }

    fn against(change: impl FnOnce(&mut Script)) -> Vec<NotCounterparts> {
        let (treat, mut placebo) = arms();
        change(&mut placebo);
        let found = counterparts(&treat, &placebo).unwrap_err();
        assert!(found.iter().all(|it| !it.to_string().is_empty()));
        found
    }

    #[test]
    fn the_issue_conversation_and_the_placebo_are_the_arms_of_one_experiment() {
        let (treat, placebo) = arms();
        assert_eq!(counterparts(&treat, &placebo), Ok(()));
        assert_eq!(treat.experiment.unwrap().arm, Arm::Treat);
        assert_eq!(placebo.experiment.unwrap().arm, Arm::Placebo);
    }

    #[test]
    fn two_scripts_of_one_arm_or_of_two_experiments_are_no_counterparts() {
        let (treat, _) = arms();
        assert_eq!(
            counterparts(&treat, &treat),
            Err(vec![NotCounterparts::SameArm { arm: Arm::Treat }])
        );
        let found = against(|it| it.experiment.as_mut().unwrap().seed_ref = "other".to_owned());
        assert_eq!(
            found,
            [NotCounterparts::OtherExperiment {
                treat: "homes-and-trees".to_owned(),
                placebo: "other".to_owned()
            }]
        );
    }

    #[test]
    fn one_word_of_difference_before_the_arm_is_shown_is_told_with_its_step() {
        let found = against(|it| {
            let say = &mut it.steps[1].say[0].text;
            say.by_language.insert("fi".to_owned(), "Kuka?".to_owned());
        });
        let step = "identify".to_owned();
        assert_eq!(found, [NotCounterparts::OtherWords { step }]);
        let line = |it: &mut Script| {
            it.experiment.as_mut().unwrap().gatekeeper_line = Text::from([("en", "Hello")]);
        };
        assert_eq!(against(line), [NotCounterparts::OtherGatekeeperLine]);
    }

    #[test]
    fn what_is_not_enabled_has_other_languages_or_other_first_steps_is_no_counterpart() {
        let not_enabled = NotCounterparts::NotInExperiment {
            script: "placebo".to_owned(),
        };
        let off = against(|it| it.experiment.as_mut().unwrap().enabled = false);
        assert_eq!(off, std::slice::from_ref(&not_enabled));
        assert_eq!(against(|it| it.experiment = None), [not_enabled]);
        let fewer = against(|it| {
            it.script.languages.pop();
        });
        assert_eq!(fewer, [NotCounterparts::OtherLanguages]);
        let shorter = against(|it| {
            let experiment = it.experiment.as_mut().unwrap();
            experiment.shared_prefix_steps.pop();
        });
        assert_eq!(shorter, [NotCounterparts::OtherFirstSteps]);
    }
}
