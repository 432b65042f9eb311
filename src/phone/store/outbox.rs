//! Delivery: what is to be handed in, under which number, and what became of
//! it. Kept apart from the records, which never change.
//!
//! > **Invariant.** Nothing unsent is ever deleted, erasure of its person
//! > excepted. An entry leaves `waiting` only by the server's own result for it.

use super::records::{RECORD_COLUMNS, RecordKey, read_record};
use super::{EnrolmentKey, StoreError, Tables, blob};
use crate::domain::ids::RecordId;
use crate::domain::record::Record;
use crate::mutant;
use crate::wire::pull::{Decided, Refused, SetAside};
use crate::wire::push::{
    Digest, Entry, EntryResult, Have, Holds, Outcome, PushRequest, RejectCode,
};
use crate::wire::{MAX_BATCH_BYTES, MAX_RECORD_BYTES};
use rusqlite::params;

/// What to hand in at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub request: PushRequest,
}

/// What this phone knows about a place in its own running digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OurDigest {
    Is(Digest),
    /// The phone has not handed in as much: somebody else did, under its name.
    Beyond,
    /// So long ago that it was forgotten.
    Forgotten,
}

/// What an answer changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Entries that left `waiting`.
    pub entries: u32,
    /// A person was erased: what stands at doors may have changed.
    pub erased: bool,
}

/// How much is where, over all joinings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    pub waiting: u32,
    /// Rejected, held or parked: on this phone until somebody has looked at it.
    pub need_attention: u32,
}

/// How the code of an entry begins that a lead looked at and put aside; then why.
const PUT_ASIDE: &str = "put_aside";

/// What an entry takes in a batch beside its record.
const ENVELOPE_BYTES: usize = 120;

/// Place, record, receipt, number if it has one already, and size of its body.
type Waiting = (i64, RecordKey, Option<String>, Option<i64>, i64);

