//! The first screen. It answers three questions: is everyone heard from, what
//! came in, what needs me. It changes by itself while phones hand in.

use super::results::{Measured, change, distribution, funnel};
use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::wording::Wording;
use chrono::NaiveDate;
use dioxus::prelude::*;

#[derive(Clone, Debug)]
pub struct CanvasserRow {
    pub name: String,
    pub phones: u32,
    /// Records their phones have handed in.
    pub handed_in: u64,
    /// As their phones said when last heard.
    pub waiting: u32,
    pub last_heard_ms: i64,
    /// One of their phones was reported lost.
    pub lost_phone: bool,
}

#[derive(Clone, Debug)]
pub struct WarningRow {
    pub address: String,
    pub list_id: String,
    pub list_name: String,
    /// The hazard's code.
    pub hazard: &'static str,
    pub until: NaiveDate,
}

#[derive(Clone, Debug, Default)]
pub struct Today {
    pub now_ms: i64,
    pub lists: u32,
    pub canvassers: Vec<CanvasserRow>,
    pub measured: Measured,
    /// There are lists of doors.
    pub doors: bool,
    /// Where there are call lists: what came in of them, apart from doors.
    pub calls: Option<Measured>,
    pub quarantined: u32,
    pub warnings: Vec<WarningRow>,
    /// Erasures that some phone has not said yet to have carried out.
    pub erasures_open: u32,
    /// Lists whose last day is near: id, name, last day.
    pub ending: Vec<(String, String, NaiveDate)>,
    pub may_read: bool,
}

/// Not heard for this long while something waits on the phone: look after them.
const LONG_SILENCE_MS: i64 = 3 * 3600 * 1000;

/// More than these and the first screen would be a list of dogs.
const MOST_WARNINGS: usize = 8;

impl Today {
    /// How many things ask for the lead.
    #[must_use]
    pub fn needs(&self) -> u32 {
        u32::from(self.quarantined > 0)
            + self.warnings.len() as u32
            + u32::from(self.erasures_open > 0)
            + self.ending.len() as u32
    }
}

pub fn page(frame: &Frame, model: &Today) -> Page {
    let w = frame.wording;
    let title = w.t("today-title");
    let body = if model.lists == 0 {
        rsx! {
            h1 { "{title}" }
            {first_steps(w)}
        }
    } else {
        rsx! {
            div { class: "head",
                h1 { "{title}" }
                p { class: "live", id: "live", role: "status", "aria-live": "polite",
                    a { href: "/", {w.t("live-refresh")} }
                }
            }
            div { class: "three",
                section { class: "block", "aria-labelledby": "heard",
                    h2 { id: "heard", {w.t("heard-title")} }
                    div { id: "heard-part", "data-fresh": "heard", {heard(w, model)} }
                    if !model.canvassers.is_empty() { p { class: "more", a { href: "/delivery", {w.t("heard-more")} } } }
                }
                section { class: "block", "aria-labelledby": "needs",
                    h2 { id: "needs", {w.t("needs-title")} }
                    div { id: "needs-part", "data-fresh": "needs", {needs(w, model)} }
                }
                section { class: "block", "aria-labelledby": "came",
                    h2 { id: "came", {w.t("came-title")} }
                    div { id: "came-part", "data-fresh": "came",
                        "data-says": w.say("live-says", &[("n", (model.measured.conversations + model.calls.as_ref().map_or(0, |calls| calls.conversations)).into())]),
                        if model.doors || model.calls.is_none() { {came_in(w, &model.measured)} }
                        if let Some(calls) = &model.calls {
                            h3 { {w.t("calls-title")} }
                            {came_in(w, calls)}
                        }
                    }
                    p { class: "more", a { href: "/results", {w.t("came-more")} } }
                }
            }
        }
    };
    Page {
        title,
        place: Place::Today,
        live: true,
        body,
    }
}

fn first_steps(w: Wording) -> Element {
    rsx! {
        section { class: "block prose",
            h2 { {w.t("first-title")} }
            ol { class: "steps",
                li { a { href: "/import", {w.t("first-import")} } " " span { class: "quiet", {w.t("first-import-more")} } }
                li { {w.t("first-cut")} }
                li { {w.t("first-share")} }
            }
            p { a { class: "button main", href: "/import", {w.t("import-title")} } }
        }
    }
}

