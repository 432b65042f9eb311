//! One side of a street: buildings in walking order, flats under their building, and in words
//! what each door needs and what to beware of. From here one's own records are corrected:
//! every door leads to its screen. A building may have hundreds of flats: the rows around the
//! next door are drawn at once, so that a tap is soon answered, and the others a part at a
//! time after it; what is off the screen is not laid out (`content-visibility` in the
//! stylesheet).

use crate::domain::ids::{DoorId, ListId};
use crate::phone::platform;
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Action, Back, HelpButton, Icon, Picture, SavedBar, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{Building, DoorNeeds, DoorRow, NextDoor, Street};
use crate::say;
use dioxus::prelude::*;
use std::ops::Range;

const NEXT: &str = "next-door";

/// More rows than a phone shows at once, and so few that they are there at once.
const FIRST_ROWS: usize = 24;
/// Of them, so many stand above the next door, which is in the middle of the screen.
const ROWS_ABOVE: usize = 9;
/// Rows drawn at a time afterwards. Between two such parts a tap is heard.
const MORE_ROWS: usize = 24;
const BETWEEN_PARTS_MS: i32 = 30;

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
    let calls = street.calls.is_some();
    let drawn = use_rows_drawn(&street, doors);
    let mut above = 0;
    let buildings = street.buildings.iter().map(|building| {
        let rows = within(&drawn, above, building.doors.len());
        above += building.doors.len();
        (building, rows)
    });
    rsx! {
        Screen {
            title: match &street.calls {
                Some(name) => name.clone(),
                None => words::street(&street.key),
            },
            // Where the round goes on.
            in_view: here.then_some(NEXT),
            leading: rsx! {
                Back { to: if calls { Route::Home {} } else { Route::Streets { list } } }
            },
            actions: rsx! {
                if !calls {
                    div { class: "lower-row",
                        Link { to: Route::Search { list }, class: "quiet",
                            Picture { icon: Icon::Search }
                            span { {say!("search")} }
                        }
                        HelpButton {}
                    }
                }
                SavedBar {}
                if let Some(next) = street.next.clone() {
                    NextAddress { next, onnext }
                } else {
                    p { class: "lower-words",
                        if calls {
                            {say!("calls-no-next")}
                        } else {
                            {say!("street-no-next")}
                        }
                    }
                }
            },
            p { class: "how-many",
                {words::doors_left(u32::try_from(doors).unwrap_or(u32::MAX), street.left, calls)}
            }
            for (index , (building , rows)) in buildings.enumerate() {
                BuildingPart {
                    key: "{index}",
                    building: building.clone(),
                    rows,
                    next,
                    calls,
                }
            }
        }
    }
}

/// Hook: which rows of the street are drawn. Where one comes back to a place of one's own it
/// is all of them, because that place may be anywhere.
fn use_rows_drawn(street: &Street, doors: usize) -> Range<usize> {
    let front = use_front();
    let mut drawn = use_signal(|| {
        let comes_back = front.returned.peek().is_some() && front.saved.peek().is_none();
        if comes_back {
            0..usize::MAX
        } else {
            around(place_of_next(street))
        }
    });
    use_effect(use_reactive!(|doors| {
        spawn(async move {
            while !covers(&drawn.peek(), doors) && platform::wait(BETWEEN_PARTS_MS).await {
                let more = with_more(&drawn.peek());
                drawn.set(more);
            }
        });
    }));
    drawn()
}

fn place_of_next(street: &Street) -> usize {
    let next = street.next.as_ref().map(|next| next.door);
    street
        .buildings
        .iter()
        .flat_map(|building| &building.doors)
        .position(|row| Some(row.door) == next)
        .unwrap_or_default()
}

fn around(place: usize) -> Range<usize> {
    let start = place.saturating_sub(ROWS_ABOVE);
    start..start + FIRST_ROWS
}

fn covers(drawn: &Range<usize>, rows: usize) -> bool {
    drawn.start == 0 && drawn.end >= rows
}

