//! On the pavement, the door closed: it is saved, and in words how; what may
//! still be added; on to the next address.

use super::closing::{Behind, PrivacyCard};
use super::said::{OneSet, WordsField};
use super::step::{CommitmentField, Folded};
use super::unsaved::{Saving, Unsaved};
use super::who::{WhoElseField, WhoField, who_words};
use crate::domain::draft::Act;
use crate::domain::visit::WhoAnswered;
use crate::phone::ui::parts::{Action, HelpButton, Icon, Picture, QuietButton, SavedBar, Screen};
use crate::phone::ui::practice::practising;
use crate::phone::ui::words;
use crate::phone::view::{PavementView, TalkView};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn PavementBody(
    view: TalkView,
    pavement: PavementView,
    behind: Behind,
    saving: Saving,
    onact: EventHandler<Act>,
    onretry: EventHandler<()>,
    onfinish: EventHandler<()>,
) -> Element {
    let practising = use_hook(practising).is_some();
    let stored = saving == Saving::Stored && !practising;
    let mut sets = pavement.tags.clone().into_iter();
    let (first, rest) = (sets.next(), sets);
    rsx! {
        Screen {
            title: match &saving {
                _ if practising => say!("practice-held"),
                // Typing saves too; only what failed takes the word "saved" away.
                Saving::Stored | Saving::Underway => say!("talk-saved"),
                Saving::Failed(_) => say!("talk-not-saved-title"),
            },
            leading: rsx! {
                QuietButton {
                    icon: Icon::Back,
                    label: say!("talk-back"),
                    described: say!("talk-return"),
                    onclick: move |()| onact.call(Act::Back),
                }
            },
            trailing: rsx! {
                HelpButton {}
            },
            actions: rsx! {
                // What they asked of us can be undone until we leave the door.
                SavedBar {}
                Unsaved { saving, onretry }
                div { class: "talk-next",
                    if let Some(next) = &pavement.next {
                        Action {
                            icon: if next.call { Icon::Phone } else { Icon::Go },
                            above: words::next(next),
                            label: next.address.clone(),
                            onclick: onfinish,
                        }
                    } else {
                        Action {
                            label: match (practising, view.by_phone) {
                                (true, _) => say!("practice-look-back"),
                                (false, true) => say!("talk-to-list"),
                                (false, false) => say!("talk-next-none"),
                            },
                            onclick: onfinish,
                        }
                    }
                }
            },
            div { class: "talk-step",
                p { class: "talk-kept",
                    if stored {
                        Picture { icon: Icon::Check }
                    }
                    span {
                        if practising {
                            {say!("practice-at-a-door")}
                            " "
                        }
                        {kept_words(&pavement, view.who, view.by_phone)}
                    }
                }
                if !pavement.missing.is_empty() {
                    p { class: "talk-quiet", {say!("talk-missing", steps = pavement.missing.join(", "))} }
                }
                p { class: "talk-quiet", {say!("talk-more")} }
                // What made a difference first; what else was noted at the door
                // is folded away below.
                if let Some(tags) = first.clone() {
                    OneSet { tags, onact }
                } else if pavement.asks_made_a_difference {
                    h2 { class: "talk-question", {say!("talk-difference")} }
                }
                if pavement.asks_made_a_difference {
                    WordsField {
                        words: view.made_a_difference.clone(),
                        people: view.people.iter().map(|person| person.name.clone()).collect::<Vec<_>>(),
                        onwords: move |words| onact.call(Act::MadeADifference { words }),
                    }
                }
                for commitment in pavement.commitments.clone() {
                    CommitmentField { key: "{commitment.id}", commitment, onact }
                }
                for tags in rest {
                    Folded { key: "{tags.id}", title: tags.label.clone(),
                        OneSet { tags, legend_hidden: true, onact }
                    }
                }
                WhoElseField { chosen: view.who_else.clone(), onact }
                if !view.people.is_empty() {
                    div { class: "talk-right-person",
                        p {
                            span { {say!("talk-right-person")} }
                            " "
                            strong { {who_words(view.who, &view.people)} }
                        }
                        Folded { title: say!("talk-change"),
                            WhoField {
                                people: view.people.clone(),
                                who: view.who,
                                legend: say!("talk-who"),
                                legend_hidden: true,
                                name: "talk-pavement-who",
                                onchoose: move |who| onact.call(Act::Who { who }),
                            }
                        }
                    }
                }
                PrivacyCard { behind }
            }
        }
    }
}

fn kept_words(pavement: &PavementView, who: WhoAnswered, by_phone: bool) -> String {
    match (pavement.linked, who) {
        (true, _) if by_phone => say!("talk-linked-call"),
        (false, _) if by_phone => say!("talk-unlinked-call"),
        (true, WhoAnswered::Listed(_)) => say!("talk-linked-person"),
        (true, _) => say!("talk-linked"),
        (false, _) => say!("talk-unlinked"),
    }
}
