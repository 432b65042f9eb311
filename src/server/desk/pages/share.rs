//! Sharing lists: how many may join and until when; then the link, the code and
//! the QR code that serve a whole team, on a sheet that prints on one page.

use super::lists::ListRow;
use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::{Field, select};
use crate::server::desk::parts::notice::{Tone, sentence};
use crate::server::desk::parts::qr::qr;
use dioxus::prelude::*;

/// The form that makes a share.
#[derive(Clone, Debug, Default)]
pub struct NewShare {
    pub lists: Vec<ListRow>,
    pub label: String,
    pub uses: String,
    /// Whole days from now.
    pub days: String,
    pub uses_error: String,
    pub label_error: String,
}

/// For how many days a code may be offered.
pub const DAYS: [u32; 5] = [1, 2, 7, 14, 30];
pub const MOST_USES: u32 = 500;

pub fn new_page(frame: &Frame, model: &NewShare) -> Page {
    let w = frame.wording;
    let title = w.t("share-new-title");
    let doors: u32 = model.lists.iter().map(|list| list.doors).sum();
    let days: Vec<(String, String)> = DAYS
        .iter()
        .map(|n| (n.to_string(), w.say("share-days", &[("n", (*n).into())])))
        .collect();
    let body = rsx! {
        h1 { "{title}" }
        section { class: "block", "aria-labelledby": "what",
            h2 { id: "what", {w.say("share-what", &[("n", model.lists.len().into()), ("doors", doors.into())])} }
            ul { class: "names",
                for list in &model.lists {
                    li { "{list.name}" " " span { class: "quiet", {w.say("doors", &[("n", list.doors.into())])} } }
                }
            }
        }
        form { method: "post", action: "/shares", class: "stacked",
            {token(frame)}
            for list in &model.lists { input { r#type: "hidden", name: "list", value: "{list.id}" } }
            {Field {
                name: "label",
                label: w.t("share-label"),
                hint: w.t("share-label-hint"),
                value: model.label.clone(),
                error: model.label_error.clone(),
                max_length: 60,
                required: true,
                ..Field::default()
            }.view()}
            {Field {
                name: "uses",
                label: w.t("share-uses"),
                hint: w.t("share-uses-hint"),
                value: model.uses.clone(),
                error: model.uses_error.clone(),
                kind: "number",
                min: "1".to_owned(),
                max: MOST_USES.to_string(),
                required: true,
                ..Field::default()
            }.view()}
            {select("days", "days", &w.t("share-until"), &days, &model.days)}
            button { class: "main", r#type: "submit", {w.t("share-make")} }
        }
    };
    Page {
        title,
        place: Place::Lists,
        live: false,
        body,
    }
}

/// A share as it is handed out.
#[derive(Clone, Debug)]
pub struct Share {
    pub code: String,
    /// `KAPP-7Q2M`
    pub shown_code: String,
    pub label: String,
    /// The whole link; the code is in its fragment, which no server sees in a log.
    pub link: String,
    /// Where somebody types the code: the phone app's address without a fragment.
    pub app: String,
    pub lists: Vec<ListRow>,
    pub uses: u32,
    pub used: u32,
    pub expires: String,
    pub state: ShareState,
    /// Phones keep nothing offline without HTTPS; on localhost they do.
    pub insecure: bool,
    pub organisation: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareState {
    Open,
    UsedUp,
    Expired,
    Revoked,
}

pub fn page(frame: &Frame, model: &Share) -> Page {
    let w = frame.wording;
    let title = w.say("share-title", &[("label", model.label.as_str().into())]);
    let state = match model.state {
        ShareState::Open => None,
        ShareState::UsedUp => Some(w.t("share-used-up")),
        ShareState::Expired => Some(w.t("share-expired")),
        ShareState::Revoked => Some(w.t("share-revoked")),
    };
    let body = rsx! {
        h1 { "{title}" }
        if let Some(text) = state { {sentence(Tone::Look, &text)} }
        if model.insecure && model.state == ShareState::Open {
            {sentence(Tone::Look, &w.t("share-insecure"))}
        }
        div { class: "sheet",
            div { class: "sheet-qr",
                if model.state == ShareState::Open {
                    {qr(&model.link, &w.say("share-qr", &[("code", model.shown_code.as_str().into())])).unwrap_or_else(|| rsx! {})}
                }
            }
            div { class: "sheet-words",
                p { class: "sheet-for", "{model.organisation}" }
                ol { class: "sheet-steps",
                    li { {w.t("share-step-scan")} }
                    li {
                        {w.t("share-step-type")} " "
                        span { "{model.app}" }
                        br {}
                        strong { class: "code big", "{model.shown_code}" }
                    }
                    li { {w.t("share-step-name")} }
                    li { {w.t("share-step-ready")} }
                }
                p { class: "quiet", {w.t("share-iphone")} }
            }
        }
        section { class: "block screen-only", "aria-labelledby": "link-head",
            h2 { id: "link-head", {w.t("share-link")} }
            p { class: "copy",
                a { class: "link-text", id: "share-link", href: "{model.link}", rel: "noreferrer", "{model.link}" }
                button { r#type: "button", class: "needs-script", "data-copy": "share-link", {w.t("copy")} }
            }
            p { class: "hint", {w.t("share-link-hint")} }
        }
        section { class: "block", "aria-labelledby": "holds",
            h2 { id: "holds", {w.t("share-holds")} }
            div { id: "share-state", "data-fresh": "share",
                dl { class: "facts",
                    dt { {w.t("shares-col-uses")} }
                    dd { {w.say("shares-uses", &[("used", model.used.into()), ("uses", model.uses.into())])} }
                    dt { {w.t("shares-col-until")} }
                    dd { "{model.expires}" }
                }
            }
            ul { class: "names",
                for list in &model.lists {
                    li { a { href: "/lists/{list.id}", "{list.name}" } " " span { class: "quiet", {w.say("doors", &[("n", list.doors.into())])} } }
                }
            }
        }
        div { class: "actions screen-only",
            button { r#type: "button", class: "needs-script", "data-print": "", {w.t("print")} }
            if model.state == ShareState::Open {
                form { method: "post", action: "/shares/{model.code}/revoke",
                    {token(frame)}
                    button { class: "danger", r#type: "submit", {w.t("share-revoke")} }
                }
            }
        }
        if model.state == ShareState::Open {
            p { class: "hint screen-only", {w.t("share-revoke-hint")} }
        }
    };
    Page {
        title,
        place: Place::Lists,
        live: true,
        body,
    }
}
