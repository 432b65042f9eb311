//! In which order to walk street sides: nearest neighbour for a first round,
//! then 2-opt and Or-opt until neither shortens it. Each side is entered at one
//! end and left at the other, so the way from A to B is not the way from B to A.
//! Straight lines stand in for the pavement: which side of the street one is on
//! matters more than the last metre.

use super::super::street::natural_order;
use super::Position;

/// A street side as the tour sees it. Places are latitude and longitude.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub entry: Option<Position>,
    pub exit: Option<Position>,
    /// For what has no place.
    pub name: String,
    /// The other side of a street has the same.
    pub street: usize,
}

/// Gains below this (metres) are not worth a change; it also ends the search
/// where rounding would go on forever.
const WORTH_IT: f64 = 0.01;

/// How many changes are weighed before the round is good enough: a town of some
/// thousand street sides in about a second.
const MOST_WEIGHED: u64 = 20_000_000;

/// Crossing over to the other side of one's street costs this much less than
/// it measures (metres): people rather finish a street than the shortest round.
const ACROSS_THE_STREET: f64 = 200.0;

/// Metres on a plane around the middle of the stops.
#[derive(Clone, Copy, Debug)]
struct Leg {
    entry: (f64, f64),
    exit: (f64, f64),
    street: usize,
}

/// More stops than this are walked neighbourhood by neighbourhood.
const MOST_AT_ONCE: usize = 1500;

/// How many stops such a neighbourhood has.
const PIECE: usize = 400;

/// The order to visit stops in; those without a place come last, by name.
pub(super) fn order(stops: &[Stop]) -> Vec<usize> {
    let (legs, placed) = on_a_plane(stops);
    let mut unplaced: Vec<usize> = (0..stops.len())
        .filter(|&index| stops[index].entry.is_none())
        .collect();
    // Stable: the sides of one street stay as they came.
    unplaced.sort_by(|&one, &other| natural_order(&stops[one].name, &stops[other].name));
    let round = if legs.len() > MOST_AT_ONCE {
        in_pieces(&legs)
    } else {
        shortest(&legs, &corners(&legs))
    };
    let mut order: Vec<usize> = round.into_iter().map(|leg| placed[leg]).collect();
    order.extend(unplaced);
    order
}

/// Stops that have a place, in metres, and which those are.
fn on_a_plane(stops: &[Stop]) -> (Vec<Leg>, Vec<usize>) {
    let shrink = stops
        .iter()
        .find_map(|stop| stop.entry)
        .map_or(1.0, |place| place.latitude.to_radians().cos());
    let plane = |place: Position| {
        (
            place.longitude * shrink * 111_320.0,
            place.latitude * 110_574.0,
        )
    };
    stops
        .iter()
        .enumerate()
        .filter_map(|(index, stop)| {
            let leg = Leg {
                entry: plane(stop.entry?),
                exit: plane(stop.exit?),
                street: stop.street,
            };
            Some((leg, index))
        })
        .unzip()
}

/// The shortest round found from these starts.
fn shortest(legs: &[Leg], starts: &[usize]) -> Vec<usize> {
    let ways = &Ways::of(legs);
    let best = starts
        .iter()
        .map(|&start| nearest_neighbour(ways, start))
        .map(|round| (length(ways, &round), round))
        .min_by(|(one, _), (other, _)| one.total_cmp(other));
    let Some((_, mut round)) = best else {
        return Vec::new();
    };
    let mut weighed = 0;
    while two_opt(ways, &mut round, &mut weighed) | or_opt(ways, &mut round, &mut weighed) {
        if weighed > MOST_WEIGHED {
            break;
        }
    }
    round
}

/// A good round over very many stops: neighbourhoods along a curve that fills
/// the plane (Hilbert's), each walked as short as can be.
fn in_pieces(legs: &[Leg]) -> Vec<usize> {
    let range = |along: fn(&Leg) -> f64| {
        let low = legs.iter().map(along).fold(f64::INFINITY, f64::min);
        let high = legs.iter().map(along).fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1.0))
    };
    let ((west, width), (south, height)) = (range(|leg| leg.entry.0), range(|leg| leg.entry.1));
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place within the range of all places"
    )]
    let cell = |at: f64, low: f64, size: f64| ((at - low) / size * f64::from(GRID - 1)) as u32;
    let mut along: Vec<usize> = (0..legs.len()).collect();
    along.sort_by_key(|&leg| {
        let (x, y) = legs[leg].entry;
        (hilbert(cell(x, west, width), cell(y, south, height)), leg)
    });
    along
        .chunks(PIECE)
        .flat_map(|piece| {
            let near: Vec<Leg> = piece.iter().map(|&leg| legs[leg]).collect();
            // Begin where the curve enters this neighbourhood.
            shortest(&near, &[0]).into_iter().map(|leg| piece[leg])
        })
        .collect()
}

const GRID: u32 = 1 << 12;

