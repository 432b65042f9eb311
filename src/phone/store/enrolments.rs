//! Campaigns and joinings. One phone may have joined several times: another
//! campaign, or the same one again for another list. Each joining hands in its
//! own records under its own numbers.

use super::{StoreError, Tables, blob, uuid};
use crate::domain::campaign::Campaign;
use crate::domain::few::FewOf;
use crate::domain::ids::{CanvasserId, DeviceId};
use crate::domain::script::Script;
use crate::domain::stored_json;
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::ScriptRef;
use crate::mutant;
use crate::wire::join::JoinReply;
use crate::wire::push::Digest;
use rusqlite::{Row, params};

/// One joining of this phone, by its local key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnrolmentKey(pub(super) i64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub key: EnrolmentKey,
    pub(super) campaign_key: i64,
    pub campaign: Campaign,
    pub device: DeviceId,
    pub canvasser: CanvasserId,
    pub canvasser_name: String,
    pub token: String,
    /// Where its server is; empty for the one the app came from.
    pub server: String,
    pub state: EnrolmentState,
    pub heard_at: Option<DeviceTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentState {
    Active,
    /// Ended by the server; work may still be handed in until it says otherwise.
    Retired,
    Lost,
    /// Another phone shares this identity.
    Forked,
}

impl EnrolmentState {
    fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Lost => "lost",
            Self::Forked => "forked",
        }
    }

    fn from_code(code: &str) -> Self {
        match code {
            "retired" => Self::Retired,
            "lost" => Self::Lost,
            "forked" => Self::Forked,
            _ => Self::Active,
        }
    }
}

fn read_enrolment(row: &Row<'_>) -> Result<Enrolment, StoreError> {
    let about: String = row.get("about")?;
    let state: String = row.get("state")?;
    let heard_at: String = row.get("heard_at")?;
    Ok(Enrolment {
        key: EnrolmentKey(row.get("key")?),
        campaign_key: row.get("campaign")?,
        campaign: stored_json::read_quickly(&about)?,
        device: DeviceId(uuid::Uuid::from_bytes(row.get("device")?)),
        canvasser: CanvasserId(uuid::Uuid::from_bytes(row.get("canvasser")?)),
        canvasser_name: row.get("canvasser_name")?,
        token: row.get("token")?,
        server: row.get("server")?,
        state: EnrolmentState::from_code(&state),
        heard_at: heard_at.parse().ok(),
    })
}

