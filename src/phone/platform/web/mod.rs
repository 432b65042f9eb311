//! The browser as a shell. The window's part is in `shell.js`, because half of
//! what is asked of browsers there has no typed binding.

pub(crate) mod keys;
pub(crate) mod lock;

use super::{Installation, OfflineState, ShellEvent, join_code_in};
use std::path::PathBuf;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/phone/platform/web/shell.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeFragment)]
    fn take_fragment() -> String;
    #[wasm_bindgen(js_name = isStandalone)]
    fn is_standalone() -> bool;
    #[wasm_bindgen(js_name = isAppleMobile)]
    fn is_apple_mobile() -> bool;
    #[wasm_bindgen(js_name = mayInstall)]
    fn js_may_install() -> bool;
    #[wasm_bindgen(js_name = install)]
    async fn js_install() -> JsValue;
    #[wasm_bindgen(js_name = mayShare)]
    fn js_may_share() -> bool;
    #[wasm_bindgen(js_name = shareText)]
    async fn js_share_text(name: &str, text: &str) -> JsValue;
    #[wasm_bindgen(js_name = saveText)]
    fn js_save_text(name: &str, text: &str) -> bool;
    #[wasm_bindgen(js_name = keepStorage)]
    async fn js_keep_storage() -> JsValue;
    #[wasm_bindgen(js_name = languages)]
    fn js_languages() -> Vec<JsValue>;
    #[wasm_bindgen(js_name = pageState)]
    fn page_state(name: &str) -> String;
    #[wasm_bindgen(js_name = applyUpdate)]
    fn js_apply_update();
    #[wasm_bindgen(js_name = keepAwake)]
    async fn js_keep_awake(on: bool);
    #[wasm_bindgen(js_name = holdBack)]
    fn js_hold_back(on: bool);
    #[wasm_bindgen(js_name = watch)]
    fn js_watch(callback: &Closure<dyn FnMut(String)>);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = doorstep, js_name = wordsHere)]
    fn js_words_here(tag: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = doorstep, js_name = words, catch)]
    async fn js_words(tag: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = doorstep, js_name = fetchWhole, catch)]
    async fn js_fetch_whole() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = doorstep, js_name = lastTime)]
    fn js_last_time(name: &str, value: &str);
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, ms: i32);
}

/// The join code of the link that opened the app, once; then it is gone from the address.
#[must_use]
pub fn take_join_code() -> Option<String> {
    join_code_in(&take_fragment())
}

#[must_use]
pub fn installation() -> Installation {
    Installation {
        standalone: is_standalone(),
        apple_mobile: is_apple_mobile(),
    }
}

/// The browser would show its own "install this app?" when asked by [`install`].
#[must_use]
pub fn may_install() -> bool {
    js_may_install()
}

/// Asks the browser to install the app; whether the person agreed.
pub async fn install() -> bool {
    js_install().await.is_truthy()
}

/// The browser can pass a file to another app.
#[must_use]
pub fn may_share() -> bool {
    js_may_share()
}

/// Lets the person choose who gets a file; whether it went.
pub async fn share_text(name: &str, text: &str) -> bool {
    js_share_text(name, text).await.is_truthy()
}

/// Saves a file where the browser saves files, which it does not say.
#[must_use]
pub fn save_text(name: &str, text: &str) -> Option<String> {
    js_save_text(name, text).then(String::new)
}

/// Asks the browser not to clear our storage by itself; whether it promised.
pub async fn keep_storage() -> bool {
    js_keep_storage().await.is_truthy()
}

/// The person's languages as BCP 47 tags, the best liked first.
#[must_use]
pub fn languages() -> Vec<String> {
    js_languages()
        .iter()
        .filter_map(JsValue::as_string)
        .collect()
}

#[must_use]
pub fn offline_state() -> OfflineState {
    match page_state("offline").as_str() {
        "ready" => OfflineState::Ready,
        "failed" => OfflineState::Failed,
        "unavailable" => OfflineState::Unavailable,
        _ => OfflineState::Installing,
    }
}

/// A newer version of the app is here and waits for [`apply_update`].
#[must_use]
pub fn update_waiting() -> bool {
    page_state("update") == "ready"
}

/// Lets the newer version take over; the page is loaded again.
pub fn apply_update() {
    js_apply_update();
}

/// The words of a language other than English, if they have come (`boot.js` fetches them).
#[must_use]
pub fn words_here(tag: &str, _own: impl FnOnce() -> &'static str) -> Option<String> {
    js_words_here(tag).as_string()
}

/// Fetches the whole app and opens the page anew by it; false when it could not come.
pub async fn fetch_whole() -> bool {
    js_fetch_whole().await.is_ok()
}

/// Fetches them. When this ends and they are not here, there is no network.
pub async fn fetch_words(tag: &str) {
    let _ = js_words(tag).await;
}

/// For the words shown before the app is there, next time.
pub fn remember_language(tag: &str) {
    js_last_time("language", tag);
}

/// Keeps the screen lit while somebody talks, where the browser can.
pub fn keep_awake(on: bool) {
    wasm_bindgen_futures::spawn_local(js_keep_awake(on));
}

/// While on, the browser's back gesture stays on this screen and is told as
/// [`ShellEvent::Back`]; what it means here the screen knows.
pub fn hold_back(on: bool) {
    js_hold_back(on);
}

/// Calls back for as long as the page lives.
pub fn watch(mut callback: impl FnMut(ShellEvent) + 'static) {
    let closure = Closure::new(move |name: String| {
        let event = match name.as_str() {
            "online" => ShellEvent::NetworkRegained,
            "shown" => ShellEvent::Shown,
            "hidden" => ShellEvent::Hidden,
            "closing" => ShellEvent::Closing,
            "reopened" => ShellEvent::Reopened,
            "offline-state" => ShellEvent::OfflineState,
            "update-state" => ShellEvent::UpdateState,
            "back" => ShellEvent::Back,
            "link" => ShellEvent::Link,
            _ => return,
        };
        callback(event);
    });
    js_watch(&closure);
    // The page's listeners keep it; there is one page.
    closure.forget();
}

/// In small letters. The browser knows all alphabets, and need not download the tables.
#[must_use]
pub fn lower_case(text: &str) -> String {
    String::from(js_sys::JsString::from(text).to_lower_case())
}

/// Waits, in window and worker alike. A timer cannot be refused.
pub async fn wait(ms: i32) -> bool {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// In the browser files live in OPFS, which needs no path.
#[must_use]
pub fn storage_folder() -> PathBuf {
    PathBuf::new()
}
