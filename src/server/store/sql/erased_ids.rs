//! The ids that are answered `erased` from then on.

use super::rows::Id;
use super::{Db, params};
use crate::domain::erasure::ids_in;
use crate::domain::ids::{CampaignId, RecordId};
use crate::domain::record::Record;
use crate::server::store::StoreError;
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn note_id(
    db: &Db<'_>,
    campaign: CampaignId,
    erased: Uuid,
    stood: Option<(i64, &str)>,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO erased (campaign, id, seq, mark) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign, id) DO UPDATE SET seq = coalesce(excluded.seq, erased.seq), \
         mark = coalesce(excluded.mark, nullif(erased.mark, ?5))",
        params![
            Id::from(campaign),
            Id(erased),
            stood.map(|(seq, _)| seq),
            stood.map(|(_, mark)| mark),
            UNLINKED
        ],
    )?;
    Ok(())
}

/// In `erased.mark`, of an unlinked conversation that a wish names as under way. Such an id is
/// what a phone says, whatever it is the id of: it is compared with ids of records alone, and
/// never with what records name, or one wish could have a whole list's work answered `erased`.
const UNLINKED: &str = "unlinked";

pub fn note_unlinked(db: &Db<'_>, campaign: CampaignId, id: RecordId) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO erased (campaign, id, seq, mark) VALUES (?1, ?2, NULL, ?3) \
         ON CONFLICT DO NOTHING",
        params![Id::from(campaign), Id::from(id), UNLINKED],
    )?;
    Ok(())
}

/// Ids that are answered `erased`.
#[derive(Debug, Default)]
pub struct Known {
    /// Whatever names one of these is, too.
    pub named: BTreeSet<Uuid>,
    /// Only records with these ids are.
    pub unlinked: BTreeSet<Uuid>,
}

impl Known {
    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && self.unlinked.is_empty()
    }

    pub fn concerns(&self, record: &Record) -> bool {
        let id = &record.id.0;
        !self.is_empty()
            && (self.named.contains(id)
                || self.unlinked.contains(id)
                || ids_in(record.body.get())
                    .iter()
                    .any(|named| self.named.contains(named)))
    }
}

/// Which of these ids are in the ledger; without a question where it is empty.
pub fn known(db: &Db<'_>, campaign: CampaignId, ids: &BTreeSet<Uuid>) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if ids.is_empty() {
        return Ok(known);
    }
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let found = db
        .prepare_cached("SELECT coalesce(mark, '') FROM erased WHERE campaign = ?1 AND id = ?2")?
        .query_each(
            &ids,
            |one, ask| ask(params![Id::from(campaign), Id(*one)]),
            |row| row.get::<String>(0),
        )?;
    for (at, mark) in found {
        let of = if mark == UNLINKED {
            &mut known.unlinked
        } else {
            &mut known.named
        };
        of.extend(ids.get(at));
    }
    Ok(known)
}

pub fn is_any(db: &Db<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    db.prepare_cached("SELECT 1 FROM erased WHERE campaign = ?1 LIMIT 1")?
        .exists(params![Id::from(campaign)])
}
