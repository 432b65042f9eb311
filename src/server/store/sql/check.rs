//! `doorstep-server check`: every view is recomputed from the records and
//! compared with what is stored; and written anew on request.

use super::rows::{Id, id};
use super::trials::Trials;
use super::views;
use super::{Db, params};
use super::{campaigns, lists};
use crate::domain::ids::{CampaignId, ListId};
use crate::domain::record::ContentHash;
use crate::server::store::StoreError;
use crate::server::store::counting::Counts;
use crate::wire::pull::ListCheck;

/// What was looked at and what is wrong, by ids, never by what a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub campaigns: u32,
    pub records: u64,
    pub unlinked: u64,
    pub doors: u64,
    pub problems: Vec<String>,
}

pub fn check(db: &Db<'_>) -> Result<Checked, StoreError> {
    let mut checked = Checked::default();
    if let Some(damage) = db.damage()? {
        checked.problems.push(format!("the file itself: {damage}"));
    }
    for campaign in campaigns::all(db)? {
        checked.campaigns += 1;
        check_campaign(db, campaign.id, &mut checked)?;
    }
    Ok(checked)
}

fn check_campaign(
    db: &Db<'_>,
    campaign: CampaignId,
    checked: &mut Checked,
) -> Result<(), StoreError> {
    let count = |table: &str| -> Result<u64, StoreError> {
        Ok(super::rows::unsigned(db.query_row(
            &format!("SELECT count(*) FROM {table} WHERE campaign = ?1"),
            params![Id::from(campaign)],
            |row| row.get(0),
        )?))
    };
    checked.records += count("log")?;
    checked.unlinked += count("unlinked")?;
    let trials = Trials::of(db, campaign)?;
    for door in views::doors_noted(db, campaign)? {
        checked.doors += 1;
        if views::view_of(db, campaign, &trials, door)? != views::stored(db, campaign, door)? {
            checked
                .problems
                .push(format!("the state of door {door} is not its fold"));
        }
    }
    let counted = views::recount(db, campaign)?;
    let none = Counts::default();
    for list in all_lists(db, campaign)? {
        let mut stored = Counts::default();
        for ((measure, bucket), n) in views::tallies(db, campaign, Some(list), None)? {
            stored.add(&measure, &bucket, n);
        }
        let mut difference = counted.get(&list).unwrap_or(&none).clone();
        difference.add_all(&stored, -1);
        if difference.each().any(|(_, _, n)| n != 0) {
            checked.problems.push(format!(
                "the counts of list {list} are not those of its records"
            ));
        }
        let (stored, computed) = (
            lists::check(db, campaign, list)?,
            list_check(db, campaign, list)?,
        );
        if stored != computed {
            checked
                .problems
                .push(format!("the sum of list {list} is not that of its records"));
        }
    }
    let unfed: u64 = super::rows::unsigned(db.query_row(
        "SELECT count(*) FROM list_door JOIN log USING (campaign, door) \
         WHERE list_door.campaign = ?1 AND NOT EXISTS (SELECT 1 FROM feed \
           WHERE feed.campaign = list_door.campaign AND feed.list = list_door.list \
           AND feed.log_seq = log.seq)",
        params![Id::from(campaign)],
        |row| row.get(0),
    )?);
    if unfed > 0 {
        checked
            .problems
            .push(format!("{unfed} records are missing from their lists"));
    }
    let back: u64 = super::rows::unsigned(db.query_row(
        "SELECT count(*) FROM erased JOIN log \
         ON log.campaign = erased.campaign AND log.record = erased.id WHERE erased.campaign = ?1",
        params![Id::from(campaign)],
        |row| row.get(0),
    )?);
    if back > 0 {
        checked
            .problems
            .push(format!("{back} erased records are in the log again"));
    }
    let told: u64 = super::rows::unsigned(db.query_row(
        "SELECT count(*) FROM feed JOIN log ON log.campaign = feed.campaign \
         AND log.seq = feed.log_seq WHERE feed.campaign = ?1 AND log.kind = 'conversation'",
        params![Id::from(campaign)],
        |row| row.get(0),
    )?);
    if told > 0 {
        checked
            .problems
            .push(format!("{told} conversations stand in the lists' feeds"));
    }
    Ok(())
}

fn all_lists(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<ListId>, StoreError> {
    db.prepare_cached("SELECT list FROM walk_list WHERE campaign = ?1 ORDER BY list")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect::<Result<_, _>>()
}

/// What phones should hold of a list, made from the feed itself.
fn list_check(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<ListCheck, StoreError> {
    let mut check = ListCheck {
        doors: db.query_row(
            "SELECT count(*) FROM list_door WHERE campaign = ?1 AND list = ?2",
            params![Id::from(campaign), Id::from(list)],
            |row| row.get(0),
        )?,
        ..ListCheck::default()
    };
    let mut records = db.prepare_cached(
        "SELECT log.record, log.content FROM feed \
         JOIN log ON log.campaign = feed.campaign AND log.seq = feed.log_seq \
         WHERE feed.campaign = ?1 AND feed.list = ?2",
    )?;
    let mut rows = records.query(params![Id::from(campaign), Id::from(list)])?;
    while let Some(row) = rows.next_row()? {
        check.add_record(id(&row, 0)?, ContentHash(row.get(1)?));
    }
    Ok(check)
}

/// Writes anew what phones should hold of a list.
pub fn put_list_check(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<(), StoreError> {
    let check = list_check(db, campaign, list)?;
    db.execute(
        "UPDATE walk_list SET record_count = ?3, record_sum = ?4 WHERE campaign = ?1 AND list = ?2",
        params![
            Id::from(campaign),
            Id::from(list),
            check.records,
            check.sum.cast_signed()
        ],
    )?;
    Ok(())
}

/// Writes door states, counts and sums anew from the records.
pub fn rebuild(db: &Db<'_>) -> Result<(), StoreError> {
    for campaign in campaigns::all(db)? {
        let campaign = campaign.id;
        db.lock(campaign)?;
        for table in ["door_state", "tally"] {
            db.execute(
                &format!("DELETE FROM {table} WHERE campaign = ?1"),
                params![Id::from(campaign)],
            )?;
        }
        views::refold(db, campaign, views::doors_noted(db, campaign)?)?;
        views::count_all_conversations(db, campaign)?;
        super::settling::rebuild(db, campaign)?;
        for list in all_lists(db, campaign)? {
            put_list_check(db, campaign, list)?;
        }
        db.execute(
            "UPDATE canvasser SET \
             visits = (SELECT count(*) FROM log WHERE log.campaign = canvasser.campaign \
               AND log.canvasser = canvasser.canvasser AND kind = 'visit'), \
             conversations = (SELECT count(*) FROM log WHERE log.campaign = canvasser.campaign \
               AND log.canvasser = canvasser.canvasser AND kind = 'conversation') \
             WHERE campaign = ?1",
            params![Id::from(campaign)],
        )?;
    }
    Ok(())
}
