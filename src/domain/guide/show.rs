//! What the screens of a conversation show: the script in the draft's language,
//! for the place and the answers so far, and nothing of another wave.

use super::act;
use super::path;
use super::{
    AccountView, ChoiceView, CommitmentView, ConcernView, ConsentView, OutlineLine, ProbeView,
    RatingView, RecordingName, RedFlagView, ScaleKindView, StepView, TagSetView,
};
use crate::domain::conversation::{Certainty, RatingAnswer, Recorded, Wave};
use crate::domain::draft::{Draft, Place};
use crate::domain::script::written_out::GATEKEEPER;
use crate::domain::script::{CaptureKind, Role, Scale, Script, Step, Text};
use crate::domain::visit::WhoAnswered;
use serde::{Deserialize, Serialize};

/// What the placeholders of a script stand for.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// `{canvasser}`: the volunteer's first name.
    pub canvasser: &'a str,
    /// `{organisation}`: who stands behind the campaign.
    pub organisation: &'a str,
}

/// Where nobody filled the names in, a gap to fill by voice.
impl Default for Names<'_> {
    fn default() -> Self {
        Self {
            canvasser: "…",
            organisation: "…",
        }
    }
}

/// The whole form of "Record a talk I just had", as far as it is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneScreen {
    /// The script's first rating and the same scale's last.
    pub before: Option<RatingView>,
    pub after: Option<RatingView>,
    pub certainty: Certainty,
    pub tags: Vec<TagSetView>,
    pub commitments: Vec<CommitmentView>,
    /// The script's consent wording, if it asks at all.
    pub consent: Option<ConsentView>,
    /// The script asks what made a difference; no words are asked for otherwise.
    pub asks_made_a_difference: bool,
    pub from_paper: bool,
}

/// The step the canvasser is at; `None` on the pavement.
#[must_use]
pub fn step_view(script: &Script, draft: &Draft) -> Option<StepView> {
    step_view_for(script, draft, Names::default())
}

/// The same with names filled into what to say.
#[must_use]
pub fn step_view_for(script: &Script, draft: &Draft, names: Names<'_>) -> Option<StepView> {
    let Place::Step(id) = &draft.place else {
        return None;
    };
    let step = script.step(id)?;
    let reader = Reader::new(script, &draft.language, names);
    let path = path::shown(script, draft);
    let on_path = path.iter().position(|on_path| on_path.id == step.id);
    // Off the path the number is that of the place it would return to.
    let number = on_path.unwrap_or_else(|| {
        path.iter()
            .take_while(|on_path| draft.reached.contains(&on_path.id))
            .count()
            .saturating_sub(1)
    }) + 1;
    // What helps to get into talk is of no use where the talk ends.
    let ends_here = path::is_turned_away(script, draft, step);
    let reminders = |texts: &[Text]| {
        if ends_here {
            Vec::new()
        } else {
            reader.texts(texts)
        }
    };
    Some(StepView {
        step: step.id.clone(),
        name: reader.text(&step.name),
        role: step.role.code().to_owned(),
        purpose: reader.text(&step.purpose),
        target_seconds: step.target_seconds,
        cues: reminders(&step.cues),
        say: say(script, draft, step, &reader),
        probes: step
            .probes
            .iter()
            .filter(|probe| path::holds(script, draft, &probe.when))
            .map(|probe| ProbeView {
                depth: probe.depth.code().to_owned(),
                text: reader.text(&probe.text),
            })
            .collect(),
        if_stuck: step
            .alternatives
            .iter()
            .map(|tried| reader.text(&tried.text))
            .collect(),
        tips: tips(step, &reader),
        examples: examples(script, step, &reader),
        listen_for: reader.texts(&step.listen_for),
        dos: reminders(&step.dos),
        donts: reader.texts(&step.donts),
        red_flags: step
            .red_flags
            .iter()
            .map(|flag| RedFlagView {
                text: reader.text(&flag.text),
                action: flag.action.code().to_owned(),
            })
            .collect(),
        rating: step.rating().and_then(|(scale, wave)| {
            let chosen = path::answer(draft, scale, wave).cloned();
            Some(reader.rating(script.scale(scale)?, wave, chosen))
        }),
        tags: reader.tag_sets(script, step.tag_set_ids(), draft),
        commitments: if step.captures_kind(CaptureKind::Commitment) {
            reader.commitments(script, draft)
        } else {
            Vec::new()
        },
        consent: step
            .captures_kind(CaptureKind::Consent)
            .then(|| reader.consent(script, draft))
            .flatten(),
        asks_made_a_difference: step.captures_kind(CaptureKind::ShortText),
        accounts: step
            .perspective_ids
            .iter()
            .filter_map(|id| script.perspectives.iter().find(|told| told.id == *id))
            .map(|told| AccountView {
                speaker: reader.text(&told.who_speaks),
                text: reader.text(&told.text),
                // A voice in a language they don't speak helps nobody: in this one or none.
                recording: told
                    .audio
                    .by_language
                    .get(&draft.language)
                    .map(|_| RecordingName {
                        perspective: told.id.clone(),
                        language: draft.language.clone(),
                    }),
            })
            .collect(),
        number: count(number),
        of: count(path.len()),
        may_skip: step.may_skip,
        can_go_back: act::before(script, draft).is_some_and(|before| before.may_return),
        last: path::after(script, draft, &step.id).is_none(),
    })
}

