//! A script: what a conversation is led by, as data. Written in TOML by a
//! campaign, validated at the desk, carried to phones as JSON of the same
//! types. The fields are those of the method's schema; `read` turns TOML into
//! these types and names file and line of whatever is wrong, `rules` holds what
//! must be true of a script beyond its shape, `walk` asks questions about all
//! the ways through it, `written_out` puts into the steps what a file says once
//! elsewhere, so that phones have nothing to work out. How a conversation moves
//! through a script is in `domain::guide`.
//!
//! # The method's section 6 and this format
//!
//! Every field of the section is a field here under its own name, in the section
//! of its own name, but for these:
//!
//! | section 6 | here |
//! |---|---|
//! | `say[{lang, text}]`, `probes`, `text{lang}` and the like | one table by language: `text.en = "…"`; `missing = ["fi"]` marks what is knowingly not written yet. `lang` is told, with how to write it |
//! | `frame_lines{lang}[]` | a list of such tables |
//! | `order` of steps and options | the order of the file; `order` may be written and must agree with it |
//! | `next[{if(expr)}]`, `when(band/value/channel)` | a table of conditions, all of which must hold (`When`): `bands` with `scale_id` and `wave`, `channel`, `short`, a value or any other tag as `tag_set` with `tags` |
//! | `short_path_id` | names one of `[[paths]]`, which the section leaves open |
//! | `bands_rules.path` | every step of the way; or `skip_steps`, and the path is all others. `stress_steps` and `ask_id` are checked, shown at the desk, and change no path |
//! | `captures.type = "bool"`, `"choice"` | a `tag_set` with `one_of = true`; of a bool it has two items. There is no other place where an answer is kept |
//! | `captures.type = "minutes"` | in the step of role record, where every conversation has them anyway |
//! | `captures.required` | the pavement names the step while nothing is noted. Nothing stops anybody at a door, since no answer can be had by force; "wouldn't say" is one |
//! | `captures.field` | free text is `made_a_difference` and no other |
//! | `tag_sets.allow_other` | one of the items has the code `other`; nothing is written beside it, since it could be a name |
//! | `alternatives[{id, text}]` | so, or a text alone |
//! | `media` | what the canvasser brings along: `offline = true` is refused, since phones keep no such file. What they keep offline is `perspectives.audio`, by language |
//! | `tips`, `example_ids`, `[[stories]]` | shown in rehearsal, in the whole app; stories only when `approved` |
//! | `skill_checks` | codes, for the desk; what canvassers ask themselves after practice are the `debrief.prompts` |
//! | `[[values]]` | `id` is a tag of a set of purpose `value`; noted, its lines are shown at steps of role connect and case, below what is said there |
//! | `[[close]]` | shown at the step of role close, before the step's own words; the first whose `when` holds stands first |
//! | `[[dispositions]]` | the table is closed (`domain::disposition`); what a script repeats of it agrees. `language` is `other_language` here, `hostile` is `unsafe` |
//! | `commitments.due_rule` | `none`, `named_day`, or `within_days` (of `follow_up_days`) |
//! | `consent.channels` | `channel`, as in the header; both are read |
//! | `consent.purposes` | `keep_with_name` and `come_back`, the two a phone asks for |
//! | `follow_up.mode` | `door`, `phone`, `letter` or `online` |
//! | `[experiment]` | the same; `counterparts` says whether two scripts are the arms of one |
//! | `training.quiz`, `story_workshop` | `question`, `answers` with `right`, `because`; tasks as texts. For an evening together: the desk shows them, phones don't |
//! | `[changelog]` | `[[changelog]]`, one for each version |
//! | | of our own: `cues` and `perspective_ids` of steps, `invented`, `one_of`, `third_party` bands, tag sets of purpose `done` and `assessment` |

mod beside;
mod built_in;
mod date;
mod depth;
mod differences;
pub mod experiment;
mod finding;
mod library;
mod read;
pub mod recording;
mod rules;
mod scale;
mod step;
mod text;
mod training;
mod walk;
pub mod written_out;

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;

