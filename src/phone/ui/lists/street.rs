//! One side of a street: buildings in walking order, flats under their building, and in words
//! what each door needs and what to beware of. From here one's own records are corrected:
//! every door leads to its screen. A building may have hundreds of flats; what is off the
//! screen is not laid out (`content-visibility` in the stylesheet).

use crate::domain::ids::{DoorId, ListId};
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Action, Back, HelpButton, Icon, Picture, SavedBar, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_reply};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{Building, DoorNeeds, DoorRow, NextDoor, Street};
use crate::say;
use dioxus::prelude::*;

const NEXT: &str = "next-door";

#[component]
pub fn StreetScreen(list: ListId, index: u32) -> Element {
    let nav = use_nav();
    match use_reply::<Street>(Request::Street { list, index }) {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Streets { list } }
                },
            }
        },
        Loaded::Here(street) => rsx! {
            StreetBody {
                street,
                onnext: move |door| nav.push(Route::Door { door }),
            }
        },
    }
}

#[component]
pub fn StreetBody(street: Street, onnext: EventHandler<DoorId>) -> Element {
    let list = street.list;
    let next = street.next.as_ref().map(|next| next.door);
    let here = street.next.as_ref().is_some_and(|next| !next.elsewhere);
    let doors: usize = street
        .buildings
        .iter()
        .map(|building| building.doors.len())
        .sum();
    rsx! {
        Screen {
            title: words::street(&street.key),
            // Where the round goes on.
            in_view: here.then_some(NEXT),
            leading: rsx! {
                Back { to: Route::Streets { list } }
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
                if let Some(next) = street.next.clone() {
                    NextAddress { next, onnext }
                } else {
                    p { class: "lower-words", {say!("street-no-next")} }
                }
            },
            p { class: "how-many",
                {words::doors_left(u32::try_from(doors).unwrap_or(u32::MAX), street.left)}
            }
            for (index , building) in street.buildings.iter().enumerate() {
                BuildingPart { key: "{index}", building: building.clone(), next }
            }
        }
    }
}

/// The main action after a door and on a street.
#[component]
pub fn NextAddress(next: NextDoor, onnext: EventHandler<DoorId>) -> Element {
    rsx! {
        Action {
            icon: Icon::Go,
            above: say!("next-address"),
            label: next.address.clone(),
            detail: next.elsewhere.then(|| say!("next-elsewhere")),
            onclick: move |()| onnext.call(next.door),
        }
    }
}

#[component]
fn BuildingPart(building: Building, next: Option<DoorId>) -> Element {
    let heading = building.number.clone();
    let doors = u32::try_from(building.doors.len()).unwrap_or(u32::MAX);
    rsx! {
        section { class: "building",
            if building.flats {
                div { class: "building-head",
                    h2 {
                        Picture { icon: Icon::Building }
                        if heading.is_empty() {
                            {say!("building-unnumbered")}
                        } else {
                            "{heading}"
                        }
                    }
                    p { {words::doors_left(doors, building.left)} }
                }
            }
            ul { class: "rows", role: "list",
                for row in building.doors.iter() {
                    Row {
                        key: "{row.door}",
                        row: row.clone(),
                        number: if building.flats { building.number.clone() } else { String::new() },
                        next: next == Some(row.door),
                    }
                }
            }
        }
    }
}

#[component]
fn Row(row: DoorRow, number: String, next: bool) -> Element {
    let class = match row.needs {
        DoorNeeds::NotTried | DoorNeeds::EarlierRound { .. } => "row-link door-row",
        DoorNeeds::TryAgain { .. } | DoorNeeds::Parked => "row-link door-row row-again",
        DoorNeeds::Settled { .. } => "row-link door-row row-settled",
        DoorNeeds::DontKnock { .. } => "row-link door-row row-dont",
    };
    let label = match (number.is_empty(), row.label.is_empty()) {
        (true, true) => say!("building-unnumbered"),
        (true, false) => row.label.clone(),
        (false, true) => number,
        (false, false) => format!("{number} {}", row.label),
    };
    rsx! {
        li { id: next.then_some(NEXT), class: if next { "next" },
            Link { to: Route::Door { door: row.door }, class,
                span { class: "mark", aria_hidden: "true" }
                span { class: "row-label", "{label}" }
                span { class: "row-detail",
                    if let Some(warning) = row.warning {
                        span { class: "row-warning",
                            Picture { icon: Icon::Warning }
                            {words::warning(warning)}
                        }
                    }
                    {words::needs(row.needs)}
                    if next {
                        span { class: "next-word", {say!("next-here")} }
                    }
                }
            }
        }
    }
}
