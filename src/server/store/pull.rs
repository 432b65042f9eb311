//! What is new for one phone, read on one snapshot of the database.

use super::joining::Device;
use super::{Store, StoreError, sql};
use crate::domain::ids::CampaignId;
use crate::mutant;
use crate::wire::pull::{Decided, Erasure, PullReply, PullRequest, SetAside};
use crate::wire::push::Have;
use chrono::NaiveDate;

#[derive(Debug)]
pub enum Pulled {
    Page(Box<PullReply>),
    /// A cursor of another history, or none of ours.
    EpochChanged,
}

/// What a phone hears of what it handed in, and of whom it may still hold, whether or not
/// there are news for it.
#[derive(Clone, Debug)]
pub struct OfItsOwn {
    pub have: Have,
    pub decided: Vec<Decided>,
    pub set_aside: Vec<SetAside>,
    pub erased: Vec<Erasure>,
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

    /// For a phone whose time has ended: it gets no lists and no news, and may hold none.
    pub async fn of_its_own(
        &self,
        campaign: CampaignId,
        device: Device,
        asked: PullRequest,
    ) -> Result<OfItsOwn, StoreError> {
        if mutant::is("ended-phone-hears-nothing") {
            return Ok(OfItsOwn {
                have: device.have,
                decided: Vec::new(),
                set_aside: Vec::new(),
                erased: Vec::new(),
            });
        }
        self.read(move |db| sql::pull::of_an_ended(db, campaign, &device, &asked))
            .await
    }
}
