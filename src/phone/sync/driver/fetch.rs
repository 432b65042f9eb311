//! HTTP by the browser's `fetch`, which workers have too.

use super::{Call, PATIENCE_MS};
use crate::phone::platform::web;
use crate::phone::sync::HttpAnswer;
use crate::wire::{PROTOCOL, PROTOCOL_HEADER};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/phone/sync/driver/fetch.js")]
extern "C" {
    /// What came; nothing when there was no answer.
    type Came;
    #[wasm_bindgen(js_name = post)]
    async fn js_post(
        address: &str,
        headers: Vec<String>,
        json: &[u8],
        gzip: bool,
        patience: u32,
    ) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Came) -> u16;
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    fn retry_after(this: &Came) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Came) -> Vec<u8>;
}

#[derive(Clone, Debug, Default)]
pub(super) struct Client {}

impl Client {
    pub(super) async fn post(&self, address: &str, call: Call) -> HttpAnswer {
        let mut headers = vec![PROTOCOL_HEADER.to_owned(), PROTOCOL.to_string()];
        if let Some(token) = &call.token {
            headers.extend(["authorization".to_owned(), format!("Bearer {token}")]);
        }
        let came = js_post(address, headers, &call.json, call.gzip, PATIENCE_MS).await;
        if came.is_undefined() {
            return HttpAnswer::None;
        }
        let came: Came = came.unchecked_into();
        HttpAnswer::Some {
            status: came.status(),
            retry_after: came.retry_after(),
            body: came.body(),
        }
    }
}

/// Waits so many milliseconds.
pub async fn wait(ms: i64) {
    let _ = web::wait(i32::try_from(ms).unwrap_or(i32::MAX)).await;
}
