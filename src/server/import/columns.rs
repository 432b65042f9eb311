//! What each column of a file means: guessed from its name (English, Finnish,
//! Swedish, and the names voter files use), overruled by the lead.

use super::problem::Note;
use crate::domain::script::Channel;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As the file names it; "Column 3" where it has no name.
    pub name: String,
    pub meaning: Meaning,
    /// The lead said so.
    pub chosen: bool,
    /// The first text that stands in it, short; to tell what it holds. Empty
    /// for columns that are not kept.
    pub example: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// Tells people apart within the file; not kept.
    VoterId,
    FullName,
    FirstName,
    LastName,
    /// A whole line of address; several columns are read as one line.
    Address,
    /// The street's name alone; several columns are its parts.
    Street,
    Number,
    Unit,
    City,
    Postcode,
    Latitude,
    Longitude,
    Language,
    /// A number to call; several columns hold several, of which the first is kept.
    Telephone,
    /// Age, party and the like: recognised and left behind. So are telephone numbers
    /// where nobody is to be called.
    NotKept,
    NotUsed,
}

impl Meaning {
    pub const ALL: [Self; 16] = [
        Self::VoterId,
        Self::FullName,
        Self::FirstName,
        Self::LastName,
        Self::Address,
        Self::Street,
        Self::Number,
        Self::Unit,
        Self::City,
        Self::Postcode,
        Self::Latitude,
        Self::Longitude,
        Self::Language,
        Self::Telephone,
        Self::NotKept,
        Self::NotUsed,
    ];

    /// The closed code used in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::VoterId => "voter_id",
            Self::FullName => "full_name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Address => "address",
            Self::Street => "street",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::City => "city",
            Self::Postcode => "postcode",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Language => "language",
            Self::Telephone => "telephone",
            Self::NotKept => "not_kept",
            Self::NotUsed => "not_used",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meaning| meaning.code() == code)
    }

    /// The most characters that fit; longer ones are a slipped column or worse.
    pub(super) fn most_characters(self) -> usize {
        match self {
            Self::VoterId => 64,
            Self::FirstName | Self::LastName | Self::FullName => 120,
            Self::Address | Self::Street => 200,
            Self::Number => 20,
            Self::Unit => 80,
            Self::City => 80,
            Self::Postcode => 16,
            Self::Latitude | Self::Longitude => 32,
            Self::Language | Self::Telephone => 40,
            Self::NotKept | Self::NotUsed => usize::MAX,
        }
    }

    /// Whether several columns may together hold it.
    fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Street
                | Self::Number
                | Self::Unit
                | Self::Telephone
                | Self::NotKept
                | Self::NotUsed
        )
    }
}

