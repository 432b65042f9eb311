//! `POST /api/v1/pull`: a phone asks what is new. Per list a cursor, opaque to
//! the phone, so that a list granted later comes whole and the others go on
//! where they were. A page is small enough to store in one transaction; `more`
//! says there is another.
//!
//! What comes down: the campaign, the scripts of the granted lists, doors, and
//! shared records (visits and door facts). Never a conversation.
//!
//! Mostly there is no news, and then asking should cost next to nothing. A phone that has
//! stored everything up to some point gets a cursor that stands for all of it, and hands
//! back that cursor with a mark of what it holds ([`Held`]) instead of naming each list.
//! Should the mark not be the one the server expects, the phone is told to ask at length.

use crate::domain::campaign::Campaign;
use crate::domain::door_fact::PersonErased;
use crate::domain::ids::{ListId, RecordId};
use crate::domain::record::{ContentHash, Record};
use crate::domain::walk_list::{Door, ScriptRef, WalkList};
use crate::wire::push::{Have, Holds};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// `epoch.seq.mark`, made by the server; the phone only hands it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Cursor(pub String);

/// The end of a cursor of the campaign up to which the phone has everything it may have.
const OF_ALL: char = '~';

impl Cursor {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it stands for the granted lists as well, all of them.
    #[must_use]
    pub fn is_of_all(&self) -> bool {
        self.0.ends_with(OF_ALL)
    }

    #[must_use]
    pub fn of_all(self) -> Self {
        Self(self.0 + "~")
    }

    /// The place alone.
    #[must_use]
    pub fn place(&self) -> &str {
        self.0.strip_suffix(OF_ALL).unwrap_or(&self.0)
    }
}

/// What a phone holds, in short: a mark of its lists, of the erasures it has carried out and of
/// what it handed in, and what [`Holds`] says. Written as a list of three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Held(pub String, pub u64, pub u32);

impl Held {
    /// `have` is up to where everything was handed in.
    #[must_use]
    pub fn new(
        lists: impl IntoIterator<Item = ListId>,
        carried_out: impl IntoIterator<Item = RecordId>,
        have: Have,
        holds: Holds,
    ) -> Self {
        let lists: BTreeSet<Uuid> = lists.into_iter().map(|list| list.0).collect();
        let carried_out: BTreeSet<Uuid> = carried_out.into_iter().map(|id| id.0).collect();
        let mut hasher = Sha256::new();
        hasher.update(have.n.to_be_bytes());
        hasher.update(have.digest.0);
        for ids in [lists, carried_out] {
            hasher.update((ids.len() as u64).to_be_bytes());
            for id in ids {
                hasher.update(id.as_bytes());
            }
        }
        let hash: [u8; 32] = hasher.finalize().into();
        Self(hex::encode(&hash[..6]), holds.recorded, holds.drafts)
    }

