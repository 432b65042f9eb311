//! A list that is an experiment: at some of its doors another script is talked, the placebo, so
//! that people can be compared later who differ in nothing but what they were talked with about.
//!
//! Nobody chooses which door gets which. A seed is drawn once, when the experiment is set, and
//! the group follows from it and the door: so server and phone agree without a word, a door that
//! is added later is drawn too, and everybody behind one door is in the same group.

use super::ids::DoorId;
use super::walk_list::ScriptRef;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Written as `placebo@1 SEED`: a phone has less to download for reading a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Trial {
    /// Talked at the doors of the placebo group; at the others the list's own script is.
    pub placebo: ScriptRef,
    /// Random, and never drawn again: all lists on which the same two scripts are compared have
    /// the same, so that a household stays in its group.
    pub seed: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Treatment,
    Placebo,
}

impl Group {
    /// The closed code used in exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Placebo => "placebo",
        }
    }
}

impl From<Trial> for String {
    fn from(trial: Trial) -> Self {
        let Trial { placebo, seed } = trial;
        format!("{}@{} {seed}", placebo.id, placebo.version)
    }
}

impl From<String> for Trial {
    /// What cannot be read names no script there is, and no list with it is ever ready.
    fn from(text: String) -> Self {
        let (placebo, seed) = text.split_once(' ').unwrap_or((&text, "?"));
        let (id, version) = placebo.rsplit_once('@').unwrap_or((placebo, ""));
        Self {
            placebo: ScriptRef {
                id: id.to_owned(),
                version: version.parse().unwrap_or_default(),
            },
            seed: seed.to_owned(),
        }
    }
}

impl Trial {
    /// Simple randomisation by household: each door for itself, one in two.
    #[must_use]
    pub fn group(&self, door: DoorId) -> Group {
        let mut hasher = Sha256::new();
        hasher.update(self.seed.as_bytes());
        hasher.update(door.0.as_bytes());
        if hasher.finalize()[0] & 1 == 1 {
            Group::Placebo
        } else {
            Group::Treatment
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn trial(seed: &str) -> Trial {
        Trial {
            placebo: ScriptRef {
                id: "placebo".to_owned(),
                version: 1,
            },
            seed: seed.to_owned(),
        }
    }

    fn of_placebo(trial: &Trial, doors: impl Iterator<Item = u128>) -> usize {
        doors
            .filter(|n| trial.group(DoorId(Uuid::from_u128(*n))) == Group::Placebo)
            .count()
    }

    proptest! {
        /// Six standard deviations of a fair coin thrown 4,000 times are 190: by chance beyond
        /// that once in hundreds of millions of runs.
        #[test]
        fn about_half_of_the_doors_are_in_each_group_whatever_the_seed(seed in "[0-9a-f]{32}") {
            let placebo = of_placebo(&trial(&seed), 0..4000);
            prop_assert!((1810..=2190).contains(&placebo), "{placebo} of 4000");
        }

        /// Neighbours in the numbering say nothing about each other.
        #[test]
        fn a_door_tells_nothing_about_the_next(seed in "[0-9a-f]{32}") {
            let trial = trial(&seed);
            let group = |n: u128| trial.group(DoorId(Uuid::from_u128(n)));
            let alike = (0..4000).filter(|n| group(*n) == group(n + 1)).count();
            prop_assert!((1810..=2190).contains(&alike), "{alike} of 4000");
        }
    }

    #[test]
    fn it_is_written_as_one_word_and_read_again() {
        let json = serde_json::to_string(&trial("00ff")).unwrap_or_default();
        assert_eq!(json, "\"placebo@1 00ff\"");
        let read: Result<Trial, _> = serde_json::from_str(&json);
        assert_eq!(read.ok(), Some(trial("00ff")));
        let unreadable = Trial::from("nonsense".to_owned());
        assert_eq!(
            (unreadable.placebo.version, unreadable.seed.as_str()),
            (0, "?")
        );
    }

    #[test]
    fn a_household_stays_in_its_group_and_another_seed_draws_anew() {
        let (one, other) = (trial("0b"), trial("0c"));
        let door = |n: u128| DoorId(Uuid::from_u128(n));
        assert!((0..64).all(|n| one.group(door(n)) == one.clone().group(door(n))));
        assert!((0..64).any(|n| one.group(door(n)) != other.group(door(n))));
    }

    #[test]
    fn phones_of_every_version_draw_as_the_first_did() {
        let groups: String = (0..16)
            .map(|n| match trial("00ff").group(DoorId(Uuid::from_u128(n))) {
                Group::Treatment => 't',
                Group::Placebo => 'p',
            })
            .collect();
        assert_eq!(groups, "tptttpttppptptpp");
    }
}
