//! How far along: a quiet bar under words that say the same.

use dioxus::prelude::*;

#[component]
pub fn Progress(done: u32, of: u32) -> Element {
    rsx! {
        // The words beside it carry the meaning.
        progress { class: "progress", max: "{of.max(1)}", value: "{done.min(of)}", aria_hidden: "true" }
    }
}
