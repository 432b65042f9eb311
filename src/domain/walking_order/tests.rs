//! Rows of residents as files have them, and the way they come out.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::domain::street::address;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn at(street: &str, number: &str, unit: &str) -> Resident {
    Resident {
        name: "Aino".to_owned(),
        street: street.to_owned(),
        number: number.to_owned(),
        unit: unit.to_owned(),
        ..Resident::default()
    }
}

/// Metres north and east of a square in the middle of town.
fn placed(resident: Resident, north: f64, east: f64) -> Resident {
    Resident {
        position: Some(Position {
            latitude: 60.17 + north / 110_574.0,
            longitude: 24.94 + east / 55_400.0,
        }),
        ..resident
    }
}

fn walked(residents: &[Resident]) -> Vec<Door> {
    let mut last = 0;
    arrange(residents, &mut || {
        last += 1;
        Uuid::from_u128(last)
    })
}

fn said(doors: &[Door]) -> Vec<String> {
    doors.iter().map(address).collect()
}

/// Houses 1 to `last` along a street that runs north from (0, east), odd on the
/// west side and even on the east, thirty metres apart.
fn street_north(name: &str, east: f64, last: u32) -> Vec<Resident> {
    (1..=last)
        .map(|number| {
            let across = if number % 2 == 0 { 12.0 } else { 0.0 };
            let north = f64::from((number - 1) / 2) * 30.0;
            placed(at(name, &number.to_string(), ""), north, east + across)
        })
        .collect()
}

#[test]
fn the_odd_side_is_walked_up_and_the_even_side_back_down() {
    let mut residents = street_north("Annankatu", 0.0, 12);
    residents.reverse();
    let doors = walked(&residents);
    let numbers: Vec<&str> = doors.iter().map(|door| door.number.as_str()).collect();
    assert_eq!(
        numbers,
        [
            "1", "3", "5", "7", "9", "11", "12", "10", "8", "6", "4", "2"
        ]
    );
    assert_eq!((doors[0].side, doors[6].side), (Side::Odd, Side::Even));
    assert!(
        doors
            .iter()
            .zip(0..)
            .all(|(door, order)| door.order == order)
    );
}

#[test]
fn streets_follow_each_other_by_the_way_between_them() {
    // By name: Annankatu, Bulevardi, Cygnaeuksenkatu. On the ground: A, C, B.
    let mut residents = street_north("Bulevardi", 400.0, 8);
    residents.extend(street_north("Annankatu", 0.0, 8));
    residents.extend(street_north("Cygnaeuksenkatu", 200.0, 8));
    let mut streets: Vec<String> = walked(&residents)
        .into_iter()
        .map(|door| door.street)
        .collect();
    streets.dedup();
    assert!(
        streets == ["Annankatu", "Cygnaeuksenkatu", "Bulevardi"]
            || streets == ["Bulevardi", "Cygnaeuksenkatu", "Annankatu"],
        "{streets:?}"
    );
}

#[test]
fn without_positions_streets_come_by_name_and_with_some_those_come_first() {
    let nowhere = [
        at("Bulevardi", "2", ""),
        at("Annankatu", "4", ""),
        at("Annankatu", "3", ""),
    ];
    assert_eq!(
        said(&walked(&nowhere)),
        ["Annankatu 3", "Annankatu 4", "Bulevardi 2"]
    );
    let mut some = nowhere.to_vec();
    some.push(placed(at("Yrjönkatu", "1", ""), 0.0, 0.0));
    assert_eq!(said(&walked(&some))[0], "Yrjönkatu 1");
}

#[test]
fn flats_stand_under_their_building_in_the_order_one_counts() {
    let residents = [
        at("Annankatu", "6", "A 10"),
        at("Annankatu", "6", "B 1"),
        at("Annankatu", "12b", ""),
        at("Annankatu", "6", "A 3"),
        at("annankatu", "6", "a3"),
        at("Annankatu", "12", ""),
        at("Annankatu", "12 B", ""),
    ];
    let doors = walked(&residents);
    assert_eq!(
        said(&doors),
        [
            "Annankatu 12 B",
            "Annankatu 12",
            "Annankatu 6, A 3",
            "Annankatu 6, A 10",
            "Annankatu 6, B 1"
        ]
    );
    let people: Vec<usize> = doors.iter().map(|door| door.people.len()).collect();
    assert_eq!(people, [2, 1, 2, 1, 1]);
}

