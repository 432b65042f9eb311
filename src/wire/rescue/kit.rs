//! The campaign's key pair. The public half is an `age` recipient and stands
//! in the campaign as phones get it; the private half is the recovery kit,
//! which the campaign's administrator keeps and the server does not.

use super::bech32;
use std::fmt;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};

const RECIPIENT: &str = "age";
const IDENTITY: &str = "age-secret-key-";

/// The public half: what files are sealed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Recipient(pub(super) [u8; 32]);

/// The private half: what opens them.
#[derive(Clone, PartialEq, Eq)]
pub struct Kit(pub(super) [u8; 32]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key")]
pub struct KeyError;

impl Recipient {
    /// # Errors
    /// When it is not an `age` recipient of the kind X25519.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        bech32::decode(RECIPIENT, text.trim())
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(KeyError)
    }

    /// What people call the kit that opens files for this key: eight letters of
    /// the key, as `7Q2M-KX9P`.
    #[must_use]
    pub fn short_name(&self) -> String {
        let text = self.to_string().to_ascii_uppercase();
        let letters = text.get(RECIPIENT.len() + 1..).unwrap_or_default();
        match (letters.get(..4), letters.get(4..8)) {
            (Some(first), Some(second)) => format!("{first}-{second}"),
            _ => text,
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32::encode(RECIPIENT, &self.0))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Kit {
    /// A new one, from 32 random bytes.
    #[must_use]
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Finds the key in what was pasted or in the kit's whole file.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(text: &str) -> Result<Self, KeyError> {
        text.split_whitespace()
            .find_map(|word| bech32::decode(IDENTITY, word)?.try_into().ok())
            .map(Self)
            .ok_or(KeyError)
    }

    /// The private half as text: `AGE-SECRET-KEY-1…`.
    #[must_use]
    pub fn secret_text(&self) -> String {
        bech32::encode(IDENTITY, &self.0).to_ascii_uppercase()
    }

    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(x25519(self.0, X25519_BASEPOINT_BYTES))
    }
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kit")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_kit_is_found_in_its_file_and_gives_its_public_half() {
        let kit = Kit::new([7; 32]);
        let file = format!("# keep this\r\n\r\n  {}\r\n", kit.secret_text());
        assert_eq!(Kit::find(&file), Ok(kit.clone()));
        let recipient = kit.recipient();
        assert_eq!(Recipient::from_text(&recipient.to_string()), Ok(recipient));
        assert!(Kit::find("AGE-SECRET-KEY-1QQQQ and so on").is_err());
        assert!(Recipient::from_text(&kit.secret_text()).is_err());
    }

    #[test]
    fn the_real_age_reads_our_keys_and_finds_the_same_public_half() {
        let kit = Kit::new([42; 32]);
        let theirs: age::x25519::Identity = kit.secret_text().parse().unwrap();
        assert_eq!(theirs.to_public().to_string(), kit.recipient().to_string());
        let made = age::x25519::Identity::generate();
        use age::secrecy::ExposeSecret as _;
        let ours = Kit::find(made.to_string().expose_secret()).unwrap();
        assert_eq!(ours.recipient().to_string(), made.to_public().to_string());
    }

    #[test]
    fn a_short_name_is_eight_letters_of_the_public_half() {
        let name = Kit::new([1; 32]).recipient().short_name();
        assert_eq!(name.len(), 9);
        assert!(
            Kit::new([1; 32])
                .recipient()
                .to_string()
                .to_uppercase()
                .starts_with(&format!("AGE1{}", name.replace('-', "")))
        );
    }

    #[test]
    fn a_kit_never_prints_itself_by_accident() {
        assert_eq!(format!("{:?}", Kit::new([9; 32])), "Kit");
    }
}
