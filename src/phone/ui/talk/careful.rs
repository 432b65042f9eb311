//! Looks over the short text for what should not be in it: other people's
//! names, telephone numbers, addresses, e-mail. It only warns. A warning too
//! many costs a glance, a name on a server can cost somebody more.
use crate::phone::platform;

/// What the text seems to hold, each at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Careful {
    Email,
    Phone,
    Address,
    Name,
}

/// At most this many characters are kept of what somebody said.
pub const WORDS_LIMIT: usize = 140;

/// How many characters may still be typed.
#[must_use]
pub fn left(text: &str) -> usize {
    WORDS_LIMIT.saturating_sub(text.chars().count())
}

/// The text as it will be kept: no longer than the limit, cut between characters.
#[must_use]
pub fn within_limit(text: &str) -> String {
    text.chars().take(WORDS_LIMIT).collect()
}

/// What to warn of. `people` are the names on the walk list for this door.
#[must_use]
pub fn look_over(text: &str, people: &[String]) -> Vec<Careful> {
    let mut found = Vec::new();
    if has_email(text) {
        found.push(Careful::Email);
    }
    if has_phone(text) {
        found.push(Careful::Phone);
    }
    if has_address(text) {
        found.push(Careful::Address);
    }
    if has_name(text, people) {
        found.push(Careful::Name);
    }
    found
}

fn has_email(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(before, after)| {
            before.chars().any(char::is_alphanumeric) && after.chars().any(char::is_alphanumeric)
        })
    })
}

/// Six digits or more with nothing but spaces, dashes, dots, brackets or a plus between.
fn has_phone(text: &str) -> bool {
    let mut digits = 0_u32;
    for character in text.chars() {
        if character.is_ascii_digit() {
            digits = digits.saturating_add(1);
            if digits >= 6 {
                return true;
            }
        } else if !matches!(
            character,
            ' ' | '-' | '.' | '(' | ')' | '/' | '+' | '\u{a0}'
        ) {
            digits = 0;
        }
    }
    false
}

/// A street word beside a house number, or a British postcode.
fn has_address(text: &str) -> bool {
    const STREET_WORDS: [&str; 15] = [
        "street", "st", "road", "rd", "lane", "avenue", "ave", "drive", "close", "square",
        "crescent", "terrace", "court", "way", "place",
    ];
    const STREET_ENDINGS: [&str; 13] = [
        "katu", "kadulla", "kadun", "kadulta", "tie", "tiellä", "kuja", "kujalla", "polku",
        "polulla", "gatan", "gata", "vägen",
    ];
    let words: Vec<String> = words(text).map(platform::lower_case).collect();
    let numbered = words.iter().any(|word| starts_with_digit(word));
    let street = words.iter().any(|word| {
        STREET_WORDS.contains(&word.as_str())
            || STREET_ENDINGS
                .iter()
                .any(|ending| word.len() > ending.len() && word.ends_with(ending))
    });
    (numbered && street)
        || words.windows(2).any(|pair| match pair {
            [outward, inward] => is_postcode(outward, inward),
            _ => false,
        })
}

fn starts_with_digit(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_ascii_digit())
}

/// `N1 9GU`: letters and digits, then a digit and two letters.
fn is_postcode(outward: &str, inward: &str) -> bool {
    let outward_fits = (2..=4).contains(&outward.len())
        && outward.starts_with(|c: char| c.is_ascii_alphabetic())
        && outward.chars().any(|c| c.is_ascii_digit())
        && outward.chars().all(|c| c.is_ascii_alphanumeric());
    let mut inward_characters = inward.chars();
    let inward_fits = inward.len() == 3
        && inward_characters.next().is_some_and(|c| c.is_ascii_digit())
        && inward_characters.all(|c| c.is_ascii_alphabetic());
    outward_fits && inward_fits
}

/// A name of this door's people, or a capital inside a sentence.
fn has_name(text: &str, people: &[String]) -> bool {
    // Capitals that are nobody's name.
    const NOT_NAMES: [&str; 24] = [
        "I",
        "I'm",
        "I'd",
        "I've",
        "I'll",
        "God",
        "English",
        "Finnish",
        "Swedish",
        "Russian",
        "Finland",
        "Sweden",
        "Britain",
        "England",
        "Helsinki",
        "London",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Christmas",
    ];
    let known = people.iter().flat_map(|name| words(name)).any(|part| {
        part.chars().count() > 2
            && words(text).any(|word| platform::lower_case(word) == platform::lower_case(part))
    });
    if known {
        return true;
    }
    let mut sentence_begins = true;
    for raw in text.split_whitespace() {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = word.chars().next().is_some_and(char::is_uppercase)
            // Not all capitals: NHS, EU, TV.
            && word.chars().nth(1).is_some_and(char::is_lowercase);
        let straight = word.replace('\u{2019}', "'");
        if capital && !sentence_begins && !NOT_NAMES.contains(&straight.as_str()) {
            return true;
        }
        sentence_begins = raw.ends_with(['.', '!', '?', ':'])
            || raw.ends_with("…")
            // What follows an opening quotation mark begins a sentence of its own.
            || (word.is_empty() && sentence_begins);
    }
    false
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warns(text: &str) -> Vec<Careful> {
        look_over(text, &["Aino Korhonen".to_owned()])
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in [
            "",
            "What her sister went through last winter",
            "That it could be my own child. I hadn't thought of that.",
            "It was 3 years and 2 jobs ago",
            "The NHS, and that nobody asked",
            "When my sister’s landlord put the rent up by 200",
        ] {
            assert_eq!(warns(text), [], "{text}");
        }
    }

    #[test]
    fn an_e_mail_address_is_noticed() {
        assert_eq!(warns("write to me@example.org"), [Careful::Email]);
        assert_eq!(warns("we met @ the shop"), []);
    }

    #[test]
    fn a_telephone_number_is_noticed_however_it_is_spaced() {
        assert_eq!(warns("ring 040 123 4567"), [Careful::Phone]);
        assert_eq!(warns("ring +358-40-1234567"), [Careful::Phone]);
        assert_eq!(warns("in 2019 and 2021, twice"), []);
    }

    #[test]
    fn an_address_is_noticed() {
        assert_eq!(warns("she lives at 12 mill lane"), [Careful::Address]);
        assert_eq!(warns("hän asuu mannerheimintie 12:ssa"), [Careful::Address]);
        assert_eq!(warns("back at n1 9gu"), [Careful::Address]);
        assert_eq!(warns("a long way from home"), []);
    }

    #[test]
    fn a_name_is_noticed_inside_a_sentence_and_a_listed_one_anywhere() {
        assert_eq!(warns("what happened to Maria at work"), [Careful::Name]);
        assert_eq!(warns("aino told us"), [Careful::Name]);
        assert_eq!(warns("Her brother. On Monday I heard"), []);
    }

    #[test]
    fn text_is_cut_between_characters_and_the_rest_is_counted() {
        let long = "ä".repeat(200);
        assert_eq!(within_limit(&long).chars().count(), WORDS_LIMIT);
        assert_eq!(left(&long), 0);
        assert_eq!(left("äö"), 138);
    }
}
