//! The conversation's screens, drawn to text from the built-in script. With the
//! variable `DOORSTEP_SCREENS` naming a folder, every drawing is also written
//! there, to be looked at with the real stylesheets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::afterwards::AfterwardsBody;
use super::held::TalkScreen;
use super::pavement::PavementBody;
use super::sample;
use super::step::StepBody;
use super::unsaved::Saving;
use crate::domain::conversation::{Certainty, RatingAnswer, Wave, WhoElse};
use crate::domain::draft::Act;
use crate::domain::script::Script;
use crate::phone::room::{Reply, Request, Room, Trouble};
use crate::phone::ui::room_context::Front;
use crate::phone::ui::wording::{LANGUAGE, Language, place_of};
use crate::phone::view::{Home, Preferences, Status, TalkView};
use dioxus::core::NoOpMutations;
use dioxus::prelude::*;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a drawing shows.
#[derive(Clone)]
struct Scene {
    view: TalkView,
    saving: Saving,
    minutes: u32,
    language: Language,
}

#[derive(Clone, Debug, PartialEq, Routable)]
enum OnlyRoute {
    #[route("/")]
    Stage {},
}

#[component]
fn Stage() -> Element {
    let scene: Scene = use_context();
    let saving = scene.saving;
    let view = scene.view;
    match (view.step.clone(), view.pavement.clone(), view.form.clone()) {
        (Some(step), _, _) => rsx! {
            StepBody {
                step,
                view,
                behind: sample::behind(),
                saving,
                minutes: scene.minutes,
                put_away: false,
                onputaway: |_| {},
                onplay: |_| {},
                onact: |_| {},
                onretry: |()| {},
                onleave: |()| {},
                onwish: |_| {},
            }
        },
        (None, Some(pavement), _) => rsx! {
            PavementBody {
                view,
                pavement,
                behind: sample::behind(),
                saving,
                onact: |_| {},
                onretry: |()| {},
                onfinish: |()| {},
            }
        },
        (None, None, form) => rsx! {
            AfterwardsBody {
                view,
                form: form.unwrap(),
                saving,
                onact: |_| {},
                onretry: |()| {},
                onfinish: |()| {},
            }
        },
    }
}

#[component]
fn Root() -> Element {
    let scene: Scene = use_context();
    let mut front = Front::provide();
    use_hook(|| {
        *LANGUAGE.write() = scene.language;
        front.home.set(Some(home()));
        front.status.set(Status {
            not_sent: 2,
            ..Status::default()
        });
    });
    rsx! {
        Router::<OnlyRoute> {}
    }
}

fn home() -> Home {
    Home {
        campaign: "Homes with support".into(),
        organisation: "Kotiovi Helsinki".into(),
        canvasser: "Liisa".into(),
        languages: vec!["en".into(), "fi".into()],
        lead_name: "Maija".into(),
        lead_phone: None,
        emergency_number: "112".into(),
        privacy_url: None,
        privacy_code: None,
        lists: Vec::new(),
        parked: Vec::new(),
        status: Status::default(),
        preferences: Preferences::default(),
    }
}

/// The screen as text; `name` is its file's where drawings are kept.
fn draw(name: &str, scene: Scene) -> String {
    let language = scene.language;
    let (room, _) = Room::answering(|_| Ok(Reply::Done));
    let mut dom = VirtualDom::new(Root)
        .with_root_context(scene)
        .with_root_context(room);
    dom.rebuild_in_place();
    let html = dioxus_ssr::render(&dom);
    if let Some(folder) = std::env::var_os("DOORSTEP_SCREENS") {
        let file = format!("{name}-{}.html", language.tag());
        std::fs::write(std::path::Path::new(&folder).join(file), &html).unwrap();
    }
    html
}

fn draw_talk(name: &str, view: TalkView, language: Language) -> String {
    draw(
        name,
        Scene {
            view,
            saving: Saving::Stored,
            minutes: 4,
            language,
        },
    )
}

