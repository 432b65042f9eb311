//! The figures against numbers worked out by hand, and both tallies against
//! being counted anew.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::domain::conversation::{Belongs, Certainty, Consent, Ending, Recorded};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::Correction;
use crate::domain::few::Few;
use crate::domain::fold::{Noted, standing_visits};
use crate::domain::ids::{CanvasserId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, Fact};
use crate::domain::script::Channel;
use crate::domain::time::DeviceTime;
use crate::domain::visit::Visit;
use crate::domain::walk_list::ScriptRef;
use proptest::prelude::*;
use uuid::Uuid;

const AINO: PersonId = PersonId(Uuid::from_u128(1));
const EERO: PersonId = PersonId(Uuid::from_u128(2));
const LIST: ListId = ListId(Uuid::from_u128(3));

fn visit(door: u128, round: u32, disposition: Disposition, who: Option<WhoAnswered>) -> Visit {
    Visit {
        list: LIST,
        door: DoorId(Uuid::from_u128(door)),
        round,
        disposition,
        who,
        come_back: None,
        language: None,
        partners: Vec::new(),
        channel: Channel::Door,
        call: None,
        unknown: serde_json::Map::new(),
    }
}

fn noted(id: u128, by: u128, fact: Fact) -> Noted {
    Noted {
        id: RecordId(Uuid::from_u128(id)),
        author: Author {
            canvasser: CanvasserId(Uuid::from_u128(by)),
            at: DeviceTime::from_parts(i64::try_from(id).unwrap() * 60_000, 0).unwrap(),
        },
        fact,
    }
}

fn door(visits: &[(u32, Disposition, Option<WhoAnswered>)], round: Option<u32>) -> Funnel {
    let facts: Vec<Noted> = visits
        .iter()
        .zip(1..)
        .map(|(&(in_round, disposition, who), id)| {
            noted(id, 0xA, Fact::Visit(visit(1, in_round, disposition, who)))
        })
        .collect();
    Funnel::of_door(&[AINO, EERO], &standing_visits(&facts), round)
}

fn rated(first: Option<RatingAnswer>, last: Option<RatingAnswer>) -> Conversation {
    let rating = |wave: Wave, answer: Option<RatingAnswer>| {
        answer.map(|answer| Rating {
            scale: "support".to_owned(),
            wave,
            answer,
            certainty: Certainty::Heard,
        })
    };
    Conversation {
        list: LIST,
        belongs: Belongs::Unlinked {
            week: "2026-W46".to_owned(),
        },
        script: ScriptRef {
            id: "issue".to_owned(),
            version: 1,
        },
        language: "en".to_owned(),
        channel: Channel::Door,
        recorded: Recorded::Live,
        ending: Ending::Finished,
        ratings: rating(Wave::First, first)
            .into_iter()
            .chain(rating(Wave::Final, last))
            .collect(),
        tags: Few::new(),
        made_a_difference: String::new(),
        concerns: Vec::new(),
        commitments: Vec::new(),
        consent: Consent::default(),
        who_else: Vec::new(),
        steps_reached: Vec::new(),
        short: false,
        seconds: Some(600),
        unknown: serde_json::Map::new(),
    }
}

fn value(value: i32) -> Option<RatingAnswer> {
    Some(RatingAnswer::Value { value })
}

fn between(low: i32, high: i32) -> Option<RatingAnswer> {
    Some(RatingAnswer::Between { low, high })
}

fn tally(pairs: &[(Option<RatingAnswer>, Option<RatingAnswer>)]) -> RatingTally {
    let mut tally = RatingTally::default();
    for (first, last) in pairs {
        tally.add(Pair::of(&rated(first.clone(), last.clone()), "support"), 1);
    }
    tally
}

