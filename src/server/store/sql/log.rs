//! The record log: see `store::log` for its contract.

use super::rows::{Id, hash, id, signed, to_json, unsigned};
use super::{Db, Kept, Row, kept, params, unreadable};
use super::{campaigns, erasure, joining, lists, views};
use crate::domain::conversation::Conversation;
use crate::domain::door_fact::Wish;
use crate::domain::erasure::ids_in;
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, ContentHash, Fact, Kind, Record};
use crate::domain::time::DeviceTime;
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::log::{Appended, Delivery, FeedSeq, Judged, Taken, Verdict};
use crate::wire::pull::ListCheck;
use crate::wire::push::{EntryResult, Have, Outcome, RejectCode, StandsFor};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Stores a delivery; and whether anybody was erased with it.
pub fn append(
    db: &Db<'_>,
    delivery: &Delivery,
    key: &SuppressionKey,
) -> Result<(Appended, bool), StoreError> {
    db.lock(delivery.campaign)?;
    let mut have = have(db, delivery.campaign, delivery.device)?;
    if is_forked(db, delivery, have)? {
        return Ok((Appended::Forked, false));
    }
    let (mut batch, last_seq) = Batch::open(db, delivery, &[])?;
    let mut results = Vec::with_capacity(delivery.entries.len());
    for entry in &delivery.entries {
        results.push(EntryResult {
            n: entry.n,
            outcome: batch.store(entry)?,
        });
        // What was turned away leaves no trace, so the ledger waits there.
        let kept = !matches!(entry.verdict, Verdict::TurnAway { .. });
        if kept && entry.n == have.n + 1 {
            note_delivery(db, delivery, entry)?;
            have = Have {
                n: entry.n,
                digest: have.digest.then(entry.n, entry.stands_for),
            };
        }
    }
    let wished = batch.close(last_seq, key)?;
    // Without news too: what the phone has waiting may have changed.
    db.tell(delivery.campaign)?;
    joining::handed_in(
        db,
        delivery.campaign,
        delivery.device,
        have,
        joining::Said {
            waiting: delivery.waiting,
            holds: delivery.holds,
        },
        delivery.received_ms,
    )?;
    let erased = wished
        || results
            .iter()
            .any(|result| result.outcome == Outcome::Erased);
    Ok((Appended::Stored { results, have }, erased))
}

/// Of everything the delivery's records name, what was erased.
fn erased_already(
    db: &Db<'_>,
    delivery: &Delivery,
    drafts: &[Judged],
) -> Result<BTreeSet<Uuid>, StoreError> {
    if mutant::is("erased-comes-back") || !erasure::is_any(db, delivery.campaign)? {
        return Ok(BTreeSet::new());
    }
    let mut named = BTreeSet::new();
    for entry in delivery.entries.iter().chain(drafts) {
        named.insert(entry.record.id.0);
        named.extend(ids_in(entry.record.body.get()));
    }
    erasure::known(db, delivery.campaign, &named)
}

/// What came in a rescue file: stored like a delivery, but no phone's ledger
/// hears of it, because the phone may still hand in the same itself. Drafts
/// are set aside for the lead unless the talk has come meanwhile. Per entry,
/// drafts last, what became of it, and whether it had been set aside before.
pub fn bring_in(
    db: &Db<'_>,
    delivery: &Delivery,
    drafts: &[Judged],
    key: &SuppressionKey,
) -> Result<Vec<(Outcome, bool)>, StoreError> {
    db.lock(delivery.campaign)?;
    let (mut batch, last_seq) = Batch::open(db, delivery, drafts)?;
    let mut results = Vec::with_capacity(delivery.entries.len() + drafts.len());
    for entry in &delivery.entries {
        let before = batch.is_set_aside(&entry.record)?;
        results.push((batch.store(entry)?, before));
    }
    for draft in drafts {
        let before = batch.is_set_aside(&draft.record)?;
        results.push((batch.store_draft(draft)?, before));
    }
    batch.close(last_seq, key)?;
    db.tell(delivery.campaign)?;
    Ok(results)
}

