//! What passes between the page and its worker, as bytes. Both are the same program, so nothing
//! needs a name on the way; readers and writers of names are a tenth of what a phone downloads.

use super::{Notice, Reply, Request, Sign, Trouble};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::phone) enum ToWorker {
    Ask {
        id: u64,
        request: Request,
    },
    Sign(Sign),
    /// The page is being closed or put aside.
    Closing,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    clippy::large_enum_variant,
    reason = "written or read at once, never kept"
)]
pub(in crate::phone) enum ToPage {
    Reply {
        id: u64,
        answer: Result<Reply, Trouble>,
    },
    Notice(Notice),
}

impl ToWorker {
    pub(in crate::phone) fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    pub(in crate::phone) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

impl ToPage {
    pub(in crate::phone) fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    pub(in crate::phone) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
