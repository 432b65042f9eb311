//! Whose phones are in use, and what to do when one is given back, lost or found;
//! which lists each canvasser holds, and taking one back from them alone.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct PhoneRow {
    pub id: String,
    /// `active`, `retired` or `lost`.
    pub state: &'static str,
    pub heard_ms: i64,
    /// What it said it had not handed in yet.
    pub waiting: u32,
    /// Of a retired one: how long it may still hand in.
    pub days_left: u32,
}

#[derive(Clone, Debug)]
pub struct ListRow {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Owner {
    pub id: String,
    pub name: String,
    pub phones: Vec<PhoneRow>,
    pub lists: Vec<ListRow>,
    /// Records noted after a list was taken back or had expired.
    pub late: u32,
    /// Records whose clock was well ahead.
    pub clock_off: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Phones {
    pub now_ms: i64,
    pub owners: Vec<Owner>,
}

pub fn page(frame: &Frame, model: &Phones) -> Page {
    let w = frame.wording;
    let title = w.t("phones-title");
    let body = rsx! {
        h1 { "{title}" }
        p { class: "prose", {w.t("phones-what")} }
        dl { class: "facts",
            dt { {w.t("phones-retire")} } dd { {w.t("phones-retire-what")} }
            dt { {w.t("phones-lose")} } dd { {w.t("phones-lose-what")} }
            dt { {w.t("phones-take-list")} } dd { {w.t("phones-take-list-what")} }
        }
        div { id: "phone-owners", "data-fresh": "owners",
            if model.owners.is_empty() {
                p { class: "empty", {w.t("phones-none")} }
            }
            for owner in &model.owners {
                section { class: "block", "aria-labelledby": "owner-{owner.id}",
                    h2 { id: "owner-{owner.id}", "{owner.name}" }
                    {marks(w, owner)}
                    {phones(frame, model.now_ms, owner)}
                    {lists(frame, owner)}
                }
            }
        }
    };
    Page {
        title,
        place: Place::Phones,
        live: true,
        body,
    }
}

fn marks(w: Wording, owner: &Owner) -> Element {
    rsx! {
        if owner.late > 0 {
            p { span { class: "tag look", {w.say("phones-late", &[("n", owner.late.into())])} } " " {w.t("phones-late-what")} }
        }
        if owner.clock_off > 0 {
            p { span { class: "tag look", {w.say("phones-clock", &[("n", owner.clock_off.into())])} } " " {w.t("phones-clock-what")} }
        }
    }
}

fn phones(frame: &Frame, now_ms: i64, owner: &Owner) -> Element {
    let w = frame.wording;
    rsx! {
        table { class: "ledger stack slim", role: "table",
            caption { class: "unseen", {w.say("phones-caption", &[("name", owner.name.as_str().into())])} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("phones-col-phone")} }
                th { scope: "col", role: "columnheader", {w.t("phones-col-state")} }
                th { scope: "col", role: "columnheader", {w.t("phones-col-heard")} }
                th { scope: "col", role: "columnheader", {w.t("phones-col-waiting")} }
                th { scope: "col", role: "columnheader", {w.t("phones-col-do")} }
            } }
            tbody {
                for (place, phone) in owner.phones.iter().enumerate() {
                    tr { role: "row",
                        th { scope: "row", role: "rowheader", {w.say("phones-nth", &[("n", (place + 1).into())])} }
                        td { role: "cell", "data-label": w.t("phones-col-state"),
                            span { class: match phone.state { "lost" => "tag bad", "retired" => "tag look", _ => "" },
                                {w.t(&format!("phones-state-{}", phone.state))}
                            }
                            if phone.state == "retired" {
                                p { class: "quiet", {w.say("phones-days-left", &[("n", phone.days_left.into())])} }
                            }
                        }
                        td { role: "cell", "data-label": w.t("phones-col-heard"), {w.ago(now_ms, phone.heard_ms)} }
                        td { role: "cell", "data-label": w.t("phones-col-waiting"), {w.number(phone.waiting)} }
                        td { role: "cell", "data-label": w.t("phones-col-do"),
                            form { method: "post", action: "/campaign/phones/{phone.id}", class: "actions screen-only",
                                {token(frame)}
                                if phone.state == "active" {
                                    button { r#type: "submit", name: "state", value: "retired", {w.t("phones-retire")} }
                                }
                                if phone.state != "lost" {
                                    button { class: "danger", r#type: "submit", name: "state", value: "lost", {w.t("phones-lose")} }
                                }
                                if phone.state != "active" {
                                    button { r#type: "submit", name: "state", value: "active", {w.t("phones-again")} }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn lists(frame: &Frame, owner: &Owner) -> Element {
    let w = frame.wording;
    if owner.lists.is_empty() {
        return rsx! { p { class: "quiet", {w.t("phones-no-lists")} } };
    }
    rsx! {
        h3 { {w.t("phones-lists")} }
        ul { class: "names",
            for list in &owner.lists {
                li {
                    a { href: "/lists/{list.id}", "{list.name}" }
                    form { method: "post", action: "/campaign/grants", class: "screen-only",
                        {token(frame)}
                        input { r#type: "hidden", name: "canvasser", value: "{owner.id}" }
                        input { r#type: "hidden", name: "list", value: "{list.id}" }
                        button { class: "plain", r#type: "submit",
                            {w.t("phones-take-list")} span { class: "unseen", " {list.name}" }
                        }
                    }
                }
            }
        }
    }
}