/// One delivery on its way into the tables.
struct Batch<'a> {
    db: &'a Db<'a>,
    delivery: &'a Delivery,
    lists_of: BTreeMap<DoorId, Vec<ListId>>,
    next_seq: u64,
    /// Ids the delivery names that are answered `erased`; in a delivery's own order
    /// those come to it that are turned away with it.
    erased: BTreeSet<Uuid>,
    /// Doors where somebody wished to be erased.
    wished: BTreeSet<DoorId>,
    /// Of the records delivered those that are stored, and what they are: before this delivery
    /// and with it. Nobody else appends meanwhile.
    known: BTreeMap<RecordId, ContentHash>,
    anything_in_quarantine: bool,
    /// Doors whose state is to be folded anew.
    doors: BTreeSet<DoorId>,
    checks: BTreeMap<ListId, ListCheck>,
    visits: u32,
    conversations: u32,
    scales: views::Scales,
    totals: views::Totals,
}

/// Takes in one record a lead has looked at, as if it had come just now: apart from
/// what its phone hands in, whose ledger has it already.
pub fn take_in(
    db: &Db<'_>,
    delivery: &Delivery,
    key: &SuppressionKey,
) -> Result<Vec<Outcome>, StoreError> {
    db.lock(delivery.campaign)?;
    let (mut batch, last_seq) = Batch::open(db, delivery, &[])?;
    let outcomes = delivery.entries.iter().map(|entry| batch.store(entry));
    let outcomes = outcomes.collect::<Result<_, _>>()?;
    batch.close(last_seq, key)?;
    db.tell(delivery.campaign)?;
    Ok(outcomes)
}

impl<'a> Batch<'a> {
    /// And the last number given out before it.
    fn open(
        db: &'a Db<'a>,
        delivery: &'a Delivery,
        drafts: &[Judged],
    ) -> Result<(Self, u64), StoreError> {
        let (_, last_seq) = campaigns::head(db, delivery.campaign)?;
        let doors = delivery.entries.iter().filter_map(|entry| {
            let Verdict::Take(taken) = &entry.verdict else {
                return None;
            };
            taken.door
        });
        let batch = Self {
            db,
            delivery,
            lists_of: lists::lists_of_doors(db, delivery.campaign, &doors.collect())?,
            next_seq: last_seq + 1,
            erased: erased_already(db, delivery, drafts)?,
            wished: BTreeSet::new(),
            known: stored_already(db, delivery)?,
            anything_in_quarantine: is_anything_in_quarantine(db, delivery.campaign)?,
            doors: BTreeSet::new(),
            checks: BTreeMap::new(),
            visits: 0,
            conversations: 0,
            scales: views::Scales::default(),
            totals: views::Totals::default(),
        };
        Ok((batch, last_seq))
    }

    /// Writes what all of them change, and carries out wishes for erasure; whether
    /// there were any.
    fn close(mut self, last_seq: u64, key: &SuppressionKey) -> Result<bool, StoreError> {
        let (db, delivery) = (self.db, self.delivery);
        let wished = std::mem::take(&mut self.wished);
        self.finish(last_seq)?;
        let wishes = erasure::wished(db, delivery.campaign, &wished, delivery.received_ms)?;
        for wish in &wishes {
            erasure::carry_out(db, delivery.campaign, key, wish)?;
        }
        Ok(!wishes.is_empty())
    }

    fn is_set_aside(&self, record: &Record) -> Result<bool, StoreError> {
        self.db
            .prepare_cached(
                "SELECT 1 FROM quarantine WHERE campaign = ?1 AND record = ?2 AND content = ?3",
            )?
            .exists(params![
                Id::from(self.delivery.campaign),
                Id::from(record.id),
                record.content_hash().0
            ])
    }

    fn store_draft(&mut self, draft: &Judged) -> Result<Outcome, StoreError> {
        let campaign = self.delivery.campaign;
        let finished = self
            .db
            .prepare_cached("SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2")?
            .exists(params![Id::from(campaign), Id::from(draft.record.id)])?
            || one_unlinked(self.db, campaign, draft.record.id)?.is_some();
        if finished && !mutant::is("begun-beside-the-finished") {
            return Ok(Outcome::Duplicate);
        }
        if self.names_erased(&draft.record) {
            return self.store(draft);
        }
        match draft.verdict {
            Verdict::Take(_) | Verdict::Unlinked { .. } => {
                self.quarantine(&draft.record, "held", DRAFT, "")?;
                Ok(Outcome::Held {
                    reason: DRAFT.to_owned(),
                })
            }
            Verdict::Hold { .. } | Verdict::Reject { .. } | Verdict::TurnAway { .. } => {
                self.store(draft)
            }
        }
    }
}

