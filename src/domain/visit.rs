//! A visit: what happened at a door, or when a number was called. Small, and
//! shared with every phone that holds the list. What anybody thinks is not in it.

use super::call::{self, CallOutcome};
use super::disposition::Disposition;
use super::door_fact::WishScope;
use super::ids::{CanvasserId, DoorId, ListId, PersonId};
use super::script::Channel;
use super::text_or_bytes::text_or_bytes;
use serde::{Deserialize, Serialize};

/// Who was met. "Didn't ask" is a fact of its own, never guessed away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WhoAnswered {
    Listed(PersonId),
    SomeoneElse,
    DidNotAsk,
}

/// `{"who":"listed","person":"…"}`
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "WhoAnswered",
    rename_all = "snake_case",
    tag = "who",
    content = "person"
)]
enum WhoAnsweredText {
    Listed(PersonId),
    SomeoneElse,
    DidNotAsk,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "WhoAnswered")]
enum WhoAnsweredBytes {
    Listed(PersonId),
    SomeoneElse,
    DidNotAsk,
}

text_or_bytes!(WhoAnswered, WhoAnsweredText, WhoAnsweredBytes);

/// Body of a `visit` record, kind version 1. The record around it says when
/// and by whom it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub list: ListId,
    pub door: DoorId,
    /// The list's round at the time, from 1.
    pub round: u32,
    pub disposition: Disposition,
    /// `None` when nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<WhoAnswered>,
    /// When to come back, in the householder's words of choice, for `come_back`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub come_back: Option<ComeBack>,
    /// BCP 47 tag, for `other_language`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who else of the team stood there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<CanvasserId>,
    /// A call is a visit by telephone.
    #[serde(
        default,
        skip_serializing_if = "Channel::is_door",
        deserialize_with = "call::channel_if_known"
    )]
    pub channel: Channel,
    /// What became of the call, where the disposition alone does not say it all. A code
    /// this version does not know is read as none: the disposition beside it still says
    /// what it comes to.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "call::outcome_if_known"
    )]
    pub call: Option<CallOutcome>,
    /// What a newer phone wrote and this one does not know; kept, so that a
    /// round trip through an old phone loses nothing.
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

impl Visit {
    /// Of whom it speaks where somebody wished not to be called on: of the household, unless
    /// it was somebody listed.
    #[must_use]
    pub fn wishes_for(&self) -> WishScope {
        match self.who {
            Some(WhoAnswered::Listed(person)) => WishScope::Person(person),
            Some(WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk) | None => WishScope::Household,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComeBack {
    LaterToday,
    AnotherEvening,
    Weekend,
    AnyTime,
}
