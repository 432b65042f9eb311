//! Statements for recovery kits and rescue files.

use super::batch::Batch;
use super::rows::{Id, id};
use super::twins::Sought;
use super::views::Scales;
use super::{Db, campaigns, log, params};
use crate::domain::ids::{CampaignId, LeadId};
use crate::domain::record::Record;
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::log::{Delivery, Judged, Verdict};
use crate::server::store::rescue::{BroughtIn, RecoveryKit, RescueRow, Rescued};
use crate::wire::push::Outcome;

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
    sought: &[Sought],
) -> Result<BroughtIn, StoreError> {
    let mut brought = Vec::with_capacity(rescued.parts.len());
    for part in &rescued.parts {
        brought.push(bring_in_part(
            db,
            &part.delivery,
            &part.drafts,
            key,
            sought,
        )?);
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

/// What came in a rescue file: stored like a delivery, but no phone's ledger
/// hears of it, because the phone may still hand in the same itself. Drafts
/// are set aside for the lead unless the talk has come meanwhile. Per entry,
/// drafts last, what became of it, and whether it had been set aside before.
fn bring_in_part(
    db: &Db<'_>,
    delivery: &Delivery,
    drafts: &[Judged],
    key: &SuppressionKey,
    sought: &[Sought],
) -> Result<Vec<(Outcome, bool)>, StoreError> {
    db.lock(delivery.campaign)?;
    let scales = Scales::default();
    let mut batch = Batch::open(db, delivery, drafts, &scales)?;
    let mut results = Vec::with_capacity(delivery.entries.len() + drafts.len());
    for entry in &delivery.entries {
        let before = is_set_aside(db, delivery.campaign, &entry.record)?;
        results.push((batch.store(entry)?, before));
    }
    for draft in drafts {
        let before = is_set_aside(db, delivery.campaign, &draft.record)?;
        results.push((
            store_draft(db, delivery.campaign, &mut batch, draft)?,
            before,
        ));
    }
    batch.close(key, sought)?;
    db.tell(delivery.campaign)?;
    Ok(results)
}

fn is_set_aside(db: &Db<'_>, campaign: CampaignId, record: &Record) -> Result<bool, StoreError> {
    db.prepare_cached(
        "SELECT 1 FROM quarantine WHERE campaign = ?1 AND record = ?2 AND content = ?3",
    )?
    .exists(params![
        Id::from(campaign),
        Id::from(record.id),
        record.content_hash().0
    ])
}

/// Why a begun talk out of a rescue file is set aside.
pub const DRAFT: &str = "draft";

fn store_draft<'a>(
    db: &Db<'_>,
    campaign: CampaignId,
    batch: &mut Batch<'a>,
    draft: &'a Judged,
) -> Result<Outcome, StoreError> {
    let finished = batch.knows(draft.record.id)
        || db
            .prepare_cached("SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2")?
            .exists(params![Id::from(campaign), Id::from(draft.record.id)])?
        || log::one_unlinked(db, campaign, draft.record.id)?.is_some();
    if finished && !mutant::is("begun-beside-the-finished") {
        return Ok(Outcome::Duplicate);
    }
    match draft.verdict {
        Verdict::Take(_) | Verdict::Unlinked { .. } if !batch.names_erased(&draft.record) => {
            batch.hold(&draft.record, DRAFT)
        }
        _ => batch.store(draft),
    }
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