impl Batch<'_> {
    fn store(&mut self, entry: &Judged) -> Result<Outcome, StoreError> {
        if self.names_erased(&entry.record) {
            self.erased.insert(entry.record.id.0);
            let campaign = self.delivery.campaign;
            erasure::sent_again(self.db, campaign, &entry.record, &mut self.doors)?;
            return Ok(Outcome::Erased);
        }
        // A lead may have taken in what is refused by itself.
        let refused = matches!(entry.verdict, Verdict::Hold { .. } | Verdict::Reject { .. });
        if refused && self.is_here(&entry.record)? {
            return Ok(Outcome::Duplicate);
        }
        match &entry.verdict {
            Verdict::Take(taken) => self.take(&entry.record, taken),
            Verdict::Unlinked { list, week, fact } => {
                self.take_unlinked(&entry.record, *list, week, fact)
            }
            Verdict::Hold { reason } => {
                self.quarantine(&entry.record, "held", reason, "")?;
                Ok(Outcome::Held {
                    reason: (*reason).to_owned(),
                })
            }
            Verdict::Reject { code, text } => self.reject(&entry.record, *code, text),
            Verdict::TurnAway { code, text } => Ok(Outcome::Rejected {
                code: *code,
                text: text.clone(),
            }),
        }
    }

    fn is_here(&self, record: &Record) -> Result<bool, StoreError> {
        let campaign = self.delivery.campaign;
        let content = record.content_hash();
        let logged = self
            .db
            .prepare_cached(
                "SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2 AND content = ?3",
            )?
            .exists(params![Id::from(campaign), Id::from(record.id), content.0])?;
        Ok(logged
            || one_unlinked(self.db, campaign, record.id)?
                .is_some_and(|there| there.content_hash() == content))
    }

    fn names_erased(&self, record: &Record) -> bool {
        !self.erased.is_empty()
            && (self.erased.contains(&record.id.0)
                || ids_in(record.body.get())
                    .iter()
                    .any(|named| self.erased.contains(named)))
    }

    fn take(&mut self, record: &Record, taken: &Taken) -> Result<Outcome, StoreError> {
        let Some(author) = record.author else {
            return Err(StoreError::Refused("a record in the log needs an author"));
        };
        let content = record.content_hash();
        if let Some(stored) = self.known.get(&record.id) {
            if *stored == content || mutant::is("same-id-is-a-duplicate") {
                return Ok(Outcome::Duplicate);
            }
            return self.reject(record, RejectCode::IdReused, ID_REUSED);
        }
        self.known.insert(record.id, content);
        let seq = self.next_seq;
        self.db
            .prepare_cached(
                "INSERT INTO log (campaign, seq, record, content, kind, version, canvasser, \
                 at_ms, at_offset, list, door, about, device, received_ms, clock_off, late, body) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute_later(kept![
                Id::from(self.delivery.campaign),
                signed(seq),
                Id::from(record.id),
                content.0,
                record.kind.name(),
                record.version,
                Id::from(author.canvasser),
                author.at.utc_ms(),
                author.at.0.offset().local_minus_utc() / 60,
                Id::from(taken.list),
                taken.door.map(Id::from),
                taken.about.map(Id::from),
                Id::from(self.delivery.device),
                self.delivery.received_ms,
                taken.clock_off,
                taken.late,
                record.body.get()
            ])?;
        self.next_seq += 1;
        self.no_longer_in_quarantine(record.id, content)?;
        if let Some(door) = taken.door {
            self.feed(door, seq, record.id, content)?;
            self.doors.insert(door);
        }
        match &taken.fact {
            Fact::Visit(_) => self.visits += 1,
            Fact::DoNotContact(wish) if wish.wish == Wish::DeleteMyData => {
                self.wished.insert(wish.door);
            }
            Fact::Conversation(conversation) => {
                self.conversations += 1;
                self.count(conversation)?;
            }
            _ => {}
        }
        Ok(Outcome::Accepted)
    }

    fn feed(
        &mut self,
        door: DoorId,
        seq: u64,
        record: RecordId,
        content: ContentHash,
    ) -> Result<(), StoreError> {
        for list in self.lists_of.get(&door).into_iter().flatten().copied() {
            if mutant::is("fed-to-one-list-only") && self.checks.len() == 1 {
                break;
            }
            self.db
                .prepare_cached(
                    "INSERT INTO feed (campaign, list, seq, log_seq) VALUES (?1, ?2, ?3, ?3)",
                )?
                .execute_later(kept![
                    Id::from(self.delivery.campaign),
                    Id::from(list),
                    signed(seq)
                ])?;
            self.checks
                .entry(list)
                .or_default()
                .add_record(record, content);
        }
        Ok(())
    }

    fn count(&mut self, conversation: &Conversation) -> Result<(), StoreError> {
        views::count_conversation(
            self.db,
            self.delivery.campaign,
            conversation,
            &mut self.scales,
            &mut self.totals,
        )
    }

    fn take_unlinked(
        &mut self,
        record: &Record,
        list: ListId,
        week: &str,
        fact: &Fact,
    ) -> Result<Outcome, StoreError> {
        let campaign = self.delivery.campaign;
        let content = record.content_hash();
        if let Some(stored) = self.known.get(&record.id) {
            let is_the_same = *stored == content;
            if let Fact::Conversation(conversation) = fact
                && mutant::is("duplicate-counted-again")
            {
                self.count(conversation)?;
            }
            return if is_the_same {
                Ok(Outcome::Duplicate)
            } else {
                self.reject(record, RejectCode::IdReused, ID_REUSED)
            };
        }
        self.known.insert(record.id, content);
        self.db
            .prepare_cached(
                "INSERT INTO unlinked (campaign, record, list, week, version, body) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute_later(kept![
                Id::from(campaign),
                Id::from(record.id),
                Id::from(list),
                week,
                record.version,
                record.body.get()
            ])?;
        self.db.unlinked_came(campaign, Some(list));
        self.no_longer_in_quarantine(record.id, content)?;
        if let Fact::Conversation(conversation) = fact {
            self.count(conversation)?;
        }
        Ok(Outcome::Accepted)
    }

    fn reject(
        &mut self,
        record: &Record,
        code: RejectCode,
        text: &str,
    ) -> Result<Outcome, StoreError> {
        let name = to_json("code", &code)?;
        if mutant::is("refused-is-not-kept") {
            return Ok(Outcome::Rejected {
                code,
                text: text.to_owned(),
            });
        }
        self.quarantine(record, "rejected", text, name.trim_matches('"'))?;
        Ok(Outcome::Rejected {
            code,
            text: text.to_owned(),
        })
    }

    fn quarantine(
        &mut self,
        record: &Record,
        state: &str,
        reason: &str,
        code: &str,
    ) -> Result<(), StoreError> {
        self.anything_in_quarantine = true;
        // Without its author's phone, or an unlinked conversation could be traced.
        let by = record.author.map(|_| self.delivery);
        if by.is_none() {
            self.db.unlinked_came(self.delivery.campaign, None);
        }
        self.db
            .prepare_cached(
                "INSERT INTO quarantine (campaign, record, content, state, code, reason, device, \
                 canvasser, received_ms, whole) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            )?
            .execute_later(kept![
                Id::from(self.delivery.campaign),
                Id::from(record.id),
                record.content_hash().0,
                state,
                if code.is_empty() { reason } else { code },
                reason,
                by.map(|delivery| Id::from(delivery.device)),
                by.map(|delivery| Id::from(delivery.canvasser)),
                by.map_or(0, |delivery| delivery.received_ms),
                to_json("record", record)?
            ])?;
        Ok(())
    }

    fn no_longer_in_quarantine(
        &self,
        record: RecordId,
        content: ContentHash,
    ) -> Result<(), StoreError> {
        if !self.anything_in_quarantine {
            return Ok(());
        }
        self.db
            .prepare_cached(
                // As a draft too: the talk was finished, and says what there is to say.
                "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 \
                 AND (content = ?3 OR code = 'draft')",
            )?
            .execute_later(kept![
                Id::from(self.delivery.campaign),
                Id::from(record),
                content.0
            ])?;
        Ok(())
    }

    /// Writes the views and moves the counter.
    fn finish(self, last_seq: u64) -> Result<(), StoreError> {
        let campaign = self.delivery.campaign;
        campaigns::take_seqs(self.db, campaign, self.next_seq - 1 - last_seq)?;
        for (list, check) in self.checks {
            lists::add_to_check(self.db, campaign, list, check)?;
        }
        if self.visits + self.conversations > 0 {
            self.db
                .prepare_cached(
                    "UPDATE canvasser SET visits = visits + ?3, \
                     conversations = conversations + ?4 \
                     WHERE campaign = ?1 AND canvasser = ?2",
                )?
                .execute_later(kept![
                    Id::from(campaign),
                    Id::from(self.delivery.canvasser),
                    self.visits,
                    self.conversations
                ])?;
        }
        if mutant::is("door-left-as-it-was") {
            return views::refold_and_add(self.db, campaign, [], self.totals);
        }
        views::refold_and_add(self.db, campaign, self.doors, self.totals)
    }
}

