//! A record: one fact a phone says, never overwritten. The envelope is the
//! same for all kinds; the body is JSON text kept to the letter, so that a
//! server or phone that does not know a kind can still hold it.

use super::conversation::{Conversation, Settled};
use super::door_fact::{Correction, DoNotContact, PersonErased, SafetyNote, WishLifted};
use super::ids::{CanvasserId, RecordId};
use super::stored_json;
use super::time::DeviceTime;
use super::visit::Visit;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The kinds this version understands. Others travel as their name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Visit,
    Conversation,
    Correction,
    SafetyNote,
    DoNotContact,
    /// Made by the server alone.
    PersonErased,
    /// Made by a lead at the desk; it stays there.
    Settled,
    /// Made by a lead at the desk.
    WishLifted,
    /// A kind some newer version wrote.
    Unknown(String),
}

impl Kind {
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Visit => "visit",
            Self::Conversation => "conversation",
            Self::Correction => "correction",
            Self::SafetyNote => "safety_note",
            Self::DoNotContact => "do_not_contact",
            Self::PersonErased => "person_erased",
            Self::Settled => "settled",
            Self::WishLifted => "wish_lifted",
            Self::Unknown(name) => name,
        }
    }

    /// Whether colleagues who hold the list get it. An opinion never does.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(
            self,
            Self::Visit
                | Self::Correction
                | Self::SafetyNote
                | Self::DoNotContact
                | Self::PersonErased
                | Self::WishLifted
        )
    }
}

impl From<&str> for Kind {
    fn from(name: &str) -> Self {
        match name {
            "visit" => Self::Visit,
            "conversation" => Self::Conversation,
            "correction" => Self::Correction,
            "safety_note" => Self::SafetyNote,
            "do_not_contact" => Self::DoNotContact,
            "person_erased" => Self::PersonErased,
            "settled" => Self::Settled,
            "wish_lifted" => Self::WishLifted,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Ok(Self::from(name.as_ref()))
    }
}

/// Who said it and when. Unlinked conversations have neither: that is what
/// makes them unlinked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub canvasser: CanvasserId,
    pub at: DeviceTime,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub kind: Kind,
    /// Version of the kind's body.
    #[serde(rename = "v")]
    pub version: u16,
    // Nested, not flattened: serde buffers flattened structs, and then the
    // body could not be kept to the letter.
    #[serde(rename = "by", default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    pub body: Box<RawValue>,
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.content_hash() == other.content_hash()
    }
}

/// SHA-256 over a record's content: kind, version, author, time and the body's
/// bytes; not over device or delivery. Two records with one id and different
/// hashes are two facts that claim one name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    #[must_use]
    pub fn hex(self) -> String {
        hex::encode(self.0)
    }
}

impl std::fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Record {
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        let mut hasher = Sha256::new();
        // Lengths before variable parts, so that no two contents share bytes.
        let name = self.kind.name().as_bytes();
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name);
        hasher.update(self.version.to_be_bytes());
        match &self.author {
            None => hasher.update([0]),
            Some(author) => {
                hasher.update([1]);
                hasher.update(author.canvasser.0.as_bytes());
                hasher.update(author.at.utc_ms().to_be_bytes());
                hasher.update(author.at.0.offset().local_minus_utc().to_be_bytes());
            }
        }
        let body = self.body.get().as_bytes();
        hasher.update((body.len() as u64).to_be_bytes());
        hasher.update(body);
        ContentHash(hasher.finalize().into())
    }

    /// Reads the body as what the kind says it is.
    ///
    /// # Errors
    /// When the body is not what its kind and version promise.
    pub fn read(&self) -> Result<Fact, BadBody> {
        let text = self.body.get();
        match self.kind {
            Kind::Conversation => stored_json::read_quickly(text).map(Fact::Conversation),
            Kind::Settled => stored_json::read_quickly(text).map(Fact::Settled),
            _ => return self.read_shared(),
        }
        .map_err(|error| self.bad_body(&error))
    }

    fn bad_body(&self, error: &serde_json::Error) -> BadBody {
        BadBody {
            kind: self.kind.name().to_owned(),
            reason: error.to_string(),
        }
    }

    /// Reads what colleagues get too; anything else is `Fact::Unknown`. A phone never reads a
    /// conversation back, and so need not download how.
    ///
    /// # Errors
    /// When the body is not what its kind and version promise.
    pub fn read_shared(&self) -> Result<Fact, BadBody> {
        let bad = |error: serde_json::Error| self.bad_body(&error);
        let text = self.body.get();
        Ok(match self.kind {
            Kind::Visit => Fact::Visit(stored_json::read_quickly(text).map_err(bad)?),
            Kind::Correction => Fact::Correction(stored_json::read_quickly(text).map_err(bad)?),
            Kind::SafetyNote => Fact::SafetyNote(stored_json::read_quickly(text).map_err(bad)?),
            Kind::DoNotContact => Fact::DoNotContact(stored_json::read_quickly(text).map_err(bad)?),
            Kind::PersonErased => Fact::PersonErased(stored_json::read_quickly(text).map_err(bad)?),
            Kind::WishLifted => Fact::WishLifted(stored_json::read_quickly(text).map_err(bad)?),
            Kind::Conversation | Kind::Settled | Kind::Unknown(_) => Fact::Unknown,
        })
    }

    /// Writes a fact into an envelope.
    ///
    /// # Errors
    /// When the fact cannot be written as JSON, or is `Fact::Unknown`.
    pub fn write(id: RecordId, author: Option<Author>, fact: &Fact) -> Result<Self, BadBody> {
        let bad = |error: serde_json::Error| BadBody {
            kind: String::new(),
            reason: error.to_string(),
        };
        let (kind, body) = match fact {
            Fact::Visit(body) => (Kind::Visit, serde_json::value::to_raw_value(body)),
            Fact::Conversation(body) => (Kind::Conversation, serde_json::value::to_raw_value(body)),
            Fact::Correction(body) => (Kind::Correction, serde_json::value::to_raw_value(body)),
            Fact::SafetyNote(body) => (Kind::SafetyNote, serde_json::value::to_raw_value(body)),
            Fact::DoNotContact(body) => (Kind::DoNotContact, serde_json::value::to_raw_value(body)),
            Fact::PersonErased(body) => (Kind::PersonErased, serde_json::value::to_raw_value(body)),
            Fact::Settled(body) => (Kind::Settled, serde_json::value::to_raw_value(body)),
            Fact::WishLifted(body) => (Kind::WishLifted, serde_json::value::to_raw_value(body)),
            Fact::Unknown => {
                return Err(BadBody {
                    kind: String::new(),
                    reason: "a fact of unknown kind cannot be written".to_owned(),
                });
            }
        };
        Ok(Self {
            id,
            kind,
            version: 1,
            author,
            body: body.map_err(bad)?,
        })
    }
}

