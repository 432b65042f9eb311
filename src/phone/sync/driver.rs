//! The one place on the phone that speaks HTTP. It posts what it is given and
//! hands back what came, or that nothing did; what that means is decided in `answer`.

use super::HttpAnswer;
use crate::wire::{PROTOCOL, PROTOCOL_HEADER};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::time::Duration;

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
const PATIENCE: Duration = Duration::from_secs(30);

/// Performs calls.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    /// Where the app came from.
    home: String,
}

impl Http {
    /// `home` is the address of the server the app came from: `https://example.org`.
    #[must_use]
    pub fn new(home: &str) -> Self {
        Self {
            client: reqwest::Client::new(),
            home: home.trim_end_matches('/').to_owned(),
        }
    }

    pub async fn perform(&self, call: Call) -> HttpAnswer {
        self.post(call).await.unwrap_or(HttpAnswer::None)
    }

    async fn post(&self, call: Call) -> Result<HttpAnswer, reqwest::Error> {
        let server = if call.server.is_empty() {
            &self.home
        } else {
            &call.server
        };
        let mut request = self
            .client
            .post(format!("{server}/api/v1/{}", call.endpoint))
            .timeout(PATIENCE)
            .header(PROTOCOL_HEADER, PROTOCOL.to_string())
            .header("content-type", "application/json");
        if let Some(token) = &call.token {
            request = request.bearer_auth(token);
        }
        request = match call.gzip.then(|| gzip(&call.json)).flatten() {
            Some(small) => request.header("content-encoding", "gzip").body(small),
            None => request.body(call.json),
        };
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let retry_after = answer
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim().parse().ok());
        let body = answer.bytes().await?.to_vec();
        Ok(HttpAnswer::Some {
            status,
            retry_after,
            body,
        })
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(6));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Waits so many milliseconds.
pub async fn wait(ms: i64) {
    #[cfg(target_arch = "wasm32")]
    crate::phone::platform::web::wait(i32::try_from(ms).unwrap_or(i32::MAX)).await;
    #[cfg(not(target_arch = "wasm32"))]
    tokio::time::sleep(Duration::from_millis(u64::try_from(ms).unwrap_or_default())).await;
}
