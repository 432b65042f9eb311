//! The one place on the phone that speaks HTTP. It posts what it is given and
//! hands back what came, or that nothing did; what that means is decided in
//! `answer`. In the browser `fetch` does it, elsewhere reqwest.

#[cfg_attr(target_arch = "wasm32", path = "fetch.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "native.rs")]
mod shell;

use super::HttpAnswer;
pub use shell::wait;

/// One request: everything goes up as a POST of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Where the server is; empty for the one the app came from.
    pub server: String,
    /// Below `/api/v1/`.
    pub endpoint: &'static str,
    pub token: Option<String>,
    pub json: Vec<u8>,
    /// Worth compressing.
    pub gzip: bool,
}

/// How long an answer may take: a slow server, or a phone at the edge of its cell.
const PATIENCE_MS: u32 = 30_000;

/// Performs calls.
#[derive(Clone, Debug)]
pub struct Http {
    client: shell::Client,
    /// Where the app came from.
    home: String,
}

impl Http {
    /// `home` is the address of the server the app came from: `https://example.org`.
    #[must_use]
    pub fn new(home: &str) -> Self {
        Self {
            client: shell::Client::default(),
            home: home.trim_end_matches('/').to_owned(),
        }
    }

    pub async fn perform(&self, call: Call) -> HttpAnswer {
        let server = if call.server.is_empty() {
            &self.home
        } else {
            &call.server
        };
        let address = format!("{server}/api/v1/{}", call.endpoint);
        self.client.post(&address, call).await
    }
}
