//! The guide, tried: every path walked, and acts at random.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::*;
use crate::domain::conversation::Certainty;
use crate::domain::draft::{Act, Answers, Draft, Place, Rated};
use crate::domain::script::{Channel, Role, Script};
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

const SCALE: &str = "homes-nearby";

static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::from_toml(
        include_str!("../../../assets/scripts/issue-conversation.toml"),
        "t1",
    )
    .unwrap()
});

fn at(seconds: i64) -> DeviceTime {
    DeviceTime::from_parts(1_795_000_000_000 + seconds * 1000, 120).unwrap()
}

fn begun() -> Draft {
    begin(
        &SCRIPT,
        Begin {
            id: DraftId(Uuid::from_u128(1)),
            visit: RecordId(Uuid::from_u128(2)),
            linked_id: RecordId(Uuid::from_u128(3)),
            unlinked_id: RecordId(Uuid::from_u128(4)),
            list: ListId(Uuid::from_u128(5)),
            door: DoorId(Uuid::from_u128(6)),
            round: 1,
            who: WhoAnswered::DidNotAsk,
            channel: Channel::Door,
            in_trial: false,
            language: "en".to_owned(),
            recorded: Recorded::Live,
            now: at(0),
        },
    )
}

fn act(draft: &mut Draft, act: Act) {
    apply(&SCRIPT, draft, act, at(0)).unwrap();
}

fn refused(draft: &Draft, act: Act) -> GuideError {
    let mut tried = draft.clone();
    let error = apply(&SCRIPT, &mut tried, act, at(5)).unwrap_err();
    assert_eq!(tried, *draft, "a refused act changed the draft");
    error
}

fn rate(wave: Wave, answer: RatingAnswer) -> Act {
    Act::Rate {
        scale: SCALE.to_owned(),
        wave,
        answer: Some(answer),
        certainty: Certainty::Heard,
    }
}

fn number(value: i32) -> RatingAnswer {
    RatingAnswer::Value { value }
}

fn go_to(step: &str) -> Act {
    Act::GoTo {
        step: step.to_owned(),
    }
}

fn step_of(draft: &Draft) -> &str {
    match &draft.place {
        Place::Step(step) => step,
        Place::Pavement => "pavement",
    }
}

/// Walks on with `Next` until the door is closed, telling the steps passed.
fn walk_on(draft: &mut Draft) -> Vec<String> {
    let mut passed = vec![step_of(draft).to_owned()];
    while draft.place != Place::Pavement {
        act(draft, Act::Next);
        passed.push(step_of(draft).to_owned());
        assert!(passed.len() <= SCRIPT.steps.len() + 1, "{passed:?}");
    }
    passed
}

fn at_first_rating() -> Draft {
    let mut draft = begun();
    act(&mut draft, Act::Next);
    act(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "first-rating");
    draft
}

fn every_answer() -> Vec<Option<RatingAnswer>> {
    let mut answers: Vec<Option<RatingAnswer>> =
        (0..=10).map(|value| Some(number(value))).collect();
    for low in 0..10 {
        for high in low + 1..=10 {
            answers.push(Some(RatingAnswer::Between { low, high }));
        }
    }
    answers.extend([
        Some(RatingAnswer::DontKnow),
        Some(RatingAnswer::WouldntSay),
        Some(RatingAnswer::NotAsked),
        None,
    ]);
    answers
}

#[test]
fn every_path_in_every_band_short_or_not_ends_closed_with_both_ratings_and_a_story() {
    for answer in every_answer() {
        for short_at in 0..=SCRIPT.steps.len() {
            for language in ["en", "fi"] {
                let mut draft = begun();
                act(
                    &mut draft,
                    Act::Language {
                        tag: language.to_owned(),
                    },
                );
                let mut stories = 0;
                for taken in 0..=SCRIPT.steps.len() {
                    if taken == short_at {
                        act(&mut draft, Act::Short { short: true });
                    }
                    let Some(view) = step_view(&SCRIPT, &draft) else {
                        break;
                    };
                    assert!(!view.say.is_empty(), "{} says nothing", view.step);
                    assert!(view.say.iter().all(|say| !say.contains('{')));
                    assert!(view.number >= 1 && view.number <= view.of);
                    let story = matches!(view.role.as_str(), "their_story" | "get_perspective");
                    stories += usize::from(story);
                    if let (Some(rating), Some(answer)) = (&view.rating, &answer) {
                        act(&mut draft, rate(rating.wave, answer.clone()));
                    }
                    act(&mut draft, Act::Next);
                    assert_eq!(view.last, draft.place == Place::Pavement, "{}", view.step);
                }
                assert_eq!(draft.place, Place::Pavement);
                assert!(draft.running_since.is_none());
                let reached: Vec<&str> = draft.reached.iter().map(String::as_str).collect();
                for needed in ["first-rating", "second-rating"] {
                    assert!(reached.contains(&needed), "{reached:?}");
                }
                assert_eq!(reached[reached.len() - 2..], ["close", "record"]);
                assert!(stories >= 1, "{reached:?}");
                assert!(draft.skipped.is_empty());
                assert!(step_view(&SCRIPT, &draft).is_none());
            }
        }
    }
}

