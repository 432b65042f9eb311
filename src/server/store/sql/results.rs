//! Statements for what the desk reads of what came in.

use super::lists::{DOOR, door_row};
use super::log::{RECORD, record_row};
use super::rows::{Id, from_json, id, maybe_id};
use super::{Db, Row, params};
use crate::domain::conversation::{Belongs, Conversation, Ending};
use crate::domain::fold::{Noted, StandingVisit, standing_visits};
use crate::domain::ids::{CampaignId, CanvasserId, DoorId, ListId, RecordId};
use crate::domain::record::Record;
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::Door;
use crate::server::store::StoreError;
use crate::server::store::results::{
    ConversationInFull, ConversationPage, ConversationQuery, ConversationRow, HeldAt, TalkedBy,
    VisitRow,
};
use std::collections::BTreeMap;

/// Linked and unlinked conversations side by side. The week of a linked one is
/// that of the canvasser's own calendar.
fn all_conversations(db: &Db<'_>) -> String {
    format!(
        "(SELECT record, {week} AS week, at_ms, at_offset, canvasser, body, list, received_ms \
         FROM log WHERE campaign = ?1 AND kind = 'conversation' \
         UNION ALL \
         SELECT record, week, NULL, NULL, NULL, body, list, NULL \
         FROM unlinked WHERE campaign = ?1) AS talk",
        week = db.week()
    )
}

/// As much of a conversation as tells how it ended.
#[derive(serde::Deserialize)]
struct Ended {
    ending: Ending,
}

/// Where the body stands in it.
const BODY: usize = 5;

fn conversation_row(row: &Row<'_>) -> Result<ConversationRow, StoreError> {
    let body = row.text(BODY)?;
    let at: Option<(i64, i32)> = match (row.get(2)?, row.get(3)?) {
        (Some(at_ms), Some(offset)) => Some((at_ms, offset)),
        _ => None,
    };
    Ok(ConversationRow {
        id: id(row, 0)?,
        week: row.get(1)?,
        at: at.and_then(|(at_ms, offset)| DeviceTime::from_parts(at_ms, offset).ok()),
        canvasser: maybe_id(row, 4)?,
        conversation: from_json("conversation", body)?,
    })
}

pub fn conversations(
    db: &Db<'_>,
    campaign: CampaignId,
    query: &ConversationQuery,
) -> Result<ConversationPage, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT * FROM {} \
         WHERE (list = ?2 OR ?2 IS NULL) AND (week = ?3 OR ?3 IS NULL) \
         ORDER BY week DESC, at_ms IS NULL, at_ms DESC, record",
        all_conversations(db)
    ))?;
    let mut rows = select.query(params![
        Id::from(campaign),
        query.list.map(Id::from),
        query.week
    ])?;
    let mut page = ConversationPage::default();
    while let Some(row) = rows.next_row()? {
        if let Some(ending) = query.ending {
            let ended: Ended = from_json("conversation", row.text(BODY)?)?;
            if ended.ending != ending {
                continue;
            }
        }
        let wanted = page.total >= query.skip
            && u32::try_from(page.rows.len()).is_ok_and(|taken| taken < query.limit);
        if !wanted && query.matching.is_none() {
            page.total += 1;
            continue;
        }
        let row = conversation_row(&row)?;
        if query
            .matching
            .as_ref()
            .is_some_and(|matching| !matching(&row.conversation))
        {
            continue;
        }
        page.total += 1;
        if wanted {
            page.rows.push(row);
        }
    }
    Ok(page)
}

pub fn weeks(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<String>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT DISTINCT week FROM {} ORDER BY week DESC",
        all_conversations(db)
    ))?
    .query_map(params![Id::from(campaign)], |row| row.get(0))?
    .collect::<Result<_, _>>()
}

