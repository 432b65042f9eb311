//! Finding a door of a list by its address. What is typed stays on this screen: it goes into
//! no address and to no server.

use crate::domain::ids::{DoorId, ListId};
use crate::phone::platform;
use crate::phone::room::Request;
use crate::phone::ui::parts::{Back, Icon, Picture, Screen};
use crate::phone::ui::room_context::{ask, use_front, use_room};
use crate::phone::ui::route::Route;
use crate::phone::ui::words;
use crate::phone::view::{DoorNeeds, Street, Streets};
use crate::say;
use dioxus::prelude::*;

/// More are a reason to type on, not to scroll.
const SHOWN: usize = 60;

/// A door as the search knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub door: DoorId,
    pub address: String,
    pub needs: DoorNeeds,
}

#[component]
pub fn SearchScreen(list: ListId) -> Element {
    let room = use_room();
    let mut doors = use_signal(Vec::<Found>::new);
    let mut all_here = use_signal(|| false);
    let mut typed = use_front().searched;
    use_future(move || {
        let room = room.clone();
        async move {
            let Ok(streets) = ask::<Streets>(&room, Request::Streets { list }).await else {
                return;
            };
            for index in 0..streets.streets.len() {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                if let Ok(street) = ask::<Street>(&room, Request::Street { list, index }).await {
                    doors.write().extend(doors_of(&street));
                }
            }
            all_here.set(true);
        }
    });
    let found = find(&doors.read(), &typed.read());
    rsx! {
        SearchBody {
            list,
            typed: typed(),
            found,
            all_here: all_here(),
            ontyped: move |text| typed.set(text),
        }
    }
}

fn doors_of(street: &Street) -> Vec<Found> {
    let name = &street.key.street;
    street
        .buildings
        .iter()
        .flat_map(|building| {
            building.doors.iter().map(move |row| {
                let address = if building.flats {
                    format!("{name} {}, {}", building.number, row.label)
                } else {
                    format!("{name} {}", row.label)
                };
                Found {
                    door: row.door,
                    address: address.trim_end_matches([' ', ',']).to_owned(),
                    needs: row.needs,
                }
            })
        })
        .collect()
}

/// The doors whose address has every typed word in it, whatever the case.
fn find(doors: &[Found], typed: &str) -> Vec<Found> {
    let words: Vec<String> = typed.split_whitespace().map(platform::lower_case).collect();
    if words.is_empty() {
        return Vec::new();
    }
    doors
        .iter()
        .filter(|found| {
            let address = platform::lower_case(&found.address);
            words.iter().all(|word| address.contains(word))
        })
        .take(SHOWN + 1)
        .cloned()
        .collect()
}

#[component]
pub fn SearchBody(
    list: ListId,
    typed: String,
    found: Vec<Found>,
    /// All doors of the list have been read.
    all_here: bool,
    ontyped: EventHandler<String>,
) -> Element {
    let asked = !typed.trim().is_empty();
    rsx! {
        Screen {
            title: say!("search-title"),
            focus: "search",
            leading: rsx! {
                Back { to: Route::Streets { list } }
            },
            div { class: "field search",
                label { r#for: "search", {say!("search-label")} }
                input {
                    id: "search",
                    r#type: "search",
                    value: "{typed}",
                    autocomplete: "off",
                    spellcheck: "false",
                    enterkeyhint: "search",
                    oninput: move |event| ontyped.call(event.value()),
                }
                p { class: "hint", {say!("search-hint")} }
            }
            p { role: "status", class: "quiet-words",
                if asked && found.is_empty() {
                    if all_here {
                        {say!("search-none")}
                    } else {
                        {say!("waiting")}
                    }
                } else if asked && found.len() > SHOWN {
                    {say!("search-many", count = SHOWN)}
                } else if asked {
                    {say!("search-found", count = found.len())}
                }
            }
            ul { class: "rows", role: "list",
                for row in found.iter().take(SHOWN) {
                    li { key: "{row.door}",
                        Link { to: Route::Door { door: row.door }, class: "row-link",
                            span { class: "row-words",
                                span { class: "row-label", "{row.address}" }
                                span { class: "row-detail", {words::needs(row.needs, false)} }
                            }
                            Picture { icon: Icon::Onward }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn found(number: u32, address: &str) -> Found {
        Found {
            door: format!("018f0000-0000-7000-8000-{number:012}")
                .parse()
                .unwrap(),
            address: address.to_owned(),
            needs: DoorNeeds::NotTried,
        }
    }

    #[test]
    fn every_typed_word_must_be_in_the_address_in_any_order() {
        let doors = [
            found(1, "Annankatu 5, A 3"),
            found(2, "Annankatu 7"),
            found(3, "Yrjönkatu 5"),
        ];
        let addresses = |typed: &str| -> Vec<String> {
            find(&doors, typed)
                .into_iter()
                .map(|found| found.address)
                .collect()
        };
        assert_eq!(addresses("annan 5"), ["Annankatu 5, A 3"]);
        assert_eq!(addresses("YRJÖN"), ["Yrjönkatu 5"]);
        assert_eq!(addresses("5 anna a"), ["Annankatu 5, A 3"]);
        assert!(addresses("  ").is_empty());
        assert!(addresses("zzz").is_empty());
    }
}
