//! Sheets that come up over a screen: native `<dialog>`, so that focus is kept inside, Escape
//! and the phone's back gesture close it, and the page behind is inert. They are opened with
//! `page::open_dialog(id)` and close themselves.

use super::icon::{Icon, Picture};
use crate::phone::ui::page;
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn Sheet(id: String, title: String, children: Element) -> Element {
    let heading = format!("{id}-title");
    rsx! {
        dialog { id: "{id}", class: "sheet", aria_labelledby: "{heading}",
            div { class: "sheet-head",
                h2 { id: "{heading}", "{title}" }
                CloseDialog { id: id.clone() }
            }
            div { class: "sheet-body", {children} }
        }
    }
}

#[component]
pub fn CloseDialog(id: String) -> Element {
    rsx! {
        button {
            r#type: "button",
            class: "quiet",
            onclick: move |_| page::close_dialog(&id),
            Picture { icon: Icon::Close }
            span { {say!("close")} }
        }
    }
}
