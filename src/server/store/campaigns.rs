//! Campaigns and their scripts.

use super::{Store, StoreError, sql};
use crate::domain::campaign::Campaign;
use crate::domain::ids::CampaignId;
use crate::domain::walk_list::ScriptRef;

/// A script as stored: the lead's TOML, and the JSON phones get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredScript {
    pub reference: ScriptRef,
    pub source: String,
    pub json: String,
    pub added_ms: i64,
}

impl Store {
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
        self.write(move |db| sql::campaigns::add_script(db, campaign, &script))
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
}
