//! Erasure at the desk: somebody wrote to the office and asks for what is held
//! about them to be deleted; who was erased already, without names; and whose
//! phones may still hold something of it.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::Field;
use crate::server::desk::parts::notice::{Tone, notice, sentence};
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct Row {
    pub when: String,
    /// Of everybody at a door, not of one person.
    pub household: bool,
    /// Empty where it was asked for at the door.
    pub lead: String,
    pub records: u32,
    /// Canvassers whose phone has not said yet that it is gone from there.
    pub may_hold: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Erasures {
    pub rows: Vec<Row>,
    /// How many records went just now.
    pub done: Option<u32>,
    /// A wish was lifted just now.
    pub lifted: bool,
}

/// A person, or the whole door, that may be erased.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub door: String,
    /// Empty for everybody at the door.
    pub person: String,
    pub name: String,
    pub address: String,
    /// They asked not to be called on again.
    pub objected: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Find {
    pub asked: String,
    pub found: Vec<Candidate>,
    /// There were more than are shown.
    pub more: bool,
}

fn search(frame: &Frame, asked: &str, error: String) -> Element {
    let w = frame.wording;
    rsx! {
        form { method: "post", action: "/erasures/find", class: "stacked",
            {token(frame)}
            {Field {
                name: "asked", label: w.t("erasures-find"), hint: w.t("erasures-find-hint"),
                value: asked.to_owned(), error, required: true, max_length: 120,
                autocomplete: "off", ..Field::default()
            }.view()}
            button { class: "main", r#type: "submit", {w.t("erasures-find-do")} }
        }
    }
}

pub fn page(frame: &Frame, model: &Erasures) -> Page {
    let w = frame.wording;
    let title = w.t("erasures-title");
    let body = rsx! {
        h1 { "{title}" }
        if let Some(n) = model.done { {sentence(Tone::Good, &w.say("erasures-done", &[("n", n.into())]))} }
        if model.lifted { {sentence(Tone::Good, &w.t("wish-lifted-done"))} }
        p { class: "prose", {w.t("erasures-what")} }
        div { class: "two",
            section { class: "block", "aria-labelledby": "find",
                h2 { id: "find", {w.t("erasures-find-title")} }
                {search(frame, "", String::new())}
            }
            section { class: "block", "aria-labelledby": "limits",
                h2 { id: "limits", {w.t("erasures-limits-title")} }
                ul { class: "notes",
                    li { {w.t("erasures-limit-unlinked")} }
                    li { {w.t("erasures-limit-phones")} }
                    li { {w.t("erasures-limit-files")} }
                    li { {w.t("erasures-limit-exports")} }
                }
            }
        }
        section { class: "block", "aria-labelledby": "carried",
            h2 { id: "carried", {w.t("erasures-list-title")} }
            div { id: "erasure-rows", "data-fresh": "rows", {rows(w, model)} }
        }
    };
    Page {
        title,
        place: Place::Erasures,
        live: true,
        body,
    }
}

fn rows(w: Wording, model: &Erasures) -> Element {
    if model.rows.is_empty() {
        return rsx! { p { class: "empty", {w.t("erasures-none")} } };
    }
    rsx! {
        table { class: "ledger stack", role: "table", "aria-labelledby": "carried",
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("erasures-col-when")} }
                th { scope: "col", role: "columnheader", {w.t("erasures-col-who")} }
                th { scope: "col", role: "columnheader", {w.t("erasures-col-how")} }
                th { scope: "col", role: "columnheader", {w.t("erasures-col-records")} }
                th { scope: "col", role: "columnheader", {w.t("erasures-col-phones")} }
            } }
            tbody {
                for row in &model.rows {
                    tr { role: "row",
                        th { scope: "row", role: "rowheader", "{row.when}" }
                        td { role: "cell", "data-label": w.t("erasures-col-who"),
                            {w.t(if row.household { "erasures-household" } else { "erasures-person" })}
                        }
                        td { role: "cell", "data-label": w.t("erasures-col-how"),
                            if row.lead.is_empty() { {w.t("erasures-at-door")} } else { {w.say("erasures-at-desk", &[("lead", row.lead.as_str().into())])} }
                        }
                        td { role: "cell", "data-label": w.t("erasures-col-records"), {w.number(row.records)} }
                        td { role: "cell", "data-label": w.t("erasures-col-phones"),
                            if row.may_hold.is_empty() {
                                {w.t("erasures-all-heard")}
                            } else {
                                span { class: "tag look", {w.say("erasures-may-hold", &[("n", row.may_hold.len().into())])} }
                                " " {row.may_hold.join(", ")}
                            }
                        }
                    }
                }
            }
        }
    }
}

