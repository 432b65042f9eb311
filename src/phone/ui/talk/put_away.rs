//! What shows while the phone is in a pocket or on the clipboard: where the conversation is
//! and what to listen for, very large, and nothing about whom it is with. Half a second is
//! enough, and so is a stranger's look over the shoulder.

use crate::domain::guide::StepView;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Action, HelpButton};
use crate::say;
use dioxus::prelude::*;

/// The heading's id on the page, where the focus goes.
const PUT_AWAY: &str = "talk-put-away";

#[component]
pub fn PutAway(
    step: StepView,
    language: String,
    /// Whole minutes talked.
    minutes: u32,
    ongoon: EventHandler<()>,
) -> Element {
    use_effect(|| page::focus(PUT_AWAY));
    let reminders = if step.cues.is_empty() {
        &step.listen_for
    } else {
        &step.cues
    };
    rsx! {
        div { class: "screen talk-put-away",
            header { class: "top",
                div { class: "top-leading" }
                span {}
                div { class: "top-trailing", HelpButton {} }
            }
            main { class: "body",
                p { class: "above",
                    {say!("talk-place", number = step.number, of = step.of)}
                    " · "
                    {say!("talk-minutes", minutes = minutes)}
                }
                h1 { id: PUT_AWAY, tabindex: "-1", "{step.name}" }
                ul { class: "talk-cues", lang: "{language}",
                    for reminder in reminders {
                        li { "{reminder}" }
                    }
                }
            }
            footer { class: "actions",
                Action { label: say!("talk-go-on"), onclick: move |()| ongoon.call(()) }
            }
        }
    }
}
