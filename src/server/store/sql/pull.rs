//! Statements-in-order for one pull: campaign, scripts, then list by list doors
//! and shared records, as far as the page reaches.

use super::Db;
use super::erased::Untold;
use super::{campaigns, erased, joining, lists, log, quarantine, recordings};
use crate::domain::ids::{CampaignId, ListId};
use crate::domain::record::Record;
use crate::domain::script::Channel;
use crate::domain::walk_list::{Door, ScriptRef, Side, WalkList};
use crate::server::store::StoreError;
use crate::server::store::joining::Device;
use crate::server::store::pull::{OfItsOwn, PAGE_BYTES, PAGE_ITEMS, Pulled};
use crate::wire::pull::{Cursor, Erasure, Held, ListPage, PullReply, PullRequest, Recording};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::NaiveDate;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

pub fn pull(
    db: &Db<'_>,
    campaign: CampaignId,
    device: &Device,
    asked: &PullRequest,
    today: NaiveDate,
    now_ms: i64,
) -> Result<Pulled, StoreError> {
    let (epoch, head) = campaigns::head(db, campaign)?;
    let place = |cursor: &Cursor| read_cursor(db, campaign, &epoch, head, cursor);
    let Some(campaign_after) = place(&asked.campaign)? else {
        return Ok(Pulled::EpochChanged);
    };
    let granted: BTreeSet<ListId> = joining::grants(db, campaign, device.canvasser, today)?
        .into_iter()
        .filter_map(|(list, in_use)| in_use.then_some(list))
        .collect();
    let mut held = BTreeMap::new();
    match &asked.held {
        Some(said) => {
            let ours = Held::new(
                granted.iter().copied(),
                erased::carried_out_by(db, campaign, device.id)?,
                device.have,
                said.holds(),
            );
            if !asked.campaign.is_of_all() || *said != ours {
                return Ok(Pulled::Page(Box::new(at_length(asked, now_ms))));
            }
            held.extend(granted.iter().map(|list| (*list, campaign_after)));
        }
        None => {
            for list in &asked.lists {
                let Some(after) = place(&list.cursor)? else {
                    return Ok(Pulled::EpochChanged);
                };
                held.insert(list.list, after);
            }
        }
    }
    let mut given = BTreeMap::new();
    for list in &granted {
        let (about, changed) = lists::about(db, campaign, *list)?;
        // An app from before calls would send its canvasser walking.
        let knows_calls = asked.calls || asked.held.is_some();
        if knows_calls || about.channel.is_door() {
            given.insert(*list, (about, changed));
        }
    }

    let mut page = Page {
        db,
        campaign,
        epoch: &epoch,
        head,
        items: PAGE_ITEMS,
        bytes: PAGE_BYTES,
        more: false,
    };
    let mut pages = Vec::new();
    let mut scripts = BTreeSet::new();
    for (list, (about, changed)) in given {
        let after = held.get(&list).copied().unwrap_or(0);
        // Who holds everything up to the cursor holds the scripts of that time too.
        if asked.held.is_none() || changed > after {
            scripts.insert(about.script.clone());
            scripts.extend(about.trial.iter().map(|trial| trial.placebo.clone()));
        }
        pages.extend(page.of_list(about, changed, after)?);
    }
    let more = page.more;
    let recording = match &asked.recording {
        Some(of) if scripts.contains(&of.script) => {
            recordings::one(db, campaign, of)?.map(|stored| Recording {
                of: of.clone(),
                kind: stored.kind,
                data: BASE64.encode(stored.bytes),
            })
        }
        _ => None,
    };
    scripts.retain(|script| !asked.scripts.contains(script));
    let mut their_recordings = Vec::new();
    for script in &scripts {
        their_recordings.extend(recordings::of_script(db, campaign, script)?);
    }
    let gone: Vec<ListId> = held
        .keys()
        .filter(|list| !granted.contains(*list))
        .copied()
        .collect();
    let (about, changed) = campaigns::one(db, campaign)?.ok_or(StoreError::NotFound("campaign"))?;
    let campaign_cursor = if asked.held.is_some() && pages.is_empty() && changed <= campaign_after {
        Cursor::default()
    } else {
        let here = cursor(db, campaign, &epoch, head)?;
        if more { here } else { here.of_all() }
    };
    let untold = match asked.held {
        Some(_) => Untold::OnlyNew,
        None => Untold::AllBut {
            carried_out: &asked.erased,
            gone: &gone,
        },
    };
    let of_its_own = of_its_own(db, campaign, device, asked, untold)?;
    Ok(Pulled::Page(Box::new(PullReply {
        campaign_cursor,
        campaign: (changed > campaign_after).then_some(about),
        scripts: scripts_wanted(db, campaign, scripts)?,
        recordings: their_recordings,
        recording,
        lists: pages,
        erased: of_its_own.erased,
        decided: of_its_own.decided,
        set_aside: of_its_own.set_aside,
        gone,
        more,
        have: asked.held.is_none().then_some(of_its_own.have),
        server_ms: now_ms,
    })))
}

/// For a phone whose time has ended: it may hold no list any more.
pub fn of_an_ended(
    db: &Db<'_>,
    campaign: CampaignId,
    device: &Device,
    asked: &PullRequest,
) -> Result<OfItsOwn, StoreError> {
    let gone: Vec<ListId> = asked.lists.iter().map(|held| held.list).collect();
    let untold = Untold::AllBut {
        carried_out: &asked.erased,
        gone: &gone,
    };
    of_its_own(db, campaign, device, asked, untold)
}

