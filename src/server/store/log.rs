//! The record log: what phones handed in, appended once and never changed.
//!
//! # The contract
//!
//! Every back end keeps these sentences; `tests/it/log_contract.rs` tries each
//! of them on all back ends.
//!
//! 1. **A delivery is one transaction.** [`RecordLog::append`] stores all of it,
//!    with its views, or nothing; when it returns, it is durable.
//! 2. **One result per entry**, in the entries' order.
//! 3. **Idempotent by id and content hash.** A record whose id is stored with
//!    the same content is `Duplicate` and changes nothing, whoever sends it and
//!    however often. With another content it is `Rejected(IdReused)` and the
//!    newcomer is kept in quarantine; the stored one stays.
//! 4. **Sequence numbers** come from one counter per campaign, taken in the
//!    appending transaction: they rise, and whoever has read up to `s` will
//!    never find a number below `s` later.
//! 5. **The feed of a list** is the shared records about its doors, in the order
//!    of their place in the feed. It never holds a conversation. Reading it from
//!    cursor to cursor gives every record exactly once, whatever the page size.
//! 6. **The delivery ledger** of a device is gapless: [`Have`] is the highest
//!    `n` up to which every entry has been handed in, refused ones included, and
//!    the digest there. An entry beyond a gap is stored all the same, and the
//!    ledger waits. An `n` handed in again with another entry means two phones
//!    share the identity: [`Appended::Forked`], and nothing is stored.
//! 7. **Unlinked conversations** are kept by id alone: no number, no device, no
//!    canvasser, no time. The ledger has only what [`StandsFor`] gives.
//! 8. **Views equal the fold.** Whatever the order of arrival, the state of a
//!    door is `domain::fold` over the shared records about it, and the tallies
//!    are what `domain::measure` counts in them and in the conversations.
//! 9. **A refused or held record is kept whole**, once per id and content.
//!    Without its device where it has no author.
//! 10. **Who was erased is erased, and stays so.** The delivery that brings the wish
//!     takes out, in its transaction, whatever names them or hangs on that: out of
//!     the log, the feeds, the views, what is unlinked and under way, and quarantine.
//!     What is left is a `person_erased` record in the feed, above every number read
//!     before. Whatever names an erased id later is `Erased` and kept nowhere.
//!
//! The tenth is kept by the databases (SQLite, PostgreSQL) and not by [`memory`]:
//! that one has neither names nor a ledger of the erased, and is there to say the
//! other nine as plainly as can be, for the suite to compare orders of arrival with.
//! Rules of erasure written twice would be two chances to forget one; there is one
//! set of statements, and the suite tries the tenth sentence on both databases.
//!
//! [`memory`]: super::memory

use super::StoreError;
use crate::domain::conversation::Belongs;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{Wish, WishScope};
use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::{Fact, Record};
use crate::wire::pull::ListCheck;
use crate::wire::push::{EntryResult, Have, Holds, RejectCode, StandsFor};
use std::collections::BTreeMap;

/// What one phone hands in at once, each record already judged.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub campaign: CampaignId,
    pub device: DeviceId,
    pub canvasser: CanvasserId,
    pub received_ms: i64,
    /// What the phone says it has not handed in yet after these.
    pub waiting: u32,
    /// What it says it has in all, if its app is new enough to say.
    pub holds: Option<Holds>,
    /// In rising, gapless order of `n`.
    pub entries: Vec<Judged>,
}

impl Delivery {
    /// Who wishes to be erased by it.
    #[must_use]
    pub fn wished(&self) -> Vec<(DoorId, WishScope)> {
        let taken = self.entries.iter().filter_map(|entry| {
            let Verdict::Take(taken) = &entry.verdict else {
                return None;
            };
            match &taken.fact {
                Fact::DoNotContact(wish) if wish.wish == Wish::DeleteMyData => {
                    Some((wish.door, wish.scope))
                }
                _ => None,
            }
        });
        taken.collect()
    }

    /// Who wishes by it never to be called on again.
    #[must_use]
    pub fn objecting(&self) -> Vec<(DoorId, WishScope)> {
        let taken = self.entries.iter().filter_map(|entry| {
            let Verdict::Take(taken) = &entry.verdict else {
                return None;
            };
            match &taken.fact {
                Fact::DoNotContact(wish) if wish.wish == Wish::NeverAgain => {
                    Some((wish.door, wish.scope))
                }
                Fact::Visit(visit) if visit.disposition == Disposition::Objected => {
                    Some((visit.door, visit.wishes_for()))
                }
                _ => None,
            }
        });
        taken.collect()
    }
}

