//! Bringing in a file of addresses: the upload, then the preview that says what
//! is wrong with which rows. Nothing is stored as a walk list before the lead
//! has seen it, and rows are left out only when told so.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::{Field, tick};
use crate::server::desk::parts::notice::{Tone, notice, sentence};
use crate::server::desk::wording::Wording;
use crate::server::import::{Column, Meaning, Note};
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
                // Before the file, which is read with it in mind.
                {channels(w, false)}
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

/// Whether these people are visited or called.
fn channels(w: Wording, calls: bool) -> Element {
    rsx! {
        fieldset {
            legend { {w.t("import-channel")} }
            for (channel, chosen) in [("door", !calls), ("phone", calls)] {
                div { class: "tick",
                    input { r#type: "radio", id: "channel-{channel}", name: "channel", value: channel, checked: chosen }
                    label { r#for: "channel-{channel}", {w.t(&format!("import-channel-{channel}"))} }
                }
            }
        }
    }
}

/// Rows that share one trouble.
#[derive(Clone, Debug)]
pub struct WrongRows {
    /// Of the sentence: `wrong-<code>`.
    pub code: &'static str,
    /// The column of the file, where one is to blame.
    pub column: String,
    /// What stands in the first of them.
    pub example: String,
    /// Lines of the file, the first few.
    pub lines: Vec<u64>,
    pub n: u32,
    /// The row is imported all the same.
    pub kept: bool,
}

#[derive(Clone, Debug)]
pub struct Sample {
    pub name: String,
    pub address: String,
    pub city: String,
    pub language: String,
    /// Of people to call.
    pub telephone: String,
    pub position: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// These people are to be called, not visited.
    pub calls: bool,
    pub upload: String,
    pub file_name: String,
    /// Closed code, named by `encoding-<code>`.
    pub encoding: &'static str,
    /// Closed code, named by `separator-<code>`.
    pub separator: &'static str,
    pub columns: Vec<Column>,
    pub notes: Vec<Note>,
    pub drop_bad_positions: bool,
    /// Some rows have a position that cannot be right.
    pub bad_positions: bool,
    pub rows: u32,
    pub good: u32,
    pub bad: u32,
    /// Rows of people who asked to be deleted: never imported again.
    pub erased: u32,
    /// Rows of people who asked not to be called on again: imported marked.
    pub objected: u32,
    pub doors: u32,
    pub buildings: u32,
    pub wrong: Vec<WrongRows>,
    pub sample: Vec<Sample>,
    pub source: String,
    pub purpose: String,
    pub use_until: String,
    pub source_error: String,
    pub purpose_error: String,
    pub use_until_error: String,
    pub leave_out_error: String,
    pub leave_out: bool,
    pub register_error: String,
    pub register_checked: bool,
    pub today: NaiveDate,
    /// What no column means, and without which nothing can be imported.
    pub missing: Vec<Meaning>,
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
                {notes(frame, model)}
                {sample(frame, model)}
            }
            div {
                if model.missing.is_empty() && model.good > 0 { {go_on(frame, model)} }
                {mapping(frame, model)}
            }
        }
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
            .map(|meaning| meaning_name(w, *meaning))
            .collect();
        return notice(
            Tone::Bad,
            &w.say("preview-missing", &[("columns", names.join(", ").into())]),
            rsx! { p { {w.t("preview-missing-do")} } },
        );
    }
    let counts = w.say(
        if model.calls {
            "preview-good-calls"
        } else {
            "preview-good"
        },
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
                                {w.t(&format!("wrong-{}", line.code.replace('_', "-")))}
                                if !line.column.is_empty() || !line.example.is_empty() {
                                    p { class: "quiet found", "{line.column}" if !line.example.is_empty() { span { class: "value", "{line.example}" } } }
                                }
                                p { class: "quiet",
                                    if line.kept { {w.t("wrong-kept")} } else { {w.t("wrong-left-out")} }
                                }
                            }
                            td { role: "cell", class: "n", "data-label": w.t("wrong-col-n"), {w.number(line.n)} }
                            td { role: "cell", "data-label": w.t("wrong-col-rows"),
                                {line.lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")}
                                if line.n as usize > line.lines.len() { " …" }
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
                    th { scope: "col", role: "columnheader", {w.t("sample-col-name")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-address")} }
                    th { scope: "col", role: "columnheader", {w.t("sample-col-language")} }
                    th { scope: "col", role: "columnheader",
                        if model.calls { {w.t("field-telephone")} } else { {w.t("sample-col-position")} }
                    }
                } }
                tbody {
                    for line in &model.sample {
                        tr { role: "row",
                            th { scope: "row", role: "rowheader", "{line.name}" }
                            td { role: "cell", "data-label": w.t("sample-col-address"), "{line.address}"
                                if !line.city.is_empty() { ", {line.city}" }
                            }
                            td { role: "cell", "data-label": w.t("sample-col-language"), "{line.language}" }
                            if model.calls {
                                td { role: "cell", "data-label": w.t("field-telephone"), "{line.telephone}" }
                            } else {
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
}

fn meaning_name(w: Wording, meaning: Meaning) -> String {
    w.t(&format!("field-{}", meaning.code().replace('_', "-")))
}

fn mapping(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    rsx! {
        section { class: "block", "aria-labelledby": "mapping",
            h2 { id: "mapping", {w.t("mapping-title")} }
            // Open where something has to be said; otherwise the guess is mostly right.
            details { class: "definitions", open: !model.missing.is_empty(),
                summary { {w.say("mapping-show", &[("n", model.columns.len().into())])} }
                p { class: "quiet", {w.t("mapping-what")} }
                form { method: "post", action: "/import/{model.upload}/columns", class: "mapping",
                    {token(frame)}
                    {channels(w, model.calls)}
                    for (index, column) in model.columns.iter().enumerate() {
                        div { class: "field",
                            label { r#for: "column-{index}", "{column.name}" }
                            if !column.example.is_empty() { p { class: "hint", id: "column-{index}-has", {w.say("mapping-example", &[("text", column.example.as_str().into())])} } }
                            select { id: "column-{index}", name: "column-{index}",
                                aria_describedby: (!column.example.is_empty()).then(|| format!("column-{index}-has")),
                                for meaning in Meaning::ALL {
                                    option { value: meaning.code(), selected: column.meaning == meaning, {meaning_name(w, meaning)} }
                                }
                            }
                        }
                    }
                    if model.bad_positions || model.drop_bad_positions {
                        {tick("drop_bad_positions", "drop_bad_positions", "yes", &w.t("mapping-drop-positions"), model.drop_bad_positions)}
                    }
                    button { r#type: "submit", {w.t("mapping-do")} }
                }
            }
        }
    }
}

fn notes(frame: &Frame, model: &Preview) -> Element {
    let w = frame.wording;
    if model.notes.is_empty() && model.erased + model.objected == 0 {
        return rsx! {};
    }
    rsx! {
        section { class: "block", "aria-labelledby": "notes",
            h2 { id: "notes", {w.t("notes-title")} }
            ul { class: "notes",
                if model.erased > 0 {
                    li { class: "strong", {w.say("preview-erased", &[("n", model.erased.into())])} }
                }
                if model.objected > 0 {
                    li { class: "strong", {w.say("preview-objected", &[("n", model.objected.into())])} }
                }
                for note in &model.notes { li { {note_sentence(w, note)} } }
            }
        }
    }
}

fn note_sentence(w: Wording, note: &Note) -> String {
    let key = format!("note-{}", note.code().replace('_', "-"));
    let named = |what: String| w.say(&key, &[("what", what.into())]);
    let counted = |n: usize| w.say(&key, &[("n", n.into())]);
    match note {
        Note::GuessedWindows1252 { example } | Note::EncodedTwice { example } => {
            named(example.clone())
        }
        Note::NotKept { columns } | Note::NotUsed { columns } => named(columns.join(", ")),
        Note::IdNotKept { column } => named(column.clone()),
        Note::UsedOnce { column, first } => w.say(
            &key,
            &[
                ("what", column.as_str().into()),
                ("first", first.as_str().into()),
            ],
        ),
        Note::DamagedUtf8 { places: n }
        | Note::BlankRows { rows: n }
        | Note::WithoutPosition { rows: n } => counted(*n),
        Note::GuessedUtf16 | Note::NoNames | Note::NoPositions => w.t(&key),
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
                if model.calls {
                    div { class: if model.register_error.is_empty() { "" } else { "wrong" },
                        if !model.register_error.is_empty() { p { class: "error", role: "alert", "{model.register_error}" } }
                        {tick("register_checked", "register_checked", "yes", &w.t("provenance-register"), model.register_checked)}
                        p { class: "hint", {w.t("provenance-register-hint")} }
                    }
                }
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
