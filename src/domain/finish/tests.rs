//! Finishing, tried: what becomes of a draft under each law and each ending.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::*;
use crate::domain::campaign::LegalProfile;
use crate::domain::conversation::{CommitmentSaid, WhoElse};
use crate::domain::guide::Begin;
use crate::domain::ids::{CampaignId, DoorId, DraftId, ListId, PersonId, RecordId};
use crate::domain::script::Channel;
use crate::domain::visit::WhoAnswered;
use std::sync::LazyLock;
use uuid::Uuid;

const SCALE: &str = "homes-nearby";
pub(super) const AINO: CanvasserId = CanvasserId(Uuid::from_u128(0xa1));

static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::from_toml(
        include_str!("../../../assets/scripts/issue-conversation.toml"),
        "t1",
    )
    .unwrap()
});

pub(super) fn campaign(legal_profile: LegalProfile) -> Campaign {
    Campaign {
        id: CampaignId(Uuid::from_u128(1)),
        name: "Homes".to_owned(),
        organisation: "Neighbours".to_owned(),
        legal_profile,
        languages: vec!["en".to_owned()],
        lead_name: "Lead".to_owned(),
        lead_phone: None,
        emergency_number: "112".to_owned(),
        privacy_url: None,
        privacy_code: None,
        recovery_recipient: None,
    }
}

fn at(text: &str) -> DeviceTime {
    text.parse().unwrap()
}

pub(super) fn evening() -> DeviceTime {
    at("2026-11-14T17:30:00.000+02:00")
}

pub(super) fn minutes_later(minutes: i64) -> DeviceTime {
    DeviceTime::from_parts(evening().utc_ms() + minutes * 60_000, 120).unwrap()
}

fn begun() -> Draft {
    guide::begin(
        &SCRIPT,
        Begin {
            id: DraftId(Uuid::from_u128(11)),
            visit: RecordId(Uuid::from_u128(12)),
            linked_id: RecordId(Uuid::from_u128(13)),
            unlinked_id: RecordId(Uuid::from_u128(14)),
            list: ListId(Uuid::from_u128(15)),
            door: DoorId(Uuid::from_u128(16)),
            round: 2,
            who: WhoAnswered::Listed(PersonId(Uuid::from_u128(17))),
            channel: Channel::Door,
            in_trial: false,
            language: "fi".to_owned(),
            recorded: Recorded::Live,
            now: evening(),
        },
    )
}

fn rate(draft: &mut Draft, wave: Wave, answer: RatingAnswer) {
    let act = Act::Rate {
        scale: SCALE.to_owned(),
        wave,
        answer: Some(answer),
        certainty: Certainty::Heard,
    };
    guide::apply(&SCRIPT, draft, act, draft.begun).unwrap();
}

fn act(draft: &mut Draft, act: Act, now: DeviceTime) {
    guide::apply(&SCRIPT, draft, act, now).unwrap();
}

fn finished(draft: &Draft, profile: LegalProfile) -> (Finished, Visit, Conversation) {
    let finished = finish(
        draft,
        &SCRIPT,
        &campaign(profile),
        AINO,
        minutes_later(12),
        Ending::Finished,
    )
    .unwrap();
    let (visit, conversation) = read(&finished);
    (finished, visit, conversation)
}

pub(super) fn read(finished: &Finished) -> (Visit, Conversation) {
    match (
        finished.visit.read().unwrap(),
        finished.conversation.read().unwrap(),
    ) {
        (Fact::Visit(visit), Fact::Conversation(conversation)) => (visit, conversation),
        other => panic!("{other:?}"),
    }
}

fn number(value: i32) -> RatingAnswer {
    RatingAnswer::Value { value }
}

#[test]
fn complete_means_that_before_and_after_were_given_and_declining_gives_no_rating() {
    use Disposition::{Complete, Partial, Started};
    let ended = |first: Option<RatingAnswer>, last: Option<RatingAnswer>| {
        let mut draft = begun();
        for (wave, answer) in [(Wave::First, first), (Wave::Final, last)] {
            if let Some(answer) = answer {
                rate(&mut draft, wave, answer);
            }
        }
        let (finished, visit, _) = finished(&draft, LegalProfile::Us);
        assert_eq!(finished.disposition, visit.disposition);
        visit.disposition
    };
    let between = RatingAnswer::Between { low: 5, high: 6 };
    assert_eq!(ended(Some(number(0)), Some(number(0))), Complete);
    assert_eq!(ended(Some(between), Some(number(7))), Complete);
    assert_eq!(ended(Some(number(4)), None), Partial);
    assert_eq!(
        ended(Some(number(4)), Some(RatingAnswer::WouldntSay)),
        Partial
    );
    assert_eq!(
        ended(Some(RatingAnswer::DontKnow), Some(number(7))),
        Started
    );
    assert_eq!(ended(Some(RatingAnswer::NotAsked), None), Started);
    assert_eq!(ended(None, None), Started);
}

