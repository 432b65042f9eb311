//! Conversations: begun, answered step by step, finished. Every act is durable
//! before its reply, so the app can be killed at any moment and goes on at the
//! same step.

use super::BackRoom;
use super::visits::saved;
use crate::domain::conversation::{Ending, Recorded};
use crate::domain::disposition::Disposition;
use crate::domain::draft::Act;
use crate::domain::finish::{self, Finished, TalkAfterwards};
use crate::domain::guide::{self, Begin};
use crate::domain::ids::{DoorId, DraftId, RecordId};
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::mutant;
use crate::phone::platform::clock::Clock;
use crate::phone::room::Reply;
use crate::phone::store::{Enrolment, StoreError, StoredDoor, StoredDraft, Tables};
use crate::phone::view::{Afterwards, RecordedAfter, Saved};

impl BackRoom {
    pub(super) fn begin(
        &mut self,
        door: DoorId,
        who: WhoAnswered,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let door = self.door_at(door, now)?;
        let enrolment = self.store.tables().enrolment(door.list.enrolment)?;
        let script = self.script(&enrolment, &door.list.script)?;
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
                language: language(&enrolment, &door, who),
                recorded: Recorded::Live,
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
        guide::apply(&script, &mut stored.draft, act, now)?;
        if mutant::is("answers-kept-with-the-next-step") && !moves_on {
            return self.talk_reply(&stored, now);
        }
        self.store
            .write(|tables| tables.save_draft(&stored.draft, now))?;
        self.touched.insert(draft, self.clock.steady_ms());
        self.talk_reply(&stored, now)
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

    pub(super) fn afterwards_form(
        &mut self,
        door: DoorId,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let door = self.door_at(door, now)?;
        let enrolment = self.store.tables().enrolment(door.list.enrolment)?;
        let script = self.script(&enrolment, &door.list.script)?;
        let language = language(&enrolment, &door, WhoAnswered::DidNotAsk);
        let form = self
            .store
            .tables()
            .afterwards_form(&door, &script, &language)?;
        Ok(Reply::AfterwardsForm(Box::new(form)))
    }

    pub(super) fn record_afterwards(
        &mut self,
        talk: Afterwards,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let door = self.door_at(talk.door, now)?;
        let enrolment = self.store.tables().enrolment(door.list.enrolment)?;
        let script = self.script(&enrolment, &door.list.script)?;
        let talk = TalkAfterwards {
            visit: RecordId(self.clock.id_with_time()),
            linked_id: RecordId(self.clock.id_with_time()),
            unlinked_id: RecordId(self.clock.id_without_time()),
            list: door.list.id,
            door: door.id,
            round: door.list.round,
            language: language(&enrolment, &door, talk.who),
            who: talk.who,
            recorded: match talk.recorded {
                RecordedAfter::FromMemory => Recorded::Afterwards,
                RecordedAfter::FromPaper => Recorded::Paper,
            },
            before: talk.before,
            after: talk.after,
            certainty: talk.certainty,
            tags: talk.tags,
            made_a_difference: talk.made_a_difference,
            commitments: talk.commitments,
            keep_with_name: talk.keep_with_name,
            come_back: talk.come_back,
        };
        let finished = finish::finish_afterwards(
            talk,
            &script,
            &enrolment.campaign,
            enrolment.canvasser,
            now,
        )?;
        let receipt = receipt(self.clock.as_ref());
        let saved = self.store.write(|tables| {
            keep(tables, &enrolment, door.id, &finished, &receipt)?;
            tables.stood_at(&door)?;
            saved_talk(tables, door.id, finished.disposition, &door.address())
        })?;
        self.recorded(enrolment.key);
        Ok(Reply::Saved(saved))
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
    let (door, receipt) = if finished.linked {
        (Some(door), None)
    } else {
        (None, Some(receipt))
    };
    tables.add_own(enrolment, &finished.conversation, door, receipt)
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
            disposition,
            address: address.to_owned(),
            next: None,
            left: 0,
        }),
    }
}

/// The language to begin in: the person's where it is known, else the campaign's first.
fn language(enrolment: &Enrolment, door: &StoredDoor, who: WhoAnswered) -> String {
    let theirs = match who {
        WhoAnswered::Listed(person) => door
            .people
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