pub fn find_page(frame: &Frame, model: &Find) -> Page {
    let w = frame.wording;
    let title = w.t("erasures-found-title");
    let error = if model.found.is_empty() {
        w.t("erasures-found-none")
    } else {
        String::new()
    };
    let body = rsx! {
        p { class: "crumb", a { href: "/erasures", {w.t("erasures-title")} } }
        h1 { "{title}" }
        {search(frame, &model.asked, error)}
        if model.more { {sentence(Tone::Look, &w.t("erasures-found-more"))} }
        if !model.found.is_empty() {
            table { class: "ledger stack slim", role: "table",
                caption { {w.t("erasures-found-caption")} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", {w.t("list-col-door")} }
                    th { scope: "col", role: "columnheader", {w.t("erasures-col-who")} }
                    th { scope: "col", role: "columnheader", {w.t("erasures-col-do")} }
                } }
                tbody {
                    for one in &model.found {
                        tr { role: "row",
                            th { scope: "row", role: "rowheader", "{one.address}" }
                            td { role: "cell", "data-label": w.t("erasures-col-who"),
                                if one.person.is_empty() { {w.t("erasures-everybody")} } else { "{one.name}" }
                            }
                            td { role: "cell", "data-label": w.t("erasures-col-do"),
                                form { method: "post", action: "/erasures/look",
                                    {token(frame)}
                                    {hidden(one)}
                                    button { r#type: "submit", {w.t("erasures-choose")} }
                                }
                                if one.objected {
                                    p { class: "quiet", {w.t("wish-stands")} }
                                    form { method: "post", action: "/erasures/wish",
                                        {token(frame)}
                                        {hidden(one)}
                                        button { class: "plain", r#type: "submit", {w.t("wish-lift")} }
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
        place: Place::Erasures,
        live: false,
        body,
    }
}

fn hidden(one: &Candidate) -> Element {
    rsx! {
        input { r#type: "hidden", name: "door", value: "{one.door}" }
        input { r#type: "hidden", name: "person", value: "{one.person}" }
    }
}

fn who(w: Wording, one: &Candidate) -> String {
    if one.person.is_empty() {
        w.say(
            "erasures-confirm-household",
            &[("address", one.address.as_str().into())],
        )
    } else {
        w.say(
            "erasures-confirm-person",
            &[
                ("name", one.name.as_str().into()),
                ("address", one.address.as_str().into()),
            ],
        )
    }
}

/// What is asked once more before it is done, with what follows from it.
struct Asked<'a> {
    title: &'a str,
    tone: Tone,
    warning: &'a str,
    follows: &'a [&'a str],
    /// Where the form goes, and how its button looks and what it says.
    action: &'a str,
    class: &'a str,
    does: &'a str,
}

/// "Never again", lifted: only who wished it may wish it otherwise.
pub fn wish_page(frame: &Frame, one: &Candidate) -> Page {
    let asked = Asked {
        title: "wish-title",
        tone: Tone::Look,
        warning: "wish-theirs",
        follows: &["wish-phones", "wish-later", "wish-audit"],
        action: "/erasures/lift",
        class: "main",
        does: "wish-do",
    };
    ask(frame, one, asked)
}

pub fn confirm_page(frame: &Frame, one: &Candidate) -> Page {
    let asked = Asked {
        title: "erasures-confirm-title",
        tone: Tone::Bad,
        warning: "erasures-confirm-final",
        follows: &[
            "erasures-confirm-goes",
            "erasures-confirm-phones",
            "erasures-confirm-import",
            "erasures-limit-unlinked",
        ],
        action: "/erasures",
        class: "danger",
        does: "erasures-confirm-do",
    };
    ask(frame, one, asked)
}

fn ask(frame: &Frame, one: &Candidate, asked: Asked<'_>) -> Page {
    let w = frame.wording;
    let title = w.t(asked.title);
    let who = who(w, one);
    let body = rsx! {
        p { class: "crumb", a { href: "/erasures", {w.t("erasures-title")} } }
        h1 { "{title}" }
        p { class: "strong", "{who}" }
        {notice(asked.tone, &w.t(asked.warning), rsx! {
            ul { class: "notes",
                for follows in asked.follows {
                    li { {w.t(follows)} }
                }
            }
        })}
        form { method: "post", action: "{asked.action}", class: "actions",
            {token(frame)}
            {hidden(one)}
            button { class: "{asked.class}", r#type: "submit", {w.t(asked.does)} }
            a { href: "/erasures", {w.t("erasures-confirm-not")} }
        }
    };
    Page {
        title,
        place: Place::Erasures,
        live: false,
        body,
    }
}