/// Names by meaning, as `plain` leaves them.
const NAMES: &[(Meaning, &[&str])] = &[
    (
        Meaning::VoterId,
        &[
            "id",
            "voterid",
            "vanid",
            "myvoterid",
            "voterfilevanid",
            "votervanid",
            "statevoterid",
            "statefileid",
            "sosvoterid",
            "registrationnumber",
            "electorid",
            "electornumber",
            "electoralnumber",
            "rollnumber",
            "externalid",
            "uniqueid",
            "uid",
            "tunnus",
            "tunniste",
            "äänioikeustunnus",
            "äänestäjätunnus",
            "väljarid",
            "identifier",
        ],
    ),
    (
        Meaning::FullName,
        &[
            "name",
            "fullname",
            "nimi",
            "kokonimi",
            "asukas",
            "namn",
            "votername",
            "electorname",
        ],
    ),
    (
        Meaning::FirstName,
        &[
            "firstname",
            "forename",
            "forenames",
            "givenname",
            "givennames",
            "first",
            "fname",
            "etunimi",
            "etunimet",
            "förnamn",
        ],
    ),
    (
        Meaning::LastName,
        &[
            "lastname",
            "surname",
            "familyname",
            "last",
            "lname",
            "sukunimi",
            "efternamn",
        ],
    ),
    (
        Meaning::Address,
        &[
            "address",
            "address1",
            "address2",
            "address3",
            "address4",
            "address5",
            "address6",
            "addressline",
            "addressline1",
            "addressline2",
            "addressline3",
            "addr",
            "addr1",
            "addr2",
            "streetaddress",
            "fulladdress",
            "postaladdress",
            "osoite",
            "katuosoite",
            "lähiosoite",
            "adress",
            "gatuadress",
        ],
    ),
    (
        Meaning::Street,
        &[
            "street",
            "streetname",
            "streetprefix",
            "streettype",
            "streetsuffix",
            "road",
            "roadname",
            "katu",
            "kadunnimi",
            "katunimi",
            "tie",
            "gata",
            "gatunamn",
        ],
    ),
    (
        Meaning::Number,
        &[
            "number",
            "streetnumber",
            "streetno",
            "streetnum",
            "streetnohalf",
            "housenumber",
            "houseno",
            "housenum",
            "buildingnumber",
            "no",
            "nro",
            "numero",
            "talonumero",
            "talo",
            "osoitenumero",
            "gatunummer",
            "husnummer",
        ],
    ),
    (
        Meaning::Unit,
        &[
            "unit",
            "unitnumber",
            "unitno",
            "unittype",
            "apartment",
            "apartmentnumber",
            "apt",
            "aptno",
            "aptnumber",
            "apttype",
            "flat",
            "flatnumber",
            "flatno",
            "suite",
            "door",
            "staircase",
            "porras",
            "rappu",
            "huoneisto",
            "huoneistonumero",
            "asunto",
            "asuntonumero",
            "lägenhet",
            "trappa",
        ],
    ),
    (
        Meaning::City,
        &[
            "city",
            "town",
            "municipality",
            "posttown",
            "locality",
            "kunta",
            "kaupunki",
            "postitoimipaikka",
            "ort",
            "stad",
            "postort",
        ],
    ),
    (
        Meaning::Postcode,
        &[
            "postcode",
            "postalcode",
            "zip",
            "zipcode",
            "zip5",
            "postinumero",
            "postnummer",
            "postnr",
        ],
    ),
    (
        Meaning::Latitude,
        &[
            "latitude",
            "lat",
            "leveysaste",
            "latitud",
            "ycoordinate",
            "wgs84lat",
        ],
    ),
    (
        Meaning::Longitude,
        &[
            "longitude",
            "lon",
            "lng",
            "long",
            "pituusaste",
            "longitud",
            "xcoordinate",
            "wgs84lon",
        ],
    ),
    (
        Meaning::Language,
        &[
            "language",
            "lang",
            "preferredlanguage",
            "languagepreference",
            "spokenlanguage",
            "kieli",
            "äidinkieli",
            "asiointikieli",
            "språk",
            "modersmål",
        ],
    ),
    (
        Meaning::Telephone,
        &[
            "phone",
            "phonenumber",
            "phone1",
            "phone2",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "cell",
            "cellphone",
            "homephone",
            "workphone",
            "preferredphone",
            "landline",
            "telephone",
            "tel",
            "puhelin",
            "puhelinnumero",
            "matkapuhelin",
            "telefon",
            "telephonenumber",
            "phoneno",
            "telno",
            "mobileno",
            "mobil",
            "gsm",
            "matkapuhelinnumero",
            "puh",
            "puhnro",
            "kännykkä",
            "kotipuhelin",
            "työpuhelin",
            "lankapuhelin",
            "telefonnummer",
            "mobilnummer",
        ],
    ),
    (
        Meaning::NotKept,
        &[
            "age",
            "dob",
            "dateofbirth",
            "birthdate",
            "birthday",
            "birthyear",
            "yearofbirth",
            "ikä",
            "syntymäaika",
            "syntymävuosi",
            "henkilötunnus",
            "hetu",
            "ssn",
            "nationalid",
            "personnummer",
            "ålder",
            "gender",
            "sex",
            "sukupuoli",
            "kön",
            "title",
            "email",
            "emailaddress",
            "sähköposti",
            "epost",
            "party",
            "partyaffiliation",
            "registeredparty",
            "puolue",
            "race",
            "ethnicity",
            "religion",
            "votehistory",
            "income",
            "occupation",
        ],
    ),
];

/// Words voter files put before the thing itself.
const PREFIXES: &[&str] = &[
    "voter",
    "elector",
    "resident",
    "residential",
    "residence",
    "registered",
    "registration",
    "reg",
    "res",
    "property",
    "primary",
    "person",
    "contact",
    "home",
];

/// A column's name without case, spaces and marks.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn meaning(name: &str) -> Meaning {
    let look_up = |name: &str| {
        NAMES
            .iter()
            .find(|(_, names)| names.contains(&name))
            .map(|(meaning, _)| *meaning)
    };
    let plain = plain(name);
    look_up(&plain)
        .or_else(|| {
            PREFIXES
                .iter()
                .filter_map(|prefix| plain.strip_prefix(prefix))
                .find_map(look_up)
        })
        .unwrap_or(Meaning::NotUsed)
}