/// Why a begun talk out of a rescue file is set aside.
const DRAFT: &str = "draft";

const ID_REUSED: &str = "another record is stored under this id";

/// Of the records to be stored those that are, asked for all at once.
fn stored_already(
    db: &Db<'_>,
    delivery: &Delivery,
) -> Result<BTreeMap<RecordId, ContentHash>, StoreError> {
    let ids = |unlinked: bool| -> Vec<RecordId> {
        let entries = delivery.entries.iter().filter(|entry| match entry.verdict {
            Verdict::Take(_) => !unlinked,
            Verdict::Unlinked { .. } => unlinked,
            Verdict::Hold { .. } | Verdict::Reject { .. } | Verdict::TurnAway { .. } => false,
        });
        entries.map(|entry| entry.record.id).collect()
    };
    let keys = |ids: &[RecordId]| -> Vec<Vec<Kept>> {
        let key = |id: &RecordId| kept![Id::from(delivery.campaign), Id::from(*id)];
        ids.iter().map(key).collect()
    };
    let mut known = BTreeMap::new();
    let linked = ids(false);
    if !linked.is_empty() {
        let stored = db
            .prepare_cached("SELECT content FROM log WHERE campaign = ?1 AND record = ?2")?
            .query_each(keys(&linked), |row| hash(row, 0))?;
        for (id, content) in linked
            .into_iter()
            .zip(stored.into_iter().map(|mut all| all.pop()))
        {
            known.extend(content.map(|content| (id, ContentHash(content))));
        }
    }
    let unlinked = ids(true);
    if !unlinked.is_empty() {
        let stored = db
            .prepare_cached(&format!(
                "SELECT {UNLINKED} FROM unlinked WHERE campaign = ?1 AND record = ?2"
            ))?
            .query_each(keys(&unlinked), unlinked_row)?;
        for record in stored.into_iter().flatten() {
            known.insert(record.id, record.content_hash());
        }
    }
    Ok(known)
}

