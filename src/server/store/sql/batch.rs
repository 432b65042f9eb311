//! One delivery on its way into the tables. What the tables are asked is asked for the whole
//! delivery at once, each record is judged by what came of that and by the records before it,
//! and what is to be written is gathered and written at the end: a statement costs a database
//! more than a row does.

use super::rescue::DRAFT;
use super::rows::{Id, hash, signed, to_json};
use super::twins::Sought;
use super::wishes;
use super::{Db, log, params, quarantine};
use super::{campaigns, erased_ids, erasure, lists, never_again, settling, taking_out, views};
use crate::domain::conversation::Conversation;
use crate::domain::door_fact::Wish;
use crate::domain::erasure::ids_in;
use crate::domain::fold::Noted;
use crate::domain::ids::{CampaignId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, ContentHash, Fact, Record};
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::log::{Delivery, Judged, Taken, Verdict};
use crate::wire::pull::ListCheck;
use crate::wire::push::{Outcome, RejectCode};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub struct Batch<'a> {
    db: &'a Db<'a>,
    delivery: &'a Delivery,
    lists_of: BTreeMap<DoorId, Vec<ListId>>,
    /// The last number given out before it.
    last_seq: u64,
    next_seq: u64,
    /// Ids the delivery names that are answered `erased`; in a delivery's own order
    /// those come to it that are turned away with it.
    erased: erased_ids::Known,
    /// Of those, what came as a record, and what went with it.
    erased_late: BTreeSet<Uuid>,
    /// Doors where somebody wished to be erased.
    wished: BTreeSet<DoorId>,
    /// Doors where somebody may have wished never to be called on again, or undone it.
    objecting: BTreeSet<DoorId>,
    /// Of the records delivered those that are stored, and what they are: before this delivery
    /// and with it. Nobody else appends meanwhile.
    known: BTreeMap<RecordId, ContentHash>,
    anything_in_quarantine: bool,
    /// Taken, and to be written.
    logged: Vec<Logged<'a>>,
    fed: Vec<(ListId, u64)>,
    unlinked: Vec<Unlinked<'a>>,
    checks: BTreeMap<ListId, ListCheck>,
    /// Doors whose state is to be folded anew, with what came about them.
    news: BTreeMap<DoorId, Vec<Noted>>,
    /// Visits of this delivery without a conversation, and visits its other conversations
    /// are about.
    own_visits: BTreeSet<RecordId>,
    other_visits: Vec<RecordId>,
    /// Doors something was taken out of.
    taken_out: BTreeSet<DoorId>,
    visits: u32,
    conversations: u32,
    scales: &'a views::Scales,
    totals: views::Totals,
}

/// A row of the log.
struct Logged<'a> {
    seq: u64,
    record: &'a Record,
    author: Author,
    content: ContentHash,
    taken: &'a Taken,
}

struct Unlinked<'a> {
    record: &'a Record,
    list: ListId,
    week: &'a str,
}

/// What goes out of quarantine when a record comes.
enum Out {
    /// The same as it stood, begun, in a rescue file.
    Begun,
    /// The same, and whatever was begun of it: the talk was finished, and says what there is to
    /// say.
    Taken,
}

impl<'a> Batch<'a> {
    /// Asks all there is to be asked. `drafts` are those of a rescue file.
    pub fn open(
        db: &'a Db<'a>,
        delivery: &'a Delivery,
        drafts: &'a [Judged],
        scales: &'a views::Scales,
    ) -> Result<Self, StoreError> {
        let (_, last_seq) = campaigns::head(db, delivery.campaign)?;
        let doors = delivery.entries.iter().filter_map(|entry| {
            let Verdict::Take(taken) = &entry.verdict else {
                return None;
            };
            taken.door
        });
        Ok(Self {
            db,
            delivery,
            lists_of: lists::lists_of_doors(db, delivery.campaign, &doors.collect())?,
            last_seq,
            next_seq: last_seq + 1,
            erased: erased_already(db, delivery, drafts)?,
            erased_late: BTreeSet::new(),
            wished: BTreeSet::new(),
            objecting: BTreeSet::new(),
            known: stored_already(db, delivery)?,
            anything_in_quarantine: is_anything_in_quarantine(db, delivery.campaign)?,
            logged: Vec::with_capacity(delivery.entries.len()),
            fed: Vec::with_capacity(delivery.entries.len()),
            unlinked: Vec::new(),
            checks: BTreeMap::new(),
            news: BTreeMap::new(),
            own_visits: BTreeSet::new(),
            other_visits: Vec::new(),
            taken_out: BTreeSet::new(),
            visits: 0,
            conversations: 0,
            scales,
            totals: views::Totals::default(),
        })
    }

