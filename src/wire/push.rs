//! `POST /api/v1/push`: a phone hands in records. Idempotent by record id and
//! content: sent twice, stored once. One result per record; nothing is dropped
//! silently.
//!
//! Delivery is apart from the records: each device numbers what it hands in
//! with a gapless counter `n`, from 1. Both sides keep a running digest over
//! what stands at 1..=n (see [`Digest`]); the server answers with the highest
//! `n` up to which it has everything and the digest there. A phone believes an
//! acknowledgement only when the digest is its own: otherwise two phones share
//! one identity.

use crate::domain::record::{ContentHash, Record};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PushRequest {
    /// In rising, gapless order of `n`; at least one.
    pub entries: Vec<Entry>,
    /// How many entries the phone has not yet handed in after these, drafts
    /// included, so that the lead can reconcile "this phone says 6".
    pub waiting: u32,
    /// Missing from older apps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// The phone's clock as it sends this, in milliseconds since 1970: what was said by a clock
    /// that is well off is marked for the lead. Missing from older apps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<i64>,
}

/// What a phone says it has of one joining: counts, and nothing of what they
/// count. It says so with every push and pull, so that the lead sees what a
/// phone nobody hears from any more held back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Holds {
    /// Everything recorded so far, handed in or not; compare with [`Have::n`].
    pub recorded: u64,
    /// Talks begun and not finished, which are not among the recorded.
    pub drafts: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Entry {
    pub n: u64,
    /// Only for unlinked records: 16 random bytes in hex that stand for the
    /// record in the digest, so that the delivery ledger cannot be used to find
    /// out which phone an unlinked record came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    #[cfg_attr(feature = "server", schema(value_type = RecordShape))]
    pub record: Record,
}

impl Entry {
    /// What stands for this entry in the running digest: the record's id and
    /// content, or the receipt where there is one.
    #[must_use]
    pub fn stands_for(&self) -> StandsFor {
        match &self.receipt {
            Some(receipt) => StandsFor::receipt(receipt),
            None => StandsFor::record(&self.record),
        }
    }
}

/// The 32 bytes that represent one delivered entry in the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandsFor(pub [u8; 32]);

impl StandsFor {
    #[must_use]
    pub fn record(record: &Record) -> Self {
        let ContentHash(content) = record.content_hash();
        let mut hasher = sha2::Sha256::new();
        hasher.update(b"record");
        hasher.update(record.id.0.as_bytes());
        hasher.update(content);
        Self(hasher.finalize().into())
    }

    #[must_use]
    pub fn receipt(receipt: &str) -> Self {
        let mut hasher = sha2::Sha256::new();
        hasher.update(b"receipt");
        hasher.update(receipt.as_bytes());
        Self(hasher.finalize().into())
    }
}

/// The running digest over everything a device has handed in up to some `n`:
/// `d(0) = 0`, `d(n) = SHA-256(d(n-1) ‖ n ‖ stands_for(n))`, `n` as 8 bytes big-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    #[must_use]
    pub fn then(self, n: u64, entry: StandsFor) -> Self {
        let mut hasher = sha2::Sha256::new();
        hasher.update(self.0);
        hasher.update(n.to_be_bytes());
        hasher.update(entry.0);
        Self(hasher.finalize().into())
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.as_ref(), &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PushReply {
    /// One per entry, in the entries' order.
    pub results: Vec<EntryResult>,
    /// Up to where the server has everything this device handed in.
    pub have: Have,
    /// Milliseconds since 1970, so that a phone can notice its clock is off.
    pub server_ms: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Have {
    pub n: u64,
    /// 32 bytes in hex.
    #[cfg_attr(feature = "server", schema(value_type = String))]
    pub digest: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct EntryResult {
    pub n: u64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What became of one record. Only `Accepted` and `Duplicate` mean "with your
/// team"; everything else stays on the phone and is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    Accepted,
    Duplicate,
    /// Kept by the server until it can read it (a kind newer than the server).
    Held {
        reason: String,
    },
    /// Kept in the lead's quarantine.
    Rejected {
        code: RejectCode,
        text: String,
    },
    /// Its person asked for erasure; the phone erases it too.
    Erased,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// Another content is stored under this id.
    IdReused,
    /// The body is not what its kind promises.
    BadBody,
    /// The list is not, and never was, this canvasser's.
    OutOfScope,
    /// Larger than one record may be.
    TooLarge,
    /// The author named is not the device's canvasser.
    NotTheAuthor,
    #[serde(other)]
    Unknown,
}

/// A record as the API's description has it; the type itself is
/// `domain::record::Record`.
#[cfg(feature = "server")]
#[derive(Debug, utoipa::ToSchema)]
#[allow(dead_code, reason = "described, never made")]
#[schema(as = Record)]
pub struct RecordShape {
    id: uuid::Uuid,
    /// `visit`, `conversation`, `correction`, `safety_note`, `do_not_contact`,
    /// or one that a newer app knows.
    kind: String,
    /// Version of the kind's body.
    v: u16,
    /// Missing for unlinked conversations.
    by: Option<AuthorShape>,
    /// Kept to the letter.
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

#[cfg(feature = "server")]
#[derive(Debug, utoipa::ToSchema)]
#[allow(dead_code, reason = "described, never made")]
#[schema(as = Author)]
pub struct AuthorShape {
    canvasser: uuid::Uuid,
    /// RFC 3339 with offset: `2026-11-14T17:30:05.120+02:00`.
    at: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn the_digest_tells_order_number_and_content_apart() {
        let (a, b) = (StandsFor([1; 32]), StandsFor([2; 32]));
        let start = Digest::default();
        assert_ne!(start.then(1, a).then(2, b), start.then(1, b).then(2, a));
        assert_ne!(start.then(1, a), start.then(2, a));
        assert_eq!(start.then(1, a), start.then(1, a));
    }

    #[test]
    fn a_receipt_stands_for_its_entry_so_that_the_record_cannot_be_found_in_the_digest() {
        let entry = |id: &str| -> Entry {
            serde_json::from_str(&format!(
                r#"{{"n":1,"receipt":"00ff","record":{{"id":"{id}","kind":"conversation","v":1,"body":{{}}}}}}"#
            ))
            .unwrap()
        };
        let one = entry("00000000-0000-4000-8000-000000000001");
        let other = entry("00000000-0000-4000-8000-000000000002");
        assert_eq!(one.stands_for(), other.stands_for());
        assert_ne!(one.stands_for(), StandsFor::record(&one.record));
    }

    #[test]
    fn results_and_digests_read_as_they_were_written() {
        let reply = PushReply {
            results: vec![
                EntryResult {
                    n: 1,
                    outcome: Outcome::Accepted,
                },
                EntryResult {
                    n: 2,
                    outcome: Outcome::Rejected {
                        code: RejectCode::IdReused,
                        text: "no".into(),
                    },
                },
            ],
            have: Have {
                n: 2,
                digest: Digest([7; 32]),
            },
            server_ms: 1,
        };
        let json = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<PushReply>(&json).unwrap(), reply);
        let newer = json.replace("id_reused", "something_new");
        let read: PushReply = serde_json::from_str(&newer).unwrap();
        assert!(matches!(
            read.results[1].outcome,
            Outcome::Rejected {
                code: RejectCode::Unknown,
                ..
            }
        ));
    }
}
