//! What is unsent, to be put into a rescue file; what already is in one; and
//! leaving a campaign, which is refused while something is in neither.
//!
//! > **Invariant.** Leaving a campaign deletes nothing that is not with the
//! > team or in a rescue file that was kept.

use super::records::{RECORD_COLUMNS, read_record};
use super::{Enrolment, StoreError, StoredDraft, Tables, blob};
use crate::domain::ids::{CampaignId, DraftId};
use crate::domain::record::Record;
use crate::mutant;
use rusqlite::params;

/// What one joining has that the server has not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent {
    pub enrolment: Enrolment,
    /// With their places in the outbox; also what was refused, held or parked.
    pub records: Vec<(i64, Record)>,
    pub drafts: Vec<StoredDraft>,
    /// Records and drafts that this version of the app cannot read.
    pub unreadable: u32,
}

/// Entries of the outbox that a rescue file is to hold.
const UNSENT: &str = "state NOT IN ('delivered', 'erased') AND record IS NOT NULL";

impl Tables<'_> {
    /// Per joining, the joinings without anything left out.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn unsent(self) -> Result<Vec<Unsent>, StoreError> {
        let mut all = Vec::new();
        let unsent = if mutant::is("refused-is-not-rescued") {
            "state = 'waiting' AND record IS NOT NULL"
        } else {
            UNSENT
        };
        for enrolment in self.enrolments()? {
            // The record's columns first, as they are read everywhere.
            let entries = self.all(
                &format!(
                    "SELECT {RECORD_COLUMNS}, place FROM record
                     JOIN (SELECT place, record AS of FROM outbox
                           WHERE enrolment = ?1 AND {unsent}) ON key = of
                     ORDER BY place"
                ),
                [enrolment.key.0],
                |row| Ok((row.get(6)?, read_record(row).ok())),
            )?;
            let drafts: Vec<StoredDraft> = self
                .drafts()?
                .into_iter()
                .filter(|stored| stored.enrolment == enrolment.key)
                .collect();
            let begun = self.holds(enrolment.key)?.drafts as usize;
            let mut unsent = Unsent {
                enrolment,
                records: Vec::with_capacity(entries.len()),
                unreadable: u32::try_from(begun.saturating_sub(drafts.len())).unwrap_or(u32::MAX),
                drafts,
            };
            for (place, record) in entries {
                match record {
                    Some(record) => unsent.records.push((place, record)),
                    None => unsent.unreadable += 1,
                }
            }
            if unsent.records.len() + unsent.drafts.len() + unsent.unreadable as usize > 0 {
                all.push(unsent);
            }
        }
        Ok(all)
    }

    /// These are in a file that was kept; the drafts as they were when last touched.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn note_rescued(self, places: &[i64], drafts: &[(DraftId, i64)]) -> Result<(), StoreError> {
        for place in places {
            self.run(
                "INSERT OR IGNORE INTO rescued_entry (place)
                 SELECT place FROM outbox WHERE place = ?1",
                [place],
            )?;
        }
        for (draft, touched_ms) in drafts {
            self.run(
                "INSERT OR REPLACE INTO rescued_draft (draft, touched_ms)
                 SELECT id, ?2 FROM draft WHERE id = ?1",
                params![blob(&draft.0), touched_ms],
            )?;
        }
        Ok(())
    }

    /// How many of a campaign's records and drafts are neither sent nor rescued.
    fn not_rescued(self, campaign: i64) -> Result<u32, StoreError> {
        let count = |sql: &str| -> Result<u32, StoreError> {
            let found = self.one(sql, [campaign], |row| Ok(row.get(0)?))?;
            Ok(found.unwrap_or_default())
        };
        let records = count(&format!(
            "SELECT count(*) FROM outbox JOIN enrolment e ON e.key = outbox.enrolment
             WHERE e.campaign = ?1 AND outbox.{UNSENT}
             AND place NOT IN (SELECT place FROM rescued_entry)"
        ))?;
        let drafts = count(
            "SELECT count(*) FROM draft JOIN enrolment e ON e.key = draft.enrolment
             WHERE e.campaign = ?1 AND NOT EXISTS (
                SELECT 1 FROM rescued_draft r
                WHERE r.draft = draft.id AND r.touched_ms = draft.touched_ms)",
        )?;
        Ok(records + drafts)
    }

    /// Takes a campaign and everything about it off this phone. Call it in a write.
    ///
    /// # Errors
    /// `NotRescued` while something would be lost by it; then nothing is changed.
    pub fn leave(self, campaign: CampaignId) -> Result<(), StoreError> {
        let key: i64 = self
            .one(
                "SELECT key FROM campaign WHERE id = ?1",
                [blob(&campaign.0)],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("campaign"))?;
        let lost = self.not_rescued(key)?;
        if lost > 0 && !mutant::is("left-without-a-file") {
            return Err(StoreError::NotRescued(lost));
        }
        let enrolments: Vec<i64> = self.all(
            "SELECT key FROM enrolment WHERE campaign = ?1",
            [key],
            |row| Ok(row.get(0)?),
        )?;
        for enrolment in enrolments {
            self.run("DELETE FROM draft WHERE enrolment = ?1", [enrolment])?;
            self.run("DELETE FROM outbox WHERE enrolment = ?1", [enrolment])?;
            // What is still to be said of them: there is nobody left to say so.
            self.run("DELETE FROM erasure WHERE enrolment = ?1", [enrolment])?;
            self.forget_enrolment(enrolment)?;
        }
        for table in [
            "list",
            "record",
            "recording",
            "script",
            "story",
            "enrolment",
        ] {
            self.run(&format!("DELETE FROM {table} WHERE campaign = ?1"), [key])?;
        }
        self.run("DELETE FROM campaign WHERE key = ?1", [key])?;
        // Another campaign of this phone comes to the front.
        let other = self.one(
            "SELECT key FROM enrolment ORDER BY key DESC LIMIT 1",
            [],
            |row| Ok(row.get(0)?),
        )?;
        match other {
            Some(other) => self.set_current_enrolment_key(other),
            None => Ok(()),
        }
    }
}
