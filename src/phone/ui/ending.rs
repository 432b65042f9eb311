//! Addresses that lead nowhere new: a join link on a phone that has joined, and an address
//! that names nothing.

use super::parts::{Action, Back, Icon, Screen};
use super::room_context::use_front;
use super::route::{Route, use_nav};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn AlreadyJoined() -> Element {
    let nav = use_nav();
    let campaign = use_front()
        .home
        .read()
        .as_ref()
        .map(|home| home.campaign.clone())
        .unwrap_or_default();
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
