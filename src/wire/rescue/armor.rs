//! Base64 and the text around it, as `age` writes them: a file of text passes
//! through every mail and messenger, and browsers share it.

use std::fmt::Write as _;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";
/// Bytes to a line of 64 letters.
const LINE: usize = 48;

/// Without padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let six = bits >> (18 - 6 * place) & 63;
            text.push(char::from(LETTERS[six as usize]));
        }
    }
    text
}

/// With or without padding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.chunks(4) {
        if four.len() == 1 {
            return None;
        }
        let mut bits = 0_u32;
        for letter in four {
            let six = LETTERS.iter().position(|known| known == letter)?;
            bits = bits << 6 | u32::try_from(six).ok()?;
        }
        bits <<= 6 * (4 - four.len());
        let whole = bits.to_be_bytes();
        bytes.extend_from_slice(&whole[1..four.len()]);
    }
    Some(bytes)
}

pub(super) fn wrap(file: &[u8]) -> String {
    let mut text = format!("{BEGIN}\n");
    for line in file.chunks(LINE) {
        let letters = encode(line);
        // Only the last line is ever short of a multiple of four.
        let _ = writeln!(
            text,
            "{letters:=<width$}",
            width = letters.len().next_multiple_of(4)
        );
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// The file in the text, or the file itself where it came without. A line that
/// was altered until it is no base64 becomes zeros, so that what follows stays
/// in its place.
pub(super) fn unwrap(file: &[u8]) -> Option<Vec<u8>> {
    if file.starts_with(super::seal::VERSION.as_bytes()) {
        return Some(file.to_vec());
    }
    let text = String::from_utf8_lossy(file);
    let (_, letters) = text.split_once(BEGIN)?;
    let mut bytes = Vec::with_capacity(file.len() / 4 * 3);
    for line in letters.lines().map(str::trim) {
        if line.starts_with("---") {
            break;
        }
        if !line.is_empty() {
            bytes.extend(decode(line).unwrap_or_else(|| vec![0; LINE.min(line.len() / 4 * 3)]));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn bytes_of_every_length_read_back() {
        for length in 0..200_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(91) ^ 0x5A).collect();
            assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
            assert_eq!(unwrap(wrap(&bytes).as_bytes()).unwrap(), bytes);
            let by_mail = wrap(&bytes).replace('\n', "\r\n");
            assert_eq!(unwrap(by_mail.as_bytes()).unwrap(), bytes);
        }
        assert_eq!(encode(b"foob"), "Zm9vYg");
    }

    #[test]
    fn an_unreadable_line_keeps_its_room() {
        let bytes = vec![0xEE; 480];
        let text = wrap(&bytes);
        let mut lines: Vec<&str> = text.lines().collect();
        let bad = "?".repeat(64);
        lines[4] = &bad;
        let read = unwrap(lines.join("\n").as_bytes()).unwrap();
        assert_eq!(read.len(), bytes.len());
        assert_eq!(read[144..192], [0; 48]);
        assert_eq!(read[192..], bytes[192..]);
    }
}
