//! A door: what it needs, who is listed, what came of earlier attempts.

use super::super::{StoreError, StoredDoor, Tables};
use super::{needs, people, warnings};
use crate::domain::fold;
use crate::domain::time::DeviceTime;
use crate::phone::view::{DoorView, PastVisit};

impl Tables<'_> {
    /// `languages` are those its script can be held in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn door_view(
        self,
        door: &StoredDoor,
        languages: Vec<String>,
        now: DeviceTime,
    ) -> Result<DoorView, StoreError> {
        let parked = self.drafts_at(door.id)?;
        Ok(DoorView {
            door: door.id,
            calls: door.is_call(),
            list: door.list.id,
            street_index: self.street_index(door.list.key, door.street_key)?,
            street: door.street.clone(),
            number: door.number.clone(),
            unit: door.unit.clone(),
            city: door.city.clone(),
            postcode: door.postcode.clone(),
            needs: needs(door, !parked.is_empty()),
            warnings: warnings(&door.state, now.local_date()),
            people: people(&door.people, &door.state),
            history: self.history(door, now)?,
            parked,
            next: self.next_from(door)?,
            languages,
        })
    }

    fn history(self, door: &StoredDoor, now: DeviceTime) -> Result<Vec<PastVisit>, StoreError> {
        let mine = self.own_canvassers()?;
        let campaign = self.enrolment(door.list.enrolment)?.campaign_key;
        let noted = self.noted(campaign, door.id)?;
        Ok(fold::standing_visits(&noted)
            .into_iter()
            .map(|standing| PastVisit {
                visit: standing.id,
                disposition: standing.visit.disposition,
                call: standing.visit.call,
                at: standing.author.at,
                round: standing.visit.round,
                mine: mine.contains(&standing.author.canvasser),
                who: standing.visit.who,
                corrected: standing.corrected,
                may_correct: mine
                    .iter()
                    .any(|canvasser| standing.may_be_corrected(*canvasser, now)),
            })
            .collect())
    }
}
