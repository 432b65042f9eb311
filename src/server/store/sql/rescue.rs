//! Statements for recovery kits and rescue files.

use super::rows::{Id, id};
use super::{Db, campaigns, log, params};
use crate::domain::ids::{CampaignId, LeadId};
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::rescue::{BroughtIn, RecoveryKit, RescueRow, Rescued};

pub fn use_kit(
    db: &Db<'_>,
    campaign: CampaignId,
    recipient: &str,
    made_by: Option<LeadId>,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.lock(campaign)?;
    let (mut about, _) = campaigns::one(db, campaign)?.ok_or(StoreError::NotFound("campaign"))?;
    db.execute(
        "INSERT INTO recovery_kit (campaign, recipient, number, made_by, made_ms) \
         VALUES (?1, ?2, 1 + (SELECT count(*) FROM recovery_kit WHERE campaign = ?1), ?3, ?4) \
         ON CONFLICT DO NOTHING",
        params![Id::from(campaign), recipient, made_by.map(Id::from), now_ms],
    )?;
    about.recovery_recipient = Some(recipient.to_owned());
    campaigns::save(db, &about)
}

pub fn kits(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<RecoveryKit>, StoreError> {
    db.prepare_cached(
        "SELECT recipient, number, recovery_kit.made_ms, coalesce(lead.name, '') \
         FROM recovery_kit LEFT JOIN lead \
         ON lead.campaign = recovery_kit.campaign AND lead.lead = recovery_kit.made_by \
         WHERE recovery_kit.campaign = ?1 ORDER BY number DESC",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok(RecoveryKit {
            recipient: row.get(0)?,
            number: row.get(1)?,
            made_ms: row.get(2)?,
            made_by: row.get(3)?,
        })
    })?
    .collect::<Result<_, _>>()
}

pub fn bring_in(
    db: &Db<'_>,
    rescued: &Rescued,
    key: &SuppressionKey,
) -> Result<BroughtIn, StoreError> {
    let mut brought = Vec::with_capacity(rescued.parts.len());
    for part in &rescued.parts {
        brought.push(log::bring_in(db, &part.delivery, &part.drafts, key)?);
    }
    for (device, records) in &rescued.phones {
        db.execute(
            "INSERT INTO rescue (campaign, file, device, made_ms, records, imported_by, \
             imported_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            params![
                Id::from(rescued.campaign),
                rescued.file,
                Id::from(*device),
                rescued.made_ms,
                *records,
                rescued.imported_by.map(Id::from),
                rescued.now_ms
            ],
        )?;
    }
    Ok(brought)
}

pub fn rescues(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<RescueRow>, StoreError> {
    db.prepare_cached(
        "SELECT device, made_ms, records, imported_ms FROM rescue \
         WHERE campaign = ?1 ORDER BY imported_ms DESC, made_ms DESC",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok(RescueRow {
            device: id(row, 0)?,
            made_ms: row.get(1)?,
            records: row.get(2)?,
            imported_ms: row.get(3)?,
        })
    })?
    .collect::<Result<_, _>>()
}
