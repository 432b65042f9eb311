//! What is counted while records are appended: pure, the same on every back
//! end and in `doorstep-server check`. Small counts that add up, from which
//! `domain::measure` makes the funnel and the ratings; so a page of results
//! costs the same at a hundred and at a million records.

use crate::domain::conversation::{
    Belongs, Certainty, Conversation, Ending, Rating, RatingAnswer, Wave,
};
use crate::domain::fold::StandingVisit;
use crate::domain::ids::ListId;
use crate::domain::visit::WhoAnswered;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Counts by measure and bucket.
///
/// | measure | bucket | counts |
/// |---|---|---|
/// | `visits` | disposition | visits as they stand after corrections |
/// | `visits_listed` | disposition | of them, those with a listed person named |
/// | `doors` | `tried`, `answered`, `talked` | doors of which that is true |
/// | `talks` | `finished`, `abandoned` | conversations |
/// | `linked` | `yes`, `no` | conversations |
/// | `pair:SCRIPT:SCALE` | `FIRST>FINAL` | conversations by what was said at first and at last |
/// | `estimated:SCRIPT:SCALE` | `FIRST>FINAL` | the same, where a number is the canvasser's estimate |
///
/// What was said is written as [`answer_code`] says; a wave that is not
/// recorded at all is `not_asked`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<String, BTreeMap<String, i64>>);

impl Counts {
    pub fn add(&mut self, measure: &str, bucket: &str, n: i64) {
        if n != 0 {
            *self
                .0
                .entry(measure.to_owned())
                .or_default()
                .entry(bucket.to_owned())
                .or_default() += n;
        }
    }

    #[must_use]
    pub fn get(&self, measure: &str, bucket: &str) -> i64 {
        self.0
            .get(measure)
            .and_then(|buckets| buckets.get(bucket))
            .copied()
            .unwrap_or(0)
    }

    pub fn each(&self) -> impl Iterator<Item = (&str, &str, i64)> {
        self.0.iter().flat_map(|(measure, buckets)| {
            buckets
                .iter()
                .map(move |(bucket, n)| (measure.as_str(), bucket.as_str(), *n))
        })
    }

    /// What must be added to `before` to get `self`.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let mut difference = Self::default();
        let keys: BTreeSet<(&str, &str)> = self
            .each()
            .chain(before.each())
            .map(|(measure, bucket, _)| (measure, bucket))
            .collect();
        for (measure, bucket) in keys {
            difference.add(
                measure,
                bucket,
                self.get(measure, bucket) - before.get(measure, bucket),
            );
        }
        difference
    }

    pub fn add_all(&mut self, more: &Self) {
        for (measure, bucket, n) in more.each() {
            self.add(measure, bucket, n);
        }
    }
}

/// What the visits of one door add to each list they were noted under.
#[must_use]
pub fn of_door(standing: &[StandingVisit]) -> BTreeMap<ListId, Counts> {
    let mut lists: BTreeMap<ListId, Counts> = BTreeMap::new();
    let mut seen: BTreeSet<(ListId, &str)> = BTreeSet::new();
    for visit in standing.iter().map(|standing| &standing.visit) {
        let counts = lists.entry(visit.list).or_default();
        let disposition = visit.disposition;
        counts.add("visits", disposition.code(), 1);
        if matches!(visit.who, Some(WhoAnswered::Listed(_))) {
            counts.add("visits_listed", disposition.code(), 1);
        }
        for (is_so, bucket) in [
            (disposition.attempted(), "tried"),
            (disposition.answered(), "answered"),
            (disposition.talked(), "talked"),
        ] {
            if is_so && seen.insert((visit.list, bucket)) {
                counts.add("doors", bucket, 1);
            }
        }
    }
    lists
}