#[test]
fn a_linked_conversation_names_its_visit_and_its_author() {
    let mut draft = begun();
    rate(&mut draft, Wave::First, number(4));
    let (finished, visit, conversation) = finished(&draft, LegalProfile::UkParty);
    assert!(finished.linked);
    assert_eq!(finished.visit.id, draft.visit);
    assert_eq!(finished.conversation.id, draft.linked_id);
    assert_eq!(conversation.belongs, Belongs::Linked { visit: draft.visit });
    let author = Some(Author {
        canvasser: AINO,
        at: evening(),
    });
    assert_eq!(
        (finished.visit.author, finished.conversation.author),
        (author, author)
    );
    assert_eq!(
        (visit.door, visit.round, visit.who),
        (draft.door, 2, Some(draft.who))
    );
    assert_eq!(conversation.language, "fi");
}

#[test]
fn an_unlinked_conversation_tells_nothing_of_door_person_canvasser_or_clock() {
    for profile in [LegalProfile::UkNonParty, LegalProfile::Other] {
        let mut draft = begun();
        rate(&mut draft, Wave::First, number(4));
        act(&mut draft, Act::Next, minutes_later(3));
        act(
            &mut draft,
            Act::MayComeBack { answer: Some(true) },
            minutes_later(4),
        );
        let (finished, visit, conversation) = finished(&draft, profile);
        assert!(!finished.linked);
        assert_eq!(finished.conversation.id, draft.unlinked_id);
        assert_eq!(finished.conversation.author, None);
        assert_eq!(
            conversation.belongs,
            Belongs::Unlinked {
                week: "2026-W46".to_owned()
            }
        );
        assert_eq!(conversation.seconds, Some(12 * 60));
        let written = serde_json::to_string(&finished.conversation).unwrap();
        for telling in [
            draft.visit.to_string(),
            draft.linked_id.to_string(),
            draft.door.to_string(),
            draft.id.to_string(),
            AINO.to_string(),
            Uuid::from_u128(17).to_string(),
            "2026-11".to_owned(),
            "17:".to_owned(),
        ] {
            // The consent's wording id is dated by its author, not by the talk.
            let written = written.replace("homes-2026-11", "");
            assert!(!written.contains(&telling), "{telling} in {written}");
        }
        assert_eq!(conversation.consent.come_back, None);
        assert_eq!(visit.come_back, Some(ComeBack::AnyTime));
        // And the shared visit tells nothing of what was said.
        assert!(!finished.visit.body.get().contains("rating"));
    }
}

#[test]
fn the_persons_word_decides_over_the_profile_both_ways() {
    for (profile, answer, linked) in [
        (LegalProfile::UkNonParty, Some(true), true),
        (LegalProfile::UkNonParty, Some(false), false),
        (LegalProfile::UkNonParty, None, false),
        (LegalProfile::Us, Some(true), true),
        (LegalProfile::Us, None, true),
        // "May we keep what you said with your name?" "No."
        (LegalProfile::Us, Some(false), false),
        (LegalProfile::UkParty, Some(false), false),
    ] {
        let mut draft = begun();
        act(&mut draft, Act::KeepWithName { answer }, evening());
        assert_eq!(will_link(&draft, &campaign(profile)), linked);
        assert_eq!(
            finished(&draft, profile).0.linked,
            linked,
            "{profile:?} {answer:?}"
        );
    }
}

#[test]
fn what_was_not_asked_is_written_as_a_fact_and_never_as_zero() {
    let mut draft = begun();
    rate(&mut draft, Wave::First, number(0));
    let (_, _, conversation) = finished(&draft, LegalProfile::Us);
    assert_eq!(conversation.ratings.len(), 2);
    assert_eq!(conversation.rating(Wave::First).unwrap().answer, number(0));
    let last = conversation.rating(Wave::Final).unwrap();
    assert_eq!(last.answer, RatingAnswer::NotAsked);
    let (_, _, nothing) = finished(&begun(), LegalProfile::Us);
    assert!(
        nothing
            .ratings
            .iter()
            .all(|rating| rating.answer == RatingAnswer::NotAsked)
    );
}

