//! Concerns: two taps to a checked answer while the person is still speaking.
//! Opening one notes that it was raised; one tap takes that back.

use super::sheet::TalkSheet;
use crate::domain::draft::Act;
use crate::domain::guide::ConcernView;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Icon, Picture, QuietButton};
use crate::say;
use dioxus::prelude::*;

pub const CONCERNS: &str = "talk-concerns";

#[component]
pub fn ConcernsSheet(
    concerns: Vec<ConcernView>,
    language: String,
    /// The one that is open, by id.
    open: Option<String>,
    onopen: EventHandler<Option<String>>,
    onact: EventHandler<Act>,
) -> Element {
    let opened = open.and_then(|id| concerns.iter().find(|concern| concern.id == id).cloned());
    rsx! {
        TalkSheet {
            id: CONCERNS,
            title: match &opened {
                Some(concern) => concern.label.clone(),
                None => say!("talk-concerns-title"),
            },
            if let Some(concern) = opened {
                ConcernCard { concern, language, onopen, onact }
            } else {
                ConcernRows {
                    concerns,
                    language,
                    onopen: move |id| {
                        onopen.call(Some(id));
                        page::focus("talk-concerns-title");
                    },
                    onact,
                }
                p { class: "talk-quiet", {say!("talk-concerns-unknown")} }
            }
        }
    }
}

/// The library, to tap the one they speak of; that notes it as raised.
#[component]
pub fn ConcernRows(
    concerns: Vec<ConcernView>,
    language: String,
    onopen: EventHandler<String>,
    onact: EventHandler<Act>,
) -> Element {
    rsx! {
        div { class: "rows",
            for concern in concerns {
                button {
                    key: "{concern.id}",
                    r#type: "button",
                    class: "row-button",
                    onclick: move |_| {
                        if !concern.raised {
                            onact.call(Act::Concern {
                                id: concern.id.clone(),
                                raised: true,
                            });
                        }
                        onopen.call(concern.id.clone());
                    },
                    span { class: "row-words",
                        span { class: "row-label", lang: "{language}", "{concern.label}" }
                        if concern.raised {
                            span { class: "row-detail talk-done",
                                Picture { icon: Icon::Check }
                                span { {say!("talk-concern-raised")} }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One concern: hear it, ask, answer shortly, go back to the person.
#[component]
fn ConcernCard(
    concern: ConcernView,
    language: String,
    onopen: EventHandler<Option<String>>,
    onact: EventHandler<Act>,
) -> Element {
    let id = concern.id.clone();
    let raised = concern.raised;
    rsx! {
        section { class: "talk-section",
            h3 { {say!("talk-concern-acknowledge")} }
            p { class: "talk-probe", lang: "{language}", "{concern.acknowledge}" }
        }
        section { class: "talk-section",
            h3 { {say!("talk-concern-ask")} }
            p { class: "talk-probe", lang: "{language}", "{concern.ask_back}" }
        }
        section { class: "talk-section",
            h3 { {say!("talk-concern-answer")} }
            p { class: "talk-probe", lang: "{language}", "{concern.short_answer}" }
            if !concern.source.is_empty() {
                p { class: "talk-quiet", {say!("talk-concern-source", source = concern.source)} }
            }
        }
        section { class: "talk-section",
            h3 { {say!("talk-concern-return")} }
            p { class: "talk-probe", lang: "{language}", "{concern.return_line}" }
        }
        p { class: "talk-quiet", role: "status",
            if raised {
                {say!("talk-concern-noted")}
            } else {
                {say!("talk-concern-not-noted")}
            }
        }
        div { class: "talk-smaller",
            QuietButton {
                icon: if raised { Icon::Undo } else { Icon::Check },
                label: if raised { say!("talk-concern-not-raised") } else { say!("talk-concern-raise") },
                onclick: move |()| {
                    onact.call(Act::Concern {
                        id: id.clone(),
                        raised: !raised,
                    });
                },
            }
            QuietButton {
                icon: Icon::List,
                label: say!("talk-concern-other"),
                onclick: move |()| {
                    onopen.call(None);
                    page::focus("talk-concerns-title");
                },
            }
        }
    }
}