fn is_anything_in_quarantine(db: &Db<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    db.prepare_cached("SELECT 1 FROM quarantine WHERE campaign = ?1 LIMIT 1")?
        .exists(params![Id::from(campaign)])
}

fn is_forked(db: &Db<'_>, delivery: &Delivery, have: Have) -> Result<bool, StoreError> {
    let mut ledger = db.prepare_cached(
        "SELECT stands_for FROM delivery WHERE campaign = ?1 AND device = ?2 AND n = ?3",
    )?;
    for entry in delivery.entries.iter().filter(|entry| entry.n <= have.n) {
        let key = params![
            Id::from(delivery.campaign),
            Id::from(delivery.device),
            signed(entry.n)
        ];
        let noted = ledger.query_opt(key, |row| hash(row, 0))?;
        if noted.map(StandsFor) != Some(entry.stands_for) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn note_delivery(db: &Db<'_>, delivery: &Delivery, entry: &Judged) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO delivery (campaign, device, n, stands_for) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute_later(kept![
        Id::from(delivery.campaign),
        Id::from(delivery.device),
        signed(entry.n),
        entry.stands_for.0
    ])?;
    Ok(())
}

pub fn have(db: &Db<'_>, campaign: CampaignId, device: DeviceId) -> Result<Have, StoreError> {
    joining::device(db, campaign, device)?
        .map(|device| device.have)
        .ok_or(StoreError::NotFound("phone"))
}

