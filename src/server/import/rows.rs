//! From rows to residents: each row is read by what its columns mean, and
//! whatever is wrong with it is said with its line.

use super::Choices;
use super::columns::{Column, Meaning};
use super::problem::{BadPosition, Note, Problem, Wrong};
use super::table::{Row, Rows};
use super::telephone::{self, NoNumber};
use crate::domain::script::Channel;
use crate::domain::street;
use crate::domain::walking_order::{Position, Resident};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How much of a text is repeated in a problem or as an example.
const SHORT: usize = 40;

/// How far from the middle of all positions a row must lie before its
/// coordinates may count as swapped, in degrees.
const FAR_AWAY: f64 = 5.0;

#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows_read: usize,
    pub rows_left_out: usize,
    pub good: Vec<Resident>,
    pub problems: Vec<Problem>,
    pub notes: Vec<Note>,
}

/// A row that can be read; what it is alone says nothing of the others yet.
struct Candidate {
    line: u64,
    id: String,
    resident: Resident,
}

/// Which columns hold what, in the file's order.
struct Places {
    by_meaning: BTreeMap<Meaning, Vec<usize>>,
}

impl Places {
    fn of(columns: &[Column]) -> Self {
        let mut by_meaning: BTreeMap<Meaning, Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            by_meaning.entry(column.meaning).or_default().push(index);
        }
        Self { by_meaning }
    }

    fn at(&self, meaning: Meaning) -> &[usize] {
        self.by_meaning.get(&meaning).map_or(&[], Vec::as_slice)
    }

    fn has(&self, meaning: Meaning) -> bool {
        self.by_meaning.contains_key(&meaning)
    }

    /// The texts of a meaning, joined and tidied.
    fn text(&self, row: &Row<'_>, meaning: Meaning, between: &str) -> String {
        let mut text = String::new();
        for &index in self.at(meaning) {
            let field = row.fields.get(index).map_or("", |field| field.as_ref());
            let field = if field.is_ascii() || !field.contains(is_nothing) {
                Cow::Borrowed(field)
            } else {
                Cow::Owned(field.replace(is_nothing, ""))
            };
            for part in field.split(['\n', '\r']) {
                let mut words = part.split_whitespace().peekable();
                if words.peek().is_some() && !text.is_empty() {
                    text.push_str(between);
                }
                for (place, word) in words.enumerate() {
                    if place > 0 {
                        text.push(' ');
                    }
                    text.push_str(word);
                }
            }
        }
        text
    }
}

pub(super) fn read(rows: Rows<'_>, columns: &mut [Column], choices: &Choices, go_on: bool) -> Read {
    let places = Places::of(columns);
    let mut read = Read::default();
    let mut candidates = Vec::new();
    let mut blank = 0;
    for row in rows {
        if row.is_blank() {
            blank += 1;
            continue;
        }
        read.rows_read += 1;
        take_examples(&row, columns);
        if !go_on {
            continue;
        }
        match candidate(&row, columns, &places, choices, &mut read.problems) {
            Some(candidate) => candidates.push(candidate),
            None => read.rows_left_out += 1,
        }
    }
    let before = candidates.len();
    leave_out_swapped(
        &mut candidates,
        columns,
        &places,
        choices,
        &mut read.problems,
    );
    leave_out_duplicates(&mut candidates, columns, &places, &mut read.problems);
    tell_shared_numbers(&candidates, columns, &places, &mut read.problems);
    read.rows_left_out += before - candidates.len();
    read.problems.sort_by_key(|problem| problem.line);
    if blank > 0 {
        read.notes.push(Note::BlankRows { rows: blank });
    }
    let without = candidates
        .iter()
        .filter(|candidate| candidate.resident.position.is_none())
        .count();
    if without > 0 && places.has(Meaning::Latitude) && places.has(Meaning::Longitude) {
        read.notes.push(Note::WithoutPosition { rows: without });
    }
    read.good = candidates
        .into_iter()
        .map(|candidate| candidate.resident)
        .collect();
    read
}

fn take_examples(row: &Row<'_>, columns: &mut [Column]) {
    for (column, field) in columns.iter_mut().zip(&row.fields) {
        if column.example.is_empty() && column.meaning != Meaning::NotKept {
            column.example = short(field.trim());
        }
    }
}

