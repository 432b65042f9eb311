//! Which tab owns the database. The browser lets one connection open it, so a
//! second tab must know, say so, and be able to take over.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/phone/platform/web/lock.js")]
extern "C" {
    #[wasm_bindgen(js_name = take)]
    async fn js_take(callback: &Closure<dyn FnMut()>) -> JsValue;
    #[wasm_bindgen(js_name = takeOver)]
    async fn js_take_over(callback: &Closure<dyn FnMut()>, patience: u32) -> JsValue;
    #[wasm_bindgen(js_name = release)]
    fn js_release();
    #[wasm_bindgen(js_name = isPossible)]
    fn js_is_possible() -> bool;
}

/// How long the other tab may take to let go before the lock is taken from it.
const PATIENCE_MS: u32 = 4_000;

/// Whether this browser has private files and locks at all, and for this page.
pub(crate) fn is_possible() -> bool {
    js_is_possible()
}

/// Tries to become the owner; calls back when another tab takes over later.
pub(crate) async fn take(taken_over: &Closure<dyn FnMut()>) -> bool {
    js_take(taken_over).await.is_truthy()
}

/// Asks the other tab to let go, and becomes the owner.
pub(crate) async fn take_over(taken_over: &Closure<dyn FnMut()>) -> bool {
    js_take_over(taken_over, PATIENCE_MS).await.is_truthy()
}

/// Lets another tab have it.
pub(crate) fn release() {
    js_release();
}
