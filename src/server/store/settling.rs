//! Two people may write down the same conversation: both stood at the door, or one
//! phone was copied. Both tellings are kept. Where they differ a lead says which
//! counts, in a record of its own, and may say so anew; the other one stays where
//! it is and is left out of the counts.

use super::{Store, StoreError, sql};
use crate::domain::conversation::Conversation;
use crate::domain::disposition::Disposition;
use crate::domain::ids::{CampaignId, CanvasserId, LeadId, PersonId, RecordId};
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Door;

/// Tellings further apart than this are two conversations.
pub const ONE_CONVERSATION_MS: i64 = 48 * 3600 * 1000;

/// One telling of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub id: RecordId,
    pub canvasser: CanvasserId,
    pub canvasser_name: String,
    pub at: DeviceTime,
    pub disposition: Disposition,
    pub conversation: Conversation,
    /// Not left out by a lead.
    pub counts: bool,
}

/// Tellings of what may be one conversation with one person, that differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    pub door: Door,
    pub person: PersonId,
    /// Earliest first.
    pub tellings: Vec<Telling>,
    /// Whoever settled it last, and when.
    pub settled: Option<(String, i64)>,
}

impl Store {
    /// Open ones first, then by address.
    pub async fn conflicts(&self, campaign: CampaignId) -> Result<Vec<Conflict>, StoreError> {
        self.read(move |db| sql::settling::conflicts(db, campaign))
            .await
    }

    /// A lead says which of the tellings counts. `record` is a fresh id.
    pub async fn settle(
        &self,
        campaign: CampaignId,
        record: RecordId,
        counts: RecordId,
        by: LeadId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::settling::settle(db, campaign, record, counts, by, now_ms))
            .await
    }
}
