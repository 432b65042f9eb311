//! What stands around every screen once the phone has joined: the Help dialog, the voice for
//! screen readers, and the way back into a conversation that was open when the app went away.

use super::page;
use super::parts::{Action, HelpDialog, Icon, Screen};
use super::room_context::use_front;
use super::route::{Route, follow, use_nav};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn Shell() -> Element {
    let mut front = use_front();
    let nav = use_nav();
    let route = use_route::<Route>();
    let here = route.clone();

    use_effect(use_reactive!(|route| {
        let at_door = matches!(
            route,
            Route::Door { .. }
                | Route::WhoAnswered { .. }
                | Route::More { .. }
                | Route::RecordTalk { .. }
                | Route::Talk { .. }
        );
        if at_door {
            // What was saved at the last door is nothing for the people at this one.
            if front.saved.peek().is_some() {
                front.saved.set(None);
            }
        } else {
            front.at_door.set(None);
            front.in_talk.set(None);
        }
        if front.trouble.peek().is_some() {
            front.trouble.set(None);
        }
        let address = route.to_string();
        let came_back = follow(&mut front.trail.write(), route);
        front
            .returned
            .set(came_back.then(|| page::scrolled(&address)));
    }));

    // Back into the conversation at once, whatever address the app was opened at.
    use_effect(move || {
        let first = front.first.peek().clone();
        if let Some(first) = first {
            if matches!(first, Route::Talk { .. }) {
                // So that the way back from it is within the app.
                nav.replace(Route::Home {});
                nav.push(first);
            } else {
                nav.replace(first);
            }
            front.first.set(None);
        }
    });

    // Another join link was opened: to the form, but never out of a conversation.
    use_effect(use_reactive!(|here| {
        let _again_on_another_screen = here;
        let waits = front.join_code.read().is_some() && front.first.read().is_none();
        // As it is now: on the way back into a conversation nothing is drawn yet.
        let now = router().current::<Route>();
        let talks = matches!(
            now,
            Route::Talk { .. } | Route::RecordTalk { .. } | Route::Practice {}
        );
        if waits && !talks && now != (Route::Join {}) {
            nav.push(Route::Join {});
        }
    }));

    rsx! {
        p { class: "heard", role: "status", "{front.spoken}" }
        if *front.taken_over.read() {
            TakenOver {}
        } else if front.first.read().is_none() {
            Outlet::<Route> {}
            HelpDialog {}
        }
    }
}

/// This tab has given the database to another.
#[component]
pub fn TakenOver() -> Element {
    rsx! {
        Screen {
            title: say!("taken-over-title"),
            actions: rsx! {
                Action {
                    icon: Icon::Smartphone,
                    label: say!("taken-over-use-here"),
                    onclick: move |()| page::reload(),
                }
            },
            p { {say!("taken-over-words")} }
        }
    }
}
