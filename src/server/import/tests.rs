//! Files as leads really have them, byte by byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::*;
use crate::domain::street::address;
use std::collections::BTreeSet;

#[path = "../../../tests/specimen/walk_list_csv.rs"]
mod specimen;

const HELSINKI: &[u8] = include_bytes!("../../../assets/demo/helsinki-walklist.csv");

fn preview(bytes: &[u8]) -> Preview {
    read(bytes, &Choices::default()).unwrap()
}

fn wrongs(preview: &Preview) -> Vec<(u64, Wrong)> {
    preview
        .problems
        .iter()
        .map(|problem| (problem.line, problem.wrong.clone()))
        .collect()
}

fn codes(preview: &Preview) -> BTreeSet<&'static str> {
    preview.notes.iter().map(Note::code).collect()
}

/// Ids counted up, so that a test can say which is which.
fn counted() -> impl FnMut() -> Uuid {
    let mut last = 0;
    move || {
        last += 1;
        Uuid::from_u128(last)
    }
}

fn as_utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

const AINO: &str = "Name,Address\nAino Mäkelä,Annankatu 5\n";

#[test]
fn the_helsinki_walk_list_is_read_whole() {
    let preview = preview(HELSINKI);
    assert_eq!(preview.encoding, Encoding::Utf8);
    assert_eq!(preview.separator, Separator::Comma);
    assert_eq!((preview.rows_read, preview.rows_left_out), (1845, 0));
    assert_eq!(preview.good.len(), 1845);
    // Five pairs of namesakes share a door; their ages tell them apart.
    assert_eq!(preview.problems.len(), 5);
    assert!(
        preview
            .problems
            .iter()
            .all(|problem| problem.kept && problem.wrong.code() == "namesake")
    );
    let addresses: BTreeSet<String> = preview
        .good
        .iter()
        .map(|resident| {
            let place = resident.position.unwrap();
            format!("{} {}", place.latitude, place.longitude)
        })
        .collect();
    assert_eq!(addresses.len(), 602);
    let without_city = preview
        .good
        .iter()
        .filter(|resident| resident.city.is_empty())
        .count();
    assert_eq!(without_city, 109);
    assert!(preview.notes.contains(&Note::NotKept {
        columns: vec!["Age".into(), "Gender".into(), "Phone".into()]
    }));
    assert!(
        preview
            .good
            .iter()
            .all(|resident| !resident.street.is_empty() && !resident.number.is_empty())
    );
    assert_eq!(preview.columns[5].example, "");
    assert_eq!(preview.columns[6].example, "Aleksanterinkatu 11");
    assert!(preview.can_go_on());
}

#[test]
fn the_helsinki_doors_come_in_walking_order_with_their_people() {
    let preview = preview(HELSINKI);
    let doors = into_doors(&preview, 7, &mut counted());
    let people: usize = doors.iter().map(|door| door.people.len()).sum();
    assert_eq!(people, 1845);
    assert!(
        doors
            .iter()
            .zip(0..)
            .all(|(door, order)| door.order == order)
    );
    let ids: BTreeSet<Uuid> = doors
        .iter()
        .flat_map(|door| {
            door.people
                .iter()
                .map(|person| person.id.0)
                .chain([door.id.0])
        })
        .collect();
    assert_eq!(ids.len(), doors.len() + people);
    // A side of a street is walked in one go.
    let sides = doors.chunk_by(|one, other| (&one.street, one.side) == (&other.street, other.side));
    let mut seen = BTreeSet::new();
    for side in sides {
        assert!(
            seen.insert((side[0].street.clone(), side[0].side)),
            "{} twice",
            side[0].street
        );
    }
    let size = preview.size();
    assert_eq!((size.people, size.doors), (1845, doors.len()));
    assert!(
        doors
            .iter()
            .any(|door| address(door) == "Aleksanterinkatu 46 A, A 3")
    );
}

