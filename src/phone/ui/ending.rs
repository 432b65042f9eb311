//! Addresses that lead nowhere new: a join link on a phone that has joined, and an address
//! that names nothing.

use super::join::JoinScreen;
use super::parts::{Action, Back, Icon, Screen};
use super::room_context::use_front;
use super::route::{Route, use_nav};
use crate::phone::view::Home;
use crate::say;
use dioxus::prelude::*;

/// A join link on a phone that has joined: its code may bring more lists, or lead to
/// another campaign. With the same campaign nobody becomes somebody new; that is said.
#[component]
pub fn JoinAgain() -> Element {
    let nav = use_nav();
    let front = use_front();
    let mut with_code = use_signal(|| front.join_code.peek().is_some());
    let mut more_lists = use_signal(|| false);
    use_effect(move || {
        if front.join_code.read().is_some() {
            with_code.set(true);
        }
    });
    let home = front.home.read().clone();
    if with_code() {
        let before = home.clone();
        return rsx! {
            JoinScreen {
                joined: home,
                onjoined: move |now: Home| {
                    let same = before.as_ref().is_some_and(|before| {
                        before.campaign == now.campaign && before.organisation == now.organisation
                    });
                    front.set_home(now);
                    if same {
                        more_lists.set(true);
                        with_code.set(false);
                    } else {
                        nav.replace(Route::GettingReady {});
                    }
                },
            }
        };
    }
    rsx! {
        AlreadyJoined {
            campaign: home.map(|home| home.campaign).unwrap_or_default(),
            more_lists: more_lists(),
        }
    }
}

#[component]
pub fn AlreadyJoined(campaign: String, #[props(default)] more_lists: bool) -> Element {
    let nav = use_nav();
    rsx! {
        Screen {
            title: say!("joined-already-title"),
            actions: rsx! {
                Action {
                    icon: Icon::List,
                    label: say!("to-your-lists"),
                    onclick: move |()| nav.replace(Route::Home {}),
                }
            },
            p { {say!("joined-already", campaign = campaign)} }
            if more_lists {
                p { {say!("joined-already-lists")} }
            }
        }
    }
}

#[component]
pub fn NoSuchPlace(rest: Vec<String>) -> Element {
    let nav = use_nav();
    // The words of an unknown address are nobody's business: they may come from anywhere.
    let _ = rest;
    rsx! {
        Screen {
            title: say!("no-such-place-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: rsx! {
                Action {
                    icon: Icon::List,
                    label: say!("to-your-lists"),
                    onclick: move |()| nav.replace(Route::Home {}),
                }
            },
            p { {say!("no-such-place")} }
        }
    }
}
