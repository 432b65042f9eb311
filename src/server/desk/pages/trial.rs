//! An experiment's two groups side by side: who was reached and what was delivered. No effect is
//! worked out of what people said at the door, and the page says why.

use super::results::shown;
use crate::server::desk::parts::chart::Shown;
use crate::server::desk::wording::Wording;
use dioxus::prelude::*;

/// One count of both groups, the treatment's first. `key` names its words: `trial-<key>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub key: &'static str,
    pub n: [Shown; 2],
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrialShown {
    /// The scripts' titles.
    pub treatment: String,
    pub placebo: String,
    pub lines: Vec<Line>,
    /// The median, hidden below ten, and of how many.
    pub minutes: [(Option<f64>, Shown); 2],
    /// Talks delivered that are tied to no door.
    pub untied: Shown,
}

pub fn groups(w: Wording, model: Option<&TrialShown>) -> Element {
    let Some(model) = model else {
        return rsx! {};
    };
    let minutes = |(median, n): (Option<f64>, Shown)| {
        let n = ("n", shown(w, n).into());
        match median {
            Some(median) => w.say(
                "trial-minutes-median",
                &[("median", w.decimal(median, false).into()), n],
            ),
            None => w.say("trial-minutes-few", &[n]),
        }
    };
    rsx! {
        section { class: "block", "aria-labelledby": "trial",
            h2 { id: "trial", {w.t("trial-title")} }
            p { {w.t("trial-what")} }
            div { id: "trial-numbers", "data-fresh": "trial",
                table { class: "ledger stack", role: "table",
                    caption { class: "unseen", {w.t("trial-title")} }
                    thead { tr { role: "row",
                        th { scope: "col", role: "columnheader", {w.t("funnel-col-step")} }
                        th { scope: "col", role: "columnheader", class: "n", "{model.treatment}" }
                        th { scope: "col", role: "columnheader", class: "n", "{model.placebo}" }
                    } }
                    tbody {
                        for line in &model.lines {
                            tr { role: "row",
                                th { scope: "row", role: "rowheader", {w.t(&format!("trial-{}", line.key))} }
                                td { role: "cell", class: "n", "data-label": "{model.treatment}", {shown(w, line.n[0])} }
                                td { role: "cell", class: "n", "data-label": "{model.placebo}", {shown(w, line.n[1])} }
                            }
                        }
                        tr { role: "row",
                            th { scope: "row", role: "rowheader", {w.t("trial-minutes")} }
                            td { role: "cell", class: "n", "data-label": "{model.treatment}", {minutes(model.minutes[0])} }
                            td { role: "cell", class: "n", "data-label": "{model.placebo}", {minutes(model.minutes[1])} }
                        }
                    }
                }
                if model.untied != Some(0) {
                    p { class: "quiet", {w.say("trial-untied", &[("n", shown(w, model.untied).into())])} }
                }
            }
            p { class: "quiet", {w.t("trial-delivered-means")} }
            p { {w.t("trial-no-effect")} }
        }
    }
}
