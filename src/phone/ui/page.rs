//! The page around the screens: what they need from the browser and Dioxus does not give.
//! In the browser through web-sys, so that a strict content security policy (no `eval`)
//! holds; in the other shells, whose pages are our own, through the web view.

#[cfg(target_arch = "wasm32")]
pub use browser::*;
#[cfg(not(target_arch = "wasm32"))]
pub use web_view::*;

/// Whether the app's own files are on the phone, so that it opens with no signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AppStored {
    #[default]
    Storing,
    Stored,
    Failed,
    /// This browser cannot: plain HTTP, or a private window.
    Unavailable,
}

/// What the browser can and cannot do for us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shell {
    /// Safari (or another browser) on an iPhone or iPad, not yet on the home screen:
    /// what it stores is not shared with the installed app.
    pub iphone_browser: bool,
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{AppStored, Shell};
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;

    fn document() -> Option<web_sys::Document> {
        web_sys::window()?.document()
    }

    fn element<T: wasm_bindgen::JsCast>(id: &str) -> Option<T> {
        document()?.get_element_by_id(id)?.dyn_into().ok()
    }

    /// Tells the page which language it is in, for screen readers and hyphenation.
    pub fn set_language(tag: &str, direction: &str) {
        if let Some(html) = document().and_then(|document| document.document_element()) {
            let _ = html.set_attribute("lang", tag);
            let _ = html.set_attribute("dir", direction);
        }
    }

    pub fn set_title(title: &str) {
        if let Some(document) = document() {
            document.set_title(title);
        }
    }

    pub fn set_hand(left: bool) {
        if let Some(html) = document().and_then(|document| document.document_element()) {
            let _ = html.set_attribute("data-hand", if left { "left" } else { "right" });
        }
    }

    /// Opens a `<dialog>` over everything else.
    pub fn open_dialog(id: &str) {
        if let Some(dialog) = element::<web_sys::HtmlDialogElement>(id)
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    }

    pub fn close_dialog(id: &str) {
        if let Some(dialog) = element::<web_sys::HtmlDialogElement>(id) {
            dialog.close();
        }
    }

    pub fn focus(id: &str) {
        if let Some(element) = element::<web_sys::HtmlElement>(id) {
            let _ = element.focus();
        }
    }

    /// Brings an element into the middle of the screen, without gliding.
    pub fn scroll_to(id: &str) {
        if let Some(element) = element::<web_sys::Element>(id) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            options.set_behavior(web_sys::ScrollBehavior::Instant);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// The phone's languages, the preferred first.
    #[must_use]
    pub fn languages() -> Vec<String> {
        web_sys::window()
            .map(|window| window.navigator().languages())
            .map(|tags| tags.iter().filter_map(|tag| tag.as_string()).collect())
            .unwrap_or_default()
    }

    /// What stands behind `#` in the address: a join link carries its code there.
    #[must_use]
    pub fn fragment() -> String {
        web_sys::window()
            .and_then(|window| window.location().hash().ok())
            .unwrap_or_default()
            .trim_start_matches('#')
            .to_owned()
    }

    pub fn reload() {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }

    /// Puts a text where it can be pasted from; says whether that worked.
    pub async fn copy(text: String) -> bool {
        let Some(window) = web_sys::window() else {
            return false;
        };
        // Absent on plain HTTP, where touching it would throw.
        if js_sys::Reflect::get(&window.navigator(), &"clipboard".into())
            .map_or(true, |clipboard| clipboard.is_undefined())
        {
            return false;
        }
        JsFuture::from(window.navigator().clipboard().write_text(&text))
            .await
            .is_ok()
    }

    /// Asks the browser to keep what is stored even when space runs short.
    /// `None` where it cannot be asked.
    pub async fn keep_storage() -> Option<bool> {
        let navigator = web_sys::window()?.navigator();
        if js_sys::Reflect::get(&navigator, &"storage".into())
            .map_or(true, |storage| storage.is_undefined())
        {
            return None;
        }
        let kept = JsFuture::from(navigator.storage().persist().ok()?).await;
        kept.ok()?.as_bool()
    }

    fn app_stored() -> AppStored {
        let html = document().and_then(|document| document.document_element());
        match html
            .and_then(|html| html.get_attribute("data-offline"))
            .as_deref()
        {
            Some("ready") => AppStored::Stored,
            Some("failed") => AppStored::Failed,
            Some("unavailable") => AppStored::Unavailable,
            _ => AppStored::Storing,
        }
    }

    /// Calls now and at each change, for as long as the page lives. `boot.js` tells.
    pub fn watch_app_stored(mut tell: impl FnMut(AppStored) + 'static) {
        tell(app_stored());
        let listener = Closure::<dyn FnMut()>::new(move || tell(app_stored()));
        if let Some(window) = web_sys::window() {
            let _ = window.add_event_listener_with_callback(
                "doorstep-offline",
                listener.as_ref().unchecked_ref(),
            );
        }
        // As long-lived as the page.
        listener.forget();
    }

    #[must_use]
    pub fn shell() -> Shell {
        let Some(window) = web_sys::window() else {
            return Shell::default();
        };
        let navigator = window.navigator();
        let agent = navigator.user_agent().unwrap_or_default();
        // iPads call themselves Macs; no Mac has a touch screen.
        let apple = agent.contains("iPhone")
            || agent.contains("iPad")
            || (agent.contains("Macintosh") && navigator.max_touch_points() > 1);
        let installed = js_sys::Reflect::get(&navigator, &JsValue::from_str("standalone"))
            .is_ok_and(|standalone| standalone.is_truthy())
            || window
                .match_media("(display-mode: standalone)")
                .ok()
                .flatten()
                .is_some_and(|query| query.matches());
        Shell {
            iphone_browser: apple && !installed,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod web_view {
    use super::{AppStored, Shell};
    use dioxus::document::eval;

    /// A text as a JavaScript literal; ids and tags of ours only.
    fn quoted(text: &str) -> String {
        serde_json::to_string(text).unwrap_or_default()
    }

    pub fn set_language(tag: &str, direction: &str) {
        let (tag, direction) = (quoted(tag), quoted(direction));
        eval(&format!(
            "document.documentElement.lang = {tag}; document.documentElement.dir = {direction};"
        ));
    }

    pub fn set_title(title: &str) {
        eval(&format!("document.title = {};", quoted(title)));
    }

    pub fn set_hand(left: bool) {
        let hand = if left { "left" } else { "right" };
        eval(&format!(
            "document.documentElement.dataset.hand = '{hand}';"
        ));
    }

    pub fn open_dialog(id: &str) {
        let id = quoted(id);
        eval(&format!(
            "const d = document.getElementById({id}); if (d && !d.open) d.showModal();"
        ));
    }

    pub fn close_dialog(id: &str) {
        eval(&format!(
            "document.getElementById({})?.close();",
            quoted(id)
        ));
    }

    pub fn focus(id: &str) {
        eval(&format!(
            "document.getElementById({})?.focus();",
            quoted(id)
        ));
    }

    pub fn scroll_to(id: &str) {
        let id = quoted(id);
        eval(&format!(
            "document.getElementById({id})?.scrollIntoView({{block: 'center', behavior: 'instant'}});"
        ));
    }

    #[must_use]
    pub fn languages() -> Vec<String> {
        std::env::var("LANG").into_iter().collect()
    }

    #[must_use]
    pub fn fragment() -> String {
        String::new()
    }

    pub fn reload() {
        eval("location.reload();");
    }

    pub async fn copy(text: String) -> bool {
        eval(&format!(
            "await navigator.clipboard.writeText({});",
            quoted(&text)
        ))
        .await
        .is_ok()
    }

    /// An installed app is on the phone.
    pub fn watch_app_stored(mut tell: impl FnMut(AppStored) + 'static) {
        tell(AppStored::Stored);
    }

    /// Nothing to ask: what an installed app stores stays.
    pub async fn keep_storage() -> Option<bool> {
        Some(true)
    }

    #[must_use]
    pub fn shell() -> Shell {
        Shell::default()
    }
}
