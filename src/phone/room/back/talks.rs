//! Conversations: begun, answered step by step, finished; and those held with
//! the phone in the pocket, filled in as a form by the same acts. Every act is durable
//! before its reply, so the app can be killed at any moment and goes on at the
//! same step.

use super::BackRoom;
use super::visits::saved;
use crate::domain::conversation::{Ending, Recorded};
use crate::domain::disposition::Disposition;
use crate::domain::draft::Act;
use crate::domain::finish::{self, Finished};
use crate::domain::guide::{self, Begin, RecordingName};
use crate::domain::ids::{DoorId, DraftId, RecordId};
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::domain::walk_list::Person;
use crate::mutant;
use crate::phone::platform::clock::Clock;
use crate::phone::room::Reply;
use crate::phone::store::{Enrolment, StoreError, StoredDraft, Tables};
use crate::phone::view::Saved;

impl BackRoom {
    pub(super) fn begin(
        &mut self,
        door: DoorId,
        who: WhoAnswered,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        self.begin_as(Recorded::Live, door, who, now)
    }

    /// One form per door: leaving it half filled and coming back goes on with it.
    pub(super) fn begin_afterwards(
        &mut self,
        door: DoorId,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        match self.store.tables().form_at(door)? {
            // It is taken up again with this: killed the moment after, the app opens with it.
            Some(begun) => match self.talk_reply(&begun, now)? {
                Reply::Talk(view) if view.paused => self.act(begun.draft.id, Act::Resume, now),
                reply => Ok(reply),
            },
            None => self.begin_as(Recorded::Afterwards, door, WhoAnswered::DidNotAsk, now),
        }
    }

    fn begin_as(
        &mut self,
        recorded: Recorded,
        door: DoorId,
        who: WhoAnswered,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let door = self.door_at(door, now)?;
        let enrolment = self.store.tables().enrolment(door.list.enrolment)?;
        let script = self.script(&enrolment, door.script())?;
        let draft = guide::begin(
            &script,
            Begin {
                id: DraftId(self.clock.id_without_time()),
                visit: RecordId(self.clock.id_with_time()),
                linked_id: RecordId(self.clock.id_with_time()),
                unlinked_id: RecordId(self.clock.id_without_time()),
                list: door.list.id,
                door: door.id,
                round: door.list.round,
                who,
                channel: door.list.channel,
                in_trial: door.list.trial.is_some(),
                language: language(&enrolment, &door.people, who),
                recorded,
                now,
            },
        );
        self.store.write(|tables| {
            tables.begin_draft(&enrolment, &draft, &door.address(), &door.people)?;
            tables.stood_at(&door)
        })?;
        self.touched.insert(draft.id, self.clock.steady_ms());
        self.talk(draft.id, now)
    }

    pub(super) fn talk(&mut self, draft: DraftId, now: DeviceTime) -> Result<Reply, StoreError> {
        let stored = self.store.tables().draft(draft)?;
        self.talk_reply(&stored, now)
    }

    pub(super) fn recording(
        &self,
        draft: DraftId,
        name: &RecordingName,
    ) -> Result<Reply, StoreError> {
        let tables = self.store.tables();
        let stored = tables.draft(draft)?;
        let enrolment = tables.enrolment(stored.enrolment)?;
        tables
            .recording(&enrolment, &stored.draft.script, name)
            .map(Reply::Recording)
    }

    pub(super) fn act(
        &mut self,
        draft: DraftId,
        act: Act,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let mut stored = self.store.tables().draft(draft)?;
        let enrolment = self.store.tables().enrolment(stored.enrolment)?;
        let script = self.script(&enrolment, &stored.draft.script)?;
        let moves_on = matches!(act, Act::Next | Act::CloseDoor);
        let (leaves, says_who) = (act == Act::Pause, matches!(act, Act::Who { .. }));
        guide::apply(&script, &mut stored.draft, act, now)?;
        if mutant::is("answers-kept-with-the-next-step") && !moves_on {
            return self.talk_reply(&stored, now);
        }
        if stored.draft.is_form() {
            if leaves && stored.draft.is_blank() {
                self.drop_draft(draft)?;
                return Ok(Reply::Done);
            }
            if says_who {
                // At the door one hears which language it is; of a form it is
                // guessed from whom it was with, as the form does not ask.
                let tag = language(&enrolment, &stored.people, stored.draft.who);
                if script.script.languages.contains(&tag) {
                    stored.draft.language = tag;
                }
            }
        }
        self.store
            .write(|tables| tables.save_draft(&stored.draft, now))?;
        self.touched.insert(draft, self.clock.steady_ms());
        self.talk_reply(&stored, now)
    }

