//! Bech32 as `age` writes its keys: a prefix, a 1, five bits a letter, and six
//! letters that show a mistyped one.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECK_LETTERS: usize = 6;

/// In lower case.
pub(super) fn encode(prefix: &str, bytes: &[u8]) -> String {
    let mut fives = regroup(bytes, 8, 5);
    let check = checksum(prefix, &fives) ^ 1;
    fives.extend((0..CHECK_LETTERS).map(|place| (check >> (5 * (5 - place)) & 31) as u8));
    let letters = fives
        .iter()
        .map(|five| char::from(ALPHABET[usize::from(*five)]));
    format!("{prefix}1{}", letters.collect::<String>())
}

/// Upper or lower case, not both.
pub(super) fn decode(prefix: &str, text: &str) -> Option<Vec<u8>> {
    let mixed = text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.bytes().any(|byte| byte.is_ascii_lowercase());
    if mixed {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let letters = lower.strip_prefix(prefix)?.strip_prefix('1')?;
    let fives: Vec<u8> = letters
        .bytes()
        .map(|letter| {
            let place = ALPHABET.iter().position(|known| *known == letter)?;
            u8::try_from(place).ok()
        })
        .collect::<Option<_>>()?;
    let data = fives.len().checked_sub(CHECK_LETTERS)?;
    if checksum_of(prefix, &fives) != 1 {
        return None;
    }
    let spare_bits = data * 5 % 8;
    let rest_is_zero = match fives.get(..data)?.last() {
        Some(last) if spare_bits < 5 => last & ((1 << spare_bits) - 1) == 0,
        _ => spare_bits == 0,
    };
    rest_is_zero.then(|| {
        let mut bytes = regroup(&fives[..data], 5, 8);
        bytes.truncate(data * 5 / 8);
        bytes
    })
}

/// The same bits in groups of another size; the last is filled with zeros.
fn regroup(groups: &[u8], from: u32, to: u32) -> Vec<u8> {
    let (mut kept, mut bits) = (0_u32, 0);
    let mut out = Vec::new();
    for group in groups {
        kept = (kept << from | u32::from(*group)) & 0xFFF;
        bits += from;
        while bits >= to {
            bits -= to;
            out.push((kept >> bits & ((1 << to) - 1)) as u8);
        }
    }
    if bits > 0 {
        out.push((kept << (to - bits) & ((1 << to) - 1)) as u8);
    }
    out
}

fn checksum(prefix: &str, data: &[u8]) -> u32 {
    let mut with_room = data.to_vec();
    with_room.extend([0; CHECK_LETTERS]);
    checksum_of(prefix, &with_room)
}

fn checksum_of(prefix: &str, fives: &[u8]) -> u32 {
    const STEPS: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let mut sum = 1_u32;
    for five in high
        .chain(std::iter::once(0))
        .chain(low)
        .chain(fives.iter().copied())
    {
        let top = sum >> 25;
        sum = (sum & 0x1ff_ffff) << 5 ^ u32::from(five);
        for (bit, step) in STEPS.iter().enumerate() {
            if top >> bit & 1 == 1 {
                sum ^= step;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_reads_back_and_a_wrong_letter_shows() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37) ^ 0xA5).collect();
            let text = encode("age", &bytes);
            assert_eq!(decode("age", &text).as_deref(), Some(bytes.as_slice()));
            assert_eq!(decode("age", &text.to_uppercase()), Some(bytes));
            for place in 4..text.len() {
                let mut letters = text.clone().into_bytes();
                letters[place] = if letters[place] == b'q' { b'p' } else { b'q' };
                let wrong = String::from_utf8_lossy(&letters).into_owned();
                assert_eq!(decode("age", &wrong), None, "{wrong}");
            }
        }
    }

    #[test]
    fn what_is_no_key_is_none_and_no_panic() {
        for text in ["", "age", "age1", "age1qqqqq", "age1b", "AGE1qqqqqq", "ä1ä"] {
            assert_eq!(decode("age", text), None, "{text}");
        }
    }
}
