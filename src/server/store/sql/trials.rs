//! Lists that are experiments: setting one, which door is in which group, and what was done at
//! the doors of each.

use super::campaigns::script;
use super::rows::{Id, from_json, id, maybe_id};
use super::{Db, Row, params, settling};
use crate::domain::conversation::{Conversation, Rating, Recorded, Wave};
use crate::domain::ids::{CampaignId, DoorId, ListId, RecordId};
use crate::domain::measure::Answered;
use crate::domain::measure::arms::{Arms, Talk};
use crate::domain::script::experiment::counterparts;
use crate::domain::script::{Arm, Script};
use crate::domain::trial::{Group, Trial};
use crate::domain::visit::{Visit, WhoAnswered};
use crate::domain::walk_list::{Person, ScriptRef, WalkList};
use crate::server::store::StoreError;
use std::collections::BTreeMap;

/// The experiment as it is set: with the seed that was drawn when these two scripts were first
/// compared, if they were, so that nobody is drawn twice.
///
/// # Errors
/// When the two are not the arms of one experiment.
pub fn set(
    db: &Db<'_>,
    campaign: CampaignId,
    treatment: &ScriptRef,
    trial: &Trial,
) -> Result<Trial, StoreError> {
    let read = |reference: &ScriptRef| {
        let stored = script(db, campaign, reference)?.ok_or(StoreError::NotFound("script"))?;
        Script::from_json(&stored.json)
            .map_err(|_| StoreError::Refused("a script of the experiment cannot be read"))
    };
    let (treat, placebo) = (read(treatment)?, read(&trial.placebo)?);
    let is_treatment = |script: &Script| {
        let experiment = script.experiment.as_ref();
        experiment.is_some_and(|experiment| experiment.arm == Arm::Treat)
    };
    if !is_treatment(&treat) || counterparts(&treat, &placebo).is_err() {
        return Err(StoreError::Refused(
            "these two scripts are not the arms of one experiment",
        ));
    }
    if trial.seed.is_empty() {
        return Err(StoreError::Refused("an experiment needs a seed"));
    }
    // Two leads who set it at the same moment draw once.
    db.lock(campaign)?;
    let drawn: Option<String> = db
        .prepare_cached(
            "SELECT seed FROM walk_list WHERE campaign = ?1 AND script_id = ?2 \
             AND placebo_id = ?3 AND seed <> '' ORDER BY changed_seq LIMIT 1",
        )?
        .query_opt(
            params![Id::from(campaign), treatment.id, trial.placebo.id],
            |row| row.get(0),
        )?;
    Ok(Trial {
        placebo: trial.placebo.clone(),
        seed: drawn.unwrap_or_else(|| trial.seed.clone()),
    })
}

/// The lists of a campaign that are experiments.
#[derive(Debug, Default)]
pub struct Trials(BTreeMap<ListId, Trial>);

impl Trials {
    pub fn of(db: &Db<'_>, campaign: CampaignId) -> Result<Self, StoreError> {
        let trials = db
            .prepare_cached(
                "SELECT list, placebo_id, placebo_version, seed FROM walk_list \
                 WHERE campaign = ?1 AND seed <> ''",
            )?
            .query_map(params![Id::from(campaign)], |row| {
                let placebo = ScriptRef {
                    id: row.get(1)?,
                    version: row.get(2)?,
                };
                let seed = row.get(3)?;
                Ok((id(row, 0)?, Trial { placebo, seed }))
            })?
            .collect::<Result<_, _>>()?;
        Ok(Self(trials))
    }

    /// The door's group, where the list is an experiment.
    #[must_use]
    pub fn group(&self, list: ListId, door: DoorId) -> Option<Group> {
        Some(self.0.get(&list)?.group(door))
    }
}

