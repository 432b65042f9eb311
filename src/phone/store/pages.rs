//! What came down in one page of a pull, stored in one transaction with the
//! cursors that say so: a page is here whole or not at all.

use super::doors::side_code;
use super::{Enrolment, StoreError, Tables, blob, uuid};
use crate::domain::few::FewOf;
use crate::domain::ids::{DoorId, ListId};
use crate::domain::record::{Fact, Kind, Record};
use crate::domain::walk_list::{Door, WalkList};
use crate::mutant;
use crate::wire::pull::{
    Cursor, Decided, Erasure, Held, ListCheck, ListCursor, ListPage, PullReply, PullRequest,
    SetAside,
};
use chrono::NaiveDate;
use rusqlite::params;

/// What a page changed, for the engine and for the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageStored {
    /// Something screens show is different now.
    pub changed: bool,
    /// Somebody was erased: nothing of it may stay in the journal either.
    pub erased: bool,
    /// A recording is still to be asked for.
    pub wants_recording: bool,
    /// Lists whose last page names another count or sum than what is here.
    pub mismatched: Vec<ListId>,
    /// Something this phone took to be with the team waits once more.
    pub waits: bool,
}

/// A list as pages are stored into it.
#[derive(Clone, Copy)]
struct Target {
    key: i64,
    generation: i64,
}