    /// Whether this record was taken before, or just now.
    pub fn knows(&self, record: RecordId) -> bool {
        self.known.contains_key(&record)
    }

    /// What becomes of a record.
    pub fn store(&mut self, entry: &'a Judged) -> Result<Outcome, StoreError> {
        if self.names_erased(&entry.record) {
            let Delivery {
                campaign,
                canvasser,
                ..
            } = *self.delivery;
            if taking_out::is_anothers(self.db, campaign, entry.record.id, canvasser)? {
                return Ok(Outcome::Erased);
            }
            let of = match entry.record.author {
                Some(_) => &mut self.erased.named,
                None => &mut self.erased.unlinked,
            };
            of.insert(entry.record.id.0);
            // What hangs on it may have come with it.
            self.write()?;
            let gone =
                taking_out::sent_again(self.db, campaign, &entry.record, &mut self.taken_out)?;
            self.erased.named.extend(&gone);
            self.erased_late.extend(gone);
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
            Verdict::Hold { reason } => self.hold(&entry.record, reason),
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
        if self.known.get(&record.id) == Some(&content) {
            return Ok(true);
        }
        let logged = self
            .db
            .prepare_cached(
                "SELECT 1 FROM log WHERE campaign = ?1 AND record = ?2 AND content = ?3",
            )?
            .exists(params![Id::from(campaign), Id::from(record.id), content.0])?;
        Ok(logged
            || log::one_unlinked(self.db, campaign, record.id)?
                .is_some_and(|there| there.content_hash() == content))
    }

    pub fn names_erased(&self, record: &Record) -> bool {
        self.erased.concerns(record)
    }

    fn take(&mut self, record: &'a Record, taken: &'a Taken) -> Result<Outcome, StoreError> {
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
        self.next_seq += 1;
        self.logged.push(Logged {
            seq,
            record,
            author,
            content,
            taken,
        });
        self.take_out_of_quarantine(record.id, content, &Out::Taken)?;
        if let Some(door) = taken.door {
            self.feed(door, seq, record.id, content);
            if never_again::may_say(&taken.fact) {
                self.objecting.insert(door);
            }
            self.news.entry(door).or_default().push(Noted {
                id: record.id,
                author,
                fact: taken.fact.clone(),
            });
        }
        match &taken.fact {
            Fact::Visit(_) => {
                self.visits += 1;
                self.own_visits.insert(record.id);
            }
            Fact::DoNotContact(wish) if wish.wish == Wish::DeleteMyData => {
                self.wished.insert(wish.door);
            }
            Fact::Conversation(conversation) => {
                self.conversations += 1;
                self.count(conversation)?;
                // The first about a visit that came along is the only one.
                if let Some(visit) = taken.about
                    && !self.own_visits.remove(&visit)
                {
                    self.other_visits.push(visit);
                }
            }
            _ => {}
        }
        Ok(Outcome::Accepted)
    }

    fn feed(&mut self, door: DoorId, seq: u64, record: RecordId, content: ContentHash) {
        for list in self.lists_of.get(&door).into_iter().flatten().copied() {
            if mutant::is("fed-to-one-list-only") && self.checks.len() == 1 {
                break;
            }
            self.fed.push((list, seq));
            self.checks
                .entry(list)
                .or_default()
                .add_record(record, content);
        }
    }

    fn count(&mut self, conversation: &Conversation) -> Result<(), StoreError> {
        views::count_conversation(
            self.db,
            self.delivery.campaign,
            conversation,
            self.scales,
            &mut self.totals,
        )
    }

    fn take_unlinked(
        &mut self,
        record: &'a Record,
        list: ListId,
        week: &'a str,
        fact: &Fact,
    ) -> Result<Outcome, StoreError> {
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
        self.unlinked.push(Unlinked { record, list, week });
        self.db.unlinked_came(self.delivery.campaign, Some(list));
        self.take_out_of_quarantine(record.id, content, &Out::Taken)?;
        if let Fact::Conversation(conversation) = fact {
            self.count(conversation)?;
        }
        Ok(Outcome::Accepted)
    }

    /// Sets a record aside until something is known that is not yet.
    pub fn hold(&mut self, record: &Record, reason: &str) -> Result<Outcome, StoreError> {
        self.quarantine(record, "held", reason, "")?;
        Ok(Outcome::Held {
            reason: reason.to_owned(),
        })
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
        let code = if code.is_empty() { reason } else { code };
        if code != DRAFT && !mutant::is("handed-in-stays-begun") {
            // As it stood in a rescue file, begun: now somebody has handed it in, and it is not
            // needless by another telling of it.
            self.take_out_of_quarantine(record.id, record.content_hash(), &Out::Begun)?;
        }
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
            .execute_later(params![
                Id::from(self.delivery.campaign),
                Id::from(record.id),
                record.content_hash().0,
                state,
                code,
                reason,
                by.map(|delivery| Id::from(delivery.device)),
                by.map(|delivery| Id::from(delivery.canvasser)),
                by.map_or(0, |delivery| delivery.received_ms),
                to_json("record", record)?
            ])
    }

    fn take_out_of_quarantine(
        &self,
        record: RecordId,
        content: ContentHash,
        out: &Out,
    ) -> Result<(), StoreError> {
        if !self.anything_in_quarantine {
            return Ok(());
        }
        let campaign = self.delivery.campaign;
        self.db
            .prepare_cached(match out {
                Out::Begun => {
                    "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 \
                     AND content = ?3 AND code = 'draft'"
                }
                Out::Taken => {
                    "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 \
                     AND (content = ?3 OR code = 'draft')"
                }
            })?
            .execute_later(params![Id::from(campaign), Id::from(record), content.0])?;
        quarantine::forget_decisions(self.db, campaign, record)
    }

    /// Writes what was taken since the last time.
    fn write(&mut self) -> Result<(), StoreError> {
        let (db, delivery) = (self.db, self.delivery);
        let campaign = Id::from(delivery.campaign);
        db.prepare_cached(
            "INSERT INTO log (campaign, seq, record, content, kind, version, canvasser, \
             at_ms, at_offset, list, door, about, device, received_ms, clock_off, late, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute_each(std::mem::take(&mut self.logged), |row, run| {
            let Logged {
                record,
                author,
                taken,
                ..
            } = row;
            run(params![
                campaign,
                signed(row.seq),
                Id::from(record.id),
                row.content.0,
                record.kind.name(),
                record.version,
                Id::from(author.canvasser),
                author.at.utc_ms(),
                author.at.0.offset().local_minus_utc() / 60,
                Id::from(taken.list),
                taken.door.map(Id::from),
                taken.about.map(Id::from),
                Id::from(delivery.device),
                delivery.received_ms,
                taken.clock_off,
                taken.late,
                record.body.get()
            ])
        })?;
        db.prepare_cached(
            "INSERT INTO feed (campaign, list, seq, log_seq) VALUES (?1, ?2, ?3, ?3)",
        )?
        .execute_each(std::mem::take(&mut self.fed), |(list, seq), run| {
            run(params![campaign, Id::from(*list), signed(*seq)])
        })?;
        db.prepare_cached(
            "INSERT INTO unlinked (campaign, record, list, week, version, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute_each(std::mem::take(&mut self.unlinked), |row, run| {
            run(params![
                campaign,
                Id::from(row.record.id),
                Id::from(row.list),
                row.week,
                row.record.version,
                row.record.body.get()
            ])
        })?;
        for (list, check) in std::mem::take(&mut self.checks) {
            lists::add_to_check(db, delivery.campaign, list, check)?;
        }
        Ok(())
    }

    /// Writes the records, the views and the counter, and carries out wishes that reach further
    /// than their door; whether there were any.
    pub fn close(mut self, key: &SuppressionKey, sought: &[Sought]) -> Result<bool, StoreError> {
        self.write()?;
        let (db, campaign) = (self.db, self.delivery.campaign);
        campaigns::take_seqs(db, campaign, self.next_seq - 1 - self.last_seq)?;
        if self.visits + self.conversations > 0 {
            db.prepare_cached(
                "UPDATE canvasser SET visits = visits + ?3, \
                 conversations = conversations + ?4 \
                 WHERE campaign = ?1 AND canvasser = ?2",
            )?
            .execute_later(params![
                Id::from(campaign),
                Id::from(self.delivery.canvasser),
                self.visits,
                self.conversations
            ])?;
        }
        if self.anything_in_quarantine && !self.erased_late.is_empty() {
            let erased = std::mem::take(&mut self.erased_late);
            let mut changed = BTreeSet::new();
            taking_out::erase_set_aside(db, campaign, erased, &mut changed)?;
            taking_out::put_checks(db, campaign, &changed)?;
            self.taken_out.extend(changed);
        }
        if mutant::is("door-left-as-it-was") {
            (self.news, self.taken_out) = (BTreeMap::new(), BTreeSet::new());
        }
        let ids = |door: &DoorId| -> BTreeSet<RecordId> {
            let news = self.news.get(door).into_iter().flatten();
            news.map(|noted| noted.id).collect()
        };
        let objecting = self.objecting.iter().map(|door| (*door, ids(door)));
        let objecting: BTreeMap<DoorId, BTreeSet<RecordId>> = objecting.collect();
        views::refold_with(db, campaign, &self.taken_out, self.news, self.totals)?;
        settling::visits_may_be_told_twice(db, campaign, &self.other_visits)?;
        let stand = wishes::at(db, campaign, &self.wished, self.delivery.received_ms)?;
        for wish in &stand {
            erasure::carry_out(db, campaign, key, wish, sought)?;
        }
        let now_ms = self.delivery.received_ms;
        let objected = never_again::follow(db, campaign, key, sought, &objecting, now_ms)?;
        Ok(!stand.is_empty() || objected)
    }
}

