//! Streets and addresses: reading what a voter file says into street, number
//! and unit, telling sides by the number's parity, putting numbers and units in
//! the order a person counts in, and writing an address as it is said.
//!
//! Both orders are read ("Annankatu 5", "12 High Street"), numbers with
//! letters and ranges ("12b", "46 A", "5-7"), flats in the same line
//! ("Annankatu 5 A 3", "12 High Street, Flat 3") and names before the address
//! ("Kaivopiha, Mannerheimintie 3"). Nothing that was written is dropped: what
//! is neither street nor number helps to find the door and goes to the unit.

use super::walk_list::{Door, Side};
use std::cmp::Ordering;

/// One line of address, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub street: String,
    /// As in `Door::number`: empty where there is none.
    pub number: String,
    /// As in `Door::unit`.
    pub unit: String,
    /// Only when the line itself held them.
    pub city: String,
    pub postcode: String,
}

/// Words that announce a flat, a floor or a staircase.
const UNIT_WORDS: &[&str] = &[
    "flat",
    "flats",
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "room",
    "rm",
    "floor",
    "floors",
    "fl",
    "level",
    "basement",
    "as",
    "asunto",
    "huoneisto",
    "krs",
    "kerros",
    "porras",
    "rappu",
    "lgh",
    "lägenhet",
    "bst",
    "bostad",
    "trappa",
    "vån",
    "våning",
    "appt",
    "appartement",
    "étage",
    "wohnung",
    "whg",
    "piso",
    "interno",
];

/// Last words of English street names: there the number is said first.
const ENGLISH_STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "close",
    "court",
    "ct",
    "place",
    "pl",
    "way",
    "terrace",
    "crescent",
    "gardens",
    "grove",
    "hill",
    "square",
    "sq",
    "boulevard",
    "blvd",
    "row",
    "walk",
    "mews",
    "parade",
    "rise",
    "view",
    "park",
    "green",
    "highway",
    "hwy",
    "parkway",
    "pkwy",
    "circle",
    "cir",
    "trail",
    "croft",
    "yard",
    "wharf",
    "embankment",
];

/// First words of French street names: the number is said first there too.
const FRENCH_STREETS: &[&str] = &[
    "rue",
    "avenue",
    "boulevard",
    "place",
    "chemin",
    "allée",
    "impasse",
    "quai",
    "route",
    "cours",
];

/// Reads one line of address. With `names_city` a last part without digits is
/// taken for the town: for files that have no column of their own for it.
#[must_use]
pub fn parse(line: &str, names_city: bool) -> Address {
    let segments: Vec<&str> = line
        .split([',', '\n', '\r', ';'])
        .map(str::trim)
        .filter(|segment| !segment.is_empty())
        .collect();
    let mut address = Address::default();
    let mut extra: Vec<String> = Vec::new();
    let mut after: &[&str] = &[];
    let mut found = false;
    for (index, segment) in segments.iter().enumerate() {
        // "12, High Street"
        let joined = segments
            .get(index + 1)
            .filter(|next| is_number(segment) && !has_digit(next))
            .map(|next| format!("{segment} {next}"));
        let taken = 1 + usize::from(joined.is_some());
        let text = joined.as_deref().unwrap_or(segment);
        if let Some(read) = read_segment(text) {
            address.street = read.street;
            address.number = read.number;
            extra.extend((!read.unit.is_empty()).then_some(read.unit));
            extra.extend(segments[..index].iter().map(|&name| name.to_owned()));
            after = &segments[index + taken..];
            found = true;
            break;
        }
    }
    if !found {
        // No number anywhere: "Rose Cottage, Church Lane" or just a name.
        let street = segments.iter().rposition(|segment| {
            has_letter(segment) && !is_unit(segment) && postcode_in(segment).is_none()
        });
        if let [only] = segments[..]
            && is_number(only)
        {
            address.number = tidy_number(only);
        } else if let Some(street) = street {
            address.street = squeeze(segments[street]);
            extra.extend(segments[..street].iter().map(|&name| name.to_owned()));
            after = &segments[street + 1..];
        } else {
            extra.extend(segments.iter().map(|&part| part.to_owned()));
        }
    }
    let mut rest: Vec<&str> = Vec::new();
    for segment in after {
        match postcode_in(segment) {
            Some((postcode, city)) if address.postcode.is_empty() => {
                address.postcode = postcode;
                address.city = city;
            }
            _ => rest.push(segment),
        }
    }
    let town_is_next = address.city.is_empty() && (names_city || !address.postcode.is_empty());
    if town_is_next
        && let Some(last) = rest.last()
        && found
        && !has_digit(last)
        && !is_unit(last)
    {
        address.city = squeeze(last);
        rest.pop();
    }
    extra.extend(rest.into_iter().map(str::to_owned));
    address.unit = squeeze(&extra.join(", "));
    address
}