fn draw_failed(name: &str, view: TalkView, trouble: Trouble) -> String {
    draw(
        name,
        Scene {
            view,
            saving: Saving::Failed(trouble),
            minutes: 4,
            language: Language::English,
        },
    )
}

/// What stands between tags, scripts of pictures left out.
fn seen(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(character),
            _ => {}
        }
    }
    text.replace("&#39;", "'")
}

#[test]
fn after_half_an_hour_the_screen_asks_quietly_whether_to_close() {
    let long = |minutes| {
        let scene = Scene {
            view: sample::rating_step(),
            saving: Saving::Stored,
            minutes,
            language: Language::English,
        };
        seen(&draw("talk-long", scene)).contains("is it time to thank them?")
    };
    assert!(!long(29));
    assert!(long(30) && long(45));
}

const LANGUAGES: [Language; 2] = [Language::English, Language::Finnish];

/// Every step of the full conversation, in both languages.
fn all_steps(language: Language) -> Vec<TalkView> {
    let script = sample::script();
    let mut draft = sample::begun(&script, language.tag());
    let mut steps = Vec::new();
    for _ in &script.steps {
        let view = sample::view(&script, &draft);
        if view.step.is_none() {
            break;
        }
        steps.push(view);
        sample::act(&script, &mut draft, Act::Next);
    }
    steps
}

#[test]
fn every_step_has_what_to_say_one_main_action_pause_and_help_in_both_languages() {
    for language in LANGUAGES {
        let steps = all_steps(language);
        assert!(steps.len() > 8, "{}", steps.len());
        for (place, view) in steps.into_iter().enumerate() {
            let step = view.step.clone().unwrap();
            let html = draw_talk(&format!("step-{place:02}-{}", step.step), view, language);
            let text = seen(&html);
            let last = if step.last { "talk-done" } else { "talk-next" };
            for id in [last, "talk-pause", "help"] {
                let words = language.say(place_of(id), &[]);
                assert!(text.contains(&words), "{}: {words}", step.step);
            }
            assert_eq!(html.matches("<h1").count(), 1, "{}", step.step);
            assert!(text.contains(&step.name), "{}", step.step);
            assert!(!step.say.is_empty(), "{} has nothing to say", step.step);
        }
    }
}

#[test]
fn no_screen_shows_the_name_of_a_message_instead_of_its_words() {
    for language in LANGUAGES {
        let script = sample::script();
        let mut draft = sample::begun(&script, language.tag());
        sample::act(&script, &mut draft, Act::CloseDoor);
        let pavement = sample::view(&script, &draft);
        let mut drawings: Vec<String> = all_steps(language)
            .into_iter()
            .map(|view| draw_talk("any", view, language))
            .collect();
        drawings.push(draw_talk("any", pavement, language));
        drawings.push(draw(
            "any",
            Scene {
                view: sample::form(language.tag()),
                saving: Saving::Stored,
                minutes: 4,
                language,
            },
        ));
        for html in drawings {
            let text = seen(&html);
            let id = text.split_whitespace().find(|word| {
                word.starts_with("talk-") || word.starts_with("trouble-") || word.contains("{$")
            });
            assert_eq!(id, None, "{language:?}");
        }
    }
}

