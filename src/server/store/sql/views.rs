//! The views: the folded state of each door and the counts of each list,
//! written in the transaction that appends, and made anew from the records.

use super::log::{RECORD, UNLINKED, record_row, unlinked_row};
use super::rows::{Id, from_json, to_json};
use super::trials::Trials;
use super::{Db, params, settling};
use crate::domain::conversation::Conversation;
use crate::domain::fold::{DoorState, Noted, fold, standing_visits};
use crate::domain::ids::{CampaignId, DoorId, ListId, PersonId};
use crate::domain::record::{BadBody, Fact, Record};
use crate::domain::script::{Channel, ScriptKind};
use crate::domain::trial::Group;
use crate::domain::visit::WhoAnswered;
use crate::domain::walk_list::ScriptRef;
use crate::server::store::StoreError;
use crate::server::store::counting::{self, Counts};
use crate::server::store::log::Tallies;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

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
    trials: &Trials,
    door: DoorId,
) -> Result<Option<DoorView>, StoreError> {
    let facts = noted_of(db, campaign, &[door])?.remove(&door);
    let facts = facts.unwrap_or_default();
    let listed = counted_of(db, campaign, &[door])?.pop();
    let listed = listed.unwrap_or_default().listed;
    Ok(view(door, &facts, &listed, trials))
}

/// Everything noted at these doors.
fn noted_of(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &[DoorId],
) -> Result<BTreeMap<DoorId, Vec<Noted>>, StoreError> {
    let records = db
        .prepare_cached(&format!(
            "SELECT {RECORD} FROM log WHERE campaign = ?1 AND door = ?2"
        ))?
        .query_each(
            doors,
            |door, ask| ask(params![Id::from(campaign), Id::from(*door)]),
            record_row,
        )?;
    let mut noted: BTreeMap<DoorId, Vec<Noted>> = BTreeMap::new();
    for (at, record) in records {
        if let (Some(door), Some(fact)) = (
            doors.get(at),
            Noted::from_record(&record).map_err(unreadable)?,
        ) {
            noted.entry(*door).or_default().push(fact);
        }
    }
    Ok(noted)
}

/// What is needed of a door to fold it anew: who is listed there, and what it counts as it
/// is stored, if anything is.
#[derive(Clone, Debug, Default)]
struct OnDoor {
    listed: Vec<PersonId>,
    before: Option<BTreeMap<ListId, Counts>>,
}

/// Of these doors, in their order.
fn counted_of(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &[DoorId],
) -> Result<Vec<OnDoor>, StoreError> {
    let found = db
        .prepare_cached(
            "SELECT door.people, door_state.counted FROM door \
             LEFT JOIN door_state USING (campaign, door) WHERE campaign = ?1 AND door = ?2",
        )?
        .query_each(
            doors,
            |door, ask| ask(params![Id::from(campaign), Id::from(*door)]),
            |row| {
                let counted: Option<String> = row.get(1)?;
                let read = |text: String| from_json("door's counts", &text);
                Ok(OnDoor {
                    listed: listed(row.text(0)?)?,
                    before: counted.map(read).transpose()?,
                })
            },
        )?;
    let mut counted = vec![OnDoor::default(); doors.len()];
    for (at, one) in found {
        if let Some(place) = counted.get_mut(at) {
            *place = one;
        }
    }
    Ok(counted)
}

fn view(door: DoorId, facts: &[Noted], listed: &[PersonId], trials: &Trials) -> Option<DoorView> {
    let in_its_group = |(list, counts): (ListId, Counts)| {
        let placebo = trials.group(list, door) == Some(Group::Placebo);
        (list, if placebo { counts.of_placebo() } else { counts })
    };
    (!facts.is_empty()).then(|| DoorView {
        counted: counting::of_door(listed, &standing_visits(facts))
            .into_iter()
            .map(in_its_group)
            .collect(),
        state: fold(facts),
    })
}

/// The people listed at a door, from its column.
fn listed(people: &str) -> Result<Vec<PersonId>, StoreError> {
    /// As much of a person as counting needs.
    #[derive(serde::Deserialize)]
    struct Listed {
        id: PersonId,
    }
    let people: Vec<Listed> = from_json("door's people", people)?;
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
    db.prepare_cached("SELECT state, counted FROM door_state WHERE campaign = ?1 AND door = ?2")?
        .query_opt(params![Id::from(campaign), Id::from(door)], |row| {
            Ok(DoorView {
                state: from_json("door's state", row.text(0)?)?,
                counted: from_json("door's counts", row.text(1)?)?,
            })
        })
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
    let doors = doors.into_iter().collect();
    refold_with(db, campaign, &doors, BTreeMap::new(), Totals::default())
}

