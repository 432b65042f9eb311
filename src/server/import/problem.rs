//! What can be wrong with a file and with a row, as closed codes with what a
//! sentence about it needs. The sentences are the desk's (`wrong-…` and
//! `note-…` in its wording). Lines count as in an editor or a spreadsheet.

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
    /// Of people to call: no number.
    NoTelephone,
    /// What stands there cannot be dialled.
    Telephone,
    /// Nobody is named whom one could ask for.
    NobodyToCall,
    /// The number is listed at another address on this line, too.
    NumberElsewhere {
        line: u64,
    },
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
            Self::NoTelephone => "no_telephone",
            Self::Telephone => "telephone",
            Self::NobodyToCall => "nobody_to_call",
            Self::NumberElsewhere { .. } => "number_elsewhere",
        }
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
