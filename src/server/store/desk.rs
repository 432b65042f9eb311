//! What only the desk asks: which doors need a lead, and files on their way in.

use super::lists::NewList;
use super::{Store, StoreError, sql};
use crate::domain::fold::DoorState;
use crate::domain::ids::{CampaignId, LeadId, ListId};
use crate::domain::walk_list::Door;
use uuid::Uuid;

/// A door that asks for the lead: a warning in force.
#[derive(Clone, Debug)]
pub struct Noteworthy {
    pub door: Door,
    pub list: ListId,
    pub list_name: String,
    pub state: DoorState,
}

/// A file a lead is looking at.
#[derive(Clone, Debug)]
pub struct Upload {
    pub id: Uuid,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// JSON as the desk wrote it; empty while nothing was set.
    pub choices: String,
    pub uploaded_by: LeadId,
}

/// How long a file waits for a decision.
pub const UPLOAD_KEPT_MS: i64 = 24 * 3600 * 1000;

impl Store {
    /// Doors with a warning, whether in force or not: the desk knows the day.
    pub async fn noteworthy(&self, campaign: CampaignId) -> Result<Vec<Noteworthy>, StoreError> {
        self.read(move |db| sql::desk::noteworthy(db, campaign))
            .await
    }

    /// How many records are set aside and nobody has looked at; shown beside the navigation.
    pub async fn desk_needs(&self, campaign: CampaignId) -> Result<u32, StoreError> {
        self.read(move |db| sql::quarantine::open(db, campaign))
            .await
    }

    /// Makes several lists, all or none.
    pub async fn make_lists(
        &self,
        campaign: CampaignId,
        lists: Vec<NewList>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            for list in &lists {
                sql::lists::make(db, campaign, list, now_ms)?;
            }
            Ok(())
        })
        .await
    }

    /// Keeps a file for its lead to look at, and throws away what waited too long.
    pub async fn keep_upload(
        &self,
        campaign: CampaignId,
        upload: Upload,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::desk::keep_upload(db, campaign, &upload, now_ms))
            .await
    }

    /// Only the lead who sent it gets it, and only while it is kept.
    pub async fn upload(
        &self,
        campaign: CampaignId,
        upload: Uuid,
        lead: LeadId,
        now_ms: i64,
    ) -> Result<Option<Upload>, StoreError> {
        self.read(move |db| sql::desk::upload(db, campaign, upload, lead, now_ms))
            .await
    }

    pub async fn set_upload_choices(
        &self,
        campaign: CampaignId,
        upload: Uuid,
        choices: String,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::desk::set_choices(db, campaign, upload, &choices))
            .await
    }

    pub async fn drop_upload(&self, campaign: CampaignId, upload: Uuid) -> Result<(), StoreError> {
        self.write(move |db| sql::desk::drop_upload(db, campaign, upload))
            .await
    }
}