/// A text for a sentence: one line, no control characters, not long.
fn short(text: &str) -> String {
    let mut letters = text
        .chars()
        .map(|letter| if is_invisible(letter) { ' ' } else { letter });
    let mut short: String = letters.by_ref().take(SHORT).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

/// Control characters, and marks that turn the direction of writing: a name
/// with them may read as another.
fn is_invisible(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks without width that come along when text is copied; left out. Joiners
/// are not among them: some languages cannot be written without.
fn is_nothing(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Reads one row, or says why not.
fn candidate(
    row: &Row<'_>,
    columns: &[Column],
    places: &Places,
    choices: &Choices,
    problems: &mut Vec<Problem>,
) -> Option<Candidate> {
    let left_out = |column: Option<usize>, value: &str, wrong| Problem {
        line: row.line,
        column: column.map(|index| columns[index].name.clone()),
        // What is not kept is not shown either.
        value: match column {
            Some(index) if columns[index].meaning == Meaning::NotKept => String::new(),
            _ => short(value),
        },
        wrong,
        kept: false,
    };
    if let Some(text) = row.broken {
        problems.push(left_out(None, text, Wrong::Quotes));
        return None;
    }
    let beyond = row.fields.get(columns.len()..).unwrap_or_default();
    if row.fields.len() < columns.len() || beyond.iter().any(|field| !field.trim().is_empty()) {
        let wrong = Wrong::Fields {
            expected: columns.len(),
            found: row.fields.len(),
        };
        problems.push(left_out(None, "", wrong));
        return None;
    }
    let found = problems.len();
    for (index, field) in row.fields.iter().enumerate().take(columns.len()) {
        problems.extend(
            bad_text(columns[index].meaning, field)
                .map(|wrong| left_out(Some(index), field, wrong)),
        );
    }
    if problems.len() > found {
        return None;
    }
    let address = read_address(row, places);
    let called = choices.channel == Channel::Phone;
    if !called && address.street.is_empty() {
        let column = places
            .at(Meaning::Address)
            .first()
            .or(places.at(Meaning::Street).first());
        let wrong = if address.number.is_empty() {
            Wrong::EmptyAddress
        } else {
            Wrong::NoStreet
        };
        let value = column.map_or("", |&index| row.fields[index].as_ref());
        problems.push(left_out(column.copied(), value, wrong));
        return None;
    }
    let position = match read_position(row, places) {
        // Nobody walks there.
        _ if called => None,
        Ok(position) => position,
        Err((index, wrong)) => {
            let mut problem = left_out(Some(index), &row.fields[index], Wrong::Position(wrong));
            problem.kept = choices.drop_bad_positions;
            problems.push(problem);
            if !choices.drop_bad_positions {
                return None;
            }
            None
        }
    };
    let name = read_name(row, places);
    let names = [Meaning::FullName, Meaning::LastName, Meaning::FirstName];
    if name.is_empty() && names.into_iter().any(|meaning| places.has(meaning)) {
        let column = names
            .into_iter()
            .find_map(|meaning| places.at(meaning).first());
        if called {
            problems.push(left_out(column.copied(), "", Wrong::NobodyToCall));
            return None;
        }
        problems.push(Problem {
            kept: true,
            ..left_out(column.copied(), "", Wrong::NoName)
        });
    }
    let telephone = if called {
        match read_telephone(row, places) {
            Ok(number) => Some(number),
            Err((column, wrong)) => {
                let value = column.map_or("", |index| row.fields[index].as_ref());
                problems.push(left_out(column, value, wrong));
                return None;
            }
        }
    } else {
        None
    };
    let spoken = places.text(row, Meaning::Language, " ");
    let language = language(&spoken);
    if language.is_none() && !spoken.is_empty() {
        problems.push(Problem {
            kept: true,
            ..left_out(
                places.at(Meaning::Language).first().copied(),
                &spoken,
                Wrong::Language,
            )
        });
    }
    Some(Candidate {
        line: row.line,
        id: places.text(row, Meaning::VoterId, " "),
        resident: Resident {
            name,
            language,
            street: address.street,
            number: address.number,
            unit: address.unit,
            city: address.city,
            postcode: address.postcode,
            position,
            telephone,
        },
    })
}

/// What no text of this meaning may hold. Columns that are not used may hold anything.
fn bad_text(meaning: Meaning, field: &str) -> Option<Wrong> {
    if field.contains('\0') {
        return Some(Wrong::NulByte);
    }
    if matches!(meaning, Meaning::NotKept | Meaning::NotUsed) {
        return None;
    }
    let invisible = field
        .trim()
        .chars()
        .find(|&letter| is_invisible(letter) && !matches!(letter, '\n' | '\r' | '\t'));
    if let Some(letter) = invisible {
        return Some(Wrong::ControlCharacter {
            code: u32::from(letter),
        });
    }
    if field.contains(char::REPLACEMENT_CHARACTER) {
        return Some(Wrong::UnreadableLetters);
    }
    // Bytes are at least as many as characters, and quicker to count.
    let most = meaning.most_characters();
    if field.len() > most {
        let characters = field.trim().chars().count();
        if characters > most {
            return Some(Wrong::TooLong { characters, most });
        }
    }
    None
}

fn read_address(row: &Row<'_>, places: &Places) -> street::Address {
    let city = places.text(row, Meaning::City, " ");
    let postcode = places.text(row, Meaning::Postcode, " ");
    let mut address = street::Address::default();
    let name = places.text(row, Meaning::Street, " ");
    let number = places.text(row, Meaning::Number, " ");
    if number.is_empty() || name.is_empty() {
        let line = places.text(row, Meaning::Address, ", ");
        let line = if line.is_empty() { &name } else { &line };
        address = street::parse(line, !places.has(Meaning::City));
        if address.number.is_empty() {
            address.number = street::tidy_number(&number);
        }
    } else {
        address.street = name;
        // "5 A 3" where only a house number belongs.
        let read = street::parse(&format!("x {number}"), false);
        if read.number.is_empty() {
            address.number = street::tidy_number(&number);
        } else {
            address.number = read.number;
            address.unit = read.unit;
        }
    }
    // A line of address often repeats the town that has its own column.
    if !city.is_empty() && street::key(&address.unit).ends_with(&street::key(&city)) {
        let mut parts: Vec<&str> = address.unit.split(", ").collect();
        if parts
            .last()
            .is_some_and(|last| street::key(last) == street::key(&city))
        {
            parts.pop();
            address.unit = parts.join(", ");
        }
    }
    address.unit = street::join_units(&places.text(row, Meaning::Unit, " "), &address.unit);
    if !city.is_empty() {
        address.city = city;
    }
    if !postcode.is_empty() {
        address.postcode = postcode;
    }
    address
}

fn read_name(row: &Row<'_>, places: &Places) -> String {
    let full = places.text(row, Meaning::FullName, " ");
    if !full.is_empty() {
        // "Korhonen, Aino", but "Martin Smith, Jr."
        return match full.split_once(", ") {
            Some((last, first))
                if !first.contains(',')
                    && !matches!(
                        first.trim_end_matches('.').to_lowercase().as_str(),
                        "jr" | "sr" | "ii" | "iii" | "iv" | "phd" | "md" | "esq"
                    ) =>
            {
                format!("{first} {last}")
            }
            _ => full,
        };
    }
    let first = places.text(row, Meaning::FirstName, " ");
    let last = places.text(row, Meaning::LastName, " ");
    match (first.is_empty(), last.is_empty()) {
        (_, true) => first,
        (true, false) => last,
        (false, false) => format!("{first} {last}"),
    }
}

/// The first number that can be dialled, or the column to blame.
fn read_telephone(row: &Row<'_>, places: &Places) -> Result<String, (Option<usize>, Wrong)> {
    let columns = places.at(Meaning::Telephone);
    let mut wrong = (columns.first().copied(), Wrong::NoTelephone);
    for &index in columns {
        match telephone::read(&row.fields[index]) {
            Ok(number) => return Ok(number),
            Err(NoNumber::Implausible) if wrong.1 == Wrong::NoTelephone => {
                wrong = (Some(index), Wrong::Telephone);
            }
            Err(_) => {}
        }
    }
    Err(wrong)
}

/// The position, `None` where both fields are empty, or the column to blame.
fn read_position(row: &Row<'_>, places: &Places) -> Result<Option<Position>, (usize, BadPosition)> {
    let (&[lat_at], &[lon_at]) = (places.at(Meaning::Latitude), places.at(Meaning::Longitude))
    else {
        return Ok(None);
    };
    let (lat, lon) = (row.fields[lat_at].trim(), row.fields[lon_at].trim());
    match (lat.is_empty(), lon.is_empty()) {
        (true, true) => return Ok(None),
        (true, false) => return Err((lat_at, BadPosition::Half)),
        (false, true) => return Err((lon_at, BadPosition::Half)),
        (false, false) => {}
    }
    let latitude = degrees(lat).ok_or((lat_at, BadPosition::NotANumber))?;
    let longitude = degrees(lon).ok_or((lon_at, BadPosition::NotANumber))?;
    if latitude == 0.0 && longitude == 0.0 {
        return Err((lat_at, BadPosition::Zero));
    }
    if latitude.abs() > 90.0 {
        return Err((lat_at, BadPosition::OutOfRange));
    }
    if longitude.abs() > 180.0 {
        return Err((lon_at, BadPosition::OutOfRange));
    }
    Ok(Some(Position {
        latitude,
        longitude,
    }))
}

/// A number of degrees, with a decimal point or comma.
fn degrees(text: &str) -> Option<f64> {
    let number: f64 = if text.contains(',') {
        text.replacen(',', ".", 1).parse()
    } else {
        text.parse()
    }
    .ok()?;
    number.is_finite().then_some(number)
}

/// Both numbers can be right for Earth and still have changed places: then the
/// row lies far from all others, and near them once they are changed back.
fn leave_out_swapped(
    candidates: &mut Vec<Candidate>,
    columns: &[Column],
    places: &Places,
    choices: &Choices,
    problems: &mut Vec<Problem>,
) {
    let &[column] = places.at(Meaning::Latitude) else {
        return;
    };
    let middle = |degrees: fn(&Position) -> f64| {
        let mut all: Vec<f64> = candidates
            .iter()
            .filter_map(|candidate| candidate.resident.position.as_ref().map(degrees))
            .collect();
        let half = all.len() / 2;
        (!all.is_empty()).then(|| *all.select_nth_unstable_by(half, f64::total_cmp).1)
    };
    let (Some(north), Some(east)) = (
        middle(|place| place.latitude),
        middle(|place| place.longitude),
    ) else {
        return;
    };
    let near = |latitude: f64, longitude: f64| {
        (latitude - north).abs() < FAR_AWAY && (longitude - east).abs() < FAR_AWAY
    };
    candidates.retain_mut(|candidate| {
        let Some(place) = candidate.resident.position else {
            return true;
        };
        if near(place.latitude, place.longitude) || !near(place.longitude, place.latitude) {
            return true;
        }
        problems.push(Problem {
            line: candidate.line,
            column: Some(columns[column].name.clone()),
            value: format!("{}, {}", place.latitude, place.longitude),
            wrong: Wrong::Position(BadPosition::Swapped),
            kept: choices.drop_bad_positions,
        });
        candidate.resident.position = None;
        choices.drop_bad_positions
    });
}

/// The first of several rows that say the same stays.
fn leave_out_duplicates(
    candidates: &mut Vec<Candidate>,
    columns: &[Column],
    places: &Places,
    problems: &mut Vec<Problem>,
) {
    let column = |meaning: Meaning| {
        places
            .at(meaning)
            .first()
            .map(|&index| columns[index].name.clone())
    };
    let mut ids: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let mut people: BTreeMap<String, (u64, String)> = BTreeMap::new();
    candidates.retain(|candidate| {
        let resident = &candidate.resident;
        let person = [
            &resident.name,
            &resident.street,
            &resident.number,
            &resident.unit,
            &resident.city,
            &resident.postcode,
        ]
        .map(|part| street::key(part))
        .join("\n");
        // Without an address the same name may be another person's.
        let number = telephone::key(resident.telephone.as_deref().unwrap_or_default());
        let person = if resident.street.is_empty() {
            format!("{person}\n{number}")
        } else {
            person
        };
        let mut problem = |column: Option<String>, value: &str, wrong: Wrong| {
            let kept = matches!(wrong, Wrong::Namesake { .. });
            problems.push(Problem {
                line: candidate.line,
                column,
                value: short(value),
                wrong,
                kept,
            });
            kept
        };
        if !candidate.id.is_empty()
            && let Some((line, who)) = ids.get(&candidate.id)
        {
            let line = *line;
            return if *who == person {
                problem(
                    column(Meaning::VoterId),
                    &candidate.id,
                    Wrong::DuplicateRow { line },
                )
            } else {
                problem(
                    column(Meaning::VoterId),
                    &candidate.id,
                    Wrong::DuplicateId { line },
                )
            };
        }
        let mut stays = true;
        match people.get(&person) {
            // An address with nobody named says nothing new a second time.
            Some((line, id))
                if id.is_empty() || candidate.id.is_empty() || resident.name.is_empty() =>
            {
                stays = problem(None, &resident.name, Wrong::DuplicateRow { line: *line });
            }
            Some((line, _)) => {
                stays = problem(None, &resident.name, Wrong::Namesake { line: *line });
            }
            None => {
                people.insert(person.clone(), (candidate.line, candidate.id.clone()));
            }
        }
        if stays && !candidate.id.is_empty() {
            ids.insert(candidate.id.clone(), (candidate.line, person));
        }
        stays
    });
}

/// One number at two addresses is a slip in one of them, more often than not: both are
/// kept, and the lead is told.
fn tell_shared_numbers(
    candidates: &[Candidate],
    columns: &[Column],
    places: &Places,
    problems: &mut Vec<Problem>,
) {
    let mut first: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for candidate in candidates {
        let resident = &candidate.resident;
        let Some(number) = &resident.telephone else {
            continue;
        };
        let home = [&resident.street, &resident.number, &resident.unit]
            .map(|part| street::key(part))
            .join("\n");
        let known = first
            .entry(telephone::key(number))
            .or_insert_with(|| (candidate.line, home.clone()));
        if known.1 != home {
            problems.push(Problem {
                line: candidate.line,
                column: places
                    .at(Meaning::Telephone)
                    .first()
                    .map(|&index| columns[index].name.clone()),
                value: short(number),
                wrong: Wrong::NumberElsewhere { line: known.0 },
                kept: true,
            });
        }
    }
}

/// Languages by the names voter files call them.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["english", "englanti", "engelska", "eng"]),
    ("fi", &["finnish", "suomi", "finska", "fin"]),
    ("sv", &["swedish", "ruotsi", "svenska", "swe"]),
    ("so", &["somali", "soomaali", "som"]),
    ("uk", &["ukrainian", "ukraina", "ukr"]),
    ("ru", &["russian", "venäjä", "ryska", "rus"]),
    ("et", &["estonian", "viro", "eesti", "est"]),
    ("ar", &["arabic", "arabia", "ara"]),
    ("es", &["spanish", "espanja", "español", "spa"]),
    ("fr", &["french", "ranska", "français", "fra", "fre"]),
    ("de", &["german", "saksa", "deutsch", "deu", "ger"]),
    ("pt", &["portuguese", "portugali", "português", "por"]),
    ("pl", &["polish", "puola", "polski", "pol"]),
    ("cy", &["welsh", "cymraeg", "cym", "wel"]),
    ("ga", &["irish", "gaeilge", "gle"]),
    ("gd", &["gaelic", "scottish gaelic", "gàidhlig", "gla"]),
    ("zh", &["chinese", "mandarin", "kiina", "zho", "chi"]),
    ("yue", &["cantonese"]),
    ("vi", &["vietnamese", "vietnam", "vie"]),
    ("ko", &["korean", "korea", "kor"]),
    ("tl", &["tagalog", "filipino", "tgl"]),
    ("hi", &["hindi", "hin"]),
    ("ur", &["urdu", "urd"]),
    ("bn", &["bengali", "bangla", "ben"]),
    ("pa", &["punjabi", "panjabi", "pan"]),
    ("gu", &["gujarati", "guj"]),
    ("tr", &["turkish", "turkki", "tur"]),
    ("ku", &["kurdish", "kurdi", "kur"]),
    ("fa", &["persian", "farsi", "persia", "fas", "per"]),
    ("sq", &["albanian", "albania", "sqi", "alb"]),
    ("th", &["thai", "tha"]),
    ("it", &["italian", "italia", "ita"]),
    ("nl", &["dutch", "hollanti", "nld", "dut"]),
    ("ht", &["haitian creole", "haitian", "creole", "hat"]),
    (
        "se",
        &["northern sami", "sami", "saame", "pohjoissaame", "sme"],
    ),
];

/// A BCP 47 tag from a tag or a name.
fn language(said: &str) -> Option<String> {
    let said = said.to_lowercase();
    if said.is_empty() {
        return None;
    }
    let named = LANGUAGES
        .iter()
        .find(|(_, names)| names.contains(&said.as_str()))
        .map(|(tag, _)| (*tag).to_owned());
    named.or_else(|| {
        let mut parts = said.split(['-', '_']);
        let primary = parts.next().unwrap_or_default();
        let known_length = primary.len() == 2 || LANGUAGES.iter().any(|(tag, _)| *tag == primary);
        let good = known_length
            && primary.chars().all(|letter| letter.is_ascii_lowercase())
            && parts.all(|part| {
                (2..=8).contains(&part.len())
                    && part.chars().all(|letter| letter.is_ascii_alphanumeric())
            });
        good.then(|| {
            // "fi_FI" as systems write it: the region as BCP 47 has it.
            let mut tag = primary.to_owned();
            for part in said.split(['-', '_']).skip(1) {
                tag.push('-');
                tag.push_str(&if part.len() == 2 {
                    part.to_uppercase()
                } else {
                    part.to_owned()
                });
            }
            tag
        })
    })
}
