//! The views: the folded state of each door and the counts of each list,
//! written in the transaction that appends, and made anew from the records.

use super::campaigns;
use super::log::{RECORD, UNLINKED, record_row, unlinked_row};
use super::rows::{Id, from_json, to_json};
use super::{Db, Kept, kept, params};
use crate::domain::conversation::Conversation;
use crate::domain::fold::{DoorState, Noted, fold, standing_visits};
use crate::domain::ids::{CampaignId, DoorId, ListId, PersonId};
use crate::domain::record::{BadBody, Fact, Record};
use crate::domain::script::Channel;
use crate::domain::walk_list::{Person, ScriptRef};
use crate::server::store::StoreError;
use crate::server::store::counting::{self, Counts};
use crate::server::store::log::Tallies;
use std::collections::BTreeMap;

/// The folded state of one door and what its visits count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DoorView {
    pub state: DoorState,
    pub counted: BTreeMap<ListId, Counts>,
}

/// Makes a door's view from the records about it.
pub fn view_of(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
) -> Result<Option<DoorView>, StoreError> {
    let mut views = views_of(db, campaign, &[door])?;
    Ok(views.pop().flatten())
}

/// The views of several doors, in their order.
fn views_of(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &[DoorId],
) -> Result<Vec<Option<DoorView>>, StoreError> {
    let records = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND door = ?2"
        ))?
        .query_each(keys(campaign, doors), record_row)?;
    let people = db
        .prepare_cached("SELECT people FROM door WHERE campaign = ?1 AND door = ?2")?
        .query_each(keys(campaign, doors), |row| listed(row.text(0)?))?;
    records
        .iter()
        .zip(people)
        .map(|(records, people)| view(records, &people.concat()))
        .collect()
}

fn keys(campaign: CampaignId, doors: &[DoorId]) -> Vec<Vec<Kept>> {
    doors
        .iter()
        .map(|door| kept![Id::from(campaign), Id::from(*door)])
        .collect()
}

fn view(records: &[Record], listed: &[PersonId]) -> Result<Option<DoorView>, StoreError> {
    let mut facts = Vec::with_capacity(records.len());
    for record in records {
        facts.extend(Noted::from_record(record).map_err(unreadable)?);
    }
    if facts.is_empty() {
        return Ok(None);
    }
    Ok(Some(DoorView {
        counted: counting::of_door(listed, &standing_visits(&facts)),
        state: fold(&facts),
    }))
}

/// The people listed at a door, from its column.
fn listed(people: &str) -> Result<Vec<PersonId>, StoreError> {
    let people: Vec<Person> = from_json("door's people", people)?;
    Ok(people.into_iter().map(|person| person.id).collect())
}

fn unreadable(error: BadBody) -> StoreError {
    use serde::ser::Error as _;
    StoreError::Unreadable {
        what: "record",
        error: serde_json::Error::custom(error),
    }
}

/// A door's view as it is stored.
pub fn stored(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
) -> Result<Option<DoorView>, StoreError> {
    let mut views = all_stored(db, campaign, &[door])?;
    Ok(views.pop().flatten())
}

fn all_stored(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &[DoorId],
) -> Result<Vec<Option<DoorView>>, StoreError> {
    let views = db
        .prepare_cached("SELECT state, counted FROM door_state WHERE campaign = ?1 AND door = ?2")?
        .query_each(keys(campaign, doors), |row| {
            Ok(DoorView {
                state: from_json("door's state", row.text(0)?)?,
                counted: from_json("door's counts", row.text(1)?)?,
            })
        })?;
    Ok(views.into_iter().map(|mut view| view.pop()).collect())
}

/// What is to be added to the lists' counts: gathered first, because a hundred talks change the
/// same few counts again and again.
pub type Totals = BTreeMap<ListId, Counts>;

/// Folds doors anew and brings their lists' counts along.
pub fn refold(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: impl IntoIterator<Item = DoorId>,
) -> Result<(), StoreError> {
    refold_and_add(db, campaign, doors, Totals::default())
}

