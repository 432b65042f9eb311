//! "Never again": whoever says so at a door or on a call is not called on any more, wherever
//! else the campaign has them listed and whichever file brings them next. The wish is a record
//! at one door; at every other door, or number, of the same person or household the server says
//! it in a record of its own, which phones get and fold. By whom it is recognised in later
//! files are hashes under the servers' own key, as of the erased; they are in the ledger beside
//! the database, too.
//!
//! Lifted: somebody asks the campaign to come again. A lead says so in a record of its own;
//! what was wished stays as it was said. Whoever asked to be deleted cannot be found here any
//! more.

use super::{Store, StoreError, sql};
use crate::domain::door_fact::WishScope;
use crate::domain::ids::{CampaignId, DoorId, RecordId};
use crate::domain::walking_order::Resident;
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

    /// Lifts it, for one person or for the household, wherever they are listed. `record` is a
    /// fresh id.
    pub async fn lift_wish(
        &self,
        campaign: CampaignId,
        record: RecordId,
        door: DoorId,
        scope: WishScope,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let key = self.suppression_key()?;
        let place = (door, scope);
        self.write(move |db| sql::lifting::lift(db, campaign, &key, record, place, now_ms))
            .await?;
        // The ledger beside the database knows whose wish stands.
        self.leave_nothing_beside().await;
        Ok(())
    }

    /// Of people about to be imported, how many asked not to be called on again. They are
    /// brought in marked.
    pub async fn count_objected(
        &self,
        campaign: CampaignId,
        residents: &[Resident],
    ) -> Result<u32, StoreError> {
        let key = self.suppression_key()?;
        let known = self
            .read(move |db| sql::never_again::known(db, campaign))
            .await?;
        if known.is_empty() {
            return Ok(0);
        }
        let known_by = |resident: &&Resident| key.knows(campaign, resident, &known);
        let objected = residents.iter().filter(known_by).count();
        Ok(u32::try_from(objected).unwrap_or(u32::MAX))
    }

    /// Takes up what a database from before wishes were known by hashes has of them.
    pub(super) async fn take_up_objections(&self, now_ms: i64) -> Result<(), StoreError> {
        let key = self.suppression_key()?;
        self.write(move |db| sql::never_again::take_up(db, &key, now_ms))
            .await
    }
}
