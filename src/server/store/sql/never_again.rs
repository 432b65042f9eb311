//! "Never again", wherever the same person or household is listed: see `store::lifting`.
//!
//! The wish is a record at one door. Wherever else they are listed, at other doors or by
//! numbers to call, now or by a later import, the server says it anew in a record of its own,
//! which phones fold as they do any. Who they are it knows by keyed hashes that outlast doors.

use super::lists::{self, lists_of_doors};
use super::results::noted;
use super::rows::{Id, id};
use super::twins::{self, Found, Known, Place, Sought};
use super::{Db, campaigns, erasure, params, views};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{DoNotContact, Wish, WishLifted, WishScope};
use crate::domain::fold::{self, Noted};
use crate::domain::ids::{CampaignId, DoorId, ListId, RecordId};
use crate::domain::record::Fact;
use crate::domain::script::Channel;
use crate::domain::walk_list::Door;
use crate::server::store::StoreError;
use crate::server::store::erasure::{Line, SuppressionKey};
use crate::wire::pull::ListCheck;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where a wish stands at one door: whose, by which record, and whether the server said it
/// anew of a wish from elsewhere.
struct Standing {
    record: RecordId,
    scope: WishScope,
    from_elsewhere: bool,
}

fn standing(facts: &[Noted]) -> Vec<Standing> {
    let ours = |record: RecordId| {
        let said = facts.iter().find(|noted| noted.id == record);
        said.is_some_and(|noted| noted.author.canvasser.0.is_nil())
    };
    fold::objections(facts)
        .into_iter()
        .map(|(record, scope)| Standing {
            record,
            scope,
            from_elsewhere: ours(record),
        })
        .collect()
}

/// Whose wish not to be called on stands, by what was noted at a door.
pub fn whose(facts: &[Noted]) -> BTreeSet<WishScope> {
    let standing = fold::objections(facts);
    standing.into_iter().map(|(_, scope)| scope).collect()
}

/// Whether a record may change whose wish stands at its door.
pub fn may_say(fact: &Fact) -> bool {
    match fact {
        Fact::DoNotContact(wish) => wish.wish == Wish::NeverAgain,
        Fact::Visit(visit) => visit.disposition == Disposition::Objected,
        Fact::Correction(_) => true,
        _ => false,
    }
}

/// The hashes of all who asked not to be called on again.
pub fn known(db: &Db<'_>, campaign: CampaignId) -> Result<Known, StoreError> {
    db.prepare_cached("SELECT hash FROM objected WHERE campaign = ?1 AND lifted_ms IS NULL")?
        .query_map(params![Id::from(campaign)], |row| row.get(0))?
        .collect()
}

fn note(db: &Db<'_>, campaign: CampaignId, hashes: &Known, said_ms: i64) -> Result<(), StoreError> {
    for hash in hashes {
        db.execute(
            "INSERT INTO objected (campaign, hash, said_ms, lifted_ms) VALUES (?1, ?2, ?3, NULL) \
             ON CONFLICT (campaign, hash) DO UPDATE \
             SET said_ms = excluded.said_ms, lifted_ms = NULL",
            params![Id::from(campaign), hash, said_ms],
        )?;
    }
    Ok(())
}

fn note_lifted(
    db: &Db<'_>,
    campaign: CampaignId,
    hashes: &Known,
    now_ms: i64,
) -> Result<(), StoreError> {
    for hash in hashes {
        db.execute(
            "UPDATE objected SET lifted_ms = ?3 WHERE campaign = ?1 AND hash = ?2",
            params![Id::from(campaign), hash, now_ms],
        )?;
    }
    Ok(())
}

/// Whoever is erased is left out of imports altogether.
pub fn forget(db: &Db<'_>, campaign: CampaignId, hashes: &Known) -> Result<(), StoreError> {
    for hash in hashes {
        db.execute(
            "DELETE FROM objected WHERE campaign = ?1 AND hash = ?2",
            params![Id::from(campaign), hash],
        )?;
    }
    Ok(())
}

