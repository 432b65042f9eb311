//! The record log as lines of JSON, for whoever wants the facts themselves:
//! each record whole, with what the server noted when it came. Unlinked
//! conversations stand apart, with their list and week and nothing else.

use super::{Store, StoreError, sql};
use crate::domain::ids::{CampaignId, DeviceId, DoorId, ListId};
use crate::domain::record::Record;
use serde::Serialize;

/// A record in the log. The order of the fields is that of the line.
#[derive(Debug, Serialize)]
pub struct Logged {
    pub seq: u64,
    pub list: ListId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub door: Option<DoorId>,
    /// Of a list that is an experiment: which group chance put the door into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experiment_group: Option<&'static str>,
    pub device: DeviceId,
    pub received_ms: i64,
    pub record: Record,
}

/// An unlinked conversation.
#[derive(Debug, Serialize)]
pub struct Unlinked {
    pub list: ListId,
    pub week: String,
    pub record: Record,
}

#[derive(Debug, Default)]
pub struct Exported {
    pub lines: Vec<String>,
    /// Where to go on; nothing when this was empty.
    pub last: Option<u64>,
}

impl Store {
    /// Records after a number, in their order.
    pub async fn exported(
        &self,
        campaign: CampaignId,
        after: u64,
        limit: u32,
    ) -> Result<Exported, StoreError> {
        self.read(move |db| sql::exporting::logged(db, campaign, after, limit))
            .await
    }

    /// In the order of their random ids.
    pub async fn exported_unlinked(&self, campaign: CampaignId) -> Result<Vec<String>, StoreError> {
        self.read(move |db| sql::exporting::unlinked(db, campaign))
            .await
    }
}
