//! Taps on their way to the disk. What was tapped shows at once; what it leads
//! to (the next step) waits until the back room has it. Acts are handed over one
//! at a time and in order, and one that could not be stored stays at the head
//! of the queue with the choice still on the screen.

use crate::domain::conversation::CommitmentSaid;
use crate::domain::draft::Act;
use crate::domain::guide::{CommitmentView, OneScreen, StepView};
use crate::phone::view::TalkView;
use std::collections::VecDeque;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending {
    acts: VecDeque<Act>,
    /// The head is with the back room now, so it must not be replaced any more.
    underway: bool,
}

impl Pending {
    /// Puts an act in the queue. A second answer to the same question takes the
    /// place of the first where that has not been handed over yet, and a second
    /// tap on what moves the screen is not a second step.
    pub fn push(&mut self, act: Act) {
        if moves(&act) {
            if self.moving() {
                return;
            }
        } else {
            let handed_over = usize::from(self.underway);
            // Only after the last move: an answer never jumps over a step.
            let from = self
                .acts
                .iter()
                .rposition(moves)
                .map_or(0, |at| at.saturating_add(1))
                .max(handed_over);
            if let Some(earlier) = self
                .acts
                .iter_mut()
                .skip(from)
                .find(|earlier| same_question(earlier, &act))
            {
                *earlier = act;
                return;
            }
        }
        self.acts.push_back(act);
    }

    /// The act to hand over now, if none is under way.
    pub fn next(&mut self) -> Option<Act> {
        if self.underway {
            return None;
        }
        let act = self.acts.front().cloned();
        self.underway = act.is_some();
        act
    }

    /// The one under way is stored.
    pub fn stored(&mut self) {
        self.underway = false;
        self.acts.pop_front();
    }