/// Whether anybody could be listed anywhere but at the door they stand at: a file of
/// addresses has each of them once.
pub fn may_be_elsewhere(db: &Db<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    let imports: Vec<String> = db
        .prepare_cached("SELECT channel FROM import WHERE campaign = ?1 LIMIT 2")?
        .query_map(params![Id::from(campaign)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(imports != [Channel::Door.code()])
}

fn find(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    place: Place,
    sought: &[Sought],
) -> Result<Found, StoreError> {
    if may_be_elsewhere(db, campaign)? {
        return twins::whose(db, campaign, key, place, sought);
    }
    Ok(Found {
        known: twins::known_at(db, campaign, key, place)?,
        places: vec![place],
        ..Found::default()
    })
}

/// After a delivery: wishes it brought or took back at these doors, whose records of it
/// are named, are so everywhere. Whether there were any.
pub fn follow(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    sought: &[Sought],
    news: &BTreeMap<DoorId, BTreeSet<RecordId>>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let mut any = false;
    for (door, new) in news {
        let now = noted(db, campaign, *door)?;
        let earlier = now.iter().filter(|noted| !new.contains(&noted.id));
        let earlier: Vec<Noted> = earlier.cloned().collect();
        let (before, after) = (whose(&earlier), whose(&now));
        for scope in after.difference(&before) {
            any = true;
            let found = find(db, campaign, key, (*door, *scope), sought)?;
            note(db, campaign, &found.known, now_ms)?;
            for (door, scopes) in by_door(found.places) {
                say(db, campaign, door, &scopes, now_ms)?;
            }
        }
        for scope in before.difference(&after) {
            any = true;
            unsay(db, campaign, key, (*door, *scope), None, now_ms)?;
        }
    }
    Ok(any)
}

fn by_door(places: Vec<Place>) -> BTreeMap<DoorId, Vec<WishScope>> {
    let mut by_door: BTreeMap<DoorId, Vec<WishScope>> = BTreeMap::new();
    for (door, scope) in places {
        by_door.entry(door).or_default().push(scope);
    }
    by_door
}

/// Says it at a door, of those of whom it does not stand there yet.
fn say(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    scopes: &[WishScope],
    now_ms: i64,
) -> Result<(), StoreError> {
    let standing = whose(&noted(db, campaign, door)?);
    let mut facts = Vec::new();
    let on = lists_with(db, campaign, door)?;
    for scope in scopes.iter().filter(|scope| !standing.contains(scope)) {
        let wish = DoNotContact {
            list: on.first().copied().unwrap_or(ListId(Uuid::nil())),
            door,
            round: 1,
            scope: *scope,
            wish: Wish::NeverAgain,
            under_way: Vec::new(),
        };
        facts.push((None, Fact::DoNotContact(wish)));
    }
    append(db, campaign, door, &on, facts, now_ms)
}

fn lists_with(db: &Db<'_>, campaign: CampaignId, door: DoorId) -> Result<Vec<ListId>, StoreError> {
    let on = lists_of_doors(db, campaign, &BTreeSet::from([door]))?.remove(&door);
    Ok(on.unwrap_or_default())
}

/// Records of the server's own about one door, under fresh ids where none is given.
fn append(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    on: &[ListId],
    facts: Vec<(Option<RecordId>, Fact)>,
    now_ms: i64,
) -> Result<(), StoreError> {
    if facts.is_empty() {
        return Ok(());
    }
    let mut check = ListCheck::default();
    for (id, fact) in &facts {
        let (_, last) = campaigns::head(db, campaign)?;
        let id = id.unwrap_or_else(|| own_id(door, now_ms, last));
        let made = erasure::append_own(db, campaign, id, fact, door, on, now_ms)?;
        check.add_record(made.id, made.content_hash());
    }
    for list in on {
        lists::add_to_check(db, campaign, *list, check)?;
    }
    views::refold(db, campaign, [door])
}

/// No other record of this campaign follows the same number.
fn own_id(door: DoorId, now_ms: i64, after: u64) -> RecordId {
    let mut hasher = Sha256::new();
    hasher.update(b"never_again");
    hasher.update(door.0.as_bytes());
    hasher.update(now_ms.to_be_bytes());
    hasher.update(after.to_be_bytes());
    let hash: [u8; 32] = hasher.finalize().into();
    let half = hash.first_chunk::<16>().copied().unwrap_or_default();
    RecordId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

/// A lead lifts it for whoever is listed at this place, wherever they are listed. `record` is
/// the id of what the log says of it here.
pub fn lift(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    record: RecordId,
    place: Place,
    now_ms: i64,
) -> Result<(), StoreError> {
    unsay(db, campaign, key, place, Some(record), now_ms)
}

/// What was said anew of a wish goes with it, unless somebody wished it there themselves.
/// When a lead lifts it, so does what these people, or this household, wished elsewhere; what
/// one of a household wished for themselves stands.
fn unsay(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    (door, whose): Place,
    lifting: Option<RecordId>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let is_household = |scope| scope == WishScope::Household;
    // Of households and of people, since a household on a call is known by its people, too.
    let mut stays: BTreeMap<bool, Known> = BTreeMap::new();
    let mut goes: Vec<(Place, Vec<RecordId>, Known)> = Vec::new();
    for (at, scope) in find(db, campaign, key, (door, whose), &[])?.places {
        let mut here = standing(&noted(db, campaign, at)?);
        here.retain(|one| one.scope == scope);
        let same = lifting.is_some() && is_household(scope) == is_household(whose);
        let known = twins::known_at(db, campaign, key, (at, scope))?;
        if here.iter().all(|one| one.from_elsewhere || same) {
            let lifts = here.into_iter().map(|one| one.record).collect();
            goes.push(((at, scope), lifts, known));
        } else {
            stays.entry(is_household(scope)).or_default().extend(known);
        }
    }
    for ((at, scope), lifts, mut known) in goes {
        let alike = stays.get(&is_household(scope));
        if alike.is_some_and(|stays| !known.is_disjoint(stays)) {
            continue;
        }
        known.retain(|hash| !stays.values().any(|stays| stays.contains(hash)));
        note_lifted(db, campaign, &known, now_ms)?;
        if !lifts.is_empty() {
            let id = lifting.filter(|_| at == door);
            say_lifted(db, campaign, at, lifts, id, now_ms)?;
        }
    }
    Ok(())
}

fn say_lifted(
    db: &Db<'_>,
    campaign: CampaignId,
    door: DoorId,
    lifts: Vec<RecordId>,
    id: Option<RecordId>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let on = lists_with(db, campaign, door)?;
    let fact = Fact::WishLifted(WishLifted { door, lifts });
    append(db, campaign, door, &on, vec![(id, fact)], now_ms)
}

/// Marks doors that are being brought in; how many people are.
pub fn mark(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    doors: &[Door],
    now_ms: i64,
) -> Result<u32, StoreError> {
    let known = known(db, campaign)?;
    if known.is_empty() {
        return Ok(0);
    }
    let mut people = 0;
    for door in doors {
        let scopes = scopes_of(campaign, key, &known, door);
        people += if scopes.contains(&WishScope::Household) {
            door.people.len()
        } else {
            scopes.len()
        };
        if !scopes.is_empty() {
            say(db, campaign, door.id, &scopes, now_ms)?;
        }
    }
    Ok(u32::try_from(people).unwrap_or(u32::MAX))
}

fn scopes_of(
    campaign: CampaignId,
    key: &SuppressionKey,
    known: &Known,
    door: &Door,
) -> Vec<WishScope> {
    let (household, people) = twins::of_these(campaign, key, known, door);
    let people = people.into_iter().map(|it| WishScope::Person(it.id));
    let household = household.then_some(WishScope::Household);
    household.into_iter().chain(people).collect()
}

/// As it is kept beside the database.
pub fn ledger(db: &Db<'_>) -> Result<Vec<Line>, StoreError> {
    db.prepare_cached(
        "SELECT campaign, hash, said_ms FROM objected WHERE lifted_ms IS NULL \
         ORDER BY campaign, hash",
    )?
    .query_map(&[], |row| {
        Ok(Line::Objected {
            campaign: id(row, 0)?,
            hash: hex::encode(row.get::<[u8; 32]>(1)?),
            said_ms: row.get(2)?,
        })
    })?
    .collect()
}

/// Wishes that this database does not know of and another copy of it does, said last at a
/// time each: whoever is listed here is marked. One that was lifted here since is older.
pub fn replay(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    wishes: &BTreeMap<[u8; 32], i64>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let here: BTreeMap<[u8; 32], i64> = db
        .prepare_cached("SELECT hash, said_ms, lifted_ms FROM objected WHERE campaign = ?1")?
        .query_map(params![Id::from(campaign)], |row| {
            let lifted: Option<i64> = row.get(2)?;
            let said: i64 = row.get(1)?;
            Ok((row.get(0)?, lifted.map_or(i64::MAX, |ms| ms.max(said))))
        })?
        .collect::<Result<_, _>>()?;
    let mut new = Known::new();
    for (hash, said_ms) in wishes {
        if here.get(hash).is_none_or(|since| since < said_ms) {
            note(db, campaign, &Known::from([*hash]), *said_ms)?;
            new.insert(*hash);
        }
    }
    mark_everywhere(db, campaign, key, &new, now_ms)
}

fn mark_everywhere(
    db: &Db<'_>,
    campaign: CampaignId,
    key: &SuppressionKey,
    known: &Known,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut at = Vec::new();
    if !known.is_empty() {
        twins::each_door(db, campaign, |door| {
            let scopes = scopes_of(campaign, key, known, door);
            if !scopes.is_empty() {
                at.push((door.id, scopes));
            }
        })?;
    }
    for (door, scopes) in at {
        say(db, campaign, door, &scopes, now_ms)?;
    }
    Ok(())
}

/// Wishes of a database from before they were known by hashes.
pub fn take_up(db: &Db<'_>, key: &SuppressionKey, now_ms: i64) -> Result<(), StoreError> {
    for campaign in campaigns::all(db)? {
        let campaign = campaign.id;
        let any = db
            .prepare_cached("SELECT 1 FROM objected WHERE campaign = ?1 LIMIT 1")?
            .exists(params![Id::from(campaign)])?;
        if any {
            continue;
        }
        let mut hashes = Known::new();
        for door in doors_that_object(db, campaign)? {
            for scope in whose(&noted(db, campaign, door)?) {
                hashes.extend(twins::known_at(db, campaign, key, (door, scope))?);
            }
        }
        if !hashes.is_empty() {
            db.lock(campaign)?;
            note(db, campaign, &hashes, now_ms)?;
            mark_everywhere(db, campaign, key, &hashes, now_ms)?;
            db.tell(campaign)?;
        }
    }
    Ok(())
}

fn doors_that_object(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<DoorId>, StoreError> {
    // Some of them are of the erased, who are listed no more.
    db.prepare_cached(
        "SELECT door FROM door_state WHERE campaign = ?1 AND state LIKE '%\"objected\"%'",
    )?
    .query_map(params![Id::from(campaign)], |row| id(row, 0))?
    .collect()
}
