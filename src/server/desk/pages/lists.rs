//! The walk lists: how far each is, until when it may be used, and the choice
//! of one or several to share with a team.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::chart::share_bar;
use crate::server::desk::parts::notice::{Tone, sentence};
use chrono::NaiveDate;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct ListRow {
    /// As in the address.
    pub id: String,
    pub name: String,
    pub round: u32,
    pub doors: u32,
    /// Doors where something was noted at all.
    pub tried: u32,
    pub expires_on: NaiveDate,
    pub phones: u32,
    pub ended: bool,
    /// Numbers to call, not doors.
    pub calls: bool,
}

#[derive(Clone, Debug)]
pub struct ShareRow {
    /// The code, in its form for addresses (no dash).
    pub code: String,
    pub shown_code: String,
    pub label: String,
    pub lists: u32,
    pub uses: u32,
    pub used: u32,
    pub expires: String,
    pub open: bool,
}

/// An import whose doors may still be cut into lists.
#[derive(Clone, Debug)]
pub struct ImportRow {
    pub id: String,
    pub file_name: String,
    pub source: String,
    pub doors: u32,
    pub use_until: NaiveDate,
    pub lists: u32,
    /// Numbers to call, not doors.
    pub calls: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub today: NaiveDate,
    pub lists: Vec<ListRow>,
    pub shares: Vec<ShareRow>,
    pub imports: Vec<ImportRow>,
    pub may_share: bool,
    /// How many lists were just made.
    pub made: Option<u32>,
    /// "Share" was pressed with nothing chosen.
    pub nothing_chosen: bool,
}

pub fn page(frame: &Frame, model: &Lists) -> Page {
    let w = frame.wording;
    let title = w.t("lists-title");
    let body = rsx! {
        div { class: "head",
            h1 { "{title}" }
            if model.may_share {
                a { class: "button", href: "/import", {w.t("import-title")} }
            }
        }
        if let Some(n) = model.made {
            {sentence(Tone::Good, &w.say("lists-made", &[("n", n.into())]))}
        }
        if model.nothing_chosen {
            {sentence(Tone::Look, &w.t("lists-nothing-chosen"))}
        }
        if model.lists.is_empty() {
            p { class: "empty", {w.t("lists-none")} }
        } else {
            {lists(frame, model)}
        }
        if !model.shares.is_empty() {
            section { class: "block", "aria-labelledby": "shares",
                h2 { id: "shares", {w.t("shares-title")} }
                {shares(frame, &model.shares)}
            }
        }
        if !model.imports.is_empty() {
            section { class: "block", "aria-labelledby": "imports",
                h2 { id: "imports", {w.t("imports-title")} }
                {imports(frame, &model.imports)}
            }
        }
    };
    Page {
        title,
        place: Place::Lists,
        live: true,
        body,
    }
}

