//! Every built-in script, walked from the greeting to its records: every answer to
//! its first question, every band at the end, in a hurry from every step on, passing
//! over what may be passed over, with and without tags, in every language, by every
//! channel it is written for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::tests::{AINO, campaign, evening, minutes_later, read};
use super::*;
use crate::domain::campaign::LegalProfile;
use crate::domain::draft::Place;
use crate::domain::guide::{Begin, step_view};
use crate::domain::ids::{DoorId, DraftId, ListId, RecordId};
use crate::domain::script::{BUILT_IN, Channel, Role, Scale, ScriptKind};
use crate::domain::visit::WhoAnswered;
use std::collections::BTreeSet;
use uuid::Uuid;

/// One way of answering a script.
#[derive(Clone, Debug)]
struct Walk {
    channel: Channel,
    language: String,
    first: Option<RatingAnswer>,
    last: Option<RatingAnswer>,
    /// After how many steps they turn out to be in a hurry.
    short_at: Option<usize>,
    /// Tags are chosen of these sets.
    tagged: BTreeSet<String>,
    skips: bool,
}

/// Everything that may be said to a scale, a few ranges included.
fn answers(scale: Option<&Scale>) -> Vec<Option<RatingAnswer>> {
    use RatingAnswer::{Between, Category, DontKnow, NotAsked, Value, WouldntSay};
    let Some(scale) = scale else {
        return vec![None];
    };
    let mut answers: Vec<Option<RatingAnswer>> = [DontKnow, WouldntSay, NotAsked]
        .into_iter()
        .map(Some)
        .collect();
    answers.push(None);
    if scale.is_categorical() {
        for option in &scale.options {
            let code = option.code.clone();
            answers.push(Some(Category { code }));
        }
    } else {
        answers.extend((scale.min..=scale.max).map(|value| Some(Value { value })));
        answers.extend((scale.min..scale.max).map(|low| Some(Between { low, high: low + 1 })));
    }
    answers
}

/// One answer for each band, no number included.
fn one_of_each_band(scale: Option<&Scale>) -> Vec<Option<RatingAnswer>> {
    let mut seen = BTreeSet::new();
    answers(scale)
        .into_iter()
        .filter(|answer| {
            let band = scale
                .zip(answer.as_ref())
                .and_then(|(scale, answer)| scale.band_of(answer));
            seen.insert(band.map(str::to_owned))
        })
        .collect()
}

/// No tags, tags of every set, and tags of each set alone that a branch asks about.
fn taggings(script: &Script) -> Vec<BTreeSet<String>> {
    let branches = script.steps.iter().flat_map(|step| &step.next);
    let mut taggings: Vec<BTreeSet<String>> = branches
        .filter_map(|branch| branch.condition.tag_set.clone())
        .map(|set| BTreeSet::from([set]))
        .collect();
    taggings.push(BTreeSet::new());
    taggings.push(script.tag_sets.iter().map(|set| set.id.clone()).collect());
    taggings
}

fn begun(script: &Script, channel: Channel, language: &str) -> Draft {
    guide::begin(
        script,
        Begin {
            id: DraftId(Uuid::from_u128(21)),
            visit: RecordId(Uuid::from_u128(22)),
            linked_id: RecordId(Uuid::from_u128(23)),
            unlinked_id: RecordId(Uuid::from_u128(24)),
            list: ListId(Uuid::from_u128(25)),
            door: DoorId(Uuid::from_u128(26)),
            round: 1,
            who: WhoAnswered::DidNotAsk,
            channel,
            in_trial: false,
            language: language.to_owned(),
            recorded: Recorded::Live,
            now: evening(),
        },
    )
}

