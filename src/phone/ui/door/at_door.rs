//! The door: its address very large, what to beware of, and two equal buttons.

use super::{CORRECTION, CallBody, CorrectionSheet, address, outcome, save, street_of};
use crate::domain::disposition::Disposition;
use crate::domain::ids::DoorId;
use crate::phone::room::Request;
use crate::phone::ui::lists::NextAddress;
use crate::phone::ui::page;
use crate::phone::ui::parts::{
    Action, ActionPair, Back, HelpButton, Icon, Picture, QuietButton, Screen, TroubleScreen,
    Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply, use_standing_at, use_tell};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{DoorNeeds, DoorView, PastVisit};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn DoorScreen(door: DoorId) -> Element {
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    let reply = use_reply::<DoorView>(Request::Door { door });
    // Who calls stands at nobody's door.
    let called = matches!(&reply, Loaded::Here(view) if view.calls);
    use_standing_at((!called).then_some(door), None);
    match reply {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Home {} }
                },
            }
        },
        Loaded::Here(view) if view.calls => {
            let street = street_of(&view);
            rsx! {
                CallBody {
                    key: "{door}",
                    door: view,
                    onoutcome: move |outcome| {
                        save(&tell, front, nav, Request::Note { outcome }, street.clone());
                    },
                    onnext: move |next| nav.push(Route::Door { door: next }),
                }
            }
        }
        Loaded::Here(view) => {
            let street = street_of(&view);
            let not_home = outcome(&view, Disposition::NotHome, None);
            rsx! {
                DoorBody {
                    // Another door is another screen: nothing that was opened stays open.
                    key: "{door}",
                    door: view,
                    onnothome: move |()| {
                        let outcome = not_home.clone();
                        save(&tell, front, nav, Request::Note { outcome }, street.clone());
                    },
                    onanswered: move |()| nav.push(Route::WhoAnswered { door }),
                    onnext: move |next| nav.push(Route::Door { door: next }),
                }
            }
        }
    }
}

#[component]
pub fn DoorBody(
    door: DoorView,
    onnothome: EventHandler<()>,
    onanswered: EventHandler<()>,
    onnext: EventHandler<DoorId>,
) -> Element {
    let dont_knock = match door.needs {
        DoorNeeds::DontKnock { why } => Some(why),
        _ => None,
    };
    let place = [door.postcode.as_str(), door.city.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    rsx! {
        Screen {
            title: address(&door),
            leading: rsx! {
                Back { to: street_of(&door) }
            },
            actions: rsx! {
                div { class: "lower-row",
                    HelpButton {}
                    Link { to: Route::More { door: door.door }, class: "quiet",
                        Picture { icon: Icon::More }
                        span { {say!("more")} }
                    }
                }
                if dont_knock.is_none() {
                    ActionPair {
                        Action {
                            icon: Icon::DoorClosed,
                            label: say!("outcome-not-home"),
                            second: true,
                            onclick: onnothome,
                        }
                        Action {
                            icon: Icon::DoorOpen,
                            label: say!("door-someone-answered"),
                            onclick: onanswered,
                        }
                    }
                } else if let Some(next) = door.next.clone() {
                    // Where the two buttons stand elsewhere.
                    NextAddress { next, onnext }
                }
            },
            if !place.is_empty() {
                p { class: "quiet-words place", "{place}" }
            }
            if let Some(why) = dont_knock {
                div { class: "notice notice-attention",
                    Picture { icon: Icon::Warning }
                    p {
                        strong { {say!("door-dont-knock")} }
                        span { {words::outcome(why)} }
                    }
                }
            }
            for (index , warning) in door.warnings.iter().enumerate() {
                div { class: "notice notice-attention", key: "{index}",
                    Picture { icon: Icon::Warning }
                    p {
                        strong { {words::warning(*warning)} }
                        span { {say!("warning-until", day = words::day(warning.until))} }
                    }
                }
            }
            for draft in door.parked.iter() {
                Link { key: "{draft}", to: Route::Talk { draft: *draft }, class: "row-link card",
                    Picture { icon: Icon::Play }
                    span { class: "row-words",
                        span { class: "row-label", {say!("door-go-on-talking")} }
                        span { class: "row-detail", {say!("needs-parked")} }
                    }
                    Picture { icon: Icon::Onward }
                }
            }
            details { class: "asked",
                summary {
                    Picture { icon: Icon::Users }
                    {say!("door-who-lives-here")}
                }
                if door.people.is_empty() {
                    p { {say!("door-nobody-listed")} }
                }
                ul { role: "list",
                    for person in door.people.iter() {
                        li { key: "{person.person}",
                            span { class: "person", {words::person(person)} }
                            if let Some(tag) = person.language.as_deref() {
                                span { class: "quiet-words", {words::language(tag)} }
                            }
                        }
                    }
                }
            }
            LastTime { door }
        }
    }
}

/// Earlier attempts, shown when asked for, and from here corrected.
#[component]
pub(super) fn LastTime(door: DoorView) -> Element {
    let mut correcting = use_signal(|| None::<PastVisit>);
    let calls = door.calls;
    rsx! {
        details { class: "asked",
            summary {
                Picture { icon: Icon::Clock }
                {say!("door-last-time")}
            }
            if door.history.is_empty() {
                p {
                    if calls {
                        {say!("needs-not-called")}
                    } else {
                        {say!("door-no-last-time")}
                    }
                }
            }
            ul { role: "list", class: "history",
                for visit in door.history.iter() {
                    Past {
                        key: "{visit.visit}",
                        visit: visit.clone(),
                        calls,
                        oncorrect: move |visit| {
                            correcting.set(Some(visit));
                            page::open_dialog(CORRECTION);
                        },
                    }
                }
            }
        }
        CorrectionSheet { door: door.clone(), visit: correcting() }
    }
}

/// One attempt, in words.
#[component]
fn Past(visit: PastVisit, calls: bool, oncorrect: EventHandler<PastVisit>) -> Element {
    let what = words::came(calls, visit.disposition, visit.call);
    let when = words::day_and_time(visit.at);
    let to_correct = visit.clone();
    rsx! {
        li {
            div {
                span { class: "person", "{what}" }
                span { class: "quiet-words",
                    if visit.mine {
                        {say!("past-mine", when = when)}
                    } else {
                        {say!("past-colleague", when = when)}
                    }
                    if visit.corrected {
                        " "
                        {say!("past-corrected")}
                    }
                }
            }
            if visit.may_correct {
                QuietButton {
                    icon: Icon::Edit,
                    label: say!("correct"),
                    described: say!("correct-what", what = what, when = when),
                    onclick: move |()| oncorrect.call(to_correct.clone()),
                }
            }
        }
    }
}