/// The file's columns, with what the lead chose before what the names suggest.
/// A meaning that one column has already is not given to a second.
pub(super) fn guess(
    header: &[Cow<'_, str>],
    chosen: &BTreeMap<usize, Meaning>,
    by: Channel,
) -> Vec<Column> {
    let mut columns: Vec<Column> = header
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let meaning = chosen
                .get(&index)
                .copied()
                .unwrap_or_else(|| meaning(&name));
            // Who walks to a door needs no number, whatever the file has.
            let meaning = match meaning {
                Meaning::Telephone if by != Channel::Phone => Meaning::NotKept,
                meaning => meaning,
            };
            Column {
                name: if name.is_empty() {
                    format!("Column {}", index + 1)
                } else {
                    name
                },
                meaning,
                chosen: chosen.contains_key(&index),
                example: String::new(),
            }
        })
        .collect();
    for index in 0..columns.len() {
        let column = &columns[index];
        let taken = !column.meaning.may_repeat()
            && columns.iter().enumerate().any(|(other, rival)| {
                rival.meaning == column.meaning
                    && (rival.chosen, std::cmp::Reverse(other))
                        > (column.chosen, std::cmp::Reverse(index))
            });
        if taken {
            columns[index].meaning = Meaning::NotUsed;
        }
    }
    // Street and number apart say more than the line that repeats them.
    let has = |columns: &[Column], meaning| columns.iter().any(|column| column.meaning == meaning);
    if has(&columns, Meaning::Street) && has(&columns, Meaning::Number) {
        for column in &mut columns {
            if column.meaning == Meaning::Address && !column.chosen {
                column.meaning = Meaning::NotUsed;
            }
        }
    }
    columns
}

/// What an import cannot do without.
pub(super) fn missing(columns: &[Column], by: Channel) -> Vec<Meaning> {
    let any = |meanings: &[Meaning]| {
        columns
            .iter()
            .any(|column| meanings.contains(&column.meaning))
    };
    let names = [Meaning::FullName, Meaning::FirstName, Meaning::LastName];
    let needed: &[(&[Meaning], Meaning)] = if by == Channel::Phone {
        &[
            (&[Meaning::Telephone], Meaning::Telephone),
            (&names, Meaning::FullName),
        ]
    } else {
        &[(&[Meaning::Address, Meaning::Street], Meaning::Address)]
    };
    needed
        .iter()
        .filter(|(one_of, _)| !any(one_of))
        .map(|(_, name)| *name)
        .collect()
}

