//! The steps, to jump to any of them. What was passed over says so.

use crate::domain::guide::OutlineLine;
use crate::phone::ui::parts::{Icon, Picture};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn Outline(lines: Vec<OutlineLine>, language: String, onjump: EventHandler<String>) -> Element {
    rsx! {
        ol { class: "rows talk-outline",
            for line in lines {
                li { key: "{line.step}",
                    button {
                        r#type: "button",
                        class: if line.off_path && !line.here { "row-button talk-off-path" } else { "row-button" },
                        aria_current: line.here.then_some("step"),
                        onclick: move |_| onjump.call(line.step.clone()),
                        span { class: "row-words",
                            span { class: "row-label", lang: "{language}", "{line.name}" }
                            if let Some((icon, words)) = state(&line) {
                                span { class: "row-detail talk-done",
                                    if let Some(icon) = icon {
                                        Picture { icon }
                                    }
                                    span { "{words}" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state(line: &OutlineLine) -> Option<(Option<Icon>, String)> {
    if line.here {
        Some((Some(Icon::Onward), say!("talk-step-here")))
    } else if line.skipped {
        Some((None, say!("talk-step-skipped")))
    } else if line.reached {
        Some((Some(Icon::Check), say!("talk-step-reached")))
    } else if line.off_path {
        Some((None, say!("talk-step-off-path")))
    } else {
        None
    }
}
