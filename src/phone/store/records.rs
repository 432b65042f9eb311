//! Records: this phone's own and those colleagues shared, kept as they were
//! written. What stands at a door is folded from them in the transaction that
//! adds them, so no screen ever shows a state that the records do not give.

use super::{Enrolment, StoreError, Tables, blob, uuid};
use crate::domain::door_fact::WishScope;
use crate::domain::fold::{self, DoorState, Needs, Noted, StandingVisit};
use crate::domain::ids::{CanvasserId, DoorId, ListId, RecordId};
use crate::domain::record::{Author, Kind, Record};
use crate::domain::stored_json;
use crate::domain::walk_list::Person;
use crate::mutant;
use rusqlite::{Row, params};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What a body says it is about, whatever its kind.
#[derive(Default, Deserialize)]
struct About {
    #[serde(default)]
    list: Option<ListId>,
    #[serde(default)]
    door: Option<DoorId>,
}

impl About {
    fn of(record: &Record) -> Self {
        stored_json::read_quickly(record.body.get()).unwrap_or_default()
    }
}

/// The visit a conversation names, in whatever version of its body.
fn visit_in(body: &str) -> Option<RecordId> {
    #[derive(Deserialize)]
    struct Named {
        visit: RecordId,
    }
    let named: Named = stored_json::read_quickly(body).ok()?;
    Some(named.visit)
}

/// A record's local key.
pub(super) type RecordKey = i64;

/// One of this phone's own conversations.
pub(super) struct OwnTalk {
    pub key: RecordKey,
    pub visit: Option<RecordId>,
    /// Its id, where it is unlinked and may have left the phone.
    pub under_way: Option<RecordId>,
}

pub(super) const RECORD_COLUMNS: &str = "id, kind, version, canvasser, at, body";

pub(super) fn read_record(row: &Row<'_>) -> Result<Record, StoreError> {
    let kind: String = row.get(1)?;
    let canvasser: Option<[u8; 16]> = row.get(3)?;
    let at: Option<String> = row.get(4)?;
    let author = match (canvasser, at) {
        (Some(canvasser), Some(at)) => Some(Author {
            canvasser: CanvasserId(uuid::Uuid::from_bytes(canvasser)),
            at: at
                .parse()
                .map_err(|_| StoreError::Unreadable("a record's time".to_owned()))?,
        }),
        _ => None,
    };
    let body: String = row.get(5)?;
    Ok(Record {
        id: RecordId(uuid(row, 0)?),
        kind: Kind::from(kind.as_str()),
        version: row.get(2)?,
        author,
        body: RawValue::from_string(body)?,
    })
}

