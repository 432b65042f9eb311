//! What came in: the funnel with its definitions, ratings before and after as a
//! distribution, and how many gave a higher number, with everything that keeps
//! the reader from making too much of it.

use super::list::disposition;
use super::trial::{self, TrialShown};
use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::parts::chart::{
    Columns, Part, Shown, columns, columns_key, share_bar, strip,
};
use crate::server::desk::parts::field::select;
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

/// One step of the funnel. `key` names its words: `funnel-<key>`.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStep {
    pub key: &'static str,
    pub n: Shown,
    /// The share of the step named, where both may be shown.
    pub of: Option<(&'static str, f64)>,
}

/// How one wave was answered, beyond the numbers in the columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaveAnswers {
    /// Everybody who gave one number.
    pub n: Shown,
    pub between: Shown,
    pub dont_know: Shown,
    pub wouldnt_say: Shown,
    pub not_asked: Shown,
    /// The conversation ended before the question.
    pub missing: Shown,
    /// Hidden below ten numbers.
    pub mean: Option<f64>,
}

/// What people gave at the end next to what they gave first, all on one
/// denominator: everyone who gave a first number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub began: Shown,
    pub higher: Shown,
    pub same: Shown,
    pub lower: Shown,
    /// Gave no number at the end, or one that leaves it open.
    pub unknown: Shown,
    /// The share who gave a higher number if nobody of the unknown did, with
    /// its 95% interval.
    pub at_least: Option<(f64, f64, f64)>,
    /// The same if all of them did.
    pub at_most: Option<f64>,
    /// Of those who did not begin at the top: how many gave a higher number, of how many.
    pub below_top: Option<(u32, u32)>,
    /// Whose first number was the top already, of how many.
    pub ceiling: Option<(u32, u32)>,
    pub mean: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// What people were asked.
    pub question: String,
    pub low_label: String,
    pub high_label: String,
    pub columns: Columns,
    pub before: WaveAnswers,
    pub after: WaveAnswers,
    /// `None` while nobody gave a first number.
    pub change: Option<Change>,
}

