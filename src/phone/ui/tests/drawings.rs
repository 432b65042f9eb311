//! Every screen, drawn in both languages: headings, names for what can be tapped, and what
//! a householder must not read.

use super::super::door::{
    CORRECTION, CallBody, CorrectionSheet, DoorBody, MoreBody, WhoBody, address,
};
use super::super::ending::{AlreadyJoined, NoSuchPlace};
use super::super::frame::TakenOver;
use super::super::join::{GettingReadyBody, InstallFirstBody, JoinBody};
use super::super::lists::{Found, HomeBody, SearchBody, StreetBody, StreetsBody};
use super::super::opening::SecondTab;
use super::super::parts::{HelpBody, TroubleScreen};
use super::super::practice::{AfterBody, PracticeBody};
use super::super::rescue::{Kept, RescueBody};
use super::super::sent::SentBody;
use super::super::settings::SettingsBody;
use super::super::stories::{StoriesBody, StoryBody};
use super::super::wording::Language;
use super::{Scene, elements, sample, texts, unasked};
use crate::phone::platform::OfflineState;
use crate::phone::room::Trouble;
use crate::phone::view::{DoorNeeds, Home, ListSummary, Status, SyncState};
use dioxus::prelude::*;

fn scenes() -> Vec<Scene> {
    let two_not_sent = Status {
        not_sent: 2,
        ..Status::default()
    };
    let attention = sample::delivery().status;
    vec![
        Scene::new("join", || {
            rsx! { JoinBody { code: "KAPP-7Q2M", name: "", trouble: None, busy: false, oncode: |_| {}, onname: |_| {}, onjoin: |()| {} } }
        })
        .before_joining(),
        Scene::new("join-wrong-code", || {
            rsx! { JoinBody { code: "KAPP-7Q2N", name: "Liisa", trouble: Some(Trouble::CodeUnknown), busy: false, oncode: |_| {}, onname: |_| {}, onjoin: |()| {} } }
        })
        .before_joining(),
        Scene::new("join-html", || {
            rsx! { JoinBody { code: "KAPP-7Q2M", name: "Liisa", trouble: Some(Trouble::NotOurServer), busy: false, oncode: |_| {}, onname: |_| {}, onjoin: |()| {} } }
        })
        .before_joining(),
        Scene::new("install-first", || {
            rsx! { InstallFirstBody { code: "KAPP-7Q2M", onhere: |()| {} } }
        })
        .before_joining(),
        Scene::new("getting-ready", || {
            rsx! { GettingReadyBody { home: sample::home(), sync: SyncState::Working, app: OfflineState::Installing, kept: Some(false), may_install: true, onlists: |()| {} } }
        })
        .with_status(Status::default()),
        Scene::new("ready", || rsx! { GettingReadyBody { home: ready(), sync: SyncState::Idle, app: OfflineState::Ready, kept: Some(true), may_install: false, onlists: |()| {} } })
            .with_status(Status::default()),
        Scene::new("home", || rsx! { HomeBody { home: sample::home(), onstart: |_| {}, onlook: |()| {} } }),
        Scene::new("home-fresh", || rsx! { HomeBody { home: ready(), onstart: |_| {}, onlook: |()| {} } })
            .with_status(Status::default()),
        Scene::new("home-no-list", || {
            rsx! { HomeBody { home: Home { lists: vec![], parked: vec![], ..sample::home() }, onstart: |_| {}, onlook: |()| {} } }
        })
        .with_status(Status::default()),
        Scene::new("streets", || {
            rsx! { StreetsBody { streets: sample::streets(), source: "Addresses © OpenStreetMap contributors (ODbL); people invented", onnext: |_| {} } }
        }),
        Scene::new("street", || rsx! { StreetBody { street: sample::street(), onnext: |_| {} } }),
        Scene::new("street-saved", || rsx! { StreetBody { street: sample::street(), onnext: |_| {} } })
            .after_saving(sample::saved()),
        Scene::new("street-tower", || rsx! { StreetBody { street: sample::tower(), onnext: |_| {} } }),
        Scene::new("search", || {
            rsx! {
                SearchBody {
                    list: sample::LIST,
                    typed: "anna 5",
                    found: vec![Found { door: sample::door(1), address: "Annankatu 5, A 1".into(), needs: DoorNeeds::NotTried }],
                    all_here: true,
                    ontyped: |_| {},
                }
            }
        }),
        Scene::new("door", || rsx! { DoorBody { door: sample::at_door(), onnothome: |()| {}, onanswered: |()| {}, onnext: |_| {} } }),
        Scene::new("door-dont-knock", || {
            rsx! { DoorBody { door: sample::dont_knock(), onnothome: |()| {}, onanswered: |()| {}, onnext: |_| {} } }
        }),
        Scene::new("correction", || {
            rsx! { CorrectionSheet { door: sample::at_door(), visit: sample::at_door().history.first().cloned() } }
        }),
        Scene::new("call", || rsx! { CallBody { door: sample::call(), onoutcome: |_| {}, onnext: |_| {} } }),
        Scene::new("call-who", || rsx! { WhoBody { door: sample::call(), onanswered: |_| {} } }),
        Scene::new("call-list", || rsx! { StreetBody { street: sample::call_list(), onnext: |_| {} } }),
        Scene::new("more", || rsx! { MoreBody { door: sample::at_door(), onoutcome: |_| {}, onwarn: |_| {} } }),
        Scene::new("who", || rsx! { WhoBody { door: sample::at_door(), onanswered: |_| {} } }),
        Scene::new("help", || {
            rsx! { HelpBody { home: sample::home(), at_door: true, offline: false, onleave: |()| {}, onlater: |()| {} } }
        }),
        Scene::new("help-offline", || {
            rsx! { HelpBody { home: Home { lead_phone: None, preferences: Default::default(), ..sample::home() }, at_door: true, offline: true, onleave: |()| {}, onlater: |()| {} } }
        }),
        Scene::new("sent", || rsx! { SentBody { delivery: sample::delivery(), onsend: |()| {} } })
            .with_status(attention),
        Scene::new("settings", || rsx! { SettingsBody { home: sample::home(), onset: |_| {} } }),
        Scene::new("rescue", || {
            rsx! { RescueBody { rescue: sample::rescue(), kept: None, may_share: true, leading: rsx! {}, onkeep: |_| {} } }
        }),
        Scene::new("rescue-saved", || {
            rsx! { RescueBody { rescue: sample::rescue(), kept: Kept::Saved(String::new()), may_share: false, leading: rsx! {}, onkeep: |_| {} } }
        }),
        Scene::new("rescue-no-key", || {
            rsx! { RescueBody { rescue: sample::no_key(), kept: None, may_share: true, leading: rsx! {}, onkeep: |_| {} } }
        }),
        Scene::new("rescue-nothing", || {
            rsx! { RescueBody { rescue: Default::default(), kept: None, may_share: true, leading: rsx! {}, onkeep: |_| {} } }
        })
        .with_status(Status::default()),
        Scene::new("practice", || {
            rsx! { PracticeBody { workshop: sample::workshop(), chosen: Default::default(), glance: false, onchoose: |_| {}, onglance: |_| {}, onbegin: |()| {} } }
        }),
        Scene::new("practice-nothing", || {
            rsx! { PracticeBody { workshop: Default::default(), chosen: Default::default(), glance: true, onchoose: |_| {}, onglance: |_| {}, onbegin: |()| {} } }
        }),
        Scene::new("practice-after", || {
            rsx! { AfterBody { prompts: vec!["I let them finish.".to_owned()], onagain: |()| {}, ondone: |()| {} } }
        }),
        Scene::new("stories", || rsx! { StoriesBody { workshop: sample::workshop(), onbegin: |_| {} } }),
        Scene::new("stories-none", || rsx! { StoriesBody { workshop: Default::default(), onbegin: |_| {} } }),
        Scene::new("story", || rsx! { StoryBody { story: sample::story(), others: true, target: 75 } }),
        Scene::new("newer-schema", || rsx! { TroubleScreen { trouble: Trouble::NewerSchema, retry: |()| {}, rescue: EventHandler::new(|()| {}) } })
            .before_joining(),
        Scene::new("taken-over", || rsx! { TakenOver {} }),
        Scene::new("already-joined", || rsx! { AlreadyJoined { campaign: sample::home().campaign, more_lists: true } }),
        Scene::new("join-again", || {
            rsx! { JoinBody { code: "KAPP-7Q2M", name: "Liisa", joined_to: sample::home().campaign, trouble: None, busy: false, oncode: |_| {}, onname: |_| {}, onjoin: |()| {} } }
        }),
        Scene::new("no-such-place", || rsx! { NoSuchPlace { rest: vec!["nowhere".to_owned()] } }),
        Scene::new("second-tab", || rsx! { SecondTab { ontakeover: |()| {}, onrescue: |()| {} } }).before_joining(),
        Scene::new("no-storage", || rsx! { TroubleScreen { trouble: Trouble::NoStorage, retry: |()| {} } })
            .before_joining(),
        Scene::new("damaged", || rsx! { TroubleScreen { trouble: Trouble::Damaged("x".into()), retry: |()| {} } })
            .before_joining(),
        Scene::new("not-here", || rsx! { TroubleScreen { trouble: Trouble::NotHere("x".into()) } })
            .with_status(two_not_sent),
    ]
}

