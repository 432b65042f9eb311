//! All the ways through a script: the paths bands and hurry may take, and on
//! each of them every branch a step may lead to, whatever its condition. A rule
//! that must hold "on every path" is asked of this graph.

use super::{DECLINED, Role, Script, Step};
use std::collections::{BTreeMap, BTreeSet};

/// One path as the canvasser's answers may set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way<'a> {
    /// Who takes it, for messages: "the path of band firm".
    pub name: String,
    /// Where it is written, for the line.
    pub at: String,
    pub steps: Vec<&'a str>,
}

/// Every path there is: all steps in order, each band's, the short one.
pub(super) fn ways(script: &Script) -> Vec<Way<'_>> {
    let mut ways = vec![Way {
        name: "the path of all steps".to_owned(),
        at: "steps".to_owned(),
        steps: script.steps.iter().map(|step| step.id.as_str()).collect(),
    }];
    for (i, rule) in script.bands_rules.iter().enumerate() {
        ways.push(Way {
            name: if rule.band == DECLINED {
                "the path of people who give no number".to_owned()
            } else {
                format!("the path of band `{}`", rule.band)
            },
            at: format!("bands_rules.{i}.path"),
            steps: rule.path.iter().map(String::as_str).collect(),
        });
    }
    for (i, path) in script.paths.iter().enumerate() {
        ways.push(Way {
            name: format!("the path `{}`", path.id),
            at: format!("paths.{i}.steps"),
            steps: path.steps.iter().map(String::as_str).collect(),
        });
    }
    ways
}

/// The steps of a way and what may follow each. Place `steps.len()` is the end.
pub(super) struct Graph<'a> {
    pub steps: &'a [Step],
    pub start: Option<usize>,
    pub after: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(script: &'a Script, way: &Way<'_>) -> Self {
        let end = script.steps.len();
        let by_id: BTreeMap<&str, usize> = script
            .steps
            .iter()
            .enumerate()
            .map(|(place, step)| (step.id.as_str(), place))
            .collect();
        let index = |id: &str| by_id.get(id).copied();
        let places: Vec<usize> = way.steps.iter().filter_map(|id| index(id)).collect();
        let mut on_the_way = vec![None; end];
        for (at, place) in places.iter().enumerate() {
            if let Some(known) = on_the_way.get_mut(*place) {
                *known = Some(at);
            }
        }
        let after = script
            .steps
            .iter()
            .enumerate()
            .map(|(i, step)| {
                let mut after: Vec<usize> = step
                    .next
                    .iter()
                    .filter_map(|branch| index(&branch.goto))
                    .collect();
                let on_path = on_the_way.get(i).copied().flatten();
                after.push(match (&step.default_next, on_path) {
                    (Some(next), _) => index(next).unwrap_or(end),
                    (None, Some(at)) => places.get(at + 1).copied().unwrap_or(end),
                    // Off the path the guide returns to the path's next step
                    // in the script's order, else to its last.
                    (None, None) => places
                        .iter()
                        .copied()
                        .find(|place| *place > i)
                        .or(places.last().copied())
                        .unwrap_or(end),
                });
                after
            })
            .collect();
        Self {
            steps: &script.steps,
            start: places.first().copied(),
            after,
        }
    }

    pub(super) fn end(&self) -> usize {
        self.steps.len()
    }

    /// Every place that can be reached from the start without passing through
    /// a step for which `closed` holds (closed steps themselves are left out).
    pub(super) fn reachable(&self, closed: impl Fn(&Step) -> bool) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = self.start.into_iter().collect();
        while let Some(place) = open.pop() {
            if self.steps.get(place).is_some_and(&closed) || !seen.insert(place) {
                continue;
            }
            open.extend(self.after.get(place).into_iter().flatten());
        }
        seen
    }

    /// Places from which the end can be reached.
    pub(super) fn leading_out(&self) -> BTreeSet<usize> {
        let mut before = vec![Vec::new(); self.steps.len() + 1];
        for (place, after) in self.after.iter().enumerate() {
            for next in after {
                if let Some(list) = before.get_mut(*next) {
                    list.push(place);
                }
            }
        }
        let mut seen = BTreeSet::new();
        let mut open = vec![self.end()];
        while let Some(place) = open.pop() {
            if seen.insert(place) {
                open.extend(before.get(place).into_iter().flatten());
            }
        }
        seen
    }

    /// Those of these places that a way leads round to again.
    pub(super) fn circle(&self, among: &BTreeSet<usize>) -> Vec<usize> {
        let leads_back = |place: usize| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<usize> = self.after.get(place).cloned().unwrap_or_default();
            while let Some(next) = open.pop() {
                if among.contains(&next) && seen.insert(next) {
                    open.extend(self.after.get(next).into_iter().flatten());
                }
            }
            seen.contains(&place)
        };
        among
            .iter()
            .copied()
            .filter(|place| leads_back(*place))
            .collect()
    }

    /// Whether every way to the end passes a step for which `wanted` holds.
    pub(super) fn always_passes(&self, wanted: impl Fn(&Step) -> bool) -> bool {
        !self.reachable(wanted).contains(&self.end())
    }

    /// A step for which `late` holds that can be reached before any for which
    /// `early` holds.
    pub(super) fn comes_before(
        &self,
        early: impl Fn(&Step) -> bool,
        late: impl Fn(&Step) -> bool,
    ) -> Option<&Step> {
        self.reachable(early)
            .into_iter()
            .filter_map(|place| self.steps.get(place))
            .find(|step| late(step))
    }

    /// Steps of one role that a way reaches straight from a step of a role
    /// other than `only`.
    pub(super) fn entered_otherwise(&self, role: Role, only: Role) -> Option<(&Step, &Step)> {
        let reachable = self.reachable(|_| false);
        reachable
            .iter()
            .filter_map(|place| Some((self.steps.get(*place)?, self.after.get(*place)?)))
            .flat_map(|(from, after)| after.iter().map(move |to| (from, *to)))
            .filter_map(|(from, to)| Some((from, self.steps.get(to)?)))
            .find(|(from, to)| to.role == role && from.role != only)
    }
}
