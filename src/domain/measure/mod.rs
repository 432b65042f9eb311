//! Honest numbers for the desk. Every figure has its denominator beside it,
//! what is not known is counted apart, and nothing here claims that a door
//! changed a mind: people *gave a higher number*, which people also do who only
//! talked about recycling (method, "the most important find").
//!
//! Two tallies, both sums over their parts, so that the server can keep them up
//! in the transaction that appends a record (`server/store/counting` has them as
//! rows), and rebuild them to the same:
//! - `Funnel`, summed over doors: how far we got. A door's share is computed
//!   anew from its visits whenever one of them is added or corrected.
//! - `RatingTally`, summed over conversations: what was said first and at last.
//!
//! Where the formulas come from: the funnel's steps and rates, one denominator
//! with unknown and worst case, means from ten people on and exact counts from
//! five on are the method's (2.1, 2.4); the interval is Wilson's (E. B. Wilson,
//! *Journal of the American Statistical Association* 22, 1927, pages 209 to 212).

pub mod arms;

use super::conversation::{Conversation, Rating, RatingAnswer, Wave};
use super::fold::StandingVisit;
use super::ids::PersonId;
use super::visit::WhoAnswered;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Means need at least as many people.
pub const MEAN_NEEDS: u64 = 10;

/// Counts below this are hidden from readers of totals.
pub const SMALL_CELL: u64 = 5;

/// How far we got, as counts. The contributions of doors add up.
///
/// Three contacts are kept apart (method 2.1): somebody *answered*; the listed
/// person was *identified*, whatever came of it; a *first rating* was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// Doors on the list.
    pub doors: u64,
    /// People listed there.
    pub listed: u64,
    /// Doors somebody went to and tried.
    pub attempted: u64,
    /// Doors where any human being answered.
    pub answered: u64,
    /// Listed people who were met in person.
    pub identified: u64,
    /// Of those, people who gave a first rating.
    pub first_rated: u64,
    /// Of those, people who gave a first and a final rating.
    pub complete: u64,
    /// Conversations with somebody else, or somebody who was not asked who they
    /// are, with a first rating. In none of the people above.
    pub others_first_rated: u64,
    /// Of those, with a final rating.
    pub others_complete: u64,
}

impl Funnel {
    /// What one door contributes. With `round`, only visits of that round count.
    #[must_use]
    pub fn of_door(listed: &[PersonId], visits: &[StandingVisit], round: Option<u32>) -> Self {
        let mut funnel = Self {
            doors: 1,
            listed: listed.len() as u64,
            ..Self::default()
        };
        let mut identified = BTreeSet::new();
        let mut first_rated = BTreeSet::new();
        let mut complete = BTreeSet::new();
        for visit in visits.iter().map(|standing| &standing.visit) {
            if round.is_some_and(|round| round != visit.round) {
                continue;
            }
            let outcome = visit.disposition;
            funnel.attempted |= u64::from(outcome.attempted());
            funnel.answered |= u64::from(outcome.answered());
            match visit.who {
                Some(WhoAnswered::Listed(person)) if listed.contains(&person) => {
                    if outcome.meets_person() {
                        identified.insert(person);
                    }
                    if outcome.gave_first_rating() {
                        first_rated.insert(person);
                    }
                    if outcome.gave_both_ratings() {
                        complete.insert(person);
                    }
                }
                _ => {
                    funnel.others_first_rated += u64::from(outcome.gave_first_rating());
                    funnel.others_complete += u64::from(outcome.gave_both_ratings());
                }
            }
        }
        funnel.identified = identified.len() as u64;
        funnel.first_rated = first_rated.len() as u64;
        funnel.complete = complete.len() as u64;
        funnel
    }