/// What tells this history from another up to `seq`: of the last record there.
pub fn mark(db: &Db<'_>, campaign: CampaignId, seq: u64) -> Result<String, StoreError> {
    let stands: Option<(i64, String)> = db
        .prepare_cached(
            "SELECT seq, content FROM log WHERE campaign = ?1 AND seq <= ?2 \
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_opt(params![Id::from(campaign), signed(seq)], |row| {
            Ok((row.get(0)?, hex::encode(&hash(row, 1)?[..4])))
        })?;
    // What was erased left its mark, so that whoever read it finds their place.
    let erased: Option<(i64, String)> = db
        .prepare_cached(
            "SELECT seq, mark FROM erased WHERE campaign = ?1 AND seq <= ?2 \
             AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
        )?
        .query_opt(params![Id::from(campaign), signed(seq)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(stands
        .max(erased)
        .map_or_else(|| "0".to_owned(), |(_, mark)| mark))
}

/// The columns a record is read back from, in [`record_row`]'s order.
pub const RECORD: &str =
    "log.record, log.kind, log.version, log.canvasser, log.at_ms, log.at_offset, log.body";

/// Reads the columns of [`RECORD`], which must come first.
pub fn record_row(row: &Row<'_>) -> Result<Record, StoreError> {
    let kind: String = row.get(1)?;
    let canvasser: CanvasserId = id(row, 3)?;
    let at = DeviceTime::from_parts(row.get(4)?, row.get(5)?).map_err(unreadable)?;
    Ok(Record {
        id: id(row, 0)?,
        kind: Kind::from(kind.as_str()),
        version: row.get(2)?,
        author: Some(Author { canvasser, at }),
        body: RawValue::from_string(row.get(6)?).map_err(unreadable)?,
    })
}

/// The columns of an unlinked conversation, in [`unlinked_row`]'s order.
pub const UNLINKED: &str = "unlinked.record, unlinked.version, unlinked.body";

/// Reads the columns of [`UNLINKED`], which must come first.
pub fn unlinked_row(row: &Row<'_>) -> Result<Record, StoreError> {
    Ok(Record {
        id: id(row, 0)?,
        kind: Kind::Conversation,
        version: row.get(1)?,
        author: None,
        body: RawValue::from_string(row.get(2)?).map_err(unreadable)?,
    })
}

pub fn one_unlinked(
    db: &Db<'_>,
    campaign: CampaignId,
    record: RecordId,
) -> Result<Option<Record>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {UNLINKED} FROM unlinked WHERE campaign = ?1 AND record = ?2"
    ))?
    .query_opt(params![Id::from(campaign), Id::from(record)], unlinked_row)
}

pub fn feed(
    db: &Db<'_>,
    campaign: CampaignId,
    list: ListId,
    after: FeedSeq,
    limit: u32,
) -> Result<Vec<(FeedSeq, Record)>, StoreError> {
    db.prepare_cached(&format!(
        "SELECT {RECORD}, feed.seq FROM feed \
             JOIN log ON log.campaign = feed.campaign AND log.seq = feed.log_seq \
             WHERE feed.campaign = ?1 AND feed.list = ?2 AND feed.seq > ?3 \
             ORDER BY feed.seq LIMIT ?4"
    ))?
    .query_map(
        params![
            Id::from(campaign),
            Id::from(list),
            signed(after + u64::from(mutant::is("feed-begins-one-too-late"))),
            limit
        ],
        |row| Ok((unsigned(row.get(7)?), record_row(row)?)),
    )?
    .collect::<Result<_, _>>()
}

pub fn unlinked(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<RecordId>, StoreError> {
    db.prepare_cached("SELECT record FROM unlinked WHERE campaign = ?1 ORDER BY record")?
        .query_map(params![Id::from(campaign)], |row| id(row, 0))?
        .collect::<Result<_, _>>()
}

pub fn quarantined(
    db: &Db<'_>,
    campaign: CampaignId,
) -> Result<Vec<(RecordId, String)>, StoreError> {
    db.prepare_cached(
        "SELECT record, code FROM quarantine WHERE campaign = ?1 ORDER BY record, content",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok((id(row, 0)?, row.get(1)?))
    })?
    .collect::<Result<_, _>>()
}
