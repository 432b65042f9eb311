//! What the app does by itself as time passes: closes talks that were left,
//! empties lists that ended, forgets what has long been with the team.

use super::BackRoom;
use crate::domain::conversation::Ending;
use crate::domain::draft::Place;
use crate::mutant;
use crate::phone::room::Notice;
use crate::phone::store::{StoreError, StoredDraft};

/// A talk in which nothing was noted for so long was left.
const LEFT_AFTER_MS: i64 = 4 * 60 * 60_000;
/// Nobody adds anything on the pavement after so long.
const PAVEMENT_MS: i64 = 30 * 60_000;
/// Own records the server has are kept so long, to refill a server restored
/// from an old backup.
const KEPT_MS: i64 = 90 * 24 * 60 * 60_000;
const TIDY_EVERY_MS: i64 = 60_000;

impl BackRoom {
    /// Tidies, and leaves what cannot be tidied now for the next time.
    pub(super) fn tidy_now(&mut self) {
        if let Err(error) = self.tidy() {
            self.note_damage(&error);
        }
    }

    pub(super) fn tidy(&mut self) -> Result<(), StoreError> {
        self.tidy_at = self.clock.steady_ms() + TIDY_EVERY_MS;
        self.close_left_talks()?;
        self.empty_ended_lists()?;
        self.wipe_lost()?;
        let before = self.clock.now().utc_ms() - KEPT_MS;
        if self.store.tables().has_sent_before(before)? {
            self.store
                .write(|tables| tables.forget_sent_before(before))?;
        }
        Ok(())
    }

    fn close_left_talks(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for stored in self.store.tables().drafts()? {
            let idle_ms = match self.touched.get(&stored.draft.id) {
                Some(touched) => self.clock.steady_ms() - touched,
                None if now.utc_ms() < stored.touched_ms
                    && !mutant::is("calendar-set-back-not-noticed") =>
                {
                    // The calendar was set back: it cannot say since when, so from now on.
                    let now = self.clock.steady_ms();
                    self.touched.insert(stored.draft.id, now);
                    0
                }
                None => now.utc_ms() - stored.touched_ms,
            };
            let ending = match stored.draft.place {
                // A form is as far from its end as a conversation at a step.
                Place::Pavement if stored.draft.is_form() && idle_ms < LEFT_AFTER_MS => continue,
                Place::Pavement if stored.draft.is_form() && stored.draft.is_blank() => {
                    self.drop_draft(stored.draft.id)?;
                    self.notices.push(Notice::ListsChanged);
                    continue;
                }
                Place::Pavement if stored.draft.is_form() => Ending::Abandoned,
                Place::Pavement if idle_ms >= PAVEMENT_MS => Ending::Finished,
                Place::Step(_) if idle_ms >= LEFT_AFTER_MS => Ending::Abandoned,
                Place::Pavement | Place::Step(_) => continue,
            };
            self.close(&stored, ending)?;
        }
        Ok(())
    }

    fn close(&mut self, stored: &StoredDraft, ending: Ending) -> Result<(), StoreError> {
        let now = self.clock.now();
        match self.finish_draft(stored, now, ending) {
            Ok(_) => {
                self.notices.push(Notice::ListsChanged);
                Ok(())
            }
            // Its script cannot be read by this version: it stays a draft, and is counted.
            Err(
                StoreError::NotHere(_) | StoreError::NotPossible(_) | StoreError::Unreadable(_),
            ) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A phone that was reported lost hands over what it has and then keeps nothing.
    pub(super) fn wipe_lost(&mut self) -> Result<(), StoreError> {
        for key in self.store.tables().lost_and_handed_over()? {
            self.store.write(|tables| tables.wipe(key))?;
            self.store.empty_journal();
            self.notices.push(Notice::ListsChanged);
        }
        Ok(())
    }

    pub(super) fn empty_ended_lists(&mut self) -> Result<(), StoreError> {
        let today = self.clock.now().local_date();
        if self.store.tables().has_ended_lists(today)?
            && self.store.write(|tables| tables.empty_ended_lists(today))?
        {
            self.notices.push(Notice::ListsChanged);
        }
        Ok(())
    }
}
