//! What an act does to a conversation. Either it is done whole or refused with
//! the draft untouched.

use super::Begin;
use super::clock;
use super::path;
use crate::domain::conversation::{
    Certainty, CommitmentSaid, Consent, RatingAnswer, Recorded, Wave, WhoElse,
};
use crate::domain::draft::{Act, Answers, Draft, Place, Rated};
use crate::domain::script::{Capture, CaptureKind, Role, SHORT_TEXT, Scale, Script, Step};
use crate::domain::time::DeviceTime;
use crate::domain::walk_list::ScriptRef;

/// Why an act was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuideError {
    #[error("the conversation is held by {} version {}, not by this script", .0.id, .0.version)]
    OtherScript(ScriptRef),
    #[error("the script has no step `{0}`")]
    UnknownStep(String),
    #[error("the script has no scale `{0}`")]
    UnknownScale(String),
    #[error("the script does not ask `{scale}` at this wave")]
    WaveNotAsked { scale: String, wave: Wave },
    #[error("{value} is not on the scale `{scale}`")]
    NotOnScale { scale: String, value: i32 },
    #[error("the scale `{scale}` has no answer `{code}`")]
    UnknownCategory { scale: String, code: String },
    #[error("the scale `{0}` takes another kind of answer")]
    OtherKindOfScale(String),
    #[error("between {low} and {high} is not a range on the scale `{scale}`")]
    NotARange { scale: String, low: i32, high: i32 },
    #[error("the script has no tag set `{0}`")]
    UnknownTagSet(String),
    #[error("the tag set `{set}` has no tag `{code}`")]
    UnknownTag { set: String, code: String },
    #[error("the script has no concern `{0}`")]
    UnknownConcern(String),
    #[error("the script has no commitment `{0}`")]
    UnknownCommitment(String),
    #[error("{characters} characters; there is room for {SHORT_TEXT}")]
    TooLong { characters: usize },
    #[error("the script asks for no such consent")]
    NoConsentAsked,
    #[error("the script has no short path")]
    NoShortPath,
    #[error("the script is not written in `{0}`")]
    UnknownLanguage(String),
    #[error("the step `{0}` may not be skipped")]
    MayNotSkip(String),
    #[error("the step `{0}` may not be returned to")]
    MayNotReturn(String),
    #[error("there is no step before this one")]
    NothingBefore,
    #[error("the door is closed already")]
    DoorClosed,
    #[error("only a talk recorded afterwards says this")]
    OnlyAfterwards,
}

/// Begins a conversation at the script's first step; one held without the
/// phone begins as a form, with nothing known of steps or time.
#[must_use]
pub fn begin(script: &Script, start: Begin) -> Draft {
    let language = if script.script.languages.contains(&start.language) {
        start.language
    } else {
        script.script.default_language.clone()
    };
    let mut draft = Draft {
        id: start.id,
        visit: start.visit,
        linked_id: start.linked_id,
        unlinked_id: start.unlinked_id,
        list: start.list,
        door: start.door,
        round: start.round,
        who: start.who,
        channel: start.channel,
        script: script.reference(),
        in_trial: start.in_trial,
        language,
        recorded: start.recorded,
        begun: start.now,
        seconds: 0,
        running_since: Some(start.now),
        place: Place::Pavement,
        // Guessed, unless they are known to have said it.
        certainty: if start.recorded == Recorded::Live {
            Certainty::Heard
        } else {
            Certainty::Estimated
        },
        short: false,
        reached: Vec::new(),
        skipped: Vec::new(),
        answers: Answers::default(),
    };
    if draft.is_form() {
        return draft;
    }
    if let Some(first) = path::path(script, &draft).first() {
        draft.place = Place::Step(first.id.clone());
        draft.reached.push(first.id.clone());
    }
    draft
}

