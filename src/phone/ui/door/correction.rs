//! Correcting one's own earlier outcome: what it should have been, or that nothing happened.

use super::saved_and_away;
use super::street_of;
use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::phone::room::Request;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Choice, Icon, Sheet};
use crate::phone::ui::room_context::{use_front, use_tell};
use crate::phone::ui::route::use_nav;
use crate::phone::ui::words;
use crate::phone::view::{DoorView, PastVisit, Saved};
use crate::say;
use dioxus::prelude::*;

/// The sheet's id on the page.
pub const CORRECTION: &str = "correction";

/// What a visit without a conversation can be corrected to.
const INSTEAD: [Disposition; 12] = [
    Disposition::NotHome,
    Disposition::Refused,
    Disposition::ComeBack,
    Disposition::Gatekeeper,
    Disposition::ChildOnly,
    Disposition::OtherLanguage,
    Disposition::Inaccessible,
    Disposition::NoSuchAddress,
    Disposition::Vacant,
    Disposition::NoCallersSign,
    Disposition::Moved,
    Disposition::Unsafe,
];

/// The same of a call.
const INSTEAD_BY_PHONE: [Disposition; 6] = [
    Disposition::Refused,
    Disposition::ComeBack,
    Disposition::Gatekeeper,
    Disposition::ChildOnly,
    Disposition::OtherLanguage,
    Disposition::Moved,
];

fn code(disposition: Disposition, call: Option<CallOutcome>) -> &'static str {
    call.map_or_else(|| disposition.code(), CallOutcome::code)
}

type Came = (Disposition, Option<CallOutcome>);

fn instead(calls: bool) -> Vec<Came> {
    let plain = |outcome: Disposition| (outcome, None);
    if calls {
        let called = CallOutcome::ALL.map(|call| (call.disposition(), Some(call)));
        let others = INSTEAD_BY_PHONE.map(plain);
        called.into_iter().chain(others).collect()
    } else {
        INSTEAD.map(plain).to_vec()
    }
}

#[component]
pub fn CorrectionSheet(door: DoorView, visit: Option<PastVisit>) -> Element {
    let front = use_front();
    let (tell, nav) = (use_tell(), use_nav());
    let street = street_of(&door);
    let withdraw = tell.clone();
    rsx! {
        Sheet { id: CORRECTION, title: say!("correction-title"),
            if let Some(visit) = visit {
                p { {say!("correction-was", what = words::came(door.calls, visit.disposition, visit.call), when = words::day_and_time(visit.at))} }
                div { class: "rows",
                    for (disposition , call) in instead(door.calls)
                        .into_iter()
                        .filter(|instead| *instead != (visit.disposition, visit.call))
                    {
                        Choice {
                            key: "{code(disposition, call)}",
                            label: words::came(door.calls, disposition, call),
                            onclick: {
                                let (tell, street, who) = (tell.clone(), street.clone(), visit.who);
                                let visit = visit.visit;
                                move |()| {
                                    page::close_dialog(CORRECTION);
                                    let request = Request::Correct { visit, disposition, call, who };
                                    let street = street.clone();
                                    tell.tell(request, move |saved: Saved| {
                                        saved_and_away(front, nav, saved, street);
                                    });
                                }
                            },
                        }
                    }
                    Choice {
                        icon: Icon::Undo,
                        label: say!("correction-nothing"),
                        detail: say!("correction-nothing-detail"),
                        onclick: {
                            let visit = visit.visit;
                            move |()| {
                                page::close_dialog(CORRECTION);
                                withdraw.tell(Request::Undo { visits: vec![visit] }, move |()| {
                                    front.announce(say!("undone"));
                                    front.touch();
                                });
                            }
                        },
                    }
                }
            }
        }
    }
}
