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
    Belongs, Certainty, Commitment, CommitmentSaid, Consent, Conversation, Ending, Rating,
    RatingAnswer, Recorded, Wave,
};
use super::disposition::Disposition;
use super::draft::{Act, Draft, Rated};
use super::guide::{self, Begin, GuideError};
use super::ids::{CanvasserId, DoorId, DraftId, ListId, RecordId};
use super::record::{Author, BadBody, Fact, Record};
use super::script::Script;
use super::time::DeviceTime;
use super::visit::{ComeBack, Visit, WhoAnswered};
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

/// Plain answers of a talk held with the phone in the pocket, or written on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct TalkAfterwards {
    /// UUIDv7.
    pub visit: RecordId,
    /// UUIDv7.
    pub linked_id: RecordId,
    /// UUIDv4.
    pub unlinked_id: RecordId,
    pub list: ListId,
    pub door: DoorId,
    pub round: u32,
    pub who: WhoAnswered,
    pub language: String,
    /// `Afterwards` or `Paper`.
    pub recorded: Recorded,
    pub before: RatingAnswer,
    pub after: RatingAnswer,
    pub certainty: Certainty,
    pub tags: Vec<(String, Vec<String>)>,
    pub made_a_difference: String,
    pub commitments: Vec<(String, CommitmentSaid)>,
    pub keep_with_name: Option<bool>,
    pub come_back: Option<bool>,
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

/// Turns a draft into its records. The visit is dated when the talk began,
/// since the app may finish it hours later by itself.
///
/// # Errors
/// With everything that does not fit.
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

/// The same two records from plain answers. Nothing is known of the steps or
/// the time, so nothing of it is written.
///
/// # Errors
/// With everything that does not fit.
pub fn finish_afterwards(
    talk: TalkAfterwards,
    script: &Script,
    campaign: &Campaign,
    canvasser: CanvasserId,
    now: DeviceTime,
) -> Result<Finished, Vec<FinishProblem>> {
    let mut draft = guide::begin(
        script,
        Begin {
            // Never stored: the draft lives only as long as this call.
            id: DraftId(talk.visit.0),
            visit: talk.visit,
            linked_id: talk.linked_id,
            unlinked_id: talk.unlinked_id,
            list: talk.list,
            door: talk.door,
            round: talk.round,
            who: talk.who,
            language: talk.language,
            recorded: match talk.recorded {
                Recorded::Paper => Recorded::Paper,
                Recorded::Live | Recorded::Afterwards => Recorded::Afterwards,
            },
            now,
        },
    );
    draft.reached.clear();
    let mut acts = Vec::new();
    if let Some(scale) = script.main_scale() {
        for (wave, answer) in [(Wave::First, talk.before), (Wave::Final, talk.after)] {
            if answer != RatingAnswer::NotAsked {
                acts.push(Act::Rate {
                    scale: scale.id.clone(),
                    wave,
                    answer: Some(answer),
                    certainty: talk.certainty,
                });
            }
        }
    }
    for (set, codes) in talk.tags {
        acts.push(Act::Tag { set, codes });
    }
    for (id, said) in talk.commitments {
        acts.push(Act::Commit {
            id,
            said: Some(said),
        });
    }
    acts.push(Act::MadeADifference {
        words: talk.made_a_difference,
    });
    if talk.keep_with_name.is_some() {
        acts.push(Act::KeepWithName {
            answer: talk.keep_with_name,
        });
    }
    if talk.come_back.is_some() {
        acts.push(Act::MayComeBack {
            answer: talk.come_back,
        });
    }
    let problems: Vec<FinishProblem> = acts
        .into_iter()
        .filter_map(|act| guide::apply(script, &mut draft, act, now).err())
        .map(FinishProblem::Answer)
        .collect();
    if problems.is_empty() {
        finish(&draft, script, campaign, canvasser, now, Ending::Finished)
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests;
