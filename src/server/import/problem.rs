//! What can be wrong with a file and with a row, and how to say it: in a plain
//! sentence, with the line as an editor or a spreadsheet counts it.

use super::columns::Meaning;
use std::fmt;

/// The file holds no table of people at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("The file is empty.")]
    Empty,
    #[error("The file has a line of column names and no rows below it.")]
    HeaderOnly,
    #[error("The column names in line {line} have a quotation mark that is not closed.")]
    BrokenHeader { line: u64 },
    #[error(
        "This is a spreadsheet workbook, not a CSV file. Open it and save it as \"CSV UTF-8\", then choose that file."
    )]
    Workbook,
    #[error("This is not a text file. Choose a CSV file.")]
    NotText,
}

/// Something wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file the row starts in, from 1; the header counts.
    pub line: u64,
    /// The column's name in the file, where one is to blame.
    pub column: Option<String>,
    /// What stands there, kept short.
    pub value: String,
    pub wrong: Wrong,
    /// The row can be imported all the same: this is only to know.
    pub kept: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Another number of fields than there are column names.
    Fields {
        expected: usize,
        found: usize,
    },
    /// A quotation mark opens and does not close, or text follows the closing one.
    Quotes,
    NulByte,
    ControlCharacter {
        code: u32,
    },
    /// Letters that do not belong to the file's encoding.
    UnreadableLetters,
    TooLong {
        characters: usize,
        most: usize,
    },
    EmptyAddress,
    /// A number and no street.
    NoStreet,
    Position(BadPosition),
    /// The id is that of another person on this line.
    DuplicateId {
        line: u64,
    },
    /// The same person at the same address is on this line.
    DuplicateRow {
        line: u64,
    },
    /// The same name at the same address with another id.
    Namesake {
        line: u64,
    },
    /// Nobody is named; the address is kept.
    NoName,
    /// No language known by this name; the person is kept without.
    Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPosition {
    NotANumber,
    OutOfRange,
    /// Latitude and longitude have changed places.
    Swapped,
    /// 0, 0 lies in the sea off Africa; it stands for "not known".
    Zero,
    /// One of the two is missing.
    Half,
}

impl Wrong {
    /// A closed code, for wording and filters.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fields { .. } => "fields",
            Self::Quotes => "quotes",
            Self::NulByte => "nul_byte",
            Self::ControlCharacter { .. } => "control_character",
            Self::UnreadableLetters => "unreadable_letters",
            Self::TooLong { .. } => "too_long",
            Self::EmptyAddress => "empty_address",
            Self::NoStreet => "no_street",
            Self::Position(BadPosition::NotANumber) => "position_not_a_number",
            Self::Position(BadPosition::OutOfRange) => "position_out_of_range",
            Self::Position(BadPosition::Swapped) => "position_swapped",
            Self::Position(BadPosition::Zero) => "position_zero",
            Self::Position(BadPosition::Half) => "position_half",
            Self::DuplicateId { .. } => "duplicate_id",
            Self::DuplicateRow { .. } => "duplicate_row",
            Self::Namesake { .. } => "namesake",
            Self::NoName => "no_name",
            Self::Language => "language",
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields { expected, found } => write!(
                f,
                "There are {expected} columns, but this row has {found} fields. Perhaps a separator inside a text is not quoted."
            ),
            Self::Quotes => f.write_str("A quotation mark is not closed, or text follows a closed one."),
            Self::NulByte => f.write_str("The row holds a zero byte; the file may be damaged."),
            Self::ControlCharacter { code } => {
                write!(f, "The text holds a control character (U+{code:04X}) that nobody can see.")
            }
            Self::UnreadableLetters => {
                f.write_str("Some letters cannot be read; the file may be in a different encoding or damaged.")
            }
            Self::TooLong { characters, most } => {
                write!(f, "The text has {characters} characters; at most {most} fit here.")
            }
            Self::EmptyAddress => f.write_str("There is no address."),
            Self::NoStreet => f.write_str("There is a number but no street."),
            Self::Position(BadPosition::NotANumber) => {
                f.write_str("The position is not a number of degrees, like 60.169.")
            }
            Self::Position(BadPosition::OutOfRange) => {
                f.write_str("The position is not on Earth: latitude goes from -90 to 90, longitude from -180 to 180. Perhaps the two have changed places.")
            }
            Self::Position(BadPosition::Swapped) => {
                f.write_str("Latitude and longitude seem to have changed places.")
            }
            Self::Position(BadPosition::Zero) => {
                f.write_str("The position is 0, 0, which stands for \"not known\".")
            }
            Self::Position(BadPosition::Half) => {
                f.write_str("Of latitude and longitude one is missing.")
            }
            Self::DuplicateId { line } => {
                write!(f, "This id already belongs to somebody else, on line {line}.")
            }
            Self::DuplicateRow { line } => {
                write!(f, "The same person at the same address is already on line {line}.")
            }
            Self::Namesake { line } => write!(
                f,
                "Somebody of the same name at the same address, with another id, is on line {line}. Both are kept."
            ),
            Self::NoName => f.write_str("Nobody is named. The address is kept, with nobody listed there."),
            Self::Language => {
                f.write_str("No language is known by this name. The person is kept without a language.")
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if !self.value.is_empty() {
            write!(f, " \"{}\"", self.value)?;
        }
        write!(f, ": {}", self.wrong)
    }
}