/// The same, with what else is to be counted.
pub fn refold_and_add(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: impl IntoIterator<Item = DoorId>,
    mut totals: Totals,
) -> Result<(), StoreError> {
    /// So that all doors of a campaign are not in memory at once.
    const TOGETHER: usize = 200;
    let doors: Vec<DoorId> = doors.into_iter().collect();
    for doors in doors.chunks(TOGETHER) {
        let before = all_stored(db, campaign, doors)?;
        let now = views_of(db, campaign, doors)?;
        for (door, (before, now)) in doors.iter().zip(before.into_iter().zip(now)) {
            if let Some(now) = now {
                let before = before.unwrap_or_default();
                put(db, campaign, *door, &before, &now, &mut totals)?;
            }
        }
    }
    add_all(db, campaign, &totals)
}

/// Stores a door's view in the place of another.
fn put(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    before: &DoorView,
    now: &DoorView,
    totals: &mut Totals,
) -> Result<(), StoreError> {
    if now.counted != before.counted {
        let none = Counts::default();
        let lists: std::collections::BTreeSet<ListId> = before
            .counted
            .keys()
            .chain(now.counted.keys())
            .copied()
            .collect();
        for list in lists {
            let difference = now
                .counted
                .get(&list)
                .unwrap_or(&none)
                .since(before.counted.get(&list).unwrap_or(&none));
            totals.entry(list).or_default().add_all(&difference);
        }
    }
    db.prepare_cached(
        "INSERT INTO door_state (campaign, door, state, counted) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign, door) DO UPDATE SET state = excluded.state, counted = excluded.counted",
    )?
    .execute_later(kept![
        Id::from(campaign),
        Id::from(door),
        to_json("door's state", &now.state)?,
        to_json("door's counts", &now.counted)?
    ])?;
    Ok(())
}

/// As much of a script as counting needs.
#[derive(serde::Deserialize)]
struct ItsScales {
    #[serde(default)]
    scales: Vec<ItsScale>,
}

#[derive(serde::Deserialize)]
struct ItsScale {
    id: String,
}

impl ItsScales {
    fn ids(self) -> Vec<String> {
        self.scales.into_iter().map(|scale| scale.id).collect()
    }
}

/// The scales of scripts, looked up once each.
#[derive(Debug, Default)]
pub struct Scales(BTreeMap<ScriptRef, Vec<String>>);

impl Scales {
    fn of(
        &mut self,
        db: &Db<'_>,
        campaign: CampaignId,
        script: &ScriptRef,
    ) -> Result<&[String], StoreError> {
        if !self.0.contains_key(script) {
            let scales = match campaigns::script(db, campaign, script)? {
                Some(stored) => from_json::<ItsScales>("script", &stored.json)?.ids(),
                None => Vec::new(),
            };
            self.0.insert(script.clone(), scales);
        }
        Ok(self.0.get(script).map_or(&[], Vec::as_slice))
    }
}

/// Counts a conversation; stored by [`refold_and_add`].
pub fn count_conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
    scales: &mut Scales,
    totals: &mut Totals,
) -> Result<(), StoreError> {
    let of_script = scales.of(db, campaign, &conversation.script)?;
    totals
        .entry(conversation.list)
        .or_default()
        .add_all(&counting::of_conversation(conversation, of_script));
    Ok(())
}

fn add_all(db: &Db<'_>, campaign: CampaignId, totals: &Totals) -> Result<(), StoreError> {
    for (list, counts) in totals {
        add(db, campaign, *list, counts)?;
    }
    Ok(())
}

/// Takes a conversation out of the counts again, when it is erased.
pub fn uncount_conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let mut scales = Scales::default();
    let of_script = scales.of(db, campaign, &conversation.script)?;
    let counted = counting::of_conversation(conversation, of_script);
    add(
        db,
        campaign,
        conversation.list,
        &Counts::default().since(&counted),
    )
}

/// Puts a conversation that was taken out of the counts back into them.
pub fn count_conversation_again(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let (mut scales, mut totals) = (Scales::default(), Totals::default());
    count_conversation(db, campaign, conversation, &mut scales, &mut totals)?;
    add_all(db, campaign, &totals)
}

