//! A conversation's screens, and the one screen for a talk just had.

use super::super::{Enrolment, StoreError, StoredDraft, Tables};
use super::people;
use crate::domain::draft::Place;
use crate::domain::finish;
use crate::domain::fold::DoorState;
use crate::domain::guide::{self, Names, StepView};
use crate::domain::script::{Channel, Role, Script};
use crate::domain::time::DeviceTime;
use crate::phone::view::{PavementView, TalkView};

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
        let form = guide::one_screen(script, draft);
        let mut step = guide::step_view_for(script, draft, names);
        let own_story = match &mut step {
            Some(step) if step.role == Role::OwnStory.code() => {
                self.put_own_cues(step, enrolment, &script.script.id)?
            }
            _ => false,
        };
        let pavement = if draft.place == Place::Pavement && form.is_none() {
            let (tags, commitments) = guide::pavement(script, draft);
            Some(PavementView {
                tags,
                commitments,
                asks_made_a_difference: !guide::is_held_back(script, draft)
                    && script.asks_made_a_difference(),
                missing: guide::missing(script, draft),
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
            by_phone: draft.channel == Channel::Phone,
            door: draft.door,
            list: draft.list,
            address: stored.address.clone(),
            who: draft.who,
            people: people(&stored.people, state),
            place: draft.place.clone(),
            step,
            own_story,
            outline: guide::outline(script, draft),
            concerns: guide::concerns(script, draft),
            language: draft.language.clone(),
            languages: script.script.languages.clone(),
            short: draft.short,
            can_go_short: guide::can_go_short(script, draft),
            paused: (draft.is_form() || draft.place != Place::Pavement)
                && draft.running_since.is_none(),
            seconds: guide::elapsed_seconds(draft, now),
            made_a_difference: draft.answers.made_a_difference.clone(),
            who_else: draft.answers.who_else.clone(),
            rated: !draft.answers.ratings.is_empty(),
            pavement,
            form,
        })
    }
}

impl Tables<'_> {
    /// The canvasser's own story in place of the script's reminders, if there is one.
    fn put_own_cues(
        self,
        step: &mut StepView,
        enrolment: &Enrolment,
        script: &str,
    ) -> Result<bool, StoreError> {
        let Some(story) = self.chosen_story(enrolment, script)? else {
            return Ok(false);
        };
        let mut cues = story.cues();
        cues.retain(|cue| !cue.trim().is_empty());
        let prepared = !cues.is_empty();
        if prepared {
            step.cues = cues;
        }
        Ok(prepared)
    }
}

/// What one says at a door: the name without what comes after it.
fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