#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// These are calls, not doors.
    pub by_phone: bool,
    /// Of calls: what became of them, by code, as many as there were of each.
    pub calls: Vec<(&'static str, Shown)>,
    pub funnel: Vec<FunnelStep>,
    /// One per scale the lists' scripts ask twice.
    pub ratings: Vec<Ratings>,
    /// Conversations with somebody who is not listed, or who was not asked.
    pub others: Shown,
    pub conversations: u32,
    pub unlinked: u32,
    /// Small numbers are left out for this reader.
    pub hides_small: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Results {
    pub measured: Measured,
    /// There are lists of doors and lists of numbers.
    pub both: bool,
    /// Lists to choose from: id and name.
    pub lists: Vec<(String, String)>,
    /// Empty for all lists.
    pub list: String,
    /// The list is an experiment.
    pub trial: Option<TrialShown>,
    /// Doors of experiments' placebo groups, which are in none of the numbers.
    pub placebo_doors: u32,
}

pub fn page(frame: &Frame, model: &Results) -> Page {
    let w = frame.wording;
    let title = w.t("results-title");
    let mut choices = if model.both {
        vec![
            (String::new(), w.t("filter-all-doors")),
            ("calls".to_owned(), w.t("filter-all-calls")),
        ]
    } else {
        let all = if model.measured.by_phone { "calls" } else { "" };
        vec![(all.to_owned(), w.t("filter-all-lists"))]
    };
    choices.extend(model.lists.iter().cloned());
    let m = &model.measured;
    let body = rsx! {
        h1 { "{title}" }
        if model.lists.len() > 1 {
            form { method: "get", action: "/results", class: "filters",
                {select("list", "list", &w.t("filter-list"), &choices, &model.list)}
                button { r#type: "submit", {w.t("filter-do")} }
            }
        }
        if model.both { p { class: "quiet", {w.t("results-apart")} } }
        if m.hides_small { p { class: "quiet", {w.t("results-hides-small")} } }
        {trial::groups(w, model.trial.as_ref())}
        section { class: "block", "aria-labelledby": "funnel",
            h2 { id: "funnel", {word(w, m, "title")} }
            if model.placebo_doors > 0 {
                p { class: "quiet", {w.say("results-without-placebo", &[("n", model.placebo_doors.into())])} }
            }
            div { id: "funnel-numbers", "data-fresh": "funnel",
                {funnel(w, m)}
                if let Some(n) = m.others.filter(|n| *n > 0) {
                    p { class: "quiet", {w.say("funnel-others", &[("n", n.into())])} }
                }
                {became(w, m)}
            }
            {definitions(w, m)}
        }
        div { id: "ratings", "data-fresh": "ratings",
            for (place, ratings_of) in m.ratings.iter().enumerate() {
                {ratings(w, place, ratings_of)}
            }
            if m.ratings.is_empty() {
                section { class: "block", h2 { {w.t("ratings-title")} } p { class: "empty", {w.t("ratings-none")} } }
            }
        }
        section { class: "block prose", "aria-labelledby": "reading",
            h2 { id: "reading", {w.t("reading-title")} }
            p { {w.t("reading-regression")} }
            p { {w.t("reading-example")} }
            p { {w.t("reading-measured")} }
        }
    };
    Page {
        title,
        place: Place::Results,
        live: true,
        body,
    }
}

pub fn shown(w: Wording, n: Shown) -> String {
    n.map_or_else(|| w.t("few"), |n| w.number(n))
}

/// The same step of doors and of calls, each in its own words.
fn word(w: Wording, m: &Measured, key: &str) -> String {
    let of = if m.by_phone { "calls" } else { "funnel" };
    w.t(&format!("{of}-{key}"))
}

/// What became of the calls.
fn became(w: Wording, m: &Measured) -> Element {
    if m.calls.is_empty() {
        return rsx! {};
    }
    rsx! {
        table { class: "ledger tight",
            caption { {w.t("calls-became")} }
            thead { class: "unseen", tr {
                th { scope: "col", {w.t("funnel-col-step")} }
                th { scope: "col", class: "n", {w.t("funnel-col-n")} }
            } }
            tbody {
                for (code, n) in &m.calls {
                    tr {
                        th { scope: "row", {call_outcome(w, code)} }
                        td { class: "n", {shown(w, *n)} }
                    }
                }
            }
        }
    }
}

fn call_outcome(w: Wording, code: &str) -> String {
    match code {
        "nobody_answered" | "busy" | "voicemail" | "voicemail_message" | "wrong_number"
        | "not_in_service" => w.t(&format!("call-{}", code.replace('_', "-"))),
        other => disposition(w, other, true),
    }
}

/// The funnel as a table whose bars stand behind the numbers.
pub fn funnel(w: Wording, m: &Measured) -> Element {
    let most = m
        .funnel
        .iter()
        .filter_map(|step| step.n)
        .max()
        .unwrap_or(0)
        .max(1);
    rsx! {
        table { class: "ledger funnel",
            caption { class: "unseen", {word(w, m, "title")} }
            thead { class: "unseen", tr {
                th { scope: "col", {w.t("funnel-col-step")} }
                th { scope: "col", {w.t("funnel-col-n")} }
                th { scope: "col", {w.t("funnel-col-share")} }
            } }
            tbody {
                for step in &m.funnel {
                    tr {
                        th { scope: "row", {word(w, m, step.key)}
                            {share_bar(f64::from(step.n.unwrap_or(0)) / f64::from(most))}
                        }
                        td { class: "n big", {shown(w, step.n)} }
                        td { class: "quiet share-words",
                            if let Some((of, share)) = step.of {
                                {w.say("funnel-share", &[("share", w.percent(share).into()), ("of", word(w, m, &format!("of-{of}")).into())])}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn definitions(w: Wording, m: &Measured) -> Element {
    rsx! {
        details { class: "definitions", id: "definitions",
            summary { {w.t("funnel-definitions")} }
            dl {
                for step in &m.funnel {
                    dt { {word(w, m, step.key)} }
                    dd { {word(w, m, &format!("{}-means", step.key))} }
                }
            }
        }
    }
}

/// One scale: chart, table, and how many gave a higher number.
pub fn ratings(w: Wording, place: usize, model: &Ratings) -> Element {
    rsx! {
        section { class: "block", "aria-labelledby": "ratings-{place}",
            h2 { id: "ratings-{place}", {w.t("ratings-title")} }
            if !model.question.is_empty() { p { class: "asked", "{model.question}" } }
            div { class: "pair",
                div { class: "pair-part",
                    {distribution(w, place, model)}
                    p { class: "ends quiet", span { "{model.low_label}" } span { "{model.high_label}" } }
                    {change(w, model.change.as_ref(), false)}
                }
                {distribution_table(w, model)}
            }
        }
    }
}

pub fn distribution(w: Wording, place: usize, model: &Ratings) -> Element {
    let n = |wave: &WaveAnswers| shown(w, wave.n);
    let name = w.say(
        "ratings-chart",
        &[
            ("before", n(&model.before).into()),
            ("after", n(&model.after).into()),
        ],
    );
    rsx! {
        {columns_key(w)}
        {columns(w, &format!("ratings-{place}"), &model.columns, &name)}
    }
}

fn distribution_table(w: Wording, model: &Ratings) -> Element {
    let rows: Vec<(i32, Shown, Shown)> = model
        .columns
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            (
                *value,
                model.columns.before.get(at).copied().flatten(),
                model.columns.after.get(at).copied().flatten(),
            )
        })
        .collect();
    let others = [
        ("answer-between", model.before.between, model.after.between),
        (
            "answer-dont-know",
            model.before.dont_know,
            model.after.dont_know,
        ),
        (
            "answer-wouldnt-say",
            model.before.wouldnt_say,
            model.after.wouldnt_say,
        ),
        (
            "answer-not-asked",
            model.before.not_asked,
            model.after.not_asked,
        ),
        ("answer-missing", model.before.missing, model.after.missing),
    ];
    let mean = |wave: &WaveAnswers| {
        wave.mean
            .map_or_else(|| w.t("too-few-for-mean"), |mean| w.decimal(mean, false))
    };
    rsx! {
        table { class: "ledger tight",
            caption { {w.t("ratings-caption")} }
            thead { tr {
                th { scope: "col", {w.t("ratings-col-answer")} }
                th { scope: "col", class: "n", {w.t("before")} }
                th { scope: "col", class: "n", {w.t("after")} }
            } }
            tbody {
                for (value, before, after) in rows {
                    tr {
                        th { scope: "row", "{value}" }
                        td { class: "n", {shown(w, before)} }
                        td { class: "n", {shown(w, after)} }
                    }
                }
            }
            tbody { class: "sum",
                tr {
                    th { scope: "row", {w.t("ratings-numbers")} }
                    td { class: "n", {shown(w, model.before.n)} }
                    td { class: "n", {shown(w, model.after.n)} }
                }
                tr {
                    th { scope: "row", {w.t("ratings-mean")} }
                    td { class: "n", {mean(&model.before)} }
                    td { class: "n", {mean(&model.after)} }
                }
            }
            tbody { class: "missing",
                for (key, before, after) in others {
                    tr {
                        th { scope: "row", {w.t(key)} }
                        td { class: "n", {shown(w, before)} }
                        td { class: "n", {shown(w, after)} }
                    }
                }
            }
        }
    }
}

/// How many gave a higher number, never without its interval, its unknowns and
/// its best and worst case.
/// `brief` leaves out what belongs to a closer look.
pub fn change(w: Wording, change: Option<&Change>, brief: bool) -> Element {
    let Some(c) = change else {
        return rsx! { p { class: "empty", {w.t("change-nothing-yet")} } };
    };
    let (Some(began), Some(higher), Some((share, low, high))) = (c.began, c.higher, c.at_least)
    else {
        return rsx! { p { class: "empty", {w.t("change-too-few")} } };
    };
    let parts = [
        ("higher", "change-higher", c.higher),
        ("same", "change-same", c.same),
        ("lower", "change-lower", c.lower),
        ("unknown", "change-unknown", c.unknown),
    ];
    // Widths would tell what is hidden.
    let whole: Option<Vec<Part>> = parts
        .iter()
        .map(|(class, _, n)| n.map(|n| Part { class, n }))
        .collect();
    let name = w.say(
        "change-strip",
        &[
            ("higher", shown(w, c.higher).into()),
            ("same", shown(w, c.same).into()),
            ("lower", shown(w, c.lower).into()),
            ("unknown", shown(w, c.unknown).into()),
        ],
    );
    let unknown = c.unknown.filter(|n| *n > 0).zip(c.at_most);
    rsx! {
        div { class: "change",
            p { class: "statement",
                {w.say("change-statement", &[("higher", higher.into()), ("began", began.into()), ("share", w.percent(share).into())])}
            }
            p { class: "quiet",
                {w.say("change-interval", &[("low", w.percent(low).into()), ("high", w.percent(high).into())])}
            }
            if let Some(parts) = whole { {strip(&parts, &name)} }
            dl { class: "legend",
                for (class, key, n) in parts {
                    div {
                        dt { span { class: "swatch {class}", "aria-hidden": "true" } {w.t(key)} }
                        dd { {shown(w, n)} }
                    }
                }
            }
            ul { class: "caveats",
                if let Some((n, most)) = unknown {
                    li { {w.say("change-unknowns", &[("unknown", n.into()), ("most", w.percent(most).into()), ("least", w.percent(share).into())])} }
                }
                if let Some((n, of)) = c.ceiling.filter(|_| !brief) {
                    li {
                        {w.say("change-ceiling", &[("n", n.into()), ("began", of.into()), ("share", w.percent(f64::from(n) / f64::from(of.max(1))).into())])}
                        if let Some((higher, of)) = c.below_top {
                            " " {w.say("change-below-top", &[("higher", higher.into()), ("of", of.into())])}
                        }
                    }
                }
                if let Some(mean) = c.mean.filter(|_| !brief) {
                    li { {w.say("change-mean", &[("mean", w.decimal(mean, true).into())])} }
                }
                li { {w.t("change-not-effect")} }
            }
        }
    }
}
