//! Everything rarer at a door: why it could not be tried, a warning for the team, a talk that
//! was held without the phone.

use super::{address, outcome, save, street_of};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::Hazard;
use crate::domain::ids::DoorId;
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Back, Choice, HelpButton, Icon, RowLink, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply, use_standing_at, use_tell};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::DoorView;
use crate::say;
use dioxus::prelude::*;

const AT_THE_ADDRESS: [Disposition; 5] = [
    Disposition::Inaccessible,
    Disposition::NoCallersSign,
    Disposition::Vacant,
    Disposition::NoSuchAddress,
    Disposition::Unsafe,
];

/// What can be true of every door of a building at once.
const OF_A_BUILDING: [Disposition; 3] = [
    Disposition::Inaccessible,
    Disposition::NoCallersSign,
    Disposition::NoSuchAddress,
];

const HAZARDS: [Hazard; 4] = [Hazard::Dog, Hazard::Threat, Hazard::Access, Hazard::Other];

/// For how long a warning is shown.
const DAYS: [u32; 3] = [7, 30, 90];

#[component]
pub fn MoreScreen(door: DoorId) -> Element {
    use_standing_at(Some(door), None);
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    match use_reply::<DoorView>(Request::Door { door }) {
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
        Loaded::Here(view) => {
            let (street, noted, warned) = (street_of(&view), view.clone(), tell.clone());
            rsx! {
                MoreBody {
                    key: "{door}",
                    door: view,
                    onoutcome: move |(disposition, whole_building)| {
                        let mut outcome = outcome(&noted, disposition, None);
                        outcome.whole_building = whole_building;
                        save(&tell, front, nav, Request::Note { outcome }, street.clone());
                    },
                    onwarn: move |(hazard, days)| {
                        warned.tell(Request::Warn { door, hazard, days }, move |()| {
                            front.announce(say!("warning-saved"));
                            front.touch();
                            nav.up_to(Route::Door { door });
                        });
                    },
                }
            }
        }
    }
}

#[component]
pub fn MoreBody(
    door: DoorView,
    onoutcome: EventHandler<(Disposition, bool)>,
    onwarn: EventHandler<(Hazard, u32)>,
) -> Element {
    let mut whole_building = use_signal(|| false);
    let mut days = use_signal(|| 30_u32);
    let has_flats = !door.unit.is_empty();
    rsx! {
        Screen {
            title: say!("more-title"),
            above: address(&door),
            leading: rsx! {
                Back { to: Route::Door { door: door.door } }
            },
            trailing: rsx! {
                HelpButton {}
            },
            section { class: "group",
                h2 { {say!("more-talk")} }
                div { class: "rows",
                    RowLink {
                        to: Route::RecordTalk { door: door.door },
                        icon: Icon::Talk,
                        label: say!("more-record-talk"),
                        detail: say!("more-record-talk-detail"),
                    }
                }
            }
            section { class: "group",
                h2 { {say!("more-could-not")} }
                if has_flats {
                    label { class: "tick",
                        input {
                            r#type: "checkbox",
                            checked: whole_building(),
                            onchange: move |event| whole_building.set(event.checked()),
                        }
                        span { {say!("more-whole-building", number = format!("{} {}", door.street, door.number))} }
                    }
                }
                div { class: "rows",
                    for disposition in AT_THE_ADDRESS {
                        if !whole_building() || OF_A_BUILDING.contains(&disposition) {
                            Choice {
                                key: "{disposition.code()}",
                                label: words::outcome(disposition),
                                detail: detail(disposition, whole_building()),
                                onclick: move |()| {
                                    onoutcome.call((disposition, whole_building()));
                                },
                            }
                        }
                    }
                }
            }
            section { class: "group",
                h2 { {say!("more-warn")} }
                p { class: "hint", {say!("more-warn-hint")} }
                div { class: "field",
                    label { r#for: "warn-days", {say!("more-warn-days")} }
                    select {
                        id: "warn-days",
                        onchange: move |event| days.set(event.value().parse().unwrap_or(30)),
                        for choice in DAYS {
                            option { key: "{choice}", value: "{choice}", selected: choice == days(),
                                {say!("days", count = choice)}
                            }
                        }
                    }
                }
                div { class: "rows",
                    for (place, hazard) in HAZARDS.into_iter().enumerate() {
                        Choice {
                            key: "{place}",
                            icon: Icon::Warning,
                            label: words::hazard(hazard),
                            onclick: move |()| onwarn.call((hazard, days())),
                        }
                    }
                }
            }
        }
    }
}

fn detail(disposition: Disposition, whole_building: bool) -> Option<String> {
    match disposition {
        _ if whole_building => Some(say!("more-whole-building-detail")),
        Disposition::Inaccessible => Some(say!("more-inaccessible-detail")),
        Disposition::NoCallersSign => Some(say!("more-no-callers-detail")),
        Disposition::Unsafe => Some(say!("help-unsafe-detail")),
        _ => None,
    }
}