    /// The one under way could not be stored: it stays, to be tried again. A
    /// move behind it is dropped, since the screen it was tapped on still shows.
    pub fn failed(&mut self) {
        self.underway = false;
        self.acts.retain(|act| !moves(act));
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// What is left to hand over when the screen goes; the one under way is on its way.
    #[must_use]
    pub fn rest(&self) -> Vec<Act> {
        self.acts
            .iter()
            .skip(usize::from(self.underway))
            .cloned()
            .collect()
    }

    /// Something that changes the screen waits for its reply.
    #[must_use]
    pub fn moving(&self) -> bool {
        self.acts.iter().any(moves)
    }

    /// What the screen shows: the reply, and on it what has been tapped since.
    #[must_use]
    pub fn shown_on(&self, view: &TalkView) -> TalkView {
        let mut view = view.clone();
        for act in &self.acts {
            if moves(act) {
                break;
            }
            expect(&mut view, act);
        }
        view
    }
}

/// Whether an act leads to another step.
#[must_use]
pub fn moves(act: &Act) -> bool {
    match act {
        Act::Next | Act::Skip | Act::Back | Act::GoTo { .. } | Act::CloseDoor => true,
        Act::Short { .. }
        | Act::Language { .. }
        | Act::Pause
        | Act::Resume
        | Act::Rate { .. }
        | Act::Tag { .. }
        | Act::MadeADifference { .. }
        | Act::Concern { .. }
        | Act::Commit { .. }
        | Act::KeepWithName { .. }
        | Act::MayComeBack { .. }
        | Act::Who { .. }
        | Act::WhoElse { .. }
        | Act::HowSure { .. }
        | Act::FromPaper { .. } => false,
    }
}

fn same_question(one: &Act, other: &Act) -> bool {
    match (one, other) {
        (
            Act::Rate { scale, wave, .. },
            Act::Rate {
                scale: other_scale,
                wave: other_wave,
                ..
            },
        ) => scale == other_scale && wave == other_wave,
        (Act::Tag { set, .. }, Act::Tag { set: other, .. }) => set == other,
        (Act::Concern { id, .. }, Act::Concern { id: other, .. })
        | (Act::Commit { id, .. }, Act::Commit { id: other, .. }) => id == other,
        (Act::MadeADifference { .. }, Act::MadeADifference { .. })
        | (Act::KeepWithName { .. }, Act::KeepWithName { .. })
        | (Act::MayComeBack { .. }, Act::MayComeBack { .. })
        | (Act::Who { .. }, Act::Who { .. })
        | (Act::WhoElse { .. }, Act::WhoElse { .. })
        | (Act::HowSure { .. }, Act::HowSure { .. })
        | (Act::FromPaper { .. }, Act::FromPaper { .. })
        | (Act::Short { .. }, Act::Short { .. })
        | (Act::Language { .. }, Act::Language { .. }) => true,
        _ => false,
    }
}

/// Puts an answer into the view as its reply will have it.
fn expect(view: &mut TalkView, act: &Act) {
    match act {
        Act::Who { who } => view.who = *who,
        Act::WhoElse { who } => view.who_else.clone_from(who),
        Act::MadeADifference { words } => view.made_a_difference.clone_from(words),
        Act::Short { short } => view.short = *short,
        Act::Language { tag } => view.language.clone_from(tag),
        Act::Concern { id, raised } => {
            for concern in view.concerns.iter_mut().filter(|concern| concern.id == *id) {
                concern.raised = *raised;
            }
        }
        _ => {}
    }
    if let Some(step) = &mut view.step {
        expect_in_step(step, act);
    }
    if let Some(form) = &mut view.form {
        expect_in_form(form, act);
    }
    let Some(pavement) = &mut view.pavement else {
        return;
    };
    match act {
        Act::Tag { set, codes } => choose(&mut pavement.tags, set, codes),
        Act::Commit { id, said } => say_to(&mut pavement.commitments, id, *said),
        _ => {}
    }
}

fn expect_in_step(step: &mut StepView, act: &Act) {
    match act {
        Act::Rate {
            scale,
            wave,
            answer,
            ..
        } => {
            if let Some(rating) = &mut step.rating
                && rating.scale == *scale
                && rating.wave == *wave
            {
                rating.chosen.clone_from(answer);
            }
        }
        Act::Tag { set, codes } => choose(&mut step.tags, set, codes),
        Act::Commit { id, said } => say_to(&mut step.commitments, id, *said),
        Act::KeepWithName { answer } => {
            if let Some(consent) = &mut step.consent {
                consent.keep_with_name = *answer;
            }
        }
        Act::MayComeBack { answer } => {
            if let Some(consent) = &mut step.consent {
                consent.come_back = *answer;
            }
        }
        _ => {}
    }
}

fn expect_in_form(form: &mut OneScreen, act: &Act) {
    match act {
        Act::Rate {
            wave,
            answer,
            scale,
            ..
        } => {
            let ratings = [&mut form.before, &mut form.after];
            for rating in ratings.into_iter().flatten() {
                if rating.scale == *scale && rating.wave == *wave {
                    rating.chosen.clone_from(answer);
                }
            }
        }
        Act::HowSure { certainty } => form.certainty = *certainty,
        Act::FromPaper { paper } => form.from_paper = *paper,
        Act::Tag { set, codes } => choose(&mut form.tags, set, codes),
        Act::Commit { id, said } => say_to(&mut form.commitments, id, *said),
        Act::KeepWithName { answer } => {
            if let Some(consent) = &mut form.consent {
                consent.keep_with_name = *answer;
            }
        }
        Act::MayComeBack { answer } => {
            if let Some(consent) = &mut form.consent {
                consent.come_back = *answer;
            }
        }
        _ => {}
    }
}

fn say_to(commitments: &mut [CommitmentView], id: &str, said: Option<CommitmentSaid>) {
    for commitment in commitments.iter_mut().filter(|asked| asked.id == id) {
        commitment.said = said;
    }
}

fn choose(sets: &mut [crate::domain::guide::TagSetView], set: &str, codes: &[String]) {
    for found in sets.iter_mut().filter(|found| found.id == set) {
        for item in &mut found.items {
            item.chosen = codes.contains(&item.code);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::domain::conversation::{Certainty, RatingAnswer, Wave};
    use crate::phone::ui::talk::sample;

    fn rate(value: i32) -> Act {
        Act::Rate {
            scale: "support".into(),
            wave: Wave::First,
            answer: Some(RatingAnswer::Value { value }),
            certainty: Certainty::Heard,
        }
    }

    #[test]
    fn a_tap_shows_before_it_is_stored() {
        let view = sample::rating_step();
        let mut pending = Pending::default();
        pending.push(rate(7));
        let chosen = pending.shown_on(&view).step.unwrap().rating.unwrap().chosen;
        assert_eq!(chosen, Some(RatingAnswer::Value { value: 7 }));
    }

    #[test]
    fn a_second_answer_takes_the_place_of_one_not_yet_handed_over() {
        let mut pending = Pending::default();
        pending.push(rate(7));
        pending.push(rate(8));
        assert_eq!(pending.next(), Some(rate(8)));
        pending.stored();
        assert!(pending.is_empty());
    }

    #[test]
    fn an_answer_under_way_is_followed_by_the_later_one() {
        let mut pending = Pending::default();
        pending.push(rate(7));
        assert_eq!(pending.next(), Some(rate(7)));
        pending.push(rate(8));
        assert_eq!(pending.next(), None, "one at a time");
        pending.stored();
        assert_eq!(pending.next(), Some(rate(8)));
    }

    #[test]
    fn two_taps_on_next_are_one_step() {
        let mut pending = Pending::default();
        pending.push(Act::Next);
        pending.push(Act::Next);
        pending.push(Act::Skip);
        assert_eq!(pending.next(), Some(Act::Next));
        pending.stored();
        assert!(pending.is_empty());
    }

    #[test]
    fn an_answer_given_before_next_is_handed_over_before_it() {
        let mut pending = Pending::default();
        pending.push(rate(7));
        pending.push(Act::Next);
        pending.push(rate(3));
        assert_eq!(pending.next(), Some(rate(7)));
        pending.stored();
        assert_eq!(pending.next(), Some(Act::Next));
        pending.stored();
        assert_eq!(pending.next(), Some(rate(3)));
    }

    #[test]
    fn what_could_not_be_stored_stays_and_the_screen_does_not_move() {
        let view = sample::rating_step();
        let mut pending = Pending::default();
        pending.push(rate(7));
        pending.push(Act::Next);
        assert!(pending.next().is_some());
        pending.failed();
        assert!(!pending.moving());
        let chosen = pending.shown_on(&view).step.unwrap().rating.unwrap().chosen;
        assert_eq!(chosen, Some(RatingAnswer::Value { value: 7 }));
        assert_eq!(pending.next(), Some(rate(7)), "and is tried again");
    }
}
