//! Whether what was tapped is on disk, said only when it matters: while nothing
//! is wrong a save takes milliseconds and nobody needs to hear of it.

use crate::phone::room::Trouble;
use crate::phone::ui::parts::{Icon, Picture, QuietButton, TroubleBody};
use crate::say;
use dioxus::prelude::*;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Saving {
    /// Everything tapped is stored.
    #[default]
    Stored,
    Underway,
    /// The choice stays on the screen; it can be tried again.
    Failed(Trouble),
}

/// Beside the main action, when something could not be stored.
#[component]
pub fn Unsaved(saving: Saving, onretry: EventHandler<()>) -> Element {
    let stored = saving == Saving::Stored;
    rsx! {
        // Always there, so that a screen reader notices when words come into it; and a test
        // that kills the app sees whether the last tap is on disk.
        div { role: "alert", class: "talk-unsaved", "data-stored": "{stored}",
            if let Saving::Failed(trouble) = saving {
                div { class: "notice notice-attention",
                    Picture { icon: Icon::Warning }
                    TroubleBody { trouble }
                    QuietButton { label: say!("talk-try-again"), onclick: onretry }
                }
            }
        }
    }
}