impl Tables<'_> {
    /// Notes a record of this phone and puts it into the outbox. `door` is
    /// where it happened, for kinds whose body does not say. `receipt` stands
    /// for an unlinked record in the delivery's digest.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn add_own(
        self,
        enrolment: &Enrolment,
        record: &Record,
        door: Option<DoorId>,
        receipt: Option<&str>,
    ) -> Result<(), StoreError> {
        let (key, is_new) = self.put_record(enrolment.campaign_key, record, door, true)?;
        if is_new {
            self.hand_over(enrolment.key, key, record, receipt)?;
            if let Some(door) = About::of(record).door {
                self.refold(enrolment.campaign_key, door)?;
            }
        }
        Ok(())
    }

    /// Keeps a record if its id is new here; its key, and whether anything is new. What this phone
    /// wrote is never overwritten: under a known id the first content stays. What others wrote
    /// is as the server has it: two copies of a phone may tell a talk differently under one id,
    /// and a server that was set back may have taken the other telling since.
    pub(super) fn put_record(
        self,
        campaign: i64,
        record: &Record,
        door: Option<DoorId>,
        mine: bool,
    ) -> Result<(RecordKey, bool), StoreError> {
        let about = About::of(record);
        let door = about.door.or(door);
        let added = self.run(
            "INSERT INTO record
             (campaign, id, kind, version, canvasser, at, at_ms, body, list, door, mine)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (campaign, id) DO UPDATE SET kind = excluded.kind,
                 version = excluded.version, canvasser = excluded.canvasser, at = excluded.at,
                 at_ms = excluded.at_ms, body = excluded.body, list = excluded.list,
                 door = excluded.door
             WHERE mine = 0 AND excluded.mine = 0 AND (body <> excluded.body
                 OR at IS NOT excluded.at OR kind <> excluded.kind OR version <> excluded.version)",
            params![
                campaign,
                blob(&record.id.0),
                record.kind.name(),
                record.version,
                record.author.as_ref().map(|by| blob(&by.canvasser.0)),
                record.author.map(|by| by.at.to_string()),
                record.author.map(|by| by.at.utc_ms()),
                record.body.get(),
                about.list.as_ref().map(|list| blob(&list.0)),
                door.as_ref().map(|door| blob(&door.0)),
                mine,
            ],
        )?;
        let key = self
            .one(
                "SELECT key FROM record WHERE campaign = ?1 AND id = ?2",
                params![campaign, blob(&record.id.0)],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("record"))?;
        Ok((key, added > 0))
    }

    pub(super) fn record_by_key(self, key: RecordKey) -> Result<Record, StoreError> {
        self.one(
            &format!("SELECT {RECORD_COLUMNS} FROM record WHERE key = ?1"),
            [key],
            read_record,
        )?
        .ok_or(StoreError::NotHere("record"))
    }

    /// Where it happened.
    pub(super) fn door_of(self, key: RecordKey) -> Result<Option<DoorId>, StoreError> {
        let door: Option<Option<[u8; 16]>> =
            self.one("SELECT door FROM record WHERE key = ?1", [key], |row| {
                Ok(row.get(0)?)
            })?;
        Ok(door.flatten().map(|id| DoorId(uuid::Uuid::from_bytes(id))))
    }

    /// # Errors
    /// When it is not on this phone.
    pub fn record(self, campaign: &Enrolment, id: RecordId) -> Result<Record, StoreError> {
        self.one(
            &format!("SELECT {RECORD_COLUMNS} FROM record WHERE campaign = ?1 AND id = ?2"),
            params![campaign.campaign_key, blob(&id.0)],
            read_record,
        )?
        .ok_or(StoreError::NotHere("record"))
    }

    /// Through which joining this phone handed a record in.
    ///
    /// # Errors
    /// When it is not one of this phone's own.
    pub fn enrolment_of(self, id: RecordId) -> Result<Enrolment, StoreError> {
        let key = self
            .one(
                "SELECT o.enrolment FROM outbox o JOIN record r ON r.key = o.record WHERE r.id = ?1",
                [blob(&id.0)],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("record"))?;
        self.enrolment(super::EnrolmentKey(key))
    }

    /// What was said about a door, as the fold reads it. A body that cannot be
    /// read is left out: the next version of the app may read it.
    pub(super) fn noted(self, campaign: i64, door: DoorId) -> Result<Vec<Noted>, StoreError> {
        let records = self.all(
            &format!("SELECT {RECORD_COLUMNS} FROM record WHERE door = ?2 AND campaign = ?1"),
            params![campaign, blob(&door.0)],
            read_record,
        )?;
        if mutant::is("fold-leaves-out-the-others") {
            let own = self.own_canvassers()?;
            let own =
                |record: &&Record| record.author.is_some_and(|by| own.contains(&by.canvasser));
            let noted = records.iter().filter(own).map(Noted::from_record);
            return Ok(noted.filter_map(|noted| noted.ok().flatten()).collect());
        }
        Ok(records
            .iter()
            .filter_map(|record| Noted::from_record(record).ok().flatten())
            .collect())
    }

    /// Writes anew what stands at a door, on every list of the campaign that has it.
    pub(super) fn refold(self, campaign: i64, door: DoorId) -> Result<(), StoreError> {
        let noted = self.noted(campaign, door)?;
        let state = fold::fold(&noted);
        let json = if noted.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&state)?
        };
        let rows = self.all(
            "SELECT d.key, d.people, l.round FROM door d JOIN list l ON l.key = d.list
             WHERE d.id = ?1 AND l.campaign = ?2",
            params![blob(&door.0), campaign],
            |row| {
                let people: String = row.get(1)?;
                Ok((row.get::<_, i64>(0)?, people, row.get::<_, u32>(2)?))
            },
        )?;
        for (key, people, round) in rows {
            let listed: Vec<Person> = stored_json::read_quickly(&people)?;
            self.run(
                "UPDATE door SET state = ?2, todo = ?3 WHERE key = ?1",
                params![key, json, todo(&state, round, &listed)],
            )?;
        }
        Ok(())
    }

    /// Somebody at this door asked for what we hold about them to be deleted:
    /// the conversations with them go from this phone, whether or not they are
    /// with the team yet. Of the unlinked ones, which may be on their way just
    /// now: after this nobody else could say whose they were.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn erase_conversations(
        self,
        enrolment: &Enrolment,
        door: DoorId,
        scope: WishScope,
    ) -> Result<Vec<RecordId>, StoreError> {
        let campaign = enrolment.campaign_key;
        let noted = self.noted(campaign, door)?;
        let visits = fold::standing_visits(&noted);
        let mut under_way = Vec::new();
        for talk in self.own_talks_at(campaign, door)? {
            let who = visits
                .iter()
                .find(|standing| Some(standing.id) == talk.visit)
                .and_then(|standing| standing.visit.who);
            if scope.covers(who) {
                under_way.extend(talk.under_way);
                self.erase_own(talk.key)?;
            }
        }
        Ok(under_way)
    }

    /// This phone's own conversations at a door, as far as it knows that they were there.
    pub(super) fn own_talks_at(
        self,
        campaign: i64,
        door: DoorId,
    ) -> Result<Vec<OwnTalk>, StoreError> {
        // A linked one names its visit itself; of an unlinked one the outbox
        // knows it until it has arrived, and after that there is nothing here.
        self.all(
            "SELECT r.key, r.body, o.visit, r.id, o.receipt IS NOT NULL AND o.n IS NOT NULL
             FROM record r LEFT JOIN outbox o ON o.record = r.key
             WHERE r.campaign = ?1 AND r.kind = 'conversation' AND r.mine = 1
             AND (r.door = ?2 OR o.visit IN (SELECT id FROM record
                                             WHERE campaign = ?1 AND door = ?2))",
            params![campaign, blob(&door.0)],
            |row| {
                let body: String = row.get(1)?;
                let visit: Option<[u8; 16]> = row.get(2)?;
                let visit = visit.map(|id| RecordId(uuid::Uuid::from_bytes(id)));
                let sent: Option<bool> = row.get(4)?;
                let id = RecordId(uuid(row, 3)?);
                Ok(OwnTalk {
                    key: row.get(0)?,
                    visit: visit.or_else(|| visit_in(&body)),
                    under_way: (sent == Some(true)).then_some(id),
                })
            },
        )
    }

    /// A visit as it stands now, with the door it was noted at.
    ///
    /// # Errors
    /// When it is not on this phone, or was taken back.
    pub fn standing_visit(
        self,
        enrolment: &Enrolment,
        visit: RecordId,
    ) -> Result<StandingVisit, StoreError> {
        let record = self.record(enrolment, visit)?;
        let Some(door) = About::of(&record).door else {
            return Err(StoreError::NotHere("visit"));
        };
        let noted = self.noted(enrolment.campaign_key, door)?;
        fold::standing_visits(&noted)
            .into_iter()
            .find(|standing| standing.id == visit)
            .ok_or(StoreError::NotHere("visit"))
    }

    /// Whether [`forget_sent_before`](Self::forget_sent_before) has anything to do.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_sent_before(self, at_ms: i64) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 FROM record WHERE mine = 1 AND at_ms < ?1 LIMIT 1",
            [at_ms],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Own records the server has had for so long that nobody needs them here.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub fn forget_sent_before(self, at_ms: i64) -> Result<usize, StoreError> {
        self.run(
            "DELETE FROM record WHERE mine = 1 AND at_ms < ?1
             AND NOT EXISTS (SELECT 1 FROM outbox o
                             WHERE o.record = record.key AND o.state NOT IN ('delivered', 'erased'))
             AND NOT EXISTS (SELECT 1 FROM list_record l WHERE l.record = record.key)",
            [at_ms],
        )
    }
}

/// The door's row in the index of doors to do: 2 not tried this round, 1 worth
/// another try, 0 nothing to do.
pub(super) fn todo(state: &DoorState, round: u32, listed: &[Person]) -> i64 {
    let ids: Vec<_> = listed.iter().map(|person| person.id).collect();
    match state.needs(round, &ids) {
        Needs::NotTried | Needs::EarlierRound { .. } => 2,
        Needs::TryAgain { .. } => 1,
        Needs::Settled { .. } | Needs::DontKnock { .. } => 0,
    }
}
