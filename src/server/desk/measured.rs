//! From the store's counts to the numbers a page shows: the funnel, ratings
//! before and after, and the change, each hidden from this reader where it
//! could be traced to a person.

use super::pages::results::{Change, FunnelStep, Measured, Ratings, WaveAnswers};
use super::parts::chart::{Columns, Shown};
use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::domain::measure::{
    self, Answered, Count, Distribution, Funnel, Pair, RatingTally, Reader, Share,
};
use crate::domain::script::{Channel, Scale, Script};
use crate::server::store::counting::{self, Counts};
use std::collections::BTreeMap;

/// What is measured, by script and scale.
type Tallies = BTreeMap<(String, String), RatingTally>;

/// `doors` and `listed` are how many doors and people the lists hold; `script`
/// finds the newest version of a script; `tag` is the language of its words.
#[must_use]
pub fn measured(
    counts: &Counts,
    doors: u32,
    by: Channel,
    scripts: &[Script],
    tag: &str,
    reader: Reader,
) -> Measured {
    let funnel = counting::funnel(counts, u64::from(doors), 0);
    let conversations = count(counts, "talks", "finished") + count(counts, "talks", "abandoned");
    Measured {
        by_phone: by == Channel::Phone,
        calls: if by == Channel::Phone {
            calls(counts, reader)
        } else {
            Vec::new()
        },
        funnel: steps(&funnel, reader),
        ratings: tallies(counts)
            .iter()
            .filter_map(|((script, scale), tally)| {
                let script = scripts.iter().find(|known| known.script.id == *script)?;
                let scale = script
                    .scale(scale)
                    .filter(|scale| !scale.is_categorical())?;
                Some(ratings(script, scale, tally, tag, reader))
            })
            .collect(),
        others: shown(Count::of(funnel.others_first_rated, reader)),
        conversations: number(conversations),
        unlinked: number(count(counts, "linked", "no")),
        hides_small: reader == Reader::TotalsOnly,
    }
}