    /// A form in which nothing stands.
    pub(super) fn drop_draft(&mut self, draft: DraftId) -> Result<(), StoreError> {
        self.store.write(|tables| tables.remove_draft(draft))?;
        self.touched.remove(&draft);
        Ok(())
    }

    fn talk_reply(&mut self, stored: &StoredDraft, now: DeviceTime) -> Result<Reply, StoreError> {
        let enrolment = self.store.tables().enrolment(stored.enrolment)?;
        let script = self.script(&enrolment, &stored.draft.script)?;
        let view = self
            .store
            .tables()
            .talk_view(stored, &script, &enrolment, now)?;
        Ok(Reply::Talk(Box::new(view)))
    }

    pub(super) fn finish(&mut self, draft: DraftId, now: DeviceTime) -> Result<Reply, StoreError> {
        let stored = self.store.tables().draft(draft)?;
        let saved = self.finish_draft(&stored, now, Ending::Finished)?;
        Ok(Reply::Saved(saved))
    }

    /// Draft out, visit and conversation in, the door folded: all or nothing.
    pub(super) fn finish_draft(
        &mut self,
        stored: &StoredDraft,
        now: DeviceTime,
        ending: Ending,
    ) -> Result<Saved, StoreError> {
        let enrolment = self.store.tables().enrolment(stored.enrolment)?;
        let script = self.script(&enrolment, &stored.draft.script)?;
        let draft = &stored.draft;
        let finished = finish::finish(
            draft,
            &script,
            &enrolment.campaign,
            enrolment.canvasser,
            now,
            ending,
        )?;
        let receipt = receipt(self.clock.as_ref());
        let saved = self.store.write(|tables| {
            tables.remove_draft(draft.id)?;
            if mutant::is("finish-in-two-writes") {
                return saved_talk(tables, draft.door, finished.disposition, &stored.address);
            }
            keep(tables, &enrolment, draft.door, &finished, &receipt)?;
            saved_talk(tables, draft.door, finished.disposition, &stored.address)
        })?;
        if mutant::is("finish-in-two-writes") {
            self.store
                .write(|tables| keep(tables, &enrolment, draft.door, &finished, &receipt))?;
        }
        self.touched.remove(&draft.id);
        self.recorded(enrolment.key);
        Ok(saved)
    }
}

/// What stands for an unlinked talk in the delivery's digest.
fn receipt(clock: &dyn Clock) -> String {
    let mut bytes = [0; 16];
    clock.random(&mut bytes);
    hex::encode(bytes)
}

fn keep(
    tables: Tables<'_>,
    enrolment: &Enrolment,
    door: DoorId,
    finished: &Finished,
    receipt: &str,
) -> Result<(), StoreError> {
    tables.add_own(enrolment, &finished.visit, None, None)?;
    if finished.linked {
        return tables.add_own(enrolment, &finished.conversation, Some(door), None);
    }
    tables.add_own(enrolment, &finished.conversation, None, Some(receipt))?;
    tables.had_on(finished.conversation.id, finished.visit.id)
}

/// A conversation is not undone, so it names no visit to undo.
fn saved_talk(
    tables: Tables<'_>,
    door: DoorId,
    disposition: Disposition,
    address: &str,
) -> Result<Saved, StoreError> {
    match tables.door_even_if_gone(door)? {
        Some(door) => saved(tables, &door, Vec::new(), disposition),
        None => Ok(Saved {
            visits: Vec::new(),
            doors: 1,
            disposition,
            calls: false,
            call: None,
            address: address.to_owned(),
            next: None,
            left: 0,
        }),
    }
}

/// The language to begin in: the person's where it is known, else the campaign's first.
fn language(enrolment: &Enrolment, people: &[Person], who: WhoAnswered) -> String {
    let theirs = match who {
        WhoAnswered::Listed(person) => people
            .iter()
            .find(|listed| listed.id == person)
            .and_then(|listed| listed.language.clone()),
        WhoAnswered::SomeoneElse | WhoAnswered::DidNotAsk => None,
    };
    theirs
        .filter(|language| enrolment.campaign.languages.contains(language))
        .or_else(|| enrolment.campaign.languages.first().cloned())
        .unwrap_or_default()
}
