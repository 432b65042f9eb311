//! The record log in memory: the contract written as plainly as it can be, with
//! nothing kept that could be computed. The contract suite compares the other
//! back ends with it. It knows no erasure (`log` says why): nobody's wish is kept in it.

use super::StoreError;
use super::counting::{self, Counts};
use super::log::{Appended, Delivery, FeedSeq, Judged, RecordLog, Tallies, Verdict};
use crate::domain::conversation::Conversation;
use crate::domain::fold::{DoorState, Noted, fold, standing_visits};
use crate::domain::ids::{CampaignId, DeviceId, DoorId, ListId, PersonId, RecordId};
use crate::domain::record::{ContentHash, Fact, Record};
use crate::domain::walk_list::{Door, ScriptRef};
use crate::wire::pull::ListCheck;
use crate::wire::push::{EntryResult, Have, Outcome, RejectCode, StandsFor};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One campaign's log.
#[derive(Debug, Default)]
pub struct MemoryLog(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    doors: BTreeMap<ListId, BTreeSet<DoorId>>,
    listed: BTreeMap<DoorId, Vec<PersonId>>,
    scales: BTreeMap<ScriptRef, Vec<String>>,
    /// In the order of arrival; the place is the sequence number less one.
    log: Vec<(Record, Option<DoorId>)>,
    unlinked: BTreeMap<RecordId, Record>,
    ledger: BTreeMap<DeviceId, (Have, Vec<StandsFor>)>,
    quarantine: BTreeMap<(RecordId, ContentHash), String>,
}

impl MemoryLog {
    /// Puts doors on a list; other back ends have tables for it.
    pub fn place(&self, list: ListId, doors: &[Door]) {
        let mut kept = self.kept();
        for door in doors {
            kept.doors.entry(list).or_default().insert(door.id);
            let listed = door.people.iter().map(|person| person.id).collect();
            kept.listed.insert(door.id, listed);
        }
    }

    /// Makes a script's scales known.
    pub fn know(&self, script: ScriptRef, scales: Vec<String>) {
        self.kept().scales.insert(script, scales);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn store(&mut self, entry: &Judged) -> Outcome {
        match &entry.verdict {
            Verdict::Take(taken) => {
                let there = self
                    .log
                    .iter()
                    .find(|(record, _)| record.id == entry.record.id);
                match there {
                    Some((record, _)) => self.again(record.content_hash(), &entry.record),
                    None => {
                        self.no_longer_in_quarantine(&entry.record);
                        self.log.push((entry.record.clone(), taken.door));
                        Outcome::Accepted
                    }
                }
            }
            Verdict::Unlinked { .. } => match self.unlinked.get(&entry.record.id) {
                Some(record) => self.again(record.content_hash(), &entry.record),
                None => {
                    self.no_longer_in_quarantine(&entry.record);
                    self.unlinked.insert(entry.record.id, entry.record.clone());
                    Outcome::Accepted
                }
            },
            Verdict::Hold { reason } => {
                self.quarantine(&entry.record, (*reason).to_owned());
                Outcome::Held {
                    reason: (*reason).to_owned(),
                }
            }
            Verdict::Reject { code, text } => self.reject(&entry.record, *code, text),
            Verdict::TurnAway { code, text } => Outcome::Rejected {
                code: *code,
                text: text.clone(),
            },
        }
    }

    fn again(&mut self, stored: ContentHash, record: &Record) -> Outcome {
        if stored == record.content_hash() {
            Outcome::Duplicate
        } else {
            self.reject(
                record,
                RejectCode::IdReused,
                "another record is stored under this id",
            )
        }
    }

    fn reject(&mut self, record: &Record, code: RejectCode, text: &str) -> Outcome {
        let name = serde_json::to_string(&code).unwrap_or_default();
        self.quarantine(record, name.trim_matches('"').to_owned());
        Outcome::Rejected {
            code,
            text: text.to_owned(),
        }
    }

    fn quarantine(&mut self, record: &Record, code: String) {
        self.quarantine
            .entry((record.id, record.content_hash()))
            .or_insert(code);
    }

    fn no_longer_in_quarantine(&mut self, record: &Record) {
        self.quarantine.remove(&(record.id, record.content_hash()));
    }

    fn about(&self, door: DoorId) -> Vec<Noted> {
        self.log
            .iter()
            .filter(|(_, about)| *about == Some(door))
            .filter_map(|(record, _)| Noted::from_record(record).ok().flatten())
            .collect()
    }

    fn feed(&self, list: ListId) -> impl Iterator<Item = (FeedSeq, &Record)> {
        let doors = self.doors.get(&list);
        (1..)
            .zip(&self.log)
            .filter_map(move |(seq, (record, door))| {
                let on_list = door.is_some_and(|door| doors.is_some_and(|on| on.contains(&door)));
                on_list.then_some((seq, record))
            })
    }

    fn conversations(&self) -> impl Iterator<Item = Conversation> {
        self.log
            .iter()
            .map(|(record, _)| record)
            .chain(self.unlinked.values())
            .filter_map(|record| match record.read() {
                Ok(Fact::Conversation(conversation)) => Some(conversation),
                _ => None,
            })
    }
}

impl RecordLog for MemoryLog {
    async fn append(&self, delivery: Delivery) -> Result<Appended, StoreError> {
        let mut kept = self.kept();
        let (mut have, mut ledger) = kept
            .ledger
            .get(&delivery.device)
            .cloned()
            .unwrap_or_default();
        let forked = delivery.entries.iter().any(|entry| {
            let noted = entry.n.checked_sub(1).and_then(|at| {
                let at = usize::try_from(at).ok()?;
                ledger.get(at)
            });
            noted.is_some_and(|noted| *noted != entry.stands_for)
        });
        if forked {
            return Ok(Appended::Forked);
        }
        let mut results = Vec::new();
        for entry in &delivery.entries {
            results.push(EntryResult {
                n: entry.n,
                outcome: kept.store(entry),
            });
            let kept_at_all = !matches!(entry.verdict, Verdict::TurnAway { .. });
            if kept_at_all && entry.n == have.n + 1 {
                ledger.push(entry.stands_for);
                have = Have {
                    n: entry.n,
                    digest: have.digest.then(entry.n, entry.stands_for),
                };
            }
        }
        kept.ledger.insert(delivery.device, (have, ledger));
        Ok(Appended::Stored { results, have })
    }