#[test]
fn the_rating_offers_every_number_and_every_answer_that_is_no_number() {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    let view = sample::walk_to(&script, &mut draft, |view| {
        sample::is_rating_at(view, Wave::First)
    });
    let html = draw_talk("rating-first", view, Language::English);
    for value in 0..=10 {
        assert!(html.contains(&format!("value=\"{value}\"")), "{value}");
    }
    let text = seen(&html);
    for words in ["Between…", "Don’t know", "Wouldn’t say", "Didn’t ask"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(html.contains("aria-label=\"0, fully against\""), "{html}");
    assert!(html.contains("aria-label=\"10, fully for\""));
    assert!(
        !html.contains("checked=true") && !html.contains(" checked"),
        "nothing is chosen yet"
    );
    assert!(text.contains("Not chosen yet"));
}

#[test]
fn the_chosen_number_stands_large_beside_next() {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    sample::walk_to(&script, &mut draft, |view| {
        sample::is_rating_at(view, Wave::First)
    });
    sample::rate(&script, &mut draft, RatingAnswer::Value { value: 7 });
    let html = draw_talk(
        "rating-seven",
        sample::view(&script, &draft),
        Language::English,
    );
    assert!(html.contains("Chosen: 7"), "{html}");
    assert!(html.contains("talk-chosen-number"));

    sample::rate(
        &script,
        &mut draft,
        RatingAnswer::Between { low: 5, high: 6 },
    );
    let html = draw_talk(
        "rating-between",
        sample::view(&script, &draft),
        Language::English,
    );
    assert!(html.contains("Chosen: 5 to 6"));
    assert!(html.contains("Between which two numbers?"));

    sample::rate(&script, &mut draft, RatingAnswer::WouldntSay);
    let html = draw_talk(
        "rating-wouldnt-say",
        sample::view(&script, &draft),
        Language::English,
    );
    assert!(html.contains("Chosen: Wouldn’t say"));
}

#[test]
fn the_final_rating_tells_nothing_of_the_first() {
    for language in LANGUAGES {
        let script = sample::script();
        // The same drawing whatever was said first: it holds nothing of it.
        let drawings: Vec<String> = [1, 2, 3]
            .map(|value| {
                let mut draft = sample::begun(&script, language.tag());
                sample::walk_to(&script, &mut draft, |view| {
                    sample::is_rating_at(view, Wave::First)
                });
                sample::rate(&script, &mut draft, RatingAnswer::Value { value });
                let view = sample::walk_to(&script, &mut draft, |view| {
                    sample::is_rating_at(view, Wave::Final)
                });
                draw_talk("rating-final", view, language)
            })
            .into();
        assert_eq!(drawings[0], drawings[1]);
        assert_eq!(drawings[1], drawings[2]);
        assert!(!drawings[0].contains("talk-chosen-number"));
    }
}

#[test]
fn consent_is_asked_at_the_door_with_nothing_chosen_and_the_privacy_card_beside_it() {
    for language in LANGUAGES {
        let script = sample::script();
        let mut draft = sample::begun(&script, language.tag());
        let view = sample::walk_to(&script, &mut draft, |view| {
            view.step
                .as_ref()
                .is_some_and(|step| step.consent.is_some())
        });
        let html = draw_talk("consent", view, language);
        let text = seen(&html);
        for id in [
            "talk-come-back",
            "talk-keep-name",
            "talk-privacy",
            "talk-asked",
        ] {
            assert!(text.contains(&language.say(place_of(id), &[])), "{id}");
        }
        for name in ["talk-come-back", "talk-keep-name"] {
            assert_eq!(
                html.matches(&format!("name=\"{name}\"")).count(),
                2,
                "{name}"
            );
        }
        assert!(!html.contains("checked=true"), "nothing is chosen for them");
        assert!(html.contains("https://kotiovi.example.org/privacy"));
        assert!(
            html.contains("role=\"img\""),
            "the code has a name for who cannot see it"
        );
    }
}

#[test]
fn on_the_pavement_it_says_saved_and_how_it_is_kept() {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    sample::act(&script, &mut draft, Act::CloseDoor);
    let view = sample::view(&script, &draft);
    let html = draw_talk("pavement-unlinked", view.clone(), Language::English);
    let text = seen(&html);
    for words in [
        "Saved on this phone",
        "Kept without name or address.",
        "What did they say made a difference?",
        "Next address",
        "Annankatu 5, A 4",
        "Right person?",
        "Aino Korhonen",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let fi = draw_talk("pavement-unlinked", view.clone(), Language::Finnish);
    assert!(seen(&fi).contains("Tallessa tässä puhelimessa"));

    let mut draft = sample::begun(&script, "en");
    sample::act(
        &script,
        &mut draft,
        Act::KeepWithName { answer: Some(true) },
    );
    sample::act(&script, &mut draft, Act::CloseDoor);
    let view = sample::view(&script, &draft);
    let html = draw_talk("pavement-linked", view, Language::English);
    assert!(html.contains("Kept with the address and the person you talked with."));
}

#[test]
fn the_pavement_names_what_the_script_wants_to_know_until_it_is_noted() {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    sample::act(&script, &mut draft, Act::CloseDoor);
    let view = sample::view(&script, &draft);
    let text = seen(&draw_talk("pavement-missing", view, Language::English));
    assert!(
        text.contains("Not noted: First number, The number again."),
        "{text}"
    );
    for wave in [Wave::First, Wave::Final] {
        let answer = Act::Rate {
            scale: "homes-nearby".to_owned(),
            wave,
            answer: Some(RatingAnswer::WouldntSay),
            certainty: Certainty::Heard,
        };
        sample::act(&script, &mut draft, answer);
    }
    let view = sample::view(&script, &draft);
    let text = seen(&draw_talk("pavement-all-noted", view, Language::English));
    assert!(!text.contains("Not noted"), "{text}");
}

#[test]
fn what_matters_to_them_and_how_to_close_stand_on_the_screen_in_both_languages() {
    let script = sample::script();
    for language in LANGUAGES {
        let mut draft = sample::begun(&script, language.tag());
        let care = Act::Tag {
            set: "value".to_owned(),
            codes: vec!["care".to_owned()],
        };
        sample::act(&script, &mut draft, care);
        let against = Act::Rate {
            scale: "homes-nearby".to_owned(),
            wave: Wave::First,
            answer: Some(RatingAnswer::Value { value: 2 }),
            certainty: Certainty::Heard,
        };
        sample::act(&script, &mut draft, against);
        for (step, written) in [("connect", "value/care"), ("close", "close/1")] {
            let to = step.to_owned();
            sample::act(&script, &mut draft, Act::GoTo { step: to });
            let html = draw_talk(
                &format!("{step}-told"),
                sample::view(&script, &draft),
                language,
            );
            let text = seen(&html);
            let say = script
                .step(step)
                .unwrap()
                .say
                .iter()
                .find(|it| it.id == written);
            for paragraph in say.unwrap().text.read(language.tag(), "en").lines() {
                assert!(text.contains(paragraph), "{paragraph}: {text}");
            }
        }
    }
}

#[test]
fn on_the_pavement_words_are_asked_for_only_where_the_script_asks_for_them() {
    let field = "id=\"talk-words\"";
    let drawn = |script: &Script| {
        let mut draft = sample::begun(script, "en");
        sample::act(script, &mut draft, Act::CloseDoor);
        draw_talk(
            "pavement-words",
            sample::view(script, &draft),
            Language::English,
        )
    };
    assert!(drawn(&sample::script()).contains(field));
    let one_to_one = include_str!("../../../../assets/scripts/one-to-one.toml");
    let html = drawn(&Script::from_toml(one_to_one, "one-to-one.toml").unwrap());
    assert!(!html.contains(field));
    let text = seen(&html);
    for words in ["Done while we talked", "Where I see them, by what they did"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn on_the_pavement_and_afterwards_it_asks_who_else_was_there_in_closed_answers() {
    for language in LANGUAGES {
        let script = sample::script();
        let mut draft = sample::begun(&script, language.tag());
        sample::act(&script, &mut draft, Act::CloseDoor);
        let who = vec![WhoElse::Child, WhoElse::Household];
        sample::act(&script, &mut draft, Act::WhoElse { who });
        let pavement = draw_talk("pavement-who-else", sample::view(&script, &draft), language);
        let form = draw_talk(
            "afterwards-who-else",
            sample::form(language.tag()),
            language,
        );
        for html in [&pavement, &form] {
            let text = seen(html);
            for id in [
                "talk-who-else",
                "talk-who-else-nobody",
                "talk-who-else-household",
                "talk-who-else-friend",
                "talk-who-else-child",
                "talk-who-else-someone",
            ] {
                assert!(text.contains(&language.say(place_of(id), &[])), "{id}");
            }
        }
        let before = sample::begun(&script, language.tag());
        let html = draw_talk("any", sample::view(&script, &before), language);
        assert!(
            !seen(&html).contains(&language.say(place_of("talk-who-else"), &[])),
            "not while they are listening"
        );
        let chosen = |html: &str| html.matches("checked=true").count();
        let mut unnoted = sample::begun(&script, language.tag());
        sample::act(&script, &mut unnoted, Act::CloseDoor);
        let unnoted = draw_talk("any", sample::view(&script, &unnoted), language);
        assert_eq!(chosen(&pavement), chosen(&unnoted) + 2);
    }
}

#[test]
fn a_form_found_again_shows_everything_that_was_entered() {
    let script = sample::script();
    let mut draft = sample::form_begun(&script, "en");
    let blank = draw_talk(
        "afterwards-blank",
        sample::view(&script, &draft),
        Language::English,
    );
    let form = sample::view(&script, &draft).form.unwrap();
    for act in [
        Act::Rate {
            scale: form.before.unwrap().scale,
            wave: Wave::First,
            answer: Some(RatingAnswer::Value { value: 4 }),
            certainty: form.certainty,
        },
        Act::MadeADifference {
            words: "her grandmother fled".into(),
        },
        Act::MayComeBack { answer: Some(true) },
    ] {
        sample::act(&script, &mut draft, act);
    }
    let html = draw_talk(
        "afterwards-half",
        sample::view(&script, &draft),
        Language::English,
    );
    for words in ["Chosen: 4", "her grandmother fled"] {
        assert!(html.contains(words) && !blank.contains(words), "{words}");
    }
}

#[test]
fn what_could_not_be_saved_is_said_with_what_to_do_and_the_choice_stays() {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    sample::walk_to(&script, &mut draft, |view| {
        sample::is_rating_at(view, Wave::First)
    });
    sample::rate(&script, &mut draft, RatingAnswer::Value { value: 7 });
    let view = sample::view(&script, &draft);
    let html = draw_failed("rating-disk-full", view, Trouble::DiskFull);
    let text = seen(&html);
    assert!(text.contains("no space left"), "{text}");
    assert!(text.contains("Try again"));
    assert!(html.contains("Chosen: 7"));

    sample::act(&script, &mut draft, Act::CloseDoor);
    let view = sample::view(&script, &draft);
    let html = draw_failed("pavement-disk-full", view, Trouble::DiskFull);
    assert!(!html.contains(">Saved on this phone<"));
}

#[test]
fn concerns_are_two_taps_away_and_say_where_their_answer_comes_from() {
    let view = all_steps(Language::English)
        .into_iter()
        .find(|view| view.step.as_ref().is_some_and(|step| step.role == "why"))
        .unwrap();
    assert!(!view.concerns.is_empty());
    let labels: Vec<String> = view.concerns.iter().map(|c| c.label.clone()).collect();
    let text = seen(&draw_talk("concerns", view, Language::English));
    for label in labels {
        assert!(text.contains(&label), "{label}");
    }
}

#[test]
fn a_talk_is_recorded_afterwards_on_one_screen() {
    for language in LANGUAGES {
        let html = draw(
            "afterwards",
            Scene {
                view: sample::form(language.tag()),
                saving: Saving::Stored,
                minutes: 4,
                language,
            },
        );
        let text = seen(&html);
        for id in [
            "talk-after-who",
            "talk-after-before",
            "talk-after-after",
            "talk-after-certainty",
            "talk-difference",
            "talk-after-agreed",
            "talk-after-consent",
            "talk-after-source",
            "talk-after-save",
        ] {
            assert!(text.contains(&language.say(place_of(id), &[])), "{id}");
        }
        let not_asked = language.say(place_of("talk-not-asked"), &[]);
        assert!(text.matches(&not_asked).count() >= 2, "at both ratings");
    }
}

/// The screen with its loader, at a back room that holds one draft.
#[derive(Clone, Debug, PartialEq, Routable)]
enum OnlyTalk {
    #[route("/")]
    Loaded {},
}

#[component]
fn Loaded() -> Element {
    rsx! {
        TalkScreen { draft: sample::begun(&sample::script(), "en").id }
    }
}

#[component]
fn LoadedRoot() -> Element {
    let mut front = Front::provide();
    let heard: Heard = use_context();
    use_effect(move || {
        // The door is known when the conversation is on the screen.
        if heard.goes_back && front.at_door.read().is_some() {
            *front.went_back.write() += 1;
        }
    });
    rsx! {
        Router::<OnlyTalk> {}
    }
}

/// What was asked of the back room, and whether it can store at all.
#[derive(Clone, Default)]
struct Heard {
    acts: Arc<Mutex<Vec<Act>>>,
    full: bool,
    /// The phone's back gesture is made once the screen is there.
    goes_back: bool,
}

/// Draws the loaded screen until it shows `wanted`.
async fn shows(heard: Heard, parked: bool, wanted: &str) -> String {
    let script = sample::script();
    let mut draft = sample::begun(&script, "en");
    sample::walk_to(&script, &mut draft, |view| {
        sample::is_rating_at(view, Wave::First)
    });
    if parked {
        sample::act(&script, &mut draft, Act::Pause);
    }
    let told = heard.clone();
    let (room, _) = Room::answering(move |request| match request {
        Request::Talk { .. } => Ok(Reply::Talk(Box::new(sample::view(&script, &draft)))),
        Request::Act { act, .. } => {
            heard.acts.lock().unwrap().push(act.clone());
            if heard.full {
                return Err(Trouble::DiskFull);
            }
            sample::act(&script, &mut draft, act);
            Ok(Reply::Talk(Box::new(sample::view(&script, &draft))))
        }
        _ => Ok(Reply::Done),
    });
    let mut dom = VirtualDom::new(LoadedRoot)
        .with_root_context(room)
        .with_root_context(told);
    dom.rebuild_in_place();
    let found = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let html = dioxus_ssr::render(&dom);
            if html.contains(wanted) {
                return html;
            }
            dom.wait_for_work().await;
            dom.render_immediate(&mut NoOpMutations);
        }
    })
    .await;
    found.unwrap_or_else(|_| panic!("never showed {wanted}: {}", dioxus_ssr::render(&dom)))
}

#[tokio::test]
async fn a_parked_talk_opens_at_its_step_and_its_clock_runs_again() {
    let heard = Heard::default();
    shows(heard.clone(), true, "First number").await;
    // The reply to it has no words of its own to wait for.
    let resumed = tokio::time::timeout(Duration::from_secs(20), async {
        while heard.acts.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    });
    resumed.await.unwrap();
    assert_eq!(*heard.acts.lock().unwrap(), [Act::Resume]);
}

#[tokio::test]
async fn a_talk_that_was_not_parked_opens_without_an_act() {
    let heard = Heard::default();
    shows(heard.clone(), false, "First number").await;
    assert_eq!(*heard.acts.lock().unwrap(), []);
}

#[tokio::test]
async fn the_phones_back_gesture_leads_to_the_step_before() {
    let heard = Heard {
        goes_back: true,
        ..Heard::default()
    };
    shows(heard.clone(), false, "Who you are").await;
    assert_eq!(*heard.acts.lock().unwrap(), [Act::Back]);
}

#[tokio::test]
async fn a_full_phone_is_said_on_the_screen_with_the_step_still_there() {
    let heard = Heard {
        full: true,
        ..Heard::default()
    };
    let html = shows(heard, true, "no space left").await;
    assert!(html.contains("First number"));
    assert!(html.contains("Try again"));
}
