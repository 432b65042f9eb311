//! One conversation in full, for a lead. That it was read is in the log of who
//! read what, and the page says so.

use super::conversations::{Said, said};
use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::parts::notice::{Tone, sentence};
use dioxus::prelude::*;

/// Where it was held, if it may be said.
#[derive(Clone, Debug)]
pub enum Tied {
    Door {
        address: String,
        /// The person met, by name, or why there is no name.
        who: Who,
        canvasser: String,
        when: String,
        /// The disposition's code.
        disposition: &'static str,
    },
    /// It may be tied, but its visit has not come in yet or was withdrawn.
    VisitNotHere {
        canvasser: String,
        when: String,
    },
    Unlinked {
        week: String,
    },
}

#[derive(Clone, Debug)]
pub enum Who {
    Listed(String),
    SomeoneElse,
    DidNotAsk,
}

#[derive(Clone, Debug)]
pub struct Waves {
    pub question: String,
    pub low_label: String,
    pub high_label: String,
    /// Code of the wave, what was said, and whether it was the canvasser's estimate.
    pub waves: Vec<(&'static str, Said, bool)>,
}

#[derive(Clone, Debug)]
pub struct Conversation {
    pub id: String,
    pub tied: Tied,
    pub list_id: String,
    pub list: String,
    pub script: String,
    pub language: String,
    pub ending: &'static str,
    pub recorded: &'static str,
    pub seconds: Option<u32>,
    pub short: bool,
    pub ratings: Vec<Waves>,
    pub made_a_difference: String,
    /// The set's label and what was chosen.
    pub tags: Vec<(String, Vec<String>)>,
    pub concerns: Vec<String>,
    /// What was asked and `yes`, `maybe` or `no`.
    pub commitments: Vec<(String, &'static str)>,
    pub keep_with_name: Option<bool>,
    pub come_back: Option<bool>,
    /// Codes of who else was there; empty when it was not noted.
    pub who_else: Vec<&'static str>,
    /// The script's steps by name and whether they were reached.
    pub steps: Vec<(String, bool)>,
}

pub fn page(frame: &Frame, model: &Conversation) -> Page {
    let w = frame.wording;
    let title = match &model.tied {
        Tied::Door { when, .. } | Tied::VisitNotHere { when, .. } => {
            w.say("conversation-title", &[("when", when.as_str().into())])
        }
        Tied::Unlinked { week } => {
            w.say("conversation-title-week", &[("week", week.as_str().into())])
        }
    };
    let yes_no = |answer: Option<bool>| match answer {
        Some(true) => w.t("yes"),
        Some(false) => w.t("no"),
        None => w.t("answer-not-asked"),
    };
    let others = if model.who_else.is_empty() {
        w.t("who-else-not-noted")
    } else {
        let words = model.who_else.iter();
        words
            .map(|code| w.t(&format!("who-else-{}", code.replace('_', "-"))))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let reached = model.steps.iter().filter(|(_, reached)| *reached).count();
    let body = rsx! {
        p { class: "crumb", a { href: "/conversations", {w.t("nav-conversations")} } }
        h1 { "{title}" }
        if let Tied::Unlinked { .. } = &model.tied { {sentence(Tone::Look, &w.t("conversation-unlinked"))} }
        div { class: "two",
            div {
                section { class: "block", "aria-labelledby": "said",
                    h2 { id: "said", {w.t("conversation-said")} }
                    for rating in &model.ratings {
                        if !rating.question.is_empty() { p { class: "asked", "{rating.question}" } }
                        dl { class: "waves",
                            for (wave, answer, estimated) in &rating.waves {
                                div {
                                    dt { {w.t(&format!("wave-{wave}"))} }
                                    dd { class: if matches!(answer, Said::Number(_)) { "number" } else { "words" },
                                        {said(w, answer)}
                                        if *estimated { span { class: "tag", {w.t("estimated")} } }
                                    }
                                }
                            }
                        }
                        p { class: "ends quiet", span { "{rating.low_label}" } span { "{rating.high_label}" } }
                    }
                    if !model.made_a_difference.is_empty() {
                        h3 { {w.t("conversation-difference")} }
                        blockquote { p { "{model.made_a_difference}" } }
                    }
                    for (label, items) in &model.tags {
                        if !items.is_empty() {
                            h3 { "{label}" }
                            ul { class: "tags", for item in items { li { "{item}" } } }
                        }
                    }
                    if !model.concerns.is_empty() {
                        h3 { {w.t("conversation-concerns")} }
                        ul { class: "tags", for item in &model.concerns { li { "{item}" } } }
                    }
                    if !model.commitments.is_empty() {
                        h3 { {w.t("conversation-agreed")} }
                        dl { class: "facts",
                            for (what, answer) in &model.commitments {
                                dt { "{what}" }
                                dd { {w.t(&format!("commitment-{answer}"))} }
                            }
                        }
                    }
                }
            }
            div {
                section { class: "block", "aria-labelledby": "about",
                    h2 { id: "about", {w.t("conversation-about")} }
                    dl { class: "facts",
                        match &model.tied {
                            Tied::Door { address, who, canvasser, when, disposition } => rsx! {
                                dt { {w.t("conversation-door")} } dd { "{address}" }
                                dt { {w.t("conversation-who")} }
                                dd {
                                    match who {
                                        Who::Listed(name) => rsx! { "{name}" },
                                        Who::SomeoneElse => rsx! { {w.t("who-someone-else")} },
                                        Who::DidNotAsk => rsx! { {w.t("who-did-not-ask")} },
                                    }
                                }
                                dt { {w.t("conversation-canvasser")} } dd { "{canvasser}" }
                                dt { {w.t("conversations-col-when")} } dd { "{when}" }
                                dt { {w.t("conversation-outcome")} } dd { {w.t(&format!("disposition-{}", disposition.replace('_', "-")))} }
                            },
                            Tied::VisitNotHere { canvasser, when } => rsx! {
                                dt { {w.t("conversation-door")} } dd { {w.t("conversation-visit-not-here")} }
                                dt { {w.t("conversation-canvasser")} } dd { "{canvasser}" }
                                dt { {w.t("conversations-col-when")} } dd { "{when}" }
                            },
                            Tied::Unlinked { week } => rsx! {
                                dt { {w.t("filter-week")} } dd { "{week}" }
                            },
                        }
                        dt { {w.t("filter-list")} } dd { a { href: "/lists/{model.list_id}", "{model.list}" } }
                        dt { {w.t("list-script")} } dd { "{model.script}" }
                        dt { {w.t("conversation-language")} } dd { "{model.language}" }
                        dt { {w.t("filter-ending")} } dd { {w.t(&format!("ending-{}", model.ending))} }
                        dt { {w.t("conversation-recorded")} } dd { {w.t(&format!("recorded-{}", model.recorded))} }
                        if let Some(seconds) = model.seconds {
                            dt { {w.t("conversation-length")} } dd { {w.say("minutes", &[("n", seconds.div_ceil(60).into())])} }
                        }
                        dt { {w.t("conversation-who-else")} }
                        dd { "{others}" }
                        dt { {w.t("conversation-keep")} } dd { {yes_no(model.keep_with_name)} }
                        dt { {w.t("conversation-back")} } dd { {yes_no(model.come_back)} }
                    }
                }
                section { class: "block", "aria-labelledby": "steps",
                    h2 { id: "steps", {w.say("conversation-steps", &[("reached", reached.into()), ("of", model.steps.len().into())])} }
                    if model.short { p { class: "quiet", {w.t("conversation-short")} } }
                    ol { class: "reached",
                        for (name, was) in &model.steps {
                            li { class: if *was { "was" } else { "not" },
                                "{name}"
                                if !was { span { class: "quiet", ", " {w.t("step-not-reached")} } }
                            }
                        }
                    }
                }
            }
        }
        p { class: "quiet", {w.t("conversation-audit")} }
    };
    Page {
        title,
        place: Place::Conversations,
        live: false,
        body,
    }
}
