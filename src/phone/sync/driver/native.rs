//! HTTP by reqwest, on a thread with a tokio runtime.

use super::{Call, PATIENCE_MS};
use crate::phone::sync::HttpAnswer;
use crate::wire::{PROTOCOL, PROTOCOL_HEADER};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::time::Duration;

#[derive(Clone, Debug, Default)]
pub(super) struct Client(reqwest::Client);

impl Client {
    pub(super) async fn post(&self, address: &str, call: Call) -> HttpAnswer {
        self.try_to_post(address, call)
            .await
            .unwrap_or(HttpAnswer::None)
    }

    async fn try_to_post(&self, address: &str, call: Call) -> Result<HttpAnswer, reqwest::Error> {
        let mut request = self
            .0
            .post(address)
            .timeout(Duration::from_millis(PATIENCE_MS.into()))
            .header(PROTOCOL_HEADER, PROTOCOL.to_string());
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
    tokio::time::sleep(Duration::from_millis(u64::try_from(ms).unwrap_or_default())).await;
}
