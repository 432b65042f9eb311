//! A list's streets in walking order, and how many doors are left on each.

use crate::domain::ids::{DoorId, ListId};
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Action, Back, HelpButton, Icon, Picture, Progress, SavedBar, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply, use_tell};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{DoorView, Streets};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn StreetsScreen(list: ListId) -> Element {
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    match use_reply::<Streets>(Request::Streets { list }) {
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
        Loaded::Here(streets) => rsx! {
            StreetsBody {
                source: front
                    .home
                    .read()
                    .as_ref()
                    .and_then(|home| home.lists.iter().find(|summary| summary.list == list))
                    .map(|summary| summary.source.clone()),
                streets,
                onnext: move |door| {
                    tell.tell(Request::Door { door }, move |view: DoorView| {
                        nav.push(Route::Street {
                            list: view.list,
                            index: view.street_index,
                        });
                    });
                },
            }
        },
    }
}

#[component]
pub fn StreetsBody(
    streets: Streets,
    /// Where the list came from, with the attribution its data asks for.
    source: Option<String>,
    onnext: EventHandler<DoorId>,
) -> Element {
    let list = streets.list;
    rsx! {
        Screen {
            title: streets.name.clone(),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: rsx! {
                div { class: "lower-row",
                    Link { to: Route::Search { list }, class: "quiet",
                        Picture { icon: Icon::Search }
                        span { {say!("search")} }
                    }
                    HelpButton {}
                }
                SavedBar {}
                if let Some(door) = streets.next {
                    Action {
                        icon: Icon::Go,
                        label: say!("next-address"),
                        onclick: move |()| onnext.call(door),
                    }
                }
            },
            div { class: "how-many",
                p { {words::doors_left(streets.doors, streets.left, false)} }
                Progress { done: streets.doors.saturating_sub(streets.left), of: streets.doors }
            }
            if streets.left == 0 {
                p { class: "notice notice-saved", {say!("streets-all-done")} }
            }
            ol { class: "rows streets", role: "list",
                for (index , street) in streets.streets.iter().enumerate() {
                    li { key: "{index}",
                        Link {
                            to: Route::Street { list, index: index as u32 },
                            class: if street.left == 0 { "row-link row-settled" } else { "row-link" },
                            span { class: "row-words",
                                span { class: "row-label", {words::street(&street.key)} }
                                span { class: "row-detail", {words::doors_left(street.doors, street.left, false)} }
                            }
                            Picture { icon: if street.left == 0 { Icon::Check } else { Icon::Onward } }
                        }
                    }
                }
            }
            if let Some(source) = source.filter(|source| !source.is_empty()) {
                p { class: "quiet-words source", {say!("list-source", source = source)} }
            }
        }
    }
}
