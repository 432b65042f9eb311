//! "Record a talk I just had": a talk held with the phone in the pocket, on one
//! screen. Everything may be left open; no time is invented. It is a draft like
//! a conversation led step by step: what is entered is durable at once, and a
//! form left half filled is found again on the first screen and at its door.

use super::answer::RadioAnswers;
use super::closing::yes_no;
use super::rating::{Between, ChosenAnswer, RatingField};
use super::said::{OneSet, WordsField};
use super::step::{CommitmentField, Folded};
use super::unsaved::{Saving, Unsaved};
use super::who::{WhoElseField, WhoField};
use crate::domain::conversation::{Certainty, RatingAnswer};
use crate::domain::draft::Act;
use crate::domain::guide::{OneScreen, RatingView, ScaleKindView};
use crate::domain::ids::DoorId;
use crate::phone::room::{Request, Trouble};
use crate::phone::ui::parts::{Action, Back, Choices, HelpButton, Screen, TroubleScreen, Waiting};
use crate::phone::ui::room_context::{ask, use_room, use_standing_at};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::view::TalkView;
use crate::say;
use dioxus::prelude::*;

/// On to the form of this door: the one begun, or a new one.
#[component]
pub fn RecordTalkScreen(door: DoorId) -> Element {
    let (room, nav) = (use_room(), use_nav());
    let mut trouble = use_signal(|| None::<Trouble>);
    use_standing_at(Some(door), None);
    let begin = use_callback(move |()| {
        trouble.set(None);
        let room = room.clone();
        spawn(async move {
            match ask::<TalkView>(&room, Request::BeginAfterwards { door }).await {
                Ok(view) => nav.replace(Route::Talk { draft: view.draft }),
                Err(why) => trouble.set(Some(why)),
            }
        });
    });
    use_hook(|| begin.call(()));
    match trouble() {
        None => rsx! {
            Waiting {}
        },
        Some(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Door { door } }
                },
                retry: move |()| begin.call(()),
            }
        },
    }
}

