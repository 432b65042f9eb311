//! Conversations told twice: the tellings side by side, and which one counts.

use super::conversations::{Said, said};
use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct Telling {
    pub id: String,
    pub canvasser: String,
    pub when: String,
    /// The disposition's code.
    pub disposition: &'static str,
    pub first: Said,
    pub last: Said,
    pub words: String,
    pub counts: bool,
}

#[derive(Clone, Debug)]
pub struct Conflict {
    pub address: String,
    pub person: String,
    pub tellings: Vec<Telling>,
    /// Who settled it last, and how long ago.
    pub settled: Option<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    pub conflicts: Vec<Conflict>,
}

pub fn page(frame: &Frame, model: &Conflicts) -> Page {
    let w = frame.wording;
    let title = w.t("conflicts-title");
    let body = rsx! {
        p { class: "crumb", a { href: "/conversations", {w.t("nav-conversations")} } }
        h1 { "{title}" }
        p { class: "prose", {w.t("conflicts-what")} }
        div { id: "conflict-rows", "data-fresh": "conflicts",
            if model.conflicts.is_empty() {
                p { class: "empty", {w.t("conflicts-none")} }
            }
            for (place, conflict) in model.conflicts.iter().enumerate() {
                section { class: "block", "aria-labelledby": "conflict-{place}",
                    h2 { id: "conflict-{place}", "{conflict.address}"
                        span { class: "quiet", ", {conflict.person}" }
                    }
                    match &conflict.settled {
                        Some((by, ago)) => rsx! { p { class: "quiet",
                            {w.say("conflicts-settled", &[("by", by.as_str().into()), ("ago", ago.as_str().into())])}
                        } },
                        None => rsx! { p { span { class: "tag look", {w.t("conflicts-open")} } " " {w.t("conflicts-open-what")} } },
                    }
                    {side_by_side(frame, place, conflict)}
                }
            }
        }
    };
    Page {
        title,
        place: Place::Conversations,
        live: true,
        body,
    }
}

fn line(w: Wording, key: &str, told: &Conflict, text: impl Fn(&Telling) -> String) -> Element {
    let cells: Vec<String> = told.tellings.iter().map(text).collect();
    rsx! {
        tr { role: "row",
            th { scope: "row", role: "rowheader", {w.t(key)} }
            for cell in cells { td { role: "cell", "{cell}" } }
        }
    }
}

fn side_by_side(frame: &Frame, place: usize, told: &Conflict) -> Element {
    let w = frame.wording;
    let dash = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    rsx! {
        table { class: "ledger slim", role: "table", "aria-labelledby": "conflict-{place}",
            thead { tr { role: "row",
                td { role: "cell" }
                for one in &told.tellings { th { scope: "col", role: "columnheader", "{one.canvasser}" } }
            } }
            tbody {
                {line(w, "conflicts-when", told, |one| one.when.clone())}
                {line(w, "conflicts-outcome", told, |one| w.t(&format!("disposition-{}", one.disposition.replace('_', "-"))))}
                {line(w, "before", told, |one| said(w, &one.first))}
                {line(w, "after", told, |one| said(w, &one.last))}
                {line(w, "conflicts-words", told, |one| dash(&one.words))}
                tr { role: "row",
                    th { scope: "row", role: "rowheader", {w.t("conflicts-counts")} }
                    for one in &told.tellings {
                        td { role: "cell",
                            if one.counts && told.settled.is_some() {
                                span { class: "strong", {w.t("conflicts-this-counts")} }
                            } else {
                                form { method: "post", action: "/conflicts", class: "screen-only",
                                    {token(frame)}
                                    input { r#type: "hidden", name: "counts", value: "{one.id}" }
                                    button { r#type: "submit", {w.t("conflicts-let-count")} span { class: "unseen", " {one.canvasser}" } }
                                }
                            }
                            p { a { href: "/conversations/{one.id}", {w.t("conflicts-read")} } }
                        }
                    }
                }
            }
        }
    }
}
