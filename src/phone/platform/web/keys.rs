//! The database's key in the browser, and the name of the file it opens.

use crate::phone::platform::DatabaseKey;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/phone/platform/web/keys.js")]
extern "C" {
    #[wasm_bindgen(js_name = current, catch)]
    async fn js_current() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = keep, catch)]
    async fn js_keep(file: &str, key: &[u8]) -> Result<JsValue, JsValue>;
}

/// The file in use and its key; `None` before the first.
pub(crate) async fn current() -> Result<Option<(String, DatabaseKey)>, String> {
    let kept = js_current().await.map_err(say)?;
    if kept.is_undefined() {
        return Ok(None);
    }
    let file = Reflect::get(&kept, &"file".into())
        .map_err(say)?
        .as_string();
    let key = Uint8Array::new(&Reflect::get(&kept, &"key".into()).map_err(say)?).to_vec();
    match (file, DatabaseKey::from_bytes(&key)) {
        (Some(file), Some(key)) => Ok(Some((file, key))),
        _ => Err("the kept key is not one of ours".to_owned()),
    }
}

/// From here on this file is the one in use; one that was before keeps its key.
pub(crate) async fn keep(file: &str, key: &DatabaseKey) -> Result<(), String> {
    js_keep(file, key.bytes()).await.map(drop).map_err(say)
}

fn say(error: JsValue) -> String {
    js_sys::Error::from(error).to_string().into()
}