pub(super) fn notes(columns: &[Column], by: Channel) -> Vec<Note> {
    let named = |meaning: Meaning| -> Vec<String> {
        columns
            .iter()
            .filter(|column| column.meaning == meaning)
            .map(|column| column.name.clone())
            .collect()
    };
    let mut notes = Vec::new();
    let not_kept = named(Meaning::NotKept);
    if !not_kept.is_empty() {
        notes.push(Note::NotKept { columns: not_kept });
    }
    if let [column] = named(Meaning::VoterId).as_slice() {
        notes.push(Note::IdNotKept {
            column: column.clone(),
        });
    }
    let mut not_used = Vec::new();
    for column in columns
        .iter()
        .filter(|column| column.meaning == Meaning::NotUsed)
    {
        let would_be = meaning(&column.name);
        let rival = columns
            .iter()
            .find(|rival| would_be != Meaning::NotUsed && rival.meaning == would_be);
        match rival {
            Some(rival) if !column.chosen => notes.push(Note::UsedOnce {
                column: column.name.clone(),
                first: rival.name.clone(),
            }),
            _ => not_used.push(column.name.clone()),
        }
    }
    if !not_used.is_empty() {
        notes.push(Note::NotUsed { columns: not_used });
    }
    let any = |meanings: &[Meaning]| {
        columns
            .iter()
            .any(|column| meanings.contains(&column.meaning))
    };
    if by == Channel::Phone {
        return notes;
    }
    if !any(&[Meaning::FullName, Meaning::FirstName, Meaning::LastName]) {
        notes.push(Note::NoNames);
    }
    if !(any(&[Meaning::Latitude]) && any(&[Meaning::Longitude])) {
        notes.push(Note::NoPositions);
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(header: &[&str]) -> Vec<Meaning> {
        let header: Vec<Cow<'_, str>> = header.iter().map(|&name| Cow::Borrowed(name)).collect();
        guess(&header, &BTreeMap::new(), Channel::Door)
            .into_iter()
            .map(|column| column.meaning)
            .collect()
    }

    #[test]
    fn names_are_known_in_english_finnish_and_as_voter_files_write_them() {
        use Meaning::*;
        assert_eq!(
            meanings(&[
                "Voter ID",
                "First Name",
                "Last Name",
                "Age",
                "Gender",
                "Phone",
                "Address",
                "Unit",
                "City"
            ]),
            [
                VoterId, FirstName, LastName, NotKept, NotKept, NotKept, Address, Unit, City
            ]
        );
        assert_eq!(
            meanings(&[
                "Etunimi",
                "SUKUNIMI",
                "Katuosoite",
                "Huoneisto",
                "Postinumero",
                "Kunta",
                "Äidinkieli",
                "Leveysaste"
            ]),
            [
                FirstName, LastName, Address, Unit, Postcode, City, Language, Latitude
            ]
        );
        assert_eq!(
            meanings(&[
                "VANID",
                "StreetNo",
                "StreetPrefix",
                "StreetName",
                "StreetType",
                "AptNo",
                "Zip5",
                "Lng"
            ]),
            [
                VoterId, Number, Street, Street, Street, Unit, Postcode, Longitude
            ]
        );
        assert_eq!(
            meanings(&[
                "Elector Surname",
                "elector_forename",
                "Address 1",
                "Address2",
                "Post-Code",
                "Residence City",
                "DOB"
            ]),
            [
                LastName, FirstName, Address, Address, Postcode, City, NotKept
            ]
        );
    }

    #[test]
    fn street_and_number_apart_are_taken_before_the_line_that_repeats_them() {
        use Meaning::*;
        assert_eq!(
            meanings(&["Address", "Street", "Number"]),
            [NotUsed, Street, Number]
        );
        assert_eq!(meanings(&["Address", "Street"]), [Address, Street]);
    }

    #[test]
    fn a_second_column_of_one_meaning_is_left_out_and_said() {
        let header = [
            Cow::Borrowed("Name"),
            Cow::Borrowed("Full name"),
            Cow::Borrowed("Address"),
            Cow::Borrowed("Shoe"),
        ];
        let columns = guess(&header, &BTreeMap::new(), Channel::Door);
        assert_eq!(columns[1].meaning, Meaning::NotUsed);
        let said = notes(&columns, Channel::Door);
        assert!(said.contains(&Note::UsedOnce {
            column: "Full name".into(),
            first: "Name".into()
        }));
        assert!(said.contains(&Note::NotUsed {
            columns: vec!["Shoe".into()]
        }));
        assert!(said.contains(&Note::NoPositions));
    }

    #[test]
    fn what_the_lead_says_a_column_means_goes_before_the_guess() {
        let header = [
            Cow::Borrowed("Name"),
            Cow::Borrowed("Where"),
            Cow::Borrowed("Real name"),
            Cow::Borrowed(""),
        ];
        let chosen = BTreeMap::from([(1, Meaning::Address), (2, Meaning::FullName)]);
        let columns = guess(&header, &chosen, Channel::Door);
        assert_eq!(columns[0].meaning, Meaning::NotUsed);
        assert_eq!(columns[1].meaning, Meaning::Address);
        assert_eq!(columns[2].meaning, Meaning::FullName);
        assert_eq!(columns[3].name, "Column 4");
        assert!(missing(&columns, Channel::Door).is_empty());
        assert_eq!(
            missing(
                &guess(&header, &BTreeMap::new(), Channel::Door),
                Channel::Door
            ),
            [Meaning::Address]
        );
    }

    #[test]
    fn a_number_is_kept_where_people_are_called_and_left_behind_where_they_are_visited() {
        for name in [
            "Phone",
            "Mobile no.",
            "Puhelin",
            "Matkapuhelinnumero",
            "Voter Phone",
        ] {
            let header = [Cow::Borrowed("Nimi"), Cow::Borrowed(name)];
            let none = BTreeMap::new();
            let called = guess(&header, &none, Channel::Phone);
            assert_eq!(called[1].meaning, Meaning::Telephone, "{name}");
            assert!(missing(&called, Channel::Phone).is_empty());
            let visited = guess(&header, &none, Channel::Door);
            assert_eq!(visited[1].meaning, Meaning::NotKept, "{name}");
        }
        let header = [Cow::Borrowed("Osoite")];
        assert_eq!(
            missing(
                &guess(&header, &BTreeMap::new(), Channel::Phone),
                Channel::Phone
            ),
            [Meaning::Telephone, Meaning::FullName]
        );
    }

    #[test]
    fn every_meaning_has_its_own_code() {
        for meaning in Meaning::ALL {
            assert_eq!(Meaning::from_code(meaning.code()), Some(meaning));
        }
    }
}
