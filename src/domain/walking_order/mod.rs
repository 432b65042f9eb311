//! Walking order: from the people a voter file lists to doors in the order a
//! person walks them.
//!
//! A door stands in a building, a building on a side of a street. A side is
//! walked in one go: up the odd numbers, back down the even ones, flats counted
//! from the first in every building. Which side comes after which is a short
//! round over positions (`tour`); sides without any position come last, by
//! name. The order follows from what the rows say, not from how the file was
//! sorted.

mod cut;
mod tour;

pub use cut::{Cut, by_doors, by_street, take};

use super::ids::{DoorId, PersonId};
use super::street::{self, NaturalPart};
use super::walk_list::{Door, Person, Side};
use std::collections::BTreeMap;
use tour::Stop;
use uuid::Uuid;

/// WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

/// One person as a voter file lists them, with the address taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resident {
    /// Empty for an address nobody is listed at.
    pub name: String,
    /// BCP 47 tag.
    pub language: Option<String>,
    pub street: String,
    pub number: String,
    pub unit: String,
    pub city: String,
    pub postcode: String,
    pub position: Option<Position>,
    /// Only of people to be called.
    pub telephone: Option<String>,
}

/// Two streets of one name are one where their doors lie no further apart than
/// this, in degrees of latitude: about a kilometre and a half.
const SAME_STREET_DEGREES: f64 = 0.0135;

/// A hundred metres or so: one number cannot stand twice as near as this.
const SAME_HOUSE_DEGREES: f64 = 0.001;

/// Puts people under doors and doors in walking order, numbered from 0.
/// `ids` gives a fresh id at each call, for doors and people.
pub fn arrange(residents: &[Resident], ids: &mut impl FnMut() -> Uuid) -> Vec<Door> {
    let sides = sides(residents);
    let stops: Vec<Stop> = sides.iter().map(StreetSide::stop).collect();
    let mut doors = Vec::new();
    for index in tour::order(&stops) {
        let side = &sides[index];
        for building in side.walked() {
            for (unit, rows) in building.units() {
                let door = door(residents, side, building, unit, rows, doors.len(), ids);
                doors.push(door);
            }
        }
    }
    doors
}

/// How much `arrange` would make of these residents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub people: usize,
    pub doors: usize,
    /// Houses: the flats of one count once.
    pub buildings: usize,
    pub streets: usize,
}

/// Counts without ordering anything.
#[must_use]
pub fn size(residents: &[Resident]) -> Size {
    let sides = sides(residents);
    let buildings = || sides.iter().flat_map(|side| &side.buildings);
    Size {
        people: residents
            .iter()
            .filter(|resident| !resident.name.is_empty())
            .count(),
        doors: buildings().map(|building| building.units.len()).sum(),
        buildings: buildings().count(),
        streets: sides.last().map_or(0, |side| side.of),
    }
}

fn door(
    residents: &[Resident],
    side: &StreetSide,
    building: &Building,
    unit: &str,
    rows: &[usize],
    order: usize,
    ids: &mut impl FnMut() -> Uuid,
) -> Door {
    let first_filled = |field: fn(&Resident) -> &str| {
        usual(
            rows.iter()
                .map(|&row| field(&residents[row]))
                .filter(|text| !text.is_empty()),
        )
    };
    let position = southwest(rows.iter().filter_map(|&row| residents[row].position));
    Door {
        id: DoorId(ids()),
        order: u32::try_from(order).unwrap_or(u32::MAX),
        street: side.street.clone(),
        side: side.side,
        number: building.number.clone(),
        unit: unit.to_owned(),
        city: first_filled(|resident| &resident.city),
        postcode: first_filled(|resident| &resident.postcode),
        latitude: position.map(|position| position.latitude),
        longitude: position.map(|position| position.longitude),
        people: rows
            .iter()
            .map(|&row| &residents[row])
            .filter(|resident| !resident.name.is_empty())
            .map(|resident| Person {
                id: PersonId(ids()),
                name: resident.name.clone(),
                language: resident.language.clone(),
                telephone: None,
            })
            .collect(),
    }
}

/// One side of one street with its buildings by ascending number.
struct StreetSide {
    street: String,
    /// Which street it belongs to: its other side has the same.
    of: usize,
    side: Side,
    buildings: Vec<Building>,
}

struct Building {
    number: String,
    position: Option<Position>,
    /// By the order of units; the rows of people behind each.
    units: BTreeMap<(Vec<NaturalPart>, String), (String, Vec<usize>)>,
}

