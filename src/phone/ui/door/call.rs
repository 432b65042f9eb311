//! A number to call: whom one reaches by it, a link that opens the phone's own dialler, and
//! what came of the call. Nothing here dials by itself. The screens behind "someone answered"
//! are the door's.

use super::at_door::LastTime;
use super::{address, outcome};
use crate::domain::call::CallOutcome;
use crate::domain::ids::DoorId;
use crate::phone::platform;
use crate::phone::ui::lists::NextAddress;
use crate::phone::ui::parts::{Action, ActionPair, Back, Choice, Icon, Picture, RowLink, Screen};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{DoorNeeds, DoorView, Outcome};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn CallBody(
    door: DoorView,
    onoutcome: EventHandler<Outcome>,
    onnext: EventHandler<DoorId>,
) -> Element {
    let nav = use_nav();
    // The dialler was opened: now it is asked what came of it.
    let mut called = use_signal(|| false);
    let dont_call = match door.needs {
        DoorNeeds::DontKnock { why } => Some(why),
        _ => None,
    };
    let (names, id) = (address(&door), door.door);
    let number = door
        .people
        .iter()
        .find_map(|person| person.telephone.clone())
        .filter(|_| dont_call.is_none());
    let came = use_callback({
        let door = door.clone();
        move |call: CallOutcome| {
            let mut outcome = outcome(&door, call.disposition(), None);
            outcome.call = Some(call);
            onoutcome.call(outcome);
        }
    });
    rsx! {
        Screen {
            title: names.clone(),
            leading: rsx! {
                Back { to: super::street_of(&door) }
            },
            actions: rsx! {
                if let Some(number) = number.clone() {
                    a {
                        class: if called() { "action action-second" } else { "action" },
                        href: platform::telephone_link(&number),
                        onclick: move |_| called.set(true),
                        Picture { icon: Icon::Phone }
                        span { class: "action-words",
                            span {
                                if called() {
                                    {say!("call-again")}
                                } else {
                                    {say!("call-person", name = names)}
                                }
                            }
                            span { class: "action-detail", "{number}" }
                        }
                    }
                    if called() {
                        ActionPair {
                            Action {
                                icon: Icon::Close,
                                label: say!("call-nobody-answered"),
                                second: true,
                                onclick: move |()| came.call(CallOutcome::NobodyAnswered),
                            }
                            Action {
                                icon: Icon::Talk,
                                label: say!("call-answered"),
                                onclick: move |()| nav.push(Route::WhoAnswered { door: id }),
                            }
                        }
                    }
                } else if let Some(next) = door.next.clone() {
                    NextAddress { next, onnext }
                }
            },
            if let Some(why) = dont_call {
                div { class: "notice notice-attention",
                    Picture { icon: Icon::Warning }
                    p {
                        strong { {say!("call-dont")} }
                        span { {words::outcome(why)} }
                    }
                }
            }
            for draft in door.parked.iter() {
                RowLink {
                    key: "{draft}",
                    to: Route::Talk { draft: *draft },
                    icon: Icon::Play,
                    label: say!("door-go-on-talking"),
                    detail: say!("needs-parked"),
                }
            }
            if number.is_some() {
                p { class: "quiet-words", {say!("call-by-hand")} }
                section { class: "group",
                    h2 { {say!("call-what-came")} }
                    div { class: "rows",
                        // Once the dialler was opened these two stand below, larger.
                        if !called() {
                            RowLink {
                                to: Route::WhoAnswered { door: id },
                                icon: Icon::Talk,
                                label: say!("call-answered"),
                            }
                        }
                        for call in CallOutcome::ALL {
                            if !called() || call != CallOutcome::NobodyAnswered {
                                Choice {
                                    key: "{call.code()}",
                                    label: words::call(call.disposition(), Some(call)),
                                    onclick: move |()| came.call(call),
                                }
                            }
                        }
                        RowLink {
                            to: Route::RecordTalk { door: id },
                            label: say!("more-record-talk"),
                        }
                    }
                }
            }
            LastTime { door: door.clone() }
        }
    }
}