/// The same for `doors` and those of `news`, which is what has just come into the log about
/// each, with what else is to be counted. Nothing stands yet at a door nothing was noted at,
/// so there the news are all there is.
pub fn refold_with(
    db: &Db<'_>,
    campaign: CampaignId,
    doors: &BTreeSet<DoorId>,
    mut news: BTreeMap<DoorId, Vec<Noted>>,
    mut totals: Totals,
) -> Result<(), StoreError> {
    /// So that all doors of a campaign are not in memory at once.
    const TOGETHER: usize = 200;
    let all: BTreeSet<DoorId> = doors.iter().chain(news.keys()).copied().collect();
    let all: Vec<DoorId> = all.into_iter().collect();
    let trials = Trials::of(db, campaign)?;
    for together in all.chunks(TOGETHER) {
        let counted = counted_of(db, campaign, together)?;
        let more = together.iter().zip(&counted).filter_map(|(door, counted)| {
            let more = counted.before.is_some() || doors.contains(door);
            more.then_some(*door)
        });
        let more: Vec<DoorId> = more.collect();
        let mut noted = noted_of(db, campaign, &more)?;
        let mut views = Vec::with_capacity(together.len());
        let mut met_twice = Vec::new();
        for (door, counted) in together.iter().zip(counted) {
            let just_now = news.remove(door);
            let facts = noted.remove(door).or(just_now).unwrap_or_default();
            if is_met_twice(&facts) {
                met_twice.push(*door);
            }
            if let Some(now) = view(*door, &facts, &counted.listed, &trials) {
                add_difference(&counted.before.unwrap_or_default(), &now, &mut totals);
                views.push((*door, now));
            }
        }
        put(db, campaign, &views)?;
        settling::may_be_told_twice(db, campaign, met_twice)?;
    }
    add_all(db, campaign, &totals)
}

/// Whether anybody listed at a door was met more than once, by all that was ever said.
fn is_met_twice(facts: &[Noted]) -> bool {
    let who = |fact: &Noted| match &fact.fact {
        Fact::Visit(visit) => visit.who,
        Fact::Correction(correction) => correction.instead.as_ref().and_then(|visit| visit.who),
        _ => None,
    };
    let mut met = BTreeSet::new();
    facts.len() > 1
        && facts.iter().any(|fact| match who(fact) {
            Some(WhoAnswered::Listed(person)) => !met.insert(person),
            _ => false,
        })
}

/// What a door's new view counts that its old one did not.
fn add_difference(before: &BTreeMap<ListId, Counts>, now: &DoorView, totals: &mut Totals) {
    let none = Counts::default();
    let lists: BTreeSet<ListId> = before.keys().chain(now.counted.keys()).copied().collect();
    for list in lists {
        let was = before.get(&list).unwrap_or(&none);
        let is = now.counted.get(&list).unwrap_or(&none);
        let total = totals.entry(list).or_default();
        total.add_all(is, 1);
        total.add_all(was, -1);
    }
}

/// Stores doors' views in the place of others.
fn put(db: &Db<'_>, campaign: CampaignId, views: &[(DoorId, DoorView)]) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO door_state (campaign, door, state, counted) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (campaign, door) DO UPDATE SET state = excluded.state, counted = excluded.counted",
    )?
    .execute_each(views, |(door, view), run| {
        run(params![
            Id::from(campaign),
            Id::from(*door),
            to_json("door's state", &view.state)?,
            to_json("door's counts", &view.counted)?
        ])
    })
}

/// As much of a script as counting needs.
#[derive(serde::Deserialize)]
struct ItsScales {
    #[serde(default)]
    script: ItsHeader,
    #[serde(default)]
    scales: Vec<ItsScale>,
}

#[derive(Default, serde::Deserialize)]
struct ItsHeader {
    kind: Option<ScriptKind>,
}

#[derive(serde::Deserialize)]
struct ItsScale {
    id: String,
}

/// How a script's talks are counted.
#[derive(Debug, Default)]
struct Counted {
    scales: Vec<String>,
    is_placebo: bool,
}

impl From<ItsScales> for Counted {
    fn from(its: ItsScales) -> Self {
        Self {
            scales: its.scales.into_iter().map(|scale| scale.id).collect(),
            is_placebo: its.script.kind == Some(ScriptKind::Placebo),
        }
    }
}