/// How far along Hilbert's curve through the grid a cell lies.
fn hilbert(mut x: u32, mut y: u32) -> u64 {
    let mut along = 0;
    let mut size = GRID / 2;
    while size > 0 {
        let (right, up) = (u32::from(x & size > 0), u32::from(y & size > 0));
        along += u64::from(size) * u64::from(size) * u64::from((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                x = (GRID - 1) - x;
                y = (GRID - 1) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        size /= 2;
    }
    along
}

/// The outermost stops to the four winds: a round that starts in the middle
/// must cross itself.
fn corners(legs: &[Leg]) -> Vec<usize> {
    let outermost = |outness: fn(&Leg) -> f64| {
        (0..legs.len()).min_by(|&one, &other| outness(&legs[one]).total_cmp(&outness(&legs[other])))
    };
    let mut corners: Vec<usize> = [
        outermost(|leg| leg.entry.0),
        outermost(|leg| -leg.entry.0),
        outermost(|leg| leg.entry.1),
        outermost(|leg| -leg.entry.1),
    ]
    .into_iter()
    .flatten()
    .collect();
    corners.sort_unstable();
    corners.dedup();
    corners
}

/// The way from the end of every stop to the beginning of every other, counted
/// once: the search asks for each a thousand times.
struct Ways {
    stops: usize,
    metres: Vec<f32>,
}

impl Ways {
    fn of(legs: &[Leg]) -> Self {
        let way = |from: &Leg, to: &Leg| {
            let ((x, y), (to_x, to_y)) = (from.exit, to.entry);
            let way = ((x - to_x) * (x - to_x) + (y - to_y) * (y - to_y)).sqrt();
            if from.street == to.street {
                (way - ACROSS_THE_STREET).max(0.0)
            } else {
                way
            }
        };
        #[allow(
            clippy::cast_possible_truncation,
            reason = "decimetres are near enough"
        )]
        let metres = legs
            .iter()
            .flat_map(|from| legs.iter().map(move |to| way(from, to) as f32))
            .collect();
        Self {
            stops: legs.len(),
            metres,
        }
    }

    fn way(&self, from: usize, to: usize) -> f64 {
        f64::from(self.metres[from * self.stops + to])
    }
}

fn length(ways: &Ways, round: &[usize]) -> f64 {
    round
        .windows(2)
        .map(|pair| ways.way(pair[0], pair[1]))
        .sum()
}

fn nearest_neighbour(ways: &Ways, start: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..ways.stops).filter(|&leg| leg != start).collect();
    let mut round = vec![start];
    let mut here = start;
    while let Some(next) = (0..left.len()).min_by(|&one, &other| {
        ways.way(here, left[one])
            .total_cmp(&ways.way(here, left[other]))
            .then(left[one].cmp(&left[other]))
    }) {
        here = left.swap_remove(next);
        round.push(here);
    }
    round
}

/// Walked lengths up to each place of the round, forwards and backwards, so
/// that the length of any stretch either way is one subtraction.
struct Sums {
    forth: Vec<f64>,
    back: Vec<f64>,
}

impl Sums {
    fn of(ways: &Ways, round: &[usize]) -> Self {
        let (mut forth, mut back) = (vec![0.0], vec![0.0]);
        let (mut there, mut again) = (0.0, 0.0);
        for pair in round.windows(2) {
            there += ways.way(pair[0], pair[1]);
            again += ways.way(pair[1], pair[0]);
            forth.push(there);
            back.push(again);
        }
        Self { forth, back }
    }
}

/// Turns stretches around while that shortens the round. Whether it did.
fn two_opt(ways: &Ways, round: &mut [usize], weighed: &mut u64) -> bool {
    let n = round.len();
    let mut shortened = false;
    let mut sums = Sums::of(ways, round);
    for i in 0..n {
        let mut j = i + 1;
        while j < n {
            *weighed += 1;
            let mut gain = (sums.forth[j] - sums.forth[i]) - (sums.back[j] - sums.back[i]);
            if i > 0 {
                gain += ways.way(round[i - 1], round[i]) - ways.way(round[i - 1], round[j]);
            }
            if j + 1 < n {
                gain += ways.way(round[j], round[j + 1]) - ways.way(round[i], round[j + 1]);
            }
            if gain > WORTH_IT {
                round[i..=j].reverse();
                sums = Sums::of(ways, round);
                shortened = true;
            }
            j += 1;
        }
        if *weighed > MOST_WEIGHED {
            break;
        }
    }
    shortened
}

/// Moves one to three neighbouring stops elsewhere while that shortens the
/// round. Whether it did.
fn or_opt(ways: &Ways, round: &mut [usize], weighed: &mut u64) -> bool {
    let n = round.len();
    let mut shortened = false;
    for len in 1..=3.min(n.saturating_sub(1)) {
        let mut i = 0;
        while i + len <= n {
            if let Some(to) = better_place(ways, round, i, len, weighed) {
                if to < i {
                    round[to..i + len].rotate_right(len);
                } else {
                    round[i..to].rotate_left(len);
                }
                shortened = true;
            }
            i += 1;
        }
        if *weighed > MOST_WEIGHED {
            break;
        }
    }
    shortened
}