/// Does one act.
///
/// # Errors
/// When it does not fit the script or the place; the draft is then as before.
pub fn apply(
    script: &Script,
    draft: &mut Draft,
    act: Act,
    now: DeviceTime,
) -> Result<(), GuideError> {
    if draft.script != script.reference() {
        return Err(GuideError::OtherScript(draft.script.clone()));
    }
    // Every arm below checks all it needs before it changes anything.
    match act {
        Act::Rate {
            scale,
            wave,
            answer,
            certainty,
        } => {
            check_rating(script, &scale, wave, answer.as_ref())?;
            let answers = &mut draft.answers.ratings;
            match answer {
                Some(answer) => {
                    unskip(script, &mut draft.skipped, |step| {
                        step.captures_rating(&scale, wave)
                    });
                    answers
                        .or_default(scale)
                        .insert(wave, Rated { answer, certainty });
                }
                None => {
                    if let Some(waves) = answers.get_mut(&scale) {
                        waves.remove(&wave);
                        if waves.is_empty() {
                            answers.remove(&scale);
                        }
                    }
                }
            }
        }
        Act::Tag { set, codes } => {
            let known = script
                .tag_set(&set)
                .ok_or_else(|| GuideError::UnknownTagSet(set.clone()))?;
            for code in &codes {
                if !known.items.iter().any(|item| item.code == *code) {
                    return Err(GuideError::UnknownTag {
                        set,
                        code: code.clone(),
                    });
                }
            }
            let codes = if known.one_of {
                the_newest(codes, draft.answers.tags.get(&set))
            } else {
                codes
            };
            // In the script's order and each once, whatever order they were tapped in.
            let chosen: Vec<String> = known
                .items
                .iter()
                .filter(|item| codes.contains(&item.code))
                .map(|item| item.code.clone())
                .collect();
            if chosen.is_empty() {
                draft.answers.tags.remove(&set);
            } else {
                unskip(script, &mut draft.skipped, |step| {
                    step.tag_set_ids().any(|id| id == set)
                });
                draft.answers.tags.insert(set, chosen);
            }
        }
        Act::MadeADifference { words } => {
            let characters = words.chars().count();
            if characters > SHORT_TEXT {
                return Err(GuideError::TooLong { characters });
            }
            if !words.trim().is_empty() {
                unskip(script, &mut draft.skipped, |step| {
                    step.captures_kind(CaptureKind::ShortText)
                });
            }
            draft.answers.made_a_difference = words;
        }
        Act::Concern { id, raised } => {
            if !script.concerns.iter().any(|concern| concern.id == id) {
                return Err(GuideError::UnknownConcern(id));
            }
            let concerns = &mut draft.answers.concerns;
            if !raised {
                concerns.retain(|concern| *concern != id);
            } else if !concerns.contains(&id) {
                unskip(script, &mut draft.skipped, |step| {
                    step.role == Role::Concern
                });
                concerns.push(id);
            }
        }
        Act::Commit { id, said } => commit(script, draft, id, said)?,
        Act::KeepWithName { answer } => {
            consent(script, draft, |consent| consent.keep_with_name = answer)?;
        }
        Act::MayComeBack { answer } => {
            consent(script, draft, |consent| consent.come_back = answer)?;
        }
        Act::Who { who } => draft.who = who,
        Act::WhoElse { who } => {
            let noted = &mut draft.answers.who_else;
            *noted = WhoElse::settled(noted, &who);
        }
        Act::HowSure { certainty } => {
            form(draft)?;
            draft.certainty = certainty;
            let waves = draft.answers.ratings.values_mut();
            for rated in waves.flat_map(|waves| waves.values_mut()) {
                rated.certainty = certainty;
            }
        }
        Act::FromPaper { paper } => {
            form(draft)?;
            draft.recorded = if paper {
                Recorded::Paper
            } else {
                Recorded::Afterwards
            };
        }
        Act::Next => {
            let here = here(script, draft)?.id.clone();
            draft.skipped.retain(|step| *step != here);
            go_on(script, draft, &here, now);
        }
        Act::Skip => {
            let step = here(script, draft)?;
            if !step.may_skip {
                return Err(GuideError::MayNotSkip(step.id.clone()));
            }
            let id = step.id.clone();
            if !is_answered(step, draft) && !draft.skipped.contains(&id) {
                draft.skipped.push(id.clone());
            }
            go_on(script, draft, &id, now);
        }
        Act::Back => {
            let step = before(script, draft).ok_or(GuideError::NothingBefore)?;
            enter(draft, step, now)?;
        }
        Act::GoTo { .. } if draft.is_form() => return Err(GuideError::DoorClosed),
        Act::GoTo { step } => {
            let held = path::held_back(script, draft);
            let step = script
                .step(&step)
                .filter(|step| {
                    step.role == Role::Record
                        || held.is_none_or(|held| !path::is_after(script, step, held))
                })
                .ok_or(GuideError::UnknownStep(step))?;
            if step.role == Role::Record {
                close(script, draft, now);
            } else {
                enter(draft, step, now)?;
            }
        }
        Act::Short { short } => {
            if short && script.short_path().is_none() {
                return Err(GuideError::NoShortPath);
            }
            draft.short = short;
        }
        Act::Language { tag } => {
            if !script.script.languages.contains(&tag) {
                return Err(GuideError::UnknownLanguage(tag));
            }
            draft.language = tag;
        }
        Act::Pause => clock::stop(draft, now),
        Act::Resume => {
            if draft.is_form() || matches!(draft.place, Place::Step(_)) {
                clock::start(draft, now);
            }
        }
        Act::CloseDoor => close(script, draft, now),
    }
    clock::count(draft, now);
    Ok(())
}

