//! Wishes for deletion that stand in the log: each is carried out with the delivery that brings
//! it, or at a start, where a database is from before erasures were carried out.

use super::erasure::carry_out;
use super::log::{RECORD, record_row};
use super::rows::{Id, id};
use super::twins::Sought;
use super::{Db, campaigns, params};
use crate::domain::fold::{Noted, wishes_for_deletion};
use crate::domain::ids::{CampaignId, DoorId};
use crate::domain::record::Record;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Asked, SuppressionKey};
use std::collections::{BTreeMap, BTreeSet};

/// Wishes for deletion at these doors that stand: to be carried out now.
pub fn at(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &BTreeSet<DoorId>,
    now_ms: i64,
) -> Result<Vec<Asked>, StoreError> {
    let mut asked = Vec::new();
    for door in doors {
        let records: Vec<Record> = db
            .prepare_cached(&format!(
                "SELECT {RECORD} FROM log WHERE campaign = ?1 AND door = ?2"
            ))?
            .query_map(params![Id::from(campaign), Id::from(*door)], record_row)?
            .collect::<Result<_, _>>()?;
        let noted: Vec<Noted> = records
            .iter()
            .filter_map(|record| Noted::from_record(record).ok().flatten())
            .collect();
        for (_, wish) in wishes_for_deletion(&noted) {
            asked.push(Asked {
                door: *door,
                scope: wish.scope,
                under_way: wish.under_way,
                lead: None,
                now_ms,
            });
        }
    }
    Ok(asked)
}

/// Wishes for deletion that stand, by campaign.
pub fn all(db: &Db<'_>, now_ms: i64) -> Result<BTreeMap<CampaignId, Vec<Asked>>, StoreError> {
    let mut standing = BTreeMap::new();
    for campaign in campaigns::all(db)? {
        let doors: BTreeSet<DoorId> = db
            .prepare_cached(
                "SELECT DISTINCT door FROM log WHERE campaign = ?1 \
                 AND kind IN ('safety_note', 'do_not_contact') AND kind = 'do_not_contact' \
                 AND door IS NOT NULL",
            )?
            .query_map(params![Id::from(campaign.id)], |row| id(row, 0))?
            .collect::<Result<_, _>>()?;
        standing.insert(campaign.id, at(db, campaign.id, &doors, now_ms)?);
    }
    Ok(standing)
}

pub fn carry_out_all(
    db: &Db<'_>,
    key: &SuppressionKey,
    sought: &[Sought],
    now_ms: i64,
) -> Result<u32, StoreError> {
    let mut carried = 0;
    for (campaign, wishes) in all(db, now_ms)? {
        for asked in wishes {
            carry_out(db, campaign, key, &asked, sought)?;
            carried += 1;
        }
    }
    Ok(carried)
}