#[test]
fn the_first_number_chooses_the_path() {
    let walked = |answer: Option<RatingAnswer>| {
        let mut draft = at_first_rating();
        if let Some(answer) = answer {
            act(&mut draft, rate(Wave::First, answer));
        }
        walk_on(&mut draft)[1..].join(" ")
    };
    let all = "why who my-story their-story somebody-affected connect concerns second-rating what-mattered ask close pavement";
    let firm = "why my-story their-story concerns second-rating what-mattered ask close pavement";
    assert_eq!(walked(Some(number(3))), all);
    assert_eq!(walked(Some(number(8))), all);
    assert_eq!(walked(Some(number(10))), firm);
    assert_eq!(
        walked(Some(RatingAnswer::Between { low: 9, high: 10 })),
        all
    );
    for declined in [
        RatingAnswer::DontKnow,
        RatingAnswer::WouldntSay,
        RatingAnswer::NotAsked,
    ] {
        assert_eq!(walked(Some(declined)), all);
    }
    assert_eq!(walked(None), all);
}

#[test]
fn people_who_give_no_number_are_asked_what_comes_to_mind() {
    let said = |answer: Option<RatingAnswer>| {
        let mut draft = at_first_rating();
        if let Some(answer) = answer {
            act(&mut draft, rate(Wave::First, answer));
        }
        act(&mut draft, Act::Next);
        step_view(&SCRIPT, &draft).unwrap().say[0].clone()
    };
    assert!(said(Some(number(5))).starts_with("Why is that"));
    assert!(said(Some(RatingAnswer::WouldntSay)).contains("comes to mind"));
    assert!(
        said(None).contains("comes to mind"),
        "passing over counts as no number"
    );
}

#[test]
fn in_a_hurry_the_way_is_short_and_my_story_shorter() {
    let mut draft = at_first_rating();
    assert!(can_go_short(&SCRIPT, &draft));
    act(&mut draft, rate(Wave::First, number(4)));
    act(&mut draft, Act::Short { short: true });
    assert!(!can_go_short(&SCRIPT, &draft));
    assert_eq!(step_of(&draft), "first-rating", "hurry alone moves nothing");
    act(&mut draft, Act::Next);
    act(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "my-story");
    assert!(step_view(&SCRIPT, &draft).unwrap().say[0].contains("half a minute"));
    assert_eq!(
        walk_on(&mut draft).join(" "),
        "my-story their-story second-rating what-mattered close pavement"
    );
    // Off the short path it leads back to it; and the long one is there again when wanted.
    let mut draft = at_first_rating();
    act(&mut draft, go_to("connect"));
    act(&mut draft, Act::Short { short: true });
    act(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "second-rating");
    act(&mut draft, Act::Short { short: false });
    act(&mut draft, go_to("their-story"));
    act(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "somebody-affected");
}

#[test]
fn choosing_a_number_does_not_move_on_and_may_be_taken_back() {
    let mut draft = at_first_rating();
    act(&mut draft, rate(Wave::First, number(7)));
    assert_eq!(step_of(&draft), "first-rating");
    let chosen = |draft: &Draft| step_view(&SCRIPT, draft).unwrap().rating.unwrap().chosen;
    assert_eq!(chosen(&draft), Some(number(7)));
    act(
        &mut draft,
        Act::Rate {
            scale: SCALE.to_owned(),
            wave: Wave::First,
            answer: None,
            certainty: Certainty::Heard,
        },
    );
    assert_eq!(chosen(&draft), None);
    assert!(draft.answers.ratings.is_empty());
}