    fn each(&mut self, other: &Self, change: impl Fn(u64, u64) -> u64) {
        for (mine, theirs) in [
            (&mut self.doors, other.doors),
            (&mut self.listed, other.listed),
            (&mut self.attempted, other.attempted),
            (&mut self.answered, other.answered),
            (&mut self.identified, other.identified),
            (&mut self.first_rated, other.first_rated),
            (&mut self.complete, other.complete),
            (&mut self.others_first_rated, other.others_first_rated),
            (&mut self.others_complete, other.others_complete),
        ] {
            *mine = change(*mine, theirs);
        }
    }

    pub fn add(&mut self, door: &Self) {
        self.each(door, u64::saturating_add);
    }

    /// Takes a door's earlier contribution out again, before the new one is added.
    pub fn remove(&mut self, door: &Self) {
        self.each(door, u64::saturating_sub);
    }

    /// Answered of attempted doors.
    #[must_use]
    pub fn answer_rate(&self) -> Share {
        Share::new(self.answered, self.attempted)
    }

    /// Identified of listed people.
    #[must_use]
    pub fn reach(&self) -> Share {
        Share::new(self.identified, self.listed)
    }

    /// First rating of identified people.
    #[must_use]
    pub fn first_rating_rate(&self) -> Share {
        Share::new(self.first_rated, self.identified)
    }

    /// Both ratings of identified people.
    #[must_use]
    pub fn completion_of_identified(&self) -> Share {
        Share::new(self.complete, self.identified)
    }

    /// Both ratings of people with a first one.
    #[must_use]
    pub fn completion_of_first_rated(&self) -> Share {
        Share::new(self.complete, self.first_rated)
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub part: u64,
    pub whole: u64,
}

/// Both ends as fractions of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Share {
    #[must_use]
    pub fn new(part: u64, whole: u64) -> Self {
        Self { part, whole }
    }

    /// `None` of nothing.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "people are far fewer than 2^52")]
    pub fn fraction(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    /// Wilson's 95 % interval: what the share could be in all such people, had
    /// these been drawn from them by chance. They were not quite (who opens the
    /// door is not chance), so the truth is less certain still.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "people are far fewer than 2^52")]
    pub fn wilson(self) -> Option<Interval> {
        /// The normal distribution's 97.5 % point.
        const Z: f64 = 1.959_963_984_540_054;
        let p = self.fraction()?;
        let n = self.whole as f64;
        let shrink = 1.0 + Z * Z / n;
        let middle = (p + Z * Z / (2.0 * n)) / shrink;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / shrink;
        Some(Interval {
            // At the ends the formula gives 0 and 1, but for rounding.
            low: if self.part == 0 {
                0.0
            } else {
                (middle - half).max(0.0)
            },
            high: if self.part == self.whole {
                1.0
            } else {
                (middle + half).min(1.0)
            },
        })
    }
}

/// One answer at one wave, as it is counted. "Missing": the conversation ended
/// before the question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    Value(i32),
    Between { low: i32, high: i32 },
    Category(String),
    DontKnow,
    WouldntSay,
    NotAsked,
    Missing,
}

impl Answered {
    /// The closed code of the answer, for a table's key: `7`, `5..6`,
    /// `option:labour`, `dont_know`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Between { low, high } => format!("{low}..{high}"),
            Self::Category(code) => format!("option:{code}"),
            Self::DontKnow => "dont_know".to_owned(),
            Self::WouldntSay => "wouldnt_say".to_owned(),
            Self::NotAsked => "not_asked".to_owned(),
            Self::Missing => "missing".to_owned(),
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "dont_know" => Self::DontKnow,
            "wouldnt_say" => Self::WouldntSay,
            "not_asked" => Self::NotAsked,
            "missing" => Self::Missing,
            _ => {
                if let Some(option) = code.strip_prefix("option:") {
                    Self::Category(option.to_owned())
                } else if let Some((low, high)) = code.split_once("..") {
                    Self::Between {
                        low: low.parse().ok()?,
                        high: high.parse().ok()?,
                    }
                } else {
                    Self::Value(code.parse().ok()?)
                }
            }
        })
    }

    /// A number, a range or an option: neither declining nor silence.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(
            self,
            Self::Value(_) | Self::Between { .. } | Self::Category(_)
        )
    }

    /// The numbers it may stand for: both ends.
    fn range(&self) -> Option<(i32, i32)> {
        match *self {
            Self::Value(value) => Some((value, value)),
            Self::Between { low, high } => Some((low.min(high), low.max(high))),
            _ => None,
        }
    }
}

