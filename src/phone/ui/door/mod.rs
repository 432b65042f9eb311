//! At a door: nobody home or someone answered, and everything rarer behind "More". The
//! householder reads the screen too: who lives here and what happened last time show only
//! when asked for.

mod at_door;
mod call;
mod correction;
mod more;
mod who;

pub use at_door::{DoorBody, DoorScreen};
pub use call::CallBody;
pub use correction::{CORRECTION, CorrectionSheet};
pub use more::{MoreBody, MoreScreen};
pub use who::{WISH, WhoAnsweredScreen, WhoBody, WishSheet};

use super::room_context::{Front, Tell};
use super::route::{Nav, Route};
use super::words;
use crate::domain::disposition::Disposition;
use crate::domain::visit::WhoAnswered;
use crate::phone::room::Request;
use crate::phone::view::{DoorView, Outcome, Saved};
use crate::say;
use dioxus::prelude::WritableExt as _;

/// `Annankatu 5, A 3`; of a number who is reached by it.
#[must_use]
pub fn address(door: &DoorView) -> String {
    if door.calls {
        let names: Vec<&str> = door
            .people
            .iter()
            .map(|person| person.name.as_str())
            .collect();
        return names.join(", ");
    }
    let street = [door.street.as_str(), door.number.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match (street.is_empty(), door.unit.is_empty()) {
        (false, false) => format!("{street}, {}", door.unit),
        (true, false) => door.unit.clone(),
        (false, true) => street,
        (true, true) => say!("building-unnumbered"),
    }
}

/// Where the door's street is.
fn street_of(door: &DoorView) -> Route {
    Route::Street {
        list: door.list,
        index: door.street_index,
    }
}

/// An outcome with nothing else said.
fn outcome(door: &DoorView, disposition: Disposition, who: Option<WhoAnswered>) -> Outcome {
    Outcome {
        door: door.door,
        disposition,
        who,
        come_back: None,
        language: None,
        call: None,
        whole_building: false,
    }
}

/// Saves, says so, and goes back to the street, where it can be undone.
fn save(tell: &Tell, front: Front, nav: Nav, request: Request, street: Route) {
    tell.tell(request, move |saved: Saved| {
        saved_and_away(front, nav, saved, street);
    });
}

fn saved_and_away(mut front: Front, nav: Nav, saved: Saved, street: Route) {
    front.announce(say!(
        "saved-aloud",
        what = words::came(saved.calls, saved.disposition, saved.call),
        address = saved.address
    ));
    front.saved.set(Some(saved));
    nav.up_to(street);
}
