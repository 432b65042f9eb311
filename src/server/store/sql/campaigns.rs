//! Campaigns, scripts, and the counter all sequence numbers come from.

use super::rows::{Id, from_json, signed, to_json, unsigned};
use super::{Db, Row, params, recordings};
use crate::domain::campaign::Campaign;
use crate::domain::ids::CampaignId;
use crate::domain::script::recording::Recording;
use crate::domain::walk_list::ScriptRef;
use crate::server::store::StoreError;
use crate::server::store::campaigns::StoredScript;
use std::collections::BTreeSet;

/// Takes `count` numbers from the campaign's counter and returns the first.
/// Whoever gets none gets 0: numbers begin at 1.
pub fn take_seqs(db: &Db<'_>, campaign: CampaignId, count: u64) -> Result<u64, StoreError> {
    let last: Option<i64> = db
        .prepare_cached(
            "UPDATE counter SET last_seq = last_seq + ?2 WHERE campaign = ?1 RETURNING last_seq",
        )?
        .query_opt(params![Id::from(campaign), signed(count)], |row| row.get(0))?;
    let last = unsigned(last.ok_or(StoreError::NotFound("campaign"))?);
    Ok(if count == 0 { 0 } else { last - count + 1 })
}

/// The epoch and the last number given out.
pub fn head(db: &Db<'_>, campaign: CampaignId) -> Result<(String, u64), StoreError> {
    db.prepare_cached("SELECT epoch, last_seq FROM counter WHERE campaign = ?1")?
        .query_opt(params![Id::from(campaign)], |row| {
            Ok((row.get(0)?, unsigned(row.get(1)?)))
        })?
        .ok_or(StoreError::NotFound("campaign"))
}

/// What is given out from here on bears this mark.
pub fn note_start(db: &Db<'_>, mark: u32) -> Result<(), StoreError> {
    let campaigns: BTreeSet<CampaignId> = all(db)?.iter().map(|one| one.id).collect();
    for campaign in campaigns {
        db.lock(campaign)?;
        // A start before this one that gave out nothing here may have, before this database
        // was put back to an older copy.
        db.execute(
            "INSERT INTO server_start (campaign, first_seq, mark) \
             SELECT campaign, last_seq + 1, ?2 FROM counter WHERE campaign = ?1 \
             ON CONFLICT (campaign, first_seq) DO UPDATE SET mark = excluded.mark",
            params![Id::from(campaign), mark],
        )?;
    }
    Ok(())
}

/// The mark of the start after which this number was given out; 0 from before starts were noted.
pub fn start_of(db: &Db<'_>, campaign: CampaignId, seq: u64) -> Result<u32, StoreError> {
    let mark = db
        .prepare_cached(
            "SELECT mark FROM server_start WHERE campaign = ?1 AND first_seq <= ?2 \
             ORDER BY first_seq DESC LIMIT 1",
        )?
        .query_opt(params![Id::from(campaign), signed(seq)], |row| row.get(0))?;
    Ok(mark.unwrap_or(0))
}

