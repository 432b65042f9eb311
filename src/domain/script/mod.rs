//! A script: what a conversation is led by, as data. Written in TOML by a
//! campaign, validated at the desk, carried to phones as JSON of the same
//! types. The fields are those of the method's schema; `read` turns TOML into
//! these types and names file and line of whatever is wrong, `rules` holds what
//! must be true of a script beyond its shape, `walk` asks questions about all
//! the ways through it. How a conversation moves through a script is in
//! `domain::guide`.

mod finding;
mod read;
mod rules;
mod text;
mod walk;

#[cfg(test)]
mod tests;

pub use finding::{Finding, Rule, report};
pub use text::Text;

use super::conversation::{RatingAnswer, Wave};
use super::walk_list::ScriptRef;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    pub consent: Option<ConsentWording>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub id: String,
    pub version: u32,
    #[serde(default)]
    pub parent_version: Option<u32>,
    #[serde(default)]
    pub status: Status,
    pub title: Text,
    #[serde(default)]
    pub summary: Text,
    pub kind: ScriptKind,
    #[serde(default)]
    pub channel: Vec<Channel>,
    /// BCP 47 tags it is written in.
    pub languages: Vec<String>,
    pub default_language: String,
    #[serde(default)]
    pub issue: Text,
    /// How to say it, and words that close doors; by language.
    #[serde(default)]
    pub plain_words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub avoid_words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub hopeful_frame: Text,
    #[serde(default)]
    pub target_minutes: Option<Minutes>,
    /// The path for people in a hurry.
    #[serde(default)]
    pub short_path_id: Option<String>,
    #[serde(default)]
    pub identify_first: bool,
    #[serde(default)]
    pub evidence_note: String,
    #[serde(default)]
    pub licence: String,
    #[serde(default)]
    pub author: String,
    #[serde(default)]
    pub approved_by: String,
    #[serde(default, with = "date")]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Door,
    Phone,
    Stall,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    pub min: u32,
    pub typical: u32,
    pub max: u32,
}

/// A scale somebody is asked to place themselves on, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    pub id: String,
    pub kind: ScaleKind,
    /// Numbers: both ends and the distance between two that may be said.
    #[serde(default)]
    pub min: i32,
    #[serde(default = "ten")]
    pub max: i32,
    #[serde(default = "one")]
    pub step: i32,
    #[serde(default)]
    pub low_label: Text,
    #[serde(default)]
    pub high_label: Text,
    /// Categories, in the order they are shown.
    #[serde(default)]
    pub options: Vec<ScaleOption>,
    pub question: Text,
    /// Asked at the end; the same wording unless it would sound odd.
    #[serde(default)]
    pub repeat_question: Text,
    #[serde(default)]
    pub direction: Direction,
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Anybody may always decline; a script that says otherwise is refused.
    #[serde(default = "yes")]
    pub allow_declined: bool,
    /// "Somewhere between five and six" is an answer.
    #[serde(default = "yes")]
    pub allow_range: bool,
}

fn one() -> i32 {
    1
}

