//! From bytes to text: UTF-8 with or without its mark, UTF-16 either way
//! round, and Windows-1252 as a guess that is said aloud.

use super::problem::{Note, Unreadable};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
    /// Guessed, never known.
    Windows1252,
}

pub(super) struct Decoded<'a> {
    pub encoding: Encoding,
    pub text: Cow<'a, str>,
    pub notes: Vec<Note>,
}

/// How many bytes are looked at to tell UTF-16 from text.
const LOOKED_AT: usize = 4096;

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Unreadable::Workbook);
    }
    if [
        &b"%PDF"[..],
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"\x1F\x8B",
        b"SQLite format 3\0",
    ]
    .iter()
    .any(|start| bytes.starts_with(start))
    {
        return Err(Unreadable::NotText);
    }
    let mut decoded = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let mut decoded = as_bytes_tell(rest);
        if decoded.encoding == Encoding::Utf8 {
            decoded.encoding = Encoding::Utf8WithMark;
        }
        decoded
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        utf16(rest, Encoding::Utf16LittleEndian)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf16(rest, Encoding::Utf16BigEndian)
    } else if let Some(encoding) = looks_like_utf16(bytes) {
        let mut decoded = utf16(bytes, encoding);
        decoded.notes.push(Note::GuessedUtf16);
        decoded
    } else {
        as_bytes_tell(bytes)
    };
    if decoded
        .text
        .trim_matches(|letter: char| letter.is_whitespace() || letter == '\0')
        .is_empty()
    {
        return Err(Unreadable::Empty);
    }
    if let Some(example) = encoded_twice(&decoded.text) {
        decoded.notes.push(Note::EncodedTwice { example });
    }
    Ok(decoded)
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Decoded<'_> {
    let (text, _) = match encoding {
        Encoding::Utf16BigEndian => UTF_16BE.decode_without_bom_handling(bytes),
        _ => UTF_16LE.decode_without_bom_handling(bytes),
    };
    Decoded {
        encoding,
        text,
        notes: Vec::new(),
    }
}

/// In UTF-16 most of a table's letters have one zero byte; which of the two it
/// is tells the order.
fn looks_like_utf16(bytes: &[u8]) -> Option<Encoding> {
    let looked_at = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let zeros = |odd: usize| {
        looked_at
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = looked_at.len() / 2;
    if pairs < 2 {
        None
    } else if odd * 10 > pairs * 7 && even * 10 < pairs {
        Some(Encoding::Utf16LittleEndian)
    } else if even * 10 > pairs * 7 && odd * 10 < pairs {
        Some(Encoding::Utf16BigEndian)
    } else {
        None
    }
}

fn as_bytes_tell(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            encoding: Encoding::Utf8,
            text: Cow::Borrowed(text),
            notes: Vec::new(),
        };
    }
    // One broken letter does not make a file Windows-1252: where most letters
    // beyond ASCII are good UTF-8, it is UTF-8 with damage.
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > bad {
        return Decoded {
            encoding: Encoding::Utf8,
            text: String::from_utf8_lossy(bytes),
            notes: vec![Note::DamagedUtf8 { places: bad }],
        };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let example = example(&text, |letter| !letter.is_ascii());
    Decoded {
        encoding: Encoding::Windows1252,
        text,
        notes: vec![Note::GuessedWindows1252 { example }],
    }
}

/// The word around the first such letter.
fn example(text: &str, is_it: impl Fn(char) -> bool + Copy) -> String {
    let Some(at) = text.find(is_it) else {
        return String::new();
    };
    let ends =
        |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '\t' | '"' | '|');
    let start = text[..at].rfind(ends).map_or(0, |before| before + 1);
    text[start..]
        .chars()
        .take_while(|&letter| !ends(letter))
        .take(30)
        .collect()
}

/// "Ã¤" and its like: two letters that UTF-8's bytes make in Windows-1252.
fn encoded_twice(text: &str) -> Option<String> {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == 'Ã'
            && let Some(&(_, next)) = letters.peek()
            && ('\u{80}'..='\u{BF}').contains(&next)
        {
            let before = &text[..at];
            let start = before
                .rfind(|letter: char| !letter.is_alphanumeric())
                .map_or(0, |before| {
                    before + text[before..].chars().next().map_or(1, char::len_utf8)
                });
            return Some(
                text[start..]
                    .chars()
                    .take_while(|letter| !matches!(letter, ',' | ';' | '\t' | '\n' | '\r' | '"'))
                    .take(30)
                    .collect(),
            );
        }
    }
    None
}