#[test]
fn the_three_contacts_are_counted_apart() {
    use Disposition::*;
    let listed = |person| Some(WhoAnswered::Listed(person));
    let gatekeeper = door(
        &[
            (1, NotHome, None),
            (1, Gatekeeper, Some(WhoAnswered::SomeoneElse)),
        ],
        None,
    );
    assert_eq!(
        gatekeeper,
        Funnel {
            doors: 1,
            listed: 2,
            attempted: 1,
            answered: 1,
            ..Funnel::default()
        }
    );
    let both = door(
        &[
            (1, ComeBack, listed(EERO)),
            (1, Partial, listed(AINO)),
            (2, Complete, listed(AINO)),
        ],
        None,
    );
    assert_eq!(
        both,
        Funnel {
            identified: 2,
            first_rated: 1,
            complete: 1,
            ..gatekeeper
        }
    );
    // Who is said to have moved was not met.
    assert_eq!(door(&[(1, Moved, listed(AINO))], None).identified, 0);
    let other = door(&[(1, Complete, Some(WhoAnswered::DidNotAsk))], None);
    assert_eq!((other.first_rated, other.complete), (0, 0));
    assert_eq!((other.others_first_rated, other.others_complete), (1, 1));
    // A sign is respected without knocking.
    assert_eq!(door(&[(1, NoCallersSign, None)], None).attempted, 0);
}

#[test]
fn a_round_counts_only_its_own_visits() {
    use Disposition::*;
    let visits = [
        (1, Complete, Some(WhoAnswered::Listed(AINO))),
        (2, NotHome, None),
    ];
    let second = door(&visits, Some(2));
    assert_eq!(
        (second.attempted, second.answered, second.complete),
        (1, 0, 0)
    );
    assert_eq!(door(&visits, Some(3)).attempted, 0);
    assert_eq!(door(&visits, Some(1)).complete, 1);
}

#[test]
fn rates_have_the_denominators_of_the_method() {
    // The replication data of the method: 501 of 1,825 reached; in the
    // treatment arm 246 identified, 193 rated, 171 rated again.
    let funnel = Funnel {
        listed: 1825,
        identified: 246,
        first_rated: 193,
        complete: 171,
        ..Funnel::default()
    };
    let percent = |share: Share| (share.fraction().unwrap() * 100.0).round();
    assert_eq!(percent(funnel.first_rating_rate()), 78.0);
    assert_eq!(percent(funnel.completion_of_identified()), 70.0);
    assert_eq!(percent(funnel.completion_of_first_rated()), 89.0);
    assert_eq!(
        percent(
            Funnel {
                identified: 501,
                ..funnel
            }
            .reach()
        ),
        27.0
    );
    assert_eq!(Funnel::default().answer_rate().fraction(), None);
}

#[test]
fn every_kind_of_answer_is_counted_apart() {
    let tally = tally(&[
        (value(0), value(10)),
        (value(10), None),
        (between(5, 6), Some(RatingAnswer::NotAsked)),
        (Some(RatingAnswer::DontKnow), Some(RatingAnswer::WouldntSay)),
        (None, None),
    ]);
    let before = tally.before();
    assert_eq!(before.values, BTreeMap::from([(0, 1), (10, 1)]));
    assert_eq!(
        (before.between, before.dont_know, before.missing),
        (1, 1, 1)
    );
    assert_eq!((before.answered(), before.n()), (3, 5));
    let after = tally.after();
    assert_eq!(
        (after.not_asked, after.wouldnt_say, after.missing),
        (1, 1, 2)
    );
    assert_eq!(after.n(), 5);
    let categorical = tally_of_options();
    assert_eq!(
        categorical.before().options,
        BTreeMap::from([("green".to_owned(), 2)])
    );
}

fn tally_of_options() -> RatingTally {
    let green = Some(RatingAnswer::Category {
        code: "green".to_owned(),
    });
    tally(&[(green.clone(), green.clone()), (green, None)])
}