impl Tables<'_> {
    /// The joining whose campaign the screens show: the latest.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn current_enrolment(self) -> Result<Option<Enrolment>, StoreError> {
        match self.current_enrolment_key()? {
            Some(key) => self.enrolment(EnrolmentKey(key)).map(Some),
            None => Ok(None),
        }
    }

    /// # Errors
    /// When there is none with this key.
    pub fn enrolment(self, key: EnrolmentKey) -> Result<Enrolment, StoreError> {
        self.one(
            "SELECT e.*, c.about FROM enrolment e JOIN campaign c ON c.key = e.campaign
             WHERE e.key = ?1",
            [key.0],
            read_enrolment,
        )?
        .ok_or(StoreError::NotHere("enrolment"))
    }

    /// # Errors
    /// When they cannot be read.
    pub fn enrolments(self) -> Result<Vec<Enrolment>, StoreError> {
        self.all(
            "SELECT e.*, c.about FROM enrolment e JOIN campaign c ON c.key = e.campaign
             ORDER BY e.key",
            [],
            read_enrolment,
        )
    }

    /// Keeps what the server answered to a join; a repeated answer changes nothing.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn enrol(
        self,
        joined: &JoinReply,
        server: &str,
        now: DeviceTime,
    ) -> Result<EnrolmentKey, StoreError> {
        let campaign = self.put_campaign(&joined.campaign)?;
        self.run(
            "INSERT INTO enrolment
             (campaign, device, canvasser, canvasser_name, token, last_digest, joined_at, heard_at,
              server)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
             ON CONFLICT (device) DO UPDATE SET token = excluded.token,
                -- Another list came with it, so its lists are named when it asks next.
                canvasser_name = excluded.canvasser_name, cursor = ''",
            params![
                campaign,
                blob(&joined.device.0),
                blob(&joined.canvasser.0),
                joined.canvasser_name,
                joined.token,
                Digest::default().0.as_slice(),
                now.to_string(),
                server,
            ],
        )?;
        let key = self
            .one(
                "SELECT key FROM enrolment WHERE device = ?1",
                [blob(&joined.device.0)],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("enrolment"))?;
        self.set_current_enrolment_key(key)?;
        Ok(EnrolmentKey(key))
    }

    /// A new identity for a joining whose old one was shared with another
    /// phone. Everything still here gets new numbers, what was confirmed too:
    /// the server knows it as duplicates, and the new ledger is whole, should
    /// the server ever be restored from an old image.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub fn renew_identity(
        self,
        key: EnrolmentKey,
        device: DeviceId,
        token: &str,
    ) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET n = NULL, digest = NULL WHERE enrolment = ?1",
            [key.0],
        )?;
        if !mutant::is("renewal-leaves-out-the-delivered") {
            self.run(
                "UPDATE outbox SET state = 'waiting', code = '', reason = ''
                 WHERE enrolment = ?1 AND record IS NOT NULL AND state <> 'parked'",
                [key.0],
            )?;
        }
        self.run(
            "UPDATE enrolment SET device = ?2, token = ?3, state = 'active', last_n = 0,
             last_digest = ?4 WHERE key = ?1",
            params![
                key.0,
                blob(&device.0),
                token,
                Digest::default().0.as_slice()
            ],
        )?;
        self.unset_renewal(key)
    }

    /// # Errors
    /// When it cannot be stored.
    pub fn set_enrolment_state(
        self,
        key: EnrolmentKey,
        state: EnrolmentState,
    ) -> Result<(), StoreError> {
        if mutant::is("retired-phone-is-emptied") && state == EnrolmentState::Retired {
            self.run("DELETE FROM record WHERE mine = 1", [])?;
        }
        self.run(
            "UPDATE enrolment SET state = ?2 WHERE key = ?1",
            params![key.0, state.code()],
        )?;
        if matches!(state, EnrolmentState::Retired | EnrolmentState::Lost)
            && !mutant::is("ended-phone-keeps-its-lists")
        {
            // Hidden at once; `empty_ended_lists` deletes their people when nothing is unsent.
            self.run("UPDATE list SET gone = 1 WHERE enrolment = ?1", [key.0])?;
        }
        Ok(())
    }

    /// # Errors
    /// When it cannot be stored.
    pub fn heard_from_server(self, key: EnrolmentKey, now: DeviceTime) -> Result<(), StoreError> {
        self.run(
            "UPDATE enrolment SET heard_at = ?2 WHERE key = ?1",
            params![key.0, now.to_string()],
        )?;
        Ok(())
    }

    /// Everybody this phone has spoken for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn own_canvassers(self) -> Result<FewOf<CanvasserId>, StoreError> {
        let all = self.all("SELECT canvasser FROM enrolment", [], |row| {
            Ok(CanvasserId(uuid(row, 0)?))
        })?;
        Ok(all.into_iter().collect())
    }

    pub(super) fn put_campaign(self, campaign: &Campaign) -> Result<i64, StoreError> {
        self.run(
            "INSERT INTO campaign (id, about) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET about = excluded.about",
            params![blob(&campaign.id.0), serde_json::to_string(campaign)?],
        )?;
        self.one(
            "SELECT key FROM campaign WHERE id = ?1",
            [blob(&campaign.id.0)],
            |row| Ok(row.get(0)?),
        )?
        .ok_or(StoreError::NotHere("campaign"))
    }

    pub(super) fn put_script(self, campaign: i64, json: &str) -> Result<(), StoreError> {
        // Only its name and version are read here: a script this version of
        // the app cannot hold a conversation by is kept for the next.
        #[derive(serde::Deserialize)]
        struct Named {
            script: ScriptRef,
        }
        let Ok(Named { script }) = stored_json::read_quickly(json) else {
            // Nobody could ask for it; the lists are of use without it.
            return Ok(());
        };
        self.run(
            "INSERT OR IGNORE INTO script (campaign, id, version, body) VALUES (?1, ?2, ?3, ?4)",
            params![campaign, script.id, script.version, json],
        )?;
        Ok(())
    }

    pub(super) fn script_refs(self, campaign: i64) -> Result<Vec<ScriptRef>, StoreError> {
        self.all(
            "SELECT id, version FROM script WHERE campaign = ?1 ORDER BY id, version",
            [campaign],
            |row| {
                Ok(ScriptRef {
                    id: row.get(0)?,
                    version: row.get(1)?,
                })
            },
        )
    }

    /// # Errors
    /// When it is not here, or this version of the app cannot read it.
    pub fn script(self, enrolment: &Enrolment, script: &ScriptRef) -> Result<Script, StoreError> {
        let json: String = self
            .one(
                "SELECT body FROM script WHERE campaign = ?1 AND id = ?2 AND version = ?3",
                params![enrolment.campaign_key, script.id, script.version],
                |row| Ok(row.get(0)?),
            )?
            .ok_or(StoreError::NotHere("script"))?;
        Script::from_json(&json).map_err(|error| StoreError::Unreadable(error.to_string()))
    }
}
