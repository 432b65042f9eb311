//! How phones come into a campaign: join codes, canvassers, devices, and who
//! holds which list.

use super::{Store, StoreError, sql};
use crate::domain::campaign::Campaign;
use crate::domain::ids::{CampaignId, CanvasserId, DeviceId, DoorId, LeadId, ListId};
use crate::wire::push::{Have, Holds};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A code to be made. `code` is in its stored form (`wire::join::normal_code`).
#[derive(Clone, Debug)]
pub struct NewJoinCode {
    pub code: String,
    /// What the lead calls this share: "Saturday team".
    pub label: String,
    pub uses: u32,
    pub expires_ms: i64,
    pub lists: Vec<ListId>,
    pub made_by: Option<LeadId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinCode {
    pub code: String,
    pub label: String,
    pub uses: u32,
    pub used: u32,
    pub expires_ms: i64,
    pub lists: Vec<ListId>,
    pub made_ms: i64,
    pub ended_ms: Option<i64>,
}

/// A phone asks to join with a code. The ids are fresh and used only if the
/// phone is new to us.
#[derive(Clone, Debug)]
pub struct Joining {
    pub code: String,
    pub name: String,
    /// Made once per try by the phone: a retry finds the device it made.
    pub attempt: Uuid,
    pub new_canvasser: CanvasserId,
    pub new_device: DeviceId,
    /// A phone that is enrolled already only gets the code's lists.
    pub enrolled: Option<Enrolment>,
    pub now_ms: i64,
}

/// Campaign, device and canvasser a token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub campaign: CampaignId,
    pub device: DeviceId,
    pub canvasser: CanvasserId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    Yes(Box<NewlyJoined>),
    CodeUnknown,
    CodeUsedUp,
    CodeExpired,
}

/// A phone with an identity of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewlyJoined {
    pub enrolment: Enrolment,
    pub name: String,
    /// The lists held now.
    pub lists: Vec<ListId>,
    pub campaign: Campaign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    Active,
    /// Ended in peace: may still hand in for [`RETIRED_MAY_PUSH_MS`].
    Retired,
    /// Reported lost: what it hands in is quarantined.
    Lost,
}

/// Fourteen days.
pub const RETIRED_MAY_PUSH_MS: i64 = 14 * 24 * 3600 * 1000;

impl DeviceState {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Lost => "lost",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Retired, Self::Lost]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub canvasser: CanvasserId,
    pub state: DeviceState,
    /// Since when it is in that state.
    pub state_ms: i64,
    pub enrolled_ms: i64,
    pub have: Have,
    /// What the phone said it had not handed in yet when last heard.
    pub waiting: u32,
    /// What it said then that it has in all; `None` while its app is too old to say.
    pub holds: Option<Holds>,
    pub heard_ms: i64,
    /// When one of two phones that shared this identity got another.
    pub renewed_ms: Option<i64>,
}

impl Device {
    /// Whether anybody spoke under this identity since one phone gave it up: then there is a
    /// copy of that phone. Otherwise it may have been one phone, set back to an older image.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        self.renewed_ms
            .is_some_and(|renewed| self.heard_ms <= renewed)
    }

    /// How many entries the phone is known to have recorded: as it said when it
    /// was last heard, and never fewer than have arrived.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        let said = match self.holds {
            Some(holds) => holds.recorded,
            None => self.have.n + u64::from(self.waiting),
        };
        said.max(self.have.n)
    }

    /// Of those, how many it held back.
    #[must_use]
    pub fn held_back(&self) -> u64 {
        self.recorded() - self.have.n
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanvasserSummary {
    pub id: CanvasserId,
    pub name: String,
    pub joined_ms: i64,
    /// Records in the log under this name; unlinked conversations belong to nobody.
    pub visits: u32,
    pub conversations: u32,
    pub devices: Vec<Device>,
    /// Lists held now.
    pub lists: Vec<ListId>,
}

/// Records of one canvasser the lead should look at twice: taken all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Noted under a list that had been taken away or had expired.
    pub late: u32,
    /// By a clock more than five minutes ahead of ours.
    pub clock_off: u32,
}

