//! The guide: leads through a script step by step. A pure state machine over a
//! script and the draft so far; whoever holds the draft stores it after every
//! act. Path and next step follow from the script's rules and the answers
//! given; nothing is remembered that could be derived.

mod act;
mod clock;
mod path;
mod show;

#[cfg(test)]
mod held_back;
#[cfg(test)]
mod tests;

pub use act::{GuideError, apply, begin};
pub use clock::elapsed_seconds;
pub use show::{
    Names, OneScreen, can_go_short, concerns, is_held_back, missing, one_screen, outline, pavement,
    step_view, step_view_for,
};

use super::conversation::{CommitmentSaid, RatingAnswer, Recorded, Wave};
use super::ids::{DoorId, DraftId, ListId, RecordId};
use super::script::Channel;
use super::time::DeviceTime;
use super::visit::WhoAnswered;
use serde::{Deserialize, Serialize};

/// What a conversation begins with. The ids are made by the caller, since
/// nothing here draws random numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Begin {
    pub id: DraftId,
    /// UUIDv7.
    pub visit: RecordId,
    /// UUIDv7.
    pub linked_id: RecordId,
    /// UUIDv4: it must tell nothing.
    pub unlinked_id: RecordId,
    pub list: ListId,
    pub door: DoorId,
    pub round: u32,
    pub who: WhoAnswered,
    pub channel: Channel,
    /// The list is an experiment.
    pub in_trial: bool,
    /// The wished language; one the script does not have becomes its default.
    pub language: String,
    pub recorded: Recorded,
    pub now: DeviceTime,
}

/// What the screen of one step shows, in the draft's language. It never holds
/// an answer of another wave: the householder reads the screen too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepView {
    pub step: String,
    /// The step's short name, for the outline: "Their story".
    pub name: String,
    /// `script::Role` as its code, for what the screen offers.
    pub role: String,
    /// What the step is for; for rehearsal, not for the door.
    pub purpose: String,
    /// About how long it takes, if the script says.
    pub target_seconds: Option<u32>,
    /// Three to six short reminders to take in at a glance, like the parts of
    /// one's own story; may be empty.
    pub cues: Vec<String>,
    /// What to say, large; the first is the one for this band, the others
    /// are variants on request.
    pub say: Vec<String>,
    pub probes: Vec<ProbeView>,
    pub if_stuck: Vec<String>,
    /// For rehearsal: the depth is `new` or `practised`.
    #[cfg_attr(all(target_arch = "wasm32", not(feature = "whole")), serde(skip))]
    pub tips: Vec<ProbeView>,
    /// For rehearsal: stories of others, to see how it is done.
    #[cfg_attr(all(target_arch = "wasm32", not(feature = "whole")), serde(skip))]
    pub examples: Vec<AccountView>,
    pub listen_for: Vec<String>,
    pub dos: Vec<String>,
    pub donts: Vec<String>,
    pub red_flags: Vec<RedFlagView>,
    pub rating: Option<RatingView>,
    pub tags: Vec<TagSetView>,
    pub commitments: Vec<CommitmentView>,
    pub consent: Option<ConsentView>,
    /// The question "what did they say made a difference?" belongs here.
    pub asks_made_a_difference: bool,
    /// Affected people's accounts to read out, play or hand over, if this step has any.
    pub accounts: Vec<AccountView>,
    /// This step's place among the steps of the path, from 1, and how many there are.
    pub number: u32,
    pub of: u32,
    pub may_skip: bool,
    pub can_go_back: bool,
    /// `Next` closes the door.
    pub last: bool,
}

/// An affected person's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub speaker: String,
    pub text: String,
    /// They tell it themselves: the recording that belongs to it.
    pub recording: Option<RecordingName>,
}

/// Names a recording of a script.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordingName {
    pub perspective: String,
    /// BCP 47.
    pub language: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeView {
    /// `fact`, `person`, `feeling` or `meaning`: shallow to deep.
    pub depth: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlagView {
    pub text: String,
    /// `pause`, `close`, `leave`, `alert_lead` or `signpost`.
    pub action: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatingView {
    pub scale: String,
    pub wave: Wave,
    /// As it is asked at this wave.
    pub question: String,
    pub kind: ScaleKindView,
    pub low_label: String,
    pub high_label: String,
    pub allows_between: bool,
    /// What was answered at this wave, if anything yet.
    pub chosen: Option<RatingAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleKindView {
    /// Every value from `min` to `max` by `step`.
    Numeric {
        min: i32,
        max: i32,
        step: i32,
    },
    Categorical {
        options: Vec<ChoiceView>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceView {
    pub code: String,
    pub label: String,
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagSetView {
    pub id: String,
    pub label: String,
    /// Choosing one takes the others away.
    #[serde(default)]
    pub one_of: bool,
    pub items: Vec<ChoiceView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentView {
    pub id: String,
    pub label: String,
    pub said: Option<CommitmentSaid>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    pub wording: String,
    /// What to read out.
    pub text: String,
    pub keep_with_name: Option<bool>,
    pub come_back: Option<bool>,
}

/// One line of the list to jump in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineLine {
    pub step: String,
    pub name: String,
    pub reached: bool,
    pub skipped: bool,
    pub here: bool,
    /// Not on the current path; may be visited all the same.
    pub off_path: bool,
}

/// A concern from the library, in two taps while the person is speaking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernView {
    pub id: String,
    pub label: String,
    pub acknowledge: String,
    pub ask_back: String,
    pub short_answer: String,
    pub source: String,
    pub return_line: String,
    pub raised: bool,
}
