//! A step that is only practice, drawn by the conversation's own screen: with everything
//! there is, or as at a door; and always saying that it is practice.

use super::sample;
use crate::phone::room::{Reply, Request, Room, Trouble};
use crate::phone::ui::practice::{OnStage, Practising};
use crate::phone::ui::room_context::Front;
use crate::phone::ui::talk::{TalkScreen, sample as talk};
use crate::phone::ui::wording::{LANGUAGE, Language};
use crate::phone::view::TalkView;
use dioxus::prelude::*;

#[derive(Clone, Debug, PartialEq, Routable)]
enum OnlyRoute {
    #[route("/")]
    Stage {},
}

#[component]
fn Stage() -> Element {
    let glance: bool = use_context();
    let room: Room = use_context();
    let practising = use_hook(|| Practising::drawn(glance));
    let draft = talk::begun(&talk::script(), "en").id;
    rsx! {
        OnStage { practising, room: room.for_practice(),
            TalkScreen { draft }
        }
    }
}

#[component]
fn Root() -> Element {
    let mut front = Front::provide();
    use_hook(|| {
        *LANGUAGE.write() = Language::English;
        front.home.set(Some(sample::home()));
    });
    rsx! {
        Router::<OnlyRoute> {}
    }
}

/// The step as practice shows it. Only the third back room knows of it.
async fn drawn(view: TalkView, glance: bool) -> String {
    let (room, _) = Room::answering(move |request| match request {
        Request::InPractice(_) => Ok(Reply::Talk(Box::new(view.clone()))),
        _ => Err(Trouble::NotHere("draft".to_owned())),
    });
    let dom = VirtualDom::new(Root)
        .with_root_context(glance)
        .with_root_context(room);
    let html = super::until(dom, |html| html.contains("talk-step")).await;
    super::unasked(&html)
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
}

fn why() -> TalkView {
    let script = talk::script();
    let mut draft = talk::begun(&script, "en");
    talk::walk_to(&script, &mut draft, |view| {
        view.step.as_ref().is_some_and(|step| step.role == "why")
    })
}

#[tokio::test]
async fn for_rehearsal_everything_of_the_step_is_on_the_screen() {
    let view = why();
    let step = view.step.clone().unwrap();
    let shown = drawn(view, false).await;
    assert!(step.say.len() > 1 && step.probes.len() > 1);
    let probes = step.probes.iter().map(|probe| &probe.text);
    for words in step.say.iter().chain(probes).chain([&step.purpose]) {
        assert!(shown.contains(words.trim()), "{words}: {shown}");
    }
    let seconds = step.target_seconds.unwrap();
    assert!(shown.contains(&format!("About {seconds} seconds")));
}

#[tokio::test]
async fn at_a_glance_practice_shows_what_the_door_shows_and_says_that_it_is_practice() {
    let view = why();
    let step = view.step.clone().unwrap();
    for glance in [true, false] {
        let shown = drawn(view.clone(), glance).await;
        assert!(shown.contains("Practice: not kept"), "{shown}");
        assert!(!shown.contains("All sent"), "{shown}");
        assert_eq!(shown.contains(&step.purpose), !glance);
        assert_eq!(shown.contains(&step.probes[0].text), !glance);
    }
}

#[tokio::test]
async fn tips_and_the_teams_stories_are_for_rehearsal_and_never_at_a_glance() {
    let script = talk::script();
    let mut draft = talk::begun(&script, "en");
    let view = talk::walk_to(&script, &mut draft, |view| {
        view.step
            .as_ref()
            .is_some_and(|step| step.role == "own_story")
    });
    let step = view.step.clone().unwrap();
    assert!(step.tips.len() > 1 && !step.examples.is_empty());
    for glance in [true, false] {
        let shown = drawn(view.clone(), glance).await;
        let story = step.examples[0]
            .text
            .lines()
            .chain([&step.examples[0].speaker[..]]);
        let tips = step.tips.iter().map(|tip| tip.text.as_str());
        for words in story.chain(tips).chain(["somebody else’s is never yours"]) {
            assert_eq!(shown.contains(words), !glance, "{words}: {shown}");
        }
    }
}

#[tokio::test]
async fn ones_own_story_stands_at_its_step_and_without_one_practice_leads_to_the_workshop() {
    let script = talk::script();
    let mut draft = talk::begun(&script, "en");
    let mut view = talk::walk_to(&script, &mut draft, |view| {
        view.step
            .as_ref()
            .is_some_and(|step| step.role == "own_story")
    });
    let leads = |shown: &str| shown.contains("Prepare your own story");
    assert!(leads(&drawn(view.clone(), true).await));
    view.own_story = true;
    view.step.as_mut().unwrap().cues = sample::story().cues();
    let shown = drawn(view, true).await;
    assert!(!leads(&shown));
    for cue in sample::story().cues() {
        assert!(shown.contains(&cue), "{cue}: {shown}");
    }
}