/// Before which place of the round the stretch `i..i + len` would better stand.
fn better_place(
    ways: &Ways,
    round: &[usize],
    i: usize,
    len: usize,
    weighed: &mut u64,
) -> Option<usize> {
    let n = round.len();
    let step = |from: Option<usize>, to: Option<usize>| match (from, to) {
        (Some(from), Some(to)) => ways.way(from, to),
        _ => 0.0,
    };
    let at = |place: Option<usize>| place.and_then(|place| round.get(place)).copied();
    let (before, after) = (at(i.checked_sub(1)), at(Some(i + len)));
    let (first, last) = (at(Some(i)), at(Some(i + len - 1)));
    let taken_out = step(before, first) + step(last, after) - step(before, after);
    let mut best = (WORTH_IT, None);
    for to in (0..=n).filter(|to| !(i..=i + len).contains(to)) {
        *weighed += 1;
        let (left, right) = (at(to.checked_sub(1)), at(Some(to)));
        let gain = taken_out - (step(left, first) + step(last, right) - step(left, right));
        if gain > best.0 {
            best = (gain, Some(to));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(north: f64, east: f64) -> Option<Position> {
        Some(Position {
            latitude: 60.0 + north / 110_574.0,
            longitude: 25.0 + east / 55_660.0,
        })
    }

    fn point(street: usize, north: f64, east: f64) -> Stop {
        Stop {
            entry: place(north, east),
            exit: place(north, east),
            name: String::new(),
            street,
        }
    }

    #[test]
    fn a_row_of_stops_is_walked_from_end_to_end() {
        let stops: Vec<Stop> = [300.0, 0.0, 200.0, 100.0, 400.0]
            .into_iter()
            .enumerate()
            .map(|(street, east)| point(street, 0.0, east))
            .collect();
        let walked = order(&stops);
        assert!(
            walked == [1, 3, 2, 0, 4] || walked == [4, 0, 2, 3, 1],
            "{walked:?}"
        );
    }

    #[test]
    fn up_one_side_and_back_down_the_other() {
        // Two parallel streets, 500 m long and 80 m apart, both sides each.
        let side = |street: usize, east: f64, up: bool| Stop {
            entry: place(if up { 0.0 } else { 500.0 }, east),
            exit: place(if up { 500.0 } else { 0.0 }, east),
            name: String::new(),
            street,
        };
        let stops = [
            side(0, 0.0, true),
            side(1, 90.0, true),
            side(0, 10.0, false),
            side(1, 100.0, false),
        ];
        let walked = order(&stops);
        assert!(
            walked == [0, 2, 1, 3] || walked == [1, 3, 0, 2],
            "{walked:?}"
        );
    }

    #[test]
    fn stops_without_a_place_come_last_by_name() {
        let nowhere = |name: &str| Stop {
            entry: None,
            exit: None,
            name: name.to_owned(),
            street: 0,
        };
        let stops = [
            nowhere("Bulevardi"),
            point(0, 0.0, 0.0),
            nowhere("Annankatu"),
        ];
        assert_eq!(order(&stops), [1, 2, 0]);
        assert_eq!(order(&[]), [0_usize; 0]);
    }

    #[test]
    fn a_round_too_large_to_search_whole_still_visits_every_stop_once() {
        let legs: Vec<Leg> = (0..PIECE + 7)
            .map(|street| {
                let mixed = (street as u32).wrapping_mul(2_654_435_761) >> 8;
                let place = (f64::from(mixed % 4000), f64::from(mixed / 4000));
                Leg {
                    entry: place,
                    exit: place,
                    street,
                }
            })
            .collect();
        let walked = in_pieces(&legs);
        let mut all = walked.clone();
        all.sort_unstable();
        assert_eq!(all, (0..legs.len()).collect::<Vec<_>>());
        // As they came they lie all over the place.
        let as_they_came: Vec<usize> = (0..legs.len()).collect();
        let ways = Ways::of(&legs);
        assert!(length(&ways, &walked) < length(&ways, &as_they_came) / 8.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_stop_is_visited_once_and_no_round_is_longer_than_plain_nearest_neighbour(
            ends in prop::collection::vec((0.0..2000.0, 0.0..2000.0, -300.0..300.0, -300.0..300.0), 0..40)
        ) {
            let stops: Vec<Stop> = ends
                .iter()
                .enumerate()
                .map(|(index, &(north, east, up, right))| Stop {
                    entry: place(north, east),
                    exit: place(north + up, east + right),
                    name: String::new(),
                    street: index / 2,
                })
                .collect();
            let walked = order(&stops);
            let mut all = walked.clone();
            all.sort_unstable();
            prop_assert_eq!(all, (0..stops.len()).collect::<Vec<_>>());
            prop_assert_eq!(&walked, &order(&stops));
            let (legs, _) = on_a_plane(&stops);
            let ways = Ways::of(&legs);
            for start in corners(&legs) {
                let plain = length(&ways, &nearest_neighbour(&ways, start));
                prop_assert!(length(&ways, &walked) <= plain + 0.1);
            }
        }
    }
}