/// The variant for this conversation first, then the question of a rating, then
/// what may be said to anybody.
fn say(script: &Script, draft: &Draft, step: &Step, reader: &Reader<'_>) -> Vec<String> {
    let variants = |always: bool| {
        step.say
            .iter()
            .filter(move |say| say.when.is_always() == always)
            .filter(|say| path::holds(script, draft, &say.when))
            .map(|say| reader.text(&say.text))
    };
    let question = step
        .rating()
        .and_then(|(scale, wave)| Some(reader.question(script.scale(scale)?, wave)));
    // To whoever opens and is not whom one came for, all arms say the same.
    let to_gatekeeper = step.say.iter().filter(|say| {
        say.id == GATEKEEPER
            && draft.who == WhoAnswered::SomeoneElse
            && path::is_turned_away(script, draft, step)
    });
    to_gatekeeper
        .map(|say| reader.text(&say.text))
        .chain(variants(false))
        .chain(question)
        .chain(variants(true))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Whether this app can rehearse: the web app can in its whole size only.
const REHEARSES: bool = cfg!(any(not(target_arch = "wasm32"), feature = "whole"));

fn tips(step: &Step, reader: &Reader<'_>) -> Vec<ProbeView> {
    if !REHEARSES {
        return Vec::new();
    }
    let tips = step.tips.iter().map(|tip| ProbeView {
        depth: tip.level.code().to_owned(),
        text: reader.text(&tip.text),
    });
    tips.collect()
}

/// The approved stories a step names; where it is for the canvasser's own, all of them.
fn examples(script: &Script, step: &Step, reader: &Reader<'_>) -> Vec<AccountView> {
    if !REHEARSES {
        return Vec::new();
    }
    let all = step.role == Role::OwnStory && step.example_ids.is_empty();
    script
        .stories
        .iter()
        .filter(|story| story.approved && (all || step.example_ids.contains(&story.id)))
        .map(|story| AccountView {
            speaker: reader.text(&story.title),
            text: [
                &story.person_relation,
                &story.moment,
                &story.feeling,
                &story.link_line,
            ]
            .map(|text| reader.text(text))
            .join("\n"),
            recording: None,
        })
        .collect()
}

/// What the script wants to know, on this conversation's path, and nobody noted: the names of the
/// steps that ask it. It stops nobody.
#[must_use]
pub fn missing(script: &Script, draft: &Draft) -> Vec<String> {
    if is_held_back(script, draft) {
        return Vec::new();
    }
    let reader = Reader::new(script, &draft.language, Names::default());
    let path = path::path(script, draft);
    let asked = |step: &&Step| step.role == Role::Record || path.iter().any(|it| it.id == step.id);
    script
        .steps
        .iter()
        .filter(asked)
        .filter(|step| {
            let mut required = step.captures.iter().filter(|capture| capture.required);
            required.any(|capture| act::notes(capture, draft) == Some(false))
        })
        .map(|step| reader.text(&step.name))
        .collect()
}

/// All steps to jump to, the path's first in its order, then the others.
#[must_use]
pub fn outline(script: &Script, draft: &Draft) -> Vec<OutlineLine> {
    let reader = Reader::new(script, &draft.language, Names::default());
    let path = path::shown(script, draft);
    let held = is_held_back(script, draft);
    script
        .steps
        .iter()
        .filter(|step| step.role != Role::Record)
        .filter(|step| !held || path.iter().any(|shown| shown.id == step.id))
        .map(|step| OutlineLine {
            step: step.id.clone(),
            name: reader.text(&step.name),
            reached: draft.reached.contains(&step.id),
            skipped: draft.skipped.contains(&step.id),
            here: draft.place == Place::Step(step.id.clone()),
            off_path: !path.iter().any(|on_path| on_path.id == step.id),
        })
        .collect()
}

/// In an experiment, as long as nobody may see which arm this is.
#[must_use]
pub fn is_held_back(script: &Script, draft: &Draft) -> bool {
    path::held_back(script, draft).is_some()
}

/// The concern library, those raised marked.
#[must_use]
pub fn concerns(script: &Script, draft: &Draft) -> Vec<ConcernView> {
    if is_held_back(script, draft) {
        return Vec::new();
    }
    let reader = Reader::new(script, &draft.language, Names::default());
    script
        .concerns
        .iter()
        .map(|concern| ConcernView {
            id: concern.id.clone(),
            label: reader.text(&concern.label),
            acknowledge: reader.text(&concern.acknowledge),
            ask_back: reader.text(&concern.ask_back),
            short_answer: reader.text(&concern.short_answer),
            source: match concern.checked_at {
                Some(day) => format!("{} ({day})", concern.source),
                None => concern.source.clone(),
            },
            return_line: reader.text(&concern.return_line),
            raised: draft.answers.concerns.contains(&concern.id),
        })
        .collect()
}

/// What may still be noted away from the door: the record step's tags, and the
/// commitments asked or agreed.
#[must_use]
pub fn pavement(script: &Script, draft: &Draft) -> (Vec<TagSetView>, Vec<CommitmentView>) {
    if is_held_back(script, draft) {
        return Default::default();
    }
    let reader = Reader::new(script, &draft.language, Names::default());
    (
        reader.tag_sets(script, record_sets(script), draft),
        reader.commitments(script, draft),
    )
}

/// The one-screen form; `None` for a conversation led step by step.
#[must_use]
pub fn one_screen(script: &Script, draft: &Draft) -> Option<OneScreen> {
    if !draft.is_form() {
        return None;
    }
    let reader = Reader::new(script, &draft.language, Names::default());
    let rating = |wave: Wave| {
        let scale = script.main_scale()?;
        let chosen = path::answer(draft, &scale.id, wave).cloned();
        script
            .steps
            .iter()
            .any(|step| step.captures_rating(&scale.id, wave))
            .then(|| reader.rating(scale, wave, chosen))
    };
    Some(OneScreen {
        before: rating(Wave::First),
        after: rating(Wave::Final),
        certainty: draft.certainty,
        tags: reader.tag_sets(script, record_sets(script), draft),
        // All of them: nobody knows which fitted at the door.
        commitments: script
            .commitments
            .iter()
            .map(|asked| CommitmentView {
                id: asked.id.clone(),
                label: reader.text(&asked.label),
                said: draft.answers.commitments.get(&asked.id).copied(),
            })
            .collect(),
        consent: reader.consent(script, draft),
        asks_made_a_difference: script.asks_made_a_difference(),
        from_paper: draft.recorded == Recorded::Paper,
    })
}

fn record_sets(script: &Script) -> impl Iterator<Item = &str> {
    script
        .steps
        .iter()
        .filter(|step| step.role == Role::Record)
        .flat_map(Step::tag_set_ids)
}

/// There is a short path and it is not taken yet.
#[must_use]
pub fn can_go_short(script: &Script, draft: &Draft) -> bool {
    !draft.short
        && draft.place != Place::Pavement
        && script.short_path().is_some()
        && !is_held_back(script, draft)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Reads a script's texts in one language.
struct Reader<'a> {
    language: &'a str,
    default: &'a str,
    names: Names<'a>,
}

impl<'a> Reader<'a> {
    fn new(script: &'a Script, language: &'a str, names: Names<'a>) -> Self {
        Self {
            language,
            default: &script.script.default_language,
            names,
        }
    }

    fn text(&self, text: &Text) -> String {
        text.read(self.language, self.default)
            .replace("{canvasser}", self.names.canvasser)
            .replace("{organisation}", self.names.organisation)
    }

    fn texts(&self, texts: &[Text]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn question(&self, scale: &Scale, wave: Wave) -> String {
        if wave == Wave::First || scale.repeat_question.is_empty() {
            self.text(&scale.question)
        } else {
            self.text(&scale.repeat_question)
        }
    }

    fn rating(&self, scale: &Scale, wave: Wave, chosen: Option<RatingAnswer>) -> RatingView {
        let kind = if scale.is_categorical() {
            ScaleKindView::Categorical {
                options: scale
                    .options
                    .iter()
                    .map(|option| ChoiceView {
                        code: option.code.clone(),
                        label: self.text(&option.label),
                        chosen: matches!(
                            &chosen,
                            Some(RatingAnswer::Category { code }) if *code == option.code
                        ),
                    })
                    .collect(),
            }
        } else {
            ScaleKindView::Numeric {
                min: scale.min,
                max: scale.max,
                step: scale.step,
            }
        };
        RatingView {
            scale: scale.id.clone(),
            wave,
            question: self.question(scale, wave),
            kind,
            low_label: self.text(&scale.low_label),
            high_label: self.text(&scale.high_label),
            allows_between: scale.allow_range && !scale.is_categorical(),
            chosen,
        }
    }

    fn tag_sets<'b>(
        &self,
        script: &Script,
        ids: impl Iterator<Item = &'b str>,
        draft: &Draft,
    ) -> Vec<TagSetView> {
        ids.filter_map(|id| script.tag_set(id))
            .map(|set| {
                let chosen = draft.answers.tags.get(&set.id);
                TagSetView {
                    id: set.id.clone(),
                    label: self.text(&set.label),
                    one_of: set.one_of,
                    items: set
                        .items
                        .iter()
                        .map(|item| ChoiceView {
                            code: item.code.clone(),
                            label: self.text(&item.label),
                            chosen: chosen.is_some_and(|codes| codes.contains(&item.code)),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    /// What fits the latest number given, and whatever was already answered.
    fn commitments(&self, script: &Script, draft: &Draft) -> Vec<CommitmentView> {
        let band = script
            .main_scale()
            .and_then(|scale| path::latest_band(script, draft, &scale.id, Wave::Final));
        let said = &draft.answers.commitments;
        script
            .commitments
            .iter()
            .filter(|asked| {
                asked.bands.is_empty()
                    || said.contains_key(&asked.id)
                    || band.is_some_and(|band| asked.bands.iter().any(|fits| fits == band))
            })
            .map(|asked| CommitmentView {
                id: asked.id.clone(),
                label: self.text(&asked.label),
                said: said.get(&asked.id).copied(),
            })
            .collect()
    }

    fn consent(&self, script: &Script, draft: &Draft) -> Option<ConsentView> {
        let asked = script.consent.as_ref()?;
        Some(ConsentView {
            wording: asked.wording_id.clone(),
            text: self.text(&asked.text),
            keep_with_name: draft.answers.consent.keep_with_name,
            come_back: draft.answers.consent.come_back,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may fail by panicking"
    )]
    use super::{missing, step_view};
    use crate::domain::conversation::{Certainty, RatingAnswer, Recorded, Wave};
    use crate::domain::draft::{Act, Draft};
    use crate::domain::guide::{Begin, StepView, apply, begin};
    use crate::domain::ids::{DoorId, DraftId, ListId, RecordId};
    use crate::domain::script::{Channel, Script};
    use crate::domain::time::DeviceTime;
    use crate::domain::visit::WhoAnswered;
    use uuid::Uuid;

    const EVERY_FIELD: &str = include_str!("../../../tests/data/every-field.toml");

    fn now() -> DeviceTime {
        DeviceTime::from_parts(1_795_000_000_000, 120).unwrap()
    }

    fn script() -> Script {
        Script::from_toml(EVERY_FIELD, "every-field.toml").unwrap()
    }

    fn begun(script: &Script) -> Draft {
        let id = |n| RecordId(Uuid::from_u128(n));
        let with = Begin {
            id: DraftId(Uuid::from_u128(1)),
            visit: id(2),
            linked_id: id(3),
            unlinked_id: id(4),
            list: ListId(Uuid::from_u128(5)),
            door: DoorId(Uuid::from_u128(6)),
            round: 1,
            who: WhoAnswered::DidNotAsk,
            channel: Channel::Door,
            language: "en".to_owned(),
            recorded: Recorded::Live,
            now: now(),
            in_trial: false,
        };
        begin(script, with)
    }

    fn act(script: &Script, draft: &mut Draft, act: Act) {
        apply(script, draft, act, now()).unwrap();
    }

    fn at(script: &Script, draft: &mut Draft, step: &str) -> StepView {
        let step = step.to_owned();
        act(script, draft, Act::GoTo { step });
        step_view(script, draft).unwrap()
    }

    fn rate(wave: Wave, answer: RatingAnswer) -> Act {
        Act::Rate {
            scale: "view".to_owned(),
            wave,
            answer: Some(answer),
            certainty: Certainty::Heard,
        }
    }

    fn tag(set: &str, code: &str) -> Act {
        Act::Tag {
            set: set.to_owned(),
            codes: vec![code.to_owned()],
        }
    }

    #[test]
    fn the_line_of_a_value_stands_where_the_case_is_made_once_the_value_was_noted() {
        let script = script();
        let mut draft = begun(&script);
        let before = at(&script, &mut draft, "connect").say;
        assert_eq!(before, ["How do they fit?"]);
        act(&script, &mut draft, tag("value", "care"));
        for (step, first) in [
            ("connect", "How do they fit?"),
            ("case", "I'd build it here."),
        ] {
            let say = at(&script, &mut draft, step).say;
            assert_eq!(
                say[0],
                format!("{first}\nIt looks after those who are slow.")
            );
            assert_eq!(say.last().map(String::as_str), Some(first));
        }
        let other = at(&script, &mut draft, "concerns").say;
        assert!(!other.concat().contains("slow"), "{other:?}");
    }

    #[test]
    fn how_to_close_follows_the_number_and_the_step_keeps_its_own_words() {
        let script = script();
        let mut draft = begun(&script);
        let warm = RatingAnswer::Value { value: 9 };
        act(&script, &mut draft, rate(Wave::First, warm));
        let say = at(&script, &mut draft, "bye").say;
        let warm = "Good to meet you.\nIt stays with us.\n(Leave the card.)";
        assert_eq!(say, [warm, "Good evening.", "Thank you."]);
        let cool = RatingAnswer::Value { value: 2 };
        act(&script, &mut draft, rate(Wave::First, cool));
        let say = at(&script, &mut draft, "bye").say;
        assert_eq!(say, ["Good evening.", "Thank you."]);
    }

    #[test]
    fn what_is_required_is_named_until_it_is_noted_and_declining_is_an_answer() {
        let script = script();
        let mut draft = begun(&script);
        assert_eq!(missing(&script, &draft), ["Rate", "Why", "Again"]);
        act(
            &script,
            &mut draft,
            rate(Wave::First, RatingAnswer::WouldntSay),
        );
        act(&script, &mut draft, tag("drives", "no"));
        assert_eq!(missing(&script, &draft), ["Again"]);
        // In a hurry nobody is asked about driving.
        let none = Act::Tag {
            set: "drives".to_owned(),
            codes: Vec::new(),
        };
        act(&script, &mut draft, none);
        assert_eq!(missing(&script, &draft), ["Why", "Again"]);
        act(&script, &mut draft, Act::Short { short: true });
        assert_eq!(missing(&script, &draft), ["Again"]);
        act(
            &script,
            &mut draft,
            rate(Wave::Final, RatingAnswer::DontKnow),
        );
        assert!(missing(&script, &draft).is_empty());
    }

    #[test]
    fn tips_and_approved_stories_are_there_to_rehearse_with() {
        let mut script = script();
        let mut draft = begun(&script);
        let why = at(&script, &mut draft, "why");
        let tips: Vec<&str> = why.tips.iter().map(|tip| tip.depth.as_str()).collect();
        assert_eq!(tips, ["new", "practised"]);
        assert_eq!(why.if_stuck[0], "What would make it one more?");
        let examples = at(&script, &mut draft, "my-story").examples;
        assert_eq!(examples.len(), 1);
        assert_eq!(examples[0].speaker, "The kerb");
        assert!(examples[0].text.starts_with("My aunt.\nShe stood"));
        // Where none is named, all; of those nobody approved, none.
        script.steps[4].example_ids.clear();
        assert_eq!(at(&script, &mut draft, "my-story").examples.len(), 1);
        script.stories[0].approved = false;
        assert!(at(&script, &mut draft, "my-story").examples.is_empty());
        assert!(at(&script, &mut draft, "why").examples.is_empty());
    }
}
