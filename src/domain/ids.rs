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
    /// One address: a house, or one flat in a building; made by the server.
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
