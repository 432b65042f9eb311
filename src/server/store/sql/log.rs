//! The record log: see `store::log` for its contract. How a delivery's records get into the
//! tables is in `batch`; here are the ledger of deliveries and what is read from the log.

use super::batch::Batch;
use super::rows::{Id, hash, id, signed, unsigned};
use super::twins::Sought;
use super::views::Scales;
use super::{Db, Row, params, unreadable};
use super::{campaigns, joining};
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, ListId, RecordId};
use crate::domain::record::{Author, Kind, Record};
use crate::domain::time::DeviceTime;
use crate::mutant;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::log::{Appended, Delivery, FeedSeq, Verdict};
use crate::wire::push::{EntryResult, Have, Outcome, StandsFor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Stores a delivery; and whether the ledger of the erased changed with it. Whoever wishes
/// to be erased, or not to be called on again, was looked for before.
pub fn append(
    db: &Db<'_>,
    delivery: &Delivery,
    key: &SuppressionKey,
    sought: &[Sought],
    scales: &Scales,
) -> Result<(Appended, bool), StoreError> {
    db.lock(delivery.campaign)?;
    let mut have = have(db, delivery.campaign, delivery.device)?;
    if is_forked(db, delivery, have)? {
        return Ok((Appended::Forked, false));
    }
    let mut batch = Batch::open(db, delivery, &[], scales)?;
    let mut results = Vec::with_capacity(delivery.entries.len());
    let mut noted = Vec::with_capacity(delivery.entries.len());
    for entry in &delivery.entries {
        results.push(EntryResult {
            n: entry.n,
            outcome: batch.store(entry)?,
        });
        // What was turned away leaves no trace, so the ledger waits there.
        let kept = !matches!(entry.verdict, Verdict::TurnAway { .. });
        if kept && entry.n == have.n + 1 {
            noted.push((entry.n, entry.stands_for));
            have = Have {
                n: entry.n,
                digest: have.digest.then(entry.n, entry.stands_for),
            };
        }
    }
    note_deliveries(db, delivery, noted)?;
    let wished = batch.close(key, sought)?;
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

/// Whether what was handed in before is not what is handed in again now.
fn is_forked(db: &Db<'_>, delivery: &Delivery, have: Have) -> Result<bool, StoreError> {
    let again = || delivery.entries.iter().filter(|entry| entry.n <= have.n);
    let (Some(first), Some(last)) = (again().next(), again().next_back()) else {
        return Ok(false);
    };
    let noted: BTreeMap<u64, StandsFor> = db
        .prepare_cached(
            "SELECT n, stands_for FROM delivery \
             WHERE campaign = ?1 AND device = ?2 AND n >= ?3 AND n <= ?4",
        )?
        .query_map(
            params![
                Id::from(delivery.campaign),
                Id::from(delivery.device),
                signed(first.n),
                signed(last.n)
            ],
            |row| Ok((unsigned(row.get(0)?), StandsFor(hash(row, 1)?))),
        )?
        .collect::<Result<_, _>>()?;
    Ok(again().any(|entry| noted.get(&entry.n) != Some(&entry.stands_for)))
}

fn note_deliveries(
    db: &Db<'_>,
    delivery: &Delivery,
    noted: Vec<(u64, StandsFor)>,
) -> Result<(), StoreError> {
    let (campaign, device) = (Id::from(delivery.campaign), Id::from(delivery.device));
    db.prepare_cached(
        "INSERT INTO delivery (campaign, device, n, stands_for) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute_each(noted, |(n, stands_for), run| {
        run(params![campaign, device, signed(*n), stands_for.0])
    })
}

pub fn have(db: &Db<'_>, campaign: CampaignId, device: DeviceId) -> Result<Have, StoreError> {
    joining::device(db, campaign, device)?
        .map(|device| device.have)
        .ok_or(StoreError::NotFound("phone"))
}

/// What tells this history from another up to `seq`: the server's start after which that number
/// was given out, and the last record there, should a database be put back under a running server.
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
    let last = stands
        .max(erased)
        .map_or_else(|| "0".to_owned(), |(_, mark)| mark);
    Ok(match campaigns::start_of(db, campaign, seq)? {
        0 => last,
        _ if mutant::is("start-not-in-cursors") => last,
        start => {
            let last = u32::from_str_radix(&last, 16).unwrap_or(0);
            format!("{:08x}", start ^ last)
        }
    })
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
