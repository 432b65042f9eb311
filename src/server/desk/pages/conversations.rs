//! The conversations, filtered by closed codes in the address, so that a link to
//! "last week, given up half-way" can be shared. Numbers stand here as they were
//! said; whose they are, only the page of one conversation tells, to a lead.

use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::parts::field::select;
use crate::server::desk::parts::pager::{Stretch, pager};
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

/// What the address may ask for; empty is "all".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub list: String,
    /// `2026-W46`
    pub week: String,
    /// `finished` or `abandoned`.
    pub ending: String,
    /// A band of the script's scale, or `declined`.
    pub band: String,
}

impl Filter {
    /// The page's address with these filters.
    #[must_use]
    pub fn address(&self) -> String {
        let mut parts = Vec::new();
        for (name, value) in [
            ("list", &self.list),
            ("week", &self.week),
            ("ending", &self.ending),
            ("band", &self.band),
        ] {
            if !value.is_empty() {
                parts.push(format!("{name}={value}"));
            }
        }
        if parts.is_empty() {
            "/conversations".to_owned()
        } else {
            format!("/conversations?{}", parts.join("&"))
        }
    }
}

/// How one wave was answered, ready to be said.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Said {
    Number(i32),
    Between(i32, i32),
    /// A category's label.
    Category(String),
    DontKnow,
    WouldntSay,
    #[default]
    NotAsked,
}

#[must_use]
pub fn said(w: Wording, answer: &Said) -> String {
    match answer {
        Said::Number(value) => value.to_string(),
        Said::Between(low, high) => w.say(
            "said-between",
            &[("low", (*low).into()), ("high", (*high).into())],
        ),
        Said::Category(label) => label.clone(),
        Said::DontKnow => w.t("answer-dont-know"),
        Said::WouldntSay => w.t("answer-wouldnt-say"),
        Said::NotAsked => w.t("answer-not-asked"),
    }
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    /// When for linked ones, the week for unlinked.
    pub when: String,
    pub list: String,
    pub before: Said,
    pub after: Said,
    /// `finished` or `abandoned`.
    pub ending: &'static str,
    /// `live`, `afterwards` or `paper`.
    pub recorded: &'static str,
    pub minutes: Option<u32>,
    pub unlinked: bool,
}

#[derive(Clone, Debug)]
pub struct Conversations {
    pub filter: Filter,
    pub lists: Vec<(String, String)>,
    pub weeks: Vec<String>,
    /// Code and label.
    pub bands: Vec<(String, String)>,
    pub rows: Vec<Row>,
    pub stretch: Stretch,
}

pub fn page(frame: &Frame, model: &Conversations) -> Page {
    let w = frame.wording;
    let title = w.t("conversations-title");
    let f = &model.filter;
    let all = |key: &str, rest: Vec<(String, String)>| {
        let mut options = vec![(String::new(), w.t(key))];
        options.extend(rest);
        options
    };
    let lists = all("filter-all-lists", model.lists.clone());
    let weeks = all(
        "filter-all-weeks",
        model
            .weeks
            .iter()
            .map(|week| (week.clone(), week.clone()))
            .collect(),
    );
    let endings = all(
        "filter-all-endings",
        ["finished", "abandoned"]
            .iter()
            .map(|code| ((*code).to_owned(), w.t(&format!("ending-{code}"))))
            .collect(),
    );
    let mut bands = all("filter-all-bands", model.bands.clone());
    bands.push(("declined".to_owned(), w.t("band-declined")));
    let body = rsx! {
        h1 { "{title}" }
        p { class: "more", a { href: "/conflicts", {w.t("conflicts-link")} } }
        form { method: "get", action: "/conversations", class: "filters",
            {select("list", "list", &w.t("filter-list"), &lists, &f.list)}
            {select("week", "week", &w.t("filter-week"), &weeks, &f.week)}
            {select("ending", "ending", &w.t("filter-ending"), &endings, &f.ending)}
            {select("band", "band", &w.t("filter-band"), &bands, &f.band)}
            button { r#type: "submit", {w.t("filter-do")} }
            if *f != Filter::default() { a { class: "reset", href: "/conversations", {w.t("filter-reset")} } }
        }
        div { id: "conversation-rows", "data-fresh": "rows",
            if model.rows.is_empty() {
                p { class: "empty",
                    if *f == Filter::default() { {w.t("conversations-none")} } else { {w.t("conversations-none-here")} }
                }
            } else {
                {rows(w, model)}
            }
        }
        {pager(w, model.stretch, &f.address(), "pager-label")}
        p { class: "quiet", {w.t("conversations-audit")} }
    };
    Page {
        title,
        place: Place::Conversations,
        live: true,
        body,
    }
}

fn rows(w: Wording, model: &Conversations) -> Element {
    rsx! {
        table { class: "ledger stack flow", role: "table",
            caption { {w.say("conversations-caption", &[("n", model.stretch.total.into())])} }
            thead { tr { role: "row",
                th { scope: "col", role: "columnheader", {w.t("conversations-col-when")} }
                th { scope: "col", role: "columnheader", {w.t("filter-list")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("before")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("after")} }
                th { scope: "col", role: "columnheader", {w.t("filter-ending")} }
                th { scope: "col", role: "columnheader", class: "n", {w.t("conversations-col-minutes")} }
                th { scope: "col", role: "columnheader", {w.t("conversations-col-tied")} }
            } }
            tbody {
                for row in &model.rows {
                    tr { role: "row",
                        th { scope: "row", role: "rowheader", class: "when", a { href: "/conversations/{row.id}", "{row.when}" } }
                        td { role: "cell", "data-label": w.t("filter-list"), "{row.list}" }
                        td { role: "cell", class: "n", "data-label": w.t("before"), {said(w, &row.before)} }
                        td { role: "cell", class: "n", "data-label": w.t("after"), {said(w, &row.after)} }
                        td { role: "cell", "data-label": w.t("filter-ending"),
                            {w.t(&format!("ending-{}", row.ending))}
                            if row.recorded != "live" { span { class: "quiet", ", " {w.t(&format!("recorded-{}", row.recorded))} } }
                        }
                        td { role: "cell", class: "n", "data-label": w.t("conversations-col-minutes"),
                            {row.minutes.map_or_else(|| "–".to_owned(), |minutes| w.number(minutes))}
                        }
                        td { role: "cell", "data-label": w.t("conversations-col-tied"),
                            if row.unlinked { span { class: "tag", {w.t("unlinked")} } } else { {w.t("linked")} }
                        }
                    }
                }
            }
        }
    }
}
