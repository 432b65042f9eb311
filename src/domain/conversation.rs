//! A conversation: what a person thinks, as they said it. It goes up to the
//! leads and stays with its author; it never comes down to a colleague's
//! phone. This file has the record's shape; `draft` has the conversation in
//! progress and how it is finished.

use super::ids::{ListId, RecordId};
use super::walk_list::ScriptRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One answer on a scale. "Not asked" is stored as a fact, never as zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum RatingAnswer {
    Value {
        value: i32,
    },
    /// "Somewhere between five and six": both ends, `low < high`.
    Between {
        low: i32,
        high: i32,
    },
    /// An option of a categorical scale, by its code.
    Category {
        code: String,
    },
    DontKnow,
    /// Asked, and would not say.
    WouldntSay,
    NotAsked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wave {
    First,
    Middle,
    Final,
}

/// How sure the number is: heard from their mouth, or the canvasser's guess
/// written down afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    #[default]
    Heard,
    Estimated,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    pub scale: String,
    pub wave: Wave,
    #[serde(flatten)]
    pub answer: RatingAnswer,
    #[serde(default, skip_serializing_if = "is_heard")]
    pub certainty: Certainty,
}

fn is_heard(certainty: &Certainty) -> bool {
    *certainty == Certainty::Heard
}

/// How it got into the phone. Invented times are never stored: only a live
/// conversation has a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    Live,
    Afterwards,
    Paper,
}

/// Whether it reached its end, or was left and closed by the app some hours later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Finished,
    /// Begun and left; what was said until then is here.
    Abandoned,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The script's commitment id.
    pub id: String,
    /// What they answered when asked.
    pub said: CommitmentSaid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentSaid {
    Yes,
    Maybe,
    No,
}

/// What they agreed to at the door, with the wording they heard. `None` is
/// "didn't ask", which counts as no.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The script's consent wording id; empty when nothing was asked.
    pub wording: String,
    /// "May we keep what you said with your name?"
    pub keep_with_name: Option<bool>,
    /// "May we come back?"
    pub come_back: Option<bool>,
}

/// Where a conversation belongs. The record's `visit` is only there when the
/// campaign's law allows it or the person agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "link")]
pub enum Belongs {
    Linked {
        visit: RecordId,
    },
    /// The ISO week, `2026-W46`: no door, person, canvasser or clock time.
    Unlinked {
        week: String,
    },
}

/// Body of a `conversation` record, kind version 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub list: ListId,
    #[serde(flatten)]
    pub belongs: Belongs,
    pub script: ScriptRef,
    /// BCP 47 tag it was held in.
    pub language: String,
    pub recorded: Recorded,
    pub ending: Ending,
    pub ratings: Vec<Rating>,
    /// Tags by the script's tag set id, in the script's order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, Vec<String>>,
    /// What they said made a difference: at most 140 characters, their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub made_a_difference: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concerns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Commitment>,
    #[serde(default)]
    pub consent: Consent,
    /// Step ids in the order they were first reached.
    pub steps_reached: Vec<String>,
    /// The short path was taken.
    #[serde(default)]
    pub short: bool,
    /// Seconds at the door, pauses left out; only for live ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

impl Conversation {
    /// The answer of one wave, if that wave is recorded at all.
    #[must_use]
    pub fn rating(&self, wave: Wave) -> Option<&Rating> {
        self.ratings.iter().find(|rating| rating.wave == wave)
    }
}
