//! Statements for wishes that are lifted: see `store::lifting`.

use super::results::noted;
use super::{Db, erasure, lists, views};
use crate::domain::door_fact::{WishLifted, WishScope};
use crate::domain::fold;
use crate::domain::ids::{CampaignId, DoorId, RecordId};
use crate::domain::record::Fact;
use crate::server::store::StoreError;
use crate::wire::pull::ListCheck;
use std::collections::BTreeSet;

pub fn objections(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
) -> Result<BTreeSet<WishScope>, StoreError> {
    let standing = fold::objections(&noted(db, campaign, door)?);
    Ok(standing.into_iter().map(|(_, scope)| scope).collect())
}

pub fn lift(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
    door: DoorId,
    scope: WishScope,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.lock(campaign)?;
    let standing = fold::objections(&noted(db, campaign, door)?);
    let theirs = standing.into_iter().filter(|(_, whose)| *whose == scope);
    let lifts: Vec<RecordId> = theirs.map(|(id, _)| id).collect();
    if lifts.is_empty() {
        return Err(StoreError::NotFound("wish not to be called on"));
    }
    let fact = Fact::WishLifted(WishLifted { door, lifts });
    let on = lists::lists_of_doors(db, campaign, &BTreeSet::from([door]))?
        .remove(&door)
        .unwrap_or_default();
    let made = erasure::append_own(db, campaign, record, &fact, door, &on, now_ms)?;
    let mut check = ListCheck::default();
    check.add_record(made.id, made.content_hash());
    for list in on {
        lists::add_to_check(db, campaign, list, check)?;
    }
    views::refold(db, campaign, [door])?;
    db.tell(campaign)
}