    #[must_use]
    pub fn holds(&self) -> Holds {
        Holds {
            recorded: self.1,
            drafts: self.2,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PullRequest {
    /// Of campaign and scripts; empty at first.
    #[serde(default)]
    pub campaign: Cursor,
    /// Instead of `lists`, `scripts` and `holds`, where `campaign` stands for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// The lists the phone holds, with where each stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListCursor>,
    /// Scripts the phone holds, so that they are not sent again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<ScriptHeld>))]
    pub scripts: Vec<ScriptRef>,
    /// Missing from older apps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// Erasures this phone has carried out: with `held` those it was told of last, otherwise
    /// all of them. With this the lead knows that it holds nothing of them any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Uuid>))]
    pub erased: Vec<RecordId>,
    /// A recording the phone was told of and does not hold yet; at most one with each pull, so
    /// that no list waits for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<RecordingOf>,
    /// What was refused, is held or was put aside, so that the phone hears what the lead made of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// This app knows call lists. Missing from older apps, which would take one for doors
    /// to walk to: they are not sent any.
    #[serde(default, skip_serializing_if = "is_false")]
    pub calls: bool,
}

/// Names a recording: an affected person's account, told by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RecordingOf {
    #[cfg_attr(feature = "server", schema(value_type = ScriptHeld))]
    pub script: ScriptRef,
    pub perspective: String,
    /// BCP 47.
    pub language: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Recording {
    pub of: RecordingOf,
    /// Media type.
    pub kind: String,
    /// Its bytes in Base64.
    pub data: String,
}

/// A record as it was handed in: another content under its id is another record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Refused {
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub id: RecordId,
    /// SHA-256 over its content, in hex.
    pub content: String,
}

/// What the lead decided about a record set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Decided {
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub id: RecordId,
    /// Taken in as it is; otherwise looked at and put aside.
    pub taken: bool,
    /// Why it was put aside, as a closed code, or [`Self::ERASED`]. Missing from older servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Decided {
    /// It was of somebody who was erased since, and goes from the phone, too.
    pub const ERASED: &str = "erased";
}

/// A record of this phone's that is in quarantine, and that it did not name as refused:
/// it takes it to be with the team, because an earlier history of the server had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SetAside {
    #[serde(flatten)]
    pub record: Refused,
    /// Why, as a closed code.
    pub code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ListCursor {
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub list: ListId,
    pub cursor: Cursor,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PullReply {
    /// Missing where the phone asked with `held` and nothing is new: it keeps its own.
    #[serde(default, skip_serializing_if = "Cursor::is_empty")]
    pub campaign_cursor: Cursor,
    /// Only when changed since the cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<Object>))]
    pub campaign: Option<Campaign>,
    /// Scripts of granted lists the phone does not hold yet, each as the JSON
    /// of `domain::script::Script`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Object>))]
    pub scripts: Vec<Box<RawValue>>,
    /// What recordings belong to these scripts; the phone asks for each with a pull of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<RecordingOf>,
    /// The one the phone asked for; nothing if there is none such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// Granted lists with something new; a list without news is not named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListPage>,
    /// Lists the phone named and may no longer hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Uuid>))]
    pub gone: Vec<ListId>,
    /// Who was erased and may still be on this phone, whichever lists it holds
    /// by now: told until the phone says that it has carried it out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Object>))]
    pub erased: Vec<Erasure>,
    /// Of what the phone named as refused, what was decided since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<Decided>,
    /// What is set aside of this phone's without its knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Ask again at once with the new cursors.
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
    /// Up to where the server has what this phone handed in: a phone that has
    /// nothing new to say learns here that a restored server lost something. Missing where
    /// the mark in `held` says so already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<Have>,
    pub server_ms: i64,
}

/// An erasure, by the id of its `person_erased` record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub id: RecordId,
    #[serde(flatten)]
    pub erased: PersonErased,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ListPage {
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub list: ListId,
    pub cursor: Cursor,
    /// Only when changed since the cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", schema(value_type = Option<Object>))]
    pub about: Option<WalkList>,
    /// New or changed doors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Object>))]
    pub doors: Vec<Door>,
    /// Shared records about this list's doors, whichever list they were noted
    /// under (a door may stand on two lists, and a wish not to be called on
    /// counts on both); the phone's own come too and are duplicates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<super::push::RecordShape>))]
    pub records: Vec<Record>,
    /// In the last page of a list: what the phone should hold now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<ListCheck>,
}

/// How many doors a list has, how many shared records about those doors (by
/// the record's door, not by the list it was noted under) the server holds, and
/// a sum over them that does not depend on order. A mismatch refetches the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ListCheck {
    pub doors: u32,
    pub records: u32,
    /// Wrapping sum of the first 8 bytes (big-endian) of each shared record's
    /// `SHA-256(id ‖ content hash)`.
    pub sum: u64,
}

impl ListCheck {
    pub fn add_record(&mut self, id: RecordId, content: ContentHash) {
        let mut hasher = Sha256::new();
        hasher.update(id.0.as_bytes());
        hasher.update(content.0);
        let hash: [u8; 32] = hasher.finalize().into();
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        self.records += 1;
        self.sum = self.sum.wrapping_add(u64::from_be_bytes(first));
    }
}

/// A script by id and version, as the API's description has it.
#[cfg(feature = "server")]
#[derive(Debug, utoipa::ToSchema)]
#[allow(dead_code, reason = "described, never made")]
#[schema(as = ScriptRef)]
pub struct ScriptHeld {
    id: String,
    version: u32,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::wire::push::Digest;

    #[test]
    fn the_mark_tells_lists_erasures_and_what_was_handed_in_apart_and_knows_no_order() {
        let list = |n| ListId(Uuid::from_u128(n));
        let (none, some) = (
            Have::default(),
            Have {
                n: 1,
                ..Have::default()
            },
        );
        let other = Have {
            n: 1,
            digest: Digest([1; 32]),
        };
        let mark = |lists: &[u128], erased: &[u128], have| {
            let lists = lists.iter().map(|n| list(*n));
            let erased = erased.iter().map(|n| RecordId(Uuid::from_u128(*n)));
            Held::new(lists, erased, have, Holds::default()).0
        };
        assert_eq!(mark(&[1, 2], &[3, 4], some), mark(&[2, 1], &[4, 3], some));
        let all = [
            mark(&[], &[], none),
            mark(&[1], &[], none),
            mark(&[], &[1], none),
            mark(&[1], &[2], none),
            mark(&[1, 2], &[], none),
            mark(&[1, 2], &[], some),
            mark(&[1, 2], &[], other),
        ];
        let different: BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn a_cursor_of_all_is_the_same_place() {
        let cursor = Cursor("e1.7.abcd".into());
        assert!(!cursor.is_of_all());
        let all = cursor.clone().of_all();
        assert!(all.is_of_all());
        assert_eq!(all.place(), cursor.place());
    }

    #[test]
    fn asking_for_news_is_short() {
        let holds = Holds {
            recorded: 12,
            drafts: 1,
        };
        let asked = PullRequest {
            campaign: Cursor("e1a9c3.40022.01234567".into()).of_all(),
            held: Some(Held::new([], [], Have::default(), holds)),
            ..PullRequest::default()
        };
        let json = serde_json::to_string(&asked).unwrap();
        assert!(json.len() < 80, "{json}");
        let read: PullRequest = serde_json::from_str(&json).unwrap();
        assert_eq!(read, asked);
        assert_eq!(read.held.unwrap().holds(), holds);
    }
}
