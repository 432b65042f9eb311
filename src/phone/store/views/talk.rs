//! A conversation's screens, and the one screen for a talk just had.

use super::super::{Enrolment, StoreError, StoredDoor, StoredDraft, Tables};
use super::people;
use crate::domain::draft::Place;
use crate::domain::finish;
use crate::domain::fold::DoorState;
use crate::domain::guide::{self, Names};
use crate::domain::script::Script;
use crate::domain::time::DeviceTime;
use crate::phone::view::{AfterwardsForm, PavementView, TalkView};

impl Tables<'_> {
    /// # Errors
    /// When it cannot be read.
    pub fn talk_view(
        self,
        stored: &StoredDraft,
        script: &Script,
        enrolment: &Enrolment,
        now: DeviceTime,
    ) -> Result<TalkView, StoreError> {
        let draft = &stored.draft;
        let door = self.door_even_if_gone(draft.door)?;
        let nothing_known = DoorState::default();
        let state = door.as_ref().map_or(&nothing_known, |door| &door.state);
        let names = Names {
            canvasser: first_name(&enrolment.canvasser_name),
            organisation: &enrolment.campaign.organisation,
        };
        let pavement = if draft.place == Place::Pavement {
            let (tags, commitments) = guide::pavement(script, draft);
            Some(PavementView {
                tags,
                commitments,
                linked: finish::will_link(draft, &enrolment.campaign),
                next: match &door {
                    Some(door) => self.next_from(door)?,
                    None => None,
                },
            })
        } else {
            None
        };
        Ok(TalkView {
            draft: draft.id,
            door: draft.door,
            list: draft.list,
            address: stored.address.clone(),
            who: draft.who,
            people: people(&stored.people, state),
            place: draft.place.clone(),
            step: guide::step_view_for(script, draft, names),
            outline: guide::outline(script, draft),
            concerns: guide::concerns(script, draft),
            language: draft.language.clone(),
            languages: script.script.languages.clone(),
            short: draft.short,
            can_go_short: guide::can_go_short(script, draft),
            paused: draft.place != Place::Pavement && draft.running_since.is_none(),
            seconds: guide::elapsed_seconds(draft, now),
            made_a_difference: draft.answers.made_a_difference.clone(),
            pavement,
        })
    }

    /// # Errors
    /// When it cannot be read.
    pub fn afterwards_form(
        self,
        door: &StoredDoor,
        script: &Script,
        language: &str,
    ) -> Result<AfterwardsForm, StoreError> {
        let form = guide::first_and_final(script, language);
        Ok(AfterwardsForm {
            door: door.id,
            address: door.address(),
            people: people(&door.people, &door.state),
            before: form.before,
            after: form.after,
            tags: form.tags,
            commitments: form.commitments,
            asks_consent: form.asks_consent,
        })
    }
}

/// What one says at a door: the name without what comes after it.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
