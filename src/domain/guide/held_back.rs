//! In an experiment no screen tells one arm from the other before the listed person is
//! identified, and who is not identified never hears of either.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::domain::disposition::Disposition;
use crate::domain::draft::{Act, Draft, Place};
use crate::domain::finish;
use crate::domain::ids::PersonId;
use crate::domain::script::Script;
use uuid::Uuid;

const AINO: WhoAnswered = WhoAnswered::Listed(PersonId(Uuid::from_u128(7)));
const STRANGERS: [WhoAnswered; 2] = [WhoAnswered::SomeoneElse, WhoAnswered::DidNotAsk];

fn arms() -> [Script; 2] {
    let read = |text, file| Script::from_toml(text, file).unwrap();
    [
        read(
            include_str!("../../../assets/scripts/issue-conversation.toml"),
            "t1",
        ),
        read(include_str!("../../../assets/scripts/placebo.toml"), "s0"),
    ]
}

fn begun(script: &Script, who: WhoAnswered, language: &str, recorded: Recorded) -> Draft {
    begin(
        script,
        Begin {
            id: DraftId(Uuid::from_u128(1)),
            visit: RecordId(Uuid::from_u128(2)),
            linked_id: RecordId(Uuid::from_u128(3)),
            unlinked_id: RecordId(Uuid::from_u128(4)),
            list: ListId(Uuid::from_u128(5)),
            door: DoorId(Uuid::from_u128(6)),
            round: 1,
            who,
            channel: Channel::Door,
            in_trial: true,
            language: language.to_owned(),
            recorded,
            now: at(0),
        },
    )
}

fn at(seconds: i64) -> DeviceTime {
    DeviceTime::from_parts(1_795_000_000_000 + seconds * 1000, 120).unwrap()
}

fn act(script: &Script, draft: &mut Draft, act: Act) {
    apply(script, draft, act, at(0)).unwrap();
}

/// Everything a screen has of a conversation.
fn screen(script: &Script, draft: &Draft) -> String {
    let (tags, commitments) = pavement(script, draft);
    let seen = (
        step_view(script, draft),
        outline(script, draft),
        concerns(script, draft),
        (tags, commitments),
        can_go_short(script, draft),
        &draft.place,
        &script.script.languages,
    );
    serde_json::to_string(&seen).unwrap()
}

#[test]
fn both_arms_show_the_same_word_for_word_until_the_person_is_identified() {
    let [treatment, placebo] = arms();
    for language in ["en", "fi"] {
        for who in [AINO, WhoAnswered::SomeoneElse, WhoAnswered::DidNotAsk] {
            let mut drafts =
                [&treatment, &placebo].map(|script| begun(script, who, language, Recorded::Live));
            let mut screens = 0;
            loop {
                let [one, other] = &drafts;
                assert_eq!(screen(&treatment, one), screen(&placebo, other));
                screens += 1;
                let at = step_view(&treatment, one).unwrap();
                assert_eq!(at.of, 2, "how long it is would tell which it is");
                if at.step == "identify" {
                    break;
                }
                let [one, other] = &mut drafts;
                act(&treatment, one, Act::Next);
                act(&placebo, other, Act::Next);
            }
            assert_eq!(screens, 2);
            let [one, other] = &mut drafts;
            act(&treatment, one, Act::Next);
            act(&placebo, other, Act::Next);
            let told_apart = screen(&treatment, one) != screen(&placebo, other);
            assert_eq!(told_apart, who == AINO, "{who:?}");
        }
    }
}

#[test]
fn who_is_not_identified_is_thanked_in_the_same_words_and_whom_one_came_for_is_met_another_time() {
    for script in arms() {
        for who in STRANGERS {
            let mut draft = begun(&script, who, "en", Recorded::Live);
            act(&script, &mut draft, Act::Next);
            let view = step_view(&script, &draft).unwrap();
            assert!(view.last, "nothing follows");
            let comes_back = |line: &String| line.contains("a good time to come back");
            assert_eq!(
                view.say.first().is_some_and(comes_back),
                who == WhoAnswered::SomeoneElse
            );
            assert!(
                view.cues.is_empty() && view.dos.is_empty(),
                "somebody else is not just as good here"
            );
            act(&script, &mut draft, Act::Next);
            assert_eq!(draft.place, Place::Pavement);
            assert_eq!(draft.reached, ["open", "identify", "record"]);
            assert_eq!(
                finish::disposition(&draft, &script),
                Disposition::Gatekeeper
            );
            // Back at the door, and it is Aino after all: nobody speaks of her as of another.
            act(&script, &mut draft, Act::Back);
            act(&script, &mut draft, Act::Who { who: AINO });
            let view = step_view(&script, &draft).unwrap();
            assert!(!view.last && !view.say.iter().any(comes_back));
            act(&script, &mut draft, Act::Next);
            assert!(!is_held_back(&script, &draft));
            assert!(step_view(&script, &draft).unwrap().of > 2);
            assert_eq!(finish::disposition(&draft, &script), Disposition::Started);
        }
    }
}

#[test]
fn nobody_jumps_over_the_identification() {
    for script in arms() {
        let mut draft = begun(&script, AINO, "en", Recorded::Live);
        let close = "close".to_owned();
        let refused = apply(
            &script,
            &mut draft,
            Act::GoTo {
                step: close.clone(),
            },
            at(0),
        );
        assert_eq!(refused, Err(GuideError::UnknownStep(close.clone())));
        for step in ["identify", "open", "record"] {
            let step = step.to_owned();
            act(&script, &mut draft, Act::GoTo { step });
        }
        act(&script, &mut draft, Act::Back);
        act(&script, &mut draft, Act::Next);
        act(&script, &mut draft, Act::GoTo { step: close });
    }
}

#[test]
fn outside_an_experiment_and_on_a_form_nothing_is_held_back() {
    for script in arms() {
        let mut draft = begun(&script, WhoAnswered::DidNotAsk, "en", Recorded::Live);
        assert!(is_held_back(&script, &draft));
        draft.in_trial = false;
        assert!(!is_held_back(&script, &draft));
        assert!(outline(&script, &draft).len() > 2);
        let form = begun(&script, WhoAnswered::DidNotAsk, "en", Recorded::Afterwards);
        assert!(!is_held_back(&script, &form));
    }
}
