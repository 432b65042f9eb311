//! One version of a script: what it says, what it says otherwise than another version, and
//! which lists talk with it.

use crate::domain::script::Difference;
use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::tick;
use crate::server::desk::parts::notice::{Tone, sentence};
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct StepShown {
    pub name: String,
    pub purpose: String,
    /// What may be said, each a way of its own.
    pub say: Vec<String>,
    pub probes: Vec<String>,
    pub listen_for: Vec<String>,
    /// What else there is to say of it: what to try, tips, what is shown, what is asked.
    pub more: Vec<String>,
}

/// A part of the script beside its steps: values, stories, how to close.
#[derive(Clone, Debug)]
pub struct PartShown {
    /// Of its title, in the wording.
    pub title: &'static str,
    /// Each with what it says, in lines.
    pub rows: Vec<(String, Vec<String>)>,
}

#[derive(Clone, Debug)]
pub struct ListShown {
    pub id: String,
    pub name: String,
    /// Which version it talks with now.
    pub version: u32,
    /// It is an experiment, whose scripts stay as they were when it was set.
    pub in_trial: bool,
}

#[derive(Clone, Debug)]
pub struct ScriptPage {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub summary: String,
    pub kind: &'static str,
    pub languages: Vec<String>,
    pub author: String,
    /// The files of those who tell their account themselves, with their languages.
    pub recordings: Vec<String>,
    pub retired: bool,
    /// Whether lists may talk with it under this campaign's law.
    pub may_be_given: bool,
    pub just_added: bool,
    /// Lists were just given this version: how many.
    pub given: Option<u32>,
    pub no_list_chosen: bool,
    /// Every version there is, newest first.
    pub versions: Vec<u32>,
    /// The other version and what is said otherwise in this one.
    pub against: Option<(u32, Vec<Difference>)>,
    pub steps: Vec<StepShown>,
    pub parts: Vec<PartShown>,
    /// Lists that are not over and talk with some version of it.
    pub lists: Vec<ListShown>,
    pub source: String,
}