pub fn all(db: &Db<'_>) -> Result<Vec<Campaign>, StoreError> {
    let texts: Vec<String> = db
        .prepare_cached("SELECT about FROM campaign ORDER BY created_ms, campaign")?
        .query_map(params![], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    texts
        .iter()
        .map(|text| from_json("campaign", text))
        .collect()
}

/// The campaign, and the number at which it last changed.
pub fn one(db: &Db<'_>, id: CampaignId) -> Result<Option<(Campaign, u64)>, StoreError> {
    let row: Option<(String, i64)> = db
        .prepare_cached("SELECT about, changed_seq FROM campaign WHERE campaign = ?1")?
        .query_opt(params![Id::from(id)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    row.map(|(text, seq)| Ok((from_json("campaign", &text)?, unsigned(seq))))
        .transpose()
}

pub fn create(
    db: &Db<'_>,
    campaign: &Campaign,
    epoch: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO counter (campaign, epoch, last_seq) VALUES (?1, ?2, 0)",
        params![Id::from(campaign.id), epoch],
    )?;
    let seq = take_seqs(db, campaign.id, 1)?;
    db.execute(
        "INSERT INTO campaign (campaign, about, changed_seq, created_ms) VALUES (?1, ?2, ?3, ?4)",
        params![
            Id::from(campaign.id),
            to_json("campaign", campaign)?,
            signed(seq),
            now_ms
        ],
    )?;
    Ok(())
}

pub fn save(db: &Db<'_>, campaign: &Campaign) -> Result<(), StoreError> {
    let seq = take_seqs(db, campaign.id, 1)?;
    db.execute(
        "UPDATE campaign SET about = ?2, changed_seq = ?3 WHERE campaign = ?1",
        params![
            Id::from(campaign.id),
            to_json("campaign", campaign)?,
            signed(seq)
        ],
    )?;
    db.tell(campaign.id)
}

pub fn add_script(
    db: &Db<'_>,
    campaign: CampaignId,
    script: &StoredScript,
    recordings: &[Recording],
) -> Result<(), StoreError> {
    db.lock(campaign)?;
    if let Some(there) = self::script(db, campaign, &script.reference)? {
        // The same file, read by a version that knows more of the format, is other JSON.
        let same_file = !script.source.is_empty() && there.source == script.source;
        let same = (same_file || there.json == script.json)
            && recordings::are_those(db, campaign, &script.reference, recordings)?;
        return if same {
            Ok(())
        } else {
            Err(StoreError::Refused(
                "another script has this id and version; give yours a new version",
            ))
        };
    }
    db.execute(
        "INSERT INTO script (campaign, id, version, source, script, added_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            Id::from(campaign),
            script.reference.id,
            script.reference.version,
            script.source,
            script.json,
            script.added_ms
        ],
    )?;
    recordings::add(db, campaign, &script.reference, recordings)
}

fn script_row(row: &Row<'_>) -> Result<StoredScript, StoreError> {
    Ok(StoredScript {
        reference: ScriptRef {
            id: row.get(0)?,
            version: row.get(1)?,
        },
        source: row.get(2)?,
        json: row.get(3)?,
        added_ms: row.get(4)?,
    })
}

pub fn scripts(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<StoredScript>, StoreError> {
    db.prepare_cached(
        "SELECT id, version, source, script, added_ms FROM script \
             WHERE campaign = ?1 ORDER BY id, version DESC",
    )?
    .query_map(params![Id::from(campaign)], script_row)?
    .collect::<Result<_, _>>()
}

pub fn script(
    db: &Db<'_>,
    campaign: CampaignId,
    reference: &ScriptRef,
) -> Result<Option<StoredScript>, StoreError> {
    db.prepare_cached(
        "SELECT id, version, source, script, added_ms FROM script \
             WHERE campaign = ?1 AND id = ?2 AND version = ?3",
    )?
    .query_opt(
        params![Id::from(campaign), reference.id, reference.version],
        script_row,
    )
}

pub fn retired_scripts(
    db: &Db<'_>,
    campaign: CampaignId,
) -> Result<BTreeSet<(String, u32)>, StoreError> {
    db.prepare_cached(
        "SELECT id, version FROM script WHERE campaign = ?1 AND retired_ms IS NOT NULL",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?
    .collect::<Result<_, _>>()
}

pub fn retire_script(
    db: &Db<'_>,
    campaign: CampaignId,
    reference: &ScriptRef,
    at_ms: Option<i64>,
) -> Result<(), StoreError> {
    let changed = db.execute(
        "UPDATE script SET retired_ms = ?4 WHERE campaign = ?1 AND id = ?2 AND version = ?3",
        params![Id::from(campaign), reference.id, reference.version, at_ms],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound("script"));
    }
    Ok(())
}
