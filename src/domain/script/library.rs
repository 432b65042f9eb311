//! What steps draw on: tags, concerns with checked answers, commitments,
//! affected people's accounts, the wording of consent.

use super::{Channel, Text, date};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagSet {
    pub id: String,
    pub label: Text,
    pub purpose: TagPurpose,
    /// Only one of them can be true: choosing another takes the first away.
    #[serde(default)]
    pub one_of: bool,
    pub items: Vec<Tag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagPurpose {
    Reason,
    Theme,
    Value,
    Concern,
    MovedBy,
    Barrier,
    /// What they did while the canvasser was there, whatever they said.
    Done,
    /// Where the canvasser sees them, for nobody's eyes at the door.
    Assessment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub code: String,
    pub label: Text,
    #[serde(default)]
    pub parent: Option<String>,
    /// Tells of health, faith or the like: never shown in small cells.
    #[serde(default)]
    pub sensitive: bool,
}

/// A concern people raise, with an answer somebody checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concern {
    pub id: String,
    pub label: Text,
    /// Words by which it is recognised.
    #[serde(default)]
    pub cues: Vec<Text>,
    pub acknowledge: Text,
    pub ask_back: Text,
    pub short_answer: Text,
    pub return_line: Text,
    #[serde(default)]
    pub dont: Vec<Text>,
    /// Where the short answer comes from.
    #[serde(default)]
    pub source: String,
    /// The source was made up for a demonstration.
    #[serde(default)]
    pub invented: bool,
    /// The day somebody last looked whether it is still true.
    #[serde(default, with = "date")]
    pub checked_at: Option<NaiveDate>,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub status: ConcernStatus,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernStatus {
    #[default]
    Proposed,
    Approved,
}

/// Something people may be asked to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommitmentAsked {
    pub id: String,
    pub label: Text,
    /// 1 smallest to 5 largest.
    pub size: u8,
    /// Whom it fits; empty means everybody.
    #[serde(default)]
    pub bands: Vec<String>,
    #[serde(default)]
    pub needs_contact: bool,
    #[serde(default)]
    pub follow_up_days: Option<u32>,
}

/// An affected person's own account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Perspective {
    pub id: String,
    pub who_speaks: Text,
    pub text: Text,
    pub seconds: u32,
    /// By language, the file in which they tell it themselves (`tapani.mp3`); it comes to the
    /// desk together with the script.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub audio: Text,
    /// How we may use it: who agreed to what, when.
    pub source_consent: String,
    /// Nobody lived this: it was made up for a demonstration.
    #[serde(default)]
    pub invented: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsentWording {
    pub wording_id: String,
    pub purposes: Vec<ConsentPurpose>,
    #[serde(default)]
    pub channel: Vec<Channel>,
    /// What is read out.
    pub text: Text,
    #[serde(default)]
    pub privacy_url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    KeepWithName,
    ComeBack,
}
