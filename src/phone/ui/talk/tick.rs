//! A quiet tick, so that the minutes on the screen go on while nobody taps.

use dioxus::prelude::*;

/// Often enough that a minute is never late by much, seldom enough to cost nothing.
const EVERY_MS: i32 = 15_000;

/// Hook: counts up a few times a minute while the screen is there.
pub fn use_minutes() -> Signal<u32> {
    let mut ticks = use_signal(|| 0_u32);
    use_future(move || async move {
        while wait(EVERY_MS).await {
            *ticks.write() += 1;
        }
    });
    ticks
}

/// Waits; `false` where there is nothing to wait with.
#[cfg(target_arch = "wasm32")]
async fn wait(ms: i32) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let rung = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    wasm_bindgen_futures::JsFuture::from(rung).await.is_ok()
}

#[cfg(not(target_arch = "wasm32"))]
async fn wait(ms: i32) -> bool {
    // The shells run us inside tokio; tests draw a screen without.
    if tokio::runtime::Handle::try_current().is_err() {
        return false;
    }
    let ms = u64::try_from(ms).unwrap_or_default();
    tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
    true
}
