//! Erasures the server tells this phone of: whoever asked for it, wherever, goes
//! from here with everything that was said with or about them, sent or not.
//! `domain::erasure` says what that is, and the server goes by the same.

use super::records::RecordKey;
use super::{EnrolmentKey, StoreError, Tables, blob, uuid};
use crate::domain::door_fact::{PersonErased, Wish, WishScope};
use crate::domain::erasure;
use crate::domain::ids::{DoorId, RecordId};
use crate::domain::record::{Fact, Record};
use crate::domain::stored_json;
use crate::domain::walk_list::Person;
use crate::domain::wish::Upon;
use crate::mutant;
use crate::wire::pull::Erasure;
use rusqlite::params;

impl Tables<'_> {
    /// Carries out an erasure; again is as good as once.
    pub(super) fn carry_out(self, campaign: i64, erased: &PersonErased) -> Result<(), StoreError> {
        let PersonErased { door, scope } = *erased;
        let household = scope == WishScope::Household;
        let noted = self.noted(campaign, door)?;
        let goes = erasure::concerned(&noted, scope);
        for talk in self.own_talks_at(campaign, door)? {
            if mutant::is("erased-words-stay-on-phones") {
                break;
            }
            if household || talk.visit.is_some_and(|visit| goes.contains(&visit)) {
                self.erase_own(talk.key)?;
            }
        }
        for id in goes {
            self.erase_known(campaign, id)?;
        }
        self.erase_unread(campaign, door, scope)?;
        if household {
            self.remove_drafts_at(door)?;
        }
        for stored in self.drafts()? {
            if stored.draft.door != door {
                continue;
            }
            if Wish::DeleteMyData.upon(scope, stored.draft.who) == Upon::Erased {
                self.remove_draft(stored.draft.id)?;
                continue;
            }
            let mut people = stored.people;
            if erasure::strike(&mut people, scope) {
                self.run(
                    "UPDATE draft SET people = ?2 WHERE id = ?1",
                    params![blob(&stored.draft.id.0), serde_json::to_string(&people)?],
                )?;
            }
        }
        self.strike_from_lists(campaign, door, scope)?;
        self.refold(campaign, door)
    }

    /// What this version of the app cannot read goes if it names them.
    fn erase_unread(self, campaign: i64, door: DoorId, scope: WishScope) -> Result<(), StoreError> {
        let person = match scope {
            WishScope::Person(person) => person.to_string(),
            WishScope::Household => String::new(),
        };
        let keys: Vec<RecordKey> = self.all(
            "SELECT key FROM record WHERE campaign = ?1 AND door = ?2
             AND kind NOT IN ('person_erased', 'conversation')
             AND (?3 = '' OR instr(body, ?3) > 0)",
            params![campaign, blob(&door.0), person],
            |row| Ok(row.get(0)?),
        )?;
        for key in keys {
            self.erase_own(key)?;
        }
        Ok(())
    }

    /// The server will not say the name again; what it said before goes too, from
    /// every list that has the door.
    fn strike_from_lists(
        self,
        campaign: i64,
        door: DoorId,
        scope: WishScope,
    ) -> Result<(), StoreError> {
        let doors: Vec<(i64, String)> = self.all(
            "SELECT d.key, d.people FROM door d JOIN list l ON l.key = d.list
             WHERE d.id = ?1 AND l.campaign = ?2",
            params![blob(&door.0), campaign],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (key, listed) in doors {
            let mut people: Vec<Person> = stored_json::read_quickly(&listed)?;
            if erasure::strike(&mut people, scope) {
                self.run(
                    "UPDATE door SET people = ?2 WHERE key = ?1",
                    params![key, serde_json::to_string(&people)?],
                )?;
            }
        }
        Ok(())
    }

    /// Takes away a record by its id, if it is here.
    fn erase_known(self, campaign: i64, id: RecordId) -> Result<(), StoreError> {
        let key: Option<RecordKey> = self.one(
            "SELECT key FROM record WHERE campaign = ?1 AND id = ?2",
            params![campaign, blob(&id.0)],
            |row| Ok(row.get(0)?),
        )?;
        key.map_or(Ok(()), |key| self.erase_own(key))
    }

    /// What hung on a record the server answered with `erased`: the visit a
    /// correction named, and the conversations had on it.
    pub(super) fn erase_what_hung_on(
        self,
        campaign: i64,
        door: DoorId,
        record: &Record,
    ) -> Result<(), StoreError> {
        let visit = match record.read_shared() {
            Ok(Fact::Visit(_)) => record.id,
            Ok(Fact::Correction(correction)) => correction.corrects,
            Ok(_) | Err(_) => return Ok(()),
        };
        for talk in self.own_talks_at(campaign, door)? {
            if talk.visit == Some(visit) {
                self.erase_own(talk.key)?;
            }
        }
        for noted in self.noted(campaign, door)? {
            if let Fact::Correction(correction) = &noted.fact
                && correction.corrects == visit
                && noted.id != record.id
                && record.author.map(|author| author.canvasser) == Some(noted.author.canvasser)
            {
                self.erase_known(campaign, noted.id)?;
            }
        }
        if visit != record.id {
            self.erase_known(campaign, visit)?;
        }
        Ok(())
    }

    /// Remembers what was carried out; what the server no longer tells of it has heard.
    pub(super) fn note_erasures(
        self,
        enrolment: EnrolmentKey,
        told: &[Erasure],
    ) -> Result<(), StoreError> {
        self.run(
            "UPDATE erasure SET heard = 1 WHERE enrolment = ?1",
            [enrolment.0],
        )?;
        for erasure in told {
            self.run(
                "INSERT INTO erasure (enrolment, id) VALUES (?1, ?2)
                 ON CONFLICT (enrolment, id) DO UPDATE SET heard = 0",
                params![enrolment.0, blob(&erasure.id.0)],
            )?;
        }
        Ok(())
    }

    pub(super) fn carried_out(self, enrolment: EnrolmentKey) -> Result<Vec<RecordId>, StoreError> {
        self.all(
            "SELECT id FROM erasure WHERE enrolment = ?1 ORDER BY id",
            [enrolment.0],
            |row| Ok(RecordId(uuid(row, 0)?)),
        )
    }

    /// Of those, what the server is still to hear of.
    pub(super) fn carried_out_unheard(
        self,
        enrolment: EnrolmentKey,
    ) -> Result<Vec<RecordId>, StoreError> {
        self.all(
            "SELECT id FROM erasure WHERE enrolment = ?1 AND heard = 0 ORDER BY id",
            [enrolment.0],
            |row| Ok(RecordId(uuid(row, 0)?)),
        )
    }
}
