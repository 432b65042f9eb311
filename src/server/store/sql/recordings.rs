//! Recordings: the files a version of a script came with.

use super::rows::Id;
use super::{Db, params};
use crate::domain::ids::CampaignId;
use crate::domain::script::recording::Recording;
use crate::domain::walk_list::ScriptRef;
use crate::server::store::StoreError;
use crate::server::store::campaigns::StoredRecording;
use crate::wire::pull::RecordingOf;

pub fn add(
    db: &Db<'_>,
    campaign: CampaignId,
    script: &ScriptRef,
    recordings: &[Recording],
) -> Result<(), StoreError> {
    for recording in recordings {
        db.execute(
            "INSERT INTO recording (campaign, script, version, perspective, language, kind, bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                Id::from(campaign),
                script.id,
                script.version,
                recording.perspective,
                recording.language,
                recording.kind,
                recording.bytes
            ],
        )?;
    }
    Ok(())
}

/// What a version came with.
pub fn of_script(
    db: &Db<'_>,
    campaign: CampaignId,
    script: &ScriptRef,
) -> Result<Vec<RecordingOf>, StoreError> {
    db.prepare_cached(
        "SELECT perspective, language FROM recording WHERE campaign = ?1 AND script = ?2 \
         AND version = ?3 ORDER BY perspective, language",
    )?
    .query_map(
        params![Id::from(campaign), script.id, script.version],
        |row| {
            Ok(RecordingOf {
                script: script.clone(),
                perspective: row.get(0)?,
                language: row.get(1)?,
            })
        },
    )?
    .collect()
}

pub fn one(
    db: &Db<'_>,
    campaign: CampaignId,
    of: &RecordingOf,
) -> Result<Option<StoredRecording>, StoreError> {
    db.prepare_cached(
        "SELECT kind, bytes FROM recording WHERE campaign = ?1 AND script = ?2 AND version = ?3 \
         AND perspective = ?4 AND language = ?5",
    )?
    .query_opt(
        params![
            Id::from(campaign),
            of.script.id,
            of.script.version,
            of.perspective,
            of.language
        ],
        |row| {
            Ok(StoredRecording {
                kind: row.get(0)?,
                bytes: row.get(1)?,
            })
        },
    )
}

/// Whether a version came with these and no others.
pub fn are_those(
    db: &Db<'_>,
    campaign: CampaignId,
    script: &ScriptRef,
    recordings: &[Recording],
) -> Result<bool, StoreError> {
    if of_script(db, campaign, script)?.len() != recordings.len() {
        return Ok(false);
    }
    for recording in recordings {
        let of = RecordingOf {
            script: script.clone(),
            perspective: recording.perspective.clone(),
            language: recording.language.clone(),
        };
        let there = one(db, campaign, &of)?;
        if there.is_none_or(|there| there.bytes != recording.bytes) {
            return Ok(false);
        }
    }
    Ok(true)
}