/// A record's body, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    Visit(Visit),
    Conversation(Conversation),
    Correction(Correction),
    SafetyNote(SafetyNote),
    DoNotContact(DoNotContact),
    PersonErased(PersonErased),
    Settled(Settled),
    WishLifted(WishLifted),
    /// Kept as it came, folded after an update that knows it.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body of this {kind} record cannot be read: {reason}")]
pub struct BadBody {
    pub kind: String,
    pub reason: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use uuid::Uuid;

    fn from_json(json: &str) -> Record {
        serde_json::from_str(json).unwrap()
    }

    const VISIT: &str = r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","kind":"visit","v":1,
        "by":{"canvasser":"00000000-0000-4000-8000-000000000001","at":"2026-11-14T17:30:05.120+02:00"},
        "body":{"list":"00000000-0000-4000-8000-0000000000aa","door":"00000000-0000-4000-8000-0000000000bb",
        "round":1,"disposition":"not_home","weather":  "rain"}}"#;

    #[test]
    fn a_body_is_kept_to_the_letter_on_a_round_trip() {
        let record = from_json(VISIT);
        let again = from_json(&serde_json::to_string(&record).unwrap());
        assert_eq!(record.body.get(), again.body.get());
        assert!(again.body.get().contains(r#""weather":  "rain""#));
        assert_eq!(record.content_hash(), again.content_hash());
    }

    #[test]
    fn what_a_newer_phone_wrote_in_a_visit_survives_reading_and_writing() {
        let Fact::Visit(visit) = from_json(VISIT).read().unwrap() else {
            unreachable!("the kind says visit")
        };
        assert_eq!(visit.unknown["weather"], "rain");
        assert!(serde_json::to_string(&visit).unwrap().contains("weather"));
    }

    #[test]
    fn the_content_hash_sees_every_part_of_the_content_and_nothing_of_the_id() {
        let record = from_json(VISIT);
        let hash = record.content_hash();
        let mut other_id = record.clone();
        other_id.id = RecordId(Uuid::nil());
        assert_eq!(other_id.content_hash(), hash);
        let mut other_version = record.clone();
        other_version.version = 2;
        assert_ne!(other_version.content_hash(), hash);
        let mut other_kind = record.clone();
        other_kind.kind = Kind::SafetyNote;
        assert_ne!(other_kind.content_hash(), hash);
        let mut nobody = record.clone();
        nobody.author = None;
        assert_ne!(nobody.content_hash(), hash);
        assert_ne!(
            from_json(&VISIT.replace("17:30", "17:31")).content_hash(),
            hash
        );
        assert_ne!(
            from_json(&VISIT.replace("17:30:05.120+02:00", "16:30:05.120+01:00")).content_hash(),
            hash
        );
        assert_ne!(
            from_json(&VISIT.replace("not_home", "refused")).content_hash(),
            hash
        );
    }

    #[test]
    fn a_kind_nobody_knows_yet_is_carried_with_its_name_and_body() {
        let record = from_json(&VISIT.replace("\"visit\"", "\"phone_call\""));
        assert_eq!(record.kind, Kind::Unknown("phone_call".to_owned()));
        assert_eq!(record.read().unwrap(), Fact::Unknown);
        assert!(!record.kind.is_shared());
        assert!(
            serde_json::to_string(&record)
                .unwrap()
                .contains("phone_call")
        );
    }

    #[test]
    fn a_body_that_is_not_what_its_kind_promises_is_told_and_not_a_panic() {
        let error = from_json(&VISIT.replace("\"round\":1", "\"round\":\"one\""))
            .read()
            .unwrap_err();
        assert_eq!(error.kind, "visit");
        assert!(
            error.reason.contains("round") || error.reason.contains("one"),
            "{error}"
        );
    }

    #[test]
    fn an_opinion_is_never_shared_with_colleagues() {
        assert!(!Kind::Conversation.is_shared());
        for kind in [
            Kind::Visit,
            Kind::Correction,
            Kind::SafetyNote,
            Kind::DoNotContact,
        ] {
            assert!(kind.is_shared());
        }
        assert!(!Kind::Settled.is_shared());
    }
}
