//! What a script brings for learning it: parts to play with a partner, and what to
//! ask oneself afterwards. Nothing of it is used at a door.

use super::Text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Training {
    #[serde(default)]
    pub roleplays: Vec<Roleplay>,
    /// For an evening together.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub quiz: Vec<Question>,
    /// What to do, in turn, to find one's own story.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub story_workshop: Vec<Text>,
}

/// What would you do, and why?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub question: Text,
    pub answers: Vec<PossibleAnswer>,
    /// Why the right ones are.
    #[serde(default)]
    pub because: Text,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PossibleAnswer {
    pub text: Text,
    #[serde(default)]
    pub right: bool,
}

/// An invented neighbour for the partner to play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Roleplay {
    /// Who they are, in a line or two.
    pub persona: Text,
    /// The band of the main scale they begin in; none where the script has no bands.
    #[serde(default)]
    pub start_band: Option<String>,
    /// What they say against it.
    #[serde(default)]
    pub objections: Vec<Text>,
    /// What whoever practises with them may learn.
    #[serde(default)]
    pub goals: Vec<Text>,
}

/// After a talk or an evening.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    /// Sentences about oneself, to say yes to or not yet.
    #[serde(default)]
    pub prompts: Vec<Text>,
    /// How long the team sits together.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub duration_min: Option<u32>,
}