/// How many doors of a list are in the placebo group.
pub fn placebo_doors(
    db: &Db<'_>,
    campaign: CampaignId,
    list: &WalkList,
) -> Result<u32, StoreError> {
    let Some(trial) = &list.trial else {
        return Ok(0);
    };
    let doors: Vec<DoorId> = db
        .prepare_cached("SELECT door FROM list_door WHERE campaign = ?1 AND list = ?2")?
        .query_map(params![Id::from(campaign), Id::from(list.id)], |row| {
            id(row, 0)
        })?
        .collect::<Result<_, _>>()?;
    let placebo = doors
        .iter()
        .filter(|door| trial.group(**door) == Group::Placebo);
    Ok(u32::try_from(placebo.count()).unwrap_or(u32::MAX))
}

/// What was done at the doors of each group of a list; nothing for a list with one script.
pub fn arms(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<Option<Arms>, StoreError> {
    let (about, _) = super::lists::about(db, campaign, list)?;
    let Some(trial) = about.trial else {
        return Ok(None);
    };
    let mut arms = Arms::default();
    let mut doors = db.prepare_cached(
        "SELECT door.door, door.people FROM list_door JOIN door USING (campaign, door) \
         WHERE list_door.campaign = ?1 AND list_door.list = ?2",
    )?;
    let mut rows = doors.query(params![Id::from(campaign), Id::from(list)])?;
    while let Some(row) = rows.next_row()? {
        let people: Vec<Person> = from_json("door's people", row.text(1)?)?;
        arms.door(trial.group(id(&row, 0)?), people.len() as u64);
    }
    let left_out = settling::left_out(db, campaign)?;
    let mut linked = db.prepare_cached(
        "SELECT talk.record, talk.body, visit.door, visit.body FROM log AS talk \
         LEFT JOIN log AS visit ON visit.campaign = talk.campaign AND visit.record = talk.about \
         WHERE talk.campaign = ?1 AND talk.list = ?2 AND talk.kind = 'conversation'",
    )?;
    let mut rows = linked.query(params![Id::from(campaign), Id::from(list)])?;
    while let Some(row) = rows.next_row()? {
        let record: RecordId = id(&row, 0)?;
        if left_out.contains(&record) {
            continue;
        }
        let visit: Option<String> = row.get(3)?;
        let who = match visit {
            Some(visit) => from_json::<Visit>("visit", &visit)?.who,
            None => None,
        };
        let door: Option<DoorId> = maybe_id(&row, 2)?;
        let mut talk = talk(&row, 1, &about.script, &trial)?;
        talk.door = door.map(|door| (door, trial.group(door)));
        // Who was not the listed person is in neither group.
        talk.delivered &= door.is_none() || matches!(who, Some(WhoAnswered::Listed(_)));
        arms.talk(&talk);
    }
    let mut unlinked =
        db.prepare_cached("SELECT body FROM unlinked WHERE campaign = ?1 AND list = ?2")?;
    let mut rows = unlinked.query(params![Id::from(campaign), Id::from(list)])?;
    while let Some(row) = rows.next_row()? {
        arms.talk(&talk(&row, 0, &about.script, &trial)?);
    }
    Ok(Some(arms))
}

fn talk(
    row: &Row<'_>,
    body: usize,
    treatment: &ScriptRef,
    trial: &Trial,
) -> Result<Talk, StoreError> {
    let talked: Conversation = from_json("conversation", row.text(body)?)?;
    Ok(Talk {
        // By its id: a version that was corrected since is the same arm.
        by: [
            (&treatment.id, Group::Treatment),
            (&trial.placebo.id, Group::Placebo),
        ]
        .into_iter()
        .find(|(id, _)| **id == talked.script.id)
        .map(|(_, group)| group),
        door: None,
        delivered: talked.ratings.iter().any(gave_first),
        seconds: talked.seconds.filter(|_| talked.recorded == Recorded::Live),
    })
}

fn gave_first(rating: &Rating) -> bool {
    rating.wave == Wave::First && Answered::from(Some(rating)).is_given()
}
