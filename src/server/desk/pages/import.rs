//! Bringing in a file of addresses: the upload, then the preview that says what
//! is wrong with which rows. Nothing is stored as a walk list before the lead
//! has seen it, and rows are left out only when told so.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::{Field, tick};
use crate::server::desk::parts::notice::{Tone, notice, sentence};
use chrono::NaiveDate;
use dioxus::prelude::*;

#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Why the last file could not be read at all: the key of a sentence and
    /// what it names.
    pub trouble: Option<Trouble>,
}

#[derive(Clone, Debug)]
pub struct Trouble {
    pub key: &'static str,
    /// A column, a character, a size: shown, never judged.
    pub what: String,
}

/// The largest file taken, in bytes: eight times a file of 40,000 rows.
pub const LARGEST: usize = 32 * 1024 * 1024;

pub fn upload_page(frame: &Frame, model: &Upload) -> Page {
    let w = frame.wording;
    let title = w.t("import-title");
    let body = rsx! {
        h1 { "{title}" }
        if let Some(trouble) = &model.trouble {
            {notice(Tone::Bad, &w.t("import-not-read"), rsx! {
                p { {w.say(trouble.key, &[("what", trouble.what.as_str().into())])} }
                p { {w.t(&format!("{}-do", trouble.key))} }
            })}
        }
        div { class: "two",
            form { method: "post", action: "/import", enctype: "multipart/form-data", class: "stacked block",
                {token(frame)}
                div { class: "field",
                    label { r#for: "file", {w.t("import-file")} }
                    p { class: "hint", id: "file-hint", {w.t("import-file-hint")} }
                    input { r#type: "file", id: "file", name: "file", accept: ".csv,text/csv,text/plain", required: true, "aria-describedby": "file-hint" }
                }
                button { class: "main", r#type: "submit", {w.t("import-look")} }
                p { class: "quiet", {w.t("import-nothing-yet")} }
            }
            section { class: "block", "aria-labelledby": "columns",
                h2 { id: "columns", {w.t("import-columns")} }
                p { {w.t("import-columns-what")} }
                ul {
                    li { {w.t("import-columns-needed")} }
                    li { {w.t("import-columns-good")} }
                    li { {w.t("import-columns-read")} }
                }
            }
        }
    };
    Page {
        title,
        place: Place::Import,
        live: false,
        body,
    }
}

/// A field of ours and the column of the file it is read from.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// `address`, `first_name`, …
    pub field: &'static str,
    pub needed: bool,
    /// Index of the file's column.
    pub column: Option<usize>,
}

/// Rows that share one trouble.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Of the sentence: `wrong-<code>`.
    pub code: &'static str,
    /// The value found, if it is not personal: a coordinate, an id.
    pub example: String,
    /// Line numbers in the file, the first few.
    pub rows: Vec<u32>,
    pub n: u32,
    /// The row is kept all the same (a missing position, say).
    pub kept: bool,
}

#[derive(Clone, Debug)]
pub struct Sample {
    pub row: u32,
    pub name: String,
    pub address: String,
    pub city: String,
    pub language: String,
    pub position: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Preview {
    pub upload: String,
    pub file_name: String,
    /// Closed code, named by `encoding-<code>`.
    pub encoding: &'static str,
    /// Closed code, named by `separator-<code>`.
    pub separator: &'static str,
    pub columns: Vec<String>,
    pub mapped: Vec<Mapped>,
    pub rows: u32,
    pub good: u32,
    pub bad: u32,
    pub doors: u32,
    pub buildings: u32,
    pub wrong: Vec<Wrong>,
    pub sample: Vec<Sample>,
    pub source: String,
    pub purpose: String,
    pub use_until: String,
    pub source_error: String,
    pub purpose_error: String,
    pub use_until_error: String,
    pub leave_out_error: String,
    pub leave_out: bool,
    pub today: NaiveDate,
    /// Needed columns nothing is mapped to.
    pub missing: Vec<&'static str>,
}

pub fn preview_page(frame: &Frame, model: &Preview) -> Page {
    let w = frame.wording;
    let title = w.say(
        "preview-title",
        &[("file", model.file_name.as_str().into())],
    );
    let body = rsx! {
        p { class: "crumb", a { href: "/import", {w.t("import-another")} } }
        h1 { "{title}" }
        p { class: "quiet",
            {w.say("preview-read-as", &[
                ("rows", model.rows.into()),
                ("encoding", w.t(&format!("encoding-{}", model.encoding)).into()),
                ("separator", w.t(&format!("separator-{}", model.separator)).into()),
            ])}
        }
        {verdict(frame, model)}
        div { class: "two",
            div {
                {wrong(frame, model)}
                {sample(frame, model)}
            }
            {mapping(frame, model)}
        }
        if model.missing.is_empty() && model.good > 0 { {go_on(frame, model)} }
        form { method: "post", action: "/import/{model.upload}/discard", class: "actions",
            {token(frame)}
            button { class: "plain", r#type: "submit", {w.t("preview-discard")} }
        }
    };
    Page {
        title,
        place: Place::Import,
        live: false,
        body,
    }
}

fn verdict(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    if !model.missing.is_empty() {
        let names: Vec<String> = model
            .missing
            .iter()
            .map(|field| w.t(&format!("field-{}", field.replace('_', "-"))))
            .collect();
        return notice(
            Tone::Bad,
            &w.say("preview-missing", &[("columns", names.join(", ").into())]),
            rsx! { p { {w.t("preview-missing-do")} } },
        );
    }
    let counts = w.say(
        "preview-good",
        &[
            ("good", model.good.into()),
            ("doors", model.doors.into()),
            ("buildings", model.buildings.into()),
        ],
    );
    if model.bad == 0 {
        sentence(Tone::Good, &counts)
    } else {
        notice(
            Tone::Look,
            &w.say("preview-bad", &[("n", model.bad.into())]),
            rsx! { p { "{counts}" } },
        )
    }
}

fn wrong(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    if model.wrong.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "block", "aria-labelledby": "wrong",
            h2 { id: "wrong", {w.t("wrong-title")} }
            table { class: "ledger stack", role: "table",
                caption { class: "unseen", {w.t("wrong-title")} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", {w.t("wrong-col-what")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("wrong-col-n")} }
                    th { scope: "col", role: "columnheader", {w.t("wrong-col-rows")} }
                } }
                tbody {
                    for line in &model.wrong {
                        tr { role: "row",
                            th { scope: "row", role: "rowheader",
                                {w.say(&format!("wrong-{}", line.code.replace('_', "-")), &[("what", line.example.as_str().into())])}
                                p { class: "quiet",
                                    if line.kept { {w.t("wrong-kept")} } else { {w.t("wrong-left-out")} }
                                }
                            }
                            td { role: "cell", class: "n", "data-label": w.t("wrong-col-n"), {w.number(line.n)} }
                            td { role: "cell", "data-label": w.t("wrong-col-rows"),
                                {line.rows.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")}
                                if line.n as usize > line.rows.len() { " …" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sample(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    if model.sample.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "block", "aria-labelledby": "sample",
            h2 { id: "sample", {w.t("sample-title")} }
            table { class: "ledger stack", role: "table",
                caption { {w.t("sample-caption")} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", class: "n", {w.t("sample-col-row")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-name")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-address")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-language")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-position")} }
                } }
                tbody {
                    for line in &model.sample {
                        tr { role: "row",
                            td { role: "cell", class: "n", "data-label": w.t("sample-col-row"), "{line.row}" }
                            th { scope: "row", role: "rowheader", "{line.name}" }
                            td { role: "cell", "data-label": w.t("sample-col-address"), "{line.address}"
                                if !line.city.is_empty() { ", {line.city}" }
                            }
                            td { role: "cell", "data-label": w.t("sample-col-language"), "{line.language}" }
                            td { role: "cell", "data-label": w.t("sample-col-position"),
                                if line.position { {w.t("yes")} } else { {w.t("no")} }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mapping(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    rsx! {
        section { class: "block", "aria-labelledby": "mapping",
            h2 { id: "mapping", {w.t("mapping-title")} }
            p { class: "quiet", {w.t("mapping-what")} }
            form { method: "post", action: "/import/{model.upload}/columns", class: "mapping",
                {token(frame)}
                for mapped in &model.mapped {
                    {
                        let name = w.t(&format!("field-{}", mapped.field.replace('_', "-")));
                        let wrong = mapped.needed && model.missing.contains(&mapped.field);
                        rsx! {
                            div { class: if wrong { "field wrong" } else { "field" },
                                label { r#for: "map-{mapped.field}", "{name}"
                                    if mapped.needed { span { class: "quiet", " " {w.t("mapping-needed")} } }
                                }
                                select { id: "map-{mapped.field}", name: "{mapped.field}",
                                    option { value: "", selected: mapped.column.is_none(), {w.t("mapping-none")} }
                                    for (index, column) in model.columns.iter().enumerate() {
                                        option { value: "{index}", selected: mapped.column == Some(index), "{column}" }
                                    }
                                }
                            }
                        }
                    }
                }
                button { r#type: "submit", {w.t("mapping-do")} }
            }
        }
    }
}

fn go_on(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    rsx! {
        section { class: "block", "aria-labelledby": "go-on",
            h2 { id: "go-on", {w.t("provenance-title")} }
            form { method: "post", action: "/import/{model.upload}", class: "stacked",
                {token(frame)}
                {Field {
                    name: "source", label: w.t("provenance-source"), hint: w.t("provenance-source-hint"),
                    value: model.source.clone(), error: model.source_error.clone(), required: true, max_length: 200, ..Field::default()
                }.view()}
                {Field {
                    name: "purpose", label: w.t("provenance-purpose"), hint: w.t("provenance-purpose-hint"),
                    value: model.purpose.clone(), error: model.purpose_error.clone(), required: true, max_length: 200, ..Field::default()
                }.view()}
                {Field {
                    name: "use_until", label: w.t("provenance-until"), hint: w.t("provenance-until-hint"),
                    value: model.use_until.clone(), error: model.use_until_error.clone(), kind: "date",
                    min: model.today.to_string(), required: true, ..Field::default()
                }.view()}
                if model.bad > 0 {
                    div { class: if model.leave_out_error.is_empty() { "" } else { "wrong" },
                        if !model.leave_out_error.is_empty() { p { class: "error", role: "alert", "{model.leave_out_error}" } }
                        {tick("leave_out", "leave_out", "yes", &w.say("provenance-leave-out", &[("bad", model.bad.into()), ("good", model.good.into())]), model.leave_out)}
                    }
                }
                button { class: "main", r#type: "submit", {w.say("provenance-do", &[("n", model.good.into())])} }
            }
        }
    }
}
