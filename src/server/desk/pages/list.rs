//! One walk list: its doors street by street, and in words what each stands at.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::pager::{Stretch, pager};
use crate::server::desk::wording::Wording;
use chrono::NaiveDate;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct DoorRow {
    pub address: String,
    pub people: Vec<String>,
    /// The disposition's code, or `None` where nothing was noted.
    pub state: Option<&'static str>,
    /// "Dog, until Sat 21 Nov"; the hazard's code and its last day.
    pub warnings: Vec<(String, NaiveDate)>,
    pub do_not_contact: bool,
}

#[derive(Clone, Debug)]
pub struct Street {
    pub name: String,
    /// `odd`, `even` or `whole`.
    pub side: &'static str,
    pub doors: Vec<DoorRow>,
}

#[derive(Clone, Debug)]
pub struct List {
    /// Numbers to call, not doors.
    pub calls: bool,
    /// The day a lead said that the numbers were checked.
    pub register_checked: Option<NaiveDate>,
    pub id: String,
    pub name: String,
    pub source: String,
    pub script: String,
    /// Of an experiment: the placebo's title, and at how many of the doors it is talked.
    pub placebo: Option<(String, u32)>,
    pub expires_on: NaiveDate,
    pub doors: u32,
    pub tried: u32,
    pub holders: Vec<String>,
    pub ended: bool,
    pub may_end: bool,
    pub streets: Vec<Street>,
    pub stretch: Stretch,
}

/// In words; what is said of a door otherwise than of a number.
pub fn disposition(w: Wording, code: &str, calls: bool) -> String {
    let said_otherwise = matches!(code, "not_home" | "no_such_address" | "come_back");
    let of_calls = if calls && said_otherwise {
        "-calls"
    } else {
        ""
    };
    w.t(&format!("disposition-{}{of_calls}", code.replace('_', "-")))
}

pub fn page(frame: &Frame, model: &List) -> Page {
    let w = frame.wording;
    let title = model.name.clone();
    let address = format!("/lists/{}", model.id);
    let body = rsx! {
        p { class: "crumb", a { href: "/lists", {w.t("nav-lists")} } }
        h1 { "{title}" }
        dl { class: "facts", id: "list-facts", "data-fresh": "list",
            dt { if model.calls { {w.t("lists-col-doors-calls")} } else { {w.t("lists-col-doors")} } } dd { {w.number(model.doors)} }
            dt { if model.calls { {w.t("calls-tried")} } else { {w.t("lists-col-tried")} } } dd { {w.number(model.tried)} }
            dt { {w.t("lists-col-until")} } dd { {w.date(model.expires_on)} if model.ended { span { class: "tag look", {w.t("list-ended")} } } }
            dt { {w.t("list-holders")} }
            dd { if model.holders.is_empty() { {w.t("list-nobody")} } else { {model.holders.join(", ")} } }
            dt { {w.t("imports-col-source")} } dd { "{model.source}" }
            dt { {w.t("list-script")} } dd { "{model.script}"
                if let Some((placebo, doors)) = &model.placebo {
                    br {}
                    {w.say("list-trial", &[("placebo", placebo.as_str().into()), ("n", (*doors).into()), ("doors", model.doors.into())])}
                    " "
                    a { href: "/results?list={model.id}#trial", {w.t("list-trial-results")} }
                }
            }
            if let Some(day) = model.register_checked {
                dt { {w.t("list-register")} } dd { {w.say("list-register-checked", &[("day", w.date(day).into())])} }
            }
        }
        {pager(w, model.stretch, &address, "pager-label")}
        div { id: "list-doors", "data-fresh": "doors",
            for (place, street) in model.streets.iter().enumerate() {
                section { class: "block", "aria-labelledby": "street-{place}",
                    h2 { id: "street-{place}", "{street.name}"
                        if street.side != "whole" { span { class: "quiet", ", " {w.t(&format!("side-{}", street.side))} } }
                    }
                    table { class: "ledger stack slim", role: "table", "aria-labelledby": "street-{place}",
                        thead { tr { role: "row",
                            th { scope: "col", role: "columnheader", if model.calls { {w.t("list-col-people-calls")} } else { {w.t("list-col-door")} } }
                            if !model.calls { th { scope: "col", role: "columnheader", {w.t("list-col-people")} } }
                            th { scope: "col", role: "columnheader", {w.t("list-col-state")} }
                        } }
                        tbody {
                            for door in &street.doors {
                                tr { role: "row",
                                    th { scope: "row", role: "rowheader", class: "when", "{door.address}" }
                                    if !model.calls { td { role: "cell", "data-label": w.t("list-col-people"), {door.people.join(", ")} } }
                                    td { role: "cell", "data-label": w.t("list-col-state"),
                                        match door.state {
                                            Some(code) => rsx! { {disposition(w, code, model.calls)} },
                                            None => rsx! { span { class: "quiet", {w.t("list-not-tried")} } },
                                        }
                                        for (hazard, until) in &door.warnings {
                                            span { class: "tag look", {w.say("list-warning", &[
                                                ("what", w.t(&format!("hazard-{hazard}")).into()),
                                                ("until", w.date(*until).into()),
                                            ])} }
                                        }
                                        if door.do_not_contact { span { class: "tag bad", {w.t("list-do-not-contact")} } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        {pager(w, model.stretch, &address, "pager-label-below")}
        if model.may_end && !model.ended {
            form { method: "post", action: "/lists/{model.id}/end", class: "actions screen-only",
                {token(frame)}
                button { class: "danger", r#type: "submit", {w.t("list-end")} }
                p { class: "hint", {w.t("list-end-hint")} }
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
