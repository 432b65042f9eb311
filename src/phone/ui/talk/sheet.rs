//! Sheets over a conversation's screen: native dialogs, so that the phone's own
//! back gesture closes them and what is behind is still. The way back is the main
//! action, at the place where Next is.

use crate::phone::ui::page;
use crate::phone::ui::parts::Action;
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn TalkSheet(
    id: String,
    title: String,
    /// On the main action, which closes the sheet; "Back to the conversation" if empty.
    back: Option<String>,
    /// The sheet is handed to the person: nothing on it but its content.
    #[props(default)]
    bare: bool,
    /// It was closed, by the button or by the phone's back gesture.
    onclosed: Option<EventHandler<()>>,
    children: Element,
) -> Element {
    let heading = format!("{id}-title");
    let own_id = id.clone();
    let closed = move || {
        if let Some(onclosed) = onclosed {
            onclosed.call(());
        }
    };
    rsx! {
        dialog {
            id: "{own_id}",
            class: if bare { "sheet talk-sheet talk-sheet-bare" } else { "sheet talk-sheet" },
            aria_labelledby: "{heading}",
            oncancel: move |_| closed(),
            div { class: "talk-sheet-body",
                h2 { id: "{heading}", tabindex: "-1", autofocus: true, "{title}" }
                {children}
            }
            div { class: "actions",
                Action {
                    label: back.unwrap_or_else(|| say!("talk-return")),
                    onclick: move |()| {
                        page::close_dialog(&id);
                        closed();
                    },
                }
            }
        }
    }
}
