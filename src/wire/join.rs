//! `POST /api/v1/join`: a phone with a join code becomes a device of the
//! campaign. One code serves a team: it has uses left and an expiry. Sending
//! the same `attempt` again (the answer was lost) does not use the code twice.

use crate::domain::campaign::Campaign;
use crate::domain::ids::{CanvasserId, DeviceId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JoinRequest {
    /// As typed or read: case and separators do not matter to the server.
    pub code: String,
    /// What the team calls this canvasser; 1 to 60 characters.
    pub name: String,
    /// Made once per try to join and repeated on retries.
    pub attempt: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JoinReply {
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub device: DeviceId,
    #[cfg_attr(feature = "server", schema(value_type = Uuid))]
    pub canvasser: CanvasserId,
    pub canvasser_name: String,
    /// Opaque to the phone: a signed receipt of this enrolment.
    pub token: String,
    /// `domain::campaign::Campaign`.
    #[cfg_attr(feature = "server", schema(value_type = Object))]
    pub campaign: Campaign,
}

/// `POST /api/v1/renew`: a phone that found another one handing in under its
/// identity (it was cloned, or set back to an old image) gets one of its own,
/// for the same canvasser and in the same standing. Answered like a join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RenewRequest {
    /// Made once per try and repeated on retries.
    pub attempt: Uuid,
}

/// Letters and digits of a join code that cannot be mistaken for each other;
/// codes are shown in groups of four: `KAPP-7Q2M`.
pub const CODE_ALPHABET: &str = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
pub const CODE_LENGTH: usize = 8;

/// A code as typed, brought to the one form that is stored: upper case
/// (codes have no other letters), without spaces and dashes.
#[must_use]
pub fn normal_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_was_typed() {
        for typed in ["KAPP-7Q2M", "kapp 7q2m", " Kapp7q2m\n", "kapp–7q2m"] {
            assert_eq!(normal_code(typed), "KAPP7Q2M");
        }
        assert_eq!(normal_code("-- "), "");
    }
}
