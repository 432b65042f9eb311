//! Takes from unlinked conversations what PostgreSQL notes of its own accord.
//! With each row it keeps the number of the transaction that wrote it, and rows
//! lie in the order they came: with both, an unlinked conversation could be
//! joined to the delivery it came with. So every few minutes the rows of a list
//! that got some are written anew, all together and in the order of their random
//! ids, in a transaction that does nothing else.

use super::{Db, Postgres};
use crate::domain::ids::{CampaignId, ListId};
use crate::server::store::StoreError;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

const EVERY: Duration = Duration::from_secs(5 * 60);

/// What is to be written anew: a list's unlinked conversations, or a campaign's
/// set-aside records without an author.
type Place = (CampaignId, Option<ListId>);

/// Where this server put some since the last time.
#[derive(Debug, Default)]
pub struct Unmixed(Mutex<BTreeSet<Place>>);

impl Unmixed {
    fn note(&self, campaign: CampaignId, list: Option<ListId>) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.insert((campaign, list));
    }

    fn take(&self) -> BTreeSet<Place> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl super::Session<'_> {
    /// To be called by whoever stores one, before it is committed.
    pub fn unlinked_came(&self, campaign: CampaignId, list: Option<ListId>) {
        self.unmixed.note(campaign, list);
    }
}

impl Postgres {
    /// Mixes for as long as the server runs; everything once at the start, for
    /// what a server that was killed had not mixed yet.
    pub async fn keep_mixing(self) {
        if let Err(error) = self.note_all().await {
            tracing::warn!(%error, "unlinked conversations could not be mixed");
        }
        loop {
            if let Err(error) = self.mix().await {
                tracing::warn!(%error, "unlinked conversations could not be mixed");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn note_all(&self) -> Result<(), StoreError> {
        let places: Vec<Place> = self
            .read(|db| {
                db.prepare_cached(
                    "SELECT DISTINCT campaign, list FROM unlinked UNION ALL \
                     SELECT DISTINCT campaign, NULL FROM quarantine WHERE device IS NULL",
                )?
                .query_map(&[], |row| {
                    let list: Option<[u8; 16]> = row.get(1)?;
                    Ok((
                        CampaignId(Uuid::from_bytes(row.get(0)?)),
                        list.map(|list| ListId(Uuid::from_bytes(list))),
                    ))
                })?
                .collect()
            })
            .await?;
        for (campaign, list) in places {
            self.unmixed.note(campaign, list);
        }
        Ok(())
    }

    /// Writes anew what came since the last time.
    ///
    /// # Errors
    /// When the database does not let us; the lists are tried again next time.
    pub async fn mix(&self) -> Result<(), StoreError> {
        for (campaign, list) in self.unmixed.take() {
            if let Err(error) = self.write(move |db| mix(db, campaign, list)).await {
                self.unmixed.note(campaign, list);
                return Err(error);
            }
        }
        Ok(())
    }
}

fn mix(db: &Db<'_>, campaign: CampaignId, list: Option<ListId>) -> Result<(), StoreError> {
    // Whoever looks whether one is there already must not look meanwhile.
    db.lock(campaign)?;
    match list {
        Some(list) => mix_list(db, campaign, list),
        None => mix_set_aside(db, campaign),
    }
}

fn mix_list(db: &Db<'_>, campaign: CampaignId, list: ListId) -> Result<(), StoreError> {
    db.execute(
        "WITH moved AS (DELETE FROM unlinked WHERE campaign = ?1 AND list = ?2 \
           RETURNING campaign, record, list, week, version, body) \
         INSERT INTO unlinked (campaign, record, list, week, version, body) \
         SELECT campaign, record, list, week, version, body FROM moved ORDER BY record",
        &[&campaign.0.as_bytes(), &list.0.as_bytes()],
    )?;
    // Which counts a delivery changed tells what was said in it.
    db.execute(
        "UPDATE tally SET n = n WHERE campaign = ?1 AND list = ?2",
        &[&campaign.0.as_bytes(), &list.0.as_bytes()],
    )?;
    Ok(())
}

fn mix_set_aside(db: &Db<'_>, campaign: CampaignId) -> Result<(), StoreError> {
    db.execute(
        "WITH moved AS (DELETE FROM quarantine WHERE campaign = ?1 AND device IS NULL \
           RETURNING campaign, record, content, state, code, reason, device, canvasser, \
           received_ms, whole) \
         INSERT INTO quarantine (campaign, record, content, state, code, reason, device, \
           canvasser, received_ms, whole) \
         SELECT campaign, record, content, state, code, reason, device, canvasser, \
           received_ms, whole FROM moved ORDER BY record, content",
        &[&campaign.0.as_bytes()],
    )?;
    Ok(())
}