fn add(db: &Db<'_>, campaign: CampaignId, list: ListId, counts: &Counts) -> Result<(), StoreError> {
    let mut upsert = db.prepare_cached(
        "INSERT INTO tally (campaign, list, measure, bucket, n) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (campaign, list, measure, bucket) DO UPDATE SET n = tally.n + excluded.n",
    )?;
    // What came and went again in one go needs no row.
    for (measure, bucket, n) in counts.each().filter(|(_, _, n)| *n != 0) {
        upsert.execute_later(kept![
            Id::from(campaign),
            Id::from(list),
            measure,
            bucket,
            n
        ])?;
    }
    Ok(())
}

/// The counts of one list, or of all lists of the campaign.
pub fn tallies(
    db: &Db<'_>,
    campaign: CampaignId,
    list: Option<ListId>,
    by: Option<Channel>,
) -> Result<Tallies, StoreError> {
    db.prepare_cached(
        "SELECT measure, bucket, CAST(sum(n) AS BIGINT) FROM tally \
             WHERE campaign = ?1 AND (list = ?2 OR ?2 IS NULL) \
             AND (list IN (SELECT list FROM walk_list \
                WHERE walk_list.campaign = tally.campaign AND channel = ?3) OR ?3 IS NULL) \
             GROUP BY measure, bucket HAVING sum(n) <> 0",
    )?
    .query_map(
        params![
            Id::from(campaign),
            list.map(Id::from),
            by.map(Channel::code)
        ],
        |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
    )?
    .collect::<Result<_, _>>()
}

/// The counts of all lists made anew from their records.
pub fn recount(db: &Db<'_>, campaign: CampaignId) -> Result<BTreeMap<ListId, Counts>, StoreError> {
    let mut counts: BTreeMap<ListId, Counts> = BTreeMap::new();
    for door in doors_noted(db, campaign)? {
        for (list, more) in view_of(db, campaign, door)?.unwrap_or_default().counted {
            counts.entry(list).or_default().add_all(&more);
        }
    }
    let mut scales = Scales::default();
    each_conversation(db, campaign, |conversation| {
        let of_script = scales.of(db, campaign, &conversation.script)?;
        counts
            .entry(conversation.list)
            .or_default()
            .add_all(&counting::of_conversation(&conversation, of_script));
        Ok(())
    })?;
    Ok(counts)
}

/// Counts every conversation, for views that were emptied.
pub fn count_all_conversations(db: &Db<'_>, campaign: CampaignId) -> Result<(), StoreError> {
    let (mut scales, mut totals) = (Scales::default(), Totals::default());
    each_conversation(db, campaign, |conversation| {
        count_conversation(db, campaign, &conversation, &mut scales, &mut totals)
    })?;
    add_all(db, campaign, &totals)
}

fn each_conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    mut visit: impl FnMut(Conversation) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let left_out = super::settling::left_out(db, campaign)?;
    let mut read = |record: Record| match record.read().map_err(unreadable)? {
        Fact::Conversation(conversation) if !left_out.contains(&record.id) => visit(conversation),
        _ => Ok(()),
    };
    let mut linked = db.prepare_cached(&format!(
        "SELECT {RECORD} FROM log WHERE campaign = ?1 AND kind = 'conversation'"
    ))?;
    for record in linked.query_map(params![Id::from(campaign)], record_row)? {
        read(record?)?;
    }
    let mut unlinked = db.prepare_cached(&format!(
        "SELECT {UNLINKED} FROM unlinked WHERE campaign = ?1"
    ))?;
    for record in unlinked.query_map(params![Id::from(campaign)], unlinked_row)? {
        read(record?)?;
    }
    Ok(())
}

/// Doors about which anything was noted.
pub fn doors_noted(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<DoorId>, StoreError> {
    db.prepare_cached(
        "SELECT DISTINCT door FROM log WHERE campaign = ?1 AND door IS NOT NULL ORDER BY door",
    )?
    .query_map(params![Id::from(campaign)], |row| super::rows::id(row, 0))?
    .collect::<Result<_, _>>()
}
