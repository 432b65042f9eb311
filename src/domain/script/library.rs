//! What steps draw on: tags, concerns with checked answers, commitments,
//! values with their lines, stories, affected people's accounts, how to close, the
//! wording of consent.

use super::{Channel, Text, When, date};
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
    /// It may be none of these: then one of the items has the code `other`. Nothing is written
    /// beside it, since it could be a name.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub allow_other: bool,
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
    /// Stories of the script that answer it better than a fact.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub story_ids: Vec<String>,
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
    /// What they would do, as a word for machines: `sign`, `come`, `bring`.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub verb: String,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub due_rule: DueRule,
    #[serde(default)]
    pub needs_contact: bool,
    #[serde(default)]
    pub follow_up_days: Option<u32>,
}

/// By when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    #[default]
    None,
    /// They name a day.
    NamedDay,
    /// Within `follow_up_days`.
    WithinDays,
}

/// Something that happened to somebody of the campaign and may be told: one person, one moment,
/// one feeling, one line to why they came. An example for whoever prepares their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    pub id: String,
    /// Whose it is, as the team calls them.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub owner_canvasser: String,
    /// They agreed that the team reads it.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub consent_to_share: bool,
    pub title: Text,
    /// Who to them, never a name.
    pub person_relation: Text,
    pub moment: Text,
    pub feeling: Text,
    pub link_line: Text,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub seconds: Option<u32>,
    /// Tags of a set of purpose `theme`.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub themes: Vec<String>,
    /// Of `values`.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub values: Vec<String>,
    /// Somebody responsible read it; only then phones show it.
    #[serde(default)]
    pub approved: bool,
    /// Nobody lived this: it was made up for a demonstration.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub invented: bool,
}

/// What matters to somebody, and how to speak of the issue in its terms. Noted as a tag of this
/// code in a set of purpose `value`; then the first line is shown where the case is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    pub id: String,
    pub label: Text,
    /// Words by which it is recognised.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub cues: Vec<Text>,
    pub frame_lines: Vec<Text>,
}

/// How to close with whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    #[serde(default)]
    pub when: When,
    pub say: Text,
    /// What stays with them: the card, a date.
    #[serde(default)]
    pub leave_behind: Text,
    /// What happens with what they said.
    #[serde(default)]
    pub privacy_line: Text,
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
    #[cfg_attr(not(target_arch = "wasm32"), serde(alias = "channels"))]
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