#[derive(Clone, Debug)]
pub struct Judged {
    pub n: u64,
    pub stands_for: StandsFor,
    pub record: Record,
    pub verdict: Verdict,
}

/// Where a record belongs, decided before the log sees it (`store::judge`).
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Into the log.
    Take(Box<Taken>),
    /// Into the table of unlinked conversations.
    Unlinked {
        list: ListId,
        week: String,
        fact: Box<Fact>,
    },
    /// Into quarantine until this server can read it, or the lead decides.
    Hold { reason: &'static str },
    /// Into quarantine for good.
    Reject { code: RejectCode, text: String },
    /// Answered with a rejection and not kept at all: keeping it would tie an
    /// unlinked conversation to a phone. The phone still has it.
    TurnAway { code: RejectCode, text: String },
}

#[derive(Clone, Debug)]
pub struct Taken {
    pub fact: Fact,
    pub list: ListId,
    /// None for conversations.
    pub door: Option<DoorId>,
    /// The visit a conversation belongs to, the record a correction corrects.
    pub about: Option<RecordId>,
    /// Noted under a list that had ended or expired.
    pub late: bool,
    /// The phone's clock was well off ours.
    pub clock_off: bool,
}

impl Taken {
    /// Where a fact belongs; nothing for what cannot be in the log as a phone's own
    /// word: unlinked conversations, what the server or a lead makes, unknown kinds.
    #[must_use]
    pub fn of(fact: Fact) -> Option<Self> {
        let (list, door, about) = match &fact {
            Fact::Visit(visit) => (visit.list, Some(visit.door), None),
            Fact::SafetyNote(note) => (note.list, Some(note.door), None),
            Fact::DoNotContact(wish) => (wish.list, Some(wish.door), None),
            Fact::Correction(correction) => (
                correction.list,
                Some(correction.door),
                Some(correction.corrects),
            ),
            Fact::Conversation(conversation) => match conversation.belongs {
                Belongs::Linked { visit } => (conversation.list, None, Some(visit)),
                Belongs::Unlinked { .. } => return None,
            },
            Fact::PersonErased(_) | Fact::Settled(_) | Fact::WishLifted(_) | Fact::Unknown => {
                return None;
            }
        };
        Some(Self {
            fact,
            list,
            door,
            about,
            late: false,
            clock_off: false,
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Appended {
    Stored {
        results: Vec<EntryResult>,
        have: Have,
    },
    Forked,
}

/// A number in a list's feed; readers go on after it.
pub type FeedSeq = u64;

/// Counts of a list by (measure, bucket), as `store::results` names them.
pub type Tallies = BTreeMap<(String, String), i64>;

pub trait RecordLog: Send + Sync {
    fn append(
        &self,
        delivery: Delivery,
    ) -> impl Future<Output = Result<Appended, StoreError>> + Send;

    /// At most `limit` records of a list's feed after `after`.
    fn feed(
        &self,
        campaign: CampaignId,
        list: ListId,
        after: FeedSeq,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<(FeedSeq, Record)>, StoreError>> + Send;

    /// How many records the feed holds, and the sum over them (`doors` is left 0).
    fn check(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> impl Future<Output = Result<ListCheck, StoreError>> + Send;

    /// Up to where the device has handed in; nothing yet is `n` 0.
    fn have(
        &self,
        campaign: CampaignId,
        device: DeviceId,
    ) -> impl Future<Output = Result<Have, StoreError>> + Send;

    /// The folded state of a door; `None` when nothing was noted about it.
    fn door_state(
        &self,
        campaign: CampaignId,
        door: DoorId,
    ) -> impl Future<Output = Result<Option<DoorState>, StoreError>> + Send;

    fn tallies(
        &self,
        campaign: CampaignId,
        list: ListId,
    ) -> impl Future<Output = Result<Tallies, StoreError>> + Send;

    /// Ids of the unlinked conversations, in the order of the ids.
    fn unlinked(
        &self,
        campaign: CampaignId,
    ) -> impl Future<Output = Result<Vec<RecordId>, StoreError>> + Send;

    /// Ids of what is in quarantine, with the outcome's code, by id.
    fn quarantined(
        &self,
        campaign: CampaignId,
    ) -> impl Future<Output = Result<Vec<(RecordId, String)>, StoreError>> + Send;
}