#[component]
pub fn AfterwardsBody(
    view: TalkView,
    form: OneScreen,
    saving: Saving,
    onact: EventHandler<Act>,
    onretry: EventHandler<()>,
    onfinish: EventHandler<()>,
) -> Element {
    let door = view.door;
    let people: Vec<String> = view
        .people
        .iter()
        .map(|person| person.name.clone())
        .collect();
    let mut sets = form.tags.clone().into_iter();
    let (first, rest) = (sets.next(), sets);
    let certainty = form.certainty;
    rsx! {
        Screen {
            title: say!("talk-after-title"),
            above: view.address.clone(),
            leading: rsx! {
                Back { to: Route::Door { door } }
            },
            trailing: rsx! {
                HelpButton {}
            },
            actions: rsx! {
                Unsaved { saving, onretry }
                Action { label: say!("talk-after-save"), onclick: onfinish }
            },
            div { class: "talk-step talk-after",
                WhoField {
                    people: view.people.clone(),
                    who: view.who,
                    legend: say!("talk-after-who"),
                    name: "talk-after-who",
                    onchoose: move |who| onact.call(Act::Who { who }),
                }
                if let Some(rating) = form.before.clone() {
                    OneRating {
                        legend: if is_numeric(&rating) { say!("talk-after-before") } else { say!("talk-after-before-words") },
                        name: "talk-after-before",
                        rating,
                        certainty,
                        onact,
                    }
                }
                if let Some(rating) = form.after.clone() {
                    OneRating {
                        legend: if is_numeric(&rating) { say!("talk-after-after") } else { say!("talk-after-after-words") },
                        name: "talk-after-after",
                        rating,
                        certainty,
                        onact,
                    }
                }
                if form.before.is_some() || form.after.is_some() {
                    Choices {
                        legend: say!("talk-after-certainty"),
                        name: "talk-after-certainty",
                        options: vec![
                            (Certainty::Heard, say!("talk-after-heard")),
                            (Certainty::Estimated, say!("talk-after-estimated")),
                        ],
                        chosen: certainty,
                        onchoose: move |certainty| onact.call(Act::HowSure { certainty }),
                    }
                }
                if let Some(tags) = first {
                    OneSet { tags, onact }
                } else if form.asks_made_a_difference {
                    h2 { class: "talk-question", {say!("talk-difference")} }
                }
                if form.asks_made_a_difference {
                    WordsField {
                        words: view.made_a_difference.clone(),
                        people,
                        onwords: move |words| onact.call(Act::MadeADifference { words }),
                    }
                }
                for tags in rest {
                    Folded { key: "{tags.id}", title: tags.label.clone(),
                        OneSet { tags, legend_hidden: true, onact }
                    }
                }
                Folded { title: say!("talk-who-else"),
                    WhoElseField { chosen: view.who_else.clone(), legend_hidden: true, onact }
                }
                if !form.commitments.is_empty() {
                    Folded { title: say!("talk-after-agreed"),
                        for commitment in form.commitments.clone() {
                            CommitmentField { key: "{commitment.id}", commitment, onact }
                        }
                    }
                }
                if let Some(consent) = form.consent.clone() {
                    h2 { class: "talk-question", {say!("talk-after-consent")} }
                    RadioAnswers {
                        legend: say!("talk-after-come-back"),
                        name: "talk-after-come-back",
                        in_row: true,
                        options: yes_no_not_asked(),
                        chosen: Some(consent.come_back),
                        onchoose: move |answer: Option<Option<bool>>| {
                            onact.call(Act::MayComeBack { answer: answer.flatten() });
                        },
                    }
                    RadioAnswers {
                        legend: say!("talk-after-keep-name"),
                        name: "talk-after-keep-name",
                        in_row: true,
                        options: yes_no_not_asked(),
                        chosen: Some(consent.keep_with_name),
                        onchoose: move |answer: Option<Option<bool>>| {
                            onact.call(Act::KeepWithName { answer: answer.flatten() });
                        },
                    }
                }
                Choices {
                    legend: say!("talk-after-source"),
                    name: "talk-after-source",
                    options: vec![
                        (false, say!("talk-after-memory")),
                        (true, say!("talk-after-paper")),
                    ],
                    chosen: form.from_paper,
                    onchoose: move |paper| onact.call(Act::FromPaper { paper }),
                }
                p { class: "talk-quiet", {say!("talk-after-time")} }
            }
        }
    }
}

/// A rating with its answer beside it.
#[component]
fn OneRating(
    rating: RatingView,
    legend: String,
    name: String,
    certainty: Certainty,
    onact: EventHandler<Act>,
) -> Element {
    let mut between = use_signal(|| Between::of(rating.chosen.as_ref()));
    let (scale, wave) = (rating.scale.clone(), rating.wave);
    rsx! {
        div { class: "talk-one-rating",
            RatingField {
                rating: rating.clone(),
                name,
                legend,
                legend_hidden: false,
                between: between(),
                onanswer: move |answer: Option<RatingAnswer>| {
                    onact.call(Act::Rate {
                        scale: scale.clone(),
                        wave,
                        answer,
                        certainty,
                    });
                },
                onbetween: move |now| between.set(now),
            }
            if rating.chosen.is_some() || between().picking {
                ChosenAnswer { rating, between: between() }
            }
        }
    }
}

fn is_numeric(rating: &RatingView) -> bool {
    matches!(rating.kind, ScaleKindView::Numeric { .. })
}

/// "Didn't ask" is an answer here, and the one that stands until another is given.
fn yes_no_not_asked() -> Vec<(Option<bool>, String)> {
    yes_no()
        .into_iter()
        .map(|(answer, label)| (Some(answer), label))
        .chain([(None, say!("talk-after-not-asked"))])
        .collect()
}
