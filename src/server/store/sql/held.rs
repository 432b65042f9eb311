//! Statements for records that were held until they could be read: see `store::held`.

use super::rows::{Id, from_json, maybe_id};
use super::twins::{Place, Sought};
use super::{Db, campaigns, joining, lists, params, quarantine};
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId};
use crate::domain::record::{ContentHash, Kind, Record};
use crate::server::clock::day_of;
use crate::server::store::StoreError;
use crate::server::store::erasure::SuppressionKey;
use crate::server::store::joining::{DeviceState, Standing};
use crate::server::store::judge::{KNOWN_VERSION, Known, Read, judge};
use crate::server::store::log::{Delivery, Judged, Verdict};
use crate::server::store::quarantine::delivery as as_delivery;
use crate::wire::push::{Entry, Outcome};
use std::collections::BTreeMap;
use uuid::Uuid;

struct Held {
    record: Record,
    content: ContentHash,
    device: Option<DeviceId>,
    canvasser: Option<CanvasserId>,
    received_ms: i64,
}

impl Held {
    fn is_known(&self) -> bool {
        !matches!(self.record.kind, Kind::Unknown(_)) && self.record.version <= KNOWN_VERSION
    }
}

/// Who wishes to be erased by what is held and known now, by campaign.
pub fn wished(db: &Db<'_>) -> Result<BTreeMap<CampaignId, Vec<Place>>, StoreError> {
    let mut wished: BTreeMap<CampaignId, Vec<Place>> = BTreeMap::new();
    for campaign in campaigns::all(db)? {
        for held in held(db, campaign.id)?.into_iter().filter(Held::is_known) {
            let delivery = as_delivery(campaign.id, held.device, held.record, 0);
            let places = delivery.into_iter().flat_map(|delivery| delivery.wished());
            wished.entry(campaign.id).or_default().extend(places);
        }
    }
    Ok(wished)
}

pub fn take_up(
    db: &Db<'_>,
    key: &SuppressionKey,
    sought: &[Sought],
    now_ms: i64,
) -> Result<u32, StoreError> {
    let mut taken = 0;
    for campaign in campaigns::all(db)? {
        let campaign = campaign.id;
        if !held(db, campaign)?.iter().any(Held::is_known) {
            continue;
        }
        db.lock(campaign)?;
        // Once more, behind the lock: another server may have started just now.
        for held in held(db, campaign)?.into_iter().filter(Held::is_known) {
            taken += u32::from(take_one(db, campaign, held, key, sought, now_ms)?);
        }
    }
    Ok(taken)
}

/// Earliest first. What a lead has put aside stays where they put it.
fn held(db: &Db<'_>, campaign: CampaignId) -> Result<Vec<Held>, StoreError> {
    db.prepare_cached(
        "SELECT whole, content, device, canvasser, received_ms FROM quarantine \
         WHERE campaign = ?1 AND state = 'held' AND code IN ('kind_unknown', 'version_unknown') \
         AND NOT EXISTS (SELECT 1 FROM put_aside WHERE put_aside.campaign = quarantine.campaign \
           AND put_aside.record = quarantine.record AND put_aside.content = quarantine.content) \
         ORDER BY received_ms, record, content",
    )?
    .query_map(params![Id::from(campaign)], |row| {
        Ok(Held {
            record: from_json("record", row.text(0)?)?,
            content: ContentHash(row.get(1)?),
            device: maybe_id(row, 2)?,
            canvasser: maybe_id(row, 3)?,
            received_ms: row.get(4)?,
        })
    })?
    .collect::<Result<_, _>>()
}

/// Whether it is in the log, or with the unlinked conversations, now.
fn take_one(
    db: &Db<'_>,
    campaign: CampaignId,
    held: Held,
    key: &SuppressionKey,
    sought: &[Sought],
    now_ms: i64,
) -> Result<bool, StoreError> {
    let record = held.record.id;
    // An unlinked one was kept without the time it came.
    let received_ms = if held.received_ms > 0 {
        held.received_ms
    } else {
        now_ms
    };
    let judged = judged_again(db, campaign, &held, received_ms)?;
    let delivery = Delivery {
        campaign,
        device: held.device.unwrap_or(DeviceId(Uuid::nil())),
        canvasser: held.canvasser.unwrap_or(CanvasserId(Uuid::nil())),
        received_ms,
        waiting: 0,
        holds: None,
        entries: vec![judged],
    };
    db.lock(campaign)?;
    let outcomes = quarantine::taken_now(db, &delivery, key, sought)?;
    let at = params![Id::from(campaign), Id::from(record), held.content.0];
    match outcomes.into_iter().next() {
        Some(Outcome::Accepted) => Ok(true),
        Some(Outcome::Duplicate | Outcome::Erased) => {
            db.execute(
                "DELETE FROM quarantine WHERE campaign = ?1 AND record = ?2 AND content = ?3",
                at,
            )?;
            quarantine::forget_decisions(db, campaign, record)?;
            Ok(false)
        }
        // It stays with the lead, for the reason there is now.
        Some(Outcome::Held { reason }) => {
            say_why(db, campaign, &held, "held", &reason, &reason)?;
            Ok(false)
        }
        Some(Outcome::Rejected { code, text }) => {
            let code = super::rows::to_json("code", &code)?;
            say_why(
                db,
                campaign,
                &held,
                "rejected",
                code.trim_matches('"'),
                &text,
            )?;
            Ok(false)
        }
        None => Ok(false),
    }
}

fn judged_again(
    db: &Db<'_>,
    campaign: CampaignId,
    held: &Held,
    received_ms: i64,
) -> Result<Judged, StoreError> {
    let is_unlinked = held.record.author.is_none();
    let read = Read::new(Entry {
        n: 0,
        // Those without an author had one when they came; it is written nowhere.
        receipt: is_unlinked.then(|| "0".repeat(32)),
        record: held.record.clone(),
    });
    let device = held.device.unwrap_or(DeviceId(Uuid::nil()));
    let canvasser = held.canvasser.unwrap_or(CanvasserId(Uuid::nil()));
    let today = day_of(received_ms);
    let mut standing: Standing =
        joining::standing(db, campaign, device, canvasser, &read.pairs(), today)?;
    if is_unlinked {
        // Whose it was is not known, only that its phone was ours.
        standing.lists = lists::all(db, campaign)?
            .into_iter()
            .map(|list| (list.about.id, true))
            .collect();
    }
    let lost = standing
        .device
        .as_ref()
        .is_some_and(|device| device.state == DeviceState::Lost);
    let mut judged = judge(
        read,
        Known {
            canvasser,
            standing: &standing,
            lost,
            clock_off: false,
            received_ms,
        },
    );
    if let Verdict::TurnAway { code, text } = judged.verdict {
        // It was kept when it came, so it is kept.
        judged.verdict = Verdict::Reject { code, text };
    }
    Ok(judged)
}

fn say_why(
    db: &Db<'_>,
    campaign: CampaignId,
    held: &Held,
    state: &str,
    code: &str,
    reason: &str,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE quarantine SET state = ?4, code = ?5, reason = ?6 \
         WHERE campaign = ?1 AND record = ?2 AND content = ?3",
        params![
            Id::from(campaign),
            Id::from(held.record.id),
            held.content.0,
            state,
            code,
            reason
        ],
    )?;
    Ok(())
}