#[test]
fn streets_of_one_name_in_two_towns_stay_apart() {
    let town = |city: &str, north: f64| {
        let resident = placed(at("High Street", "12", ""), north, 0.0);
        Resident {
            city: city.to_owned(),
            ..resident
        }
    };
    let doors = walked(&[town("Leeds", 0.0), town("York", 30_000.0), town("", 40.0)]);
    let homes: Vec<(&str, usize)> = doors
        .iter()
        .map(|door| (door.city.as_str(), door.people.len()))
        .collect();
    assert_eq!(
        BTreeSet::from_iter(homes),
        BTreeSet::from([("Leeds", 2), ("York", 1)])
    );
    // By the town's name where there is no position; who names no town goes to the most.
    let mut without: Vec<Resident> = [
        town("York", 0.0),
        town("Leeds", 0.0),
        town("Leeds", 0.0),
        town("", 0.0),
    ]
    .into();
    for (resident, name) in without.iter_mut().zip(["a", "b", "c", "d"]) {
        resident.position = None;
        resident.name = name.to_owned();
    }
    let homes: Vec<(String, usize)> = walked(&without)
        .into_iter()
        .map(|door| (door.city, door.people.len()))
        .collect();
    assert_eq!(
        BTreeSet::from_iter(homes),
        BTreeSet::from([("Leeds".to_owned(), 3), ("York".to_owned(), 1)])
    );
}

#[test]
fn one_number_twice_is_two_houses_only_where_postcode_and_place_differ() {
    let house = |postcode: &str, north: f64| Resident {
        postcode: postcode.to_owned(),
        ..placed(at("High Street", "12", ""), north, 0.0)
    };
    assert_eq!(
        walked(&[house("W3 6LG", 0.0), house("W5 5DB", 900.0)]).len(),
        2
    );
    assert_eq!(
        walked(&[house("W3 6LG", 0.0), house("W3 6LH", 20.0)]).len(),
        1
    );
    assert_eq!(walked(&[house("W3 6LG", 0.0), house("", 900.0)]).len(), 1);
}

#[test]
fn houses_with_names_only_are_walked_along_their_street() {
    let named = |unit: &str, north: f64| placed(at("Church Lane", "", unit), north, 0.0);
    let doors = walked(&[
        named("Rose Cottage", 90.0),
        named("Orchard House", 0.0),
        named("Elm View", 45.0),
    ]);
    let units: Vec<&str> = doors.iter().map(|door| door.unit.as_str()).collect();
    assert_eq!(units, ["Orchard House", "Elm View", "Rose Cottage"]);
    assert!(doors.iter().all(|door| door.side == Side::Whole));
}

fn any_resident() -> impl Strategy<Value = Resident> {
    (
        "[A-C]",
        prop::option::weighted(0.9, 1_u32..30),
        prop::option::weighted(0.5, 1_u32..4),
        prop::option::weighted(0.7, (0.0..3000.0, 0.0..3000.0)),
        prop::sample::select(vec!["", "Leeds", "York"]),
    )
        .prop_map(|(street, number, unit, place, city)| {
            let text =
                |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
            let resident = Resident {
                city: city.to_owned(),
                ..at(&street, &text(number), &text(unit))
            };
            match place {
                Some((north, east)) => placed(resident, north, east),
                None => resident,
            }
        })
}

