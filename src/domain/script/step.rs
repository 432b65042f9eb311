//! A step: what is said, asked, listened for and noted at one moment of the
//! conversation.

use super::{Channel, Text, yes};
use crate::domain::conversation::Wave;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub id: String,
    /// For whoever writes the file; the order of the file is what counts, and this agrees with it.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub order: Option<u32>,
    pub name: Text,
    #[serde(default)]
    pub purpose: Text,
    pub role: Role,
    #[serde(default)]
    pub importance: Importance,
    #[serde(default)]
    pub target_seconds: Option<u32>,
    #[serde(default)]
    pub warn_seconds: Option<u32>,
    /// Three to six short reminders, read in half a second.
    #[serde(default)]
    pub cues: Vec<Text>,
    #[serde(default)]
    pub say: Vec<Say>,
    #[serde(default)]
    pub probes: Vec<Probe>,
    /// What to try when stuck.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    #[serde(default, rename = "do")]
    pub dos: Vec<Text>,
    #[serde(default, rename = "dont")]
    pub donts: Vec<Text>,
    #[serde(default)]
    pub listen_for: Vec<Text>,
    #[serde(default)]
    pub red_flags: Vec<RedFlag>,
    /// For rehearsal: what helps whoever is new to it, and whoever is not.
    #[serde(default)]
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        serde(skip_deserializing)
    )]
    pub tips: Vec<Tip>,
    /// Stories of the script to read before one has one's own; never to be told as one's own.
    #[serde(default)]
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        serde(skip_deserializing)
    )]
    pub example_ids: Vec<String>,
    /// What is shown or handed over here.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub media: Option<Media>,
    /// What a canvasser may ask themselves about this step afterwards, as words for machines.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub skill_checks: Vec<String>,
    /// Affected people's accounts told or read at this step.
    #[serde(default)]
    pub perspective_ids: Vec<String>,
    #[serde(default)]
    pub captures: Vec<Capture>,
    /// The first branch whose condition holds is taken instead of the path's next step.
    #[serde(default)]
    pub next: Vec<Branch>,
    #[serde(default)]
    pub default_next: Option<String>,
    #[serde(default = "yes")]
    pub may_skip: bool,
    #[serde(default = "yes")]
    pub may_return: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Open,
    Identify,
    Rate,
    Why,
    Who,
    OwnStory,
    TheirStory,
    GetPerspective,
    Media,
    Connect,
    Case,
    Concern,
    Rerate,
    Reflect,
    Commit,
    Close,
    /// Away from the door: what the phone shows on the pavement.
    Record,
}

impl Role {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Identify => "identify",
            Self::Rate => "rate",
            Self::Why => "why",
            Self::Who => "who",
            Self::OwnStory => "own_story",
            Self::TheirStory => "their_story",
            Self::GetPerspective => "get_perspective",
            Self::Media => "media",
            Self::Connect => "connect",
            Self::Case => "case",
            Self::Concern => "concern",
            Self::Rerate => "rerate",
            Self::Reflect => "reflect",
            Self::Commit => "commit",
            Self::Close => "close",
            Self::Record => "record",
        }
    }

    /// Somebody tells or hears what happened to a person.
    #[must_use]
    pub fn is_story(self) -> bool {
        matches!(
            self,
            Self::Who | Self::OwnStory | Self::TheirStory | Self::GetPerspective
        )
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    Core,
    #[default]
    Recommended,
    Optional,
}

/// One way of saying it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Say {
    #[serde(default)]
    pub id: String,
    /// May hold `{canvasser}` and `{organisation}`.
    pub text: Text,
    #[serde(default)]
    pub tone: String,
    /// The names to be filled in here, `canvasser` and the like; where they are listed, they are
    /// those in the text and no others.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub placeholders: Vec<String>,
    #[serde(default)]
    pub when: When,
}

/// When a variant is shown or a branch taken: everything named must hold;
/// nothing named always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The scale `bands` speaks of; without it the script's main scale.
    #[serde(default)]
    pub scale_id: Option<String>,
    /// The latest number up to this wave decides the band; without it the first.
    #[serde(default)]
    pub wave: Option<Wave>,
    #[serde(default)]
    pub bands: Vec<String>,
    #[serde(default)]
    pub channel: Vec<Channel>,
    /// On the short path, or not on it.
    #[serde(default)]
    pub short: Option<bool>,
    /// Any of these codes was chosen of this set.
    #[serde(default)]
    pub tag_set: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
}