#[test]
fn change_keeps_everyone_with_a_first_number_in_its_denominator() {
    let tally = tally(&[
        (value(3), value(5)),
        (value(5), value(5)),
        (value(7), value(6)),
        (value(4), None),
        (value(5), Some(RatingAnswer::DontKnow)),
        // "Between five and six" after five may be either; after four it is higher.
        (value(5), between(5, 6)),
        (value(4), between(5, 6)),
        (between(5, 6), between(5, 6)),
        (between(5, 6), value(5)),
        // Without a first number there is nothing to compare.
        (Some(RatingAnswer::DontKnow), value(9)),
        (None, None),
    ]);
    let change = tally.change();
    assert_eq!(
        change,
        Change {
            higher: 2,
            same: 2,
            lower: 1,
            unknown: 4
        }
    );
    assert_eq!(change.n(), 9);
    assert_eq!(change.higher_at_least(), Share::new(2, 9));
    assert_eq!(change.higher_at_most(), Share::new(6, 9));
    assert_eq!(change.higher_of_known(), Share::new(2, 5));
    assert_eq!(change.lower_at_least(), Share::new(1, 9));
}

#[test]
fn the_ceiling_is_told_and_those_under_it_are_looked_at_apart() {
    let tally = tally(&[
        (value(10), value(10)),
        (value(10), value(9)),
        (between(9, 10), value(10)),
        (value(6), value(8)),
    ]);
    assert_eq!(tally.ceiling(10), Share::new(2, 4));
    assert_eq!(
        tally.change_below(10),
        Change {
            higher: 1,
            ..Change::default()
        }
    );
    assert_eq!(tally_of_options().ceiling(10), Share::new(0, 0));
}

#[test]
fn a_mean_needs_ten_people() {
    let pairs = vec![(value(4), value(6)); 9];
    let nine = tally(&pairs);
    assert_eq!(nine.mean_change(), Mean { value: None, n: 9 });
    assert_eq!(nine.before().mean().value, None);
    let mut ten = nine.clone();
    ten.add(Pair::of(&rated(value(4), value(4)), "support"), 1);
    // Neither a range nor an unknown is in it.
    ten.add(Pair::of(&rated(value(0), between(9, 10)), "support"), 1);
    ten.add(Pair::of(&rated(value(0), None), "support"), 1);
    assert_eq!(
        ten.mean_change(),
        Mean {
            value: Some(1.8),
            n: 10
        }
    );
    assert_eq!(ten.before().mean().n, 12);
    assert_eq!(ten.before().mean().value, Some(40.0 / 12.0));
}

#[test]
fn wilsons_interval_is_that_of_another_implementation() {
    // statsmodels 0.15.0: proportion_confint(part, whole, method="wilson").
    let known = [
        (0, 10, 0.0, 0.277_532_799_862_889_26),
        (5, 10, 0.236_593_090_512_563_94, 0.763_406_909_487_436_1),
        (48, 84, 0.464_769_527_457_207_7, 0.671_840_225_626_412_2),
        (10, 10, 0.722_467_200_137_110_6, 1.0),
    ];
    for (part, whole, low, high) in known {
        let interval = Share::new(part, whole).wilson().unwrap();
        assert!(
            (interval.low - low).abs() < 1e-9,
            "{part} of {whole}: {interval:?}"
        );
        assert!(
            (interval.high - high).abs() < 1e-9,
            "{part} of {whole}: {interval:?}"
        );
    }
    assert_eq!(Share::new(0, 0).wilson(), None);
}

#[test]
fn a_small_cell_is_hidden_with_enough_others_that_it_cannot_be_worked_out() {
    use Count::{Exact, Few};
    let totals = |counts: &[u64]| guarded(counts, Reader::TotalsOnly);
    assert_eq!(totals(&[12, 3, 8, 0]), [Exact(12), Few, Few, Exact(0)]);
    // Two small ones that add up to three would be told by the total.
    assert_eq!(totals(&[1, 2, 20]), [Few, Few, Few]);
    assert_eq!(totals(&[4, 4, 20]), [Few, Few, Exact(20)]);
    assert_eq!(totals(&[5, 6, 0]), [Exact(5), Exact(6), Exact(0)]);
    assert_eq!(totals(&[]), []);
    assert_eq!(
        guarded(&[1, 2], Reader::MayReadConversations),
        [Exact(1), Exact(2)]
    );
    assert_eq!(Count::of(4, Reader::TotalsOnly), Few);
    assert_eq!(Count::of(0, Reader::TotalsOnly), Exact(0));
    assert_eq!(Count::of(4, Reader::MayReadConversations), Exact(4));
}