#[test]
fn a_file_in_any_common_encoding_says_the_same() {
    let with_mark = [b"\xEF\xBB\xBF".as_slice(), AINO.as_bytes()].concat();
    let little = [b"\xFF\xFE".to_vec(), as_utf16(AINO, u16::to_le_bytes)].concat();
    let big = [b"\xFE\xFF".to_vec(), as_utf16(AINO, u16::to_be_bytes)].concat();
    let windows = b"Name,Address\nAino M\xE4kel\xE4,Annankatu 5\n";
    for (bytes, encoding) in [
        (AINO.as_bytes(), Encoding::Utf8),
        (&with_mark, Encoding::Utf8WithMark),
        (&little, Encoding::Utf16LittleEndian),
        (&big, Encoding::Utf16BigEndian),
        (windows, Encoding::Windows1252),
    ] {
        let preview = preview(bytes);
        assert_eq!(preview.encoding, encoding);
        assert_eq!(preview.good.len(), 1, "{encoding:?}");
        assert_eq!(preview.good[0].name, "Aino Mäkelä");
        assert_eq!(preview.columns[0].name, "Name");
        assert_eq!(preview.rows_left_out, 0);
        assert_eq!(
            codes(&preview).contains("guessed_windows_1252"),
            encoding == Encoding::Windows1252
        );
    }
    assert_eq!(
        preview(windows).notes[0],
        Note::GuessedWindows1252 {
            example: "Mäkelä".to_owned()
        }
    );
}

#[test]
fn utf_16_is_known_without_its_mark_and_said_to_be_a_guess() {
    for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
        let preview = preview(&as_utf16(AINO, bytes_of));
        assert_eq!(preview.good[0].name, "Aino Mäkelä");
        assert!(codes(&preview).contains("guessed_utf_16"));
    }
}

#[test]
fn one_damaged_letter_does_not_make_a_file_windows_1252() {
    let bytes = b"Name,Address\nAino M\xC3\xA4kel\xC3\xA4,Annankatu 5\nEero \xE4,Annankatu 7\n";
    let preview = preview(bytes);
    assert_eq!(preview.encoding, Encoding::Utf8);
    assert!(preview.notes.contains(&Note::DamagedUtf8 { places: 1 }));
    assert_eq!(wrongs(&preview), [(3, Wrong::UnreadableLetters)]);
    assert_eq!(preview.good.len(), 1);
}

#[test]
fn letters_encoded_twice_are_noticed() {
    let preview = preview("Name,Address\nAino MÃ¤kelÃ¤,Annankatu 5\n".as_bytes());
    assert!(
        preview.notes.iter().any(
            |note| matches!(note, Note::EncodedTwice { example } if example.starts_with("MÃ¤k"))
        ),
        "{:?}",
        preview.notes
    );
}

#[test]
fn a_file_with_nothing_in_it_says_so() {
    let nothing = |bytes: &[u8]| read(bytes, &Choices::default()).unwrap_err();
    assert_eq!(nothing(b""), Unreadable::Empty);
    assert_eq!(nothing(b"\xEF\xBB\xBF"), Unreadable::Empty);
    assert_eq!(nothing(b"\xFF\xFE"), Unreadable::Empty);
    assert_eq!(nothing(b"\r\n  \n"), Unreadable::Empty);
    assert_eq!(nothing(b"Name,Address\n"), Unreadable::HeaderOnly);
    assert_eq!(nothing(b"Name,Address\n,\n\n,\n"), Unreadable::HeaderOnly);
    assert_eq!(nothing(b"PK\x03\x04\x14\x00\x06\x00"), Unreadable::Workbook);
    assert_eq!(nothing(b"\xD0\xCF\x11\xE0\xA1\xB1"), Unreadable::Workbook);
    assert_eq!(nothing(b"%PDF-1.7"), Unreadable::NotText);
    assert_eq!(
        nothing(b"\"Name,Address\nAino,Annankatu 5\n"),
        Unreadable::BrokenHeader { line: 1 }
    );
}

#[test]
fn without_a_column_of_addresses_nothing_is_good_until_the_lead_says_which_it_is() {
    let bytes = b"Name,Where\nAino,Annankatu 5\nEero,Annankatu 7\n";
    let at_first = preview(bytes);
    assert_eq!(at_first.missing, [Meaning::Address]);
    assert!(!at_first.can_go_on());
    assert_eq!((at_first.rows_read, at_first.good.len()), (2, 0));
    assert_eq!(at_first.columns[1].example, "Annankatu 5");
    let choices = Choices {
        columns: BTreeMap::from([(1, Meaning::Address)]),
        ..Choices::default()
    };
    let then = read(bytes, &choices).unwrap();
    assert!(then.can_go_on());
    assert_eq!(then.good.len(), 2);
    assert!(then.columns[1].chosen);
}

#[test]
fn semicolons_with_decimal_commas_and_quoted_line_breaks_are_read() {
    let bytes = "Etunimi;Sukunimi;Osoite;Leveysaste;Pituusaste\r\nAino;Korhonen;\"Annankatu 5\r\nA 3\";60,1690;24,9469\r\n".as_bytes();
    let preview = preview(bytes);
    assert_eq!(preview.separator, Separator::Semicolon);
    assert_eq!(preview.problems, []);
    let aino = &preview.good[0];
    assert_eq!(
        (
            aino.name.as_str(),
            aino.street.as_str(),
            aino.number.as_str(),
            aino.unit.as_str()
        ),
        ("Aino Korhonen", "Annankatu", "5", "A 3")
    );
    let place = aino.position.unwrap();
    assert!((place.latitude - 60.169).abs() < 1e-9 && (place.longitude - 24.9469).abs() < 1e-9);
}

