//! Practice: a third back room, in memory, over the same guide and the same
//! store. The real one lends it the campaign, a script and the canvasser's own
//! stories, and passes on what is asked. Nothing comes back: what it holds is
//! gone with it, and it has no engine that could send.
//!
//! And the workshop: the stories themselves, which stay on this phone.

use super::BackRoom;
use crate::domain::ids::{DoorId, ListId, PersonId};
use crate::domain::script::{Role, Roleplay, Script, Text};
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::domain::walk_list::{Door, Person, Side, WalkList};
use crate::phone::room::{Reply, Request};
use crate::phone::store::{Store, StoreError};
use crate::phone::view::{Rehearse, Roleplayed, Story, StoryKey, ToPractise, Workshop};
use std::sync::Arc;

impl BackRoom {
    pub(super) fn workshop(&mut self, language: &str) -> Result<Reply, StoreError> {
        let enrolment = self.enrolment()?;
        let mut workshop = Workshop {
            scripts: Vec::new(),
            stories: self.store.tables().stories(&enrolment)?,
        };
        for script in self.store.tables().scripts_to_practise(&enrolment)? {
            // One that this version of the app cannot read is for the next.
            if let Ok(script) = self.script(&enrolment, &script) {
                workshop.scripts.push(to_practise(&script, language));
            }
        }
        Ok(Reply::Workshop(workshop))
    }

    pub(super) fn keep_story(&mut self, story: &Story) -> Result<Reply, StoreError> {
        let enrolment = self.enrolment()?;
        let key = self
            .store
            .write(|tables| tables.keep_story(&enrolment, story))?;
        Ok(Reply::Story(key))
    }

    pub(super) fn drop_story(&mut self, story: StoryKey) -> Result<Reply, StoreError> {
        self.store.write(|tables| tables.drop_story(story))?;
        self.store.empty_journal();
        Ok(Reply::Done)
    }

    /// Sets the stage anew, whatever was on it.
    pub(super) fn rehearse(
        &mut self,
        rehearse: Rehearse,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let enrolment = self.enrolment()?;
        let id = || self.clock.id_without_time();
        let door = Door {
            id: DoorId(id()),
            order: 0,
            street: rehearse.street,
            side: Side::Whole,
            number: String::new(),
            unit: String::new(),
            city: String::new(),
            postcode: String::new(),
            latitude: None,
            longitude: None,
            people: rehearse
                .people
                .into_iter()
                .map(|name| Person {
                    id: PersonId(id()),
                    name,
                    language: None,
                    telephone: None,
                })
                .collect(),
        };
        let list = WalkList {
            id: ListId(id()),
            name: String::new(),
            round: 1,
            expires_on: now.local_date(),
            source: String::new(),
            script: rehearse.script,
            channel: rehearse.channel,
            trial: None,
            door_count: 1,
        };
        let at = door.id;
        let mut stage = Self::new(Store::in_memory()?, Arc::clone(&self.clock))?;
        let real = self.store.tables();
        stage
            .store
            .write(|tables| tables.set_stage(real, &enrolment, list, door, now))?;
        let begun = stage.begin(at, WhoAnswered::DidNotAsk, now)?;
        let Reply::Talk(begun) = begun else {
            return Ok(begun);
        };
        let mut stored = stage.store.tables().draft(begun.draft)?;
        if begun.languages.contains(&rehearse.language) {
            stored.draft.language = rehearse.language;
        }
        stage
            .store
            .write(|tables| tables.save_draft(&stored.draft, now))?;
        let reply = stage.talk(begun.draft, now);
        self.practice = Some(Box::new(stage));
        reply
    }

    pub(super) fn in_practice(&mut self, request: Request) -> Result<Reply, StoreError> {
        if request == Request::Leave {
            self.practice = None;
            return Ok(Reply::Done);
        }
        let stage = self
            .practice
            .as_mut()
            .ok_or(StoreError::NotHere("practice"))?;
        // Not `ask`: what stands on every screen's first line is the real room's to say.
        let reply = stage.serve(request);
        stage.notices.clear();
        reply
    }
}

fn to_practise(script: &Script, language: &str) -> ToPractise {
    let header = &script.script;
    let default = &header.default_language;
    let texts = |texts: &[Text]| -> Vec<String> {
        texts
            .iter()
            .map(|text| text.read(language, default).to_owned())
            .collect()
    };
    ToPractise {
        script: script.reference(),
        title: header.title.read(language, default).to_owned(),
        languages: header.languages.clone(),
        channels: header.channel.clone(),
        roleplays: script
            .training
            .roleplays
            .iter()
            .map(|played| Roleplayed {
                persona: played.persona.read(language, default).to_owned(),
                start: start(script, played, language),
                objections: texts(&played.objections),
                goals: texts(&played.goals),
            })
            .collect(),
        prompts: texts(&script.debrief.prompts),
        own_story: script
            .steps
            .iter()
            .find(|step| step.role == Role::OwnStory)
            .map(|step| step.target_seconds.unwrap_or_default()),
    }
}

/// `0–3, against`: what whoever plays the neighbour answers first.
fn start(script: &Script, played: &Roleplay, language: &str) -> String {
    let band = played.start_band.as_ref().and_then(|id| {
        let scale = script.main_scale()?;
        scale.bands.iter().find(|band| band.id == *id)
    });
    let Some(band) = band else {
        return String::new();
    };
    let label = band.label.read(language, &script.script.default_language);
    match (band.from, band.to) {
        (Some(from), Some(to)) if from != to => format!("{from}–{to}, {label}"),
        (Some(from), _) => format!("{from}, {label}"),
        _ => label.to_owned(),
    }
}
