//! `GET /results`, and what the first screen shows of it.

use super::{Query, asked, trial};
use crate::domain::ids::ListId;
use crate::domain::measure::Reader;
use crate::domain::script::{Channel, Script};
use crate::server::desk::measured::measured;
use crate::server::desk::pages::results::{Measured, Results, page};
use crate::server::desk::request::{Answer, Desk, Stop};
use crate::server::store::accounts::Role;
use crate::server::store::lists::ListSummary;
use std::collections::BTreeMap;

/// In an address: all call lists together, which are counted apart from doors.
const ALL_CALLS: &str = "calls";

pub async fn show(desk: Desk, query: Query) -> Answer {
    let lists = desk.ask(desk.server.store.lists(desk.campaign_id()).await)?;
    let wanted: Option<ListId> = asked(&query, "list").parse().ok();
    let list = wanted.filter(|wanted| lists.iter().any(|list| list.about.id == *wanted));
    let has = |by: Channel| lists.iter().any(|list| list.about.channel == by);
    let calls = asked(&query, "list") == ALL_CALLS || !has(Channel::Door);
    let of_list = lists.iter().find(|summary| Some(summary.about.id) == list);
    let by = match of_list {
        Some(summary) => summary.about.channel,
        None if calls && has(Channel::Phone) => Channel::Phone,
        None => Channel::Door,
    };
    let measured = what_came_in(&desk, &lists, list, by).await?;
    let trial = match of_list {
        Some(summary) => trial::shown(&desk, summary).await?,
        None => None,
    };
    let placebo_doors = lists
        .iter()
        .filter(|summary| summary.about.channel == by)
        .filter(|summary| list.is_none_or(|list| summary.about.id == list))
        .map(|summary| summary.placebo_doors)
        .sum();
    let model = Results {
        trial,
        placebo_doors,
        measured,
        lists: names(&lists),
        both: has(Channel::Door) && has(Channel::Phone),
        list: match list {
            Some(list) => list.to_string(),
            None if by == Channel::Phone => ALL_CALLS.to_owned(),
            None => String::new(),
        },
    };
    Ok(desk.show(|frame| page(frame, &model)))
}

/// Lists to choose from, by name.
pub(super) fn names(lists: &[ListSummary]) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = lists
        .iter()
        .map(|list| (list.about.id.to_string(), list.about.name.clone()))
        .collect();
    names.sort_by_key(|(_, name)| name.to_lowercase());
    names
}

/// The numbers of one list, or of all that are reached by one channel: doors and calls
/// are never counted together. As this reader may see them.
pub(super) async fn what_came_in(
    desk: &Desk,
    lists: &[ListSummary],
    list: Option<ListId>,
    by: Channel,
) -> Result<Measured, Stop> {
    let (store, campaign) = (&desk.server.store, desk.campaign_id());
    let counts = desk.ask(match list {
        Some(_) => store.counts(campaign, list).await,
        None => store.counts_by(campaign, by).await,
    })?;
    let doors = lists
        .iter()
        .filter(|summary| summary.about.channel == by)
        .filter(|summary| list.is_none_or(|list| summary.about.id == list))
        .map(|summary| summary.about.door_count - summary.placebo_doors)
        .sum();
    let scripts: Vec<Script> = newest_scripts(desk).await?.into_values().collect();
    let reader = reader(desk);
    let tag = desk.wording.language.tag();
    Ok(measured(&counts, doors, by, &scripts, tag, reader))
}

/// How much of the numbers whoever is signed in may see.
pub(super) fn reader(desk: &Desk) -> Reader {
    if desk.may(Role::Lead) {
        Reader::MayReadConversations
    } else {
        Reader::TotalsOnly
    }
}

/// The campaign's scripts, each in its newest version, by id.
pub(super) async fn newest_scripts(desk: &Desk) -> Result<BTreeMap<String, Script>, Stop> {
    let stored = desk.ask(desk.server.store.scripts(desk.campaign_id()).await)?;
    let mut newest: BTreeMap<String, Script> = BTreeMap::new();
    for script in stored.iter().filter_map(super::conversations::script_of) {
        let newer = newest
            .get(&script.script.id)
            .is_none_or(|known| known.script.version < script.script.version);
        if newer {
            newest.insert(script.script.id.clone(), script);
        }
    }
    Ok(newest)
}