fn check_rating(
    script: &Script,
    scale: &str,
    wave: Wave,
    answer: Option<&RatingAnswer>,
) -> Result<(), GuideError> {
    let known = script
        .scale(scale)
        .ok_or_else(|| GuideError::UnknownScale(scale.to_owned()))?;
    if !script
        .steps
        .iter()
        .any(|step| step.captures_rating(scale, wave))
    {
        return Err(GuideError::WaveNotAsked {
            scale: scale.to_owned(),
            wave,
        });
    }
    answer.map_or(Ok(()), |answer| check_answer(known, answer))
}

/// Whether an answer can be given on a scale.
pub(crate) fn check_answer(scale: &Scale, answer: &RatingAnswer) -> Result<(), GuideError> {
    let name = || scale.id.clone();
    match answer {
        RatingAnswer::Value { .. } | RatingAnswer::Between { .. } if scale.is_categorical() => {
            Err(GuideError::OtherKindOfScale(name()))
        }
        RatingAnswer::Value { value } if !scale.holds(*value) => Err(GuideError::NotOnScale {
            scale: name(),
            value: *value,
        }),
        RatingAnswer::Between { low, high }
            if !scale.allow_range || low >= high || !scale.holds(*low) || !scale.holds(*high) =>
        {
            Err(GuideError::NotARange {
                scale: name(),
                low: *low,
                high: *high,
            })
        }
        RatingAnswer::Category { .. } if !scale.is_categorical() => {
            Err(GuideError::OtherKindOfScale(name()))
        }
        RatingAnswer::Category { code }
            if !scale.options.iter().any(|option| option.code == *code) =>
        {
            Err(GuideError::UnknownCategory {
                scale: name(),
                code: code.clone(),
            })
        }
        _ => Ok(()),
    }
}

/// Of a set of which one can be true: what was not chosen before, else the last.
fn the_newest(codes: Vec<String>, before: Option<&Vec<String>>) -> Vec<String> {
    let is_new = |code: &&String| !before.is_some_and(|before| before.contains(code));
    let newest = codes.iter().rfind(is_new).or(codes.last()).cloned();
    newest.into_iter().collect()
}

fn commit(
    script: &Script,
    draft: &mut Draft,
    id: String,
    said: Option<CommitmentSaid>,
) -> Result<(), GuideError> {
    if !script.commitments.iter().any(|asked| asked.id == id) {
        return Err(GuideError::UnknownCommitment(id));
    }
    match said {
        Some(said) => {
            unskip(script, &mut draft.skipped, |step| {
                step.captures_kind(CaptureKind::Commitment)
            });
            draft.answers.commitments.insert(id, said);
        }
        None => {
            draft.answers.commitments.remove(&id);
        }
    }
    Ok(())
}

fn consent(
    script: &Script,
    draft: &mut Draft,
    change: impl FnOnce(&mut Consent),
) -> Result<(), GuideError> {
    let asked = script.consent.as_ref().ok_or(GuideError::NoConsentAsked)?;
    let consent = &mut draft.answers.consent;
    change(consent);
    if consent.keep_with_name.is_some() || consent.come_back.is_some() {
        consent.wording.clone_from(&asked.wording_id);
        unskip(script, &mut draft.skipped, |step| {
            step.captures_kind(CaptureKind::Consent)
        });
    } else {
        consent.wording.clear();
    }
    Ok(())
}

