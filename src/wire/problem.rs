//! What the server answers when a whole request cannot be served. The phone
//! turns the code into a sentence in the canvasser's language; `detail` is for
//! the desk's log and for developers, never shown alone.

use crate::wire::pull::{Decided, Erasure, SetAside};
use crate::wire::push::Have;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Problem {
    pub code: ProblemCode,
    pub detail: String,
    /// With `token_retired`, to a phone that asked for news: up to where the server has what
    /// it handed in. A server that was set back is refilled by phones whose time has ended too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<Have>,
    /// With `have`: what a page of news would have said of this phone's own work, and of whom
    /// it may still hold. Its time has ended, and what it did is with the team all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<Decided>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", schema(value_type = Vec<Object>))]
    pub erased: Vec<Erasure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The body is not what this address takes.
    Malformed,
    /// 413: send less at once.
    TooLarge,
    /// 401: no token, or none of ours.
    NotEnrolled,
    /// 403: the token has ended; work may still be handed in until it says so.
    TokenRetired,
    /// 403: the phone was reported lost; nothing is served any more.
    TokenLost,
    /// 404: no such join code.
    CodeUnknown,
    /// 410: the code has been used as often as it may.
    CodeUsedUp,
    /// 410: the code's time is over.
    CodeExpired,
    /// 409: two phones share this identity; ask for a new one.
    DeviceForked,
    /// 410: the server starts a new history; drop what came from it and pull from scratch.
    EpochChanged,
    /// 426: this app is too old to be served new lists; it may still hand in.
    AppTooOld,
    /// 429: too many tries; see `Retry-After`.
    SlowDown,
    /// 503 and 507: the server cannot store now; nothing was taken.
    ServerBusy,
    #[serde(other)]
    Unknown,
}
