//! The scripts conversations are led by: what there is, which lists use it, and the way a new
//! version comes in.

use crate::domain::script::Finding;
use crate::domain::script::recording::{LARGEST as LARGEST_RECORDING, RecordingProblem};
use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::notice::{Tone, notice, sentence};
use dioxus::prelude::*;

/// Bytes of the largest file that is read at all; the longest script is far below.
pub const LARGEST: usize = 10 * 1024 * 1024;

#[derive(Clone, Debug)]
pub struct ScriptRow {
    pub id: String,
    pub version: u32,
    pub title: String,
    /// The kind's code.
    pub kind: &'static str,
    pub languages: Vec<String>,
    /// Lists whose conversations begin with it.
    pub lists: u32,
    pub retired: bool,
}

/// Why a file did not become a script.
#[derive(Clone, Debug)]
pub enum Refused {
    NoFile,
    TooLarge,
    NotSound(Vec<Finding>),
    /// The recordings beside it are not those it names.
    Recordings(Vec<RecordingProblem>),
    /// Its id and version are there, with other words.
    OtherWords {
        id: String,
        version: u32,
    },
}

#[derive(Clone, Debug, Default)]
pub struct Scripts {
    pub scripts: Vec<ScriptRow>,
    pub refused: Option<Refused>,
}

pub fn page(frame: &Frame, model: &Scripts) -> Page {
    let w = frame.wording;
    let title = w.t("scripts-title");
    let body = rsx! {
        h1 { "{title}" }
        p { {w.t("scripts-what")} }
        if let Some(refused) = &model.refused {
            {refusal(frame, refused)}
        }
        table { class: "ledger stack", role: "table",
            caption { {w.say("scripts-caption", &[("n", model.scripts.len().into())])} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("scripts-col-title")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("scripts-col-version")} }
                th { scope: "col", role: "columnheader", {w.t("scripts-col-kind")} }
                th { scope: "col", role: "columnheader", {w.t("scripts-col-languages")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("scripts-col-lists")} }
            } }
            tbody {
                for row in &model.scripts {
                    tr { role: "row", class: if row.retired { "over" } else { "" },
                        th { scope: "row", role: "rowheader",
                            a { href: "/scripts/{row.id}/{row.version}", "{row.title}" }
                            if row.retired { span { class: "tag", {w.t("scripts-retired")} } }
                        }
                        td { role: "cell", class: "n", "data-label": w.t("scripts-col-version"), {w.number(row.version)} }
                        td { role: "cell", "data-label": w.t("scripts-col-kind"), {w.t(&format!("script-kind-{}", row.kind))} }
                        td { role: "cell", "data-label": w.t("scripts-col-languages"), {row.languages.join(", ")} }
                        td { role: "cell", class: "n", "data-label": w.t("scripts-col-lists"), {w.number(row.lists)} }
                    }
                }
            }
        }
        section { class: "block", "aria-labelledby": "bring",
            h2 { id: "bring", {w.t("scripts-bring-title")} }
            p { {w.t("scripts-bring-what")} }
            form { method: "post", action: "/scripts", enctype: "multipart/form-data", class: "stacked",
                {token(frame)}
                div { class: "field",
                    label { r#for: "file", {w.t("scripts-file")} }
                    input { id: "file", name: "file", r#type: "file", accept: ".toml,text/plain,.mp3,.m4a", required: true, multiple: true }
                    p { class: "hint", {w.t("scripts-file-hint")} }
                }
                button { class: "main", r#type: "submit", {w.t("scripts-bring")} }
            }
        }
    };
    Page {
        title,
        place: Place::Scripts,
        live: false,
        body,
    }
}

fn refusal(frame: &Frame, refused: &Refused) -> Element {
    let w = frame.wording;
    match refused {
        Refused::NoFile => sentence(Tone::Bad, &w.t("scripts-no-file")),
        Refused::TooLarge => sentence(Tone::Bad, &w.t("scripts-too-large")),
        Refused::OtherWords { id, version } => sentence(
            Tone::Bad,
            &w.say(
                "scripts-other-words",
                &[("id", id.as_str().into()), ("version", (*version).into())],
            ),
        ),
        Refused::Recordings(problems) => notice(
            Tone::Bad,
            &w.t("scripts-recordings"),
            rsx! {
                ul {
                    for problem in problems {
                        li { {recording_problem(frame, problem)} }
                    }
                }
            },
        ),
        Refused::NotSound(findings) => notice(
            Tone::Bad,
            &w.say("scripts-not-sound", &[("n", findings.len().into())]),
            rsx! {
                ol { class: "findings",
                    for finding in findings {
                        li {
                            strong { {w.say("scripts-line", &[("n", finding.line.into())])} }
                            " "
                            code { {finding.rule.code()} }
                            " {finding.message}. {finding.remedy}"
                        }
                    }
                }
            },
        ),
    }
}

fn recording_problem(frame: &Frame, problem: &RecordingProblem) -> String {
    let (id, file) = match problem {
        RecordingProblem::Absent(file) => ("recording-absent", file),
        RecordingProblem::NotNamed(file) => ("recording-not-named", file),
        RecordingProblem::TooLarge(file) => ("recording-too-large", file),
        RecordingProblem::NotAsNamed(file) => ("recording-not-as-named", file),
    };
    let largest = LARGEST_RECORDING / 1024;
    frame.wording.say(
        id,
        &[("file", file.as_str().into()), ("kb", largest.into())],
    )
}