/// One list, all there, nothing begun.
fn ready() -> Home {
    Home {
        lists: vec![ListSummary {
            calls: false,
            left: 48,
            ..sample::home().lists.first().cloned().unwrap()
        }],
        parked: vec![],
        ..sample::home()
    }
}

/// Sheets are parts of screens; they have no heading of the first order.
const SHEETS: [&str; 3] = ["correction", "help", "help-offline"];

fn each(check: impl Fn(&Scene, Language, &str)) {
    for scene in scenes() {
        for language in Language::ALL {
            let html = scene.in_language(language);
            check(&scene, language, &html);
        }
    }
}

fn drawn(name: &str) -> String {
    scenes()
        .into_iter()
        .find(|scene| scene.name == name)
        .unwrap()
        .in_language(Language::English)
}

#[test]
fn every_screen_has_one_heading_and_one_main() {
    each(|scene, language, html| {
        if SHEETS.contains(&scene.name) {
            return;
        }
        let place = (scene.name, language);
        assert_eq!(elements(html, "h1").len(), 1, "{place:?}");
        assert_eq!(elements(html, "main").len(), 1, "{place:?}");
    });
}

#[test]
fn whatever_can_be_tapped_has_a_name_in_words() {
    each(|scene, language, html| {
        for kind in ["button", "a", "summary"] {
            for (tag, inside) in elements(html, kind) {
                let named = tag.contains("aria-label=") || !texts(inside).trim().is_empty();
                assert!(named, "{} {language:?}: {tag}", scene.name);
            }
        }
    });
}