#[test]
fn everything_said_is_in_the_record() {
    let mut draft = begun();
    rate(
        &mut draft,
        Wave::First,
        RatingAnswer::Between { low: 3, high: 4 },
    );
    for step in [
        Act::Next,
        Act::Short { short: true },
        Act::Tag {
            set: "reason".to_owned(),
            codes: vec!["cost".to_owned()],
        },
        Act::MadeADifference {
            words: "  the bus driver ".to_owned(),
        },
        Act::Concern {
            id: "cost".to_owned(),
            raised: true,
        },
        Act::Commit {
            id: "sign".to_owned(),
            said: Some(CommitmentSaid::Maybe),
        },
        Act::KeepWithName { answer: Some(true) },
        Act::MayComeBack {
            answer: Some(false),
        },
        Act::CloseDoor,
    ] {
        act(&mut draft, step, minutes_later(9));
    }
    let (_, visit, said) = finished(&draft, LegalProfile::Other);
    assert_eq!(said.made_a_difference, "the bus driver");
    assert_eq!(said.tags["reason"], ["cost"]);
    assert_eq!(said.concerns, ["cost"]);
    let asked = Commitment {
        id: "sign".to_owned(),
        said: CommitmentSaid::Maybe,
    };
    assert_eq!(said.commitments, [asked]);
    assert_eq!(said.consent.wording, "homes-2026-11");
    assert_eq!(
        (said.consent.keep_with_name, said.consent.come_back),
        (Some(true), Some(false))
    );
    assert_eq!(visit.come_back, None);
    assert_eq!(said.steps_reached, ["open", "identify", "record"]);
    assert!(said.short);
    assert_eq!(
        said.seconds,
        Some(9 * 60),
        "closed after nine minutes, finished after twelve"
    );
    assert_eq!(
        (said.recorded, said.ending),
        (Recorded::Live, Ending::Finished)
    );
}

#[test]
fn an_abandoned_talk_keeps_what_was_said_dated_when_it_began_with_no_invented_time() {
    let mut draft = begun();
    rate(&mut draft, Wave::First, number(6));
    act(&mut draft, Act::Next, minutes_later(2));
    let next_morning = at("2026-11-15T09:00:00.000+02:00");
    let rules = campaign(LegalProfile::Us);
    let finished = finish(
        &draft,
        &SCRIPT,
        &rules,
        AINO,
        next_morning,
        Ending::Abandoned,
    )
    .unwrap();
    let (visit, conversation) = read(&finished);
    assert_eq!(visit.disposition, Disposition::Partial);
    assert_eq!(conversation.ending, Ending::Abandoned);
    assert_eq!(conversation.rating(Wave::First).unwrap().answer, number(6));
    assert_eq!(conversation.seconds, Some(120));
    assert_eq!(finished.visit.author.unwrap().at, evening());
}

#[test]
fn finishing_twice_makes_the_same_two_records() {
    let mut draft = begun();
    rate(&mut draft, Wave::First, number(6));
    act(&mut draft, Act::CloseDoor, minutes_later(1));
    let again = |now| {
        finish(
            &draft,
            &SCRIPT,
            &campaign(LegalProfile::Other),
            AINO,
            now,
            Ending::Finished,
        )
        .unwrap()
    };
    assert_eq!(again(minutes_later(2)), again(minutes_later(600)));
}

#[test]
fn a_draft_its_script_does_not_know_is_refused_with_every_problem() {
    let mut draft = begun();
    rate(&mut draft, Wave::First, number(6));
    draft
        .answers
        .tags
        .insert("moods".to_owned(), vec!["x".to_owned()]);
    draft.answers.concerns.push("ghosts".to_owned());
    let rules = campaign(LegalProfile::Us);
    let problems = finish(&draft, &SCRIPT, &rules, AINO, evening(), Ending::Finished).unwrap_err();
    assert_eq!(
        problems,
        [
            FinishProblem::Answer(GuideError::UnknownTagSet("moods".to_owned())),
            FinishProblem::Answer(GuideError::UnknownConcern("ghosts".to_owned())),
        ]
    );
    draft.script.version = 9;
    let problems = finish(&draft, &SCRIPT, &rules, AINO, evening(), Ending::Finished).unwrap_err();
    assert_eq!(problems, [FinishProblem::OtherScript(draft.script.clone())]);
}

/// A talk held with the phone in the pocket, as the form has it.
fn afterwards(acts: Vec<Act>) -> Draft {
    let mut draft = guide::begin(
        &SCRIPT,
        Begin {
            id: DraftId(Uuid::from_u128(21)),
            visit: RecordId(Uuid::from_u128(22)),
            linked_id: RecordId(Uuid::from_u128(23)),
            unlinked_id: RecordId(Uuid::from_u128(24)),
            list: ListId(Uuid::from_u128(15)),
            door: DoorId(Uuid::from_u128(16)),
            round: 1,
            who: WhoAnswered::DidNotAsk,
            channel: Channel::Door,
            in_trial: false,
            language: "fi".to_owned(),
            recorded: Recorded::Afterwards,
            now: evening(),
        },
    );
    for one in acts {
        act(&mut draft, one, minutes_later(3));
    }
    draft
}

fn given(wave: Wave, answer: RatingAnswer) -> Act {
    Act::Rate {
        scale: SCALE.to_owned(),
        wave,
        answer: Some(answer),
        certainty: Certainty::Estimated,
    }
}