/// A house number as it is kept: one space between its parts, a plain hyphen in ranges.
#[must_use]
pub fn tidy_number(number: &str) -> String {
    squeeze(&number.replace(['–', '—', '‐', '‑'], "-"))
}

/// Parts of a unit from different columns, none said twice.
#[must_use]
pub fn join_units(first: &str, second: &str) -> String {
    let (first, second) = (squeeze(first), squeeze(second));
    if first.is_empty() || key(&first) == key(&second) {
        second
    } else if second.is_empty() {
        first
    } else {
        format!("{first}, {second}")
    }
}

fn read_segment(segment: &str) -> Option<Address> {
    let tokens: Vec<&str> = segment.split_whitespace().collect();
    let (first, rest) = tokens.split_first()?;
    // "Flat 3 12 High Street"
    if is_unit_word(first) {
        let (which, street) = rest.split_first()?;
        let mut address = read_segment(&street.join(" "))?;
        address.unit = join_units(&format!("{first} {which}"), &address.unit);
        return Some(address);
    }
    if is_number(first) {
        number_first(first, rest)
    } else {
        street_first(&tokens)
    }
}

/// "12 High Street", "12 A High Street Flat 3", "12 1/2 Main St #4"
fn number_first(first: &str, rest: &[&str]) -> Option<Address> {
    let mut number = first.to_owned();
    let mut rest = rest;
    while let [next, more @ ..] = rest {
        let belongs = is_fraction(next)
            || matches!(next.to_lowercase().as_str(), "bis" | "ter")
            // "12 E Main St" lies in the east, "12 B Main St" is house B.
            || (is_letter(next) && !matches!(*next, "N" | "E" | "S" | "W") && !more.is_empty());
        if !belongs {
            break;
        }
        number = format!("{number} {next}");
        rest = more;
    }
    let at_unit = (1..rest.len()).find(|&index| {
        rest[index].starts_with('#')
            || (is_unit_word(rest[index])
                && rest
                    .get(index + 1)
                    .is_some_and(|next| has_digit(next) || is_letter(next)))
    });
    let (street, unit) = rest.split_at(at_unit.unwrap_or(rest.len()));
    if !street.iter().any(|word| has_letter(word)) {
        return None;
    }
    Some(Address {
        street: street.join(" "),
        number: tidy_number(&number),
        unit: unit.join(" "),
        ..Address::default()
    })
}

/// "Annankatu 5", "Annankatu 46 A", "Annankatu 5 A 3", "Iso Roobertinkatu 4"
fn street_first(tokens: &[&str]) -> Option<Address> {
    let at = (1..tokens.len())
        .find(|&index| is_number(tokens[index]) && !is_unit_word(tokens[index - 1]))?;
    let street = &tokens[..at];
    if !street.iter().any(|word| has_letter(word)) {
        return None;
    }
    let mut number = tokens[at].to_owned();
    let mut rest = &tokens[at + 1..];
    if let [next, more @ ..] = rest
        && is_fraction(next)
    {
        number = format!("{number} {next}");
        rest = more;
    }
    // A letter with nothing behind it belongs to the house ("46 A"); with a
    // number behind it, it is the staircase ("5 A 3").
    if let [letter, more @ ..] = rest
        && is_letter(letter)
        && more.first().is_none_or(|next| !has_digit(next))
    {
        number = format!("{number} {letter}");
        rest = more;
    }
    Some(Address {
        street: street.join(" "),
        number: tidy_number(&number),
        unit: rest.join(" "),
        ..Address::default()
    })
}

/// `5`, `12b`, `5-7`, `12a/14`: digits, at most one letter, perhaps a second such.
fn is_number(token: &str) -> bool {
    let part = |part: &str| {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let mut letters = part.chars().skip(digits);
        (1..=5).contains(&digits)
            && letters.next().is_none_or(char::is_alphabetic)
            && letters.next().is_none()
    };
    let mut parts = token.split(['-', '–', '—', '/']);
    parts.next().is_some_and(part) && parts.next().is_none_or(part) && parts.next().is_none()
}

fn is_fraction(token: &str) -> bool {
    matches!(token, "1/2" | "1/4" | "3/4" | "½" | "¼" | "¾")
}

fn is_letter(token: &str) -> bool {
    let mut letters = token.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

fn is_unit_word(token: &str) -> bool {
    let word = token.trim_end_matches(['.', ':']).to_lowercase();
    UNIT_WORDS.contains(&word.as_str())
}

/// "Floor 5", "5. krs.", "Flat 3"
fn is_unit(segment: &str) -> bool {
    segment.split([' ', '/', '-']).any(is_unit_word) || segment.starts_with('#')
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_digit())
}

