//! Statements for what only the desk asks.

use super::lists::{DOOR, door_row};
use super::rows::{Id, id};
use super::{Db, params};
use crate::domain::ids::{CampaignId, DoorId, LeadId, ListId};
use crate::domain::walk_list::Door;
use crate::server::store::StoreError;
use crate::server::store::desk::{Noteworthy, UPLOAD_KEPT_MS, Upload};
use uuid::Uuid;

fn door(db: &Db<'_>, campaign: CampaignId, door: DoorId) -> Result<Option<Door>, StoreError> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {DOOR}, place FROM door WHERE campaign = ?1 AND door = ?2"
    ))?;
    let mut rows = query.query(params![Id::from(campaign), Id::from(door)])?;
    rows.next_row()?
        .map(|row| door_row(&row, row.get(10)?))
        .transpose()
}

pub fn noteworthy(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<Noteworthy>, StoreError> {
    let doors: Vec<DoorId> = db
        .prepare_cached(
            "SELECT DISTINCT door FROM log \
             WHERE campaign = ?1 AND kind IN ('safety_note', 'do_not_contact') \
             AND kind = 'safety_note' AND door IS NOT NULL",
        )?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect::<Result<_, _>>()?;
    let mut list_of = db.prepare_cached(
        "SELECT list, name FROM list_door JOIN walk_list USING (campaign, list) \
         WHERE list_door.campaign = ?1 AND list_door.door = ?2 ORDER BY made_ms DESC LIMIT 1",
    )?;
    let mut found = Vec::new();
    for door_id in doors {
        let list: Option<(ListId, String)> = list_of
            .query_opt(params![Id::from(campaign), Id::from(door_id)], |row| {
                Ok((id(row, 0)?, row.get(1)?))
            })?;
        let view = super::views::stored(db, campaign, door_id)?;
        if let (Some((list, list_name)), Some(view), Some(door)) =
            (list, view, door(db, campaign, door_id)?)
        {
            found.push(Noteworthy {
                door,
                list,
                list_name,
                state: view.state,
            });
        }
    }
    found.sort_by(|one, other| {
        (&one.list_name, one.door.order).cmp(&(&other.list_name, other.door.order))
    });
    Ok(found)
}

pub fn keep_upload(
    db: &Db<'_>,
    campaign: CampaignId,
    upload: &Upload,
    now_ms: i64,
) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM upload WHERE uploaded_ms < ?1",
        params![now_ms - UPLOAD_KEPT_MS],
    )?;
    db.execute(
        "INSERT INTO upload (campaign, upload, file_name, bytes, choices, uploaded_by, uploaded_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            Id::from(campaign),
            Id(upload.id),
            upload.file_name,
            upload.bytes,
            upload.choices,
            Id::from(upload.uploaded_by),
            now_ms
        ],
    )?;
    Ok(())
}

pub fn upload(
    db: &Db<'_>,
    campaign: CampaignId,
    upload: Uuid,
    lead: LeadId,
    now_ms: i64,
) -> Result<Option<Upload>, StoreError> {
    db.prepare_cached(
        "SELECT file_name, bytes, choices FROM upload \
             WHERE campaign = ?1 AND upload = ?2 AND uploaded_by = ?3 AND uploaded_ms >= ?4",
    )?
    .query_opt(
        params![
            Id::from(campaign),
            Id(upload),
            Id::from(lead),
            now_ms - UPLOAD_KEPT_MS
        ],
        |row| {
            Ok(Upload {
                id: upload,
                file_name: row.get(0)?,
                bytes: row.get(1)?,
                choices: row.get(2)?,
                uploaded_by: lead,
            })
        },
    )
}

pub fn set_choices(
    db: &Db<'_>,
    campaign: CampaignId,
    upload: Uuid,
    choices: &str,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE upload SET choices = ?3 WHERE campaign = ?1 AND upload = ?2",
        params![Id::from(campaign), Id(upload), choices],
    )?;
    Ok(())
}

pub fn drop_upload(db: &Db<'_>, campaign: CampaignId, upload: Uuid) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM upload WHERE campaign = ?1 AND upload = ?2",
        params![Id::from(campaign), Id(upload)],
    )?;
    Ok(())
}
