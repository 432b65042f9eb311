//! Telephone numbers of people to call: what is plausibly one, and the list they
//! make. Who shares a number at an address is called by one entry, as a household
//! has one door.

use crate::domain::ids::{DoorId, PersonId};
use crate::domain::street;
use crate::domain::walk_list::{Door, Person, Side};
use crate::domain::walking_order::Resident;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The shortest a number with its area code is, and the longest there may be (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Why a text is no number to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoNumber {
    /// Letters, a spreadsheet's `3.58E+11`, too few or too many digits.
    Implausible,
    Nothing,
}

/// The first number in a field, as it is to be dialled and read: digits with single
/// spaces as they were grouped, `+` before a country code.
pub(super) fn read(field: &str) -> Result<String, NoNumber> {
    // Two numbers in one field: the first is kept. "01632/960001" is one.
    let first = field
        .split([';', ',', '|', '\n'])
        .flat_map(|part| part.split(" / "))
        .map(str::trim)
        .find(|part| !part.is_empty())
        .ok_or(NoNumber::Nothing)?;
    let mut number = String::new();
    for letter in first.chars() {
        match letter {
            '+' if number.is_empty() => number.push('+'),
            '0'..='9' => number.push(letter),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2011}' | '–' => {
                if !number.is_empty() && !number.ends_with([' ', '+']) {
                    number.push(' ');
                }
            }
            _ => return Err(NoNumber::Implausible),
        }
    }
    let number = number.trim_end().to_owned();
    // "+44 (0)1632": the zero is not dialled from abroad, nor with the country code.
    let number = if number.starts_with('+') && first.contains("(0)") {
        number.replacen(" 0 ", " ", 1)
    } else {
        number
    };
    // "00 44", as it is dialled in most of the world.
    let number = match number.strip_prefix("00") {
        Some(rest) => format!("+{}", rest.trim_start()),
        None => number,
    };
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let all_the_same = digits.windows(2).all(|two| two[0] == two[1]);
    let no_country = number.starts_with("+0");
    if DIGITS.contains(&digits.len()) && !all_the_same && !no_country {
        Ok(number)
    } else {
        Err(NoNumber::Implausible)
    }
}

/// A number as it is compared: its digits alone.
pub(super) fn key(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Rows by number and address, in the order of the file.
pub(super) fn numbers(residents: &[Resident]) -> Vec<Vec<&Resident>> {
    let mut places: BTreeMap<[String; 4], usize> = BTreeMap::new();
    let mut numbers: Vec<Vec<&Resident>> = Vec::new();
    for resident in residents {
        let number = key(resident.telephone.as_deref().unwrap_or_default());
        let [street, house, unit] =
            [&resident.street, &resident.number, &resident.unit].map(|part| street::key(part));
        let place = *places
            .entry([number, street, house, unit])
            .or_insert(numbers.len());
        match numbers.get_mut(place) {
            Some(people) => people.push(resident),
            None => numbers.push(vec![resident]),
        }
    }
    numbers
}

/// A call list's entries, numbered from 0. The address stays on the server, so that who
/// is erased here is found elsewhere too.
pub(super) fn arrange(residents: &[Resident], ids: &mut impl FnMut() -> Uuid) -> Vec<Door> {
    (0..)
        .zip(numbers(residents))
        .filter_map(|(order, people)| {
            let first = people.first()?;
            Some(Door {
                id: DoorId(ids()),
                order,
                street: first.street.clone(),
                side: Side::Whole,
                number: first.number.clone(),
                unit: first.unit.clone(),
                city: first.city.clone(),
                postcode: first.postcode.clone(),
                latitude: None,
                longitude: None,
                people: people
                    .iter()
                    .map(|resident| Person {
                        id: PersonId(ids()),
                        name: resident.name.clone(),
                        language: resident.language.clone(),
                        telephone: resident.telephone.clone(),
                    })
                    .collect(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (written, read_as) in [
            ("07700 900123", "07700 900123"),
            (" +44 (0)7700 900-123 ", "+44 7700 900 123"),
            ("0044 1632 960001", "+44 1632 960001"),
            ("(01632) 960 001", "01632 960 001"),
            ("01632/960001", "01632 960001"),
            ("09-1234 567; 040 1234567", "09 1234 567"),
            ("09 1234567 / 040 1234567", "09 1234567"),
            ("+358.40.1234567", "+358 40 1234567"),
        ] {
            assert_eq!(read(written), Ok(read_as.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        for written in [
            "112",
            "3.58401E+11",
            "ask at work",
            "n/a",
            "0000000000",
            "+0 123 4567",
            "040 1234567 ext 5",
            "12345678901234567",
        ] {
            assert_eq!(read(written), Err(NoNumber::Implausible), "{written}");
        }
        for nothing in ["", "  ", " ; ", ","] {
            assert_eq!(read(nothing), Err(NoNumber::Nothing), "{nothing:?}");
        }
    }
}
