//! Walk lists made up for tests and benches, the same at every run: a building
//! of many flats, and a large file with everything wrong that a file can have.
//! Plain std and no use of the project's code, so that tests of any room and
//! `xtask` can take it in with `#[path]`. Every person here is invented.

#![allow(dead_code, reason = "each user needs some of it")]

use std::fmt::Write;

const FIRST: [&str; 16] = [
    "Aino", "Eero", "Olena", "Seppo", "Fatima", "Mikko", "Åsa", "Leila", "Juhani", "Marja",
    "Ahmed", "Sirpa", "Timo", "Ýrsa", "Noor", "Veikko",
];
const LAST: [&str; 16] = [
    "Korhonen",
    "Lindström",
    "Savolainen",
    "Pitkänen",
    "Hassan",
    "Virtanen",
    "Öberg",
    "Nieminen",
    "Mäkelä",
    "Shevchenko",
    "Laine",
    "Ali",
    "Heikkinen",
    "Koskinen",
    "Järvinen",
    "Salonen",
];
const BEGIN: [&str; 20] = [
    "Kuusi",
    "Mänty",
    "Koivu",
    "Leppä",
    "Haapa",
    "Pihlaja",
    "Tammi",
    "Vaahtera",
    "Saarni",
    "Jalava",
    "Lehmus",
    "Kataja",
    "Paju",
    "Tuomi",
    "Omena",
    "Kirsikka",
    "Luumu",
    "Päärynä",
    "Herukka",
    "Puolukka",
];
const END: [&str; 20] = [
    "katu", "tie", "kuja", "polku", "rinne", "mäki", "ranta", "aukio", "kaari", "penger", "raitti",
    "väylä", "silta", "niitty", "lehto", "metsä", "piha", "portti", "tori", "laita",
];

pub const HEADER: &str = "Voter ID,First Name,Last Name,Age,Phone,Address,Unit,City,Postcode,Latitude,Longitude,Language";

/// One building with this many flats, 40 to a staircase, two people in every
/// third flat.
pub fn building(flats: usize) -> String {
    let mut csv = format!("{HEADER}\n");
    for flat in 0..flats {
        let staircase = char::from(b'A' + u8::try_from(flat / 40 % 26).unwrap_or(0));
        for person in 0..1 + usize::from(flat % 3 == 0) {
            let _ = writeln!(
                csv,
                "{},{},{},{},,Tornikatu 1,{staircase} {},Helsinki,00100,60.17,24.94,fi",
                1_000_000 + flat * 10 + person,
                FIRST[(flat * 7 + person) % FIRST.len()],
                LAST[(flat * 5) % LAST.len()],
                20 + flat % 70,
                flat % 40 + 1,
            );
        }
    }
    csv
}

/// A large file and what is wrong in it.
pub struct Dirty {
    pub csv: String,
    /// Rows that must be left out, by the code of what is wrong.
    pub left_out: Vec<(&'static str, usize)>,
    pub rows: usize,
}

/// What goes wrong with every 40th row, one after the other.
const WRONG: [&str; 10] = [
    "fields",
    "quotes",
    "control_character",
    "too_long",
    "empty_address",
    "position_not_a_number",
    "position_out_of_range",
    "position_zero",
    "duplicate_id",
    "duplicate_row",
];

/// A file of this many rows on 400 streets; every 40th row is wrong, in turn in
/// each way there is. Good rows have quoted line breaks, decimal commas and
/// blank lines between them.
pub fn dirty(rows: usize) -> Dirty {
    let mut csv = format!("{HEADER}\r\n");
    let mut left_out: Vec<(&'static str, usize)> = WRONG.map(|wrong| (wrong, 0)).into();
    for row in 0..rows {
        let house = row / 3;
        let street = house % 400;
        let number = house / 400 + 1;
        let (north, east) = (street / 20, street % 20);
        let id = (2_000_000 + row).to_string();
        let first = FIRST[row % FIRST.len()];
        let last = LAST[row / 16 % LAST.len()];
        let address = format!("{}{} {number}", BEGIN[east], END[north]);
        let unit = format!("A {}", row % 3 + 1);
        let latitude = format!(
            "{:.6}",
            60.1 + north as f64 * 0.004 + number as f64 * 0.0001
        );
        let longitude = format!("{:.6}", 24.8 + east as f64 * 0.008);
        let mut fields = [
            id,
            first.to_owned(),
            last.to_owned(),
            (18 + row % 80).to_string(),
            String::new(),
            address,
            unit,
            "Helsinki".to_owned(),
            "00100".to_owned(),
            latitude,
            longitude,
            "fi".to_owned(),
        ];
        match row % 40 {
            // Rows that look odd and are good.
            7 => fields[5] = format!("\"{}\"", fields[5].replace(' ', "\n")),
            17 => fields[9] = format!("\"{}\"", fields[9].replace('.', ",")),
            27 => csv.push_str("\r\n"),
            37 => fields[2] = format!("\"{} \"\"{}\"\"\"", fields[2], fields[1]),
            39 => {
                let which = row / 40 % WRONG.len();
                left_out[which].1 += 1;
                match WRONG[which] {
                    "fields" => fields[3].push_str(",,,7"),
                    "quotes" => fields[1].insert(0, '"'),
                    "control_character" => fields[2].push('\u{7}'),
                    "too_long" => fields[6] = "A".repeat(300),
                    "empty_address" => fields[5].clear(),
                    "position_not_a_number" => fields[9] = "north".to_owned(),
                    "position_out_of_range" => fields[9] = "160.2".to_owned(),
                    "position_zero" => (fields[9], fields[10]) = ("0".to_owned(), "0.0".to_owned()),
                    "duplicate_id" => fields[0] = (2_000_000 + row - 1).to_string(),
                    // The row before once more.
                    _ => {
                        let before = csv
                            .trim_end()
                            .rsplit("\r\n")
                            .next()
                            .unwrap_or_default()
                            .to_owned();
                        csv.push_str(&before);
                        csv.push_str("\r\n");
                        continue;
                    }
                }
            }
            _ => {}
        }
        csv.push_str(&fields.join(","));
        csv.push_str("\r\n");
    }
    Dirty {
        csv,
        left_out,
        rows,
    }
}
