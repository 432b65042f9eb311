//! Every phone: what it says it has recorded, what has arrived, and what it is
//! known to have held back when it was last heard. Counts, and no names but the
//! canvassers'.

use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct Row {
    pub name: String,
    /// From 1, where a canvasser has several; else 0.
    pub which: u32,
    pub recorded: u64,
    pub arrived: u64,
    pub held_back: u64,
    /// Begun and not finished, when it was last heard; they count as not sent.
    pub drafts: u32,
    /// Its app does not say what it has in all.
    pub too_old: bool,
    pub lost: bool,
    pub retired: bool,
    /// Something is on it, and it has not been heard for hours.
    pub silent: bool,
    pub heard_ms: i64,
    /// In full, for when "3 days ago" is not enough.
    pub heard: String,
    /// Rescue files of it that were brought in: when made, how many records.
    pub rescued: Vec<(String, u32)>,
}

#[derive(Clone, Debug, Default)]
pub struct Deliveries {
    pub now_ms: i64,
    /// Those with something held back first.
    pub rows: Vec<Row>,
    pub has_kit: bool,
    pub may_bring_in: bool,
}

pub fn page(frame: &Frame, model: &Deliveries) -> Page {
    let w = frame.wording;
    let title = w.t("delivery-title");
    let held: u64 = model.rows.iter().map(|row| row.held_back).sum();
    let drafts: u64 = model.rows.iter().map(|row| u64::from(row.drafts)).sum();
    let body = rsx! {
        h1 { "{title}" }
        p { class: "prose", {w.t("delivery-what")} }
        div { id: "delivery-part", "data-fresh": "delivery",
            if model.rows.is_empty() {
                p { class: "empty", {w.t("heard-nobody")} }
            } else {
                p { class: "statement",
                    if held == 0 { {w.t("heard-all-in")} } else { {w.say("delivery-held", &[("n", held.into())])} }
                    if drafts > 0 { " " {w.say("delivery-drafts", &[("n", drafts.into())])} }
                }
                table { class: "ledger stack", role: "table",
                    caption { {w.t("delivery-caption")} }
                    thead { tr { role: "row",
                        th { scope: "col", role: "columnheader", {w.t("heard-col-name")} }
                        th { scope: "col", role: "columnheader", class: "n", {w.t("delivery-col-recorded")} }
                        th { scope: "col", role: "columnheader", class: "n", {w.t("delivery-col-arrived")} }
                        th { scope: "col", role: "columnheader", class: "n", {w.t("heard-col-waiting")} }
                        th { scope: "col", role: "columnheader", {w.t("heard-col-last")} }
                        th { scope: "col", role: "columnheader", {w.t("delivery-col-words")} }
                    } }
                    tbody {
                        for row in &model.rows { {phone(w, model.now_ms, row)} }
                    }
                }
            }
        }
        if model.may_bring_in {
            section { class: "block", "aria-labelledby": "dead",
                h2 { id: "dead", {w.t("delivery-dead-title")} }
                p { {w.t("delivery-dead")} }
                if !model.has_kit { p { strong { {w.t("kit-none")} } " " {w.t("kit-none-do")} } }
                p { a { href: "/rescue", {w.t("rescue-title")} } }
            }
        }
    };
    Page {
        title,
        place: Place::Delivery,
        live: true,
        body,
    }
}

fn phone(w: Wording, now_ms: i64, row: &Row) -> Element {
    rsx! {
        tr { role: "row",
            th { scope: "row", role: "rowheader", "{row.name}"
                if row.which > 0 { span { class: "quiet", " · " {w.say("delivery-which", &[("n", row.which.into())])} } }
                if row.lost { span { class: "tag bad", {w.t("heard-lost")} } }
                if row.retired { span { class: "tag", {w.t("delivery-retired")} } }
            }
            td { role: "cell", class: "n", "data-label": w.t("delivery-col-recorded"), {w.number(row.recorded)} }
            td { role: "cell", class: "n", "data-label": w.t("delivery-col-arrived"), {w.number(row.arrived)} }
            td { role: "cell", class: if row.held_back > 0 { "n strong" } else { "n" }, "data-label": w.t("heard-col-waiting"), {w.number(row.held_back)} }
            td { role: "cell", "data-label": w.t("heard-col-last"),
                {w.ago(now_ms, row.heard_ms)}
                if row.silent { span { class: "tag look", {w.t("heard-silent")} } }
                p { class: "quiet", "{row.heard}" }
            }
            td { role: "cell", "data-label": w.t("delivery-col-words"),
                p {
                    {w.say("delivery-says", &[("recorded", w.number(row.recorded).into()), ("arrived", w.number(row.arrived).into())])}
                    if row.held_back > 0 { " " {w.say("delivery-still", &[("n", row.held_back.into())])} }
                }
                if row.drafts > 0 { p { {w.say("delivery-begun", &[("n", row.drafts.into())])} } }
                if row.too_old { p { class: "quiet", {w.t("delivery-too-old")} } }
                for (when, n) in &row.rescued {
                    p { {w.say("delivery-rescued", &[("when", when.as_str().into()), ("n", (*n).into())])} }
                }
            }
        }
    }
}