fn lists(frame: &Frame, model: &Lists) -> Element {
    let w = frame.wording;
    let choose = model.may_share;
    rsx! {
        form { method: "post", action: "/shares/new", class: "block",
            {token(frame)}
            table { class: "ledger stack", id: "lists", role: "table", "data-fresh": "lists",
                caption { {w.say("lists-caption", &[("n", model.lists.len().into())])} }
                thead { tr { role: "row",
                    if choose { th { scope: "col", role: "columnheader", {w.t("lists-col-choose")} } }
                    th { scope: "col", role: "columnheader", {w.t("lists-col-name")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("lists-col-doors")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("lists-col-tried")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("lists-col-phones")} }
                    th { scope: "col", role: "columnheader", {w.t("lists-col-until")} }
                } }
                tbody {
                    for row in &model.lists {
                        tr { role: "row",
                            if choose {
                                td { role: "cell", class: "pick",
                                    if row.ended || row.expires_on < model.today {
                                        span { class: "quiet", {w.t("lists-over")} }
                                    } else {
                                        label { class: "pick",
                                            input { r#type: "checkbox", name: "list", value: "{row.id}" }
                                            span { class: "unseen", {w.say("lists-choose", &[("name", row.name.as_str().into())])} }
                                        }
                                    }
                                }
                            }
                            th { scope: "row", role: "rowheader",
                                a { href: "/lists/{row.id}", "{row.name}" }
                                if row.calls { span { class: "tag", {w.t("lists-calls")} } }
                                if row.round > 1 { span { class: "quiet", " " {w.say("lists-round", &[("n", row.round.into())])} } }
                            }
                            td { role: "cell", class: "n",
                                "data-label": if row.calls { w.t("lists-col-doors-calls") } else { w.t("lists-col-doors") },
                                {w.number(row.doors)}
                            }
                            td { role: "cell", class: "n",
                                "data-label": if row.calls { w.t("calls-tried") } else { w.t("lists-col-tried") },
                                span { class: "with-bar",
                                    {w.number(row.tried)}
                                    {share_bar(f64::from(row.tried) / f64::from(row.doors.max(1)))}
                                }
                            }
                            td { role: "cell", class: "n", "data-label": w.t("lists-col-phones"), {w.number(row.phones)} }
                            td { role: "cell", "data-label": w.t("lists-col-until"),
                                {w.date(row.expires_on)}
                                if row.expires_on < model.today {
                                    span { class: "tag look", {w.t("lists-expired")} }
                                } else if (row.expires_on - model.today).num_days() <= 3 {
                                    span { class: "tag look", {w.t("lists-soon")} }
                                }
                            }
                        }
                    }
                }
            }
            if choose {
                div { class: "actions",
                    button { class: "main", r#type: "submit", {w.t("lists-share")} }
                    p { class: "hint", {w.t("lists-share-hint")} }
                }
            }
        }
    }
}

fn shares(frame: &Frame, shares: &[ShareRow]) -> Element {
    let w = frame.wording;
    rsx! {
        table { class: "ledger stack", role: "table", id: "share-table", "data-fresh": "shares",
            caption { {w.t("shares-caption")} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("shares-col-code")} }
                th { scope: "col", role: "columnheader", {w.t("shares-col-for")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("shares-col-lists")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("shares-col-uses")} }
                th { scope: "col", role: "columnheader", {w.t("shares-col-until")} }
            } }
            tbody {
                for row in shares {
                    tr { role: "row", class: if row.open { "" } else { "over" },
                        th { scope: "row", role: "rowheader",
                            a { class: "code", href: "/shares/{row.code}", "{row.shown_code}" }
                            if !row.open { span { class: "tag", {w.t("shares-closed")} } }
                        }
                        td { role: "cell", "data-label": w.t("shares-col-for"), "{row.label}" }
                        td { role: "cell", class: "n", "data-label": w.t("shares-col-lists"), {w.number(row.lists)} }
                        td { role: "cell", class: "n", "data-label": w.t("shares-col-uses"),
                            {w.say("shares-uses", &[("used", row.used.into()), ("uses", row.uses.into())])}
                        }
                        td { role: "cell", "data-label": w.t("shares-col-until"), "{row.expires}" }
                    }
                }
            }
        }
    }
}

fn imports(frame: &Frame, imports: &[ImportRow]) -> Element {
    let w = frame.wording;
    rsx! {
        table { class: "ledger stack", role: "table",
            caption { {w.t("imports-caption")} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("imports-col-file")} }
                th { scope: "col", role: "columnheader", {w.t("imports-col-source")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("lists-col-doors")} }
                th { scope: "col", role: "columnheader", {w.t("imports-col-until")} }
                th { scope: "col", role: "columnheader", {w.t("imports-col-lists")} }
            } }
            tbody {
                for row in imports {
                    tr { role: "row",
                        th { scope: "row", role: "rowheader", "{row.file_name}"
                            if row.calls { span { class: "tag", {w.t("lists-calls")} } }
                        }
                        td { role: "cell", "data-label": w.t("imports-col-source"), "{row.source}" }
                        td { role: "cell", class: "n", "data-label": w.t("lists-col-doors"), {w.number(row.doors)} }
                        td { role: "cell", "data-label": w.t("imports-col-until"), {w.date(row.use_until)} }
                        td { role: "cell", "data-label": w.t("imports-col-lists"),
                            if row.lists > 0 { {w.say("imports-lists", &[("n", row.lists.into())])} " " }
                            a { href: "/imports/{row.id}/cut",
                                {w.t("imports-cut")}
                                span { class: "unseen", " ({row.file_name})" }
                            }
                        }
                    }
                }
            }
        }
    }
}