/// Walks it to the pavement; every screen on the way has something to say.
fn walked(script: &Script, walk: &Walk) -> Draft {
    let mut draft = begun(script, walk.channel, &walk.language);
    let act = |draft: &mut Draft, act: Act| {
        guide::apply(script, draft, act, evening()).unwrap();
    };
    for taken in 0..=script.steps.len() {
        if walk.short_at == Some(taken) {
            act(&mut draft, Act::Short { short: true });
        }
        let Some(view) = step_view(script, &draft) else {
            break;
        };
        assert!(!view.say.is_empty(), "{} says nothing: {walk:?}", view.step);
        assert!(view.say.iter().all(|say| !say.contains('{')), "{walk:?}");
        assert!(view.number >= 1 && view.number <= view.of, "{walk:?}");
        if let Some(rating) = &view.rating {
            let answer = if rating.wave == Wave::First {
                &walk.first
            } else {
                &walk.last
            };
            if let Some(answer) = answer {
                let rate = Act::Rate {
                    scale: rating.scale.clone(),
                    wave: rating.wave,
                    answer: Some(answer.clone()),
                    certainty: Certainty::Heard,
                };
                let rated = guide::apply(script, &mut draft, rate, evening());
                // What fits the main scale may not fit another, which then stays unasked.
                let is_main = script.main_scale().is_some_and(|it| it.id == rating.scale);
                assert!(rated.is_ok() || !is_main, "{rated:?} {walk:?}");
            }
        }
        for set in view.tags.iter().filter(|set| walk.tagged.contains(&set.id)) {
            let codes = set.items.iter().map(|item| item.code.clone()).collect();
            act(
                &mut draft,
                Act::Tag {
                    set: set.id.clone(),
                    codes,
                },
            );
        }
        act(
            &mut draft,
            if walk.skips && view.may_skip {
                Act::Skip
            } else {
                Act::Next
            },
        );
        assert_eq!(
            view.last,
            draft.place == Place::Pavement,
            "{} {walk:?}",
            view.step
        );
    }
    draft
}

fn roles(script: &Script, draft: &Draft) -> Vec<Role> {
    let reached = draft.reached.iter();
    reached.map(|id| script.step(id).unwrap().role).collect()
}

/// What a way must hold by the kind of its script.
fn holds_what_its_kind_asks(script: &Script, draft: &Draft, walk: &Walk) {
    let roles = roles(script, draft);
    let story = roles
        .iter()
        .any(|role| matches!(role, Role::TheirStory | Role::GetPerspective));
    let again = roles.contains(&Role::Rerate);
    match script.script.kind {
        ScriptKind::Issue | ScriptKind::Turnout => {
            assert!(story && again && roles.contains(&Role::Rate), "{walk:?}");
        }
        ScriptKind::Electoral => {
            assert!(!again || story, "{walk:?}");
            let of_third_party =
                script
                    .main_scale()
                    .zip(walk.first.as_ref())
                    .is_some_and(|(scale, answer)| {
                        let band = scale.band_of(answer);
                        scale
                            .bands
                            .iter()
                            .any(|it| it.third_party && band == Some(&it.id))
                    });
            // From the answer on; somebody in a hurry may have been there before.
            let pressed = roles
                .iter()
                .any(|role| matches!(role, Role::Case | Role::Commit | Role::Rerate));
            assert!(!of_third_party || !pressed, "{walk:?}");
        }
        ScriptKind::Listening => {
            assert!(story && !again && !roles.contains(&Role::Case), "{walk:?}");
        }
        ScriptKind::Organising => assert!(story && roles.contains(&Role::Commit), "{walk:?}"),
        ScriptKind::Placebo => assert!(!roles.iter().any(|role| role.is_story()), "{walk:?}"),
    }
}

