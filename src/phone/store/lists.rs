//! The end of a list: expired by the calendar or taken away by the lead. It is
//! hidden at once, what is pending about it is handed in, and only then its
//! people are deleted.

use super::{StoreError, Tables};
use chrono::NaiveDate;

impl Tables<'_> {
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