pub use beside::{Change, CountsAs, FollowUp, FollowUpMode, Outcome, Sample};
pub use built_in::{BUILT_IN, BuiltIn};
pub use differences::{Difference, differences};
pub use experiment::{Arm, Experiment, Unit};
pub use finding::{Finding, Rule, report};
pub use library::{
    Closing, CommitmentAsked, Concern, ConcernStatus, ConsentPurpose, ConsentWording, DueRule,
    Perspective, Story, Tag, TagPurpose, TagSet, Value,
};
pub use scale::{Band, Direction, Scale, ScaleKind, ScaleOption};
pub use step::{
    Alternative, Branch, Capture, CaptureKind, Depth, FlagAction, Importance, Media, MediaKind,
    PersonalData, Probe, RedFlag, Role, Say, Step, Tip, TipLevel, When,
};
pub use text::Text;
pub use training::{Debrief, PossibleAnswer, Question, Roleplay, Training};

use super::conversation::Wave;
use super::few::Few;
use super::stored_json;
use super::walk_list::ScriptRef;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The version of this format a script file says it is written in. Version 1,
/// November 2026: the first.
pub const SCHEMA: u32 = 1;

/// The band of everybody who gave no number: "don't know", "wouldn't say" and
/// "didn't ask". A scale must not have a band of this name.
pub const DECLINED: &str = "declined";

/// What the person themselves said made a difference, the only free text a
/// script may ask for.
pub const MADE_A_DIFFERENCE: &str = "made_a_difference";

/// The longest free text, in characters.
pub const SHORT_TEXT: usize = 140;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Script {
    pub schema: u32,
    pub script: Header,
    #[serde(default)]
    pub scales: Vec<Scale>,
    /// In the order they are walked unless a path says otherwise.
    pub steps: Vec<Step>,
    /// Which path a band takes; a band without a rule takes all steps in order.
    #[serde(default)]
    pub bands_rules: Vec<BandRule>,
    /// Paths with a name of their own, like the short one.
    #[serde(default)]
    pub paths: Vec<NamedPath>,
    #[serde(default)]
    pub tag_sets: Vec<TagSet>,
    #[serde(default)]
    pub concerns: Vec<Concern>,
    #[serde(default)]
    pub commitments: Vec<CommitmentAsked>,
    #[serde(default)]
    pub perspectives: Vec<Perspective>,
    #[serde(default)]
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        serde(skip_deserializing)
    )]
    pub stories: Vec<Story>,
    /// Their lines are also written into the steps, where phones read them.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub values: Vec<Value>,
    /// Written into the steps of role close too.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub close: Vec<Closing>,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub dispositions: Vec<Outcome>,
    #[serde(default)]
    pub consent: Option<ConsentWording>,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub follow_up: Option<FollowUp>,
    /// Written only where it is an arm of an experiment.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub experiment: Option<Experiment>,
    #[serde(default)]
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        serde(skip_deserializing)
    )]
    pub debrief: Debrief,
    #[serde(default)]
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        serde(skip_deserializing)
    )]
    pub training: Training,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub changelog: Vec<Change>,
}

/// What no phone shows, the web app need not download how to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub id: String,
    pub version: u32,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub parent_version: Option<u32>,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub status: Status,
    pub title: Text,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub summary: Text,
    pub kind: ScriptKind,
    #[serde(default)]
    pub channel: Vec<Channel>,
    /// BCP 47 tags it is written in.
    pub languages: Vec<String>,
    pub default_language: String,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub issue: Text,
    /// How to say it, and words that close doors; by language.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub plain_words: Few<String, Vec<String>>,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub avoid_words: Few<String, Vec<String>>,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub hopeful_frame: Text,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub target_minutes: Option<Minutes>,
    /// The path for people in a hurry.
    #[serde(default)]
    pub short_path_id: Option<String>,
    #[serde(default)]
    pub identify_first: bool,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub evidence_note: String,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub licence: String,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub author: String,
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub approved_by: String,
    #[serde(default, with = "date")]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub approved_at: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Draft,
    Approved,
    Retired,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptKind {
    Issue,
    Turnout,
    Electoral,
    Listening,
    Organising,
    Placebo,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Door,
    Phone,
    Stall,
}

impl Channel {
    /// The closed code used in records, exports and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Phone => "phone",
            Self::Stall => "stall",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Door, Self::Phone, Self::Stall]
            .into_iter()
            .find(|channel| channel.code() == code)
    }

    /// What older apps wrote and read without a word of it.
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over a reference"
    )]
    #[must_use]
    pub fn is_door(&self) -> bool {
        *self == Self::Door
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    pub min: u32,
    pub typical: u32,
    pub max: u32,
}

