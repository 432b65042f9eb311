//! Taking conversations or visits out as CSV. It says beforehand what will be
//! in the file, and afterwards it stands in the log.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::{select, tick};
use crate::server::desk::parts::notice::{Tone, sentence};
use dioxus::prelude::*;

#[derive(Clone, Debug, Default)]
pub struct Export {
    pub lists: Vec<(String, String)>,
    pub conversations: u32,
    pub unlinked: u32,
    pub visits: u32,
}

pub fn page(frame: &Frame, model: &Export) -> Page {
    let w = frame.wording;
    let title = w.t("export-title");
    let mut lists = vec![(String::new(), w.t("filter-all-lists"))];
    lists.extend(model.lists.iter().cloned());
    let body = rsx! {
        h1 { "{title}" }
        {sentence(Tone::Look, &w.t("export-care"))}
        div { class: "two",
            section { class: "block", "aria-labelledby": "of-conversations",
                h2 { id: "of-conversations", {w.t("export-conversations")} }
                p { {w.say("export-conversations-n", &[("n", model.conversations.into()), ("unlinked", model.unlinked.into())])} }
                p { class: "quiet", {w.t("export-conversations-what")} }
                form { method: "post", action: "/export/conversations", class: "stacked",
                    {token(frame)}
                    {select("c-list", "list", &w.t("filter-list"), &lists, "")}
                    {tick("c-bom", "bom", "yes", &w.t("export-bom"), true)}
                    button { class: "main", r#type: "submit", {w.t("export-do")} }
                }
            }
            section { class: "block", "aria-labelledby": "of-visits",
                h2 { id: "of-visits", {w.t("export-visits")} }
                p { {w.say("export-visits-n", &[("n", model.visits.into())])} }
                p { class: "quiet", {w.t("export-visits-what")} }
                form { method: "post", action: "/export/visits", class: "stacked",
                    {token(frame)}
                    {select("v-list", "list", &w.t("filter-list"), &lists, "")}
                    {tick("v-bom", "bom", "yes", &w.t("export-bom"), true)}
                    button { class: "main", r#type: "submit", {w.t("export-do")} }
                }
            }
        }
        p { class: "quiet prose", {w.t("export-formulas")} }
    };
    Page {
        title,
        place: Place::Export,
        live: false,
        body,
    }
}
