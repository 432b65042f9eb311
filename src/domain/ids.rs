//! Names for things that must never be mixed up: a door's id is not a
//! person's. Every id is a UUID; who makes it and which version it has is said
//! at each type.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// Made by the server.
    CampaignId,
    /// A walk list; made by the server.
    ListId,
    /// One address: a house, or one flat in a building; made by the server ([`DoorId::in_order`]).
    DoorId,
    /// A person named on a walk list; made by the server.
    PersonId,
    /// A volunteer, across all their phones; made by the server when they join.
    CanvasserId,
    /// One enrolment of one phone; made by the server, replaced when two phones
    /// turn out to share it.
    DeviceId,
    /// Made by the phone. Version 7 where the record may be tied to a time,
    /// version 4 for unlinked conversations, whose id must tell nothing.
    RecordId,
    /// A conversation in progress on one phone; never leaves it.
    DraftId,
    /// One file of addresses a lead imported; made by the server.
    ImportId,
    /// A team lead's account; made by the server.
    LeadId,
}

impl DoorId {
    /// The id of the door at this place of a file brought in at this moment (UUIDv7; the place
    /// where others count, the rest from `chance`). Neighbours' ids are next to each other, and
    /// so is what databases keep by them: a street of doors is a page or two, not as many pages
    /// as it has doors. There are 50 bits of chance in each.
    #[must_use]
    pub fn in_order(at_ms: u64, place: u32, chance: Uuid) -> Self {
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&chance.as_bytes()[6..]);
        // The highest four bits of the first byte and two of the third are not ours.
        let [_, high, middle, low] = place.to_be_bytes();
        bytes[0] = high >> 4;
        bytes[1] = high << 4 | middle >> 4;
        bytes[2] = (middle & 0x0F) << 2 | low >> 6;
        bytes[3] = low << 2 | bytes[3] & 0x03;
        Self(uuid::Builder::from_unix_timestamp_millis(at_ms, &bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_ids_stand_in_the_order_of_their_places_and_in_no_other() {
        let places = [0, 1, 2, 63, 64, 65, 4_095, 4_096, 500_000, 0xFF_FFFF];
        let id = |at_ms, (n, place): (usize, &u32)| {
            // The less, the later: chance must not put them in order.
            let chance = Uuid::from_u128(u128::MAX - n as u128);
            DoorId::in_order(at_ms, *place, chance)
        };
        let early: Vec<DoorId> = places.iter().enumerate().map(|one| id(7, one)).collect();
        let later: Vec<DoorId> = places.iter().enumerate().map(|one| id(8, one)).collect();
        let all: Vec<DoorId> = early.into_iter().chain(later).collect();
        assert!(all.is_sorted_by(|one, next| one < next), "{all:?}");
        assert!(all.iter().all(|id| id.0.get_version_num() == 7));
    }

    #[test]
    fn two_files_of_one_moment_share_no_id() {
        let of = |chance| DoorId::in_order(7, 3, Uuid::from_u128(chance));
        assert_ne!(of(1), of(2));
        // Fifty bits, and no more, are chance.
        assert_eq!(of(1 << 60), of(1 << 50));
    }
}