#[test]
fn who_sees_totals_gets_no_share_that_tells_a_hidden_count() {
    let change = Change {
        higher: 20,
        same: 9,
        lower: 2,
        unknown: 1,
    };
    let lead = change.shown_to(Reader::MayReadConversations);
    assert_eq!(lead.at_least, Some(Share::new(20, 32)));
    assert_eq!(lead.at_most, Some(Share::new(21, 32)));
    let wider = change.shown_to(Reader::TotalsOnly);
    assert_eq!(
        (wider.lower, wider.unknown, wider.same),
        (Count::Few, Count::Few, Count::Few)
    );
    assert_eq!(wider.higher, Count::Exact(20));
    assert_eq!(
        (wider.at_least, wider.at_most),
        (Some(Share::new(20, 32)), None)
    );
    let few = Change {
        higher: 2,
        same: 1,
        lower: 0,
        unknown: 0,
    }
    .shown_to(Reader::TotalsOnly);
    assert_eq!(
        (few.n, few.higher, few.at_least, few.at_most),
        (Count::Few, Count::Few, None, None)
    );
}

#[test]
fn every_answer_has_a_code_that_reads_back() {
    for answer in [
        Answered::Value(-3),
        Answered::Value(10),
        Answered::Between { low: 5, high: 6 },
        Answered::Category("missing".to_owned()),
        Answered::DontKnow,
        Answered::WouldntSay,
        Answered::NotAsked,
        Answered::Missing,
    ] {
        assert_eq!(Answered::from_code(&answer.code()), Some(answer));
    }
    assert_eq!(Answered::from_code("seven"), None);
}

fn any_answer() -> impl Strategy<Value = Option<RatingAnswer>> {
    prop_oneof![
        Just(None),
        (0..11).prop_map(value),
        (0..10).prop_map(|low| between(low, low + 1)),
        Just(Some(RatingAnswer::DontKnow)),
        Just(Some(RatingAnswer::WouldntSay)),
        Just(Some(RatingAnswer::NotAsked)),
    ]
}

fn any_who() -> impl Strategy<Value = Option<WhoAnswered>> {
    prop_oneof![
        Just(None),
        Just(Some(WhoAnswered::SomeoneElse)),
        (1_u128..4).prop_map(|person| Some(WhoAnswered::Listed(PersonId(Uuid::from_u128(person))))),
    ]
}

/// A visit, or a correction of an earlier record, at one of three doors.
fn any_said() -> impl Strategy<Value = (u128, u128, Disposition, Option<WhoAnswered>, Option<u128>)>
{
    (
        1_u128..4,
        0xA_u128..0xC,
        prop::sample::select(Disposition::ALL.to_vec()),
        any_who(),
        prop::option::of(0_u128..20),
    )
}