impl Tables<'_> {
    pub(super) fn hand_over(
        self,
        enrolment: EnrolmentKey,
        key: RecordKey,
        record: &Record,
        receipt: Option<&str>,
    ) -> Result<(), StoreError> {
        let bytes = serde_json::to_string(record)?.len();
        // What no server takes is not tried: it would block everything behind it.
        let (state, code) = if bytes > MAX_RECORD_BYTES {
            ("parked", "too_large")
        } else {
            ("waiting", "")
        };
        self.run(
            "INSERT INTO outbox (enrolment, record, kind, receipt, bytes, state, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                enrolment.0,
                key,
                record.kind.name(),
                receipt,
                i64::try_from(bytes).unwrap_or(i64::MAX),
                state,
                code,
            ],
        )?;
        Ok(())
    }

    /// The next records to hand in, numbered: those that were sent before and
    /// never confirmed come first, under the numbers they have. Call it in a
    /// write, because new numbers must be durable before they leave the phone.
    ///
    /// # Errors
    /// When it cannot be read or the numbers not stored.
    pub fn take_batch(
        self,
        enrolment: EnrolmentKey,
        max_records: usize,
    ) -> Result<Option<Batch>, StoreError> {
        let limit = i64::try_from(max_records).unwrap_or(i64::MAX);
        let rows: Vec<Waiting> = self.all(
            "SELECT place, record, receipt, n, bytes FROM outbox
             WHERE enrolment = ?1 AND state = 'waiting' AND record IS NOT NULL
             ORDER BY n IS NULL, n, place LIMIT ?2",
            params![enrolment.0, limit],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            },
        )?;
        let Have {
            n: mut last_n,
            mut digest,
        } = self.last_given(enrolment)?;
        let mut entries = Vec::new();
        let mut bytes = 0;
        for (place, key, receipt, n, size) in rows {
            bytes += usize::try_from(size).unwrap_or(usize::MAX) + ENVELOPE_BYTES;
            if bytes > MAX_BATCH_BYTES && !entries.is_empty() {
                break;
            }
            let mut entry = Entry {
                n: 0,
                receipt,
                record: self.record_by_key(key)?,
            };
            entry.n = if let Some(n) = n {
                unsigned(n)
            } else {
                last_n += 1;
                digest = digest.then(last_n, entry.stands_for());
                if mutant::is("numbers-only-in-memory") {
                    entry.n = last_n;
                    entries.push(entry);
                    continue;
                }
                self.run(
                    "UPDATE outbox SET n = ?2, digest = ?3 WHERE place = ?1",
                    params![place, signed(last_n), digest.0.as_slice()],
                )?;
                last_n
            };
            // Numbers must be without gaps; what lies behind one waits for the next batch.
            if entries
                .last()
                .is_some_and(|before: &Entry| before.n + 1 != entry.n)
            {
                break;
            }
            if mutant::is("unlinked-forgotten-when-sent") && entry.receipt.is_some() {
                self.run("DELETE FROM record WHERE key = ?1", [key])?;
            }
            entries.push(entry);
        }
        if entries.is_empty() {
            return Ok(None);
        }
        self.run(
            "UPDATE enrolment SET last_n = ?2, last_digest = ?3 WHERE key = ?1",
            params![enrolment.0, signed(last_n), digest.0.as_slice()],
        )?;
        let sent = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let waiting = self.waiting(enrolment)? + self.count_drafts()?;
        Ok(Some(Batch {
            request: PushRequest {
                entries,
                waiting: waiting.saturating_sub(sent),
                holds: Some(self.holds(enrolment)?),
                at_ms: None,
            },
        }))
    }

    /// What the lead is told that this phone has of a joining.
    pub(super) fn holds(self, enrolment: EnrolmentKey) -> Result<Holds, StoreError> {
        let last_n = self.last_given(enrolment)?.n;
        let count = |sql: &str| -> Result<u32, StoreError> {
            let found = self.one(sql, [enrolment.0], |row| Ok(row.get(0)?))?;
            Ok(found.unwrap_or_default())
        };
        let unnumbered = count(
            "SELECT count(*) FROM outbox WHERE enrolment = ?1 AND n IS NULL
             AND record IS NOT NULL AND state IN ('waiting', 'parked')",
        )?;
        Ok(Holds {
            recorded: last_n + u64::from(unnumbered),
            drafts: count("SELECT count(*) FROM draft WHERE enrolment = ?1")?,
        })
    }

    /// The last number given to an entry, and the digest there.
    pub(super) fn last_given(self, enrolment: EnrolmentKey) -> Result<Have, StoreError> {
        self.one(
            "SELECT last_n, last_digest FROM enrolment WHERE key = ?1",
            [enrolment.0],
            |row| {
                Ok(Have {
                    n: unsigned(row.get(0)?),
                    digest: Digest(row.get(1)?),
                })
            },
        )?
        .ok_or(StoreError::NotHere("enrolment"))
    }

    fn waiting(self, enrolment: EnrolmentKey) -> Result<u32, StoreError> {
        Ok(self
            .one(
                "SELECT count(*) FROM outbox WHERE enrolment = ?1 AND state = 'waiting'",
                [enrolment.0],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default())
    }

    /// Whether a joining has something to hand in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_waiting(self, enrolment: EnrolmentKey) -> Result<bool, StoreError> {
        Ok(self.waiting(enrolment)? > 0)
    }

    /// This phone's own digest over what it handed in up to `n`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn our_digest(self, enrolment: EnrolmentKey, n: u64) -> Result<OurDigest, StoreError> {
        let Have {
            n: last_n,
            digest: last,
        } = self.last_given(enrolment)?;
        if n == 0 {
            return Ok(OurDigest::Is(Digest::default()));
        }
        if n == last_n {
            return Ok(OurDigest::Is(last));
        }
        if n > last_n {
            return Ok(OurDigest::Beyond);
        }
        let kept = self.one(
            "SELECT digest FROM outbox WHERE enrolment = ?1 AND n = ?2",
            params![enrolment.0, signed(n)],
            |row| Ok(Digest(row.get(0)?)),
        )?;
        Ok(kept.map_or(OurDigest::Forgotten, OurDigest::Is))
    }

    /// Believes an answer whose digest was found to be our own: each result up
    /// to the server's `have` settles its entry.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn settle(
        self,
        enrolment: EnrolmentKey,
        results: &[EntryResult],
        have: Have,
    ) -> Result<Settled, StoreError> {
        let mut settled = Settled::default();
        for result in results.iter().filter(|result| result.n <= have.n) {
            settled.entries += self.settle_one(enrolment, result)?;
            settled.erased |= result.outcome == Outcome::Erased;
        }
        Ok(settled)
    }

    fn settle_one(self, enrolment: EnrolmentKey, result: &EntryResult) -> Result<u32, StoreError> {
        let entry = self.one(
            "SELECT place, record, receipt, state FROM outbox
             WHERE enrolment = ?1 AND n = ?2 AND state IN ('waiting', 'erased')",
            params![enrolment.0, signed(result.n)],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, Option<RecordKey>>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    row.get::<_, String>(3)?,
                ))
            },
        )?;
        let Some((place, key, receipt, was)) = entry else {
            return Ok(0);
        };
        if was == "erased" {
            // Erased while it was on its way. Its number is used all the same;
            // the wish that goes up next tells the lead to erase it there.
            return Ok(1);
        }
        let (state, code, reason) = match &result.outcome {
            _ if mutant::is("any-answer-is-accepted") => ("delivered", "", ""),
            Outcome::Accepted | Outcome::Duplicate => ("delivered", "", ""),
            Outcome::Held { reason } => ("held", "held", reason.as_str()),
            Outcome::Rejected { code, text } => ("rejected", reject_code(*code), text.as_str()),
            Outcome::Erased => ("erased", "", ""),
        };
        self.run(
            "UPDATE outbox SET state = ?2, code = ?3, reason = ?4,
                visit = CASE WHEN ?2 IN ('delivered', 'erased') THEN NULL ELSE visit END
             WHERE place = ?1",
            params![place, state, code, reason],
        )?;
        let Some(key) = key else { return Ok(1) };
        if state == "erased" {
            self.erase_with_what_hung_on(key)?;
        } else if state == "delivered" && receipt.is_some() {
            // An unlinked talk: from here on this phone knows as little of it as anybody.
            self.run("DELETE FROM record WHERE key = ?1", [key])?;
        }
        Ok(1)
    }

    /// It is of somebody erased.
    fn erase_with_what_hung_on(self, key: RecordKey) -> Result<(), StoreError> {
        let record = self.record_by_key(key)?;
        let place: Option<(i64, Option<[u8; 16]>)> = self.one(
            "SELECT campaign, door FROM record WHERE key = ?1",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some((campaign, Some(door))) = place {
            let door = crate::domain::ids::DoorId(uuid::Uuid::from_bytes(door));
            self.erase_what_hung_on(campaign, door, &record)?;
        }
        self.erase_own(key)
    }

    /// What the server would not take or holds, what it was not given, and what the lead put
    /// aside: as much of it as one question asks about.
    pub(super) fn refused(self, enrolment: EnrolmentKey) -> Result<Vec<Refused>, StoreError> {
        const ASKED: i64 = 100;
        let records = self.all(
            &format!(
                "SELECT {} FROM record r JOIN outbox o ON o.record = r.key
                 WHERE o.enrolment = ?1 AND (o.state IN ('held', 'rejected', 'parked')
                     OR o.state = 'delivered' AND o.code <> '')
                 ORDER BY o.state = 'delivered', o.place DESC LIMIT ?2",
                RECORD_COLUMNS
                    .split(", ")
                    .map(|column| format!("r.{column}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            params![enrolment.0, ASKED],
            read_record,
        )?;
        Ok(records
            .into_iter()
            .map(|record| Refused {
                id: record.id,
                content: record.content_hash().hex(),
            })
            .collect())
    }

    /// The lead has looked at what was refused, or has it out of a rescue file. What they put
    /// aside stays marked, so that its author reads that it does not count, and why.
    pub(super) fn decide(
        self,
        enrolment: EnrolmentKey,
        decided: &Decided,
    ) -> Result<bool, StoreError> {
        const THIS: &str = "enrolment = ?1
             AND (state IN ('held', 'rejected', 'parked') OR state = 'delivered' AND code <> '')
             AND record = (SELECT key FROM record WHERE id = ?2)";
        let key = params![enrolment.0, blob(&decided.id.0)];
        if !decided.taken && decided.why.as_deref() == Some(Decided::ERASED) {
            let erased: Option<RecordKey> = self.one(
                &format!("SELECT record FROM outbox WHERE {THIS}"),
                key,
                |row| Ok(row.get(0)?),
            )?;
            return match erased {
                Some(key) => self.erase_with_what_hung_on(key).map(|()| true),
                None => Ok(false),
            };
        }
        let unlinked: Option<RecordKey> = self.one(
            &format!("SELECT record FROM outbox WHERE {THIS} AND receipt IS NOT NULL"),
            key,
            |row| Ok(row.get(0)?),
        )?;
        let code = match &decided.why {
            _ if decided.taken || mutant::is("put-aside-shown-as-taken") => String::new(),
            Some(why) => format!("{PUT_ASIDE}_{why}"),
            None => PUT_ASIDE.to_owned(),
        };
        let changed = self.run(
            &format!(
                "UPDATE outbox SET state = 'delivered', code = ?3, reason = '', visit = NULL
                 WHERE {THIS} AND (state <> 'delivered' OR code <> ?3)"
            ),
            params![enrolment.0, blob(&decided.id.0), code],
        )?;
        if let Some(key) = unlinked {
            // As with every unlinked talk that arrived.
            self.run("DELETE FROM record WHERE key = ?1", [key])?;
        }
        Ok(changed > 0)
    }

    /// What was taken to be with the team is in quarantine there: with another content, or
    /// not on this phone any more, it is somebody else's.
    pub(super) fn note_set_aside(
        self,
        enrolment: EnrolmentKey,
        aside: &SetAside,
    ) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT o.place, o.record FROM outbox o JOIN record r ON r.key = o.record
             WHERE o.enrolment = ?1 AND r.id = ?2 AND o.state = 'delivered'",
            params![enrolment.0, blob(&aside.record.id.0)],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, RecordKey>(1)?)),
        )?;
        let Some((place, key)) = found else {
            return Ok(false);
        };
        let content = self.record_by_key(key)?.content_hash();
        if content.hex() != aside.record.content {
            return Ok(false);
        }
        self.run(
            "UPDATE outbox SET state = 'rejected', code = ?2 WHERE place = ?1",
            params![place, aside.code],
        )?;
        Ok(true)
    }

    /// Its person asked for erasure: the record goes, and what it said of a door.
    fn erase(self, key: RecordKey) -> Result<(), StoreError> {
        let door: Option<(i64, Option<[u8; 16]>)> = self.one(
            "SELECT campaign, door FROM record WHERE key = ?1",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.run("DELETE FROM record WHERE key = ?1", [key])?;
        if let Some((campaign, Some(door))) = door {
            let door = crate::domain::ids::DoorId(uuid::Uuid::from_bytes(door));
            self.refold(campaign, door)?;
        }
        Ok(())
    }

    /// Remembers on which visit an unlinked talk was had, for as long as it is
    /// not with the team: so that it can be erased with its person.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn had_on(self, conversation: RecordId, visit: RecordId) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET visit = ?2
             WHERE record = (SELECT key FROM record WHERE id = ?1) AND state <> 'delivered'",
            params![blob(&conversation.0), blob(&visit.0)],
        )?;
        Ok(())
    }

    /// Their person asked for it: these records go from the phone, sent or not.
    /// An entry that has its number keeps it, so that the count stays without
    /// gaps; one that has none never gets one.
    pub(super) fn erase_own(self, key: RecordKey) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET state = 'erased', code = '', reason = '', visit = NULL
             WHERE record = ?1",
            [key],
        )?;
        self.erase(key)
    }

    /// The server lost what it had after `n` (an old backup was restored), or
    /// never got what was erased here: what this phone still has of it waits
    /// again. Whether that is all of it; if not, the numbers cannot be made
    /// whole and a new identity is needed. What was erased is not missed: what
    /// stood behind it is numbered anew, since the server has none of it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn refill_after(self, enrolment: EnrolmentKey, n: u64) -> Result<bool, StoreError> {
        // What was parked and then heard to be with the team has no number: it came under an
        // identity this phone had before, or in a rescue file.
        self.run(
            "UPDATE outbox SET state = 'waiting', code = '', reason = ''
             WHERE enrolment = ?1 AND (n > ?2 OR n IS NULL) AND record IS NOT NULL
             AND state IN ('delivered', 'held', 'rejected')",
            params![enrolment.0, signed(n)],
        )?;
        let missing: i64 = self
            .one(
                "SELECT count(*) FROM outbox
                 WHERE enrolment = ?1 AND n > ?2 AND state NOT IN ('waiting', 'erased')",
                params![enrolment.0, signed(n)],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default();
        if missing > 0 {
            return Ok(false);
        }
        let erased = self.one(
            "SELECT 1 FROM outbox WHERE enrolment = ?1 AND n > ?2 AND state = 'erased' LIMIT 1",
            params![enrolment.0, signed(n)],
            |_| Ok(()),
        )?;
        if erased.is_some() {
            self.number_anew_after(enrolment, n)?;
        }
        Ok(true)
    }

    /// Everything this joining still has waits to be handed in once more: before a lost phone
    /// wipes itself. A server put back to an older state may lack what it once took; what it
    /// has it answers as a duplicate.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn hand_over_again(self, enrolment: EnrolmentKey) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET state = 'waiting', code = '', reason = ''
             WHERE enrolment = ?1 AND record IS NOT NULL
             AND state IN ('delivered', 'held', 'rejected')",
            [enrolment.0],
        )?;
        Ok(())
    }

    /// What was parked and then heard to be with the team has no number, so whoever asks up to
    /// which number the server has everything does not ask about it. A copy of this phone may have
    /// refilled a server that was set back, and without it.
    pub(super) fn hand_in_what_came_otherwise(
        self,
        enrolment: EnrolmentKey,
    ) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET state = 'waiting'
             WHERE enrolment = ?1 AND n IS NULL AND record IS NOT NULL
             AND state = 'delivered' AND code = ''",
            [enrolment.0],
        )?;
        Ok(())
    }

    /// What stands after `n` gets new numbers when it is handed in next.
    fn number_anew_after(self, enrolment: EnrolmentKey, n: u64) -> Result<(), StoreError> {
        let OurDigest::Is(digest) = self.our_digest(enrolment, n)? else {
            return Err(StoreError::Unreadable("the digest before an entry".into()));
        };
        self.run(
            "UPDATE outbox SET n = NULL, digest = NULL WHERE enrolment = ?1 AND n > ?2",
            params![enrolment.0, signed(n)],
        )?;
        self.run(
            "UPDATE enrolment SET last_n = ?2, last_digest = ?3 WHERE key = ?1",
            params![enrolment.0, signed(n), digest.0.as_slice()],
        )?;
        Ok(())
    }

    /// Whether entries after `n` are believed to be with the team.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn settled_after(self, enrolment: EnrolmentKey, n: u64) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 FROM outbox WHERE enrolment = ?1 AND n > ?2 AND state <> 'waiting' LIMIT 1",
            params![enrolment.0, signed(n)],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Takes the first waiting entry out of the way: the server will not take
    /// it even alone. What stood behind it is numbered anew, since the server
    /// has taken none of it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn park_first(self, enrolment: EnrolmentKey, code: &str) -> Result<(), StoreError> {
        let first: Option<(i64, Option<i64>)> = self.one(
            "SELECT place, n FROM outbox WHERE enrolment = ?1 AND state = 'waiting'
             ORDER BY n IS NULL, n, place LIMIT 1",
            [enrolment.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((place, n)) = first else {
            return Ok(());
        };
        if mutant::is("parked-is-thrown-away") {
            self.run(
                "DELETE FROM record WHERE key = (SELECT record FROM outbox WHERE place = ?1)",
                [place],
            )?;
        }
        self.run(
            "UPDATE outbox SET state = 'parked', code = ?2 WHERE place = ?1",
            params![place, code],
        )?;
        if let Some(n) = n {
            self.number_anew_after(enrolment, unsigned(n) - 1)?;
        }
        Ok(())
    }

    /// What was parked because the server could not read it may be tried again.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn unpark(self, enrolment: EnrolmentKey) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET state = 'waiting', code = ''
             WHERE enrolment = ?1 AND state = 'parked' AND bytes <= ?2",
            params![
                enrolment.0,
                i64::try_from(MAX_RECORD_BYTES).unwrap_or(i64::MAX)
            ],
        )?;
        Ok(())
    }

    /// # Errors
    /// When it cannot be read.
    pub fn outbox_counts(self) -> Result<OutboxCounts, StoreError> {
        let rows: Vec<(String, u32)> = self.all(
            "SELECT state, count(*) FROM outbox
             WHERE state NOT IN ('delivered', 'erased') GROUP BY state",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut counts = OutboxCounts::default();
        for (state, count) in rows {
            if state == "waiting" {
                counts.waiting += count;
            } else {
                counts.need_attention += count;
            }
        }
        Ok(counts)
    }

    /// Whether anything about this list is not yet with the team.
    pub(super) fn has_unsent_of_list(self, list: &uuid::Uuid) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM draft WHERE list = ?1)
             OR EXISTS (SELECT 1 FROM outbox o JOIN record r ON r.key = o.record
                        WHERE r.list = ?1 AND o.state = 'waiting')",
            [blob(list)],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }
}

fn reject_code(code: RejectCode) -> &'static str {
    match code {
        RejectCode::IdReused => "id_reused",
        RejectCode::BadBody => "bad_body",
        RejectCode::OutOfScope => "out_of_scope",
        RejectCode::TooLarge => "too_large",
        RejectCode::NotTheAuthor => "not_the_author",
        RejectCode::Unknown => "unknown",
    }
}

/// SQLite's integers are signed; a counter never gets near the difference.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}