    async fn feed(
        &self,
        _: CampaignId,
        list: ListId,
        after: FeedSeq,
        limit: u32,
    ) -> Result<Vec<(FeedSeq, Record)>, StoreError> {
        Ok(self
            .kept()
            .feed(list)
            .filter(|(seq, _)| *seq > after)
            .take(limit as usize)
            .map(|(seq, record)| (seq, record.clone()))
            .collect())
    }

    async fn check(&self, _: CampaignId, list: ListId) -> Result<ListCheck, StoreError> {
        let mut check = ListCheck::default();
        for (_, record) in self.kept().feed(list) {
            check.add_record(record.id, record.content_hash());
        }
        Ok(check)
    }

    async fn have(&self, _: CampaignId, device: DeviceId) -> Result<Have, StoreError> {
        Ok(self
            .kept()
            .ledger
            .get(&device)
            .map_or_else(Have::default, |(have, _)| *have))
    }

    async fn door_state(
        &self,
        _: CampaignId,
        door: DoorId,
    ) -> Result<Option<DoorState>, StoreError> {
        let facts = self.kept().about(door);
        Ok((!facts.is_empty()).then(|| fold(&facts)))
    }

    async fn tallies(&self, _: CampaignId, list: ListId) -> Result<Tallies, StoreError> {
        let kept = self.kept();
        let mut counts = Counts::default();
        let doors: BTreeSet<DoorId> = kept.log.iter().filter_map(|(_, door)| *door).collect();
        for door in doors {
            let listed = kept.listed.get(&door).map_or(&[][..], Vec::as_slice);
            let of_door = counting::of_door(listed, &standing_visits(&kept.about(door)));
            if let Some(more) = of_door.get(&list) {
                counts.add_all(more, 1);
            }
        }
        for conversation in kept.conversations().filter(|talk| talk.list == list) {
            let scales = kept
                .scales
                .get(&conversation.script)
                .map_or(&[][..], Vec::as_slice);
            counting::add_conversation(&mut counts, &conversation, scales);
        }
        Ok(counts
            .each()
            .map(|(measure, bucket, n)| ((measure.to_owned(), bucket.to_owned()), n))
            .collect())
    }

    async fn unlinked(&self, _: CampaignId) -> Result<Vec<RecordId>, StoreError> {
        Ok(self.kept().unlinked.keys().copied().collect())
    }

    async fn quarantined(&self, _: CampaignId) -> Result<Vec<(RecordId, String)>, StoreError> {
        Ok(self
            .kept()
            .quarantine
            .iter()
            .map(|((id, _), code)| (*id, code.clone()))
            .collect())
    }
}