fn of_its_own(
    db: &Db<'_>,
    campaign: CampaignId,
    device: &Device,
    asked: &PullRequest,
    untold: Untold<'_>,
) -> Result<OfItsOwn, StoreError> {
    let erased = erased::to_tell(db, campaign, device.id, untold)?;
    Ok(OfItsOwn {
        have: device.have,
        decided: quarantine::decided(db, campaign, &asked.refused)?,
        set_aside: quarantine::unknown_to(db, campaign, device.id, &asked.refused)?,
        erased: erased
            .into_iter()
            .map(|(id, erased)| Erasure { id, erased })
            .collect(),
    })
}

/// The answer to a phone that holds something else than what it may hold: it is to name all.
fn at_length(asked: &PullRequest, now_ms: i64) -> PullReply {
    PullReply {
        campaign_cursor: Cursor(asked.campaign.place().to_owned()),
        campaign: None,
        scripts: Vec::new(),
        recordings: Vec::new(),
        recording: None,
        lists: Vec::new(),
        gone: Vec::new(),
        erased: Vec::new(),
        decided: Vec::new(),
        set_aside: Vec::new(),
        more: true,
        have: None,
        server_ms: now_ms,
    }
}

fn cursor(db: &Db<'_>, campaign: CampaignId, epoch: &str, seq: u64) -> Result<Cursor, StoreError> {
    let mark = log::mark(db, campaign, seq)?;
    Ok(Cursor(format!("{epoch}.{seq}.{mark}")))
}

/// Where the phone stands; nothing when the cursor is of another history. One
/// that is ahead of us is: this database was restored from before it. So is one
/// whose mark is not ours: restored too, and others have handed in since.
fn read_cursor(
    db: &Db<'_>,
    campaign: CampaignId,
    epoch: &str,
    head: u64,
    cursor: &Cursor,
) -> Result<Option<u64>, StoreError> {
    if cursor.is_empty() {
        return Ok(Some(0));
    }
    let of_ours = || {
        let (rest, mark) = cursor.place().rsplit_once('.')?;
        let (of_epoch, seq) = rest.rsplit_once('.')?;
        let seq: u64 = seq.parse().ok()?;
        (of_epoch == epoch && seq <= head).then_some((seq, mark))
    };
    match of_ours() {
        Some((seq, mark)) if log::mark(db, campaign, seq)? == mark => Ok(Some(seq)),
        _ => Ok(None),
    }
}

fn scripts_wanted(
    db: &Db<'_>,
    campaign: CampaignId,
    wanted: BTreeSet<ScriptRef>,
) -> Result<Vec<Box<RawValue>>, StoreError> {
    let mut scripts = Vec::new();
    for reference in wanted {
        let script =
            campaigns::script(db, campaign, &reference)?.ok_or(StoreError::NotFound("script"))?;
        scripts.push(RawValue::from_string(script.json).map_err(|error| {
            StoreError::Unreadable {
                what: "script",
                error,
            }
        })?);
    }
    Ok(scripts)
}

/// The answer being filled.
struct Page<'a> {
    db: &'a Db<'a>,
    campaign: CampaignId,
    epoch: &'a str,
    head: u64,
    /// Room left.
    items: u32,
    bytes: usize,
    more: bool,
}

enum Item {
    Door(Door),
    Record(Record),
}

/// As much of a door as is needed to reach it: who calls needs no address, who walks no number.
fn as_reached(door: Door, by: Channel) -> Door {
    let mut door = door;
    if by == Channel::Phone {
        return Door {
            id: door.id,
            order: door.order,
            side: Side::Whole,
            people: door.people,
            street: String::new(),
            number: String::new(),
            unit: String::new(),
            city: String::new(),
            postcode: String::new(),
            latitude: None,
            longitude: None,
        };
    }
    for person in &mut door.people {
        person.telephone = None;
    }
    door
}

impl Page<'_> {
    /// What is new of one list, as far as there is room; nothing without news.
    fn of_list(
        &mut self,
        about: WalkList,
        changed: u64,
        after: u64,
    ) -> Result<Option<ListPage>, StoreError> {
        if self.items == 0 || self.bytes == 0 {
            self.more = true;
            return Ok(None);
        }
        let (list, by) = (about.id, about.channel);
        // One more than there is room for, to know whether that was all.
        let limit = self.items + 1;
        let doors = lists::doors_after(self.db, self.campaign, list, after, limit)?;
        let records = log::feed(self.db, self.campaign, list, after, limit)?;
        if changed <= after && doors.is_empty() && records.is_empty() {
            return Ok(None);
        }
        let mut items: Vec<(u64, Item)> = doors
            .into_iter()
            .map(|(seq, door)| (seq, Item::Door(door)))
            .chain(
                records
                    .into_iter()
                    .map(|(seq, record)| (seq, Item::Record(record))),
            )
            .collect();
        items.sort_by_key(|(seq, _)| *seq);

        let mut page = ListPage {
            list,
            cursor: cursor(self.db, self.campaign, self.epoch, self.head)?,
            about: (changed > after).then_some(about),
            doors: Vec::new(),
            records: Vec::new(),
            check: None,
        };
        let mut reached = after;
        for (seq, item) in items {
            let size = match &item {
                // A fair guess; counting exactly would be writing it twice.
                Item::Door(door) => 300 + 80 * door.people.len(),
                Item::Record(record) => 200 + record.body.get().len(),
            };
            if self.items == 0 || self.bytes == 0 {
                self.more = true;
                page.cursor = cursor(self.db, self.campaign, self.epoch, reached)?;
                return Ok(Some(page));
            }
            self.items -= 1;
            self.bytes = self.bytes.saturating_sub(size);
            reached = seq;
            match item {
                Item::Door(door) => page.doors.push(as_reached(door, by)),
                Item::Record(record) => page.records.push(record),
            }
        }
        page.check = Some(lists::check(self.db, self.campaign, list)?);
        Ok(Some(page))
    }
}