pub fn conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<Option<ConversationInFull>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT * FROM {} WHERE record = ?2",
        all_conversations(db)
    ))?;
    let mut rows = select.query(params![Id::from(campaign), Id::from(record)])?;
    let Some(found) = rows.next_row()? else {
        return Ok(None);
    };
    let received_ms: Option<i64> = found.get(7)?;
    let row = conversation_row(&found)?;
    let by = match (row.canvasser, received_ms) {
        (Some(canvasser), Some(received_ms)) => Some(TalkedBy {
            canvasser_name: name_of(db, campaign, canvasser)?,
            received_ms,
            held_at: held_at(db, campaign, &row.conversation)?,
        }),
        _ => None,
    };
    Ok(Some(ConversationInFull { row, by }))
}

fn held_at(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
) -> Result<Option<HeldAt>, StoreError> {
    let Belongs::Linked { visit } = conversation.belongs else {
        return Ok(None);
    };
    let door: Option<Option<DoorId>> = db
        .prepare_cached("SELECT door FROM log WHERE campaign = ?1 AND record = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(visit)], |row| {
            super::rows::maybe_id(row, 0)
        })?;
    let Some(Some(door)) = door else {
        return Ok(None);
    };
    let standing = standing(db, campaign, door)?
        .into_iter()
        .find(|standing| standing.id == visit);
    Ok(match (standing, one_door(db, campaign, door)?) {
        (Some(visit), Some(door)) => Some(HeldAt { door, visit }),
        _ => None,
    })
}

pub fn standing(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
) -> Result<Vec<StandingVisit>, StoreError> {
    Ok(standing_visits(&noted(db, campaign, door)?))
}

/// Everything the fold reads about a door.
pub fn noted(db: &Db<'_>, campaign: CampaignId, door: DoorId) -> Result<Vec<Noted>, StoreError> {
    let records: Vec<Record> = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND door = ?2"
        ))?
        .query_map(params![Id::from(campaign), Id::from(door)], record_row)?
        .collect::<Result<_, _>>()?;
    Ok(records
        .iter()
        .filter_map(|record| Noted::from_record(record).ok().flatten())
        .collect())
}

fn one_door(db: &Db<'_>, campaign: CampaignId, door: DoorId) -> Result<Option<Door>, StoreError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT {DOOR}, place FROM door WHERE campaign = ?1 AND door = ?2"
    ))?;
    let mut rows = select.query(params![Id::from(campaign), Id::from(door)])?;
    rows.next_row()?
        .map(|row| door_row(&row, row.get(10)?))
        .transpose()
}

pub fn name_of(
    db: &Db<'_>,
    campaign: CampaignId,
    canvasser: CanvasserId,
) -> Result<String, StoreError> {
    Ok(db
        .prepare_cached("SELECT name FROM canvasser WHERE campaign = ?1 AND canvasser = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(canvasser)], |row| {
            row.get(0)
        })?
        .unwrap_or_default())
}

pub fn visits(
    db: &Db<'_>,
    campaign: CampaignId,
    list: Option<ListId>,
) -> Result<Vec<VisitRow>, StoreError> {
    let mut doors = db.prepare_cached(&format!(
        "SELECT {DOOR}, place FROM door \
         WHERE campaign = ?1 AND door IN (SELECT door FROM log \
           WHERE campaign = ?1 AND kind = 'visit' AND (list = ?2 OR ?2 IS NULL)) \
         ORDER BY import, place"
    ))?;
    let mut names: BTreeMap<CanvasserId, String> = BTreeMap::new();
    let mut rows = doors.query(params![Id::from(campaign), list.map(Id::from)])?;
    let mut visits = Vec::new();
    while let Some(row) = rows.next_row()? {
        let door = door_row(&row, row.get(10)?)?;
        for visit in standing(db, campaign, door.id)? {
            if list.is_some_and(|list| list != visit.visit.list) {
                continue;
            }
            let canvasser = visit.author.canvasser;
            let canvasser_name = match names.get(&canvasser) {
                Some(name) => name.clone(),
                None => {
                    let name = name_of(db, campaign, canvasser)?;
                    names.insert(canvasser, name.clone());
                    name
                }
            };
            visits.push(VisitRow {
                door: door.clone(),
                canvasser_name,
                visit,
            });
        }
    }
    Ok(visits)
}
