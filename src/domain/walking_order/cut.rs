//! Cutting doors in walking order into walk lists: a list per street, or lists
//! of about as many doors as one shift can take.

use super::super::street;
use super::super::walk_list::Door;
use super::{Position, Resident};
use std::collections::BTreeMap;

/// Doors for one walk list, in walking order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Places in the slice that was cut, ascending.
    pub doors: Vec<usize>,
    /// The streets of this cut, each once, as one comes upon them.
    pub streets: Vec<String>,
}

/// What it costs to part the two sides of a street, next to being off the
/// wished number: as much as a fifth of the doors too many or too few.
const PARTS_A_STREET: f64 = 0.04;

/// What it costs to part a side of a street in the middle: as much as a third.
const PARTS_A_SIDE: f64 = 0.1;

/// A list per street, in the order of each street's first door. Streets of one
/// name in different places are different streets.
#[must_use]
pub fn by_street(doors: &[Door]) -> Vec<Cut> {
    let residents: Vec<Resident> = doors
        .iter()
        .map(|door| Resident {
            city: door.city.clone(),
            postcode: door.postcode.clone(),
            position: door
                .latitude
                .zip(door.longitude)
                .map(|(latitude, longitude)| Position {
                    latitude,
                    longitude,
                }),
            ..Resident::default()
        })
        .collect();
    let mut streets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, door) in doors.iter().enumerate() {
        streets
            .entry(street::key(&door.street))
            .or_default()
            .push(index);
    }
    let mut cuts: Vec<Vec<usize>> = streets
        .into_values()
        .flat_map(|indices| super::one_place_each(&residents, &indices))
        .collect();
    cuts.sort_by_key(|indices| indices.first().copied());
    cuts.into_iter()
        .map(|indices| cut(doors, indices))
        .collect()
}

/// Lists of about `wished` doors. A building is never split unless it alone has
/// more than twice as many; then it is cut into lists of its own, as even as
/// can be. Where a little more or less allows it, a list ends with its street.
#[must_use]
pub fn by_doors(doors: &[Door], wished: usize) -> Vec<Cut> {
    let wished = wished.max(1);
    let mut cuts = Vec::new();
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
    for building in buildings(doors) {
        if building.len() > 2 * wished {
            cuts.extend(even(doors, &std::mem::take(&mut blocks), wished));
            let parts = building.len().div_ceil(wished);
            let (start, doors_in) = (building.start, building.len());
            cuts.extend((0..parts).map(|part| {
                start + part * doors_in / parts..start + (part + 1) * doors_in / parts
            }));
        } else {
            blocks.push(building);
        }
    }
    cuts.extend(even(doors, &blocks, wished));
    cuts.into_iter()
        .map(|range| cut(doors, range.collect()))
        .collect()
}

/// The doors of a cut as a list of its own, numbered from 0.
#[must_use]
pub fn take(doors: &[Door], cut: &Cut) -> Vec<Door> {
    cut.doors
        .iter()
        .filter_map(|&index| doors.get(index))
        .zip(0..)
        .map(|(door, order)| Door {
            order,
            ..door.clone()
        })
        .collect()
}

fn cut(doors: &[Door], indices: Vec<usize>) -> Cut {
    let mut streets: Vec<String> = Vec::new();
    for &index in &indices {
        if !streets.contains(&doors[index].street) {
            streets.push(doors[index].street.clone());
        }
    }
    Cut {
        doors: indices,
        streets,
    }
}

/// Runs of doors that share street and number. A house without a number is its own.
fn buildings(doors: &[Door]) -> Vec<std::ops::Range<usize>> {
    let together = |one: &Door, other: &Door| {
        !one.number.is_empty()
            && (&one.street, &one.number, &one.postcode, &one.city)
                == (&other.street, &other.number, &other.postcode, &other.city)
    };
    let mut start = 0;
    doors
        .chunk_by(together)
        .map(|chunk| {
            let range = start..start + chunk.len();
            start = range.end;
            range
        })
        .collect()
}

/// The division of consecutive buildings with the least sum of squared
/// deviations from the wished number; `best[k]` is the cheapest way to end a
/// list before building `k`.
fn even(
    doors: &[Door],
    blocks: &[std::ops::Range<usize>],
    wished: usize,
) -> Vec<std::ops::Range<usize>> {
    #[allow(clippy::cast_precision_loss, reason = "door counts are far below 2^52")]
    let off = |size: usize| {
        let off = (size as f64 - wished as f64) / wished as f64;
        off * off
    };
    let parting = |at: usize| match (blocks.get(at.wrapping_sub(1)), blocks.get(at)) {
        (Some(one), Some(other)) => {
            let (one, other) = (&doors[one.start], &doors[other.start]);
            if one.street != other.street {
                0.0
            } else if one.side != other.side {
                PARTS_A_STREET
            } else {
                PARTS_A_SIDE
            }
        }
        _ => 0.0,
    };
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=blocks.len() {
        let mut cheapest = (f64::INFINITY, end - 1);
        let mut size = 0;
        for start in (0..end).rev() {
            size += blocks[start].len();
            // The last building alone may be twice as many; else three times is never better.
            if size > 3 * wished && start + 1 < end {
                break;
            }
            let cost = best[start].0 + off(size) + parting(end);
            if cost < cheapest.0 {
                cheapest = (cost, start);
            }
        }
        best.push(cheapest);
    }
    let mut cuts = Vec::new();
    let mut end = blocks.len();
    while end > 0 {
        let start = best[end].1;
        cuts.push(blocks[start].start..blocks[end - 1].end);
        end = start;
    }
    cuts.reverse();
    cuts
}