/// Something about the whole file that the lead should know before going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Not UTF-8, so Windows-1252 was taken for granted. The example is a text
    /// with letters beyond A to Z, to look at.
    GuessedWindows1252 {
        example: String,
    },
    /// UTF-16 without the mark that says so.
    GuessedUtf16,
    /// Mostly UTF-8, with this many places that are not.
    DamagedUtf8 {
        places: usize,
    },
    /// "Ã¤" instead of "ä": encoded twice before it came here.
    EncodedTwice {
        example: String,
    },
    /// Columns recognised and left behind: a canvasser does not need them.
    NotKept {
        columns: Vec<String>,
    },
    /// Used to find duplicates, then left behind.
    IdNotKept {
        column: String,
    },
    /// Columns with no known meaning.
    NotUsed {
        columns: Vec<String>,
    },
    /// Columns of one name or meaning: the first is used.
    UsedOnce {
        column: String,
        first: String,
    },
    /// No column names people: doors without anybody listed.
    NoNames,
    /// No column has positions: streets are ordered by name.
    NoPositions,
    BlankRows {
        rows: usize,
    },
    /// Good rows without a position, in a file that has positions.
    WithoutPosition {
        rows: usize,
    },
}

impl Note {
    /// A closed code, for wording.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::GuessedWindows1252 { .. } => "guessed_windows_1252",
            Self::GuessedUtf16 => "guessed_utf_16",
            Self::DamagedUtf8 { .. } => "damaged_utf_8",
            Self::EncodedTwice { .. } => "encoded_twice",
            Self::NotKept { .. } => "not_kept",
            Self::IdNotKept { .. } => "id_not_kept",
            Self::NotUsed { .. } => "not_used",
            Self::UsedOnce { .. } => "used_once",
            Self::NoNames => "no_names",
            Self::NoPositions => "no_positions",
            Self::BlankRows { .. } => "blank_rows",
            Self::WithoutPosition { .. } => "without_position",
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GuessedWindows1252 { example } => write!(
                f,
                "The file is not UTF-8. It was read as Windows-1252, which is a guess: check that this looks right: \"{example}\". If not, save it as \"CSV UTF-8\"."
            ),
            Self::GuessedUtf16 => {
                f.write_str("The file does not say its encoding. It was read as UTF-16.")
            }
            Self::DamagedUtf8 { places } => write!(
                f,
                "The file is UTF-8, but letters in {places} places are damaged. Rows with such letters are left out."
            ),
            Self::EncodedTwice { example } => write!(
                f,
                "Some letters look wrong, as in \"{example}\". The file may have been saved in the wrong encoding before it came here."
            ),
            Self::NotKept { columns } => write!(
                f,
                "Not imported: {}. Nobody needs them at the door, and phone numbers are not used yet.",
                columns.join(", ")
            ),
            Self::IdNotKept { column } => {
                write!(f, "{column} is used to find people listed twice, and not kept.")
            }
            Self::NotUsed { columns } => write!(
                f,
                "Not used: {}. If one of them matters, say what it means.",
                columns.join(", ")
            ),
            Self::UsedOnce { column, first } => {
                write!(f, "{column} means the same as {first}; only {first} is used.")
            }
            Self::NoNames => {
                f.write_str("No column has names. Doors are imported with nobody listed.")
            }
            Self::NoPositions => {
                f.write_str("No column has positions. Streets are ordered by name instead of by the way between them.")
            }
            Self::BlankRows { rows } => write!(f, "Empty rows skipped: {rows}."),
            Self::WithoutPosition { rows } => write!(
                f,
                "Rows without a position: {rows}. They are walked where their street and number put them."
            ),
        }
    }
}

impl Meaning {
    /// What a lead calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::VoterId => "Voter id",
            Self::FullName => "Full name",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::Address => "Address",
            Self::Street => "Street",
            Self::Number => "House number",
            Self::Unit => "Flat or unit",
            Self::City => "Town",
            Self::Postcode => "Postcode",
            Self::Latitude => "Latitude",
            Self::Longitude => "Longitude",
            Self::Language => "Language",
            Self::NotKept => "Not imported (private)",
            Self::NotUsed => "Not used",
        }
    }
}
