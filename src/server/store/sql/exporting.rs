//! Statements for the export of the record log.

use super::log::{RECORD, UNLINKED, record_row, unlinked_row};
use super::rows::{Id, id, maybe_id, signed, to_json, unsigned};
use super::trials::Trials;
use super::{Db, params};
use crate::domain::ids::CampaignId;
use crate::domain::trial::Group;
use crate::server::store::StoreError;
use crate::server::store::exporting::{Exported, Logged, Unlinked};

pub fn logged(
    db: &Db<'_>,
    campaign: CampaignId,
    after: u64,
    limit: u32,
) -> Result<Exported, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT {RECORD}, seq, list, door, device, received_ms FROM log \
         WHERE campaign = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
    ))?;
    let mut rows = select.query(params![Id::from(campaign), signed(after), limit])?;
    let mut exported = Exported::default();
    let trials = Trials::of(db, campaign)?;
    while let Some(row) = rows.next_row()? {
        let (list, door) = (id(&row, 8)?, maybe_id(&row, 9)?);
        let logged = Logged {
            seq: unsigned(row.get(7)?),
            list,
            door,
            experiment_group: door
                .and_then(|door| trials.group(list, door))
                .map(Group::code),
            device: id(&row, 10)?,
            received_ms: row.get(11)?,
            record: record_row(&row)?,
        };
        exported.lines.push(to_json("record", &logged)?);
        exported.last = Some(logged.seq);
    }
    Ok(exported)
}

pub fn unlinked(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<String>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {UNLINKED}, list, week FROM unlinked WHERE campaign = ?1 ORDER BY record"
    ))?
    .query_map(params![Id::from(campaign)], |row| {
        let unlinked = Unlinked {
            list: id(row, 3)?,
            week: row.get(4)?,
            record: unlinked_row(row)?,
        };
        to_json("record", &unlinked)
    })?
    .collect()
}
