//! Campaigns and their scripts.

use super::{Store, StoreError, sql};
use crate::domain::campaign::Campaign;
use crate::domain::ids::{CampaignId, ListId};
use crate::domain::script::recording::Recording;
use crate::domain::walk_list::ScriptRef;
use crate::wire::pull::RecordingOf;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A script as stored: the lead's TOML, and the JSON phones get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredScript {
    pub reference: ScriptRef,
    pub source: String,
    pub json: String,
    pub added_ms: i64,
}

/// A recording as phones fetch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecording {
    pub kind: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// To be called when a server starts, before numbers are given out. What `start` ends with
    /// must be random: it tells these numbers from those a server gave out on the same database
    /// before it was put back to an older copy.
    pub async fn note_start(&self, start: Uuid) -> Result<(), StoreError> {
        let [.., a, b, c, d] = *start.as_bytes();
        let mark = u32::from_be_bytes([a, b, c, d]);
        self.write(move |db| sql::campaigns::note_start(db, mark))
            .await
    }

    pub async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        self.read(sql::campaigns::all).await
    }

    pub async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
        self.read(move |db| Ok(sql::campaigns::one(db, id)?.map(|(campaign, _)| campaign)))
            .await
    }

    /// `epoch` must be a fresh random text: it marks this history in cursors.
    pub async fn create_campaign(
        &self,
        campaign: Campaign,
        epoch: String,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::campaigns::create(db, &campaign, &epoch, now_ms))
            .await
    }

    /// Replaces what is said about the campaign; phones get it with their next pull.
    pub async fn save_campaign(&self, campaign: Campaign) -> Result<(), StoreError> {
        self.write(move |db| sql::campaigns::save(db, &campaign))
            .await
    }

    /// Keeps a script under its id and version. The same again is fine, whatever
    /// its comments; another under a version that is there already is refused.
    pub async fn add_script(
        &self,
        campaign: CampaignId,
        script: StoredScript,
    ) -> Result<(), StoreError> {
        self.add_script_with(campaign, script, Vec::new()).await
    }

    /// The same, with the recordings it names.
    pub async fn add_script_with(
        &self,
        campaign: CampaignId,
        script: StoredScript,
        recordings: Vec<Recording>,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::campaigns::add_script(db, campaign, &script, &recordings))
            .await
    }

    pub async fn recording(
        &self,
        campaign: CampaignId,
        of: RecordingOf,
    ) -> Result<Option<StoredRecording>, StoreError> {
        self.read(move |db| sql::recordings::one(db, campaign, &of))
            .await
    }

    pub async fn scripts(&self, campaign: CampaignId) -> Result<Vec<StoredScript>, StoreError> {
        self.read(move |db| sql::campaigns::scripts(db, campaign))
            .await
    }

    pub async fn script(
        &self,
        campaign: CampaignId,
        reference: ScriptRef,
    ) -> Result<Option<StoredScript>, StoreError> {
        self.read(move |db| sql::campaigns::script(db, campaign, &reference))
            .await
    }

    /// The versions not offered for new lists any more.
    pub async fn retired_scripts(
        &self,
        campaign: CampaignId,
    ) -> Result<BTreeSet<(String, u32)>, StoreError> {
        self.read(move |db| sql::campaigns::retired_scripts(db, campaign))
            .await
    }

    /// Retires a version at `at_ms`, or takes it back into use.
    pub async fn retire_script(
        &self,
        campaign: CampaignId,
        reference: ScriptRef,
        at_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::campaigns::retire_script(db, campaign, &reference, at_ms))
            .await
    }

    /// From now on conversations on these lists begin with this version; phones hear of it with
    /// their next pull. One that has begun goes on with the version it began with.
    pub async fn set_script(
        &self,
        campaign: CampaignId,
        lists: Vec<ListId>,
        reference: ScriptRef,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::lists::set_script(db, campaign, &lists, &reference))
            .await
    }
}
