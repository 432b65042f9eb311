//! What passes between the page and its worker, as JSON text.

use super::{Notice, Reply, Request, Sign, Trouble};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ToWorker {
    Ask {
        id: u64,
        request: Request,
    },
    Sign(Sign),
    /// The page is being closed or put aside.
    Closing,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ToPage {
    Reply {
        id: u64,
        answer: Result<Reply, Trouble>,
    },
    Notice(Notice),
}