/// What became of the calls, as the calls stand after corrections: the codes of calls
/// first, and what the doors' codes say without one.
fn calls(counts: &Counts, reader: Reader) -> Vec<(&'static str, Shown)> {
    let mut left: BTreeMap<&'static str, u64> = Disposition::ALL
        .into_iter()
        .map(|outcome| (outcome.code(), count(counts, "visits", outcome.code())))
        .collect();
    let mut became: Vec<(&'static str, u64)> = Vec::new();
    for outcome in CallOutcome::ALL {
        let n = count(counts, "calls", outcome.code());
        if let Some(same) = left.get_mut(outcome.disposition().code()) {
            *same = same.saturating_sub(n);
        }
        became.push((outcome.code(), n));
    }
    let others = Disposition::ALL.into_iter().map(Disposition::code);
    became.extend(others.map(|code| (code, left.get(code).copied().unwrap_or(0))));
    became.retain(|(_, n)| *n > 0);
    let numbers: Vec<u64> = became.iter().map(|(_, n)| *n).collect();
    let guarded = measure::guarded(&numbers, reader);
    let shown = guarded.into_iter().map(shown);
    became
        .into_iter()
        .map(|(code, _)| code)
        .zip(shown)
        .collect()
}

fn number(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn shown(count: Count) -> Shown {
    match count {
        Count::Exact(n) => Some(number(n)),
        Count::Few => None,
    }
}

fn count(counts: &Counts, measure: &str, bucket: &str) -> u64 {
    u64::try_from(counts.get(measure, bucket)).unwrap_or(0)
}

fn steps(funnel: &Funnel, reader: Reader) -> Vec<FunnelStep> {
    let step = |key, n: u64, of: Option<(&'static str, Share)>| {
        let n = Count::of(n, reader);
        FunnelStep {
            key,
            n: shown(n),
            // A share would tell what the count hides.
            of: of
                .filter(|_| n != Count::Few)
                .filter(|(_, share)| Count::of(share.whole, reader) != Count::Few)
                .and_then(|(of, share)| Some((of, share.fraction()?))),
        }
    };
    vec![
        step("doors", funnel.doors, None),
        step(
            "tried",
            funnel.attempted,
            Some(("doors", Share::new(funnel.attempted, funnel.doors))),
        ),
        step(
            "answered",
            funnel.answered,
            Some(("tried", funnel.answer_rate())),
        ),
        step("met", funnel.identified, None),
        step(
            "first",
            funnel.first_rated,
            Some(("met", funnel.first_rating_rate())),
        ),
        step(
            "both",
            funnel.complete,
            Some(("first", funnel.completion_of_first_rated())),
        ),
    ]
}

fn tallies(counts: &Counts) -> Tallies {
    let mut tallies = Tallies::new();
    for (measure, bucket, n) in counts.each() {
        let mut parts = measure.splitn(3, ':');
        let (Some("pair" | "estimated"), Some(script), Some(scale)) =
            (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Some((first, last)) = bucket.split_once('>') else {
            continue;
        };
        let pair = Pair {
            first: answered(first),
            last: answered(last),
        };
        tallies
            .entry((script.to_owned(), scale.to_owned()))
            .or_default()
            .add(pair, u64::try_from(n).unwrap_or(0));
    }
    tallies
}

fn answered(code: &str) -> Answered {
    Answered::from_code(code).unwrap_or(Answered::Missing)
}

fn ratings(
    script: &Script,
    scale: &Scale,
    tally: &RatingTally,
    tag: &str,
    reader: Reader,
) -> Ratings {
    let default = &script.script.default_language;
    let values: Vec<i32> = (scale.min..=scale.max)
        .step_by(usize::try_from(scale.step.max(1)).unwrap_or(1))
        .collect();
    let (before_values, before) = wave(&values, &tally.before(), reader);
    let (after_values, after) = wave(&values, &tally.after(), reader);
    Ratings {
        question: scale.question.read(tag, default).to_owned(),
        low_label: scale.low_label.read(tag, default).to_owned(),
        high_label: scale.high_label.read(tag, default).to_owned(),
        columns: Columns {
            values,
            before: before_values,
            after: after_values,
        },
        before,
        after,
        change: change(scale, tally, reader),
    }
}

/// The counts of one wave. The numbers' sum is shown beside the other answers,
/// and the numbers beside their sum: both groups are guarded, so that nothing
/// hidden can be found by subtraction.
fn wave(values: &[i32], answers: &Distribution, reader: Reader) -> (Vec<Shown>, WaveAnswers) {
    let columns: Vec<u64> = values
        .iter()
        .map(|value| answers.values.get(value).copied().unwrap_or(0))
        .collect();
    let groups = measure::guarded(
        &[
            columns.iter().sum(),
            answers.between,
            answers.dont_know,
            answers.wouldnt_say,
            answers.not_asked,
            answers.missing,
        ],
        reader,
    );
    let group = |at: usize| groups.get(at).copied().and_then(shown);
    let columns = if group(0).is_some() {
        measure::guarded(&columns, reader)
    } else {
        let hide = |n| if n == 0 { Count::Exact(0) } else { Count::Few };
        columns.into_iter().map(hide).collect()
    };
    let wave = WaveAnswers {
        n: group(0),
        between: group(1),
        dont_know: group(2),
        wouldnt_say: group(3),
        not_asked: group(4),
        missing: group(5),
        mean: answers.mean().value,
    };
    (columns.into_iter().map(shown).collect(), wave)
}

fn change(scale: &Scale, tally: &RatingTally, reader: Reader) -> Option<Change> {
    let change = tally.change();
    if change.n() == 0 {
        return None;
    }
    let seen = change.shown_to(reader);
    let below = tally.change_below(scale.max);
    let below_seen = below.shown_to(reader);
    let ceiling = tally.ceiling(scale.max);
    let at_least = seen.at_least.and_then(|share| {
        let interval = share.wilson()?;
        Some((share.fraction()?, interval.low, interval.high))
    });
    Some(Change {
        began: shown(seen.n),
        higher: shown(seen.higher),
        same: shown(seen.same),
        lower: shown(seen.lower),
        unknown: shown(seen.unknown),
        at_least,
        at_most: seen.at_most.and_then(Share::fraction),
        below_top: shown(below_seen.higher)
            .zip(shown(below_seen.n))
            .filter(|_| below_seen.at_least.is_some()),
        ceiling: shown(Count::of(ceiling.part, reader))
            .zip(shown(Count::of(ceiling.whole, reader))),
        mean: tally.mean_change().value,
    })
}