impl From<Option<&Rating>> for Answered {
    fn from(rating: Option<&Rating>) -> Self {
        match rating.map(|rating| &rating.answer) {
            Some(RatingAnswer::Value { value }) => Self::Value(*value),
            Some(RatingAnswer::Between { low, high }) => Self::Between {
                low: *low,
                high: *high,
            },
            Some(RatingAnswer::Category { code }) => Self::Category(code.clone()),
            Some(RatingAnswer::DontKnow) => Self::DontKnow,
            Some(RatingAnswer::WouldntSay) => Self::WouldntSay,
            Some(RatingAnswer::NotAsked) => Self::NotAsked,
            None => Self::Missing,
        }
    }
}

/// One person's first and final answer on a scale.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    pub first: Answered,
    pub last: Answered,
}

impl Pair {
    #[must_use]
    pub fn of(conversation: &Conversation, scale: &str) -> Self {
        let at = |wave: Wave| {
            let rating = conversation
                .ratings
                .iter()
                .find(|rating| rating.scale == scale && rating.wave == wave);
            Answered::from(rating)
        };
        Self {
            first: at(Wave::First),
            last: at(Wave::Final),
        }
    }
}

/// All pairs of answers on one scale. Everything else about the scale follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "Vec<(String, String, u64)>",
    into = "Vec<(String, String, u64)>"
)]
pub struct RatingTally {
    pairs: BTreeMap<Pair, u64>,
}

impl From<RatingTally> for Vec<(String, String, u64)> {
    fn from(tally: RatingTally) -> Self {
        tally
            .pairs
            .iter()
            .map(|(pair, n)| (pair.first.code(), pair.last.code(), *n))
            .collect()
    }
}

impl From<Vec<(String, String, u64)>> for RatingTally {
    /// Codes that cannot be read count as missing, so that no total shrinks.
    fn from(rows: Vec<(String, String, u64)>) -> Self {
        let read = |code: &str| Answered::from_code(code).unwrap_or(Answered::Missing);
        let mut tally = Self::default();
        for (first, last, n) in rows {
            let pair = Pair {
                first: read(&first),
                last: read(&last),
            };
            tally.add(pair, n);
        }
        tally
    }
}

impl RatingTally {
    pub fn add(&mut self, pair: Pair, n: u64) {
        if n > 0 {
            *self.pairs.entry(pair).or_default() += n;
        }
    }

