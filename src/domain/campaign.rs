//! A campaign: who is asking, under which law, and how a canvasser reaches
//! help. Reference data: the server owns it and it flows down only.

use super::ids::CampaignId;
use serde::{Deserialize, Serialize};

/// Which law the campaign works under; it switches defaults, above all whether
/// a conversation may name the door it was held at (method 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalProfile {
    UkParty,
    UkNonParty,
    Us,
    Other,
}

impl LegalProfile {
    /// Whether a conversation may carry its visit's id without the person
    /// having agreed to it. Where it may not, a conversation without consent is
    /// *unlinked*.
    #[must_use]
    pub fn links_without_consent(self) -> bool {
        match self {
            Self::UkParty | Self::Us => true,
            Self::UkNonParty | Self::Other => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    pub name: String,
    /// Who stands behind it, as the canvasser says at the door.
    pub organisation: String,
    pub legal_profile: LegalProfile,
    /// BCP 47 tags the campaign talks in, the first is the default.
    pub languages: Vec<String>,
    pub lead_name: String,
    /// Dialled from the Help screen; `None` shows what to do instead.
    pub lead_phone: Option<String>,
    /// The local emergency number, 112 unless the campaign says otherwise.
    pub emergency_number: String,
    /// Where a householder reads what is kept about them.
    pub privacy_url: Option<String>,
    /// The QR code of that address, drawn by the server as it tells a phone of the campaign, so
    /// that no phone downloads how: row by row, `1` dark and `0` light, without a margin.
    /// Nowhere else than on phones, and not from servers of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_code: Option<String>,
    /// The campaign's `age` recipient (public key): what a locked or dying
    /// phone seals its unsent work for. The private half is the recovery kit.
    pub recovery_recipient: Option<String>,
}