fn heard(w: Wording, model: &Today) -> Element {
    let waiting: u32 = model.canvassers.iter().map(|c| c.waiting).sum();
    rsx! {
        if model.canvassers.is_empty() {
            p { class: "empty", {w.t("heard-nobody")} }
            p { a { href: "/lists", {w.t("heard-share")} } }
        } else {
            p { class: "statement",
                if waiting == 0 { {w.t("heard-all-in")} } else { {w.say("heard-waiting", &[("n", waiting.into())])} }
            }
            table { class: "ledger stack slim", role: "table",
                caption { {w.t("heard-caption")} }
                thead { tr { role: "row",
                    th { scope: "col", role: "columnheader", {w.t("heard-col-name")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("heard-col-recorded")} }
                    th { scope: "col", role: "columnheader", class: "n", {w.t("heard-col-waiting")} }
                    th { scope: "col", role: "columnheader", {w.t("heard-col-last")} }
                } }
                tbody {
                    for row in &model.canvassers {
                        tr { role: "row",
                            th { scope: "row", role: "rowheader", "{row.name}"
                                if row.lost_phone { span { class: "tag bad", {w.t("heard-lost")} } }
                            }
                            td { role: "cell", class: "n", "data-label": w.t("heard-col-recorded"), {w.number(row.handed_in)} }
                            td { role: "cell", class: if row.waiting > 0 { "n strong" } else { "n" }, "data-label": w.t("heard-col-waiting"), {w.number(row.waiting)} }
                            td { role: "cell", "data-label": w.t("heard-col-last"),
                                {w.ago(model.now_ms, row.last_heard_ms)}
                                if row.waiting > 0 && model.now_ms - row.last_heard_ms > LONG_SILENCE_MS {
                                    span { class: "tag look", {w.t("heard-silent")} }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn came_in(w: Wording, m: &Measured) -> Element {
    let place = usize::from(m.by_phone);
    let first = m.ratings.first();
    rsx! {
        {funnel(w, m)}
        if let Some(ratings) = first {
            div { class: "came-chart",
                h3 { {w.t("ratings-title")} }
                {distribution(w, place, ratings)}
                p { class: "ends quiet", span { "{ratings.low_label}" } span { "{ratings.high_label}" } }
                p { class: "quiet",
                    {w.say("came-n", &[
                        ("before", ratings.before.n.map_or_else(|| w.t("few"), |n| w.number(n)).into()),
                        ("after", ratings.after.n.map_or_else(|| w.t("few"), |n| w.number(n)).into()),
                    ])}
                }
                if ratings.change.is_some() { {change(w, ratings.change.as_ref(), true)} }
            }
        }
    }
}

fn needs(w: Wording, model: &Today) -> Element {
    if model.needs() == 0 {
        return rsx! { p { class: "empty", {w.t("needs-nothing")} } };
    }
    rsx! {
        ul { class: "needs",
            if model.quarantined > 0 {
                li { class: "bad",
                    a { href: "/quarantine", {w.say("needs-quarantine", &[("n", model.quarantined.into())])} }
                    p { class: "quiet", {w.t("needs-quarantine-more")} }
                }
            }
            if model.erasures_open > 0 {
                li { class: "look",
                    a { href: "/erasures", {w.say("needs-erasures", &[("n", model.erasures_open.into())])} }
                    p { class: "quiet", {w.t("needs-erasures-more")} }
                }
            }
            for warning in model.warnings.iter().take(MOST_WARNINGS) {
                li { class: "look",
                    p { strong { {w.t(&format!("hazard-{}", warning.hazard))} } ": {warning.address}" }
                    p { class: "quiet",
                        {w.say("needs-until", &[("until", w.date(warning.until).into())])} " · "
                        a { href: "/lists/{warning.list_id}", "{warning.list_name}" }
                    }
                }
            }
            if model.warnings.len() > MOST_WARNINGS {
                li { class: "look",
                    a { href: "/lists", {w.say("needs-more-warnings", &[("n", (model.warnings.len() - MOST_WARNINGS).into())])} }
                }
            }
            for (id, name, until) in &model.ending {
                li { class: "look",
                    a { href: "/lists/{id}", "{name}" }
                    p { class: "quiet", {w.say("needs-ending", &[("until", w.date(*until).into())])} }
                }
            }
        }
    }
}
