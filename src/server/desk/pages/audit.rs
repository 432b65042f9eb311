//! Who looked at or took out what: sign-ins, single conversations read,
//! exports, imports. Nobody's name or view is in it but the leads' own names.

use crate::server::desk::page::{Frame, Page, Place};
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct Row {
    pub when: String,
    /// Empty for the server itself.
    pub lead: String,
    /// The action's closed code.
    pub action: String,
    pub subject: String,
}

#[derive(Clone, Debug, Default)]
pub struct Audit {
    pub rows: Vec<Row>,
}

pub fn page(frame: &Frame, model: &Audit) -> Page {
    let w = frame.wording;
    let title = w.t("audit-title");
    let body = rsx! {
        h1 { "{title}" }
        p { class: "prose", {w.t("audit-what")} }
        if model.rows.is_empty() {
            p { class: "empty", {w.t("audit-none")} }
        } else {
            table { class: "ledger stack", role: "table",
                caption { {w.say("audit-caption", &[("n", model.rows.len().into())])} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", {w.t("audit-col-when")} }
                    th { scope: "col", role: "columnheader", {w.t("audit-col-who")} }
                    th { scope: "col", role: "columnheader", {w.t("audit-col-what")} }
                    th { scope: "col", role: "columnheader", {w.t("audit-col-subject")} }
                } }
                tbody {
                    for row in &model.rows {
                        tr { role: "row",
                            th { scope: "row", role: "rowheader", "{row.when}" }
                            td { role: "cell", "data-label": w.t("audit-col-who"),
                                if row.lead.is_empty() { {w.t("audit-server")} } else { "{row.lead}" }
                            }
                            td { role: "cell", "data-label": w.t("audit-col-what"),
                                {
                                    let key = format!("audit-{}", row.action.replace('_', "-"));
                                    if w.has(&key) { w.t(&key) } else { row.action.clone() }
                                }
                            }
                            td { role: "cell", class: "id", "data-label": w.t("audit-col-subject"), "{row.subject}" }
                        }
                    }
                }
            }
        }
    };
    Page {
        title,
        place: Place::Audit,
        live: false,
        body,
    }
}