#[test]
fn each_kind_of_bad_position_is_told_apart_by_line() {
    let bytes = b"Name,Address,Lat,Lon\n\
        A,Annankatu 1,60.169,24.946\n\
        B,Annankatu 3,60.170,24.947\n\
        C,Annankatu 5,60.171,24.948\n\
        D,Annankatu 7,north,24.9\n\
        E,Annankatu 9,95,24.9\n\
        F,Annankatu 11,60.1,-181\n\
        G,Annankatu 13,0,0\n\
        H,Annankatu 15,60.1,\n\
        I,Annankatu 17,24.9,60.1\n\
        J,Annankatu 19,151.2,-33.8\n\
        K,Annankatu 21,,\n\
        L,Annankatu 23,NaN,inf\n";
    use BadPosition::*;
    let bad = [
        (5, NotANumber),
        (6, OutOfRange),
        (7, OutOfRange),
        (8, Zero),
        (9, Half),
        (10, Swapped),
        (11, OutOfRange),
        (13, NotANumber),
    ]
    .map(|(line, wrong)| (line, Wrong::Position(wrong)));
    let strict = preview(bytes);
    assert_eq!(wrongs(&strict), bad);
    assert_eq!((strict.good.len(), strict.rows_left_out), (4, 8));
    assert!(strict.notes.contains(&Note::WithoutPosition { rows: 1 }));
    assert_eq!(strict.problems[0].column.as_deref(), Some("Lat"));
    assert_eq!(strict.problems[0].value, "north");
    assert_eq!(strict.problems[2].column.as_deref(), Some("Lon"));

    let choices = Choices {
        drop_bad_positions: true,
        ..Choices::default()
    };
    let lenient = read(bytes, &choices).unwrap();
    assert_eq!(wrongs(&lenient), bad);
    assert!(lenient.problems.iter().all(|problem| problem.kept));
    assert_eq!((lenient.good.len(), lenient.rows_left_out), (12, 0));
    let walked: Vec<String> = into_doors(&lenient, 7, &mut counted())
        .iter()
        .map(address)
        .collect();
    assert_eq!(walked.first().unwrap(), "Annankatu 1");
    assert_eq!(walked.last().unwrap(), "Annankatu 23");
}

#[test]
fn duplicates_are_found_by_id_and_by_person_and_the_first_stays() {
    let preview = preview(
        b"Voter ID,Name,Address,Unit\n\
        1,Aino,Annankatu 5,A 1\n\
        1,Eero,Annankatu 7,\n\
        1,AINO,annankatu 5,A1\n\
        2,Aino,Annankatu 5,A 1\n\
        ,Aino,Annankatu 5,A 1\n\
        3,Eero,Annankatu 7,\n\
        ,Olena,Annankatu 9,\n\
        ,Olena,Annankatu 9,\n",
    );
    assert_eq!(
        wrongs(&preview),
        [
            (3, Wrong::DuplicateId { line: 2 }),
            (4, Wrong::DuplicateRow { line: 2 }),
            (5, Wrong::Namesake { line: 2 }),
            (6, Wrong::DuplicateRow { line: 2 }),
            (9, Wrong::DuplicateRow { line: 8 }),
        ]
    );
    let names: Vec<&str> = preview
        .good
        .iter()
        .map(|resident| resident.name.as_str())
        .collect();
    assert_eq!(names, ["Aino", "Aino", "Eero", "Olena"]);
    assert_eq!(preview.rows_left_out, 4);
    let first = &preview.problems[0];
    assert_eq!(
        (first.column.as_deref(), first.value.as_str(), first.kept),
        (Some("Voter ID"), "1", false)
    );
}

#[test]
fn a_bad_row_does_not_claim_the_id_of_a_good_one() {
    let preview = preview(b"Voter ID,Name,Address\n1,Aino,\n1,Aino,Annankatu 5\n");
    assert_eq!(wrongs(&preview), [(2, Wrong::EmptyAddress)]);
    assert_eq!(preview.good.len(), 1);
}