    /// After an erasure.
    pub fn remove(&mut self, pair: &Pair, n: u64) {
        if let Some(left) = self.pairs.get_mut(pair) {
            *left = left.saturating_sub(n);
            if *left == 0 {
                self.pairs.remove(pair);
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        for (pair, n) in &other.pairs {
            self.add(pair.clone(), *n);
        }
    }

    /// How many conversations are counted, whatever was answered.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.pairs.values().sum()
    }

    #[must_use]
    pub fn before(&self) -> Distribution {
        self.distribution(|pair| &pair.first)
    }

    #[must_use]
    pub fn after(&self) -> Distribution {
        self.distribution(|pair| &pair.last)
    }

    fn distribution(&self, side: impl Fn(&Pair) -> &Answered) -> Distribution {
        let mut distribution = Distribution::default();
        for (pair, n) in &self.pairs {
            *match side(pair) {
                Answered::Value(value) => distribution.values.entry(*value).or_default(),
                Answered::Category(code) => distribution.options.entry(code.clone()).or_default(),
                Answered::Between { .. } => &mut distribution.between,
                Answered::DontKnow => &mut distribution.dont_know,
                Answered::WouldntSay => &mut distribution.wouldnt_say,
                Answered::NotAsked => &mut distribution.not_asked,
                Answered::Missing => &mut distribution.missing,
            } += n;
        }
        distribution
    }

    /// Everyone who gave a number first, by what they gave at the end.
    #[must_use]
    pub fn change(&self) -> Change {
        self.change_where(|_| true)
    }

    /// The same among those who could still give a higher number: whose first
    /// was below the top.
    #[must_use]
    pub fn change_below(&self, top: i32) -> Change {
        self.change_where(|(_, high)| high < top)
    }

    fn change_where(&self, counts: impl Fn((i32, i32)) -> bool) -> Change {
        let mut change = Change::default();
        for (pair, n) in &self.pairs {
            let Some(first) = pair.first.range().filter(|&first| counts(first)) else {
                continue;
            };
            *match pair.last.range() {
                Some(last) if last.0 > first.1 => &mut change.higher,
                Some(last) if last.1 < first.0 => &mut change.lower,
                Some(last) if last == first => &mut change.same,
                // "Between five and six" after five: may be either.
                Some(_) | None => &mut change.unknown,
            } += n;
        }
        change
    }

    /// Mean of final minus first, over people who gave one number both times;
    /// with how many they are.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "people are far fewer than 2^52")]
    pub fn mean_change(&self) -> Mean {
        let (mut sum, mut n) = (0.0, 0);
        for (pair, count) in &self.pairs {
            if let (Answered::Value(first), Answered::Value(last)) = (&pair.first, &pair.last) {
                sum += (f64::from(*last) - f64::from(*first)) * *count as f64;
                n += count;
            }
        }
        Mean::of(sum, n)
    }

    /// Whose first number was the top, of all who gave a first number: for them
    /// there is no higher one.
    #[must_use]
    pub fn ceiling(&self, top: i32) -> Share {
        let mut share = Share::new(0, 0);
        for (pair, n) in &self.pairs {
            if let Some(first) = pair.first.range() {
                share.whole += n;
                share.part += if first.0 >= top { *n } else { 0 };
            }
        }
        share
    }
}

/// Answers at one wave, each kind apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    pub values: BTreeMap<i32, u64>,
    /// Options of a categorical scale.
    pub options: BTreeMap<String, u64>,
    /// "Somewhere between": counted apart, in no value.
    pub between: u64,
    pub dont_know: u64,
    pub wouldnt_say: u64,
    pub not_asked: u64,
    /// The conversation ended before the question.
    pub missing: u64,
}

impl Distribution {
    /// People who gave a number, a range or an option.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.values.values().sum::<u64>() + self.options.values().sum::<u64>() + self.between
    }

    /// All conversations, whatever was answered.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.answered() + self.dont_know + self.wouldnt_say + self.not_asked + self.missing
    }

    /// Of people who gave one number.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "people are far fewer than 2^52")]
    pub fn mean(&self) -> Mean {
        let sum = self
            .values
            .iter()
            .map(|(value, n)| f64::from(*value) * *n as f64)
            .sum();
        Mean::of(sum, self.values.values().sum())
    }
}

/// A mean, if there are people enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// `None` below `MEAN_NEEDS` people.
    pub value: Option<f64>,
    pub n: u64,
}

impl Mean {
    #[allow(clippy::cast_precision_loss, reason = "people are far fewer than 2^52")]
    fn of(sum: f64, n: u64) -> Self {
        Self {
            value: (n >= MEAN_NEEDS).then(|| sum / n as f64),
            n,
        }
    }
}

