//! "Record a talk I just had": a talk held with the phone in the pocket, on one
//! screen. Everything may be left open; no time is invented.

use super::answer::RadioAnswers;
use super::closing::yes_no;
use super::rating::{Between, ChosenAnswer, RatingField};
use super::said::{TagField, WordsField};
use super::step::{Folded, yes_maybe_no};
use super::unsaved::{Saving, Unsaved};
use super::who::WhoField;
use crate::domain::conversation::{Certainty, CommitmentSaid, RatingAnswer};
use crate::domain::guide::{CommitmentView, RatingView, ScaleKindView, TagSetView};
use crate::domain::ids::DoorId;
use crate::domain::visit::WhoAnswered;
use crate::phone::room::Request;
use crate::phone::ui::parts::{Action, Back, Choices, HelpButton, Screen, TroubleScreen, Waiting};
use crate::phone::ui::room_context::{
    Loaded, ask, use_front, use_reply, use_room, use_standing_at,
};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::view::{Afterwards, AfterwardsForm, RecordedAfter, Saved};
use crate::say;
use dioxus::prelude::*;
use std::collections::BTreeMap;

#[component]
pub fn RecordTalkScreen(door: DoorId) -> Element {
    let mut front = use_front();
    let (room, nav) = (use_room(), use_nav());
    let mut saving = use_signal(Saving::default);
    use_standing_at(Some(door), None);

    let form = match use_reply::<AfterwardsForm>(Request::AfterwardsForm { door }) {
        Loaded::Here(form) => form,
        Loaded::Waiting => {
            return rsx! {
                Waiting {}
            };
        }
        Loaded::Failed(trouble) => {
            return rsx! {
                TroubleScreen {
                    trouble,
                    leading: rsx! {
                        Back { to: Route::Door { door } }
                    },
                }
            };
        }
    };
    rsx! {
        AfterwardsBody {
            form,
            saving: saving(),
            onsave: move |talk: Afterwards| {
                // A second tap must not save it twice.
                if *saving.peek() == Saving::Underway {
                    return;
                }
                saving.set(Saving::Underway);
                let room = room.clone();
                spawn(async move {
                    match ask::<Saved>(&room, Request::RecordAfterwards { talk }).await {
                        Ok(saved) => {
                            front.announce(say!("talk-saved"));
                            front.touch();
                            nav.up_to(Route::Door { door });
                            front.saved.set(Some(saved));
                        }
                        Err(trouble) => saving.set(Saving::Failed(trouble)),
                    }
                });
            },
        }
    }
}

/// What is on the screen and not yet saved.
#[derive(Clone, Debug, Default, PartialEq)]
struct Filled {
    who: Option<WhoAnswered>,
    before: Option<RatingAnswer>,
    before_between: Between,
    after: Option<RatingAnswer>,
    after_between: Between,
    /// Guessed, unless they are known to have said it.
    certainty: Certainty,
    tags: BTreeMap<String, Vec<String>>,
    words: String,
    commitments: BTreeMap<String, CommitmentSaid>,
    come_back: Option<bool>,
    keep_with_name: Option<bool>,
    from_paper: bool,
}

impl Filled {
    fn new() -> Self {
        Self {
            certainty: Certainty::Estimated,
            ..Self::default()
        }
    }

    fn hand_in(self, door: DoorId) -> Afterwards {
        Afterwards {
            door,
            who: self.who.unwrap_or(WhoAnswered::DidNotAsk),
            before: self.before.unwrap_or(RatingAnswer::NotAsked),
            after: self.after.unwrap_or(RatingAnswer::NotAsked),
            certainty: self.certainty,
            tags: self.tags.into_iter().collect(),
            made_a_difference: self.words,
            commitments: self.commitments.into_iter().collect(),
            keep_with_name: self.keep_with_name,
            come_back: self.come_back,
            recorded: if self.from_paper {
                RecordedAfter::FromPaper
            } else {
                RecordedAfter::FromMemory
            },
        }
    }
}