/// An answer given to a step takes away that it was passed over.
fn unskip(script: &Script, skipped: &mut Vec<String>, asks: impl Fn(&Step) -> bool) {
    skipped.retain(|id| !script.step(id).is_some_and(&asks));
}

/// Something asked at this step was answered.
fn is_answered(step: &Step, draft: &Draft) -> bool {
    let noted = |capture: &Capture| notes(capture, draft) == Some(true);
    step.captures.iter().any(noted)
        || step.role == Role::Concern && !draft.answers.concerns.is_empty()
}

/// Whether there is an answer to what is asked here; nothing where nobody has to give one.
pub(super) fn notes(capture: &Capture, draft: &Draft) -> Option<bool> {
    let answers = &draft.answers;
    Some(match capture.kind {
        CaptureKind::Rating => {
            let (scale, wave) = (capture.scale_id.as_deref()?, capture.wave?);
            path::answer(draft, scale, wave).is_some()
        }
        CaptureKind::Tags | CaptureKind::Bool | CaptureKind::Choice => {
            answers.tags.contains_key(capture.tag_set.as_deref()?)
        }
        CaptureKind::ShortText => !answers.made_a_difference.trim().is_empty(),
        CaptureKind::Commitment => !answers.commitments.is_empty(),
        CaptureKind::Consent => !answers.consent.wording.is_empty(),
        CaptureKind::Minutes => return None,
    })
}

fn form(draft: &Draft) -> Result<(), GuideError> {
    if draft.is_form() {
        Ok(())
    } else {
        Err(GuideError::OnlyAfterwards)
    }
}

fn here<'a>(script: &'a Script, draft: &Draft) -> Result<&'a Step, GuideError> {
    match &draft.place {
        Place::Step(id) => script
            .step(id)
            .ok_or_else(|| GuideError::UnknownStep(id.clone())),
        Place::Pavement => Err(GuideError::DoorClosed),
    }
}

/// The step reached before this one; from the pavement the last at the door.
pub(super) fn before<'a>(script: &'a Script, draft: &Draft) -> Option<&'a Step> {
    let mut at_door = draft
        .reached
        .iter()
        .filter_map(|id| script.step(id))
        .filter(|step| step.role != Role::Record);
    match &draft.place {
        Place::Pavement => at_door.next_back(),
        Place::Step(here) => {
            let reached: Vec<&Step> = at_door.collect();
            let at = reached.iter().position(|step| step.id == *here)?;
            at.checked_sub(1).and_then(|i| reached.get(i)).copied()
        }
    }
}

fn go_on(script: &Script, draft: &mut Draft, here: &str, now: DeviceTime) {
    match path::after(script, draft, here) {
        Some(step) => arrive(draft, step),
        None => close(script, draft, now),
    }
}

/// Jumps or goes back to a step; from the pavement this opens the door again.
fn enter(draft: &mut Draft, step: &Step, now: DeviceTime) -> Result<(), GuideError> {
    let is_here = draft.place == Place::Step(step.id.clone());
    if !step.may_return && !is_here && draft.reached.contains(&step.id) {
        return Err(GuideError::MayNotReturn(step.id.clone()));
    }
    let was_closed = draft.place == Place::Pavement;
    arrive(draft, step);
    if was_closed && draft.recorded == Recorded::Live {
        clock::start(draft, now);
    }
    Ok(())
}

fn arrive(draft: &mut Draft, step: &Step) {
    if !draft.reached.contains(&step.id) {
        draft.reached.push(step.id.clone());
    }
    draft.place = Place::Step(step.id.clone());
}

fn close(script: &Script, draft: &mut Draft, now: DeviceTime) {
    clock::stop(draft, now);
    if draft.is_form() {
        // Nothing is known of its steps.
        return;
    }
    if let Some(record) = script.steps.iter().find(|step| step.role == Role::Record)
        && !draft.reached.contains(&record.id)
    {
        draft.reached.push(record.id.clone());
    }
    draft.place = Place::Pavement;
}
