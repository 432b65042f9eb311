//! What is new for one phone, read on one snapshot of the database.

use super::joining::Device;
use super::{Store, StoreError, sql};
use crate::domain::ids::CampaignId;
use crate::wire::pull::{PullReply, PullRequest};
use chrono::NaiveDate;

#[derive(Debug)]
pub enum Pulled {
    Page(Box<PullReply>),
    /// A cursor of another history, or none of ours.
    EpochChanged,
}

/// Doors and records of one answer together: small enough to be stored on the
/// phone in one transaction.
pub const PAGE_ITEMS: u32 = 2_000;
/// Bytes of bodies and doors after which a page ends early.
pub const PAGE_BYTES: usize = 1_000_000;

impl Store {
    pub async fn pull(
        &self,
        campaign: CampaignId,
        device: Device,
        asked: PullRequest,
        today: NaiveDate,
        now_ms: i64,
    ) -> Result<Pulled, StoreError> {
        self.read(move |db| sql::pull::pull(db, campaign, &device, &asked, today, now_ms))
            .await
    }
}
