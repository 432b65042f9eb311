//! Sealing in the `age` v1 format for one X25519 recipient. Randomness comes in
//! as bytes. A second stanza names the kit, so that the desk can say which one
//! opens the file; other tools pass over it, as the format asks.

use super::{Recipient, armor};
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};

/// How many random bytes sealing takes: the file's key, an ephemeral secret, a nonce.
pub const CHANCE: usize = 16 + 32 + 16;

pub(super) const VERSION: &str = "age-encryption.org/v1";
pub(super) const X25519_LABEL: &[u8] = b"age-encryption.org/v1/X25519";
/// Of the stanza that says for which kit the file is.
pub(super) const KIT_STANZA: &str = "doorstep-kit";
pub(super) const CHUNK: usize = 64 * 1024;

/// The file, as text. `None` only when the recipient is no honest key.
#[must_use]
pub fn seal(content: &[u8], recipient: Recipient, chance: [u8; CHANCE]) -> Option<String> {
    let (file_key, rest) = chance.split_at(16);
    let (secret, nonce) = rest.split_first_chunk::<32>()?;
    let share = x25519(*secret, X25519_BASEPOINT_BYTES);
    let wrap = wrap_key(&x25519(*secret, recipient.0), &share, &recipient.0)?;
    let wrapped = ChaCha20Poly1305::new(&Key::from(wrap))
        .encrypt(&Nonce::default(), file_key)
        .ok()?;
    let mut header = format!(
        "{VERSION}\n-> X25519 {}\n{}\n-> {KIT_STANZA} {}\n\n---",
        armor::encode(&share),
        armor::encode(&wrapped),
        recipient.short_name(),
    );
    let mac = header_mac(file_key, header.as_bytes())?;
    header.push(' ');
    header.push_str(&armor::encode(&mac));
    header.push('\n');

    let mut file = header.into_bytes();
    file.extend_from_slice(nonce);
    let cipher = payload_cipher(file_key, nonce)?;
    // The last chunk is only empty if everything is.
    let last = content.len().saturating_sub(1) / CHUNK;
    for number in 0..=last {
        let chunk = content.get(number * CHUNK..).unwrap_or_default();
        let chunk = &chunk[..chunk.len().min(CHUNK)];
        let nonce = chunk_nonce(number as u64, number == last);
        file.extend(cipher.encrypt(&nonce, chunk).ok()?);
    }
    Some(armor::wrap(&file))
}

/// Of the shared secret; `None` where the other key was chosen to give none.
pub(super) fn wrap_key(shared: &[u8; 32], share: &[u8], recipient: &[u8]) -> Option<[u8; 32]> {
    if *shared == [0; 32] {
        return None;
    }
    let salt = [share, recipient].concat();
    derive(shared, &salt, X25519_LABEL)
}

pub(super) fn derive(key: &[u8], salt: &[u8], label: &[u8]) -> Option<[u8; 32]> {
    let mut derived = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), key)
        .expand(label, &mut derived)
        .ok()?;
    Some(derived)
}

/// Over the header up to and with its three dashes.
pub(super) fn header_mac(file_key: &[u8], header: &[u8]) -> Option<[u8; 32]> {
    let key = derive(file_key, b"", b"header")?;
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).ok()?;
    mac.update(header);
    Some(mac.finalize().into_bytes().into())
}

pub(super) fn payload_cipher(file_key: &[u8], nonce: &[u8]) -> Option<ChaCha20Poly1305> {
    let key = derive(file_key, nonce, b"payload")?;
    Some(ChaCha20Poly1305::new(&Key::from(key)))
}

pub(super) fn chunk_nonce(number: u64, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::from(nonce)
}