#[test]
fn every_field_has_its_label() {
    each(|scene, language, html| {
        let labels: String = elements(html, "label")
            .iter()
            .map(|(tag, inside)| format!("{tag}{inside}"))
            .collect();
        for kind in ["input", "select", "textarea"] {
            for (tag, _) in elements(html, kind) {
                let id = tag
                    .split("id=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                let labelled = labels.contains(tag)
                    || id.is_some_and(|id| labels.contains(&format!("for=\"{id}\"")));
                assert!(labelled, "{} {language:?}: {tag}", scene.name);
            }
        }
    });
}

#[test]
fn no_screen_has_two_main_actions() {
    each(|scene, language, html| {
        let mains = elements(html, "button")
            .iter()
            .filter(|(tag, _)| tag.contains("class=\"action\""))
            .count();
        assert!(mains <= 1, "{} {language:?} has {mains}", scene.name);
    });
}

#[test]
fn every_screen_after_joining_says_how_much_is_not_yet_with_the_team() {
    each(|scene, language, html| {
        if SHEETS.contains(&scene.name) || !scene.joined {
            return;
        }
        let header = elements(html, "header").first().unwrap().1.to_owned();
        assert!(
            header.contains("href=\"/sent\""),
            "{} {language:?}",
            scene.name
        );
    });
    assert!(texts(&drawn("door")).contains("2 not sent"));
    assert!(texts(&drawn("home-fresh")).contains("All sent"));
    assert!(texts(&drawn("sent")).contains("1 needs a look"));
}

#[test]
fn at_the_door_names_and_history_show_only_when_asked_for() {
    let shown = unasked(&drawn("door"));
    for secret in [
        "Aino",
        "Korhonen",
        "busy",
        "come back",
        "17:20",
        "team mate",
    ] {
        assert!(!shown.contains(secret), "the door shows {secret}: {shown}");
    }
    assert!(shown.contains("Who lives here") && shown.contains("Last time"));
    // And they are there once asked for.
    assert!(texts(&drawn("door")).contains("Aino Korhonen"));
}

#[test]
fn a_warning_stands_in_words_with_its_day_on_the_street_list_and_at_the_door() {
    for screen in ["street", "door"] {
        assert!(
            unasked(&drawn(screen)).contains("Dog (Sat 14 Nov)"),
            "{screen}"
        );
    }
}

#[test]
fn nobody_home_and_someone_answered_are_one_tap_each() {
    let html = drawn("door");
    let actions = elements(&html, "footer").first().unwrap().1.to_owned();
    let texts = texts(&actions);
    assert!(texts.contains("Nobody home") && texts.contains("Someone answered"));
}

#[test]
fn where_nobody_should_knock_the_door_offers_the_next_address_instead() {
    let actions = texts(
        elements(&drawn("door-dont-knock"), "footer")
            .first()
            .unwrap()
            .1,
    );
    assert!(actions.contains("Next address") && !actions.contains("Nobody home"));
}

#[test]
fn what_was_just_saved_can_be_undone_beside_the_way_on() {
    let actions = texts(
        elements(&drawn("street-saved"), "footer")
            .first()
            .unwrap()
            .1,
    );
    for word in ["Saved on this phone", "Nobody home", "Undo", "Next address"] {
        assert!(actions.contains(word), "{word} is missing: {actions}");
    }
}

#[test]
fn help_says_that_the_lead_does_not_know_and_whom_to_call() {
    let offline = drawn("help-offline");
    assert!(texts(&offline).contains("does NOT know yet"));
    assert!(offline.contains("href=\"tel:112\""));
    let with_numbers = drawn("help");
    assert!(with_numbers.contains("href=\"tel:+358400000001\""));
    assert!(with_numbers.contains("href=\"tel:+358400000002\""));
}

#[tokio::test]
async fn a_tower_of_300_flats_is_drawn_around_the_next_door_first_and_then_each_flat_once() {
    let rows = |html: &str| {
        elements(html, "a")
            .iter()
            .filter(|(tag, _)| tag.contains("/door/"))
            .count()
    };
    let first = drawn("street-tower");
    assert!((10..60).contains(&rows(&first)), "{}", rows(&first));
    let tower = scenes()
        .into_iter()
        .find(|scene| scene.name == "street-tower");
    let whole = tower.unwrap().until(|html| rows(html) >= 300).await;
    assert_eq!(rows(&whole), 300);
    assert!(!whole.contains("rows-to-come"));
}

#[test]
fn a_correction_never_offers_what_is_noted_already() {
    let html = drawn("correction");
    assert!(html.contains(&format!("id=\"{CORRECTION}\"")));
    let choices = elements(&html, "button");
    assert!(
        choices
            .iter()
            .any(|(_, inside)| texts(inside).contains("Moved away"))
    );
    assert!(
        !choices
            .iter()
            .any(|(_, inside)| texts(inside).contains("Nobody home"))
    );
}

#[test]
fn no_address_of_a_link_holds_anything_but_codes() {
    each(|scene, language, html| {
        for (tag, _) in elements(html, "a") {
            let href = tag
                .split("href=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .unwrap();
            let closed = href
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | ':' | '+' | '.'));
            assert!(closed, "{} {language:?}: {href}", scene.name);
        }
    });
}

#[test]
fn an_address_reads_as_one_would_say_it() {
    let mut door = sample::at_door();
    assert_eq!(address(&door), "Annankatu 5, A 3");
    door.unit.clear();
    assert_eq!(address(&door), "Annankatu 5");
    door.number.clear();
    assert_eq!(address(&door), "Annankatu");
}

#[test]
fn a_call_is_one_link_to_the_dialler_and_speaks_of_no_door() {
    for (name, links) in [("call", 1), ("call-who", 0), ("call-list", 0)] {
        let html = drawn(name);
        let calls = html.matches("href=\"tel:07700900123\"").count();
        assert_eq!(calls, links, "{name}");
        let words = texts(&html).to_lowercase();
        for door in ["door", "knock", "address", "lives here", "leave now"] {
            assert!(!words.contains(door), "{name}: {words}");
        }
    }
}
