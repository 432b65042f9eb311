//! The first screen: the lists, what is parked, and one button to start.

use crate::domain::ids::DoorId;
use crate::phone::platform;
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Action, Choice, Icon, Picture, Progress, RowLink, SavedBar, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply, use_tell};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{DoorView, Home, ListSummary};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn HomeScreen() -> Element {
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    let reply = use_reply::<Home>(Request::Home);
    if let Loaded::Here(home) = &reply {
        let home = home.clone();
        use_effect(use_reactive!(|home| front.set_home(home)));
    }
    let look = tell.clone();
    // What opening said, until the back room has answered anew.
    let known = front.home.read().clone();
    match (reply, known) {
        (Loaded::Here(home), _) | (Loaded::Waiting, Some(home)) => rsx! {
            HomeBody {
                home,
                onstart: move |door| {
                    // The street the next door stands on.
                    tell.tell(Request::Door { door }, move |view: DoorView| {
                        nav.push(Route::Street {
                            list: view.list,
                            index: view.street_index,
                        });
                    });
                },
                update: *front.update_waiting.read(),
                onlook: move |()| look.tell(Request::SyncNow, |()| {}),
            }
        },
        (Loaded::Waiting, None) => rsx! {
            Waiting {}
        },
        (Loaded::Failed(trouble), _) => rsx! {
            TroubleScreen { trouble, retry: move |()| front.touch() }
        },
    }
}

#[component]
pub fn HomeBody(
    home: Home,
    /// A newer version of the app is here.
    #[props(default)]
    update: bool,
    onstart: EventHandler<DoorId>,
    onlook: EventHandler<()>,
) -> Element {
    let sync = words::sync(&home.status.sync);
    // They stand in the order to take them in, so the first shown is the one to go on with.
    let first = home.lists.iter().find(|list| list.next.is_some()).cloned();
    let several = home.lists.len() > 1;
    let none = home.lists.is_empty();
    rsx! {
        Screen {
            title: home.campaign.clone(),
            above: say!("home-greeting", name = home.canvasser),
            actions: rsx! {
                SavedBar {}
                if let Some(list) = first {
                    Action {
                        icon: if list.calls { Icon::Phone } else { Icon::Go },
                        label: match (list.calls, list.left < list.doors) {
                            (true, _) => say!("home-call"),
                            (false, true) => say!("home-go-on"),
                            (false, false) => say!("home-start"),
                        },
                        detail: several.then(|| list.name.clone()),
                        onclick: move |()| {
                            if let Some(door) = list.next {
                                onstart.call(door);
                            }
                        },
                    }
                } else if none {
                    Action {
                        icon: Icon::Send,
                        label: say!("home-look-for-lists"),
                        onclick: move |()| onlook.call(()),
                    }
                }
            },
            if !home.parked.is_empty() {
                section { class: "group",
                    h2 { {say!("home-parked", count = home.parked.len())} }
                    div { class: "rows",
                        for talk in home.parked.iter() {
                            RowLink {
                                key: "{talk.draft}",
                                to: Route::Talk { draft: talk.draft },
                                icon: Icon::Pause,
                                label: talk.address.clone(),
                                detail: say!("home-parked-since", time = words::day_and_time(talk.begun)),
                            }
                        }
                    }
                }
            }
            section { class: "group",
                h2 { {say!("home-lists")} }
                if none {
                    div { class: "card",
                        p { {say!("home-no-list", lead = home.lead_name)} }
                        if let Some(sync) = sync {
                            p { class: "quiet-words", "{sync}" }
                        }
                    }
                }
                for list in home.lists.iter() {
                    ListCard { key: "{list.list}", list: list.clone() }
                }
            }
            if update {
                Choice {
                    icon: Icon::Plus,
                    label: say!("home-update"),
                    detail: say!("home-update-detail"),
                    onclick: move |()| platform::apply_update(),
                }
            }
            nav { class: "rows", aria_label: say!("home-more"),
                RowLink { to: Route::Practice {}, icon: Icon::Play, label: say!("practice-title") }
                RowLink { to: Route::Stories {}, icon: Icon::Edit, label: say!("stories-title") }
                RowLink { to: Route::Sent {}, icon: Icon::Send, label: say!("sent-title") }
                RowLink { to: Route::Settings {}, icon: Icon::Settings, label: say!("settings-title") }
            }
        }
    }
}

/// A call list is one list, without streets.
fn list_of(list: &ListSummary) -> Route {
    let (list, calls) = (list.list, list.calls);
    if calls {
        Route::Street { list, index: 0 }
    } else {
        Route::Streets { list }
    }
}

#[component]
fn ListCard(list: ListSummary) -> Element {
    rsx! {
        Link { to: list_of(&list), class: "card list-card",
            div { class: "list-card-head",
                h3 { "{list.name}" }
                Picture { icon: Icon::Onward }
            }
            p { {words::doors_left(list.doors, list.left, list.calls)} }
            Progress { done: list.doors.saturating_sub(list.left), of: list.doors }
            p { class: "list-card-foot",
                if list.ready {
                    span { class: "good",
                        Picture { icon: Icon::Check }
                        {say!("list-ready")}
                    }
                } else {
                    span { class: "coming",
                        Picture { icon: Icon::Clock }
                        {say!("list-coming", arrived = list.arrived, doors = list.doors)}
                    }
                }
                span { class: "quiet-words", {say!("list-until", day = words::day(list.expires_on))} }
            }
        }
    }
}
