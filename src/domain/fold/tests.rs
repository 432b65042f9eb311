//! The fold's laws, over everything three canvassers may say about a door where
//! three people live; and its rulings, one by one.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::domain::call::CallOutcome;
use crate::domain::conversation::{Belongs, Consent, Conversation, Ending, Recorded};
use crate::domain::door_fact::{Correction, SafetyNote, WishLifted};
use crate::domain::ids::ListId;
use crate::domain::script::Channel;
use crate::domain::walk_list::ScriptRef;
use proptest::prelude::*;
use uuid::Uuid;

const ALICE: CanvasserId = CanvasserId(Uuid::from_u128(0xA));
const BOB: CanvasserId = CanvasserId(Uuid::from_u128(0xB));
const AINO: PersonId = PersonId(Uuid::from_u128(1));
const EERO: PersonId = PersonId(Uuid::from_u128(2));
const HOUSE: [PersonId; 2] = [AINO, EERO];
const DOOR: DoorId = DoorId(Uuid::from_u128(0xD));
const LIST: ListId = ListId(Uuid::from_u128(0x1));

fn at(minute: i64) -> DeviceTime {
    DeviceTime::from_parts(1_794_000_000_000 + minute * 60_000, 120).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn noted(id: u128, by: CanvasserId, minute: i64, fact: Fact) -> Noted {
    Noted {
        id: RecordId(Uuid::from_u128(id)),
        author: Author {
            canvasser: by,
            at: at(minute),
        },
        fact,
    }
}

fn visit(round: u32, disposition: Disposition, who: Option<WhoAnswered>) -> Visit {
    Visit {
        list: LIST,
        door: DOOR,
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

fn visited(
    id: u128,
    minute: i64,
    round: u32,
    disposition: Disposition,
    who: Option<WhoAnswered>,
) -> Noted {
    noted(
        id,
        ALICE,
        minute,
        Fact::Visit(visit(round, disposition, who)),
    )
}

fn correction(
    id: u128,
    by: CanvasserId,
    minute: i64,
    corrects: u128,
    instead: Option<Visit>,
) -> Noted {
    noted(
        id,
        by,
        minute,
        Fact::Correction(Correction {
            list: LIST,
            door: DOOR,
            corrects: RecordId(Uuid::from_u128(corrects)),
            instead,
        }),
    )
}

fn wish(id: u128, minute: i64, round: u32, scope: WishScope, wish: Wish) -> Noted {
    noted(
        id,
        ALICE,
        minute,
        Fact::DoNotContact(DoNotContact {
            list: LIST,
            door: DOOR,
            round,
            scope,
            wish,
            under_way: Vec::new(),
        }),
    )
}

fn note(id: u128, minute: i64, hazard: Hazard, until: NaiveDate) -> Noted {
    noted(
        id,
        ALICE,
        minute,
        Fact::SafetyNote(SafetyNote {
            list: LIST,
            door: DOOR,
            hazard,
            until,
            unknown: serde_json::Map::new(),
        }),
    )
}

fn listed(person: PersonId) -> Option<WhoAnswered> {
    Some(WhoAnswered::Listed(person))
}

use Disposition::*;

#[test]
fn a_door_nobody_went_to_is_not_tried() {
    let state = fold::<Noted>([]);
    assert_eq!(state.needs(1, &HOUSE), Needs::NotTried);
    assert!(state.is_left(1, &HOUSE));
    assert_eq!(state, DoorState::default());
}

#[test]
fn nobody_home_never_hides_that_somebody_talked() {
    let talked = visited(1, 0, 1, Complete, listed(AINO));
    let later = visited(2, 60, 1, NotHome, None);
    let state = fold([talked, later]);
    assert_eq!(state.needs(1, &HOUSE), Needs::Settled { last: Complete });
    assert_eq!(state.rounds[&1].attempts, 2);
    assert_eq!(
        state.needs(2, &HOUSE),
        Needs::EarlierRound { last: Complete }
    );
}

#[test]
fn reaching_the_door_counts_more_than_a_locked_gate() {
    let gate = visited(1, 0, 1, Inaccessible, None);
    assert_eq!(
        fold([&gate]).needs(1, &HOUSE),
        Needs::Settled { last: Inaccessible }
    );
    let got_in = visited(2, 30, 1, NotHome, None);
    assert_eq!(
        fold([gate, got_in]).needs(1, &HOUSE),
        Needs::TryAgain { last: NotHome }
    );
}

#[test]
fn a_refusal_speaks_for_who_said_it_and_for_the_door_if_nobody_was_named() {
    let aino = visited(1, 0, 1, Refused, listed(AINO));
    let state = fold([&aino]);
    assert_eq!(state.needs(1, &HOUSE), Needs::TryAgain { last: Refused });
    assert_eq!(state.needs(1, &[AINO]), Needs::Settled { last: Refused });
    let eero = visited(2, 5, 1, OtherLanguage, listed(EERO));
    assert_eq!(
        fold([&aino, &eero]).needs(1, &HOUSE),
        Needs::Settled { last: Refused }
    );
    let somebody = visited(3, 0, 1, Refused, Some(WhoAnswered::DidNotAsk));
    assert_eq!(
        fold([somebody]).needs(1, &HOUSE),
        Needs::Settled { last: Refused }
    );
}

#[test]
fn one_talk_a_round_is_enough_for_a_door() {
    let state = fold([visited(1, 0, 1, Partial, Some(WhoAnswered::SomeoneElse))]);
    assert_eq!(state.needs(1, &HOUSE), Needs::Settled { last: Partial });
}

#[test]
fn who_moved_is_gone_in_every_round_until_met_again() {
    let moved = visited(1, 0, 1, Moved, listed(AINO));
    let state = fold([&moved]);
    assert_eq!(state.gone(AINO), Some(Moved));
    assert_eq!(state.gone(EERO), None);
    assert_eq!(state.needs(1, &HOUSE), Needs::TryAgain { last: Moved });
    assert_eq!(state.needs(2, &[AINO]), Needs::Settled { last: Moved });
    // A conversation before does not bring her back, one after does.
    let before = visited(2, -60, 1, Complete, listed(AINO));
    assert_eq!(fold([&moved, &before]).gone(AINO), Some(Moved));
    let after = visited(3, 60, 1, ComeBack, listed(AINO));
    let state = fold([&moved, &after]);
    assert_eq!(state.gone(AINO), None);
    assert_eq!(state.needs(1, &[AINO]), Needs::TryAgain { last: ComeBack });
    assert_eq!(state.rounds[&1].attempts, 2);
}

#[test]
fn a_house_that_was_not_there_stays_so_in_the_next_round() {
    let state = fold([visited(1, 0, 1, NoSuchAddress, None)]);
    assert_eq!(
        state.needs(2, &HOUSE),
        Needs::Settled {
            last: NoSuchAddress
        }
    );
    let vacant = fold([visited(1, 0, 1, Vacant, None)]);
    assert_eq!(
        vacant.needs(2, &HOUSE),
        Needs::EarlierRound { last: Vacant }
    );
}

#[test]
fn where_it_was_unsafe_or_a_sign_says_no_callers_nobody_knocks_again() {
    for why in [Unsafe, NoCallersSign] {
        let state = fold([visited(1, 0, 1, why, None)]);
        assert_eq!(state.needs(1, &HOUSE), Needs::DontKnock { why });
        assert_eq!(state.needs(3, &HOUSE), Needs::DontKnock { why });
    }
}

#[test]
fn the_three_wishes_are_told_apart() {
    let not_today = fold([wish(1, 0, 1, WishScope::Household, Wish::NotToday)]);
    assert_eq!(not_today.needs(1, &HOUSE), Needs::Settled { last: Refused });
    assert_eq!(not_today.needs(2, &HOUSE), Needs::NotTried);
    let aino_not_today = fold([wish(1, 0, 1, WishScope::Person(AINO), Wish::NotToday)]);
    assert_eq!(
        aino_not_today.needs(1, &HOUSE),
        Needs::TryAgain { last: Refused }
    );
    assert_eq!(
        aino_not_today.needs(1, &[AINO]),
        Needs::Settled { last: Refused }
    );
    assert_eq!(aino_not_today.gone(AINO), None);
    for never in [Wish::NeverAgain, Wish::DeleteMyData] {
        let household = fold([wish(1, 0, 1, WishScope::Household, never)]);
        assert_eq!(
            household.needs(2, &HOUSE),
            Needs::DontKnock { why: Objected }
        );
        let person = fold([wish(1, 0, 1, WishScope::Person(AINO), never)]);
        assert_eq!(person.gone(AINO), Some(Objected));
        assert_eq!(person.needs(2, &HOUSE), Needs::NotTried);
        assert_eq!(person.needs(2, &[AINO]), Needs::DontKnock { why: Objected });
    }
}

#[test]
fn when_all_are_gone_a_wish_outranks_the_rest() {
    let state = fold([
        visited(1, 0, 1, Moved, listed(AINO)),
        visited(2, 1, 1, Objected, listed(EERO)),
    ]);
    assert_eq!(state.needs(2, &HOUSE), Needs::DontKnock { why: Objected });
}

#[test]
fn a_later_visit_does_not_undo_a_wish() {
    let objected = visited(1, 0, 1, Objected, listed(AINO));
    let met = visited(2, 30, 1, Complete, listed(AINO));
    assert_eq!(fold([objected, met]).gone(AINO), Some(Objected));
}

#[test]
fn the_authors_latest_correction_stands_and_nobody_elses() {
    let first = visited(1, 0, 1, NotHome, None);
    let refused = correction(2, ALICE, 5, 1, Some(visit(1, Refused, None)));
    let vacant = correction(3, ALICE, 9, 1, Some(visit(1, Vacant, None)));
    let bobs = correction(4, BOB, 20, 1, None);
    let all = [&vacant, &bobs, &first, &refused];
    assert_eq!(fold(all).needs(1, &HOUSE), Needs::Settled { last: Vacant });
    let standing = standing_visits(&all);
    assert_eq!(standing.len(), 1);
    assert!(standing[0].corrected);
    assert_eq!((standing[0].author.at, standing[0].said_at), (at(0), at(9)));
    let withdrawn = correction(5, ALICE, 10, 1, None);
    assert_eq!(fold([&first, &refused, &withdrawn]), DoorState::default());
    let again = correction(6, ALICE, 11, 1, Some(visit(1, NotHome, None)));
    assert_eq!(
        fold([&withdrawn, &again, &first]).needs(1, &HOUSE),
        Needs::TryAgain { last: NotHome }
    );
}

#[test]
fn corrections_of_one_minute_are_ordered_by_id() {
    let first = visited(1, 0, 1, NotHome, None);
    let one = correction(2, ALICE, 5, 1, Some(visit(1, Refused, None)));
    let other = correction(3, ALICE, 5, 1, Some(visit(1, Vacant, None)));
    assert_eq!(fold([&other, &one, &first]).rounds[&1].shown, Some(Vacant));
}

#[test]
fn a_correction_cannot_carry_a_visit_to_another_door() {
    let first = visited(1, 0, 1, Complete, listed(AINO));
    let elsewhere = Visit {
        door: DoorId(Uuid::from_u128(0xDD)),
        ..visit(1, Complete, listed(AINO))
    };
    let moved = correction(2, ALICE, 5, 1, Some(elsewhere));
    assert_eq!(fold([first, moved]), DoorState::default());
}

#[test]
fn a_wish_may_be_taken_back_at_the_door_and_not_from_the_street() {
    let made = wish(1, 0, 1, WishScope::Household, Wish::NeverAgain);
    let at_the_door = correction(2, ALICE, 3, 1, None);
    assert_eq!(fold([&made, &at_the_door]), DoorState::default());
    let later = correction(2, ALICE, LEAVING_THE_DOOR_MINUTES + 1, 1, None);
    assert_eq!(fold([&made, &later]).dont_knock, Some(Objected));
    let bobs = correction(2, BOB, 3, 1, None);
    assert_eq!(fold([&made, &bobs]).dont_knock, Some(Objected));
    let today = wish(3, 0, 1, WishScope::Household, Wish::NotToday);
    let evening = correction(4, ALICE, 200, 3, None);
    assert_eq!(fold([today, evening]), DoorState::default());
}

#[test]
fn an_objection_noted_as_a_visit_is_held_to_the_same_minutes() {
    let objected = visited(1, 0, 1, Objected, listed(AINO));
    let soon = correction(2, ALICE, 3, 1, Some(visit(1, NotHome, None)));
    assert_eq!(fold([&objected, &soon]).gone(AINO), None);
    let late = correction(2, ALICE, 60, 1, Some(visit(1, NotHome, None)));
    let state = fold([&objected, &late]);
    assert_eq!(state.gone(AINO), Some(Objected));
    let standing = standing_visits(&[&objected]);
    assert!(standing[0].may_be_corrected(ALICE, at(3)));
    assert!(!standing[0].may_be_corrected(ALICE, at(60)));
    assert!(!standing[0].may_be_corrected(BOB, at(3)));
    // Said again within the minutes, it does not begin anew.
    let again = correction(3, ALICE, 9, 1, Some(visit(1, Objected, None)));
    let then = correction(4, ALICE, 15, 1, None);
    assert_eq!(fold([objected, again, then]).dont_knock, Some(Objected));
}

#[test]
fn the_end_of_a_conversation_is_not_corrected_as_a_visit() {
    let talked = standing_visits(&[visited(1, 0, 1, Complete, listed(AINO))]);
    assert!(!talked[0].may_be_corrected(ALICE, at(1)));
    let refused = standing_visits(&[visited(1, 0, 1, Refused, listed(AINO))]);
    assert!(refused[0].may_be_corrected(ALICE, at(6000)));
}

#[test]
fn warnings_are_dated_expire_and_can_be_taken_back() {
    let dog = note(1, 0, Hazard::Dog, day(20));
    let longer = note(2, 10, Hazard::Dog, day(25));
    let threat = note(3, 3 * 24 * 60, Hazard::Threat, day(22));
    let state = fold([&dog, &longer, &threat]);
    let hazards = |today: u32| -> Vec<(Hazard, NaiveDate)> {
        state
            .warnings(day(today))
            .iter()
            .map(|warned| (warned.hazard, warned.until))
            .collect()
    };
    assert_eq!(
        hazards(14),
        [(Hazard::Threat, day(22)), (Hazard::Dog, day(25))]
    );
    assert_eq!(hazards(23), [(Hazard::Dog, day(25))]);
    assert_eq!(hazards(25), [(Hazard::Dog, day(25))]);
    assert_eq!(hazards(26), []);
    assert_eq!(state.warnings(day(14))[1].noted, at(10).local_date());
    // A warning is not an attempt.
    assert_eq!(state.needs(1, &HOUSE), Needs::NotTried);
    let taken_back = correction(4, ALICE, 99, 3, None);
    assert_eq!(fold([threat, taken_back]), DoorState::default());
}

#[test]
fn nobody_listed_is_not_everybody_gone() {
    assert_eq!(fold::<Noted>([]).needs(1, &[]), Needs::NotTried);
    let state = fold([visited(1, 0, 1, Refused, listed(AINO))]);
    assert_eq!(state.needs(1, &[]), Needs::Settled { last: Refused });
}

#[test]
fn a_state_is_stored_small_and_reads_back_the_same() {
    assert_eq!(serde_json::to_string(&DoorState::default()).unwrap(), "{}");
    let state = fold([visited(1, 0, 1, NotHome, None)]);
    assert_eq!(
        serde_json::to_string(&state).unwrap(),
        r#"{"rounds":{"1":{"shown":"not_home","whole_door":"not_home","attempts":1}}}"#
    );
}

#[test]
fn only_shared_records_with_an_author_are_read() {
    let author = Author {
        canvasser: ALICE,
        at: at(0),
    };
    let fact = Fact::Visit(visit(1, NotHome, None));
    let id = RecordId(Uuid::from_u128(7));
    let record = Record::write(id, Some(author), &fact).unwrap();
    let read = Noted::from_record(&record).unwrap().unwrap();
    assert_eq!(
        (read.id, read.fact.clone(), read.door()),
        (id, fact.clone(), Some(DOOR))
    );
    let nobody = Record::write(id, None, &fact).unwrap();
    assert_eq!(Noted::from_record(&nobody).unwrap(), None);
    let talk = Record::write(id, Some(author), &conversation()).unwrap();
    assert_eq!(Noted::from_record(&talk).unwrap(), None);
}

fn conversation() -> Fact {
    Fact::Conversation(Conversation {
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
        ratings: Vec::new(),
        tags: Few::new(),
        made_a_difference: String::new(),
        concerns: Vec::new(),
        commitments: Vec::new(),
        consent: Consent::default(),
        who_else: Vec::new(),
        steps_reached: Vec::new(),
        short: false,
        seconds: None,
        unknown: serde_json::Map::new(),
    })
}

fn any_who() -> impl Strategy<Value = Option<WhoAnswered>> {
    prop_oneof![
        Just(None),
        Just(Some(WhoAnswered::SomeoneElse)),
        Just(Some(WhoAnswered::DidNotAsk)),
        (1_u128..4).prop_map(|person| listed(PersonId(Uuid::from_u128(person)))),
    ]
}

fn any_visit() -> impl Strategy<Value = Visit> {
    (
        1_u32..4,
        prop::sample::select(Disposition::ALL.to_vec()),
        any_who(),
        0_u8..8,
        prop::option::of(prop::option::of(prop::sample::select(
            CallOutcome::ALL.to_vec(),
        ))),
    )
        .prop_map(|(round, disposition, who, elsewhere, called)| Visit {
            channel: called.map_or(Channel::Door, |_| Channel::Phone),
            call: called.flatten(),
            door: if elsewhere == 0 {
                DoorId(Uuid::from_u128(0xDD))
            } else {
                DOOR
            },
            ..visit(
                round,
                called
                    .flatten()
                    .map_or(disposition, CallOutcome::disposition),
                who,
            )
        })
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let any_wish = (
        1_u32..4,
        prop_oneof![
            Just(WishScope::Household),
            (1_u128..4).prop_map(|person| WishScope::Person(PersonId(Uuid::from_u128(person)))),
        ],
        prop::sample::select(vec![Wish::NotToday, Wish::NeverAgain, Wish::DeleteMyData]),
    )
        .prop_map(|(round, scope, wish)| {
            Fact::DoNotContact(DoNotContact {
                list: LIST,
                door: DOOR,
                round,
                scope,
                wish,
                under_way: Vec::new(),
            })
        });
    let any_note = (
        prop::sample::select(vec![
            Hazard::Dog,
            Hazard::Threat,
            Hazard::Access,
            Hazard::Other,
        ]),
        1_u32..28,
    )
        .prop_map(|(hazard, until)| {
            Fact::SafetyNote(SafetyNote {
                list: LIST,
                door: DOOR,
                hazard,
                until: day(until),
                unknown: serde_json::Map::new(),
            })
        });
    let any_correction =
        (0_u128..12, prop::option::of(any_visit())).prop_map(|(corrects, instead)| {
            Fact::Correction(Correction {
                list: LIST,
                door: DOOR,
                corrects: RecordId(Uuid::from_u128(corrects)),
                instead,
            })
        });
    prop_oneof![
        4 => any_visit().prop_map(|visit| Fact::Visit(Visit { door: DOOR, ..visit })),
        3 => any_correction,
        1 => any_wish,
        1 => any_note,
        1 => prop::collection::vec(0_u128..12, 1..3).prop_map(|wishes| lifted(&wishes)),
        1 => Just(Fact::Unknown),
    ]
}

fn lifted(wishes: &[u128]) -> Fact {
    let lifts = wishes.iter().map(|id| RecordId(Uuid::from_u128(*id)));
    Fact::WishLifted(WishLifted {
        door: DOOR,
        lifts: lifts.collect(),
    })
}

/// Facts whose ids are mostly, not always, their own; times close together.
fn any_facts() -> impl Strategy<Value = Vec<Noted>> {
    prop::collection::vec((0_u128..14, 0xA_u128..0xD, 0_i64..40, any_fact()), 0..14).prop_map(
        |facts| {
            facts
                .into_iter()
                .map(|(id, by, minute, fact)| {
                    noted(id, CanvasserId(Uuid::from_u128(by)), minute, fact)
                })
                .collect()
        },
    )
}

/// One id, one fact: what a server lets through.
fn own_ids(facts: Vec<Noted>) -> Vec<Noted> {
    let once: std::collections::BTreeMap<RecordId, Noted> =
        facts.into_iter().map(|noted| (noted.id, noted)).collect();
    once.into_values().collect()
}

/// Whoever must not be called on, and whether nobody here must be.
fn suppressed(state: &DoorState) -> (bool, FewOf<PersonId>) {
    let people = state
        .gone
        .iter()
        .filter(|(_, why)| **why == Objected)
        .map(|(person, _)| *person);
    (state.dont_knock == Some(Objected), people.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// The invariant of the module.
    #[test]
    fn neither_order_nor_duplicates_change_what_stands(
        facts in any_facts(),
        shuffled in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let mut other = facts.clone();
        if !facts.is_empty() {
            let twice = shuffled.index(facts.len());
            other.extend(facts[twice..].iter().cloned());
        }
        // A shuffle that needs no more than a seed.
        for last in (1..other.len()).rev() {
            let mixed = seed.rotate_left(u32::try_from(last % 64).unwrap()).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            other.swap(last, usize::try_from(mixed % (last as u64 + 1)).unwrap());
        }
        prop_assert_eq!(fold(&facts), fold(&other));
        prop_assert_eq!(standing_visits(&facts), standing_visits(&other));
    }

    #[test]
    fn more_facts_never_lift_a_wish_unless_its_author_is_still_at_the_door(
        facts in any_facts(),
        by in 0xA_u128..0xD,
        minute in 0_i64..200,
        fact in any_fact(),
    ) {
        let facts = own_ids(facts);
        let before = suppressed(&fold(&facts));
        let more = noted(99, CanvasserId(Uuid::from_u128(by)), minute, fact);
        let may_lift = matches!(&more.fact, Fact::Correction(correction) if facts.iter().any(|noted| {
            noted.id == correction.corrects && noted.author.canvasser == more.author.canvasser
        }) && minute <= 40 + LEAVING_THE_DOOR_MINUTES);
        if !may_lift {
            let mut all = facts;
            all.push(more);
            let after = suppressed(&fold(&all));
            prop_assert!(after.0 || !before.0);
            prop_assert!(before.1.iter().all(|one| after.1.contains(one)), "{:?} then {:?}", before, after);
        }
    }

    #[test]
    fn a_withdrawn_visit_never_shows(facts in any_facts(), visit in any_visit(), by in 0xA_u128..0xD, minute in 0_i64..40) {
        // Nothing else corrects the record with this id.
        let facts = own_ids(facts);
        let by = CanvasserId(Uuid::from_u128(by));
        let mut all = facts.clone();
        all.push(noted(50, by, minute, Fact::Visit(visit)));
        all.push(correction(51, by, minute + 1, 50, None));
        prop_assert_eq!(fold(&facts), fold(&all));
        prop_assert!(standing_visits(&all).iter().all(|standing| standing.id.0 != Uuid::from_u128(50)));
    }

    #[test]
    fn what_a_lead_lifts_stands_no_more_and_what_is_said_later_does(facts in any_facts()) {
        let facts = own_ids(facts);
        let standing = objections(&facts);
        let mut all = facts.clone();
        let lead = CanvasserId(Uuid::nil());
        for (n, (id, _)) in (80..).zip(&standing) {
            // Before or after what it lifts: it names it.
            all.push(noted(n, lead, n as i64 - 90, lifted(&[id.0.as_u128()])));
        }
        prop_assert_eq!(objections(&all), Vec::new());
        let erased = !wishes_for_deletion(&all).is_empty();
        prop_assert!(erased || suppressed(&fold(&all)) == (false, FewOf::new()));
        all.push(noted(79, ALICE, 50, Fact::Visit(visit(1, Objected, Some(WhoAnswered::Listed(AINO))))));
        prop_assert!(suppressed(&fold(&all)).1.contains(&AINO));
    }

    #[test]
    fn what_the_fold_does_not_know_changes_nothing(facts in any_facts(), by in 0xA_u128..0xD, minute in 0_i64..40) {
        let by = CanvasserId(Uuid::from_u128(by));
        let mut all = facts.clone();
        all.insert(0, noted(60, by, minute, Fact::Unknown));
        all.push(noted(61, by, minute, conversation()));
        // A correction of a record that has not come (yet).
        all.push(correction(62, by, minute, 1_000, Some(visit(1, Complete, None))));
        prop_assert_eq!(fold(&facts), fold(&all));
    }

    #[test]
    fn nobody_can_correct_another_canvassers_word(facts in any_facts(), instead in prop::option::of(any_visit())) {
        let facts = own_ids(facts);
        for (index, noted) in facts.iter().enumerate() {
            let stranger = CanvasserId(Uuid::from_u128(0xE));
            let mut all = facts.clone();
            all.push(correction(70 + index as u128, stranger, 1, noted.id.0.as_u128(), instead.clone()));
            prop_assert_eq!(fold(&facts), fold(&all));
        }
    }

    #[test]
    fn a_state_survives_being_stored(facts in any_facts()) {
        let state = fold(&facts);
        let stored = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(serde_json::from_str::<DoorState>(&stored).unwrap(), state);
    }

    #[test]
    fn whatever_is_said_the_reading_is_of_one_piece(facts in any_facts(), round in 1_u32..4) {
        let state = fold(&facts);
        for people in [&HOUSE[..], &[AINO], &[]] {
            let needs = state.needs(round, people);
            prop_assert_eq!(needs.is_left(), state.is_left(round, people));
            if let Needs::DontKnock { why } = needs {
                prop_assert_eq!(why.retry(), Retry::Suppress);
            }
            if needs == Needs::NotTried {
                prop_assert!(state.rounds.iter().filter(|(of, _)| **of <= round).all(|(_, round)| round.shown.is_none()));
            }
        }
        for warned in state.warnings(day(14)) {
            prop_assert!(warned.until >= day(14));
        }
    }
}