fn filled_in() -> Vec<Act> {
    vec![
        given(Wave::First, number(3)),
        given(Wave::Final, RatingAnswer::Between { low: 4, high: 5 }),
        Act::Tag {
            set: "moved-by".to_owned(),
            codes: vec!["own-story".to_owned()],
        },
        Act::MadeADifference {
            words: "her aunt".to_owned(),
        },
        Act::Commit {
            id: "talk-again".to_owned(),
            said: Some(CommitmentSaid::Yes),
        },
        Act::MayComeBack { answer: Some(true) },
        Act::WhoElse {
            who: vec![WhoElse::Child, WhoElse::Household],
        },
    ]
}

#[test]
fn a_talk_recorded_afterwards_has_no_steps_and_no_invented_time() {
    let (_, visit, said) = finished(&afterwards(filled_in()), LegalProfile::Us);
    assert_eq!(visit.disposition, Disposition::Complete);
    assert_eq!(visit.come_back, Some(ComeBack::AnyTime));
    assert_eq!(said.recorded, Recorded::Afterwards);
    assert_eq!(said.seconds, None);
    assert!(said.steps_reached.is_empty());
    assert!(
        said.ratings
            .iter()
            .all(|rating| rating.certainty == Certainty::Estimated)
    );
    assert_eq!(said.tags["moved-by"], ["own-story"]);
    assert_eq!(said.made_a_difference, "her aunt");
    assert_eq!(said.who_else, [WhoElse::Household, WhoElse::Child]);

    let mut paper = filled_in();
    paper.remove(0);
    paper.push(Act::FromPaper { paper: true });
    let (finished, visit, said) = finished(&afterwards(paper), LegalProfile::Other);
    assert_eq!(
        (finished.linked, finished.conversation.author),
        (false, None)
    );
    assert_eq!(
        finished.conversation.id,
        RecordId(Uuid::from_u128(24)),
        "the id without a time"
    );
    assert_eq!(
        (said.recorded, visit.disposition),
        (Recorded::Paper, Disposition::Started)
    );
    assert_eq!(
        said.rating(Wave::First).unwrap().answer,
        RatingAnswer::NotAsked
    );
}

#[test]
fn how_sure_the_numbers_are_counts_for_those_given_before_it_was_said() {
    let mut draft = afterwards(filled_in());
    let heard = Act::HowSure {
        certainty: Certainty::Heard,
    };
    act(&mut draft, heard.clone(), minutes_later(4));
    let (_, _, said) = finished(&draft, LegalProfile::Us);
    assert_eq!(said.ratings.len(), 2);
    assert!(
        said.ratings
            .iter()
            .all(|rating| rating.certainty == Certainty::Heard)
    );
    let refused = guide::apply(&SCRIPT, &mut begun(), heard, evening());
    assert_eq!(refused, Err(GuideError::OnlyAfterwards));
}

#[test]
fn a_form_has_no_steps_to_go_to_and_is_blank_until_something_is_entered() {
    let mut draft = afterwards(Vec::new());
    assert!(draft.is_form() && draft.is_blank());
    for going in [
        Act::Next,
        Act::Skip,
        Act::Back,
        Act::GoTo {
            step: SCRIPT.steps[2].id.clone(),
        },
    ] {
        assert!(guide::apply(&SCRIPT, &mut draft, going, evening()).is_err());
    }
    act(&mut draft, Act::CloseDoor, evening());
    assert!(draft.is_blank() && draft.reached.is_empty());
    let paper = Act::FromPaper { paper: true };
    act(&mut draft, paper, evening());
    assert!(draft.is_blank(), "on which paper nothing is written");
    for entered in filled_in() {
        assert!(!afterwards(vec![entered]).is_blank());
    }
    let who = WhoAnswered::SomeoneElse;
    assert!(!afterwards(vec![Act::Who { who }]).is_blank());
}

#[test]
fn whoever_asks_never_to_be_called_on_again_has_said_no_to_coming_back() {
    use crate::domain::door_fact::Wish;
    let mut draft = begun();
    act(
        &mut draft,
        Act::MayComeBack { answer: Some(true) },
        evening(),
    );
    Wish::NotToday.overrides(&mut draft);
    assert_eq!(draft.answers.consent.come_back, Some(true));
    Wish::NeverAgain.overrides(&mut draft);
    let (_, visit, said) = finished(&draft, LegalProfile::Us);
    assert_eq!(
        (visit.come_back, said.consent.come_back),
        (None, Some(false))
    );
    let mut unasked = begun();
    Wish::NeverAgain.overrides(&mut unasked);
    assert_eq!(
        unasked.answers.consent.come_back, None,
        "not asked stays so"
    );
}
