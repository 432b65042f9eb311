//! Scales: what somebody is asked to place themselves on, before and after, and
//! the bands an answer falls in.

use super::{DECLINED, Text, yes};
use crate::domain::conversation::RatingAnswer;
use serde::{Deserialize, Serialize};

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
    /// For whoever writes the file; the order of the file is what counts, and this agrees with it.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    pub order: Option<u32>,
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
    /// Of an electoral script: people who support a party that came third or lower.
    #[serde(default)]
    pub third_party: bool,
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
