//! The key that encrypts the database: 32 random bytes, made on this device
//! and never shown. In the browser it is kept wrapped by a `WebCrypto` key that
//! no script can read out. Elsewhere it lies in a file beside the database that
//! only this user may read: that protects a copied database, not an unlocked
//! phone in somebody's hand; a PIN on top is a matter of its own.

use super::clock::Clock;
use std::fmt;

#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    #[must_use]
    pub fn new(clock: &dyn Clock) -> Self {
        let mut bytes = [0; 32];
        clock.random(&mut bytes);
        Self(bytes)
    }

    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}