impl Tables<'_> {
    /// What to ask the server for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn pull_request(
        self,
        enrolment: &Enrolment,
        today: NaiveDate,
    ) -> Result<PullRequest, StoreError> {
        let cursor: String = self
            .one(
                "SELECT cursor FROM enrolment WHERE key = ?1",
                [enrolment.key.0],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default();
        let lists = self.all(
            // An expired list is named with where it stood, so that it is not sent
            // again; one whose time was prolonged (or a clock put right) comes anew.
            "SELECT id, CASE WHEN emptied = 1 AND expires_on >= ?2 THEN '' ELSE cursor END
             FROM list WHERE enrolment = ?1 AND gone = 0 ORDER BY key",
            params![enrolment.key.0, today.to_string()],
            |row| {
                Ok(ListCursor {
                    list: ListId(uuid(row, 0)?),
                    cursor: Cursor(row.get(1)?),
                })
            },
        )?;
        let mut asked = PullRequest {
            campaign: Cursor(cursor),
            recording: self.wanted_recording(enrolment)?,
            refused: self.refused(enrolment.key)?,
            ..PullRequest::default()
        };
        let holds = self.holds(enrolment.key)?;
        // Only as long as nothing of what the cursor stands for is to come again, and nothing
        // is asked for that a server which wants to hear all would leave out.
        let is_short = asked.campaign.is_of_all() && asked.recording.is_none();
        if is_short && lists.iter().all(|held| !held.cursor.is_empty()) {
            let have = self.last_given(enrolment.key)?;
            let lists = lists.iter().map(|held| held.list);
            let carried_out = self.carried_out(enrolment.key)?;
            asked.held = Some(Held::new(lists, carried_out, have, holds));
            asked.erased = self.carried_out_unheard(enrolment.key)?;
        } else {
            asked.erased = self.carried_out(enrolment.key)?;
            asked.lists = lists;
            asked.scripts = self.script_refs(enrolment.campaign_key)?;
            asked.holds = Some(holds);
            asked.calls = true;
        }
        Ok(asked)
    }

    /// Stores a page. Call it in a write.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn store_page(
        self,
        enrolment: &Enrolment,
        page: &PullReply,
    ) -> Result<PageStored, StoreError> {
        let mut stored = PageStored::default();
        if let Some(campaign) = &page.campaign
            && campaign.id == enrolment.campaign.id
        {
            self.put_campaign(campaign)?;
            stored.changed = true;
        }
        if let Some(asked) = self.wanted_recording(enrolment)? {
            self.put_recording(enrolment.campaign_key, &asked, page.recording.as_ref())?;
        }
        self.want_recordings(enrolment.campaign_key, &page.recordings)?;
        for script in &page.scripts {
            self.put_script(enrolment.campaign_key, script.get())?;
            stored.changed = true;
        }
        for list in &page.lists {
            stored.changed = true;
            let erased = |record: &Record| record.kind == Kind::PersonErased;
            stored.erased |= list.records.iter().any(erased);
            self.store_list_page(enrolment, list)?;
        }
        stored.changed |=
            self.hear_of_own(enrolment, &page.erased, &page.decided, &page.set_aside)?;
        stored.erased |= !page.erased.is_empty();
        // Only now: an erasure told with one list may take records out of another, too, and out
        // of those what the server still has, if only this phone knows whom it is about.
        for list in &page.lists {
            if !self.is_as_said(enrolment, list)? {
                stored.mismatched.push(list.list);
            } else if list.check.is_some() {
                stored.waits |= self.hand_in_what_it_lacks(enrolment, list.list)?;
            }
        }
        for gone in &page.gone {
            self.run(
                "UPDATE list SET gone = 1 WHERE campaign = ?1 AND id = ?2 AND enrolment = ?3",
                params![enrolment.campaign_key, blob(&gone.0), enrolment.key.0],
            )?;
            stored.changed = true;
        }
        if !page.campaign_cursor.is_empty() {
            self.run(
                "UPDATE enrolment SET cursor = ?2 WHERE key = ?1",
                params![enrolment.key.0, page.campaign_cursor.0],
            )?;
        }
        stored.wants_recording = self.wanted_recording(enrolment)?.is_some();
        Ok(stored)
    }

    /// What became of this phone's own work, and whom it may hold no longer: told with every
    /// page, and with the answer that its time has ended. Whether a screen shows it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn hear_of_own(
        self,
        enrolment: &Enrolment,
        erased: &[Erasure],
        decided: &[Decided],
        set_aside: &[SetAside],
    ) -> Result<bool, StoreError> {
        let mut changed = false;
        for erasure in erased {
            self.carry_out(enrolment.campaign_key, &erasure.erased)?;
        }
        self.note_erasures(enrolment.key, erased)?;
        for decided in decided {
            changed |= self.decide(enrolment.key, decided)?;
        }
        for aside in set_aside {
            changed |= self.note_set_aside(enrolment.key, aside)?;
        }
        Ok(changed)
    }

    pub(super) fn store_list_page(
        self,
        enrolment: &Enrolment,
        page: &ListPage,
    ) -> Result<(), StoreError> {
        let mut target = self.target(enrolment, page.list)?;
        if let Some(about) = &page.about {
            target = self.put_about(enrolment, target, about)?;
        }
        let mut to_fold = FewOf::new();
        for door in &page.doors {
            self.put_door(target, door)?;
            if self.is_spoken_of(enrolment.campaign_key, door.id)? {
                to_fold.insert(door.id);
            }
        }
        for record in &page.records {
            let (key, is_new) = self.put_record(enrolment.campaign_key, record, None, false)?;
            let mut alone = ListCheck::default();
            alone.add_record(record.id, record.content_hash());
            self.run(
                "INSERT OR IGNORE INTO list_record (list, record, part) VALUES (?1, ?2, ?3)",
                params![target.key, key, alone.sum.cast_signed()],
            )?;
            if let Ok(Fact::PersonErased(erased)) = record.read_shared() {
                self.carry_out(enrolment.campaign_key, &erased)?;
            }
            if is_new && record.kind.is_shared() && !mutant::is("pulled-not-folded") {
                to_fold.extend(self.door_of(key)?);
            }
        }
        self.run(
            "UPDATE list SET cursor = ?2, gone = 0, emptied = 0 WHERE key = ?1",
            params![target.key, page.cursor.0],
        )?;
        if page.check.is_some() {
            to_fold.extend(self.drop_what_did_not_come_again(enrolment, target)?);
            self.run("UPDATE list SET complete = 1 WHERE key = ?1", [target.key])?;
        }
        if !page.doors.is_empty() || page.check.is_some() {
            self.order_streets(target)?;
        }
        for door in to_fold {
            self.refold(enrolment.campaign_key, door)?;
        }
        Ok(())
    }

    /// Whether the list is what the server says it is, if this page says.
    fn is_as_said(self, enrolment: &Enrolment, page: &ListPage) -> Result<bool, StoreError> {
        let Some(check) = page.check else {
            return Ok(true);
        };
        let target = self.target(enrolment, page.list)?;
        Ok(self.check_of(target.key)? == check)
    }

    /// A list that was fetched from its beginning is here to its end, and own work about its doors
    /// that counts as delivered did not come with it: it was erased, and this phone has not heard
    /// so, or it was lost. Handed in once more, the server says which, or has it again.
    fn hand_in_what_it_lacks(
        self,
        enrolment: &Enrolment,
        list: ListId,
    ) -> Result<bool, StoreError> {
        let ended = self.run(
            "UPDATE list SET anew = 0 WHERE campaign = ?1 AND id = ?2 AND anew = 1",
            params![enrolment.campaign_key, blob(&list.0)],
        )?;
        if ended == 0 || mutant::is("what-a-list-lacks-is-let-go") {
            return Ok(false);
        }
        let target = self.target(enrolment, list)?;
        let waiting = self.run(
            "UPDATE outbox SET state = 'waiting'
             WHERE enrolment = ?1 AND state = 'delivered' AND code = '' AND record IN
               (SELECT r.key FROM record r JOIN door d ON d.id = r.door AND d.list = ?2
                WHERE r.mine = 1 AND r.list = ?3 AND r.kind <> 'conversation'
                AND NOT EXISTS (SELECT 1 FROM list_record l
                                WHERE l.list = ?2 AND l.record = r.key))",
            params![enrolment.key.0, target.key, blob(&list.0)],
        )?;
        Ok(waiting > 0)
    }

    fn target(self, enrolment: &Enrolment, list: ListId) -> Result<Target, StoreError> {
        self.run(
            "INSERT INTO list (campaign, enrolment, id) VALUES (?1, ?2, ?3)
             ON CONFLICT (campaign, id) DO UPDATE SET enrolment = excluded.enrolment",
            params![enrolment.campaign_key, enrolment.key.0, blob(&list.0)],
        )?;
        self.one(
            "SELECT key, generation FROM list WHERE campaign = ?1 AND id = ?2",
            params![enrolment.campaign_key, blob(&list.0)],
            |row| {
                Ok(Target {
                    key: row.get(0)?,
                    generation: row.get(1)?,
                })
            },
        )?
        .ok_or(StoreError::NotHere("list"))
    }

    fn put_about(
        self,
        enrolment: &Enrolment,
        target: Target,
        about: &WalkList,
    ) -> Result<Target, StoreError> {
        let old_round: u32 = self
            .one(
                "SELECT round FROM list WHERE key = ?1",
                [target.key],
                |row| Ok(row.get(0)?),
            )?
            .unwrap_or_default();
        let trial = about.trial.as_ref();
        self.run(
            "UPDATE list SET name = ?2, round = ?3, expires_on = ?4, source = ?5, script_id = ?6,
             script_version = ?7, door_count = ?8, channel = ?9, placebo_id = coalesce(?10, ''),
             placebo_version = coalesce(?11, 0), seed = coalesce(?12, '') WHERE key = ?1",
            params![
                target.key,
                about.name,
                about.round,
                about.expires_on.to_string(),
                about.source,
                about.script.id,
                about.script.version,
                about.door_count,
                about.channel.code(),
                trial.map(|trial| &trial.placebo.id),
                trial.map(|trial| trial.placebo.version),
                trial.map(|trial| &trial.seed),
            ],
        )?;
        if old_round != about.round && old_round != 0 {
            // What a door needs depends on the round.
            self.run(
                "UPDATE door SET todo = 2 WHERE list = ?1 AND state = ''",
                [target.key],
            )?;
            let doors = self.all(
                "SELECT id FROM door WHERE list = ?1 AND state <> ''",
                [target.key],
                |row| Ok(DoorId(uuid(row, 0)?)),
            )?;
            for door in doors {
                self.refold(enrolment.campaign_key, door)?;
            }
        }
        Ok(target)
    }

    fn put_door(self, target: Target, door: &Door) -> Result<(), StoreError> {
        let side = side_code(door.side);
        self.run(
            "INSERT OR IGNORE INTO street (list, street, side) VALUES (?1, ?2, ?3)",
            params![target.key, door.street, side],
        )?;
        self.run(
            "INSERT INTO door (list, id, place, street, number, unit, city, postcode, latitude,
                               longitude, people, generation)
             VALUES (?1, ?2, ?3, (SELECT key FROM street WHERE list = ?1 AND street = ?4 AND side = ?5),
                     ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (list, id) DO UPDATE SET place = excluded.place, street = excluded.street,
                number = excluded.number, unit = excluded.unit, city = excluded.city,
                postcode = excluded.postcode, latitude = excluded.latitude,
                longitude = excluded.longitude, people = excluded.people,
                generation = excluded.generation",
            params![
                target.key,
                blob(&door.id.0),
                door.order,
                door.street,
                side,
                door.number,
                door.unit,
                door.city,
                door.postcode,
                door.latitude,
                door.longitude,
                serde_json::to_string(&door.people)?,
                target.generation,
            ],
        )?;
        Ok(())
    }

    fn is_spoken_of(self, campaign: i64, door: DoorId) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 FROM record WHERE door = ?2 AND campaign = ?1 LIMIT 1",
            params![campaign, blob(&door.0)],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Where each side of a street comes in the walking order; sides without doors go.
    fn order_streets(self, target: Target) -> Result<(), StoreError> {
        self.run(
            "DELETE FROM street WHERE list = ?1
             AND NOT EXISTS (SELECT 1 FROM door d WHERE d.list = ?1 AND d.street = street.key)",
            [target.key],
        )?;
        self.run(
            "UPDATE street SET place =
               (SELECT min(d.place) FROM door d WHERE d.list = ?1 AND d.street = street.key)
             WHERE list = ?1",
            [target.key],
        )?;
        Ok(())
    }

    /// After a list was fetched anew: doors it no longer has, and colleagues'
    /// records nobody's list brings any more. The doors whose state may have changed.
    fn drop_what_did_not_come_again(
        self,
        enrolment: &Enrolment,
        target: Target,
    ) -> Result<FewOf<DoorId>, StoreError> {
        self.run(
            "DELETE FROM door WHERE list = ?1 AND generation < ?2",
            [target.key, target.generation],
        )?;
        self.drop_orphans(enrolment.campaign_key)
    }

    /// Colleagues' records that came with no list this phone holds.
    pub(super) fn drop_orphans(self, campaign: i64) -> Result<FewOf<DoorId>, StoreError> {
        const ORPHAN: &str = "campaign = ?1 AND mine = 0
             AND NOT EXISTS (SELECT 1 FROM list_record l WHERE l.record = record.key)";
        let doors = self.all(
            &format!("SELECT DISTINCT door FROM record WHERE {ORPHAN} AND door IS NOT NULL"),
            [campaign],
            |row| Ok(DoorId(uuid(row, 0)?)),
        )?;
        let orphan = if mutant::is("own-records-are-orphans") {
            ORPHAN.replace("mine = 0", "1")
        } else {
            ORPHAN.to_owned()
        };
        self.run(&format!("DELETE FROM record WHERE {orphan}"), [campaign])?;
        Ok(doors.into_iter().collect())
    }

    /// What is here of a list, by its local key, to be compared with what the server names.
    pub(super) fn check_of(self, list: i64) -> Result<ListCheck, StoreError> {
        let doors: u32 = self
            .one("SELECT count(*) FROM door WHERE list = ?1", [list], |row| {
                Ok(row.get(0)?)
            })?
            .unwrap_or_default();
        let parts: Vec<i64> = self.all(
            "SELECT part FROM list_record WHERE list = ?1",
            [list],
            |row| Ok(row.get(0)?),
        )?;
        let sum = parts
            .iter()
            .fold(0_u64, |sum, part| sum.wrapping_add(part.cast_unsigned()));
        let check = ListCheck {
            doors,
            records: u32::try_from(parts.len()).unwrap_or(u32::MAX),
            sum,
        };
        Ok(check)
    }

    /// A list is to come again from its beginning. What is here stays on the
    /// screens until the new pages have come.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn fetch_anew(self, enrolment: &Enrolment, list: ListId) -> Result<(), StoreError> {
        let target = self.target(enrolment, list)?;
        self.run("DELETE FROM list_record WHERE list = ?1", [target.key])?;
        self.run(
            "UPDATE list SET cursor = '', generation = generation + 1, anew = 1 WHERE key = ?1",
            [target.key],
        )?;
        Ok(())
    }

    /// The server began a new history: everything that came from it is to come
    /// again. This phone's own records stay as they are, and what has no number to be missed by
    /// waits once more.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn start_over(self, enrolment: &Enrolment) -> Result<(), StoreError> {
        if mutant::is("new-history-wipes-own") {
            self.run(
                "DELETE FROM record WHERE campaign = ?1",
                [enrolment.campaign_key],
            )?;
        }
        self.run(
            "UPDATE enrolment SET cursor = '' WHERE key = ?1",
            [enrolment.key.0],
        )?;
        // It tells again what of them it knows.
        self.run(
            "DELETE FROM erasure WHERE enrolment = ?1",
            [enrolment.key.0],
        )?;
        let lists = self.all(
            "SELECT id FROM list WHERE enrolment = ?1",
            [enrolment.key.0],
            |row| Ok(ListId(uuid(row, 0)?)),
        )?;
        for list in lists {
            self.fetch_anew(enrolment, list)?;
        }
        self.hand_in_what_came_otherwise(enrolment.key)
    }
}