const ID_REUSED: &str = "another record is stored under this id";

/// Of everything the delivery's records name, what was erased.
fn erased_already(
    db: &Db<'_>,
    delivery: &Delivery,
    drafts: &[Judged],
) -> Result<erased_ids::Known, StoreError> {
    if mutant::is("erased-comes-back") || !erased_ids::is_any(db, delivery.campaign)? {
        return Ok(erased_ids::Known::default());
    }
    let mut named = BTreeSet::new();
    for entry in delivery.entries.iter().chain(drafts) {
        named.insert(entry.record.id.0);
        named.extend(ids_in(entry.record.body.get()));
    }
    erased_ids::known(db, delivery.campaign, &named)
}

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
    let campaign = Id::from(delivery.campaign);
    let mut known = BTreeMap::new();
    let linked = ids(false);
    let stored = db
        .prepare_cached("SELECT content FROM log WHERE campaign = ?1 AND record = ?2")?
        .query_each(
            &linked,
            |record, ask| ask(params![campaign, Id::from(*record)]),
            |row| hash(row, 0),
        )?;
    known.extend(
        stored
            .into_iter()
            .filter_map(|(at, content)| Some((*linked.get(at)?, ContentHash(content)))),
    );
    let stored = db
        .prepare_cached(&format!(
            "SELECT {} FROM unlinked WHERE campaign = ?1 AND record = ?2",
            log::UNLINKED
        ))?
        .query_each(
            &ids(true),
            |record, ask| ask(params![campaign, Id::from(*record)]),
            log::unlinked_row,
        )?;
    known.extend(
        stored
            .into_iter()
            .map(|(_, record)| (record.id, record.content_hash())),
    );
    Ok(known)
}

fn is_anything_in_quarantine(db: &Db<'_>, campaign: CampaignId) -> Result<bool, StoreError> {
    db.prepare_cached("SELECT 1 FROM quarantine WHERE campaign = ?1 LIMIT 1")?
        .exists(params![Id::from(campaign)])
}
