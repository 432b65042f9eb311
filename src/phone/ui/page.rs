//! The page around the screens: what they need of it and Dioxus does not give (what the
//! device as such can do is in `platform`).
//! In the browser through web-sys, so that a strict content security policy (no `eval`)
//! holds; in the other shells, whose pages are our own, through the web view.

#[cfg(target_arch = "wasm32")]
pub use browser::*;
#[cfg(not(target_arch = "wasm32"))]
pub use web_view::*;

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;
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

    /// Puts the focus on an element without scrolling to it.
    pub fn focus(id: &str) {
        if let Some(element) = element::<web_sys::HtmlElement>(id) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
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

    thread_local! {
        /// How far each address was scrolled when it was last on the screen.
        static SCROLLED: RefCell<BTreeMap<String, f64>> = const { RefCell::new(BTreeMap::new()) };
    }

    /// The history of this page, without the scrolling that comes with it: our screens are
    /// empty until the back room has answered, so they are scrolled when they are filled.
    #[cfg(feature = "web")]
    #[must_use]
    pub fn config() -> dioxus::web::Config {
        if let Some(window) = web_sys::window() {
            if let Ok(history) = window.history() {
                let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
            }
            let listener = Closure::<dyn FnMut()>::new(remember_scroll);
            let _ = window
                .add_event_listener_with_callback("scroll", listener.as_ref().unchecked_ref());
            // As long-lived as the page.
            listener.forget();
        }
        dioxus::web::Config::new().history(Rc::new(dioxus::web::WebHistory::new(None, false)))
    }

    #[cfg(feature = "web")]
    fn remember_scroll() {
        let Some(window) = web_sys::window() else {
            return;
        };
        if let (Ok(path), Ok(y)) = (window.location().pathname(), window.scroll_y()) {
            SCROLLED.with_borrow_mut(|scrolled| scrolled.insert(path, y));
        }
    }

    /// How far this address was scrolled when it was last on the screen.
    #[must_use]
    pub fn scrolled(address: &str) -> f64 {
        SCROLLED.with_borrow(|scrolled| scrolled.get(address).copied().unwrap_or_default())
    }

    pub fn scroll_down_to(y: f64) {
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, y);
        }
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
}

#[cfg(not(target_arch = "wasm32"))]
mod web_view {
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

    /// In a web view the history is in memory, and each screen begins at its top.
    #[must_use]
    pub fn scrolled(_address: &str) -> f64 {
        0.0
    }

    pub fn scroll_down_to(y: f64) {
        eval(&format!("window.scrollTo(0, {y});"));
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
}
