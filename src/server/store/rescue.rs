//! Recovery kits, as far as the server has them, and rescue files brought in.

use super::log::{Delivery, Judged};
use super::{Store, StoreError, sql};
use crate::domain::ids::{CampaignId, DeviceId, LeadId};
use crate::wire::push::Outcome;

/// A kit by its public half; the private one is nowhere on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryKit {
    /// An `age` recipient.
    pub recipient: String,
    /// From 1.
    pub number: u32,
    pub made_ms: i64,
    /// The lead's name at reading time; empty for the server itself.
    pub made_by: String,
}

/// A rescue file, read and judged.
#[derive(Clone, Debug)]
pub struct Rescued {
    pub campaign: CampaignId,
    /// SHA-256 of the file.
    pub file: [u8; 32],
    /// By the phone's clock.
    pub made_ms: i64,
    pub imported_by: Option<LeadId>,
    pub now_ms: i64,
    /// What each joining in it said that it has in the file.
    pub phones: Vec<(DeviceId, u32)>,
    pub parts: Vec<RescuedPart>,
}

/// What one canvasser's joining brings, or all that have no author.
#[derive(Clone, Debug)]
pub struct RescuedPart {
    pub delivery: Delivery,
    pub drafts: Vec<Judged>,
}

/// Per part, per record and then per draft: what became of it, and whether it
/// had been set aside before.
pub type BroughtIn = Vec<Vec<(Outcome, bool)>>;

/// A file that was brought in, as far as one joining is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RescueRow {
    pub device: DeviceId,
    pub made_ms: i64,
    pub records: u32,
    pub imported_ms: i64,
}

impl Store {
    /// Puts a kit's public half in use: phones get it with their next pull. One
    /// that was in use before is so again.
    pub async fn use_recovery_kit(
        &self,
        campaign: CampaignId,
        recipient: String,
        made_by: Option<LeadId>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| sql::rescue::use_kit(db, campaign, &recipient, made_by, now_ms))
            .await
    }

    /// Newest first.
    pub async fn recovery_kits(
        &self,
        campaign: CampaignId,
    ) -> Result<Vec<RecoveryKit>, StoreError> {
        self.read(move |db| sql::rescue::kits(db, campaign)).await
    }

    /// Stores all of a rescue file, or nothing.
    pub async fn bring_in(&self, rescued: Rescued) -> Result<BroughtIn, StoreError> {
        let key = self.suppression_key()?;
        let parts = rescued.parts.iter();
        let wished = parts.flat_map(|part| part.delivery.wished()).collect();
        let sought = self.seek(rescued.campaign, wished).await?;
        let brought = self
            .write(move |db| sql::rescue::bring_in(db, &rescued, &key, &sought))
            .await?;
        // Of what was erased with it nothing stays beside the database either.
        self.leave_nothing_beside().await;
        Ok(brought)
    }

    /// Newest first.
    pub async fn rescues(&self, campaign: CampaignId) -> Result<Vec<RescueRow>, StoreError> {
        self.read(move |db| sql::rescue::rescues(db, campaign))
            .await
    }
}