#[test]
fn the_second_rating_shows_nothing_of_the_first() {
    let seen = |first: RatingAnswer| {
        let mut draft = at_first_rating();
        act(&mut draft, rate(Wave::First, first));
        for step in ["why", "my-story", "second-rating"] {
            act(&mut draft, go_to(step));
        }
        let mut view = step_view(&SCRIPT, &draft).unwrap();
        // The place on the path is another for other bands; what is read is not.
        (view.number, view.of) = (0, 0);
        assert_eq!(view.rating.as_ref().unwrap().chosen, None);
        assert_eq!(view.say[0], view.rating.as_ref().unwrap().question);
        view
    };
    let views: Vec<StepView> = (0..=10).map(|value| seen(number(value))).collect();
    for view in &views {
        assert_eq!(*view, views[0]);
    }
    let declined = seen_declined();
    assert!(declined.say[0].contains("no number before"));
    assert_eq!(
        declined.say[1], views[0].say[0],
        "and then the same question"
    );
}

fn seen_declined() -> StepView {
    let mut draft = at_first_rating();
    act(&mut draft, rate(Wave::First, RatingAnswer::DontKnow));
    act(&mut draft, go_to("second-rating"));
    step_view(&SCRIPT, &draft).unwrap()
}

#[test]
fn a_changed_answer_changes_the_path_and_loses_no_answer() {
    let mut draft = at_first_rating();
    act(&mut draft, rate(Wave::First, number(5)));
    for step in ["why", "who", "somebody-affected"] {
        act(&mut draft, go_to(step));
    }
    let tags = vec!["cost".to_owned(), "safety".to_owned()];
    act(
        &mut draft,
        Act::Tag {
            set: "reason".to_owned(),
            codes: tags,
        },
    );
    let before = draft.answers.tags.clone();
    act(&mut draft, rate(Wave::First, number(10)));
    assert_eq!(draft.answers.tags, before);
    assert_eq!(
        before["reason"],
        ["safety", "cost"],
        "in the script's order"
    );
    let line = |draft: &Draft, id: &str| {
        outline(&SCRIPT, draft)
            .into_iter()
            .find(|line| line.step == id)
            .unwrap()
    };
    assert!(line(&draft, "somebody-affected").off_path && line(&draft, "somebody-affected").here);
    assert!(line(&draft, "who").off_path && line(&draft, "who").reached);
    act(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "concerns", "from off the path back to it");
}

#[test]
fn skipped_steps_are_remembered_until_answered() {
    let mut draft = at_first_rating();
    act(&mut draft, Act::Skip);
    assert_eq!(
        (step_of(&draft), draft.skipped.clone()),
        ("why", vec!["first-rating".to_owned()])
    );
    act(&mut draft, Act::Skip);
    assert!(
        outline(&SCRIPT, &draft)
            .iter()
            .any(|line| line.step == "why" && line.skipped)
    );
    act(&mut draft, rate(Wave::First, number(6)));
    assert_eq!(
        draft.skipped,
        ["why"],
        "an answer given from anywhere counts"
    );
    act(&mut draft, go_to("why"));
    assert_eq!(draft.skipped, ["why"], "looking at it is not answering");
    act(&mut draft, Act::Next);
    assert!(draft.skipped.is_empty(), "going through it is");
    // What is answered cannot be passed over.
    act(&mut draft, go_to("first-rating"));
    act(&mut draft, Act::Skip);
    assert!(draft.skipped.is_empty());
    let closing = {
        act(&mut draft, go_to("close"));
        draft
    };
    assert_eq!(
        refused(&closing, Act::Skip),
        GuideError::MayNotSkip("close".to_owned())
    );
}

#[test]
fn back_leads_to_the_step_reached_before_and_opens_the_door_again() {
    let mut draft = begun();
    assert_eq!(refused(&draft, Act::Back), GuideError::NothingBefore);
    assert!(!step_view(&SCRIPT, &draft).unwrap().can_go_back);
    act(&mut draft, Act::Next);
    act(&mut draft, go_to("concerns"));
    act(&mut draft, Act::Back);
    assert_eq!(step_of(&draft), "identify");
    act(&mut draft, Act::CloseDoor);
    assert_eq!(draft.place, Place::Pavement);
    assert_eq!(refused(&draft, Act::Next), GuideError::DoorClosed);
    act(&mut draft, Act::Back);
    assert_eq!(step_of(&draft), "concerns");
    assert!(draft.running_since.is_some());
    act(&mut draft, go_to("record"));
    assert_eq!(
        draft.place,
        Place::Pavement,
        "the record step is the pavement"
    );
}