fn every_walk(script: &Script) -> Vec<Walk> {
    let scale = script.main_scale();
    let hurries: Vec<Option<usize>> = match script.short_path() {
        Some(_) => std::iter::once(None)
            .chain((0..script.steps.len()).map(Some))
            .collect(),
        None => vec![None],
    };
    let mut walks = Vec::new();
    let channels = &script.script.channel;
    for (language, channel) in script
        .script
        .languages
        .iter()
        .flat_map(|language| channels.iter().map(move |channel| (language, *channel)))
    {
        for first in answers(scale) {
            for short_at in &hurries {
                for (tagged, skips) in taggings(script)
                    .into_iter()
                    .map(|tagged| (tagged, false))
                    .chain([(BTreeSet::new(), true)])
                {
                    walks.push(Walk {
                        channel,
                        language: language.clone(),
                        first: first.clone(),
                        last: first.clone(),
                        short_at: *short_at,
                        tagged,
                        skips,
                    });
                }
            }
        }
        // Every band before with every band after, on the long and the short path.
        for first in one_of_each_band(scale) {
            for last in one_of_each_band(scale) {
                for short_at in hurries.iter().take(2) {
                    walks.push(Walk {
                        channel,
                        language: language.clone(),
                        first: first.clone(),
                        last: last.clone(),
                        short_at: *short_at,
                        tagged: BTreeSet::new(),
                        skips: false,
                    });
                }
            }
        }
    }
    walks
}

#[test]
fn every_path_of_every_built_in_script_ends_closed_and_recorded() {
    for built_in in BUILT_IN {
        let script = Script::from_toml(built_in.text, built_in.file).unwrap();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let walks = every_walk(&script);
        for walk in &walks {
            let draft = walked(&script, walk);
            assert_eq!(draft.place, Place::Pavement, "{} {walk:?}", built_in.file);
            assert!(draft.running_since.is_none());
            let ends = roles(&script, &draft);
            assert!(ends.ends_with(&[Role::Close, Role::Record]), "{walk:?}");
            holds_what_its_kind_asks(&script, &draft, walk);
            seen.extend(draft.reached.iter().cloned());

            let campaign = campaign(LegalProfile::UkParty);
            let now = minutes_later(12);
            let finished = finish(&draft, &script, &campaign, AINO, now, Ending::Finished).unwrap();
            let (visit, conversation) = read(&finished);
            assert_eq!(visit.disposition, finished.disposition);
            assert_eq!(
                (visit.channel, conversation.channel),
                (walk.channel, walk.channel)
            );
            assert_eq!(conversation.script, script.reference());
            assert_eq!(conversation.steps_reached, draft.reached);
        }
        // No step is there that nobody comes to, and no walk was for nothing.
        let all: BTreeSet<String> = script.steps.iter().map(|step| step.id.clone()).collect();
        let never: Vec<&String> = all.difference(&seen).collect();
        assert!(never.is_empty(), "{}: {never:?}", built_in.file);
    }
}

/// What a script says by telephone, in one language, on every path: lines, cues and all.
fn by_telephone(script: &Script, language: &str) -> BTreeSet<(String, String)> {
    let mut said = BTreeSet::new();
    for walk in every_walk(script) {
        if walk.channel != Channel::Phone || walk.language != language {
            continue;
        }
        let draft = walked(script, &walk);
        for reached in &draft.reached {
            let mut here = draft.clone();
            here.place = Place::Step(reached.clone());
            let Some(view) = step_view(script, &here) else {
                continue;
            };
            let consent = view.consent.iter().map(|consent| consent.text.clone());
            let flags = view.red_flags.iter().map(|flag| flag.text.clone());
            for line in [
                &view.say,
                &view.cues,
                &view.if_stuck,
                &view.listen_for,
                &view.dos,
                &view.donts,
            ]
            .into_iter()
            .flatten()
            .cloned()
            .chain(consent)
            .chain(flags)
            {
                said.insert((reached.clone(), line));
            }
        }
    }
    said
}

#[test]
fn a_script_for_calls_says_nothing_of_doors_and_of_what_only_eyes_see() {
    let mut for_calls = 0;
    for built_in in BUILT_IN {
        let script = Script::from_toml(built_in.text, built_in.file).unwrap();
        for language in &script.script.languages {
            let said = by_telephone(&script, language);
            for_calls += said.len();
            for (step, line) in said {
                let words = line.to_lowercase();
                for wrong in [
                    "door",
                    "knock",
                    "the bell",
                    "leaflet",
                    "card",
                    "step back",
                    "stood here",
                ] {
                    assert!(!words.contains(wrong), "{} {step}: {line}", built_in.file);
                }
            }
        }
    }
    assert!(for_calls > 50);
}
