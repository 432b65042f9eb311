//! What phones handed in and the server could not take: kept whole, shown with
//! the reason and what to do. Nothing is dropped.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::notice::{Tone, sentence};
use crate::server::store::quarantine::Why;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    /// What tells it from another record of the same id: its hash.
    pub content: String,
    /// `rejected` or `held`.
    pub state: &'static str,
    /// The reason's closed code: `id_reused`, `bad_body`, …
    pub code: String,
    pub kind: String,
    /// Empty for records without an author.
    pub canvasser: String,
    pub received_ms: Option<i64>,
    /// Why a lead put it aside, as a closed code; empty while nobody has looked.
    pub put_aside: String,
    pub put_aside_by: String,
    /// It may be taken in as it is.
    pub can_be_taken: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Quarantine {
    pub now_ms: i64,
    pub rows: Vec<Row>,
    /// What was done just now: a sentence's key, or nothing.
    pub done: &'static str,
}

/// Codes with words of their own; a newer one gets the general sentence.
const KNOWN: [&str; 6] = [
    "id_reused",
    "bad_body",
    "out_of_scope",
    "too_large",
    "not_the_author",
    "token_lost",
];

pub fn page(frame: &Frame, model: &Quarantine) -> Page {
    let w = frame.wording;
    let title = w.t("quarantine-title");
    let body = rsx! {
        h1 { "{title}" }
        if !model.done.is_empty() {
            {sentence(if model.done == "quarantine-done-cannot" { Tone::Look } else { Tone::Good }, &w.t(model.done))}
        }
        p { class: "prose", {w.t("quarantine-what")} }
        div { id: "quarantine-rows", "data-fresh": "rows",
            if model.rows.is_empty() {
                p { class: "empty", {w.t("quarantine-none")} }
            } else {
                table { class: "ledger stack", role: "table",
                    caption { {w.say("quarantine-caption", &[("n", model.rows.len().into())])} }
                    thead { tr { role: "row",
                        th { scope: "col", role: "columnheader", {w.t("quarantine-col-what")} }
                        th { scope: "col", role: "columnheader", {w.t("quarantine-col-why")} }
                        th { scope: "col", role: "columnheader", {w.t("heard-col-name")} }
                        th { scope: "col", role: "columnheader", {w.t("quarantine-col-when")} }
                        th { scope: "col", role: "columnheader", {w.t("quarantine-col-do")} }
                        th { scope: "col", role: "columnheader", {w.t("quarantine-col-id")} }
                    } }
                    tbody {
                        for row in &model.rows {
                            {
                                let key = reason_key(row);
                                let kind_key = format!("kind-{}", row.kind.replace('_', "-"));
                                let kind = if w.has(&kind_key) { w.t(&kind_key) } else { row.kind.clone() };
                                rsx! {
                                    tr { role: "row",
                                        th { scope: "row", role: "rowheader", "{kind}" }
                                        td { role: "cell", "data-label": w.t("quarantine-col-why"),
                                            {w.t(&key)}
                                            p { class: "quiet", {w.t(&format!("{key}-do"))} }
                                        }
                                        td { role: "cell", "data-label": w.t("heard-col-name"),
                                            if row.canvasser.is_empty() { {w.t("quarantine-nobody")} } else { "{row.canvasser}" }
                                        }
                                        td { role: "cell", "data-label": w.t("quarantine-col-when"),
                                            {row.received_ms.map_or_else(|| "–".to_owned(), |then| w.ago(model.now_ms, then))}
                                        }
                                        td { role: "cell", "data-label": w.t("quarantine-col-do"), {decide(frame, row)} }
                                        td { role: "cell", class: "id", "data-label": w.t("quarantine-col-id"), "{row.id}" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Page {
        title,
        place: Place::Quarantine,
        live: true,
        body,
    }
}

/// What a lead may make of it.
fn decide(frame: &Frame, row: &Row) -> Element {
    let w = frame.wording;
    let which = rsx! {
        {token(frame)}
        input { r#type: "hidden", name: "record", value: "{row.id}" }
        input { r#type: "hidden", name: "content", value: "{row.content}" }
    };
    rsx! {
        if !row.put_aside.is_empty() {
            p { class: "quiet",
                {w.say("quarantine-aside-by", &[
                    ("why", w.t(&format!("quarantine-why-{}", row.put_aside)).into()),
                    ("by", row.put_aside_by.as_str().into()),
                ])}
            }
        }
        if row.can_be_taken {
            form { method: "post", action: "/quarantine/take", class: "screen-only",
                {which.clone()}
                button { r#type: "submit", {w.t("quarantine-take")} }
            }
        }
        if row.put_aside.is_empty() {
            form { method: "post", action: "/quarantine/aside", class: "screen-only",
                {which.clone()}
                label { class: "unseen", r#for: "why-{row.content}", {w.t("quarantine-why")} }
                select { id: "why-{row.content}", name: "why",
                    for why in Why::ALL {
                        option { value: why.code(), {w.t(&format!("quarantine-why-{}", why.code()))} }
                    }
                }
                button { r#type: "submit", {w.t("quarantine-aside")} }
            }
        }
        form { method: "post", action: "/quarantine/export", class: "screen-only",
            {which}
            button { class: "plain", r#type: "submit", {w.t("quarantine-export")} }
        }
    }
}

fn reason_key(row: &Row) -> String {
    if KNOWN.contains(&row.code.as_str()) {
        format!("reason-{}", row.code.replace('_', "-"))
    } else if row.state == "held" {
        "reason-held".to_owned()
    } else {
        "reason-other".to_owned()
    }
}
