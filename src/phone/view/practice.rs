//! What practice and the story workshop show.

use crate::domain::script::Channel;
use crate::domain::walk_list::ScriptRef;
use serde::{Deserialize, Serialize};

/// The scripts on this phone, to practise and to prepare a story for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workshop {
    pub scripts: Vec<ToPractise>,
    pub stories: Vec<Story>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToPractise {
    pub script: ScriptRef,
    pub title: String,
    pub languages: Vec<String>,
    pub channels: Vec<Channel>,
    pub roleplays: Vec<Roleplayed>,
    /// Sentences about oneself, to say yes to or not yet.
    pub prompts: Vec<String>,
    /// It has a step for the canvasser's own story; about how long it takes there.
    pub own_story: Option<u32>,
}

/// An invented neighbour for a partner to play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roleplayed {
    pub persona: String,
    /// What they answer first: `0–3, against`. Empty where nothing is asked.
    pub start: String,
    pub objections: Vec<String>,
    pub goals: Vec<String>,
}

/// What to practise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearse {
    pub script: ScriptRef,
    pub language: String,
    pub channel: Channel,
    /// The invented household: where, and who is listed.
    pub street: String,
    pub people: Vec<String>,
}

/// A story by its place in this phone's store; it means nothing anywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryKey(pub i64);

impl StoryKey {
    /// Of a story that is not stored yet.
    pub const NEW: Self = Self(0);
}

/// The canvasser's own: one person, one moment, one feeling, one line to why they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    pub key: StoryKey,
    /// Of which script, whatever its version.
    pub script: String,
    /// Who to them, never a name.
    pub person: String,
    pub moment: String,
    pub feeling: String,
    pub link_line: String,
    /// How long it took when it was last told aloud; 0 for not yet.
    pub told_seconds: u32,
    /// The one of its script that is told at doors.
    pub chosen: bool,
}

impl Story {
    #[must_use]
    pub fn begun_for(script: &str) -> Self {
        Self {
            key: StoryKey::NEW,
            script: script.to_owned(),
            person: String::new(),
            moment: String::new(),
            feeling: String::new(),
            link_line: String::new(),
            told_seconds: 0,
            chosen: false,
        }
    }

    /// In the order in which it is told.
    #[must_use]
    pub fn cues(&self) -> Vec<String> {
        [&self.person, &self.moment, &self.feeling, &self.link_line]
            .map(String::clone)
            .to_vec()
    }
}