fn ten() -> i32 {
    10
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleKind {
    Numeric,
    Categorical,
    /// Numbers again, wide enough to be read as warm or cold: 0 to 100 by tens.
    Thermometer,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    HigherIsSupport,
    LowerIsSupport,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleOption {
    pub code: String,
    pub label: Text,
}

/// A stretch of a scale: numbers from and to (both included), or codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub id: String,
    #[serde(default)]
    pub from: Option<i32>,
    #[serde(default)]
    pub to: Option<i32>,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub label: Text,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub id: String,
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
    pub alternatives: Vec<Text>,
    #[serde(default, rename = "do")]
    pub dos: Vec<Text>,
    #[serde(default, rename = "dont")]
    pub donts: Vec<Text>,
    #[serde(default)]
    pub listen_for: Vec<Text>,
    #[serde(default)]
    pub red_flags: Vec<RedFlag>,
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
    #[must_use]
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
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
    #[serde(default)]
    pub personal_data: PersonalData,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureKind {
    Rating,
    Tags,
    ShortText,
    Commitment,
    Consent,
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

/// Which way a band goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandRule {
    pub scale_id: String,
    /// A band of the scale, or `declined`.
    pub band: String,
    /// All steps of the way in order, from the script's first to its `record`.
    pub path: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPath {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    pub steps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagSet {
    pub id: String,
    pub label: Text,
    pub purpose: TagPurpose,
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
        let (script, lines) = read::read(text, file)?;
        let findings = rules::check(&script, &lines);
        if findings.is_empty() {
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
        let Versioned { schema } = serde_json::from_str(json).map_err(unreadable)?;
        if schema > SCHEMA {
            return Err(UnreadableScript::NewerSchema { found: schema });
        }
        serde_json::from_str(json).map_err(unreadable)
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
            .filter(|capture| capture.kind == CaptureKind::Tags)
            .filter_map(|capture| capture.tag_set.as_deref())
    }
}

impl Scale {
    #[must_use]
    pub fn is_categorical(&self) -> bool {
        self.kind == ScaleKind::Categorical
    }

    /// Whether this number may be said on this scale.
    #[must_use]
    pub fn holds(&self, value: i32) -> bool {
        !self.is_categorical()
            && (self.min..=self.max).contains(&value)
            && i64::from(value) // Far ends of i32 must not overflow.
                .checked_sub(i64::from(self.min))
                .and_then(|from_min| from_min.checked_rem(i64::from(self.step)))
                == Some(0)
    }

    /// The band an answer falls in: `declined` for everybody who gave no
    /// number. A range falls in the band of its middle; where the middle lies
    /// between two numbers, in that of the one nearer to the middle of the
    /// scale, since somebody who hesitates is less settled than the further
    /// number says. `None` where the scale has no band for it.
    #[must_use]
    pub fn band_of(&self, answer: &RatingAnswer) -> Option<&str> {
        let number = match answer {
            RatingAnswer::Value { value } => *value,
            RatingAnswer::Between { low, high } => self.middle(*low, *high)?,
            RatingAnswer::Category { code } => {
                return self
                    .bands
                    .iter()
                    .find(|band| band.codes.contains(code))
                    .map(|band| band.id.as_str());
            }
            RatingAnswer::DontKnow | RatingAnswer::WouldntSay | RatingAnswer::NotAsked => {
                return Some(DECLINED);
            }
        };
        self.bands
            .iter()
            .find(|band| {
                band.from.is_some_and(|from| from <= number)
                    && band.to.is_some_and(|to| number <= to)
            })
            .map(|band| band.id.as_str())
    }

    fn middle(&self, low: i32, high: i32) -> Option<i32> {
        let (low, high) = (i64::from(low), i64::from(high));
        let (min, max) = (i64::from(self.min), i64::from(self.max));
        let step = i64::from(self.step.max(1));
        let steps_from_min = (low + high - 2 * min).div_euclid(2 * step);
        let below = min + steps_from_min * step;
        let is_between = 2 * below != low + high;
        let above_is_nearer = low + high < min + max;
        let middle = if is_between && above_is_nearer {
            below + step
        } else {
            below
        };
        i32::try_from(middle).ok()
    }
}

/// Dates may be written as TOML's own (`2026-11-20`) or as text; in JSON they are text.
mod date {
    use chrono::NaiveDate;
    use serde::de::value::MapAccessDeserializer;
    use serde::de::{self, MapAccess, Visitor};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::fmt;

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(
        date: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        date.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        struct DateVisitor;
        impl<'de> Visitor<'de> for DateVisitor {
            type Value = Option<NaiveDate>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date like 2026-11-20")
            }

            fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse()
                    .map(Some)
                    .map_err(|_| E::custom("not a date like 2026-11-20"))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let date = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
                self.visit_str(&date.date.map(|date| date.to_string()).unwrap_or_default())
            }
        }
        deserializer.deserialize_any(DateVisitor)
    }
}
