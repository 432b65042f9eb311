//! A conversation in progress. It is written to disk after every answer,
//! before the screen moves on, so it holds everything: where the canvasser is,
//! what was answered, what was skipped, and the ids its records will have, so
//! that finishing twice makes one conversation and not two.
//!
//! "Record a talk I just had" is a draft too: one without steps, at the
//! pavement from its beginning, filled in as a form by the same acts.

use super::conversation::{
    Certainty, CommitmentSaid, Consent, RatingAnswer, Recorded, Wave, WhoElse,
};
use super::ids::{DoorId, DraftId, ListId, RecordId};
use super::script::Channel;
use super::time::DeviceTime;
use super::visit::WhoAnswered;
use super::walk_list::ScriptRef;
use crate::domain::few::Few;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub id: DraftId,
    /// The id its visit will have (UUIDv7).
    pub visit: RecordId,
    /// The id its conversation will have if it may be linked (UUIDv7).
    pub linked_id: RecordId,
    /// The id its conversation will have if it may not (UUIDv4).
    pub unlinked_id: RecordId,
    pub list: ListId,
    pub door: DoorId,
    pub round: u32,
    pub who: WhoAnswered,
    /// Missing from drafts of older apps, which knew doors only.
    #[serde(default)]
    pub channel: Channel,
    pub script: ScriptRef,
    /// It belongs to an experiment: nothing of what differs between the scripts is shown before
    /// the person is identified.
    #[serde(default)]
    pub in_trial: bool,
    /// BCP 47 tag.
    pub language: String,
    pub recorded: Recorded,
    pub begun: DeviceTime,
    /// Seconds talked before `running_since`.
    pub seconds: u32,
    /// Since when the clock runs; `None` while paused, parked or closed. Of a
    /// form: since when it is on the screen, which is counted as nothing.
    pub running_since: Option<DeviceTime>,
    pub place: Place,
    /// Of a form: how sure its numbers are, also those still to be filled in.
    #[serde(default)]
    pub certainty: Certainty,
    /// The short path was chosen.
    pub short: bool,
    /// Step ids in the order they were first reached; the first is the script's first.
    pub reached: Vec<String>,
    /// Steps the canvasser passed over.
    pub skipped: Vec<String>,
    pub answers: Answers,
}

impl Draft {
    /// A talk held with the phone in the pocket or written on paper.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.recorded != Recorded::Live
    }

    /// It is somebody the list names.
    #[must_use]
    pub fn is_identified(&self) -> bool {
        matches!(self.who, WhoAnswered::Listed(_))
    }

    /// Nobody has answered anything, and nobody is said to have been met.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.answers == Answers::default() && self.who == WhoAnswered::DidNotAsk
    }
}

/// Where in the conversation the canvasser is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At a step of the script, by its id.
    Step(String),
    /// The door is closed; notes on the pavement may still be added. Everything
    /// said is kept; if nothing more is added the app finishes it by itself.
    Pavement,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// By scale, then wave.
    pub ratings: Few<String, Few<Wave, Rated>>,
    /// Chosen codes by tag set.
    pub tags: Few<String, Vec<String>>,
    pub made_a_difference: String,
    /// Concern ids raised, in order.
    pub concerns: Vec<String>,
    pub commitments: Few<String, CommitmentSaid>,
    pub consent: Consent,
    /// Who else was there; empty until it is noted.
    #[serde(default)]
    pub who_else: Vec<WhoElse>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rated {
    pub answer: RatingAnswer,
    pub certainty: Certainty,
}

/// What the canvasser did on a conversation's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// `None` takes the answer back.
    Rate {
        scale: String,
        wave: Wave,
        answer: Option<RatingAnswer>,
        certainty: Certainty,
    },
    /// Replaces what was chosen of this set.
    Tag {
        set: String,
        codes: Vec<String>,
    },
    MadeADifference {
        words: String,
    },
    Concern {
        id: String,
        raised: bool,
    },
    Commit {
        id: String,
        said: Option<CommitmentSaid>,
    },
    KeepWithName {
        answer: Option<bool>,
    },
    MayComeBack {
        answer: Option<bool>,
    },
    Who {
        who: WhoAnswered,
    },
    /// Replaces what was noted of who else was there.
    WhoElse {
        who: Vec<WhoElse>,
    },
    /// On a form: whether its numbers were heard.
    HowSure {
        certainty: Certainty,
    },
    /// On a form: written down on paper before, or from memory.
    FromPaper {
        paper: bool,
    },
    /// On to the next step of this path; closes the door after the last.
    Next,
    /// Like `Next`, and remembers that this step was passed over.
    Skip,
    /// To the step reached before this one.
    Back,
    GoTo {
        step: String,
    },
    /// In a hurry: take (or leave) the short path from here.
    Short {
        short: bool,
    },
    Language {
        tag: String,
    },
    /// The phone is put away or the talk parked: the clock stops.
    Pause,
    Resume,
    /// The door is closed, whatever step we are at.
    CloseDoor,
}