proptest! {
    #[test]
    fn the_funnel_kept_up_record_by_record_equals_the_one_counted_anew(
        said in prop::collection::vec(any_said(), 0..20)
    ) {
        let listed = [AINO, EERO];
        let share = |facts: &[Noted]| Funnel::of_door(&listed, &standing_visits(facts), None);
        let mut doors: BTreeMap<u128, Vec<Noted>> = (1..4).map(|door| (door, Vec::new())).collect();
        let mut kept_up = Funnel::default();
        for facts in doors.values() {
            kept_up.add(&share(facts));
        }
        for (index, (door, by, disposition, who, corrects)) in said.into_iter().enumerate() {
            let visit = visit(door, 1, disposition, who);
            let fact = match corrects {
                None => Fact::Visit(visit),
                Some(id) => Fact::Correction(Correction {
                    list: LIST,
                    door: visit.door,
                    corrects: RecordId(Uuid::from_u128(id)),
                    instead: (id % 2 == 0).then_some(visit),
                }),
            };
            let facts = doors.get_mut(&door).unwrap();
            let before = share(facts);
            facts.push(noted(index as u128, by, fact));
            kept_up.remove(&before);
            kept_up.add(&share(facts));
        }
        let mut anew = Funnel::default();
        for facts in doors.values() {
            anew.add(&share(facts));
        }
        prop_assert_eq!(kept_up, anew);
        prop_assert!(anew.complete <= anew.first_rated && anew.first_rated <= anew.identified);
        prop_assert!(anew.identified <= anew.listed && anew.answered <= anew.attempted + anew.doors);
        prop_assert!(anew.others_complete <= anew.others_first_rated);
    }

    #[test]
    fn what_was_said_can_be_added_and_taken_out_in_any_order(
        answers in prop::collection::vec((any_answer(), any_answer(), any::<bool>()), 0..20)
    ) {
        let pair = |(first, last, _): &(Option<RatingAnswer>, Option<RatingAnswer>, bool)| {
            Pair::of(&rated(first.clone(), last.clone()), "support")
        };
        let mut kept_up = RatingTally::default();
        for answer in answers.iter().rev() {
            kept_up.add(pair(answer), 1);
        }
        for answer in answers.iter().filter(|(_, _, erased)| *erased) {
            kept_up.remove(&pair(answer), 1);
        }
        let (mut anew, mut rest) = (RatingTally::default(), RatingTally::default());
        for (index, answer) in answers.iter().filter(|(_, _, erased)| !*erased).enumerate() {
            let half = if index % 2 == 0 { &mut anew } else { &mut rest };
            half.add(pair(answer), 1);
        }
        anew.merge(&rest);
        let stored = serde_json::to_string(&anew).unwrap();
        prop_assert_eq!(&serde_json::from_str::<RatingTally>(&stored).unwrap(), &anew);
        prop_assert_eq!(kept_up, anew);
    }

    #[test]
    fn all_figures_speak_of_the_same_people(
        answers in prop::collection::vec((any_answer(), any_answer()), 0..40)
    ) {
        let tally = tally(&answers);
        let (before, after, change) = (tally.before(), tally.after(), tally.change());
        prop_assert_eq!(before.n(), answers.len() as u64);
        prop_assert_eq!(after.n(), tally.n());
        prop_assert_eq!(change.n(), before.answered());
        prop_assert!(tally.change_below(10).n() <= change.n());
        let (least, most) = (change.higher_at_least(), change.higher_at_most());
        if let (Some(known), Some(least), Some(most)) =
            (change.higher_of_known().fraction(), least.fraction(), most.fraction())
        {
            prop_assert!(least <= known && known <= most);
        }
        if let (Some(interval), Some(share)) = (least.wilson(), least.fraction()) {
            prop_assert!(interval.low <= share && share <= interval.high);
            prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
        }
    }

    #[test]
    fn no_hidden_count_can_be_found_by_subtraction(counts in prop::collection::vec(0_u64..30, 1..8)) {
        let shown = guarded(&counts, Reader::TotalsOnly);
        let hidden: Vec<u64> = counts
            .iter()
            .zip(&shown)
            .filter(|(_, shown)| **shown == Count::Few)
            .map(|(n, _)| *n)
            .collect();
        for (n, shown) in counts.iter().zip(&shown) {
            prop_assert!(*shown != Count::Exact(*n) || *n == 0 || *n >= SMALL_CELL);
        }
        let filled = counts.iter().filter(|n| **n > 0).count();
        if !hidden.is_empty() && filled > 1 {
            prop_assert!(hidden.len() >= 2);
        }
        // Less than five altogether only where there is nothing else to hide behind.
        if !hidden.is_empty() && hidden.iter().sum::<u64>() < SMALL_CELL {
            prop_assert_eq!(hidden.len(), filled);
        }
    }
}