#[test]
fn rows_that_cannot_be_read_are_told_by_their_line_and_the_rest_goes_on() {
    let long = "x".repeat(121);
    let text = format!(
        "Name,Address,City\n\
        A,Annankatu 1\n\
        B,Annankatu 3,Helsinki,more\n\
        \"C,Annankatu 5,Helsinki\n\
        D,Annankatu\u{0} 7,Helsinki\n\
        E\u{1B},Annankatu 9,Helsinki\n\
        F\u{202E},Annankatu 11,Helsinki\n\
        {long},Annankatu 13,Helsinki\n\
        G,,Helsinki\n\
        \"H\n\",Annankatu 15,\"Hel\nsinki\"\n\
        I,17,Helsinki\n\
        J,Annankatu 19,Helsinki,,\n\
        \n\
        K,Annankatu 21,Helsinki"
    );
    let preview = preview(text.as_bytes());
    assert_eq!(
        wrongs(&preview),
        [
            (
                2,
                Wrong::Fields {
                    expected: 3,
                    found: 2
                }
            ),
            (
                3,
                Wrong::Fields {
                    expected: 3,
                    found: 4
                }
            ),
            (4, Wrong::Quotes),
            (5, Wrong::NulByte),
            (6, Wrong::ControlCharacter { code: 0x1B }),
            (7, Wrong::ControlCharacter { code: 0x202E }),
            (
                8,
                Wrong::TooLong {
                    characters: 121,
                    most: 120
                }
            ),
            (9, Wrong::EmptyAddress),
            (13, Wrong::NoStreet),
        ]
    );
    let names: Vec<&str> = preview
        .good
        .iter()
        .map(|resident| resident.name.as_str())
        .collect();
    assert_eq!(names, ["H", "J", "K"]);
    assert_eq!(preview.good[0].city, "Hel sinki");
    assert_eq!((preview.rows_read, preview.rows_left_out), (12, 9));
    assert!(preview.notes.contains(&Note::BlankRows { rows: 1 }));
    // What is repeated is short and shows no control characters.
    assert!(
        preview
            .problems
            .iter()
            .all(|problem| problem.value.chars().count() <= 41)
    );
    assert!(
        preview
            .problems
            .iter()
            .all(|problem| !problem.value.contains(['\u{0}', '\u{1B}', '\u{202E}']))
    );
}

#[test]
fn a_house_with_a_name_only_is_a_door_and_a_number_without_a_street_is_not() {
    let preview = preview(b"Name,Street,House number\nA,,12\nB,Church Lane,\nC,High Street,12\n");
    assert_eq!(wrongs(&preview), [(2, Wrong::NoStreet)]);
    let said: Vec<String> = into_doors(&preview, 7, &mut counted())
        .iter()
        .map(address)
        .collect();
    assert_eq!(said, ["Church Lane", "12 High Street"]);
}

#[test]
fn parts_of_an_address_in_several_columns_are_put_together() {
    let preview = preview(
        b"First,Last,StreetNo,StreetPrefix,StreetName,StreetType,AptType,AptNo,Zip5\n\
        Ann,Lee,12,N,Main,St,Apt,4B,62704\n",
    );
    let doors = into_doors(&preview, 7, &mut counted());
    assert_eq!(address(&doors[0]), "12 N Main St, Apt 4B");
    let british = super::read(
        b"Elector Surname,Elector Forename,Address1,Address2,Address3,PostCode\n\
        Smith,John,Flat 3,12 High Street,Leeds,LS1 4AP\n",
        &Choices::default(),
    )
    .unwrap();
    let doors = into_doors(&british, 7, &mut counted());
    assert_eq!(address(&doors[0]), "12 High Street, Flat 3");
    assert_eq!(
        (doors[0].city.as_str(), doors[0].postcode.as_str()),
        ("Leeds", "LS1 4AP")
    );
    assert_eq!(doors[0].people[0].name, "John Smith");
}

#[test]
fn names_and_languages_are_read_as_people_write_them() {
    let preview = preview(
        b"Name,Address,Language\n\
        \"Korhonen, Aino\",Annankatu 1,Finnish\n\
        \"Martin Smith, Jr.\",Annankatu 3,en-gb\n\
        Olena,Annankatu 5,suomi\n\
        Eero,Annankatu 7,Klingon\n\
        ,Annankatu 9,sv\n",
    );
    let read: Vec<(&str, Option<&str>)> = preview
        .good
        .iter()
        .map(|resident| (resident.name.as_str(), resident.language.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            ("Aino Korhonen", Some("fi")),
            ("Martin Smith, Jr.", Some("en-GB")),
            ("Olena", Some("fi")),
            ("Eero", None),
            ("", Some("sv")),
        ]
    );
    assert_eq!(wrongs(&preview), [(5, Wrong::Language), (6, Wrong::NoName)]);
    assert!(preview.problems.iter().all(|problem| problem.kept));
    let doors = into_doors(&preview, 7, &mut counted());
    assert_eq!(doors.last().unwrap().people, []);
}