impl When {
    /// Said whatever was answered; some of it by one channel only, in the place of what
    /// another has there.
    #[must_use]
    pub fn is_always(&self) -> bool {
        Self {
            channel: Vec::new(),
            ..self.clone()
        } == Self::default()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub id: String,
    pub depth: Depth,
    pub text: Text,
    #[serde(default)]
    pub when: When,
}

/// From the shallow to the deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    Fact,
    Person,
    Feeling,
    Meaning,
}

impl Depth {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Person => "person",
            Self::Feeling => "feeling",
            Self::Meaning => "meaning",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedFlag {
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub id: String,
    pub text: Text,
    pub action: FlagAction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagAction {
    Pause,
    Close,
    Leave,
    AlertLead,
    Signpost,
}

impl FlagAction {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Close => "close",
            Self::Leave => "leave",
            Self::AlertLead => "alert_lead",
            Self::Signpost => "signpost",
        }
    }
}

/// What to try when stuck: a text, or one with an id, by which two versions tell it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alternative {
    pub id: String,
    pub text: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    #[serde(default)]
    pub level: TipLevel,
    pub text: Text,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TipLevel {
    #[default]
    New,
    Practised,
}

impl TipLevel {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Practised => "practised",
        }
    }
}

/// Something to look at together. The canvasser brings it along: what phones keep offline are the
/// recordings of `perspectives`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub kind: MediaKind,
    /// What the team calls it.
    #[serde(default)]
    pub file: String,
    #[serde(default)]
    pub seconds: Option<u32>,
    #[serde(default)]
    pub offline: bool,
    /// What the other side says is in it too.
    #[serde(default)]
    pub shows_both_sides: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Video,
    Audio,
    Image,
    /// On paper.
    Card,
}

/// Something noted at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Free text: `made_a_difference`, the only field there is.
    #[serde(default)]
    pub field: String,
    #[serde(rename = "type")]
    pub kind: CaptureKind,
    #[serde(default)]
    pub scale_id: Option<String>,
    #[serde(default)]
    pub wave: Option<Wave>,
    #[serde(default)]
    pub tag_set: Option<String>,
    #[serde(default)]
    pub max_len: Option<u32>,
    /// Named on the pavement while it is not answered. It never stops anybody: no answer can be
    /// had by force, and "wouldn't say" is one.
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub personal_data: PersonalData,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureKind {
    Rating,
    Tags,
    /// Yes or no: a tag set of two tags, of which one can be true.
    Bool,
    /// One of several: a tag set of which one tag can be true.
    Choice,
    /// How long it took, which every conversation says.
    Minutes,
    ShortText,
    Commitment,
    Consent,
}

impl CaptureKind {
    /// What is noted is tags of a set, few or one.
    #[must_use]
    pub fn is_tags(self) -> bool {
        matches!(self, Self::Tags | Self::Bool | Self::Choice)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    #[default]
    None,
    Low,
    Special,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    #[serde(rename = "if", default)]
    pub condition: When,
    pub goto: String,
}

impl Step {
    /// The rating asked here, if one is.
    #[must_use]
    pub fn rating(&self) -> Option<(&str, Wave)> {
        self.captures
            .iter()
            .find(|capture| capture.kind == CaptureKind::Rating)
            .and_then(|capture| Some((capture.scale_id.as_deref()?, capture.wave?)))
    }

    #[must_use]
    pub fn captures_rating(&self, scale: &str, wave: Wave) -> bool {
        self.captures.iter().any(|capture| {
            capture.kind == CaptureKind::Rating
                && capture.scale_id.as_deref() == Some(scale)
                && capture.wave == Some(wave)
        })
    }

    #[must_use]
    pub fn captures_kind(&self, kind: CaptureKind) -> bool {
        self.captures.iter().any(|capture| capture.kind == kind)
    }

    /// The tag sets chosen from here.
    pub fn tag_set_ids(&self) -> impl Iterator<Item = &str> {
        self.captures
            .iter()
            .filter(|capture| capture.kind.is_tags())
            .filter_map(|capture| capture.tag_set.as_deref())
    }
}
