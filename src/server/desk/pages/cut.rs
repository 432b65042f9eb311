//! Making walk lists of an import: by street or by number of doors, with a
//! preview of every list and its name before anything is made.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::{Field, select};
use crate::server::desk::parts::notice::{Tone, sentence};
use chrono::NaiveDate;
use dioxus::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Street,
    Doors,
}

impl By {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Doors => "doors",
        }
    }
}

/// One list as it would be made.
#[derive(Clone, Debug)]
pub struct PlannedList {
    pub name: String,
    pub doors: u32,
    pub people: u32,
    /// From the first address to the last.
    pub from: String,
    pub to: String,
}

#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// Numbers to call, not doors.
    pub calls: bool,
    pub import: String,
    pub file_name: String,
    pub by: By,
    /// Doors per list when cut by number.
    pub size: u32,
    pub free_doors: u32,
    pub use_until: NaiveDate,
    pub today: NaiveDate,
    pub planned: Vec<PlannedList>,
    /// id and version in one code, and the title.
    pub scripts: Vec<(String, String)>,
    pub script: String,
    /// Experiments are among them.
    pub may_be_trial: bool,
    pub expires_on: NaiveDate,
    pub expires_error: String,
    /// The import has just been stored.
    pub imported: Option<(u32, u32, u32)>,
    /// Of the people just stored, how many asked not to be called on again.
    pub objected: u32,
}

/// More than this and the form would be too long for anyone to read.
pub const MOST_NAMED: usize = 400;

pub fn page(frame: &Frame, model: &Cut) -> Page {
    let w = frame.wording;
    let word = |key: &str| word(model, key);
    let title = w.say(
        &word("cut-title"),
        &[("file", model.file_name.as_str().into())],
    );
    let body = rsx! {
        h1 { "{title}" }
        if let Some((doors, people, left_out)) = model.imported {
            {sentence(Tone::Good, &w.say(&word("cut-imported"), &[
                ("doors", doors.into()), ("people", people.into()), ("left", left_out.into()),
            ]))}
        }
        if model.objected > 0 {
            p { class: "hint", {w.say("cut-objected", &[("n", model.objected.into())])} }
        }
        if model.free_doors == 0 {
            p { class: "empty", {w.t(&word("cut-nothing-left"))} }
            p { a { href: "/lists", {w.t("nav-lists")} } }
        } else {
            {how(frame, model)}
            {plan(frame, model)}
        }
    };
    Page {
        title,
        place: Place::Lists,
        live: false,
        body,
    }
}

/// The same sentence about numbers to call.
fn word(model: &Cut, key: &str) -> String {
    if model.calls {
        format!("{key}-calls")
    } else {
        key.to_owned()
    }
}

fn how(frame: &Frame, model: &Cut) -> Element {
    let w = frame.wording;
    rsx! {
        form { method: "get", action: "/imports/{model.import}/cut", class: "filters block",
            fieldset {
                legend { {w.say(&word(model, "cut-how"), &[("n", model.free_doors.into())])} }
                if !model.calls {
                    div { class: "tick",
                        input { r#type: "radio", id: "by-street", name: "by", value: "street", checked: model.by == By::Street }
                        label { r#for: "by-street", {w.t("cut-by-street")} }
                    }
                    div { class: "tick",
                        input { r#type: "radio", id: "by-doors", name: "by", value: "doors", checked: model.by == By::Doors }
                        label { r#for: "by-doors", {w.t("cut-by-doors")} }
                    }
                }
            }
            {Field {
                name: "size",
                label: w.t(&word(model, "cut-size")),
                hint: w.t(&word(model, "cut-size-hint")),
                value: model.size.to_string(),
                kind: "number",
                min: "5".to_owned(),
                max: "2000".to_owned(),
                ..Field::default()
            }.view()}
            button { r#type: "submit", {w.t("cut-preview")} }
        }
    }
}

fn plan(frame: &Frame, model: &Cut) -> Element {
    let w = frame.wording;
    let named = model.planned.len() <= MOST_NAMED;
    rsx! {
        form { method: "post", action: "/imports/{model.import}/cut", class: "block",
            {token(frame)}
            input { r#type: "hidden", name: "by", value: model.by.code() }
            input { r#type: "hidden", name: "size", value: "{model.size}" }
            input { r#type: "hidden", name: "count", value: "{model.planned.len()}" }
            table { class: "ledger stack", role: "table",
                caption { {w.say("cut-caption", &[("n", model.planned.len().into())])} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", {w.t("lists-col-name")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t(&word(model, "lists-col-doors"))} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("cut-col-people")} }
                    th { scope: "col", role: "columnheader", {w.t("cut-col-range")} }
                } }
                tbody {
                    for (place, list) in model.planned.iter().enumerate() {
                        tr { role: "row",
                            td { role: "cell", "data-label": w.t("lists-col-name"),
                                if named {
                                    input { class: "name-in-row", name: "name", value: "{list.name}", required: true, maxlength: "80",
                                        "aria-label": w.say("cut-name-of", &[("n", (place + 1).into()), ("from", list.from.as_str().into())]) }
                                } else {
                                    "{list.name}"
                                }
                            }
                            td { role: "cell", class: "n", "data-label": w.t(&word(model, "lists-col-doors")), {w.number(list.doors)} }
                            td { role: "cell", class: "n", "data-label": w.t("cut-col-people"), {w.number(list.people)} }
                            td { role: "cell", "data-label": w.t("cut-col-range"),
                                "{list.from}"
                                if list.to != list.from { " – " "{list.to}" }
                            }
                        }
                    }
                }
            }
            div { class: "stacked",
                if model.scripts.len() > 1 {
                    {select("script", "script", &w.t("cut-script"), &model.scripts, &model.script)}
                } else {
                    input { r#type: "hidden", name: "script", value: "{model.script}" }
                    p { {w.t("cut-script")} ": " strong { {model.scripts.first().map(|(_, title)| title.clone()).unwrap_or_default()} } }
                }
                if model.may_be_trial {
                    p { class: "hint", id: "trial-hint", {w.t("cut-trial-hint")} }
                }
                {Field {
                    name: "expires_on",
                    label: w.t("cut-expires"),
                    hint: w.say("cut-expires-hint", &[("until", w.date(model.use_until).into())]),
                    value: model.expires_on.to_string(),
                    error: model.expires_error.clone(),
                    kind: "date",
                    min: model.today.to_string(),
                    max: model.use_until.to_string(),
                    required: true,
                    ..Field::default()
                }.view()}
                if model.scripts.is_empty() {
                    {sentence(Tone::Look, &w.t(&word(model, "cut-no-script")))}
                } else {
                    button { class: "main", r#type: "submit", {w.say(&word(model, "cut-make"), &[("n", model.planned.len().into())])} }
                }
            }
        }
    }
}