/// What one conversation adds to its list.
#[must_use]
pub fn of_conversation(conversation: &Conversation) -> Counts {
    let mut counts = Counts::default();
    counts.add(
        "talks",
        match conversation.ending {
            Ending::Finished => "finished",
            Ending::Abandoned => "abandoned",
        },
        1,
    );
    counts.add(
        "linked",
        match conversation.belongs {
            Belongs::Linked { .. } => "yes",
            Belongs::Unlinked { .. } => "no",
        },
        1,
    );
    let scales: BTreeSet<&str> = conversation
        .ratings
        .iter()
        .map(|rating| rating.scale.as_str())
        .collect();
    for scale in scales {
        let wave = |wave: Wave| {
            conversation
                .ratings
                .iter()
                .find(|rating| rating.scale == scale && rating.wave == wave)
        };
        let (first, last) = (wave(Wave::First), wave(Wave::Final));
        let estimated = [first, last]
            .into_iter()
            .flatten()
            .any(|rating| rating.certainty == Certainty::Estimated);
        let measure = format!(
            "{}:{}:{scale}",
            if estimated { "estimated" } else { "pair" },
            conversation.script.id
        );
        let code = |rating: Option<&Rating>| {
            rating.map_or_else(
                || answer_code(&RatingAnswer::NotAsked),
                |rating| answer_code(&rating.answer),
            )
        };
        counts.add(&measure, &format!("{}>{}", code(first), code(last)), 1);
    }
    counts
}

/// `7`, `5-6` for between, `=green` for a category, `dont_know`, `wouldnt_say`, `not_asked`.
#[must_use]
pub fn answer_code(answer: &RatingAnswer) -> String {
    match answer {
        RatingAnswer::Value { value } => value.to_string(),
        RatingAnswer::Between { low, high } => format!("{low}-{high}"),
        RatingAnswer::Category { code } => format!("={code}"),
        RatingAnswer::DontKnow => "dont_know".to_owned(),
        RatingAnswer::WouldntSay => "wouldnt_say".to_owned(),
        RatingAnswer::NotAsked => "not_asked".to_owned(),
    }
}

/// Reads [`answer_code`] back.
#[must_use]
pub fn answer_from_code(code: &str) -> Option<RatingAnswer> {
    Some(match code {
        "dont_know" => RatingAnswer::DontKnow,
        "wouldnt_say" => RatingAnswer::WouldntSay,
        "not_asked" => RatingAnswer::NotAsked,
        _ => {
            if let Some(code) = code.strip_prefix('=') {
                RatingAnswer::Category {
                    code: code.to_owned(),
                }
            } else if let Ok(value) = code.parse() {
                RatingAnswer::Value { value }
            } else {
                // The dash after the first character, which may be a minus.
                let dash = code.get(1..)?.find('-')? + 1;
                RatingAnswer::Between {
                    low: code[..dash].parse().ok()?,
                    high: code[dash + 1..].parse().ok()?,
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_read_back_from_its_code() {
        for answer in [
            RatingAnswer::Value { value: 0 },
            RatingAnswer::Value { value: -3 },
            RatingAnswer::Between { low: 5, high: 6 },
            RatingAnswer::Between { low: -3, high: -1 },
            RatingAnswer::Category {
                code: "green-ish".into(),
            },
            RatingAnswer::DontKnow,
            RatingAnswer::WouldntSay,
            RatingAnswer::NotAsked,
        ] {
            assert_eq!(answer_from_code(&answer_code(&answer)), Some(answer));
        }
        for nonsense in ["", "-", "x", "5-", "ä"] {
            assert_eq!(answer_from_code(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn the_difference_brings_the_old_counts_to_the_new() {
        let mut before = Counts::default();
        before.add("visits", "not_home", 2);
        before.add("visits", "refused", 1);
        let mut after = Counts::default();
        after.add("visits", "not_home", 1);
        after.add("doors", "tried", 1);
        let difference = after.since(&before);
        assert_eq!(difference.get("visits", "not_home"), -1);
        before.add_all(&difference);
        assert_eq!(before.get("visits", "not_home"), 1);
        assert_eq!(before.get("visits", "refused"), 0);
        assert_eq!(before.get("doors", "tried"), 1);
    }
}
