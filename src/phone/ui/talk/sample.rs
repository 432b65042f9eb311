//! Conversations to draw in tests: the built-in script, led by the real guide,
//! at a made-up door in Kamppi.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::closing::Behind;
use crate::domain::conversation::{Certainty, RatingAnswer, Recorded, Wave};
use crate::domain::draft::{Act, Draft, Place};
use crate::domain::guide::{self, Begin, Names};
use crate::domain::ids::{DoorId, DraftId, ListId, PersonId, RecordId};
use crate::domain::script::{Channel, Script};
use crate::domain::time::DeviceTime;
use crate::domain::visit::WhoAnswered;
use crate::phone::view::{NextDoor, PavementView, PersonView, TalkView};
use uuid::Uuid;

pub const AINO: PersonId = PersonId(Uuid::from_u128(71));

pub fn script() -> Script {
    let text = include_str!("../../../../assets/scripts/issue-conversation.toml");
    Script::from_toml(text, "issue-conversation.toml").unwrap()
}

pub fn now() -> DeviceTime {
    "2026-11-14T17:30:00.000+02:00".parse().unwrap()
}

pub fn begun(script: &Script, language: &str) -> Draft {
    begun_as(Recorded::Live, script, language)
}

fn begun_as(recorded: Recorded, script: &Script, language: &str) -> Draft {
    guide::begin(
        script,
        Begin {
            id: DraftId(Uuid::from_u128(1)),
            visit: RecordId(Uuid::from_u128(2)),
            linked_id: RecordId(Uuid::from_u128(3)),
            unlinked_id: RecordId(Uuid::from_u128(4)),
            list: ListId(Uuid::from_u128(5)),
            door: DoorId(Uuid::from_u128(6)),
            round: 1,
            who: WhoAnswered::Listed(AINO),
            channel: Channel::Door,
            in_trial: false,
            language: language.to_owned(),
            recorded,
            now: now(),
        },
    )
}

pub fn people() -> Vec<PersonView> {
    [
        (AINO, "Aino Korhonen"),
        (PersonId(Uuid::from_u128(72)), "Eero Korhonen"),
    ]
    .into_iter()
    .map(|(person, name)| PersonView {
        telephone: None,
        person,
        name: name.to_owned(),
        language: None,
        gone: None,
    })
    .collect()
}

pub fn next_door() -> NextDoor {
    NextDoor {
        call: false,
        door: DoorId(Uuid::from_u128(8)),
        address: "Annankatu 5, A 4".to_owned(),
        elsewhere: false,
    }
}

/// The screen for a draft, as the back room makes it.
pub fn view(script: &Script, draft: &Draft) -> TalkView {
    let names = Names {
        canvasser: "Liisa",
        organisation: "Kotiovi Helsinki",
    };
    let (tags, commitments) = guide::pavement(script, draft);
    TalkView {
        by_phone: draft.channel == Channel::Phone,
        draft: draft.id,
        door: draft.door,
        list: draft.list,
        address: "Annankatu 5, A 3".to_owned(),
        who: draft.who,
        people: people(),
        place: draft.place.clone(),
        step: guide::step_view_for(script, draft, names),
        own_story: false,
        outline: guide::outline(script, draft),
        concerns: guide::concerns(script, draft),
        language: draft.language.clone(),
        languages: script.script.languages.clone(),
        short: draft.short,
        can_go_short: guide::can_go_short(script, draft),
        paused: draft.running_since.is_none(),
        seconds: 260,
        made_a_difference: draft.answers.made_a_difference.clone(),
        who_else: draft.answers.who_else.clone(),
        rated: !draft.answers.ratings.is_empty(),
        form: guide::one_screen(script, draft),
        pavement: (draft.place == Place::Pavement && !draft.is_form()).then(|| PavementView {
            missing: guide::missing(script, draft),
            tags,
            commitments,
            asks_made_a_difference: script.asks_made_a_difference(),
            linked: draft.answers.consent.keep_with_name == Some(true),
            next: Some(next_door()),
        }),
    }
}

pub fn act(script: &Script, draft: &mut Draft, act: Act) {
    guide::apply(script, draft, act, now()).unwrap();
}

/// The act that answers the rating asked at a draft's step.
pub fn rate(script: &Script, draft: &mut Draft, answer: RatingAnswer) {
    let rating = view(script, draft).step.unwrap().rating.unwrap();
    act(
        script,
        draft,
        Act::Rate {
            scale: rating.scale,
            wave: rating.wave,
            answer: Some(answer),
            certainty: Certainty::Heard,
        },
    );
}

/// On to the first step that has what is asked for.
pub fn walk_to(script: &Script, draft: &mut Draft, wanted: impl Fn(&TalkView) -> bool) -> TalkView {
    for _ in 0..script.steps.len() + 2 {
        let view = view(script, draft);
        if wanted(&view) {
            return view;
        }
        act(script, draft, Act::Next);
    }
    panic!("no such step on the path");
}

pub fn is_rating_at(view: &TalkView, wave: Wave) -> bool {
    view.step
        .as_ref()
        .and_then(|step| step.rating.as_ref())
        .is_some_and(|rating| rating.wave == wave)
}

/// The first rating, not yet answered.
pub fn rating_step() -> TalkView {
    let script = script();
    let mut draft = begun(&script, "en");
    let mut view = walk_to(&script, &mut draft, |view| is_rating_at(view, Wave::First));
    // The acts of tests speak of this scale.
    if let Some(rating) = view.step.as_mut().and_then(|step| step.rating.as_mut()) {
        rating.scale = "support".to_owned();
    }
    view
}

pub fn behind() -> Behind {
    Behind {
        by_phone: false,
        number: None,
        organisation: "Kotiovi Helsinki".to_owned(),
        lead: "Maija".to_owned(),
        privacy_url: Some("https://kotiovi.example.org/privacy".to_owned()),
        // Three by three: what is drawn here is looked at, not read by cameras.
        privacy_code: Some("101010101".to_owned()),
    }
}

/// "Record a talk I just had", nothing filled in yet.
pub fn form(language: &str) -> TalkView {
    let script = script();
    view(&script, &form_begun(&script, language))
}

pub fn form_begun(script: &Script, language: &str) -> Draft {
    begun_as(Recorded::Afterwards, script, language)
}