fn with_more(drawn: &Range<usize>) -> Range<usize> {
    let before = MORE_ROWS / 2;
    let start = drawn.start.saturating_sub(before);
    // What is not needed before is drawn after.
    let end = drawn.end.saturating_add(MORE_ROWS - (drawn.start - start));
    start..end
}

/// The part of the rows drawn that lies in a building with so many rows above and in it.
fn within(drawn: &Range<usize>, above: usize, rows: usize) -> Range<usize> {
    let start = drawn.start.saturating_sub(above).min(rows);
    start..drawn.end.saturating_sub(above).clamp(start, rows)
}

/// The main action after a door and on a street.
#[component]
pub fn NextAddress(next: NextDoor, onnext: EventHandler<DoorId>) -> Element {
    rsx! {
        Action {
            icon: if next.call { Icon::Phone } else { Icon::Go },
            above: words::next(&next),
            label: next.address.clone(),
            detail: next.elsewhere.then(|| say!("next-elsewhere")),
            onclick: move |()| onnext.call(next.door),
        }
    }
}

#[component]
fn BuildingPart(
    building: Building,
    rows: Range<usize>,
    next: Option<DoorId>,
    calls: bool,
) -> Element {
    let not_yet_below = building.doors.len() - rows.end;
    let drawn = building.doors.get(rows.clone()).unwrap_or_default();
    let heading = building.number.clone();
    let doors = u32::try_from(building.doors.len()).unwrap_or(u32::MAX);
    rsx! {
        section { class: if building.flats { "building" } else { "building house" },
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
                    p { {words::doors_left(doors, building.left, false)} }
                }
            }
            ul { class: "rows", role: "list",
                NotYetDrawn { rows: rows.start }
                for row in drawn.iter() {
                    Row {
                        key: "{row.door}",
                        row: row.clone(),
                        number: if building.flats { building.number.clone() } else { String::new() },
                        next: next == Some(row.door),
                        calls,
                    }
                }
                NotYetDrawn { rows: not_yet_below }
            }
        }
    }
}

/// As high as the rows that will stand here, so that nothing moves when they come.
#[component]
fn NotYetDrawn(rows: usize) -> Element {
    if rows == 0 {
        return VNode::empty();
    }
    rsx! {
        li { class: "rows-to-come", aria_hidden: "true", style: "--rows: {rows}" }
    }
}

#[component]
fn Row(row: DoorRow, number: String, next: bool, calls: bool) -> Element {
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
                    {words::needs(row.needs, calls)}
                    if next {
                        span { class: "next-word", {say!("next-here")} }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_part_by_part_ends_with_every_row_drawn_once() {
        for (rows, next) in [
            (0, 0),
            (1, 0),
            (24, 23),
            (40, 39),
            (300, 0),
            (300, 170),
            (300, 299),
        ] {
            let mut drawn = around(next);
            assert!(rows == 0 || drawn.contains(&next), "{next} of {rows}");
            let mut parts = 1;
            while !covers(&drawn, rows) {
                let more = with_more(&drawn);
                assert!(more.start <= drawn.start && more.end >= drawn.end);
                assert_eq!(more.len(), drawn.len() + MORE_ROWS);
                drawn = more;
                parts += 1;
            }
            assert!(parts <= 2 + rows / (MORE_ROWS / 2), "{parts} for {rows}");
        }
    }

    #[test]
    fn a_building_draws_its_part_of_the_rows_drawn() {
        // Rows 0..4, 4..7 and 7..12 of three buildings.
        let parts = |drawn: Range<usize>| {
            [(0, 4), (4, 3), (7, 5)].map(|(above, rows)| within(&drawn, above, rows))
        };
        assert_eq!(parts(0..usize::MAX), [0..4, 0..3, 0..5]);
        assert_eq!(parts(2..9), [2..4, 0..3, 0..2]);
        assert_eq!(parts(0..3), [0..3, 0..0, 0..0]);
        assert_eq!(parts(8..9), [4..4, 3..3, 1..2]);
    }
}