#[test]
fn what_does_not_fit_the_script_is_refused_and_changes_nothing() {
    use GuideError as E;
    let draft = at_first_rating();
    let scale = || SCALE.to_owned();
    let no = |act: Act| refused(&draft, act);
    let rated = |answer| no(rate(Wave::First, answer));
    assert_eq!(
        rated(number(11)),
        E::NotOnScale {
            scale: scale(),
            value: 11
        }
    );
    assert_eq!(
        rated(number(-1)),
        E::NotOnScale {
            scale: scale(),
            value: -1
        }
    );
    assert_eq!(
        rated(number(i32::MIN)),
        E::NotOnScale {
            scale: scale(),
            value: i32::MIN
        }
    );
    for (low, high) in [(6, 5), (5, 5), (-1, 3), (8, 11), (i32::MIN, i32::MAX)] {
        assert_eq!(
            rated(RatingAnswer::Between { low, high }),
            E::NotARange {
                scale: scale(),
                low,
                high
            }
        );
    }
    assert_eq!(
        rated(RatingAnswer::Category {
            code: "yes".to_owned()
        }),
        E::OtherKindOfScale(scale())
    );
    assert_eq!(
        no(rate(Wave::Middle, number(5))),
        E::WaveNotAsked {
            scale: scale(),
            wave: Wave::Middle
        }
    );
    assert_eq!(
        no(Act::Rate {
            scale: "mood".to_owned(),
            wave: Wave::First,
            answer: None,
            certainty: Certainty::Heard
        }),
        E::UnknownScale("mood".to_owned())
    );
    let tag = |set: &str, code: &str| {
        no(Act::Tag {
            set: set.to_owned(),
            codes: vec![code.to_owned()],
        })
    };
    assert_eq!(tag("moods", "x"), E::UnknownTagSet("moods".to_owned()));
    assert_eq!(
        tag("reason", "x"),
        E::UnknownTag {
            set: "reason".to_owned(),
            code: "x".to_owned()
        }
    );
    assert_eq!(no(go_to("nowhere")), E::UnknownStep("nowhere".to_owned()));
    assert_eq!(
        no(Act::Concern {
            id: "x".to_owned(),
            raised: true
        }),
        E::UnknownConcern("x".to_owned())
    );
    assert_eq!(
        no(Act::Commit {
            id: "x".to_owned(),
            said: None
        }),
        E::UnknownCommitment("x".to_owned())
    );
    assert_eq!(
        no(Act::MadeADifference {
            words: "ä".repeat(141)
        }),
        E::TooLong { characters: 141 }
    );
    assert_eq!(
        no(Act::Language {
            tag: "sv".to_owned()
        }),
        E::UnknownLanguage("sv".to_owned())
    );
    let mut newer = SCRIPT.clone();
    newer.script.version += 1;
    assert_eq!(
        apply(&newer, &mut draft.clone(), Act::Next, at(0)),
        Err(E::OtherScript(SCRIPT.reference()))
    );
    newer.script.version -= 1;
    newer.consent = None;
    newer.paths.clear();
    let keep = Act::KeepWithName { answer: Some(true) };
    assert_eq!(
        apply(&newer, &mut draft.clone(), keep, at(0)),
        Err(E::NoConsentAsked)
    );
    let hurry = Act::Short { short: true };
    assert_eq!(
        apply(&newer, &mut draft.clone(), hurry, at(0)),
        Err(E::NoShortPath)
    );
    assert!(!can_go_short(&newer, &draft));
}

