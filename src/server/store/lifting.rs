//! "Never again", lifted: somebody who asked not to be called on any more asks the
//! campaign to come again. A lead says so in a record of its own, which phones get
//! and fold; what was wished stays as it was said. Whoever asked to be deleted
//! cannot be found here any more.

use super::{Store, StoreError, sql};
use crate::domain::door_fact::WishScope;
use crate::domain::ids::{CampaignId, DoorId, RecordId};
use std::collections::BTreeSet;

impl Store {
    /// Whose "never again" stands at a door.
    pub async fn objections(
        &self,
        campaign: CampaignId,
        door: DoorId,
    ) -> Result<BTreeSet<WishScope>, StoreError> {
        self.read(move |db| sql::lifting::objections(db, campaign, door))
            .await
    }

    /// Lifts it, for one person or for the household. `record` is a fresh id.
    pub async fn lift_wish(
        &self,
        campaign: CampaignId,
        record: RecordId,
        door: DoorId,
        scope: WishScope,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::lifting::lift(db, campaign, record, door, scope, now_ms))
            .await
    }
}
