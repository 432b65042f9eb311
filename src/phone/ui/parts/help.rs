//! Help, one tap away on every screen at a door: leave, call, note it later. The dialog is
//! drawn once by the shell; `HelpButton` opens it from anywhere.

use super::choice::Choice;
use super::dialog::Sheet;
use super::icon::{Icon, Picture};
use crate::domain::disposition::Disposition;
use crate::domain::draft::Act;
use crate::domain::ids::DoorId;
use crate::phone::platform;
use crate::phone::room::Request;
use crate::phone::ui::page;
use crate::phone::ui::room_context::{ask, use_front, use_room, use_tell};
use crate::phone::ui::route::{Nav, Route, use_nav};
use crate::phone::view::{DoorView, Home, Outcome, Saved, SyncState, TalkView};
use crate::say;
use dioxus::core::spawn_forever;
use dioxus::prelude::*;

/// The dialog's id on the page.
pub const HELP: &str = "help";

#[component]
pub fn HelpButton() -> Element {
    rsx! {
        button {
            r#type: "button",
            class: "quiet help-button",
            onclick: move |_| page::open_dialog(HELP),
            Picture { icon: Icon::Help }
            span { {say!("help")} }
        }
    }
}

/// The dialog with what it knows: whom to call, and at which door we are.
#[component]
pub fn HelpDialog() -> Element {
    let mut front = use_front();
    let (tell, room, nav) = (use_tell(), use_room(), use_nav());
    let Some(home) = front.home.read().clone() else {
        return rsx! {};
    };
    let door = *front.at_door.read();
    let talk = *front.in_talk.read();
    let offline = front.status.read().sync == SyncState::Offline;

    let park = {
        let room = room.clone();
        move || {
            let room = room.clone();
            async move {
                if let Some(draft) = talk {
                    let act = Act::Pause;
                    // If it cannot be paused it is still kept, as it was at the last tap.
                    let _ = ask::<TalkView>(&room, Request::Act { draft, act }).await;
                }
            }
        }
    };
    let leave = {
        let park = park.clone();
        let room = room.clone();
        move |()| {
            page::close_dialog(HELP);
            let Some(door) = door else { return };
            let (park, tell, room) = (park.clone(), tell.clone(), room.clone());
            spawn_forever(async move {
                park().await;
                let outcome = unsafe_door(door);
                tell.tell(Request::Note { outcome }, move |saved: Saved| {
                    front.saved.set(Some(saved));
                    front.announce(say!("saved-on-this-phone"));
                    to_street(room, nav, door);
                });
            });
        }
    };
    let later = move |()| {
        page::close_dialog(HELP);
        let (park, room) = (park.clone(), room.clone());
        spawn_forever(async move {
            park().await;
            if let Some(door) = door {
                to_street(room, nav, door);
            }
        });
    };
    rsx! {
        HelpBody { home, at_door: door.is_some(), offline, onleave: leave, onlater: later }
    }
}

fn unsafe_door(door: DoorId) -> Outcome {
    Outcome {
        door,
        disposition: Disposition::Unsafe,
        who: None,
        come_back: None,
        language: None,
        call: None,
        whole_building: false,
    }
}

fn to_street(room: crate::phone::room::Room, nav: Nav, door: DoorId) {
    spawn_forever(async move {
        match ask::<DoorView>(&room, Request::Door { door }).await {
            Ok(view) => nav.up_to(Route::Street {
                list: view.list,
                index: view.street_index,
            }),
            Err(_) => nav.up_to(Route::Home {}),
        }
    });
}

#[component]
pub fn HelpBody(
    home: Home,
    at_door: bool,
    offline: bool,
    onleave: EventHandler<()>,
    onlater: EventHandler<()>,
) -> Element {
    let buddy = home.preferences.buddy_phone.trim().to_owned();
    rsx! {
        Sheet { id: HELP, title: say!("help-title"),
            p { class: "help-first", {say!("help-leave-first")} }
            div { class: if offline { "notice notice-attention" } else { "notice" },
                if offline {
                    Picture { icon: Icon::CloudOff }
                }
                p {
                    strong { {say!("help-lead-does-not-know")} }
                    span {
                        if offline {
                            {say!("help-no-signal")}
                        } else {
                            {say!("help-call-so-they-know")}
                        }
                    }
                }
            }
            div { class: "calls",
                Call {
                    icon: Icon::Siren,
                    label: say!("help-emergency"),
                    number: home.emergency_number.clone(),
                    danger: true,
                }
                if buddy.is_empty() {
                    Link {
                        to: Route::Settings {},
                        class: "row-link",
                        onclick: move |_| page::close_dialog(HELP),
                        Picture { icon: Icon::Users }
                        span { class: "row-words",
                            span { class: "row-label", {say!("help-buddy-none")} }
                            span { class: "row-detail", {say!("help-buddy-add")} }
                        }
                    }
                } else {
                    Call { icon: Icon::Users, label: say!("help-buddy"), number: buddy }
                }
                if let Some(number) = home.lead_phone.clone() {
                    Call {
                        icon: Icon::Phone,
                        label: say!("help-lead", name = home.lead_name),
                        number,
                    }
                } else {
                    p { class: "quiet-words",
                        {say!("help-lead-no-number", name = home.lead_name)}
                    }
                }
            }
            if at_door {
                Choice {
                    icon: Icon::Go,
                    label: say!("outcome-unsafe"),
                    detail: say!("help-unsafe-detail"),
                    onclick: onleave,
                }
                Choice {
                    icon: Icon::Clock,
                    label: say!("help-later"),
                    detail: say!("help-later-detail"),
                    onclick: onlater,
                }
            }
        }
    }
}

/// A telephone link. The number is shown, so that it can be dialled from another phone too.
#[component]
fn Call(icon: Icon, label: String, number: String, #[props(default)] danger: bool) -> Element {
    rsx! {
        a {
            class: if danger { "row-link call call-danger" } else { "row-link call" },
            href: platform::telephone_link(&number),
            Picture { icon }
            span { class: "row-words",
                span { class: "row-label", "{label}" }
                span { class: "row-detail", "{number}" }
            }
        }
    }
}
