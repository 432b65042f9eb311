//! A list that is an experiment, for the page of results.

use super::lists::title;
use super::results::reader;
use crate::domain::measure::{Count, Funnel};
use crate::domain::trial::Group;
use crate::server::desk::pages::trial::{Line, TrialShown};
use crate::server::desk::parts::chart::Shown;
use crate::server::desk::request::{Desk, Stop};
use crate::server::store::counting;
use crate::server::store::lists::ListSummary;

/// Its two groups side by side; nothing for a list with one script.
pub(super) async fn shown(desk: &Desk, list: &ListSummary) -> Result<Option<TrialShown>, Stop> {
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    let Some(trial) = &list.about.trial else {
        return Ok(None);
    };
    let Some(arms) = desk.ask(store.arms(campaign, list.about.id).await)? else {
        return Ok(None);
    };
    let counts = desk.ask(store.counts(campaign, Some(list.about.id)).await)?;
    let reader = reader(desk);
    let seen = |n: u64| -> Shown {
        match Count::of(n, reader) {
            Count::Exact(n) => Some(u32::try_from(n).unwrap_or(u32::MAX)),
            Count::Few => None,
        }
    };
    let (treatment, placebo) = (arms.of(Group::Treatment), arms.of(Group::Placebo));
    let funnels = [
        counting::funnel(&counts, treatment.doors, treatment.listed),
        counting::placebo_funnel(&counts, placebo.doors, placebo.listed),
    ];
    let of_funnel = |key, n: fn(&Funnel) -> u64| Line {
        key,
        n: funnels.each_ref().map(|funnel| seen(n(funnel))),
    };
    let both = [treatment, placebo];
    let [met, placebo_met] = funnels.each_ref().map(|funnel| funnel.identified);
    let missing = [
        met.saturating_sub(treatment.delivered),
        placebo_met.saturating_sub(placebo.delivered),
    ];
    Ok(Some(TrialShown {
        treatment: title(desk, &list.about.script).await?,
        placebo: title(desk, &trial.placebo).await?,
        lines: vec![
            of_funnel("doors", |funnel| funnel.doors),
            of_funnel("listed", |funnel| funnel.listed),
            of_funnel("tried", |funnel| funnel.attempted),
            of_funnel("answered", |funnel| funnel.answered),
            of_funnel("met", |funnel| funnel.identified),
            Line {
                key: "delivered",
                n: both.map(|arm| seen(arm.delivered)),
            },
            Line {
                key: "missing",
                n: missing.map(seen),
            },
            Line {
                key: "others",
                n: both.map(|arm| seen(arm.others.len() as u64)),
            },
        ],
        minutes: both.map(|arm| {
            let median = arm.median_minutes();
            (median.value, seen(median.n))
        }),
        untied: seen(arms.untied),
    }))
}
