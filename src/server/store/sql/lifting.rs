//! Statements for wishes that are lifted: see `store::lifting`.

use super::results::noted;
use super::twins::Place;
use super::{Db, never_again};
use crate::domain::door_fact::WishScope;
use crate::domain::ids::{CampaignId, DoorId, RecordId};
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use std::collections::BTreeSet;

pub fn objections(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
) -> Result<BTreeSet<WishScope>, StoreError> {
    Ok(never_again::whose(&noted(db, campaign, door)?))
}

pub fn lift(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    record: RecordId,
    place: Place,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.lock(campaign)?;
    let (door, scope) = place;
    if !objections(db, campaign, door)?.contains(&scope) {
        return Err(StoreError::NotFound("wish not to be called on"));
    }
    never_again::lift(db, campaign, key, record, place, now_ms)?;
    db.tell(campaign)
}
