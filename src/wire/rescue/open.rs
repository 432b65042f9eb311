//! Opening a sealed file with the kit, and keeping whatever is sound in it. Each
//! 64 KiB of content was sealed by itself, so what was cut off or altered takes
//! nothing else with it.

use super::seal::{CHUNK, KIT_STANZA, VERSION, chunk_nonce, header_mac, payload_cipher, wrap_key};
use super::{Kit, armor};
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use x25519_dalek::x25519;

const TAG: usize = 16;
const NONCE: usize = 16;

/// What was in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Sound content, in its order; each piece is without a gap in itself.
    pub pieces: Vec<Vec<u8>>,
    /// Bytes of the file that could not be read.
    pub lost: usize,
    /// The file ends before its end.
    pub cut: bool,
    /// Something in it is not as it was written.
    pub altered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// Not in the `age` format at all.
    NotSealed,
    /// It ends before anything could be read.
    CutShort,
    /// Sealed for another key; with the kit's short name if it says so.
    OtherKit(Option<String>),
}

struct Header<'a> {
    /// With its three dashes.
    signed: &'a [u8],
    mac: &'a str,
    stanzas: Vec<(Vec<&'a str>, String)>,
    payload: &'a [u8],
}

fn header(file: &[u8]) -> Result<Header<'_>, Unopened> {
    let mut stanzas: Vec<(Vec<&str>, String)> = Vec::new();
    let mut at = 0;
    loop {
        let rest = &file[at..];
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(Unopened::CutShort)?;
        let line = std::str::from_utf8(&rest[..end]).map_err(|_| Unopened::OtherKit(None))?;
        if at == 0 {
            if line != VERSION {
                return Err(Unopened::NotSealed);
            }
        } else if let Some(mac) = line.strip_prefix("---") {
            return Ok(Header {
                signed: &file[..at + 3],
                mac: mac.trim(),
                stanzas,
                payload: &rest[end + 1..],
            });
        } else if let Some(words) = line.strip_prefix("-> ") {
            stanzas.push((words.split(' ').collect(), String::new()));
        } else if let Some((_, body)) = stanzas.last_mut() {
            body.push_str(line);
        }
        at += end + 1;
    }
}

/// For which kit a file is, if it says so.
#[must_use]
pub fn kit_name_of(file: &[u8]) -> Option<String> {
    let file = armor::unwrap(file)?;
    kit_name(&header(&file).ok()?)
}

fn kit_name(header: &Header<'_>) -> Option<String> {
    let (words, _) = header
        .stanzas
        .iter()
        .find(|(words, _)| words.first() == Some(&KIT_STANZA))?;
    let name = words.get(1)?;
    let plain = name.len() <= 20
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| (*name).to_owned())
}

/// # Errors
/// When nothing of it can be read, with the reason.
pub fn open(file: &[u8], kit: &Kit) -> Result<Opened, Unopened> {
    let file = armor::unwrap(file).ok_or(Unopened::NotSealed)?;
    if file.len() < VERSION.len() && VERSION.as_bytes().starts_with(&file) {
        return Err(Unopened::CutShort);
    }
    let header = header(&file)?;
    let file_key = header
        .stanzas
        .iter()
        .find_map(|(words, body)| file_key(words, body, kit))
        .ok_or_else(|| Unopened::OtherKit(kit_name(&header)))?;
    let mac = header_mac(&file_key, header.signed).map(|mac| armor::encode(&mac));
    let mut opened = Opened {
        pieces: Vec::new(),
        lost: 0,
        cut: true,
        altered: mac.as_deref() != Some(header.mac),
    };
    let Some((nonce, chunks)) = header.payload.split_first_chunk::<NONCE>() else {
        return Err(Unopened::CutShort);
    };
    let cipher = payload_cipher(&file_key, nonce).ok_or(Unopened::CutShort)?;
    opened.read(&cipher, chunks);
    Ok(opened)
}

