//! Facts about a door or its people that are not visits: warnings, wishes not
//! to be called on, corrections of one's own visits, erasures. They travel like
//! visits and the fold reads them beside visits.

use super::ids::{DoorId, ListId, PersonId, RecordId};
use super::text_or_bytes::text_or_bytes;
use super::visit::Visit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a team mate should know before the next knock. A closed list: free
/// text about a household would be a file on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    Dog,
    Threat,
    Access,
    Other,
}

/// Body of a `safety_note` record: dated, expiring, gone from screens after `until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNote {
    pub list: ListId,
    pub door: DoorId,
    pub hazard: Hazard,
    /// The last day it is shown, by the canvasser's calendar.
    #[serde(with = "crate::domain::time::day")]
    pub until: NaiveDate,
    #[serde(flatten)]
    pub unknown: serde_json::Map<String, serde_json::Value>,
}

/// The three wishes a householder may have, which must never be confused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Not today: nothing is suppressed beyond this round.
    NotToday,
    /// Never call again.
    NeverAgain,
    /// Delete what you hold about me.
    DeleteMyData,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WishScope {
    Person(PersonId),
    Household,
}

/// `{"scope":"person","person":"…"}`
#[derive(Serialize, Deserialize)]
#[serde(
    remote = "WishScope",
    rename_all = "snake_case",
    tag = "scope",
    content = "person"
)]
enum WishScopeText {
    Person(PersonId),
    Household,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "WishScope")]
enum WishScopeBytes {
    Person(PersonId),
    Household,
}

text_or_bytes!(WishScope, WishScopeText, WishScopeBytes);

/// Body of a `do_not_contact` record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoNotContact {
    pub list: ListId,
    pub door: DoorId,
    /// The list's round at the time, from 1: "not today" counts for this round only.
    pub round: u32,
    #[serde(flatten)]
    pub scope: WishScope,
    pub wish: Wish,
    /// With `DeleteMyData`: unlinked conversations with whoever wishes it that may be on their
    /// way to the server just now. Nobody else could name them; they go with everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under_way: Vec<RecordId>,
}

/// Body of a `person_erased` record. The server makes it when it carries out an
/// erasure, in the place of everything that was said with or about this person
/// (or at this door, for a household). It names nobody: the id stands on no
/// list any more. What it keeps is that nobody calls there again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErased {
    pub door: DoorId,
    #[serde(flatten)]
    pub scope: WishScope,
}

/// Body of a `wish_lifted` record: a lead lifts "never again" because the person
/// asked for it. It names the records in which the wish was said, so a wish that
/// comes later stands. Whoever asked to be deleted stays deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishLifted {
    pub door: DoorId,
    pub lifts: Vec<RecordId>,
}

/// Body of a `correction` record: its author replaces or withdraws an earlier
/// visit. The earlier record stays; the fold reads the latest correction of it
/// (by record time, then id) instead. Only a correction by the visit's own
/// author counts. With `instead: None` it may also take back one's own warning
/// at any time, and one's own wish not to be called on until leaving the door
/// (`fold::LEAVING_THE_DOOR_MINUTES`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub list: ListId,
    pub door: DoorId,
    pub corrects: RecordId,
    /// What should have been said; `None` withdraws it ("undo").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Visit>,
}