/// Which way a band goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandRule {
    pub scale_id: String,
    /// A band of the scale, or `declined`.
    pub band: String,
    /// All steps of the way in order, from the script's first to its `record`. A file may leave
    /// it to `skip_steps`.
    #[serde(default)]
    pub path: Vec<String>,
    /// In a file instead of a path: all steps but these.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub skip_steps: Vec<String>,
    /// What matters most on this way, for whoever trains it.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub stress_steps: Vec<String>,
    /// The commitment this band is asked for.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub ask_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPath {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    pub steps: Vec<String>,
}

/// A script that came as JSON and cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableScript {
    #[error("the script is written in schema {found}, this app knows {SCHEMA}")]
    NewerSchema { found: u32 },
    #[error("the script cannot be read: {reason}")]
    NotAScript { reason: String },
}

impl Script {
    /// Reads and validates a script file. `file` is only used to name it.
    ///
    /// # Errors
    /// With everything that is wrong, in the order of the file.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let (mut script, lines) = read::read(text, file)?;
        let findings = rules::check(&script, &lines);
        if findings.is_empty() {
            written_out::says(&mut script);
            Ok(script)
        } else {
            Err(findings)
        }
    }

    /// Everything that is wrong with a script file; empty when it is sound.
    #[must_use]
    pub fn check(text: &str, file: &str) -> Vec<Finding> {
        Self::from_toml(text, file).err().unwrap_or_default()
    }

    /// The same for bytes as they came from a disk or an upload, which may not
    /// be text at all.
    ///
    /// # Errors
    /// With everything that is wrong, in the order of the file.
    pub fn from_bytes(bytes: &[u8], file: &str) -> Result<Self, Vec<Finding>> {
        Self::from_toml(read::decode(bytes, file)?, file)
    }

    /// Reads a script as the server sent it. Keys this version does not know
    /// are passed over: a newer server may say more than an older phone needs.
    ///
    /// # Errors
    /// When it is not a script or one in a newer schema.
    pub fn from_json(json: &str) -> Result<Self, UnreadableScript> {
        /// Only the version, so that a newer script is told from a broken one.
        #[derive(Deserialize)]
        struct Versioned {
            schema: u32,
        }
        let unreadable = |error: serde_json::Error| UnreadableScript::NotAScript {
            reason: error.to_string(),
        };
        let Versioned { schema } = stored_json::read(json).map_err(unreadable)?;
        if schema > SCHEMA {
            return Err(UnreadableScript::NewerSchema { found: schema });
        }
        stored_json::read(json).map_err(unreadable)
    }

    #[must_use]
    pub fn reference(&self) -> ScriptRef {
        ScriptRef {
            id: self.script.id.clone(),
            version: self.script.version,
        }
    }

    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    #[must_use]
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    #[must_use]
    pub fn tag_set(&self, id: &str) -> Option<&TagSet> {
        self.tag_sets.iter().find(|set| set.id == id)
    }

    /// Whether it asks anywhere what made a difference, the one thing to be written
    /// in words.
    #[must_use]
    pub fn asks_made_a_difference(&self) -> bool {
        self.steps
            .iter()
            .any(|step| step.captures_kind(CaptureKind::ShortText))
    }

    /// The steps for people in a hurry, if the script has such a path.
    #[must_use]
    pub fn short_path(&self) -> Option<&[String]> {
        let id = self.script.short_path_id.as_deref()?;
        self.paths
            .iter()
            .find(|path| path.id == id)
            .map(|path| path.steps.as_slice())
    }

    /// The scale the conversation is measured on: the one first asked.
    #[must_use]
    pub fn main_scale(&self) -> Option<&Scale> {
        self.steps
            .iter()
            .flat_map(|step| &step.captures)
            .find(|capture| capture.kind == CaptureKind::Rating)
            .and_then(|capture| self.scale(capture.scale_id.as_deref()?))
    }

    /// Every scale and wave the script asks for, scales in the script's order.
    #[must_use]
    pub fn ratings_asked(&self) -> Vec<(&Scale, Wave)> {
        let mut asked = Vec::new();
        for scale in &self.scales {
            for wave in [Wave::First, Wave::Middle, Wave::Final] {
                if self
                    .steps
                    .iter()
                    .any(|step| step.captures_rating(&scale.id, wave))
                {
                    asked.push((scale, wave));
                }
            }
        }
        asked
    }
}

/// What serde fills in where a script is silent.
fn yes() -> bool {
    true
}