impl StreetSide {
    /// Up the odd side, down the even one.
    fn walked(&self) -> Box<dyn Iterator<Item = &Building> + '_> {
        match self.side {
            Side::Odd | Side::Whole => Box::new(self.buildings.iter()),
            Side::Even => Box::new(self.buildings.iter().rev()),
        }
    }

    fn stop(&self) -> Stop {
        let mut places = self.walked().filter_map(|building| building.position);
        let entry = places.next();
        Stop {
            entry,
            exit: places.last().or(entry),
            name: self.street.clone(),
            street: self.of,
        }
    }
}

impl Building {
    fn units(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.units
            .values()
            .map(|(unit, rows)| (unit.as_str(), rows.as_slice()))
    }
}

/// The spelling most rows use; of equals the first by letter.
fn usual<'a>(spellings: impl Iterator<Item = &'a str>) -> String {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for spelling in spellings {
        *count.entry(spelling).or_default() += 1;
    }
    count
        .into_iter()
        .rev()
        .max_by_key(|(_, rows)| *rows)
        .map(|(spelling, _)| spelling.to_owned())
        .unwrap_or_default()
}

/// One of several positions, whichever way they come.
fn southwest(positions: impl Iterator<Item = Position>) -> Option<Position> {
    positions.min_by(|one, other| {
        one.latitude
            .total_cmp(&other.latitude)
            .then(one.longitude.total_cmp(&other.longitude))
    })
}

/// All street sides, by street name, then place of the street, then side.
fn sides(residents: &[Resident]) -> Vec<StreetSide> {
    let mut streets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (row, resident) in residents.iter().enumerate() {
        streets
            .entry(street::key(&resident.street))
            .or_default()
            .push(row);
    }
    let mut all = Vec::new();
    let mut of = 0;
    for rows in streets.into_values() {
        for rows in one_place_each(residents, &rows) {
            of += 1;
            let name = usual(rows.iter().map(|&row| residents[row].street.as_str()));
            let mut by_side: BTreeMap<Side, Vec<usize>> = BTreeMap::new();
            for row in rows {
                by_side
                    .entry(street::side(&residents[row].number))
                    .or_default()
                    .push(row);
            }
            for (side, rows) in by_side {
                all.push(StreetSide {
                    street: name.clone(),
                    of,
                    side,
                    buildings: buildings(residents, side, &rows),
                });
            }
        }
    }
    all
}

/// Rows of one street name, apart for each street that bears it: "High Street"
/// is in every town. By position where there is one, else by town.
fn one_place_each(residents: &[Resident], rows: &[usize]) -> Vec<Vec<usize>> {
    #[allow(clippy::cast_possible_truncation, reason = "degrees are small")]
    let cell = |position: Position| {
        let shrink = position.latitude.to_radians().cos().max(0.05);
        (
            (position.latitude / SAME_STREET_DEGREES).floor() as i64,
            (position.longitude * shrink / SAME_STREET_DEGREES).floor() as i64,
        )
    };
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for &row in rows {
        match residents[row].position {
            Some(position) => cells.entry(cell(position)).or_default().push(row),
            None => elsewhere.push(row),
        }
    }
    // Cells that touch belong together.
    let mut places: Vec<Vec<usize>> = Vec::new();
    while let Some((first, rows)) = cells.pop_first() {
        let mut place = rows;
        let mut edge = vec![first];
        while let Some((north, east)) = edge.pop() {
            for cell in (-1..=1).flat_map(|n| (-1..=1).map(move |e| (north + n, east + e))) {
                if let Some(rows) = cells.remove(&cell) {
                    place.extend(rows);
                    edge.push(cell);
                }
            }
        }
        places.push(place);
    }
    // What has no position goes where its postcode or town is, or the most are.
    let mut towns: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let located = places.len();
    let mut joins: Vec<Vec<usize>> = vec![Vec::new(); located];
    let biggest = (0..located).max_by_key(|&place| (places[place].len(), std::cmp::Reverse(place)));
    let known: Vec<(BTreeMap<String, ()>, BTreeMap<String, ()>)> = places
        .iter()
        .map(|place| {
            let keys = |field: fn(&Resident) -> &str| {
                place
                    .iter()
                    .map(|&row| street::key(field(&residents[row])))
                    .filter(|key| !key.is_empty())
                    .map(|key| (key, ()))
                    .collect::<BTreeMap<_, _>>()
            };
            (
                keys(|resident| &resident.postcode),
                keys(|resident| &resident.city),
            )
        })
        .collect();
    for row in elsewhere {
        let postcode = street::key(&residents[row].postcode);
        let town = street::key(&residents[row].city);
        let by_postcode = known
            .iter()
            .position(|(postcodes, _)| postcodes.contains_key(&postcode));
        let by_town = known
            .iter()
            .position(|(_, towns)| towns.contains_key(&town));
        let nowhere_said = town.is_empty().then_some(biggest).flatten();
        match by_postcode.or(by_town).or(nowhere_said) {
            Some(place) => joins[place].push(row),
            None => towns.entry(town).or_default().push(row),
        }
    }
    for (place, rows) in places.iter_mut().zip(joins) {
        place.extend(rows);
        place.sort_unstable();
    }
    // Without any position, rows that name no town join the town most name.
    if towns.len() > 1
        && let Some(nowhere) = towns.remove("")
        && let Some((_, rows)) = towns.iter_mut().rev().max_by_key(|(_, rows)| rows.len())
    {
        rows.extend(nowhere);
        rows.sort_unstable();
    }
    places.extend(towns.into_values());
    places
}