/// What people gave at the end, next to what they gave first. All on one
/// denominator: everyone who gave a first number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Gave a higher number.
    pub higher: u64,
    /// Gave the same number.
    pub same: u64,
    /// Gave a lower number.
    pub lower: u64,
    /// Gave no final number, or a range that leaves it open.
    pub unknown: u64,
}

impl Change {
    #[must_use]
    pub fn n(&self) -> u64 {
        self.higher + self.same + self.lower + self.unknown
    }

    /// Gave a higher number, of all. The worst case: nobody of the unknown did.
    #[must_use]
    pub fn higher_at_least(&self) -> Share {
        Share::new(self.higher, self.n())
    }

    /// The best case: everybody of the unknown did. Between the two lies the truth.
    #[must_use]
    pub fn higher_at_most(&self) -> Share {
        Share::new(self.higher + self.unknown, self.n())
    }

    /// Gave a higher number, of those whose final number is known. Flatters:
    /// never to be shown without `unknown` beside it.
    #[must_use]
    pub fn higher_of_known(&self) -> Share {
        Share::new(self.higher, self.n() - self.unknown)
    }

    #[must_use]
    pub fn lower_at_least(&self) -> Share {
        Share::new(self.lower, self.n())
    }

    /// As it may be shown to this reader.
    #[must_use]
    pub fn shown_to(&self, reader: Reader) -> ShownChange {
        let counts = guarded(&[self.higher, self.same, self.lower, self.unknown], reader);
        let n = Count::of(self.n(), reader);
        let open = matches!((counts[0], n), (Count::Exact(_), Count::Exact(_)));
        ShownChange {
            n,
            higher: counts[0],
            same: counts[1],
            lower: counts[2],
            unknown: counts[3],
            at_least: open.then(|| self.higher_at_least()),
            // It tells the unknown apart.
            at_most: (open && counts[3] != Count::Few).then(|| self.higher_at_most()),
        }
    }
}

/// Who looks: a lead whose role allows reading single conversations sees every
/// count; whoever sees totals only must not be able to work out one person's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    MayReadConversations,
    TotalsOnly,
}

/// A count as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exact(u64),
    /// Between one and four, or more and hidden to keep those from being worked out.
    Few,
}

impl Count {
    #[must_use]
    pub fn of(n: u64, reader: Reader) -> Self {
        if reader == Reader::TotalsOnly && (1..SMALL_CELL).contains(&n) {
            Self::Few
        } else {
            Self::Exact(n)
        }
    }
}

/// `Change` for one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownChange {
    pub n: Count,
    pub higher: Count,
    pub same: Count,
    pub lower: Count,
    pub unknown: Count,
    /// Only when nothing hidden can be worked out from it.
    pub at_least: Option<Share>,
    pub at_most: Option<Share>,
}

/// Counts that add up to a total which is shown too. Small ones are hidden, and
/// with them as many others as keep them from being found by subtraction: the
/// hidden ones are at least two and together at least `SMALL_CELL`, as far as
/// there are others.
#[must_use]
pub fn guarded(counts: &[u64], reader: Reader) -> Vec<Count> {
    if reader == Reader::MayReadConversations {
        return counts.iter().copied().map(Count::Exact).collect();
    }
    let mut hidden: BTreeSet<usize> = (0..counts.len())
        .filter(|&index| (1..SMALL_CELL).contains(&counts[index]))
        .collect();
    if !hidden.is_empty() {
        let mut others: Vec<usize> = (0..counts.len())
            .filter(|index| counts[*index] >= SMALL_CELL)
            .collect();
        others.sort_by_key(|&index| (counts[index], index));
        for other in others {
            if hidden.len() >= 2
                && hidden.iter().map(|&index| counts[index]).sum::<u64>() >= SMALL_CELL
            {
                break;
            }
            hidden.insert(other);
        }
    }
    counts
        .iter()
        .enumerate()
        .map(|(index, &n)| {
            if hidden.contains(&index) {
                Count::Few
            } else {
                Count::Exact(n)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
