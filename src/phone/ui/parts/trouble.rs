//! What went wrong, in plain words, and what to do next. Nothing entered is lost by any.

use super::button::{Action, QuietButton};
use super::icon::{Icon, Picture};
use super::screen::Screen;
use crate::phone::room::Trouble;
use crate::phone::ui::room_context::use_front;
use crate::phone::ui::words;
use crate::say;
use dioxus::prelude::*;

/// Two sentences: what happened, what to do.
#[component]
pub fn TroubleBody(trouble: Trouble) -> Element {
    let (what, next) = words::trouble(&trouble);
    rsx! {
        div { class: "trouble-words",
            p { class: "trouble-what", "{what}" }
            p { "{next}" }
        }
    }
}

/// Over the content of a screen, when what the person just did could not be done.
#[component]
pub fn TroubleBar() -> Element {
    let mut front = use_front();
    let trouble = front.trouble.read().clone();
    rsx! {
        // Always there, so that a screen reader notices when words come into it.
        div { role: "alert",
            if let Some(trouble) = trouble {
                div { class: "notice notice-attention",
                    Picture { icon: Icon::Warning }
                    TroubleBody { trouble }
                    button {
                        r#type: "button",
                        class: "quiet",
                        onclick: move |_| front.trouble.set(None),
                        {say!("understood")}
                    }
                }
            }
        }
    }
}

/// A whole screen, when there is nothing else to show.
#[component]
pub fn TroubleScreen(
    trouble: Trouble,
    leading: Option<Element>,
    /// Offered as "Try again" where trying again can help.
    retry: Option<EventHandler<()>>,
    /// Offered where what is unsent may be readable all the same.
    rescue: Option<EventHandler<()>>,
) -> Element {
    rsx! {
        Screen {
            title: words::trouble_title(&trouble),
            leading,
            actions: retry
                .map(|retry| rsx! {
                    if let Some(rescue) = rescue {
                        QuietButton {
                            icon: Icon::Download,
                            label: say!("rescue-title"),
                            onclick: move |()| rescue.call(()),
                        }
                    }
                    Action { label: say!("try-again"), onclick: move |()| retry.call(()) }
                }),
            TroubleBody { trouble }
        }
    }
}
