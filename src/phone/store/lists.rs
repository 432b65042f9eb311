//! The end of a list: expired by the calendar or taken away by the lead. It is
//! hidden at once, what is pending about it is handed in, and only then its
//! people are deleted.

use super::{EnrolmentKey, StoreError, Tables, uuid};
use crate::domain::few::FewOf;
use crate::domain::ids::DoorId;
use chrono::NaiveDate;

impl Tables<'_> {
    /// Joinings whose phone was reported lost and that still have something here
    /// though all of it was handed over.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn lost_and_handed_over(self) -> Result<Vec<EnrolmentKey>, StoreError> {
        self.all(
            "SELECT key FROM enrolment e WHERE state = 'lost'
             AND NOT EXISTS (SELECT 1 FROM draft t WHERE t.enrolment = e.key)
             AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.enrolment = e.key
                             AND o.state = 'waiting')
             AND (EXISTS (SELECT 1 FROM list l WHERE l.enrolment = e.key)
                  OR EXISTS (SELECT 1 FROM outbox o WHERE o.enrolment = e.key
                             AND o.record IS NOT NULL AND o.state <> 'parked'))",
            [],
            |row| Ok(EnrolmentKey(row.get(0)?)),
        )
    }

    /// Wipes what came through a joining of a phone that was reported lost, and
    /// what was said through it, which the lead has now. What no server took
    /// even alone stays: nobody else has it.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub fn wipe(self, key: EnrolmentKey) -> Result<(), StoreError> {
        let enrolment = self.enrolment(key)?;
        self.run("DELETE FROM list WHERE enrolment = ?1", [key.0])?;
        const OVER: &str = "key IN (SELECT record FROM outbox
             WHERE enrolment = ?1 AND state NOT IN ('waiting', 'parked'))";
        // Another joining's list may have the same doors.
        let mut doors: FewOf<DoorId> = self
            .all(
                &format!("SELECT DISTINCT door FROM record WHERE {OVER} AND door IS NOT NULL"),
                [key.0],
                |row| Ok(DoorId(uuid(row, 0)?)),
            )?
            .into_iter()
            .collect();
        // What another joining's list brought as well is a colleague's there.
        const BROUGHT: &str = "EXISTS (SELECT 1 FROM list_record l WHERE l.record = record.key)";
        let brought = format!("UPDATE record SET mine = 0 WHERE {OVER} AND {BROUGHT}");
        self.run(&brought, [key.0])?;
        let only_said = format!("DELETE FROM record WHERE {OVER} AND NOT {BROUGHT}");
        self.run(&only_said, [key.0])?;
        self.run(
            "UPDATE outbox SET record = NULL
             WHERE enrolment = ?1 AND state NOT IN ('waiting', 'parked')",
            [key.0],
        )?;
        // The lead has it: nothing on this phone is left to look after.
        self.run(
            "UPDATE outbox SET state = 'delivered', code = '', reason = ''
             WHERE enrolment = ?1 AND record IS NULL AND state IN ('held', 'rejected')",
            [key.0],
        )?;
        doors.extend(self.drop_orphans(enrolment.campaign_key)?);
        for door in doors {
            self.refold(enrolment.campaign_key, door)?;
        }
        // Nobody's work, so nothing the lead would have; only this phone's.
        self.run(
            "DELETE FROM story WHERE campaign = ?1 AND NOT EXISTS (
                SELECT 1 FROM enrolment e WHERE e.campaign = ?1 AND e.state <> 'lost')",
            [enrolment.campaign_key],
        )?;
        Ok(())
    }

    /// Whether [`empty_ended_lists`](Self::empty_ended_lists) has anything to look at.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_ended_lists(self, today: NaiveDate) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 FROM list l WHERE (gone = 1 OR expires_on < ?1)
             AND EXISTS (SELECT 1 FROM door d WHERE d.list = l.key) LIMIT 1",
            [today.to_string()],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Deletes the doors, people and colleagues' records of lists that have
    /// ended and about which nothing is unsent. Whether anything was deleted.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn empty_ended_lists(self, today: NaiveDate) -> Result<bool, StoreError> {
        let ended: Vec<(i64, i64, [u8; 16])> = self.all(
            "SELECT key, campaign, id FROM list l
             WHERE (gone = 1 OR expires_on < ?1)
             AND EXISTS (SELECT 1 FROM door d WHERE d.list = l.key)",
            [today.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let mut emptied = false;
        for (key, campaign, id) in ended {
            if self.has_unsent_of_list(&uuid::Uuid::from_bytes(id))? {
                continue;
            }
            self.run("DELETE FROM door WHERE list = ?1", [key])?;
            self.run("DELETE FROM street WHERE list = ?1", [key])?;
            self.run("DELETE FROM list_record WHERE list = ?1", [key])?;
            self.run(
                "UPDATE list SET emptied = 1, complete = 0, last_place = -1 WHERE key = ?1",
                [key],
            )?;
            for door in self.drop_orphans(campaign)? {
                self.refold(campaign, door)?;
            }
            emptied = true;
        }
        Ok(emptied)
    }
}
