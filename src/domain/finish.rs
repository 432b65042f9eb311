//! Finishing: from a draft to the two records that carry it, a visit (what
//! happened at the door, shared with the team) and a conversation (what the
//! person thinks, for the leads). Pure; every problem is returned at once.
//!
//! Three words of the method are kept apart here. A question may be *answered*
//! by declining; a rating is *given* only by a number, a range or a category.
//! So somebody who would not say a number first has no first rating, whatever
//! they say later, and the visit is `started`, not `complete`: complete means
//! that before and after can be compared.

use super::campaign::Campaign;
use super::conversation::{
    Belongs, Certainty, Commitment, Consent, Conversation, Ending, Rating, RatingAnswer, Recorded,
    Wave,
};
use super::disposition::Disposition;
use super::draft::{Act, Draft, Rated};
use super::guide::{self, GuideError};
use super::ids::CanvasserId;
use super::record::{Author, BadBody, Fact, Record};
use super::script::Script;
use super::time::DeviceTime;
use super::visit::{ComeBack, Visit};
use super::walk_list::ScriptRef;
use chrono::Datelike;

/// What a finished conversation leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    pub visit: Record,
    pub conversation: Record,
    pub disposition: Disposition,
    /// The conversation names its visit.
    pub linked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinishProblem {
    #[error("the conversation was held by {} version {}, not by this script", .0.id, .0.version)]
    OtherScript(ScriptRef),
    /// An answer the script does not know; drafts made by the guide have none.
    #[error(transparent)]
    Answer(#[from] GuideError),
    #[error(transparent)]
    Body(#[from] BadBody),
}

/// Whether the conversation will name its visit: where the law of the campaign
/// allows it or the person agreed, and never against their word.
#[must_use]
pub fn will_link(draft: &Draft, campaign: &Campaign) -> bool {
    draft
        .answers
        .consent
        .keep_with_name
        .unwrap_or_else(|| campaign.legal_profile.links_without_consent())
}

/// How the visit ends, by which ratings of the script's main scale were given.
#[must_use]
pub fn disposition(draft: &Draft, script: &Script) -> Disposition {
    let given = |wave: Wave| {
        script
            .main_scale()
            .and_then(|scale| draft.answers.ratings.get(&scale.id)?.get(&wave))
            .is_some_and(|rated| is_given(&rated.answer))
    };
    if guide::is_held_back(script, draft) && !draft.is_identified() {
        // Nothing was talked about yet, and whom one came for is still to be met.
        return Disposition::Gatekeeper;
    }
    match (given(Wave::First), given(Wave::Final)) {
        (true, true) => Disposition::Complete,
        (true, false) => Disposition::Partial,
        (false, _) => Disposition::Started,
    }
}

fn is_given(answer: &RatingAnswer) -> bool {
    match answer {
        RatingAnswer::Value { .. }
        | RatingAnswer::Between { .. }
        | RatingAnswer::Category { .. } => true,
        RatingAnswer::DontKnow | RatingAnswer::WouldntSay | RatingAnswer::NotAsked => false,
    }
}

/// Turns a draft into its records, a form like a conversation led step by step;
/// of a form no time is written, since nobody looked at the clock. The visit is dated when the talk began,
/// since the app may finish it hours later by itself.
///
/// # Errors
/// With everything that does not fit.
#[inline(never)]
pub fn finish(
    draft: &Draft,
    script: &Script,
    campaign: &Campaign,
    canvasser: CanvasserId,
    now: DeviceTime,
    ending: Ending,
) -> Result<Finished, Vec<FinishProblem>> {
    let problems = problems(draft, script);
    if !problems.is_empty() {
        return Err(problems);
    }
    let author = Author {
        canvasser,
        at: draft.begun,
    };
    let disposition = disposition(draft, script);
    let linked = will_link(draft, campaign);
    let visit = Fact::Visit(Visit {
        list: draft.list,
        door: draft.door,
        round: draft.round,
        disposition,
        who: Some(draft.who),
        come_back: (draft.answers.consent.come_back == Some(true)).then_some(ComeBack::AnyTime),
        language: None,
        partners: Vec::new(),
        channel: draft.channel,
        call: None,
        unknown: serde_json::Map::new(),
    });
    let conversation = Fact::Conversation(conversation(draft, script, now, ending, linked));
    let visit = Record::write(draft.visit, Some(author), &visit);
    let conversation = if linked {
        Record::write(draft.linked_id, Some(author), &conversation)
    } else {
        Record::write(draft.unlinked_id, None, &conversation)
    };
    match (visit, conversation) {
        (Ok(visit), Ok(conversation)) => Ok(Finished {
            visit,
            conversation,
            disposition,
            linked,
        }),
        (visit, conversation) => Err([visit.err(), conversation.err()]
            .into_iter()
            .flatten()
            .map(FinishProblem::Body)
            .collect()),
    }
}

fn conversation(
    draft: &Draft,
    script: &Script,
    now: DeviceTime,
    ending: Ending,
    linked: bool,
) -> Conversation {
    let answers = &draft.answers;
    Conversation {
        list: draft.list,
        belongs: if linked {
            Belongs::Linked { visit: draft.visit }
        } else {
            let week = draft.begun.local_date().iso_week();
            Belongs::Unlinked {
                week: format!("{:04}-W{:02}", week.year(), week.week()),
            }
        },
        script: draft.script.clone(),
        language: draft.language.clone(),
        channel: draft.channel,
        recorded: draft.recorded,
        ending,
        ratings: ratings(draft, script),
        tags: answers.tags.clone(),
        made_a_difference: answers.made_a_difference.trim().to_owned(),
        concerns: answers.concerns.clone(),
        commitments: script
            .commitments
            .iter()
            .filter_map(|asked| {
                let said = *answers.commitments.get(&asked.id)?;
                Some(Commitment {
                    id: asked.id.clone(),
                    said,
                })
            })
            .collect(),
        consent: Consent {
            // Nobody could be found again from an unlinked talk; there it would
            // only help to guess which visit it belongs to, which says it too.
            come_back: answers.consent.come_back.filter(|_| linked),
            ..answers.consent.clone()
        },
        who_else: answers.who_else.clone(),
        steps_reached: draft.reached.clone(),
        short: draft.short,
        seconds: (draft.recorded == Recorded::Live).then(|| match ending {
            Ending::Finished => guide::elapsed_seconds(draft, now),
            // Left at some unknown moment after the last act.
            Ending::Abandoned => draft.seconds,
        }),
        unknown: serde_json::Map::new(),
    }
}

/// Every rating given, and "not asked" as a fact for first and final.
fn ratings(draft: &Draft, script: &Script) -> Vec<Rating> {
    script
        .ratings_asked()
        .into_iter()
        .filter_map(|(scale, wave)| {
            let rated = draft
                .answers
                .ratings
                .get(&scale.id)
                .and_then(|waves| waves.get(&wave))
                .cloned();
            let not_asked = || {
                (wave != Wave::Middle).then_some(Rated {
                    answer: RatingAnswer::NotAsked,
                    certainty: Certainty::Heard,
                })
            };
            // What was not asked is nobody's estimate.
            let rated = rated.filter(|rated| rated.answer != RatingAnswer::NotAsked);
            let Rated { answer, certainty } = rated.or_else(not_asked)?;
            Some(Rating {
                scale: scale.id.clone(),
                wave,
                answer,
                certainty,
            })
        })
        .collect()
}

/// What in a draft its script does not know. The guide lets none of it in; a
/// draft written by another version of the app may hold it.
fn problems(draft: &Draft, script: &Script) -> Vec<FinishProblem> {
    if draft.script != script.reference() {
        return vec![FinishProblem::OtherScript(draft.script.clone())];
    }
    let mut tried = draft.clone();
    answers_as_acts(draft)
        .into_iter()
        .filter_map(|act| guide::apply(script, &mut tried, act, draft.begun).err())
        .map(FinishProblem::Answer)
        .collect()
}

fn answers_as_acts(draft: &Draft) -> Vec<Act> {
    let answers = &draft.answers;
    let mut acts = Vec::new();
    for (scale, waves) in &answers.ratings {
        for (wave, rated) in waves {
            acts.push(Act::Rate {
                scale: scale.clone(),
                wave: *wave,
                answer: Some(rated.answer.clone()),
                certainty: rated.certainty,
            });
        }
    }
    for (set, codes) in &answers.tags {
        acts.push(Act::Tag {
            set: set.clone(),
            codes: codes.clone(),
        });
    }
    for id in &answers.concerns {
        acts.push(Act::Concern {
            id: id.clone(),
            raised: true,
        });
    }
    for (id, said) in &answers.commitments {
        acts.push(Act::Commit {
            id: id.clone(),
            said: Some(*said),
        });
    }
    acts.push(Act::MadeADifference {
        words: answers.made_a_difference.clone(),
    });
    acts
}

#[cfg(test)]
mod every_script;
#[cfg(test)]
mod tests;