#[component]
pub fn AfterwardsBody(
    form: AfterwardsForm,
    saving: Saving,
    onsave: EventHandler<Afterwards>,
) -> Element {
    let mut filled = use_signal(Filled::new);
    let now = filled.read().clone();
    let door = form.door;
    let people: Vec<String> = form
        .people
        .iter()
        .map(|person| person.name.clone())
        .collect();
    let mut sets = form.tags.clone().into_iter();
    let (first, rest) = (sets.next(), sets);
    let save = move || onsave.call(filled.peek().clone().hand_in(door));
    rsx! {
        Screen {
            title: say!("talk-after-title"),
            above: form.address.clone(),
            leading: rsx! {
                Back { to: Route::Door { door } }
            },
            trailing: rsx! {
                HelpButton {}
            },
            actions: rsx! {
                Unsaved { saving, onretry: move |()| save() }
                Action { label: say!("talk-after-save"), onclick: move |()| save() }
            },
            div { class: "talk-step talk-after",
                WhoField {
                    people: form.people.clone(),
                    who: now.who,
                    legend: say!("talk-after-who"),
                    name: "talk-after-who",
                    onchoose: move |who| filled.write().who = Some(who),
                }
                if let Some(before) = form.before.clone() {
                    OneRating {
                        legend: if is_numeric(&before) { say!("talk-after-before") } else { say!("talk-after-before-words") },
                        name: "talk-after-before",
                        rating: RatingView { chosen: now.before.clone(), ..before },
                        between: now.before_between.clone(),
                        onanswer: move |answer| filled.write().before = answer,
                        onbetween: move |between| filled.write().before_between = between,
                    }
                }
                if let Some(after) = form.after.clone() {
                    OneRating {
                        legend: if is_numeric(&after) { say!("talk-after-after") } else { say!("talk-after-after-words") },
                        name: "talk-after-after",
                        rating: RatingView { chosen: now.after.clone(), ..after },
                        between: now.after_between.clone(),
                        onanswer: move |answer| filled.write().after = answer,
                        onbetween: move |between| filled.write().after_between = between,
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
                        chosen: now.certainty,
                        onchoose: move |certainty| filled.write().certainty = certainty,
                    }
                }
                if let Some(tags) = first {
                    Tags { tags, filled }
                } else {
                    h2 { class: "talk-question", {say!("talk-difference")} }
                }
                WordsField {
                    words: String::new(),
                    people,
                    onwords: move |words| filled.write().words = words,
                }
                for tags in rest {
                    Folded { key: "{tags.id}", title: tags.label.clone(),
                        Tags { tags, legend_hidden: true, filled }
                    }
                }
                if !form.commitments.is_empty() {
                    Folded { title: say!("talk-after-agreed"),
                        for commitment in form.commitments.clone() {
                            Agreed { key: "{commitment.id}", commitment, filled }
                        }
                    }
                }
                if form.asks_consent {
                    h2 { class: "talk-question", {say!("talk-after-consent")} }
                    RadioAnswers {
                        legend: say!("talk-after-come-back"),
                        name: "talk-after-come-back",
                        in_row: true,
                        options: yes_no_not_asked(),
                        chosen: Some(now.come_back),
                        onchoose: move |answer: Option<Option<bool>>| {
                            filled.write().come_back = answer.flatten();
                        },
                    }
                    RadioAnswers {
                        legend: say!("talk-after-keep-name"),
                        name: "talk-after-keep-name",
                        in_row: true,
                        options: yes_no_not_asked(),
                        chosen: Some(now.keep_with_name),
                        onchoose: move |answer: Option<Option<bool>>| {
                            filled.write().keep_with_name = answer.flatten();
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
                    chosen: now.from_paper,
                    onchoose: move |paper| filled.write().from_paper = paper,
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
    between: Between,
    onanswer: EventHandler<Option<RatingAnswer>>,
    onbetween: EventHandler<Between>,
) -> Element {
    rsx! {
        div { class: "talk-one-rating",
            RatingField {
                rating: rating.clone(),
                name,
                legend,
                legend_hidden: false,
                between: between.clone(),
                onanswer,
                onbetween,
            }
            if rating.chosen.is_some() || between.picking {
                ChosenAnswer { rating, between }
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

/// One set of tags, as filled in so far.
#[component]
fn Tags(
    tags: TagSetView,
    #[props(default)] legend_hidden: bool,
    filled: Signal<Filled>,
) -> Element {
    let set = tags.id.clone();
    let mut tags = tags;
    for item in &mut tags.items {
        let filled = filled.read();
        let codes = filled.tags.get(&set);
        item.chosen = codes.is_some_and(|codes| codes.contains(&item.code));
    }
    rsx! {
        TagField {
            tags,
            legend_hidden,
            onchoose: move |codes: Vec<String>| {
                filled.write().tags.insert(set.clone(), codes);
            },
        }
    }
}

/// One thing that may have been agreed.
#[component]
fn Agreed(commitment: CommitmentView, filled: Signal<Filled>) -> Element {
    let id = commitment.id.clone();
    let said = filled.read().commitments.get(&id).copied();
    rsx! {
        RadioAnswers {
            legend: commitment.label,
            name: "talk-after-{id}",
            in_row: true,
            options: yes_maybe_no(),
            chosen: said,
            onchoose: move |said| {
                let commitments = &mut filled.write().commitments;
                match said {
                    Some(said) => {
                        commitments.insert(id.clone(), said);
                    }
                    None => {
                        commitments.remove(&id);
                    }
                }
            },
        }
    }
}