/// The scales of scripts, looked up once each: what stands under an id and a version stays.
#[derive(Debug, Default)]
pub struct Scales(Mutex<BTreeMap<CampaignId, BTreeMap<ScriptRef, Arc<Counted>>>>);

impl Scales {
    fn of(
        &self,
        db: &Db<'_>,
        campaign: CampaignId,
        script: &ScriptRef,
    ) -> Result<Option<Arc<Counted>>, StoreError> {
        // Not held while the database is asked.
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let its = known()
            .get(&campaign)
            .and_then(|of| of.get(script).cloned());
        if its.is_some() {
            return Ok(its);
        }
        let its = db
            .prepare_cached(
                "SELECT script FROM script WHERE campaign = ?1 AND id = ?2 AND version = ?3",
            )?
            .query_opt(
                params![Id::from(campaign), script.id, script.version],
                |row| from_json::<ItsScales>("script", row.text(0)?),
            )?;
        // One that isn't here may come yet.
        let its = its.map(|its| Arc::new(Counted::from(its)));
        if let Some(its) = &its {
            let mut known = known();
            let of = known.entry(campaign).or_default();
            of.insert(script.clone(), Arc::clone(its));
        }
        Ok(its)
    }

    /// Adds what a conversation counts.
    fn add(
        &self,
        db: &Db<'_>,
        campaign: CampaignId,
        conversation: &Conversation,
        counts: &mut Counts,
    ) -> Result<(), StoreError> {
        let its = self.of(db, campaign, &conversation.script)?;
        let scales = its.as_ref().map_or(&[][..], |its| its.scales.as_slice());
        if its.as_ref().is_some_and(|its| its.is_placebo) {
            let mut of_placebo = Counts::default();
            counting::add_conversation(&mut of_placebo, conversation, scales);
            counts.add_all(&of_placebo.of_placebo(), 1);
        } else {
            counting::add_conversation(counts, conversation, scales);
        }
        Ok(())
    }
}

/// Counts a conversation; stored by [`refold_with`].
pub fn count_conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
    scales: &Scales,
    totals: &mut Totals,
) -> Result<(), StoreError> {
    let counts = totals.entry(conversation.list).or_default();
    scales.add(db, campaign, conversation, counts)
}

fn add_all(db: &Db<'_>, campaign: CampaignId, totals: &Totals) -> Result<(), StoreError> {
    // What came and went again in one go needs no row.
    let changed = totals.iter().flat_map(|(list, counts)| {
        let each = counts.each().filter(|(_, _, n)| *n != 0);
        each.map(move |(measure, bucket, n)| (*list, measure, bucket, n))
    });
    db.prepare_cached(
        "INSERT INTO tally (campaign, list, measure, bucket, n) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (campaign, list, measure, bucket) DO UPDATE SET n = tally.n + excluded.n",
    )?
    .execute_each(changed, |(list, measure, bucket, n), run| {
        run(params![
            Id::from(campaign),
            Id::from(*list),
            *measure,
            *bucket,
            *n
        ])
    })
}

/// Takes a conversation out of the counts again, when it is erased.
pub fn uncount_conversation(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let (mut counted, mut totals) = (Counts::default(), Totals::default());
    Scales::default().add(db, campaign, conversation, &mut counted)?;
    let counts = totals.entry(conversation.list).or_default();
    counts.add_all(&counted, -1);
    add_all(db, campaign, &totals)
}

/// Puts a conversation that was taken out of the counts back into them.
pub fn count_conversation_again(
    db: &Db<'_>,
    campaign: CampaignId,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let (scales, mut totals) = (Scales::default(), Totals::default());
    count_conversation(db, campaign, conversation, &scales, &mut totals)?;
    add_all(db, campaign, &totals)
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
    let trials = Trials::of(db, campaign)?;
    for door in doors_noted(db, campaign)? {
        for (list, more) in view_of(db, campaign, &trials, door)?
            .unwrap_or_default()
            .counted
        {
            counts.entry(list).or_default().add_all(&more, 1);
        }
    }
    let scales = Scales::default();
    each_conversation(db, campaign, |conversation| {
        let counts = counts.entry(conversation.list).or_default();
        scales.add(db, campaign, &conversation, counts)
    })?;
    Ok(counts)
}

/// Counts every conversation, for views that were emptied.
pub fn count_all_conversations(db: &Db<'_>, campaign: CampaignId) -> Result<(), StoreError> {
    let (scales, mut totals) = (Scales::default(), Totals::default());
    each_conversation(db, campaign, |conversation| {
        count_conversation(db, campaign, &conversation, &scales, &mut totals)
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
