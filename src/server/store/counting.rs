//! What is counted while records are appended: `domain::measure`, broken into
//! small counts that add up, so that a page of results costs the same at a
//! hundred and at a million records. Pure, the same on every back end and in
//! `doorstep-server check`.

use crate::domain::conversation::{
    Belongs, Certainty, Conversation, Ending, RatingAnswer, Recorded, Wave,
};
use crate::domain::fold::StandingVisit;
use crate::domain::ids::{ListId, PersonId};
use crate::domain::measure::{Funnel, Pair};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Counts by measure and bucket.
///
/// | measure | bucket | counts |
/// |---|---|---|
/// | `visits` | disposition | visits as they stand after corrections |
/// | `calls` | `domain::call` code | of those, calls by what became of them, where the disposition does not say it |
/// | `funnel` | `attempted`, `answered`, `identified`, … | the fields of `measure::Funnel`, without doors and people listed |
/// | `talks` | `finished`, `abandoned` | conversations |
/// | `linked` | `yes`, `no` | conversations |
/// | `recorded` | `live`, `afterwards`, `paper` | conversations |
/// | `short` | `yes` | conversations on the short path |
/// | `minutes` | whole minutes | live conversations with both ratings |
/// | `pair:SCRIPT:SCALE` | `FIRST>FINAL` | conversations by what was said at first and at last |
/// | `estimated:SCRIPT:SCALE` | `FIRST>FINAL` | the same, where a number is the canvasser's estimate |
///
/// What was said is written as `measure::Answered::code`.
///
/// Of an experiment's placebo each measure has `placebo:` before its name: the doors of that group,
/// and the talks held by such a script. So nothing of them is ever among the others' numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<Name, BTreeMap<Name, i64>>);

/// Of a measure or a bucket: most are known beforehand, and a talk counts a dozen of them.
pub type Name = Cow<'static, str>;

/// What stands before the measures of an experiment's placebo.
pub const PLACEBO: &str = "placebo:";

impl Counts {
    pub fn add(&mut self, measure: &str, bucket: &str, n: i64) {
        let own = |name: &str| Name::Owned(name.to_owned());
        self.add_named(measure, bucket, n, own, own);
    }

    /// The same, of names that are known beforehand.
    fn add_known(&mut self, measure: &'static str, bucket: &'static str, n: i64) {
        self.add_named(measure, bucket, n, Name::Borrowed, Name::Borrowed);
    }

    /// Mostly it is there: a name is made once.
    fn add_named<'a>(
        &mut self,
        measure: &'a str,
        bucket: &'a str,
        n: i64,
        name: impl FnOnce(&'a str) -> Name,
        bucket_name: impl FnOnce(&'a str) -> Name,
    ) {
        if n == 0 {
            return;
        }
        match self.0.get_mut(measure) {
            Some(buckets) => match buckets.get_mut(bucket) {
                Some(counted) => *counted += n,
                None => {
                    buckets.insert(bucket_name(bucket), n);
                }
            },
            None => {
                let buckets = BTreeMap::from([(bucket_name(bucket), n)]);
                self.0.insert(name(measure), buckets);
            }
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
                .map(move |(bucket, n)| (measure.as_ref(), bucket.as_ref(), *n))
        })
    }

    /// The same, as the placebo's.
    #[must_use]
    pub fn of_placebo(self) -> Self {
        let each = self.0.into_iter();
        Self(
            each.map(|(measure, buckets)| (format!("{PLACEBO}{measure}").into(), buckets))
                .collect(),
        )
    }

    /// Adds what is counted there so many times; -1 takes it away.
    pub fn add_all(&mut self, more: &Self, times: i64) {
        for (measure, bucket, n) in more.each() {
            self.add(measure, bucket, n * times);
        }
    }
}

/// What the visits of one door add to each list they were noted under.
/// `listed` are the people listed there.
#[must_use]
pub fn of_door(listed: &[PersonId], standing: &[StandingVisit]) -> BTreeMap<ListId, Counts> {
    if let Some(list) = standing.first().map(|visit| visit.visit.list)
        && standing.iter().all(|visit| visit.visit.list == list)
    {
        return BTreeMap::from([(list, of_visits(listed, standing))]);
    }
    let mut by_list: BTreeMap<ListId, Vec<StandingVisit>> = BTreeMap::new();
    for visit in standing {
        by_list
            .entry(visit.visit.list)
            .or_default()
            .push(visit.clone());
    }
    by_list
        .into_iter()
        .map(|(list, visits)| (list, of_visits(listed, &visits)))
        .collect()
}

