//! What is noted at a door without a conversation: outcomes, corrections,
//! warnings. (Wishes are in `wishes`: they reach into conversations.) Each is a record; nothing is overwritten, and undoing is
//! a record as well.

use super::BackRoom;
use crate::domain::call::CallOutcome;
use crate::domain::disposition::Disposition;
use crate::domain::door_fact::{Correction, Hazard, SafetyNote, Wish};
use crate::domain::fold::LEAVING_THE_DOOR_MINUTES;
use crate::domain::ids::{DoorId, RecordId};
use crate::domain::record::{Author, Fact, Kind, Record};
use crate::domain::time::DeviceTime;
use crate::domain::visit::{Visit, WhoAnswered};
use crate::phone::room::Reply;
use crate::phone::store::{Enrolment, EnrolmentKey, StoreError, StoredDoor, Tables};
use crate::phone::view::{Outcome, Saved};
use chrono::Days;

/// No warning is shown for longer: who lives there may have moved, and the dog died.
const LONGEST_WARNING_DAYS: u32 = 90;

impl BackRoom {
    pub(super) fn door(&mut self, id: DoorId, now: DeviceTime) -> Result<Reply, StoreError> {
        let door = self.door_at(id, now)?;
        let enrolment = self.store.tables().enrolment(door.list.enrolment)?;
        let languages = match self.script(&enrolment, &door.list.script) {
            Ok(script) => script.script.languages.clone(),
            // The door is of use without it.
            Err(StoreError::NotHere(_) | StoreError::Unreadable(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
        let view = self.store.tables().door_view(&door, languages, now)?;
        Ok(Reply::Door(Box::new(view)))
    }

    pub(super) fn note(&mut self, outcome: &Outcome, now: DeviceTime) -> Result<Reply, StoreError> {
        let clock = self.clock.clone();
        let door = self.door_at(outcome.door, now)?;
        let (enrolment, saved) = self.store.write(|tables| {
            let enrolment = tables.enrolment(door.list.enrolment)?;
            let doors = if outcome.whole_building {
                doors_without_outcome(tables, &door)?
            } else {
                vec![door.clone()]
            };
            let mut visits = Vec::with_capacity(doors.len());
            for at in &doors {
                let id = RecordId(clock.id_with_time());
                let visit = Visit {
                    list: at.list.id,
                    door: at.id,
                    round: at.list.round,
                    disposition: outcome.disposition,
                    // Who answered lives at the one door.
                    who: outcome.who.filter(|_| at.id == door.id),
                    come_back: outcome.come_back,
                    language: outcome.language.clone(),
                    partners: Vec::new(),
                    channel: door.list.channel,
                    call: outcome.call,
                    unknown: serde_json::Map::new(),
                };
                write(tables, &enrolment, id, now, &Fact::Visit(visit))?;
                visits.push(id);
            }
            tables.stood_at(&door)?;
            let saved = Saved {
                doors: u32::try_from(doors.len()).unwrap_or(u32::MAX),
                call: outcome.call,
                ..saved(tables, &door, visits, outcome.disposition)?
            };
            Ok((enrolment.key, saved))
        })?;
        self.recorded(enrolment);
        Ok(Reply::Saved(saved))
    }

    pub(super) fn undo(
        &mut self,
        records: &[RecordId],
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let clock = self.clock.clone();
        let touched = self.store.write(|tables| {
            let mut touched = Vec::new();
            for &id in records {
                let enrolment = tables.enrolment_of(id)?;
                let record = tables.record(&enrolment, id)?;
                let correction = withdrawal(&record, now)?;
                let correction_id = RecordId(clock.id_with_time());
                let fact = Fact::Correction(correction);
                write(tables, &enrolment, correction_id, now, &fact)?;
                touched.push(enrolment.key);
            }
            Ok(touched)
        })?;
        self.recorded_all(touched);
        Ok(Reply::Done)
    }

    pub(super) fn correct(
        &mut self,
        visit: RecordId,
        (disposition, call): (Disposition, Option<CallOutcome>),
        who: Option<WhoAnswered>,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let id = RecordId(self.clock.id_with_time());
        let at_list = self.at_list;
        let (enrolment, saved) = self.store.write(|tables| {
            let enrolment = tables.enrolment_of(visit)?;
            let standing = tables.standing_visit(&enrolment, visit)?;
            if !standing.may_be_corrected(enrolment.canvasser, now) {
                return Err(StoreError::NotPossible(
                    "this visit cannot be corrected any more".to_owned(),
                ));
            }
            let instead = Visit {
                disposition,
                who,
                come_back: None,
                language: None,
                call,
                ..standing.visit
            };
            let correction = Correction {
                list: instead.list,
                door: instead.door,
                corrects: visit,
                instead: Some(instead),
            };
            let door = tables.door(correction.door, now.local_date(), at_list)?;
            write(tables, &enrolment, id, now, &Fact::Correction(correction))?;
            let saved = Saved {
                call,
                ..saved(tables, &door, vec![visit], disposition)?
            };
            Ok((enrolment.key, saved))
        })?;
        self.recorded(enrolment);
        Ok(Reply::Saved(saved))
    }

    pub(super) fn warn(
        &mut self,
        door: DoorId,
        hazard: Hazard,
        days: u32,
        now: DeviceTime,
    ) -> Result<Reply, StoreError> {
        let id = RecordId(self.clock.id_with_time());
        let days = Days::new(u64::from(days.min(LONGEST_WARNING_DAYS)));
        let today = now.local_date();
        let door = self.door_at(door, now)?;
        let enrolment = self.store.write(|tables| {
            let enrolment = tables.enrolment(door.list.enrolment)?;
            let note = SafetyNote {
                list: door.list.id,
                door: door.id,
                hazard,
                until: today.checked_add_days(days).unwrap_or(today),
                unknown: serde_json::Map::new(),
            };
            write(tables, &enrolment, id, now, &Fact::SafetyNote(note))?;
            Ok(enrolment.key)
        })?;
        self.recorded(enrolment);
        Ok(Reply::Done)
    }

    fn recorded_all(&mut self, mut enrolments: Vec<EnrolmentKey>) {
        enrolments.sort_unstable();
        enrolments.dedup();
        for enrolment in enrolments {
            self.recorded(enrolment);
        }
    }
}

pub(super) fn write(
    tables: Tables<'_>,
    enrolment: &Enrolment,
    id: RecordId,
    now: DeviceTime,
    fact: &Fact,
) -> Result<(), StoreError> {
    let author = Author {
        canvasser: enrolment.canvasser,
        at: now,
    };
    let record = Record::write(id, Some(author), fact)?;
    tables.add_own(enrolment, &record, None, None)
}

/// The doors of the building nobody has been at this round, and this one.
fn doors_without_outcome(
    tables: Tables<'_>,
    door: &StoredDoor,
) -> Result<Vec<StoredDoor>, StoreError> {
    let mut doors = tables.building(door)?;
    doors
        .retain(|other| other.id == door.id || !other.state.rounds.contains_key(&other.list.round));
    Ok(doors)
}

/// After something was saved at a door: how it goes on.
pub(super) fn saved(
    tables: Tables<'_>,
    door: &StoredDoor,
    visits: Vec<RecordId>,
    disposition: Disposition,
) -> Result<Saved, StoreError> {
    Ok(Saved {
        visits,
        doors: 1,
        disposition,
        calls: door.is_call(),
        call: None,
        address: door.address(),
        next: tables.next_from(door)?,
        left: tables.left(door)?,
    })
}

/// Takes back what was just noted.
fn withdrawal(record: &Record, now: DeviceTime) -> Result<Correction, StoreError> {
    let not_possible = |why: &str| StoreError::NotPossible(why.to_owned());
    let (list, door, is_wish) = match record.read_shared()? {
        Fact::Visit(visit) if visit.disposition.talked() => {
            return Err(not_possible("a conversation is not taken back"));
        }
        Fact::Visit(visit) => (
            visit.list,
            visit.door,
            visit.disposition == Disposition::Objected,
        ),
        Fact::SafetyNote(note) => (note.list, note.door, false),
        Fact::DoNotContact(wish) => (wish.list, wish.door, wish.wish != Wish::NotToday),
        Fact::Conversation(_)
        | Fact::Correction(_)
        | Fact::PersonErased(_)
        | Fact::Settled(_)
        | Fact::WishLifted(_)
        | Fact::Unknown => {
            return Err(not_possible("this cannot be taken back"));
        }
    };
    let said_at = record.author.map_or(now, |author| author.at);
    let minutes = (now.utc_ms() - said_at.utc_ms()) / 60_000;
    if is_wish && minutes >= LEAVING_THE_DOOR_MINUTES {
        return Err(not_possible(
            "a wish not to be called on is lifted by the lead",
        ));
    }
    debug_assert_ne!(record.kind, Kind::Conversation);
    Ok(Correction {
        list,
        door,
        corrects: record.id,
        instead: None,
    })
}