fn buildings(residents: &[Resident], side: Side, rows: &[usize]) -> Vec<Building> {
    let mut by_number: BTreeMap<(Vec<NaturalPart>, String), Vec<usize>> = BTreeMap::new();
    for &row in rows {
        let resident = &residents[row];
        // Without a number a house is known by its name, which stands as the unit.
        let number = if resident.number.is_empty() {
            &resident.unit
        } else {
            &resident.number
        };
        by_number
            .entry((street::natural_key(number), street::key(number)))
            .or_default()
            .push(row);
    }
    let mut buildings = Vec::new();
    for rows in by_number.into_values() {
        for rows in one_postcode_each(residents, rows) {
            let mut units: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for &row in &rows {
                let unit = &residents[row].unit;
                units
                    .entry((street::natural_key(unit), street::key(unit)))
                    .or_default()
                    .push(row);
            }
            buildings.push(Building {
                number: usual(rows.iter().map(|&row| residents[row].number.as_str())),
                position: southwest(rows.iter().filter_map(|&row| residents[row].position)),
                units: units
                    .into_iter()
                    .map(|(order, rows)| {
                        let unit = usual(rows.iter().map(|&row| residents[row].unit.as_str()));
                        (order, (unit, rows))
                    })
                    .collect(),
            });
        }
    }
    if side == Side::Whole {
        along_the_street(&mut buildings);
    }
    buildings
}

/// One number twice on a street of one name and place is two houses if the
/// postcodes differ and they do not stand in one spot.
fn one_postcode_each(residents: &[Resident], rows: Vec<usize>) -> Vec<Vec<usize>> {
    let mut by_postcode: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in rows {
        by_postcode
            .entry(street::key(&residents[row].postcode))
            .or_default()
            .push(row);
    }
    if by_postcode.len() > 1
        && let Some(none) = by_postcode.remove("")
        && let Some((_, rows)) = by_postcode
            .iter_mut()
            .rev()
            .max_by_key(|(_, rows)| rows.len())
    {
        rows.extend(none);
    }
    let mut houses: Vec<(Option<Position>, Vec<usize>)> = Vec::new();
    for rows in by_postcode.into_values() {
        let place = southwest(rows.iter().filter_map(|&row| residents[row].position));
        let same_spot = houses.iter_mut().find(|(other, _)| {
            place.zip(*other).is_some_and(|(one, other)| {
                (one.latitude - other.latitude).abs() < SAME_HOUSE_DEGREES
                    && (one.longitude - other.longitude).abs() < 2.0 * SAME_HOUSE_DEGREES
            })
        });
        match same_spot {
            Some((_, house)) => house.extend(rows),
            None => houses.push((place, rows)),
        }
    }
    let mut houses: Vec<Vec<usize>> = houses.into_iter().map(|(_, rows)| rows).collect();
    houses.iter_mut().for_each(|rows| rows.sort_unstable());
    houses
}

/// Houses with names only: from one end of the street to the other, as far as
/// positions tell; those without one stay behind, by name.
fn along_the_street(buildings: &mut [Building]) {
    let places: Vec<Position> = buildings
        .iter()
        .filter_map(|building| building.position)
        .collect();
    let (Some(south), Some(north)) = (
        places.iter().map(|place| place.latitude).reduce(f64::min),
        places.iter().map(|place| place.latitude).reduce(f64::max),
    ) else {
        return;
    };
    let (Some(west), Some(east)) = (
        places.iter().map(|place| place.longitude).reduce(f64::min),
        places.iter().map(|place| place.longitude).reduce(f64::max),
    ) else {
        return;
    };
    let shrink = south.to_radians().cos();
    let lies_north_south = north - south > (east - west) * shrink;
    let along = |building: &Building| {
        building.position.map_or(f64::INFINITY, |place| {
            if lies_north_south {
                place.latitude
            } else {
                place.longitude
            }
        })
    };
    buildings.sort_by(|one, other| along(one).total_cmp(&along(other)));
}

#[cfg(test)]
mod tests;
