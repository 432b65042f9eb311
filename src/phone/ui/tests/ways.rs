//! The ways through the app that are not buttons: the phone's back gesture and a join link
//! opened while the app is open.

use super::sample;
use crate::domain::draft::Act;
use crate::phone::room::{Reply, Request, Room};
use crate::phone::ui::room_context::Front;
use crate::phone::ui::route::Route;
use crate::phone::ui::talk::sample as talk;
use crate::phone::ui::wording::{LANGUAGE, Language};
use dioxus::prelude::*;
use std::sync::{Arc, Mutex};

const CODE: &str = "KAPP-7Q2M";

/// How the app stands when the test begins.
#[derive(Clone, Default)]
struct Stand {
    in_conversation: bool,
    link: Option<&'static str>,
    /// The back gesture is made as soon as a conversation is on the screen.
    goes_back: bool,
    asked: Arc<Mutex<Vec<Request>>>,
}

#[component]
fn Root() -> Element {
    let stand: Stand = use_context();
    let mut front = Front::provide();
    use_hook(|| {
        *LANGUAGE.write() = Language::English;
        front.home.set(Some(sample::home()));
        front.join_code.set(stand.link.map(str::to_owned));
        if stand.in_conversation {
            let draft = talk::begun(&talk::script(), "en").id;
            front.first.set(Some(Route::Talk { draft }));
        }
    });
    use_effect(move || {
        if stand.goes_back && front.at_door.read().is_some() {
            *front.went_back.write() += 1;
        }
    });
    rsx! {
        Router::<Route> {}
    }
}

/// The app, drawn until it shows `wanted`.
async fn shows(stand: Stand, wanted: &str) -> String {
    until(stand, |html| html.contains(wanted)).await
}

async fn until(stand: Stand, is_so: impl Fn(&str) -> bool) -> String {
    let script = talk::script();
    let mut draft = talk::begun(&script, "en");
    let asked = Arc::clone(&stand.asked);
    let (room, _) = Room::answering(move |request| {
        asked.lock().unwrap().push(request.clone());
        match request {
            Request::Home => Ok(Reply::Home(sample::home())),
            Request::Talk { .. } => Ok(Reply::Talk(Box::new(talk::view(&script, &draft)))),
            Request::Act { act, .. } => {
                talk::act(&script, &mut draft, act);
                Ok(Reply::Talk(Box::new(talk::view(&script, &draft))))
            }
            _ => Ok(Reply::Done),
        }
    });
    let dom = VirtualDom::new(Root)
        .with_root_context(stand)
        .with_root_context(room);
    super::until(dom, is_so).await
}

fn parked(stand: &Stand) -> bool {
    let asked = stand.asked.lock().unwrap();
    asked.iter().any(|request| {
        matches!(
            request,
            Request::Act {
                act: Act::Pause,
                ..
            }
        )
    })
}

#[tokio::test]
async fn from_the_first_step_the_back_gesture_leads_to_the_first_screen_where_it_is_parked() {
    let stand = Stand {
        in_conversation: true,
        goes_back: true,
        ..Stand::default()
    };
    until(stand.clone(), |html| {
        html.contains("A conversation is parked") && parked(&stand)
    })
    .await;
}

#[tokio::test]
async fn another_join_link_opens_the_form_with_its_code_and_ones_own_name() {
    let stand = Stand {
        link: Some(CODE),
        ..Stand::default()
    };
    let html = shows(stand, CODE).await;
    assert!(html.contains("Liisa"), "{html}");
    assert!(html.contains("you stay who you are"));
}

#[tokio::test]
async fn a_join_link_waits_until_the_conversation_is_left() {
    let mut stand = Stand {
        in_conversation: true,
        link: Some(CODE),
        ..Stand::default()
    };
    let html = shows(stand.clone(), "talk-pause").await;
    assert!(!html.contains(CODE));
    stand.asked = Arc::default();
    stand.goes_back = true;
    shows(stand.clone(), CODE).await;
    let asked = stand.asked.lock().unwrap();
    assert!(
        asked
            .iter()
            .any(|request| matches!(request, Request::Talk { .. })),
        "the conversation was there first: {asked:?}"
    );
}