proptest! {
    // Arranging is slow without optimisation, and small cases find what large ones do.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everybody_is_listed_once_whatever_the_file_holds(residents in prop::collection::vec(any_resident(), 0..60)) {
        let doors = walked(&residents);
        let people: usize = doors.iter().map(|door| door.people.len()).sum();
        prop_assert_eq!(people, residents.len());
        prop_assert!(doors.iter().zip(0..).all(|(door, order)| door.order == order));
        prop_assert!(doors.iter().all(|door| !door.people.is_empty()));
        let size = size(&residents);
        prop_assert_eq!((size.people, size.doors), (residents.len(), doors.len()));
        prop_assert!(size.streets <= size.buildings && size.buildings <= size.doors);
    }

    #[test]
    fn the_order_of_the_file_does_not_matter(residents in prop::collection::vec(any_resident(), 0..40)) {
        let mut reversed = residents.clone();
        reversed.reverse();
        let plain = |doors: Vec<Door>| -> Vec<_> {
            doors.into_iter().map(|door| (door.street, door.number, door.unit, door.city, door.people.len())).collect()
        };
        prop_assert_eq!(plain(walked(&residents)), plain(walked(&reversed)));
    }

    #[test]
    fn a_list_holds_whole_buildings_and_all_lists_together_every_door_once(
        flats in prop::collection::vec(1_usize..14, 0..24),
        wished in 1_usize..12,
    ) {
        let residents: Vec<Resident> = flats
            .iter()
            .enumerate()
            .flat_map(|(house, flats)| {
                let street = format!("Street {}", house / 7);
                (1..=*flats).map(move |flat| at(&street, &(house % 7 + 1).to_string(), &flat.to_string()))
            })
            .collect();
        let doors = walked(&residents);
        for cuts in [by_doors(&doors, wished), by_street(&doors)] {
            let mut all: Vec<usize> = cuts.iter().flat_map(|cut| cut.doors.clone()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..doors.len()).collect::<Vec<_>>());
        }
        let cuts = by_doors(&doors, wished);
        let building = |index: usize| (doors[index].street.clone(), doors[index].number.clone());
        for pair in cuts.windows(2) {
            let (last, first) = (*pair[0].doors.last().unwrap(), pair[1].doors[0]);
            if building(last) == building(first) {
                let flats = (0..doors.len()).filter(|&index| building(index) == building(first)).count();
                prop_assert!(flats > 2 * wished);
            }
        }
        for cut in &cuts {
            prop_assert!(!cut.doors.is_empty() && cut.doors.len() <= 3 * wished);
            prop_assert!(cut.doors.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        }
    }
}

#[test]
fn lists_by_doors_are_even_and_end_with_their_street_if_they_can() {
    let mut residents = street_north("Annankatu", 0.0, 46);
    residents.extend(street_north("Bulevardi", 100.0, 54));
    let doors = walked(&residents);
    let sizes = |wished: usize| -> Vec<usize> {
        by_doors(&doors, wished)
            .iter()
            .map(|cut| cut.doors.len())
            .collect()
    };
    let mut by_fifty = sizes(50);
    by_fifty.sort_unstable();
    assert_eq!(by_fifty, [46, 54]);
    assert!(
        sizes(25).iter().all(|size| (20..=30).contains(size)),
        "{:?}",
        sizes(25)
    );
    assert_eq!(sizes(1000), [100]);
    assert_eq!(by_doors(&doors, 50)[0].streets.len(), 1);
}

#[test]
fn a_building_of_three_hundred_flats_makes_even_lists_of_its_own() {
    let mut residents: Vec<Resident> = (1..=300)
        .map(|flat| at("Tornikatu", "1", &format!("A {flat}")))
        .collect();
    residents.extend((1..=20).map(|number| at("Annankatu", &number.to_string(), "")));
    let doors = walked(&residents);
    let cuts = by_doors(&doors, 45);
    let sizes: Vec<usize> = cuts.iter().map(|cut| cut.doors.len()).collect();
    assert_eq!(sizes, [20, 42, 43, 43, 43, 43, 43, 43]);
    let list = take(&doors, &cuts[1]);
    assert_eq!((list[0].order, list[41].order), (0, 41));
    assert_eq!(address(&list[0]), "Tornikatu 1, A 1");
    assert_eq!(list[0].id, doors[20].id);
}

#[test]
fn lists_by_street_have_both_sides_and_keep_towns_apart() {
    let mut residents = street_north("Annankatu", 0.0, 4);
    residents.extend(street_north("Bulevardi", 100.0, 4));
    let york = street_north("Annankatu", 60_000.0, 2)
        .into_iter()
        .map(|resident| Resident {
            city: "York".to_owned(),
            ..resident
        });
    residents.extend(york);
    let doors = walked(&residents);
    let mut cuts: Vec<(Vec<String>, usize)> = by_street(&doors)
        .into_iter()
        .map(|cut| (cut.streets, cut.doors.len()))
        .collect();
    cuts.sort();
    let named = |street: &str, doors: usize| (vec![street.to_owned()], doors);
    assert_eq!(
        cuts,
        [
            named("Annankatu", 2),
            named("Annankatu", 4),
            named("Bulevardi", 4)
        ]
    );
}