#[test]
fn of_some_tags_only_one_can_be_true_and_the_newest_stands() {
    let text = include_str!("../../../assets/scripts/one-to-one.toml");
    let script = Script::from_toml(text, "t5").unwrap();
    let mut draft = begun();
    draft.script = script.reference();
    let choose = |draft: &mut Draft, codes: &[&str]| {
        let act = Act::Tag {
            set: "assessment".to_owned(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        };
        apply(&script, draft, act, at(0)).unwrap();
        draft.answers.tags.get("assessment").cloned()
    };
    assert_eq!(choose(&mut draft, &["3"]).unwrap(), ["3"]);
    // However the set is sent: the old one first or last.
    assert_eq!(choose(&mut draft, &["3", "2"]).unwrap(), ["2"]);
    assert_eq!(choose(&mut draft, &["1", "2"]).unwrap(), ["1"]);
    assert_eq!(choose(&mut draft, &["1"]).unwrap(), ["1"]);
    let (sets, _) = pavement(&script, &draft);
    let one_of: Vec<&str> = sets
        .iter()
        .filter(|set| set.one_of)
        .map(|set| set.id.as_str())
        .collect();
    assert_eq!(one_of, ["assessment"]);
    assert_eq!(choose(&mut draft, &[]), None);
}

#[test]
fn exactly_140_characters_fit_whatever_their_bytes() {
    let mut draft = begun();
    act(
        &mut draft,
        Act::MadeADifference {
            words: "ä".repeat(140),
        },
    );
    assert_eq!(draft.answers.made_a_difference.chars().count(), 140);
}

#[test]
fn what_is_asked_is_sized_by_the_latest_number() {
    let asked = |first: RatingAnswer, last: Option<RatingAnswer>| {
        let mut draft = at_first_rating();
        act(&mut draft, rate(Wave::First, first));
        if let Some(last) = last {
            act(&mut draft, rate(Wave::Final, last));
        }
        act(&mut draft, go_to("ask"));
        let view = step_view(&SCRIPT, &draft).unwrap();
        let ids: Vec<String> = view
            .commitments
            .iter()
            .map(|asked| asked.id.clone())
            .collect();
        (ids.join(" "), view.say[0].clone())
    };
    assert_eq!(asked(number(2), None).0, "talk-again");
    assert_eq!(
        asked(number(2), Some(number(5))).0,
        "think-it-over talk-with-somebody"
    );
    assert_eq!(
        asked(number(5), Some(RatingAnswer::WouldntSay)).0,
        "think-it-over talk-with-somebody"
    );
    assert_eq!(asked(RatingAnswer::DontKnow, Some(number(8))).0, "sign");
    assert_eq!(asked(number(10), None).0, "bring-somebody come-along");
    assert_eq!(asked(RatingAnswer::WouldntSay, None).0, "talk-again");
    assert!(asked(number(2), Some(number(8))).1.contains("name to it"));
    assert!(
        asked(RatingAnswer::WouldntSay, None)
            .1
            .contains("talked again")
    );

    // What was answered stays to be seen, whatever number follows.
    let mut draft = at_first_rating();
    act(&mut draft, rate(Wave::First, number(10)));
    act(
        &mut draft,
        Act::Commit {
            id: "come-along".to_owned(),
            said: Some(CommitmentSaid::Yes),
        },
    );
    act(&mut draft, rate(Wave::Final, number(8)));
    let (_, commitments) = pavement(&SCRIPT, &draft);
    let ids: Vec<&str> = commitments.iter().map(|asked| asked.id.as_str()).collect();
    assert_eq!(ids, ["sign", "come-along"]);
}

#[test]
fn the_views_speak_the_drafts_language_and_fill_names() {
    let mut draft = begun();
    let names = Names {
        canvasser: "Aino",
        organisation: "Naapurit",
    };
    let view = step_view_for(&SCRIPT, &draft, names).unwrap();
    assert!(view.say[0].starts_with("Hi, I'm Aino, a volunteer with Naapurit."));
    assert_eq!((view.number, view.of, view.last), (1, 14, false));
    assert!(!view.may_skip);
    assert_eq!(view.red_flags[1].action, "leave");
    act(
        &mut draft,
        Act::Language {
            tag: "fi".to_owned(),
        },
    );
    let view = step_view_for(&SCRIPT, &draft, names).unwrap();
    assert!(view.say[0].starts_with("Hei, olen Aino"));
    assert_eq!(view.name, "Tervehdys");
    act(&mut draft, go_to("somebody-affected"));
    let view = step_view(&SCRIPT, &draft).unwrap();
    assert!(
        view.accounts[0]
            .speaker
            .starts_with("Keksitty esittelyä varten: Tapani")
    );
    let strangers = begin(
        &SCRIPT,
        Begin {
            language: "sv".to_owned(),
            ..begin_of(&draft)
        },
    );
    assert_eq!(strangers.language, "en");
}

fn begin_of(draft: &Draft) -> Begin {
    Begin {
        id: draft.id,
        visit: draft.visit,
        linked_id: draft.linked_id,
        unlinked_id: draft.unlinked_id,
        list: draft.list,
        door: draft.door,
        round: draft.round,
        who: draft.who,
        channel: draft.channel,
        in_trial: draft.in_trial,
        language: draft.language.clone(),
        recorded: draft.recorded,
        now: draft.begun,
    }
}

#[test]
fn concerns_consent_and_the_pavement_show_what_was_said() {
    let mut draft = begun();
    act(
        &mut draft,
        Act::Concern {
            id: "cost".to_owned(),
            raised: true,
        },
    );
    act(
        &mut draft,
        Act::Concern {
            id: "safe-street".to_owned(),
            raised: true,
        },
    );
    act(
        &mut draft,
        Act::Concern {
            id: "cost".to_owned(),
            raised: true,
        },
    );
    assert_eq!(draft.answers.concerns, ["cost", "safe-street"]);
    act(
        &mut draft,
        Act::Concern {
            id: "cost".to_owned(),
            raised: false,
        },
    );
    let library = concerns(&SCRIPT, &draft);
    assert!(
        library
            .iter()
            .any(|concern| concern.id == "safe-street" && concern.raised)
    );
    assert!(
        library
            .iter()
            .any(|concern| concern.id == "cost" && !concern.raised)
    );
    assert!(
        library
            .iter()
            .all(|concern| concern.source.contains("2026-11-23"))
    );

    act(&mut draft, go_to("close"));
    assert!(step_view(&SCRIPT, &draft).unwrap().last);
    act(
        &mut draft,
        Act::KeepWithName {
            answer: Some(false),
        },
    );
    let consent = step_view(&SCRIPT, &draft).unwrap().consent.unwrap();
    assert_eq!(
        (consent.keep_with_name, consent.come_back),
        (Some(false), None)
    );
    assert_eq!(draft.answers.consent.wording, "homes-2026-11");
    act(&mut draft, Act::KeepWithName { answer: None });
    assert!(
        draft.answers.consent.wording.is_empty(),
        "nothing was asked after all"
    );

    act(&mut draft, Act::Next);
    act(
        &mut draft,
        Act::Tag {
            set: "moved-by".to_owned(),
            codes: vec!["fact".to_owned()],
        },
    );
    let (sets, _) = pavement(&SCRIPT, &draft);
    let ids: Vec<&str> = sets.iter().map(|set| set.id.as_str()).collect();
    assert_eq!(ids, ["moved-by", "reason", "theme"]);
    assert!(
        sets[0]
            .items
            .iter()
            .any(|item| item.code == "fact" && item.chosen)
    );
}

#[test]
fn the_one_screen_form_has_before_after_tags_and_every_commitment() {
    assert_eq!(one_screen(&SCRIPT, &begun()), None, "that is led by steps");
    let mut draft = begun();
    draft.recorded = Recorded::Afterwards;
    draft.language = "fi".to_owned();
    let form = one_screen(&SCRIPT, &draft).unwrap();
    let (before, after) = (form.before.unwrap(), form.after.unwrap());
    assert_eq!((before.wave, after.wave), (Wave::First, Wave::Final));
    assert_eq!(before.low_label, "täysin vastaan");
    assert_eq!(form.commitments.len(), SCRIPT.commitments.len());
    assert_eq!(form.tags.len(), 3);
    assert!(form.consent.is_some());
}

#[test]
fn time_runs_from_act_to_act_and_stops_in_a_pause() {
    let mut draft = begun();
    apply(&SCRIPT, &mut draft, Act::Next, at(30)).unwrap();
    assert_eq!(elapsed_seconds(&draft, at(45)), 45);
    apply(&SCRIPT, &mut draft, Act::Pause, at(60)).unwrap();
    assert_eq!(elapsed_seconds(&draft, at(4000)), 60);
    apply(&SCRIPT, &mut draft, Act::Resume, at(4000)).unwrap();
    apply(&SCRIPT, &mut draft, Act::CloseDoor, at(4010)).unwrap();
    assert_eq!(elapsed_seconds(&draft, at(9999)), 70);
    apply(&SCRIPT, &mut draft, Act::Resume, at(9999)).unwrap();
    assert!(
        draft.running_since.is_none(),
        "on the pavement no clock runs"
    );
}

#[test]
fn quick_taps_lose_no_seconds() {
    let mut draft = begun();
    for tap in 1..=100 {
        let now = DeviceTime::from_parts(at(0).utc_ms() + tap * 700, 120).unwrap();
        let who = Act::Who {
            who: WhoAnswered::SomeoneElse,
        };
        apply(&SCRIPT, &mut draft, who, now).unwrap();
    }
    assert_eq!(elapsed_seconds(&draft, at(70)), 70);
}

#[test]
fn a_clock_that_jumps_adds_no_invented_time() {
    let mut draft = begun();
    apply(&SCRIPT, &mut draft, Act::Next, at(60)).unwrap();
    for jumped in [-86_400, 86_400 * 365, 0, 4 * 3600] {
        assert_eq!(elapsed_seconds(&draft, at(jumped)), 60);
        let who = Act::Who {
            who: WhoAnswered::SomeoneElse,
        };
        apply(&SCRIPT, &mut draft, who, at(jumped)).unwrap();
        assert_eq!(elapsed_seconds(&draft, at(jumped)), 60);
    }
    assert_eq!(elapsed_seconds(&draft, at(4 * 3600 + 20)), 80);
}

#[test]
fn branches_are_taken_when_their_condition_holds() {
    let text = include_str!("../../../assets/scripts/issue-conversation.toml");
    let branching = text.replacen(
        "role = \"why\"",
        "role = \"why\"\nnext = [{ if = { tag_set = \"reason\", tags = [\"knows-somebody\"] }, goto = \"their-story\" }]",
        1,
    );
    let script = Script::from_toml(&branching, "x").unwrap();
    let mut draft = at_first_rating();
    let step = |draft: &mut Draft, act| apply(&script, draft, act, at(1)).unwrap();
    step(&mut draft, Act::Next);
    let mut other = draft.clone();
    step(&mut draft, Act::Next);
    assert_eq!(step_of(&draft), "who");
    let codes = vec!["knows-somebody".to_owned()];
    step(
        &mut other,
        Act::Tag {
            set: "reason".to_owned(),
            codes,
        },
    );
    step(&mut other, Act::Next);
    assert_eq!(step_of(&other), "their-story");
}

#[test]
fn a_script_without_steps_opens_on_the_pavement_and_nothing_panics() {
    let mut empty = SCRIPT.clone();
    empty.steps.clear();
    let mut draft = begin(&empty, begin_of(&begun()));
    assert_eq!(draft.place, Place::Pavement);
    assert!(step_view(&empty, &draft).is_none());
    assert!(outline(&empty, &draft).is_empty());
    for act in [Act::Next, Act::Skip, Act::Back] {
        assert!(apply(&empty, &mut draft, act, at(1)).is_err());
    }
}

fn some_answer() -> impl Strategy<Value = Option<RatingAnswer>> {
    prop_oneof![
        (-2..13i32).prop_map(|value| Some(RatingAnswer::Value { value })),
        (-1..12i32, -1..12i32).prop_map(|(low, high)| Some(RatingAnswer::Between { low, high })),
        Just(Some(RatingAnswer::DontKnow)),
        Just(Some(RatingAnswer::WouldntSay)),
        Just(Some(RatingAnswer::NotAsked)),
        Just(Some(RatingAnswer::Category {
            code: "yes".to_owned()
        })),
        Just(None),
    ]
}

fn one_of(ids: impl Iterator<Item = &'static String>) -> impl Strategy<Value = String> {
    let mut ids: Vec<String> = ids.cloned().collect();
    ids.push("no-such".to_owned());
    proptest::sample::select(ids)
}

fn some_act() -> impl Strategy<Value = Act> {
    let codes = SCRIPT
        .tag_sets
        .iter()
        .flat_map(|set| &set.items)
        .map(|item| &item.code);
    prop_oneof![
        (
            some_answer(),
            proptest::sample::select(vec![Wave::First, Wave::Middle, Wave::Final])
        )
            .prop_map(|(answer, wave)| Act::Rate {
                scale: SCALE.to_owned(),
                wave,
                answer,
                certainty: Certainty::Estimated,
            }),
        (
            one_of(SCRIPT.tag_sets.iter().map(|set| &set.id)),
            proptest::collection::vec(one_of(codes), 0..2)
        )
            .prop_map(|(set, codes)| Act::Tag { set, codes }),
        "\\PC{0,160}".prop_map(|words| Act::MadeADifference { words }),
        (
            one_of(SCRIPT.concerns.iter().map(|it| &it.id)),
            any::<bool>()
        )
            .prop_map(|(id, raised)| Act::Concern { id, raised }),
        (
            one_of(SCRIPT.commitments.iter().map(|it| &it.id)),
            proptest::option::of(Just(CommitmentSaid::Maybe))
        )
            .prop_map(|(id, said)| Act::Commit { id, said }),
        any::<Option<bool>>().prop_map(|answer| Act::KeepWithName { answer }),
        any::<Option<bool>>().prop_map(|answer| Act::MayComeBack { answer }),
        Just(Act::Who {
            who: WhoAnswered::SomeoneElse
        }),
        Just(Act::Next),
        Just(Act::Next),
        Just(Act::Next),
        Just(Act::Skip),
        Just(Act::Back),
        one_of(SCRIPT.steps.iter().map(|step| &step.id)).prop_map(|step| Act::GoTo { step }),
        any::<bool>().prop_map(|short| Act::Short { short }),
        proptest::sample::select(vec!["en", "fi", "xx"]).prop_map(|tag| Act::Language {
            tag: tag.to_owned()
        }),
        Just(Act::Pause),
        Just(Act::Resume),
        Just(Act::CloseDoor),
    ]
}

/// What the answers must be after an accepted act, told independently.
fn expect(answers: &mut Answers, act: &Act) {
    match act.clone() {
        Act::Rate {
            scale,
            wave,
            answer,
            certainty,
        } => {
            let waves = answers.ratings.or_default(scale.clone());
            match answer {
                Some(answer) => waves.insert(wave, Rated { answer, certainty }),
                None => waves.remove(&wave),
            };
            if waves.is_empty() {
                answers.ratings.remove(&scale);
            }
        }
        Act::Tag { set, mut codes } => {
            let items = &SCRIPT.tag_set(&set).unwrap().items;
            codes.sort_by_key(|code| items.iter().position(|item| item.code == *code));
            codes.dedup();
            if codes.is_empty() {
                answers.tags.remove(&set);
            } else {
                answers.tags.insert(set, codes);
            }
        }
        Act::MadeADifference { words } => answers.made_a_difference = words,
        Act::Concern { id, raised } => {
            if raised && !answers.concerns.contains(&id) {
                answers.concerns.push(id);
            } else if !raised {
                answers.concerns.retain(|known| *known != id);
            }
        }
        Act::Commit {
            id,
            said: Some(said),
        } => {
            answers.commitments.insert(id, said);
        }
        Act::Commit { id, said: None } => {
            answers.commitments.remove(&id);
        }
        Act::KeepWithName { answer } => answers.consent.keep_with_name = answer,
        Act::MayComeBack { answer } => answers.consent.come_back = answer,
        _ => {}
    }
    let consent = &mut answers.consent;
    let asked = consent.keep_with_name.is_some() || consent.come_back.is_some();
    consent.wording = if asked {
        "homes-2026-11".to_owned()
    } else {
        String::new()
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_act_panics_or_loses_an_answer_and_a_draft_survives_being_written_down(
        acts in proptest::collection::vec((some_act(), -4000..8000i64), 0..60)
    ) {
        let mut draft = begun();
        let mut expected = Answers::default();
        let mut now = 0;
        for (act, later) in acts {
            now += later;
            let before = draft.clone();
            let written = serde_json::to_string(&draft).unwrap();
            let mut reopened: Draft = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(&reopened, &draft);

            let done = apply(&SCRIPT, &mut draft, act.clone(), at(now));
            let done_again = apply(&SCRIPT, &mut reopened, act.clone(), at(now));
            prop_assert_eq!(&done, &done_again);
            prop_assert_eq!(&reopened, &draft, "killed and reopened is as if never killed");
            match done {
                Ok(()) => expect(&mut expected, &act),
                Err(_) => prop_assert_eq!(&before, &draft),
            }
            prop_assert_eq!(&draft.answers, &expected);
            prop_assert!(draft.seconds >= before.seconds);
            prop_assert!(draft.seconds - before.seconds <= 3600);
            prop_assert!(elapsed_seconds(&draft, at(now)) - draft.seconds <= 3600);
            prop_assert!(before.reached.iter().all(|step| draft.reached.contains(step)));
            prop_assert!(draft.skipped.iter().all(|step| draft.reached.contains(step)));

            let view = step_view(&SCRIPT, &draft);
            prop_assert_eq!(view.is_none(), draft.place == Place::Pavement);
            if let Some(view) = view {
                prop_assert!(view.number >= 1 && view.number <= view.of);
                if let Some(rating) = view.rating {
                    let stored = expected.ratings.get(SCALE).and_then(|waves| waves.get(&rating.wave));
                    prop_assert_eq!(rating.chosen.as_ref(), stored.map(|rated| &rated.answer));
                }
            }
            prop_assert!(outline(&SCRIPT, &draft).iter().filter(|line| line.here).count() <= 1);
            let _ = (concerns(&SCRIPT, &draft), pavement(&SCRIPT, &draft));
        }
        // From wherever this left us, walking on closes the door.
        let steps = SCRIPT.steps.iter().filter(|step| step.role != Role::Record).count();
        for _ in 0..steps {
            if draft.place != Place::Pavement {
                apply(&SCRIPT, &mut draft, Act::Next, at(now)).unwrap();
            }
        }
        prop_assert_eq!(draft.place, Place::Pavement);
        prop_assert_eq!(&draft.answers, &expected);
    }
}