#[test]
fn a_file_without_names_or_positions_may_be_imported_and_that_is_said() {
    let preview = preview(b"Address\nBulevardi 2\nAnnankatu 5\nAnnankatu 5\n");
    let said = codes(&preview);
    assert!(said.contains("no_names") && said.contains("no_positions"));
    assert_eq!(wrongs(&preview), [(4, Wrong::DuplicateRow { line: 3 })]);
    let doors: Vec<String> = into_doors(&preview, 7, &mut counted())
        .iter()
        .map(address)
        .collect();
    assert_eq!(doors, ["Annankatu 5", "Bulevardi 2"]);
}

#[test]
fn what_is_private_never_reaches_the_preview() {
    let bytes = b"Age,Name,Phone,Email,Party,Address\n\
        84,Aino,+358 40 555,aino@example.org,Blue,Annankatu 5\n\
        85,Eero,+358 40 556\x00,eero@example.org,Blue,Annankatu 7\n\
        86,Olena,+358 40 557\n";
    let preview = preview(bytes);
    assert_eq!(preview.problems.len(), 2);
    let all = format!("{preview:?}");
    for private in ["84", "85", "86", "+358", "example.org", "Blue"] {
        assert!(!all.contains(private), "{private} in {all}");
    }
}

#[test]
fn marks_without_width_are_left_out_of_names_and_joiners_stay() {
    let preview = preview(
        "Name,Address\nAi\u{200B}no\u{FEFF} Mä\u{AD}kelä,Annankatu\u{A0}5\nمی\u{200C}خواهم,Annankatu 7\n".as_bytes(),
    );
    assert_eq!(preview.problems, []);
    assert_eq!(preview.good[0].name, "Aino Mäkelä");
    assert_eq!(preview.good[0].number, "5");
    assert!(preview.good[1].name.contains('\u{200C}'));
}

#[test]
fn three_hundred_flats_are_one_building_in_the_order_one_counts() {
    let preview = preview(specimen::building(300).as_bytes());
    assert_eq!(preview.problems, []);
    let doors = into_doors(&preview, 7, &mut counted());
    assert_eq!(doors.len(), 300);
    assert_eq!(preview.size().buildings, 1);
    let units: Vec<&str> = doors.iter().map(|door| door.unit.as_str()).collect();
    assert_eq!(units[..3], ["A 1", "A 2", "A 3"]);
    assert_eq!(units[39..42], ["A 40", "B 1", "B 2"]);
    assert_eq!(units[299], "H 20");
}

#[test]
fn a_large_dirty_file_loses_exactly_its_bad_rows() {
    let dirty = specimen::dirty(2000);
    let preview = preview(dirty.csv.as_bytes());
    for (code, rows) in &dirty.left_out {
        let found = preview
            .problems
            .iter()
            .filter(|problem| problem.wrong.code() == *code && !problem.kept)
            .count();
        assert_eq!(found, *rows, "{code}");
    }
    let bad: usize = dirty.left_out.iter().map(|(_, rows)| rows).sum();
    assert_eq!(preview.rows_read, dirty.rows);
    assert_eq!(preview.rows_left_out, bad);
    assert_eq!(preview.good.len(), dirty.rows - bad);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        if let Ok(preview) = read(&bytes, &Choices::default()) {
            proptest::prop_assert!(preview.rows_read > 0);
        }
    }

    #[test]
    fn every_row_is_good_or_left_out_and_every_good_one_has_a_door(
        rows in proptest::collection::vec("[1-3]?,[ab]?,[A-C ]{0,3}[0-9]{0,2},[0-9.,\"\n]{0,4},[0-9]{0,2}", 1..30)
    ) {
        let text = format!("Voter ID,Name,Address,Lat,Lon\n{}\n", rows.join("\n"));
        if let Ok(preview) = read(text.as_bytes(), &Choices::default()) {
            proptest::prop_assert_eq!(preview.rows_read, preview.rows_left_out + preview.good.len());
            let named = preview.good.iter().filter(|resident| !resident.name.is_empty()).count();
            proptest::prop_assert_eq!(preview.size().people, named);
            let mut lines: Vec<u64> = preview.problems.iter().filter(|problem| !problem.kept).map(|problem| problem.line).collect();
            lines.dedup();
            proptest::prop_assert_eq!(lines.len(), preview.rows_left_out);
        }
    }
}
