//! An experiment's two groups side by side: how many doors and people, and at how many what was
//! meant for them was delivered. Nothing here compares what they said: people say other things at
//! a door than later to somebody who was not there, and only that later answer, asked in both
//! groups alike, measures an effect (method 3.2).

use super::{MEAN_NEEDS, Mean};
use crate::domain::ids::DoorId;
use crate::domain::trial::Group;
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArmCount {
    pub doors: u64,
    pub listed: u64,
    /// People of this group who were talked with by this group's script and gave it a first
    /// number (method 3.2: "right script and first rating").
    pub delivered: u64,
    /// Doors of this group where the other group's script was talked that far.
    pub others: BTreeSet<DoorId>,
    /// Seconds of those talks that were delivered and timed.
    seconds: Vec<u32>,
}

impl ArmCount {
    /// In minutes, if they are enough.
    #[must_use]
    pub fn median_minutes(&self) -> Mean {
        let mut seconds = self.seconds.clone();
        seconds.sort_unstable();
        let n = seconds.len() as u64;
        let upper = seconds.get(seconds.len() / 2).copied().unwrap_or(0);
        let lower = seconds.get(seconds.len().saturating_sub(1) / 2).copied();
        let middle = f64::midpoint(f64::from(lower.unwrap_or(0)), f64::from(upper));
        Mean {
            value: (n >= MEAN_NEEDS).then_some(middle / 60.0),
            n,
        }
    }
}

/// A conversation, as far as it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    /// Whose script it was; `None` for a script of neither.
    pub by: Option<Group>,
    /// `None` where it is not tied to a door: then it counts where its script belongs.
    pub door: Option<(DoorId, Group)>,
    /// Somebody of the list gave a first number.
    pub delivered: bool,
    /// Only of one that was timed.
    pub seconds: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arms {
    pub treatment: ArmCount,
    pub placebo: ArmCount,
    /// Of the talks delivered, those tied to no door: whether theirs was the right script is
    /// not known.
    pub untied: u64,
}

impl Arms {
    #[must_use]
    pub fn of(&self, group: Group) -> &ArmCount {
        match group {
            Group::Treatment => &self.treatment,
            Group::Placebo => &self.placebo,
        }
    }

    fn of_mut(&mut self, group: Group) -> &mut ArmCount {
        match group {
            Group::Treatment => &mut self.treatment,
            Group::Placebo => &mut self.placebo,
        }
    }

    pub fn door(&mut self, group: Group, listed: u64) {
        let arm = self.of_mut(group);
        arm.doors += 1;
        arm.listed += listed;
    }

    pub fn talk(&mut self, talk: &Talk) {
        let Some(by) = talk.by.filter(|_| talk.delivered) else {
            return;
        };
        match talk.door {
            Some((door, group)) if group != by => {
                self.of_mut(group).others.insert(door);
                return;
            }
            Some(_) => {}
            None => self.untied += 1,
        }
        let arm = self.of_mut(by);
        arm.delivered += 1;
        arm.seconds.extend(talk.seconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn talk(by: Group, door: Option<(u128, Group)>, seconds: u32) -> Talk {
        Talk {
            by: Some(by),
            door: door.map(|(door, group)| (DoorId(Uuid::from_u128(door)), group)),
            delivered: true,
            seconds: Some(seconds),
        }
    }

    #[test]
    fn what_was_delivered_counts_by_the_script_and_the_other_script_is_told_by_doors() {
        let mut arms = Arms::default();
        arms.door(Group::Treatment, 2);
        arms.door(Group::Placebo, 1);
        arms.talk(&talk(Group::Treatment, Some((1, Group::Treatment)), 600));
        arms.talk(&talk(Group::Treatment, Some((2, Group::Placebo)), 700));
        arms.talk(&talk(Group::Treatment, Some((2, Group::Placebo)), 800));
        arms.talk(&talk(Group::Placebo, None, 120));
        arms.talk(&Talk {
            by: None,
            ..talk(Group::Placebo, None, 1)
        });
        arms.talk(&Talk {
            delivered: false,
            ..talk(Group::Placebo, Some((2, Group::Placebo)), 1)
        });
        assert_eq!((arms.treatment.doors, arms.treatment.listed), (1, 2));
        assert_eq!(arms.treatment.delivered, 1);
        assert_eq!(arms.treatment.others.len(), 0);
        assert_eq!(arms.of(Group::Placebo).delivered, 1);
        assert_eq!(arms.placebo.others.len(), 1);
        assert_eq!(arms.untied, 1);
    }

    #[test]
    fn a_median_needs_as_many_people_as_a_mean() {
        let mut arms = Arms::default();
        for n in 1..=9 {
            arms.talk(&talk(Group::Placebo, None, 60 * n));
        }
        let few = arms.placebo.median_minutes();
        assert_eq!((few.value, few.n), (None, 9));
        arms.talk(&talk(Group::Placebo, None, 6000));
        let enough = arms.placebo.median_minutes();
        assert_eq!((enough.value, enough.n), (Some(5.5), 10));
    }
}
