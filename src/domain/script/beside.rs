//! What a script says beside the conversation, for the desk and for people: what outcomes count
//! as, whom to ask again and when, what changed from version to version. No phone reads it.

use crate::domain::disposition::{Level, Retry};
use serde::{Deserialize, Serialize};

/// An outcome, as the published table of `domain::disposition` has it. The table is closed; a
/// script that repeats a line of it says the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub code: String,
    #[serde(default)]
    pub level: Option<Level>,
    #[serde(default)]
    pub counts_as: CountsAs,
    #[serde(default)]
    pub retry: Option<Retry>,
    /// The door is left alone from then on.
    #[serde(default)]
    pub suppress: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsAs {
    #[serde(default)]
    pub attempt: Option<bool>,
    #[serde(default)]
    pub answer: Option<bool>,
    #[serde(default)]
    pub identified: Option<bool>,
}

/// Asking the same people again, some time later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Days after the conversation.
    pub waves_days: Vec<u32>,
    #[serde(default)]
    pub mode: FollowUpMode,
    #[serde(default)]
    pub sample: Sample,
    #[serde(default)]
    pub question_scale_id: Option<String>,
    /// Whoever asks does not say that they belong to the campaign's talk.
    #[serde(default)]
    pub neutral_sender: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpMode {
    #[default]
    Door,
    Phone,
    Letter,
    Online,
}

impl FollowUpMode {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Online => "online",
        }
    }
}

/// Who is asked again. Chosen by chance they stand for the others; those one likes to visit don't.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    #[default]
    All,
    Random,
}

/// Why a version is as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub version: u32,
    pub why: String,
    /// The evenings' debriefs it came from.
    #[serde(default)]
    pub from_debrief_ids: Vec<String>,
}