pub fn page(frame: &Frame, model: &ScriptPage) -> Page {
    let w = frame.wording;
    let title = w.say(
        "script-title",
        &[
            ("title", model.title.as_str().into()),
            ("version", model.version.into()),
        ],
    );
    let address = format!("/scripts/{}/{}", model.id, model.version);
    let body = rsx! {
        p { class: "crumb", a { href: "/scripts", {w.t("scripts-title")} } }
        h1 { "{title}" }
        if model.just_added {
            {sentence(Tone::Good, &w.t("script-added"))}
        }
        if let Some(n) = model.given {
            {sentence(Tone::Good, &w.say("script-given", &[("n", n.into())]))}
        }
        if model.no_list_chosen {
            {sentence(Tone::Look, &w.t("lists-nothing-chosen"))}
        }
        if model.retired {
            {sentence(Tone::Look, &w.t("script-is-retired"))}
        }
        if !model.summary.is_empty() { p { "{model.summary}" } }
        dl { class: "facts",
            dt { {w.t("scripts-col-kind")} } dd { {w.t(&format!("script-kind-{}", model.kind))} }
            dt { {w.t("scripts-col-languages")} } dd { {model.languages.join(", ")} }
            if !model.author.is_empty() { dt { {w.t("script-author")} } dd { "{model.author}" } }
            if !model.recordings.is_empty() {
                dt { {w.t("script-recordings")} } dd { {model.recordings.join(", ")} }
            }
            dt { {w.t("script-file-id")} } dd { code { "{model.id}" } }
            if model.versions.len() > 1 {
                dt { {w.t("script-versions")} }
                dd {
                    ul { class: "inline",
                        for version in &model.versions {
                            li {
                                if *version == model.version {
                                    {w.say("script-this-version", &[("version", (*version).into())])}
                                } else {
                                    a { href: "/scripts/{model.id}/{version}", {w.say("script-version", &[("version", (*version).into())])} }
                                    " "
                                    a { href: "{address}?against={version}#differences", {w.say("script-compare", &[("version", (*version).into())])} }
                                }
                            }
                        }
                    }
                }
            }
        }
        if let Some((other, differences)) = &model.against {
            {said_otherwise(frame, *other, differences)}
        }
        {lists(frame, model, &address)}
        {steps(frame, model)}
        {parts(frame, model)}
        section { class: "block", "aria-labelledby": "whole",
            h2 { id: "whole", {w.t("script-source-title")} }
            p { a { href: "{address}/source", {w.t("script-download")} } }
            details { class: "definitions",
                summary { {w.t("script-source-show")} }
                pre { class: "source", tabindex: "0", "{model.source}" }
            }
        }
        section { class: "block", "aria-labelledby": "retire",
            h2 { id: "retire", {w.t("script-retire-title")} }
            p { {w.t("script-retire-what")} }
            form { method: "post", action: "{address}/retire",
                {token(frame)}
                if !model.retired { input { r#type: "hidden", name: "retire", value: "yes" } }
                button { r#type: "submit",
                    if model.retired { {w.t("script-back-into-use")} } else { {w.t("script-retire")} }
                }
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

fn said_otherwise(frame: &Frame, other: u32, differences: &[Difference]) -> Element {
    let w = frame.wording;
    rsx! {
        section { class: "block", "aria-labelledby": "differences",
            h2 { id: "differences", {w.say("script-differences", &[("version", other.into())])} }
            if differences.is_empty() {
                p { {w.t("script-no-difference")} }
            } else {
                table { class: "ledger stack", role: "table",
                    caption { {w.say("script-differences-caption", &[("n", differences.len().into())])} }
                    thead { tr { role: "row",
                        th { scope: "col", role: "columnheader", {w.t("script-col-place")} }
                        th { scope: "col", role: "columnheader", {w.say("script-version", &[("version", other.into())])} }
                        th { scope: "col", role: "columnheader", {w.t("script-col-now")} }
                    } }
                    tbody {
                        for difference in differences {
                            tr { role: "row",
                                th { scope: "row", role: "rowheader", class: "place", {difference.place.join(" › ")} }
                                td { role: "cell", class: "said", "data-label": w.say("script-version", &[("version", other.into())]),
                                    if let Some(before) = &difference.before { del { "{before}" } } else { span { class: "quiet", {w.t("script-not-there")} } }
                                }
                                td { role: "cell", class: "said", "data-label": w.t("script-col-now"),
                                    if let Some(after) = &difference.after { ins { "{after}" } } else { span { class: "quiet", {w.t("script-not-there")} } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn lists(frame: &Frame, model: &ScriptPage, address: &str) -> Element {
    let w = frame.wording;
    let (with_it, mut others): (Vec<_>, Vec<_>) = model
        .lists
        .iter()
        .partition(|list| list.version == model.version);
    others.retain(|list| !list.in_trial);
    rsx! {
        section { class: "block", "aria-labelledby": "lists",
            h2 { id: "lists", {w.t("script-lists-title")} }
            if with_it.is_empty() {
                p { {w.t("script-lists-none")} }
            } else {
                ul {
                    for list in with_it { li { a { href: "/lists/{list.id}", "{list.name}" } } }
                }
            }
            if !model.may_be_given {
                p { {w.t(if model.kind == "placebo" { "script-only-in-trial" } else { "script-not-here" })} }
            } else if !others.is_empty() && !model.retired {
                form { method: "post", action: "{address}/lists", class: "stacked",
                    {token(frame)}
                    fieldset {
                        legend { {w.t("script-lists-others")} }
                        for list in others {
                            {tick(
                                &format!("list-{}", list.id), "list", &list.id,
                                &w.say("script-list-with", &[("name", list.name.as_str().into()), ("version", list.version.into())]),
                                false,
                            )}
                        }
                    }
                    p { class: "hint", {w.t("script-lists-hint")} }
                    button { class: "main", r#type: "submit", {w.say("script-give", &[("version", model.version.into())])} }
                }
            }
        }
    }
}

fn steps(frame: &Frame, model: &ScriptPage) -> Element {
    let w = frame.wording;
    rsx! {
        section { class: "block", "aria-labelledby": "steps",
            h2 { id: "steps", {w.say("script-steps", &[("n", model.steps.len().into())])} }
            ol { class: "script-steps",
                for step in &model.steps {
                    li {
                        h3 { "{step.name}" }
                        if !step.purpose.is_empty() { p { class: "quiet", "{step.purpose}" } }
                        for say in &step.say { blockquote { "{say}" } }
                        if !step.probes.is_empty() {
                            p { class: "quiet", {w.t("script-probes")} }
                            ul { for probe in &step.probes { li { "{probe}" } } }
                        }
                        if !step.listen_for.is_empty() {
                            p { {w.say("script-listen-for", &[("what", step.listen_for.join(" · ").into())])} }
                        }
                        if !step.more.is_empty() {
                            ul { class: "quiet", for line in &step.more { li { "{line}" } } }
                        }
                    }
                }
            }
        }
    }
}

fn parts(frame: &Frame, model: &ScriptPage) -> Element {
    let w = frame.wording;
    if model.parts.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "block", "aria-labelledby": "parts",
            h2 { id: "parts", {w.t("script-parts")} }
            for part in &model.parts {
                details { class: "definitions",
                    summary { {w.t(part.title)} " (" {part.rows.len().to_string()} ")" }
                    dl {
                        for (name, lines) in &part.rows {
                            dt { "{name}" }
                            for line in lines { dd { "{line}" } }
                        }
                    }
                }
            }
        }
    }
}
