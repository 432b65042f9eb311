//! "Not today", "never again", "delete my data": stored in one transaction with
//! everything it means for the conversations this phone still has with whoever
//! wishes it (`domain::wish` says what). The screens only ask, and go on with
//! what they find.

use super::BackRoom;
use super::visits::{saved, write};
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{DoNotContact, Wish, WishScope};
use crate::domain::draft::{Act, Place};
use crate::domain::guide;
use crate::domain::ids::{DoorId, RecordId};
use crate::domain::record::Fact;
use crate::domain::time::DeviceTime;
use crate::domain::visit::{Visit, WhoAnswered};
use crate::domain::wish::Upon;
use crate::phone::room::Reply;
use crate::phone::store::{StoreError, StoredDoor, StoredDraft};

/// The conversations a wish is about.
#[derive(Default)]
struct Heeded {
    closed: Vec<StoredDraft>,
    erased: Vec<StoredDraft>,
}

impl BackRoom {
    /// A wish, and the visit in which it was said, unless a conversation that
    /// stays tells of it.
    pub(super) fn wish(
        &mut self,
        door: DoorId,
        scope: WishScope,
        wish: Wish,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let clock = self.clock.clone();
        let door = self.door_to_heed(door, now)?;
        let heeded = self.heed(&door, scope, wish, now)?;
        let (enrolment, saved) = self.store.write(|tables| {
            let enrolment = tables.enrolment(door.list.enrolment)?;
            for stored in &heeded.closed {
                tables.save_draft(&stored.draft, now)?;
            }
            for stored in &heeded.erased {
                tables.remove_draft(stored.draft.id)?;
            }
            let mut under_way = Vec::new();
            if wish == Wish::DeleteMyData {
                if scope == WishScope::Household {
                    // Also one that this version of the app cannot read.
                    tables.remove_drafts_at(door.id)?;
                }
                under_way = tables.erase_conversations(&enrolment, door.id, scope)?;
            }
            let wished = RecordId(clock.id_with_time());
            let fact = Fact::DoNotContact(DoNotContact {
                list: door.list.id,
                door: door.id,
                round: door.list.round,
                scope,
                wish,
                under_way,
            });
            write(tables, &enrolment, wished, now, &fact)?;
            let mut made = vec![wished];
            let disposition = match wish {
                Wish::NotToday => Disposition::Refused,
                Wish::NeverAgain | Wish::DeleteMyData => Disposition::Objected,
            };
            if heeded.closed.is_empty() {
                let said = RecordId(clock.id_with_time());
                let visit = Visit {
                    list: door.list.id,
                    door: door.id,
                    round: door.list.round,
                    disposition,
                    who: Some(match scope {
                        WishScope::Person(person) => WhoAnswered::Listed(person),
                        WishScope::Household => WhoAnswered::DidNotAsk,
                    }),
                    come_back: None,
                    language: None,
                    partners: Vec::new(),
                    channel: door.list.channel,
                    call: None,
                    unknown: serde_json::Map::new(),
                };
                write(tables, &enrolment, said, now, &Fact::Visit(visit))?;
                made.push(said);
            }
            tables.stood_at(&door)?;
            Ok((enrolment.key, saved(tables, &door, made, disposition)?))
        })?;
        for stored in &heeded.erased {
            self.touched.remove(&stored.draft.id);
        }
        self.recorded(enrolment);
        if wish == Wish::DeleteMyData {
            self.store.empty_journal();
        }
        Ok(Reply::Saved(saved))
    }

    /// A wish is heard also where the list was taken away while one stood there.
    fn door_to_heed(&self, door: DoorId, now: DeviceTime) -> Result<StoredDoor, StoreError> {
        match self.door_at(door, now) {
            Err(StoreError::NotHere(what)) => self
                .store
                .tables()
                .door_even_if_gone(door)?
                .ok_or(StoreError::NotHere(what)),
            found => found,
        }
    }

    fn close_door(&mut self, stored: &mut StoredDraft, now: DeviceTime) -> Result<(), StoreError> {
        let enrolment = self.store.tables().enrolment(stored.enrolment)?;
        match self.script(&enrolment, &stored.draft.script) {
            Ok(script) => Ok(guide::apply(
                &script,
                &mut stored.draft,
                Act::CloseDoor,
                now,
            )?),
            // This version cannot read its script; the wish is heard all the same.
            Err(StoreError::NotHere(_) | StoreError::Unreadable(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn heed(
        &mut self,
        door: &StoredDoor,
        scope: WishScope,
        wish: Wish,
        now: DeviceTime,
    ) -> Result<Heeded, StoreError> {
        let mut heeded = Heeded::default();
        for mut stored in self.store.tables().drafts()? {
            if stored.draft.door != door.id {
                continue;
            }
            match wish.upon(scope, stored.draft.who) {
                Upon::LeftAlone => {}
                Upon::Erased => heeded.erased.push(stored),
                Upon::Closed => {
                    wish.overrides(&mut stored.draft);
                    if matches!(stored.draft.place, Place::Step(_)) {
                        self.close_door(&mut stored, now)?;
                    }
                    heeded.closed.push(stored);
                }
            }
        }
        Ok(heeded)
    }
}