/// A postcode at either end of a part, and the town beside it: "00100
/// Helsinki", "London SW1A 1AA", "62704".
fn postcode_in(segment: &str) -> Option<(String, String)> {
    let tokens: Vec<&str> = segment.split_whitespace().collect();
    let digits = |token: &str| {
        let (head, tail) = token
            .split_once('-')
            .map_or((token, None), |(head, tail)| (head, Some(tail)));
        let all = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
        (4..=5).contains(&head.len())
            && all(head)
            && tail.is_none_or(|tail| tail.len() == 4 && all(tail))
    };
    let [first, .., last] = tokens[..] else {
        let [only] = tokens[..] else { return None };
        return digits(only).then(|| (only.to_owned(), String::new()));
    };
    if let [town @ .., outward, inward] = &tokens[..]
        && is_british(outward, inward)
    {
        return Some((format!("{outward} {inward}").to_uppercase(), town.join(" ")));
    }
    if digits(first) && !has_digit(last) {
        Some((first.to_owned(), tokens[1..].join(" ")))
    } else if digits(last) && !has_digit(first) {
        Some((last.to_owned(), tokens[..tokens.len() - 1].join(" ")))
    } else {
        None
    }
}

/// "SW1A 1AA"
fn is_british(outward: &str, inward: &str) -> bool {
    let kinds = |text: &str| -> String {
        text.chars()
            .map(|letter| match letter {
                'a'..='z' | 'A'..='Z' => 'A',
                '0'..='9' => '9',
                _ => '?',
            })
            .collect()
    };
    matches!(
        kinds(outward).as_str(),
        "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"
    ) && kinds(inward) == "9AA"
}

fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// What two spellings of one street, number or unit have in common: case,
/// spaces and full stops don't count ("12 B" is "12b").
#[must_use]
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '.')
        .flat_map(char::to_lowercase)
        .collect()
}

/// The side of the street by the parity of the number's first digits.
#[must_use]
pub fn side(number: &str) -> Side {
    let last_digit = number
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .last()
        .and_then(|digit| digit.to_digit(10));
    match last_digit {
        None => Side::Whole,
        Some(digit) if digit % 2 == 0 => Side::Even,
        Some(_) => Side::Odd,
    }
}

/// The order a person counts in: "A 3" before "A 10" before "B 1"; nothing first.
#[must_use]
pub fn natural_order(one: &str, other: &str) -> Ordering {
    natural_key(one)
        .cmp(&natural_key(other))
        .then_with(|| one.cmp(other))
}

/// What `natural_order` compares, for sorting many.
#[must_use]
pub fn natural_key(text: &str) -> Vec<NaturalPart> {
    let mut parts = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(&letter) = letters.peek() {
        if let Some(digit) = letter.to_digit(10) {
            let mut number = u64::from(digit);
            letters.next();
            while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
                number = number.saturating_mul(10).saturating_add(u64::from(digit));
                letters.next();
            }
            parts.push(NaturalPart::Number(number));
        } else if letter.is_alphabetic() {
            let mut word = String::new();
            while let Some(letter) = letters.next_if(|letter| letter.is_alphabetic()) {
                word.extend(letter.to_lowercase());
            }
            parts.push(NaturalPart::Word(word));
        } else {
            letters.next();
        }
    }
    parts
}

/// A run of digits or of letters; numbers come before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NaturalPart {
    Number(u64),
    Word(String),
}

/// Street and number as they are said: "Annankatu 5", "12 High Street".
#[must_use]
pub fn house(street: &str, number: &str) -> String {
    match (street.is_empty(), number.is_empty()) {
        (_, true) => street.to_owned(),
        (true, false) => number.to_owned(),
        (false, false) if number_is_said_first(street) => format!("{number} {street}"),
        (false, false) => format!("{street} {number}"),
    }
}

/// The whole address of a door as it is said: "Annankatu 5, A 3".
#[must_use]
pub fn address(door: &Door) -> String {
    let house = house(&door.street, &door.number);
    match (house.is_empty(), door.unit.is_empty()) {
        (_, true) => house,
        (true, false) => door.unit.clone(),
        (false, false) => format!("{house}, {}", door.unit),
    }
}

fn number_is_said_first(street: &str) -> bool {
    let words: Vec<String> = street
        .split_whitespace()
        .map(|word| word.trim_end_matches('.').to_lowercase())
        .collect();
    // A word more, for "Main Street North".
    let english = words.len() > 1
        && words
            .iter()
            .skip(1)
            .rev()
            .take(2)
            .any(|word| ENGLISH_STREETS.contains(&word.as_str()));
    let french = words.len() > 1
        && words
            .first()
            .is_some_and(|word| FRENCH_STREETS.contains(&word.as_str()));
    english || french
}

#[cfg(test)]
mod tests;
