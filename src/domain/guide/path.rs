//! Which steps a conversation walks. Nothing of it is remembered: it follows
//! from the script's rules and the answers, so that a changed answer changes
//! the way and loses nothing.

use crate::domain::conversation::{RatingAnswer, Wave};
use crate::domain::draft::{Draft, Place};
use crate::domain::script::{DECLINED, Role, Script, Step, When};

/// The ids of the steps of this conversation's path at the door, in order. The
/// record step is left out: it is the pavement.
pub(super) fn path<'a>(script: &'a Script, draft: &Draft) -> Vec<&'a Step> {
    let at_door = |step: &&Step| step.role != Role::Record;
    let chosen = if draft.short {
        script.short_path()
    } else {
        None
    }
    .or_else(|| rule_path(script, draft));
    match chosen {
        Some(ids) => ids
            .iter()
            .filter_map(|id| script.step(id))
            .filter(at_door)
            .collect(),
        None => script.steps.iter().filter(at_door).collect(),
    }
}

/// In an experiment, until a step after it is reached: the step that says who it is. Until then no
/// screen may tell one arm from the other.
pub(super) fn held_back<'a>(script: &'a Script, draft: &Draft) -> Option<&'a Step> {
    if !draft.in_trial {
        return None;
    }
    let held = script.steps.iter().find(|it| it.role == Role::Identify)?;
    let is_behind = |id: &String| {
        let step = script.step(id).filter(|step| step.role != Role::Record);
        step.is_some_and(|step| is_after(script, step, held))
    };
    // A form asks for everything at once, after the talk.
    (!draft.is_form() && !draft.reached.iter().any(is_behind)).then_some(held)
}

/// In an experiment, whether the talk ends with this step: who is not the person one came for is
/// asked nothing, in either arm.
pub(super) fn is_turned_away(script: &Script, draft: &Draft, step: &Step) -> bool {
    !draft.is_identified() && held_back(script, draft).is_some_and(|held| held.id == step.id)
}

/// Whether it stands later in the script.
pub(super) fn is_after(script: &Script, step: &Step, than: &Step) -> bool {
    let place = |it: &Step| script.steps.iter().position(|step| step.id == it.id);
    place(step) > place(than)
}

/// The steps to be seen: while the arm is held back, those before it is shown.
pub(super) fn shown<'a>(script: &'a Script, draft: &Draft) -> Vec<&'a Step> {
    let mut path = path(script, draft);
    if let Some(held) = held_back(script, draft) {
        path.retain(|step| !is_after(script, step, held));
    }
    path
}

fn rule_path<'a>(script: &'a Script, draft: &Draft) -> Option<&'a [String]> {
    script
        .bands_rules
        .iter()
        .find(|rule| first_band(script, draft, &rule.scale_id) == Some(rule.band.as_str()))
        .map(|rule| rule.path.as_slice())
}

/// The band of the first rating on a scale. Whoever was passed over counts as
/// having given no number; whoever was not reached yet is in no band.
pub(super) fn first_band<'a>(script: &'a Script, draft: &Draft, scale: &str) -> Option<&'a str> {
    let known = script.scale(scale)?;
    match answer(draft, scale, Wave::First) {
        Some(answer) => known.band_of(answer),
        None => passed_over(script, draft, scale).then_some(DECLINED),
    }
}

fn passed_over(script: &Script, draft: &Draft, scale: &str) -> bool {
    let asking = |id: &str| {
        script
            .step(id)
            .is_some_and(|step| step.captures_rating(scale, Wave::First))
    };
    let here = match &draft.place {
        Place::Step(step) => asking(step),
        Place::Pavement => false,
    };
    !here && draft.reached.iter().any(|step| asking(step))
}

pub(super) fn answer<'a>(draft: &'a Draft, scale: &str, wave: Wave) -> Option<&'a RatingAnswer> {
    draft
        .answers
        .ratings
        .get(scale)?
        .get(&wave)
        .map(|rated| &rated.answer)
}

/// The band of the latest number given up to a wave, for the size of what may
/// be asked: somebody who would not say a second number is still where the
/// first one was.
pub(super) fn latest_band<'a>(
    script: &'a Script,
    draft: &Draft,
    scale: &str,
    until: Wave,
) -> Option<&'a str> {
    let known = script.scale(scale)?;
    [Wave::Final, Wave::Middle, Wave::First]
        .into_iter()
        .filter(|wave| *wave <= until)
        .filter_map(|wave| known.band_of(answer(draft, scale, wave)?))
        .find(|band| *band != DECLINED)
        .or_else(|| first_band(script, draft, scale))
}

/// Whether a variant or branch holds for this conversation now.
pub(super) fn holds(script: &Script, draft: &Draft, when: &When) -> bool {
    let scale = when
        .scale_id
        .as_deref()
        .or_else(|| script.main_scale().map(|scale| scale.id.as_str()));
    let in_band = when.bands.is_empty() || {
        let until = when.wave.unwrap_or(Wave::First);
        let band = scale.and_then(|scale| latest_band(script, draft, scale, until));
        band.is_some_and(|band| when.bands.iter().any(|wanted| wanted == band))
    };
    let short = when.short.is_none_or(|short| short == draft.short);
    let tagged = when.tag_set.as_ref().is_none_or(|set| {
        draft
            .answers
            .tags
            .get(set)
            .is_some_and(|chosen| chosen.iter().any(|code| when.tags.contains(code)))
    });
    let channel = when.channel.is_empty() || when.channel.contains(&draft.channel);
    in_band && short && tagged && channel
}

/// What `Next` leads to; `None` closes the door.
pub(super) fn after<'a>(script: &'a Script, draft: &Draft, here: &str) -> Option<&'a Step> {
    let at = script.steps.iter().position(|step| step.id == here)?;
    let step = script.steps.get(at)?;
    if is_turned_away(script, draft, step) {
        return None;
    }
    let to = step
        .next
        .iter()
        .find(|branch| holds(script, draft, &branch.condition))
        .map(|branch| branch.goto.as_str())
        .or(step.default_next.as_deref());
    let next = if let Some(to) = to {
        script.step(to)
    } else {
        let path = path(script, draft);
        if let Some(on_path) = path.iter().position(|step| step.id == here) {
            path.get(on_path + 1).copied()
        } else {
            // Off the path: back to its next step in the script's order, else its last.
            let order = |id: &str| script.steps.iter().position(|step| step.id == id);
            path.iter()
                .find(|step| order(&step.id) > Some(at))
                .or(path.last())
                .copied()
        }
    };
    next.filter(|step| step.role != Role::Record)
}