fn file_key(words: &[&str], body: &str, kit: &Kit) -> Option<Vec<u8>> {
    let ["X25519", share] = words else {
        return None;
    };
    let share: [u8; 32] = armor::decode(share)?.try_into().ok()?;
    let wrap = wrap_key(&x25519(kit.0, share), &share, &kit.recipient().0)?;
    let key = ChaCha20Poly1305::new(&Key::from(wrap))
        .decrypt(&Nonce::default(), armor::decode(body)?.as_slice())
        .ok()?;
    (key.len() == 16).then_some(key)
}

impl Opened {
    fn read(&mut self, cipher: &ChaCha20Poly1305, chunks: &[u8]) {
        let mut goes_on = false;
        for (number, chunk) in (0_u64..).zip(chunks.chunks(CHUNK + TAG)) {
            let is_end = (number + 1) * (CHUNK + TAG) as u64 >= chunks.len() as u64;
            let last = cipher.decrypt(&chunk_nonce(number, true), chunk).ok();
            let ends = last.is_some();
            let content = last.or_else(|| cipher.decrypt(&chunk_nonce(number, false), chunk).ok());
            match content {
                Some(content) => {
                    match self.pieces.last_mut().filter(|_| goes_on) {
                        Some(piece) => piece.extend(content),
                        None => self.pieces.push(content),
                    }
                    goes_on = true;
                }
                None => {
                    self.lost += chunk.len();
                    // A chunk that is not whole was cut; a whole one was altered.
                    self.altered |= chunk.len() == CHUNK + TAG || !is_end;
                    goes_on = false;
                }
            }
            if ends {
                self.cut = false;
                let after = chunks.len() - (number as usize * (CHUNK + TAG) + chunk.len());
                self.lost += after;
                self.altered |= after > 0;
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::super::{CHANCE, Recipient, seal};
    use super::*;
    use proptest::prelude::*;
    use std::io::{Read as _, Write as _};

    fn kit() -> Kit {
        Kit::new([3; 32])
    }

    fn chance() -> [u8; CHANCE] {
        std::array::from_fn(|place| (place * 7 + 1) as u8)
    }

    fn sealed(content: &[u8]) -> String {
        seal(content, kit().recipient(), chance()).unwrap()
    }

    fn whole(content: &[u8]) -> Opened {
        Opened {
            pieces: vec![content.to_vec()],
            lost: 0,
            cut: false,
            altered: false,
        }
    }

    fn long(length: usize) -> Vec<u8> {
        (0..length).map(|place| (place % 251) as u8).collect()
    }

    const LENGTHS: [usize; 7] = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17];

    #[test]
    fn the_real_age_opens_what_we_sealed() {
        let identity: age::x25519::Identity = kit().secret_text().parse().unwrap();
        for length in LENGTHS {
            let content = long(length);
            let text = sealed(&content);
            let armored = age::armor::ArmoredReader::new(text.as_bytes());
            let mut reader = age::Decryptor::new(armored)
                .unwrap()
                .decrypt(std::iter::once(&identity as &dyn age::Identity))
                .unwrap();
            let mut read = Vec::new();
            reader.read_to_end(&mut read).unwrap();
            assert!(read == content, "{length} bytes");
        }
    }

    #[test]
    fn we_open_what_the_real_age_sealed_for_several() {
        let ours: age::x25519::Recipient = kit().recipient().to_string().parse().unwrap();
        let other = age::x25519::Identity::generate().to_public();
        for length in LENGTHS {
            let content = long(length);
            let both: [&dyn age::Recipient; 2] = [&other, &ours];
            let mut file = Vec::new();
            let mut writer = age::Encryptor::with_recipients(both.into_iter())
                .unwrap()
                .wrap_output(&mut file)
                .unwrap();
            writer.write_all(&content).unwrap();
            writer.finish().unwrap();
            assert_eq!(open(&file, &kit()).unwrap(), whole(&content), "{length}");
        }
    }

    #[test]
    fn what_we_sealed_is_always_the_same_bytes_for_the_same_chance() {
        use sha2::{Digest as _, Sha256};
        let text = sealed(b"hello, doorstep\n");
        assert_eq!(
            open(text.as_bytes(), &kit()).unwrap(),
            whole(b"hello, doorstep\n")
        );
        assert_eq!(text, sealed(b"hello, doorstep\n"));
        assert_eq!(
            hex::encode(Sha256::digest(text.as_bytes())),
            "4d66f90befee5d35d49ffae3f5649b586e8c1a26036ec8ecefda0bbefe5fd504"
        );
    }

    #[test]
    fn the_kit_a_file_needs_is_named_in_it() {
        let text = sealed(b"x");
        let name = kit().recipient().short_name();
        assert_eq!(kit_name_of(text.as_bytes()), Some(name.clone()));
        let other = Kit::new([4; 32]);
        assert_eq!(
            open(text.as_bytes(), &other),
            Err(Unopened::OtherKit(Some(name)))
        );
    }

    #[test]
    fn a_file_cut_anywhere_keeps_every_whole_chunk_before_the_cut() {
        let content = long(2 * CHUNK + 100);
        let file = armor::unwrap(sealed(&content).as_bytes()).unwrap();
        let head = file.len() - (content.len() + 3 * TAG);
        for kept in [
            head + 5,
            head + CHUNK,
            head + CHUNK + TAG,
            head + CHUNK + 99,
        ] {
            let opened = open(&file[..kept], &kit()).unwrap();
            let chunks = (kept - head) / (CHUNK + TAG);
            assert_eq!(opened.pieces.concat(), content[..chunks * CHUNK], "{kept}");
            assert!(opened.cut && !opened.altered, "{kept}: {}", opened.lost);
            assert_eq!(opened.lost, kept - head - chunks * (CHUNK + TAG));
        }
        for kept in 0..head {
            assert!(open(&file[..kept], &kit()).is_err(), "{kept}");
        }
    }

    #[test]
    fn an_altered_chunk_is_lost_alone() {
        let content = long(3 * CHUNK + 100);
        let mut file = armor::unwrap(sealed(&content).as_bytes()).unwrap();
        let head = file.len() - (content.len() + 4 * TAG);
        file[head + CHUNK + TAG + 77] ^= 1;
        let opened = open(&file, &kit()).unwrap();
        assert_eq!(
            opened.pieces,
            [content[..CHUNK].to_vec(), content[2 * CHUNK..].to_vec()]
        );
        assert!(opened.altered && !opened.cut);
        assert_eq!(opened.lost, CHUNK + TAG);
    }

    #[test]
    fn chunks_put_in_another_order_or_after_the_end_are_not_believed() {
        let content = long(2 * CHUNK + 9);
        let file = armor::unwrap(sealed(&content).as_bytes()).unwrap();
        let head = file.len() - (content.len() + 3 * TAG);
        let mut swapped = file.clone();
        let (first, second) = swapped[head..].split_at_mut(CHUNK + TAG);
        first.swap_with_slice(&mut second[..CHUNK + TAG]);
        assert_eq!(
            open(&swapped, &kit()).unwrap().pieces.concat(),
            content[2 * CHUNK..]
        );
        let mut longer = file;
        longer.extend_from_slice(b"more");
        let opened = open(&longer, &kit()).unwrap();
        assert!(opened.altered || opened.cut);
        assert_eq!(opened.pieces.concat()[..2 * CHUNK], content[..2 * CHUNK]);
    }

    #[test]
    fn what_is_no_sealed_file_is_said_to_be_none() {
        for file in [&b""[..], b"hello", b"PK\x03\x04 a workbook", &[0xFF; 4000]] {
            assert_eq!(open(file, &kit()), Err(Unopened::NotSealed), "{file:?}");
        }
    }

    #[test]
    fn a_recipient_that_gives_no_secret_is_refused() {
        assert_eq!(seal(b"x", Recipient([0; 32]), chance()), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..400), at in 0_usize..600) {
            let _ = open(&noise, &kit());
            let mut text = sealed(b"some content").into_bytes();
            let at = at.min(text.len());
            text.splice(at..(at + noise.len()).min(text.len()), noise.clone());
            let _ = open(&text, &kit());
            let mut file = armor::unwrap(sealed(b"some content").as_bytes()).unwrap();
            let at = at.min(file.len());
            file.splice(at..(at + noise.len() / 8).min(file.len()), noise);
            let _ = open(&file, &kit());
        }
    }
}