fn of_visits(listed: &[PersonId], visits: &[StandingVisit]) -> Counts {
    let mut counts = Counts::default();
    for visit in visits {
        counts.add_known("visits", visit.visit.disposition.code(), 1);
        if let Some(call) = visit.visit.call {
            counts.add_known("calls", call.code(), 1);
        }
    }
    let funnel = Funnel::of_door(listed, visits, None);
    for (bucket, n) in [
        ("attempted", funnel.attempted),
        ("answered", funnel.answered),
        ("identified", funnel.identified),
        ("first_rated", funnel.first_rated),
        ("complete", funnel.complete),
        ("others_first_rated", funnel.others_first_rated),
        ("others_complete", funnel.others_complete),
    ] {
        counts.add_known("funnel", bucket, i64::try_from(n).unwrap_or(0));
    }
    counts
}

/// The funnel that was counted, for lists of so many doors and people.
#[must_use]
pub fn funnel(counts: &Counts, doors: u64, listed: u64) -> Funnel {
    funnel_of("funnel", counts, doors, listed)
}

/// The same of an experiment's placebo group.
#[must_use]
pub fn placebo_funnel(counts: &Counts, doors: u64, listed: u64) -> Funnel {
    funnel_of("placebo:funnel", counts, doors, listed)
}

fn funnel_of(measure: &str, counts: &Counts, doors: u64, listed: u64) -> Funnel {
    let of = |bucket| u64::try_from(counts.get(measure, bucket)).unwrap_or(0);
    Funnel {
        doors,
        listed,
        attempted: of("attempted"),
        answered: of("answered"),
        identified: of("identified"),
        first_rated: of("first_rated"),
        complete: of("complete"),
        others_first_rated: of("others_first_rated"),
        others_complete: of("others_complete"),
    }
}

/// What one conversation adds to its list's counts. `scales` are its script's: one that
/// was never reached counts as missing, not as not there.
pub fn add_conversation(counts: &mut Counts, conversation: &Conversation, scales: &[String]) {
    counts.add_known(
        "talks",
        match conversation.ending {
            Ending::Finished => "finished",
            Ending::Abandoned => "abandoned",
        },
        1,
    );
    counts.add_known(
        "linked",
        match conversation.belongs {
            Belongs::Linked { .. } => "yes",
            Belongs::Unlinked { .. } => "no",
        },
        1,
    );
    counts.add_known(
        "recorded",
        match conversation.recorded {
            Recorded::Live => "live",
            Recorded::Afterwards => "afterwards",
            Recorded::Paper => "paper",
        },
        1,
    );
    if conversation.short {
        counts.add_known("short", "yes", 1);
    }
    let of_script = scales.iter().map(String::as_str);
    let answered = conversation.ratings.iter();
    let answered = answered.map(|rating| rating.scale.as_str());
    let mut counted: Vec<&str> = Vec::new();
    let mut complete = false;
    for scale in of_script.chain(answered) {
        if counted.contains(&scale) {
            continue;
        }
        counted.push(scale);
        let pair = Pair::of(conversation, scale);
        complete |= pair.first.is_given() && pair.last.is_given();
        let kind = if is_estimated(conversation, scale) {
            "estimated"
        } else {
            "pair"
        };
        let measure = short(format!("{kind}:{}:{scale}", conversation.script.id));
        let bucket = short(format!("{}>{}", pair.first.code(), pair.last.code()));
        counts.add(&measure, &bucket, 1);
    }
    if let (Recorded::Live, Some(seconds), true) =
        (conversation.recorded, conversation.seconds, complete)
    {
        let minutes = seconds.saturating_add(30) / 60;
        counts.add("minutes", &minutes.to_string(), 1);
    }
}

/// Names of measures and buckets are keys, and partly a phone's own text: no
/// longer than any real script makes them, and without the one letter that a
/// database may not keep.
fn short(name: String) -> String {
    const LONGEST: usize = 300;
    if name.len() <= LONGEST && !name.contains('\0') {
        return name;
    }
    let mut kept = String::new();
    for letter in name.chars() {
        let letter = if letter == '\0' { '\u{fffd}' } else { letter };
        if kept.len() + letter.len_utf8() > LONGEST {
            break;
        }
        kept.push(letter);
    }
    kept
}

fn is_estimated(conversation: &Conversation, scale: &str) -> bool {
    conversation.ratings.iter().any(|rating| {
        rating.scale == scale
            && rating.wave != Wave::Middle
            && rating.certainty == Certainty::Estimated
            && !matches!(rating.answer, RatingAnswer::NotAsked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_before_is_taken_away_and_what_counts_now_added() {
        let mut before = Counts::default();
        before.add("visits", "not_home", 2);
        before.add("visits", "refused", 1);
        let mut after = Counts::default();
        after.add("visits", "not_home", 1);
        after.add("doors", "tried", 1);
        let mut total = Counts::default();
        total.add("visits", "not_home", 10);
        total.add_all(&after, 1);
        total.add_all(&before, -1);
        assert_eq!(total.get("visits", "not_home"), 9);
        assert_eq!(total.get("visits", "refused"), -1);
        assert_eq!(total.get("doors", "tried"), 1);
    }
}