/// What is known of a phone that hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// `None` when this database has never heard of it.
    pub device: Option<Device>,
    /// Lists the canvasser holds or held; true while they may use it.
    pub lists: BTreeMap<ListId, bool>,
    /// Of the pairs asked about, those where the door is on the list.
    pub doors: BTreeSet<(ListId, DoorId)>,
}

impl Store {
    pub async fn make_join_code(
        &self,
        campaign: CampaignId,
        code: NewJoinCode,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::make_code(db, campaign, &code, now_ms))
            .await
    }

    /// Newest first, ended ones too.
    pub async fn join_codes(&self, campaign: CampaignId) -> Result<Vec<JoinCode>, StoreError> {
        self.read(move |db| sql::joining::codes(db, campaign)).await
    }

    pub async fn end_join_code(
        &self,
        campaign: CampaignId,
        code: String,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::end_code(db, campaign, &code, now_ms))
            .await
    }

    /// Uses a code, once per attempt.
    pub async fn join(&self, joining: Joining) -> Result<Joined, StoreError> {
        self.write(move |db| sql::joining::join(db, &joining)).await
    }

    /// Another identity for a phone that found out that it shares its own: for
    /// the same canvasser, in the same standing. Once per attempt.
    pub async fn renew(
        &self,
        enrolment: Enrolment,
        attempt: Uuid,
        new_device: DeviceId,
        now_ms: i64,
    ) -> Result<Joined, StoreError> {
        self.write(move |db| sql::joining::renew(db, enrolment, attempt, new_device, now_ms))
            .await
    }

    /// What a push has to know of its phone: its state, the lists it holds or
    /// held, and which of `pairs` are doors of those lists.
    pub async fn standing(
        &self,
        campaign: CampaignId,
        device: DeviceId,
        canvasser: CanvasserId,
        pairs: Vec<(ListId, DoorId)>,
        today: NaiveDate,
    ) -> Result<Standing, StoreError> {
        self.read(move |db| sql::joining::standing(db, campaign, device, canvasser, &pairs, today))
            .await
    }

    pub async fn device(
        &self,
        campaign: CampaignId,
        device: DeviceId,
    ) -> Result<Option<Device>, StoreError> {
        self.read(move |db| sql::joining::device(db, campaign, device))
            .await
    }

    /// A device this database does not know, but whose token we signed (the
    /// database was restored from before it joined): it is entered again.
    pub async fn remember_device(
        &self,
        enrolment: Enrolment,
        name: String,
        lists: Vec<ListId>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::remember(db, enrolment, &name, &lists, now_ms))
            .await
    }

    /// Notes that a phone was heard from, and what it said it has.
    pub async fn heard(
        &self,
        campaign: CampaignId,
        device: DeviceId,
        holds: Option<Holds>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::heard(db, campaign, device, holds, now_ms))
            .await
    }

    pub async fn set_device_state(
        &self,
        campaign: CampaignId,
        device: DeviceId,
        state: DeviceState,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::set_state(db, campaign, device, state, now_ms))
            .await
    }

    /// Records that were taken and marked, by whoever noted them.
    pub async fn marked(
        &self,
        campaign: CampaignId,
    ) -> Result<BTreeMap<CanvasserId, Marked>, StoreError> {
        self.read(move |db| sql::joining::marked(db, campaign))
            .await
    }

    /// By name.
    pub async fn canvassers(
        &self,
        campaign: CampaignId,
    ) -> Result<Vec<CanvasserSummary>, StoreError> {
        self.read(move |db| sql::joining::canvassers(db, campaign))
            .await
    }

    pub async fn grant_list(
        &self,
        campaign: CampaignId,
        canvasser: CanvasserId,
        list: ListId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::grant(db, campaign, canvasser, list, now_ms))
            .await
    }

    pub async fn end_grant(
        &self,
        campaign: CampaignId,
        canvasser: CanvasserId,
        list: ListId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::joining::end_grant(db, campaign, canvasser, list, now_ms))
            .await
    }
}
