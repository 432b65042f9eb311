//! What they said: tags to tap and a few words of theirs. Typed words are handed
//! over at every letter (the queue lets the latest through), so that nothing is
//! lost when the phone dies or a tap on Next leaves the field focused, as iPhones do.

use super::answer::TickAnswer;
use super::careful::{Careful, WORDS_LIMIT, left, look_over, within_limit};
use crate::domain::draft::Act;
use crate::domain::guide::TagSetView;
use crate::phone::ui::parts::{Icon, Picture};
use crate::say;
use dioxus::prelude::*;

/// One set of tags. `onchoose` hears all codes chosen.
#[component]
pub fn TagField(
    tags: TagSetView,
    #[props(default)] legend_hidden: bool,
    onchoose: EventHandler<Vec<String>>,
) -> Element {
    let codes: Vec<String> = tags
        .items
        .iter()
        .filter(|item| item.chosen)
        .map(|item| item.code.clone())
        .collect();
    rsx! {
        fieldset { class: "talk-answers",
            legend { class: if legend_hidden { "heard" } else { "talk-legend" }, "{tags.label}" }
            div { class: "talk-tags",
                for item in tags.items.clone() {
                    TickAnswer {
                        key: "{item.code}",
                        label: item.label.clone(),
                        chosen: item.chosen,
                        onchoose: {
                            let codes = codes.clone();
                            move |on: bool| {
                                let mut codes = codes.clone();
                                codes.retain(|code| !tags.one_of && *code != item.code);
                                if on {
                                    codes.push(item.code.clone());
                                }
                                onchoose.call(codes);
                            }
                        },
                    }
                }
            }
        }
    }
}

/// One set of tags, whose choice is an act.
#[component]
pub fn OneSet(
    tags: TagSetView,
    #[props(default)] legend_hidden: bool,
    onact: EventHandler<Act>,
) -> Element {
    let set = tags.id.clone();
    rsx! {
        TagField {
            tags,
            legend_hidden,
            onchoose: move |codes| {
                onact.call(Act::Tag {
                    set: set.clone(),
                    codes,
                });
            },
        }
    }
}

/// A few words of theirs. Warns of names, numbers and addresses; never refuses.
#[component]
pub fn WordsField(
    /// What was typed before, when the screen opens.
    words: String,
    /// Names on the walk list for this door.
    people: Vec<String>,
    onwords: EventHandler<String>,
) -> Element {
    let opened_with = words;
    let mut words = use_signal(|| opened_with.clone());
    let text = words();
    rsx! {
        div { class: "talk-words",
            label { r#for: "talk-words", {say!("talk-difference-words")} }
            textarea {
                id: "talk-words",
                rows: "3",
                autocomplete: "off",
                autocapitalize: "sentences",
                aria_describedby: "talk-words-left talk-words-hint",
                value: "{text}",
                maxlength: "{WORDS_LIMIT}",
                oninput: move |event| {
                    let typed = within_limit(&event.value());
                    words.set(typed.clone());
                    onwords.call(typed);
                },
            }
            p { id: "talk-words-left", class: "talk-quiet",
                {say!("talk-letters-left", left = left(&text))}
            }
            {warnings("talk-words-hint", look_over(&text, &people))}
        }
    }
}

/// What to be careful of, under a field it describes.
pub fn warnings(id: &str, found: Vec<Careful>) -> Element {
    rsx! {
        // Always there, so that a screen reader notices when words come into it.
        div { id: "{id}", role: "status",
            for (place , warning) in found.into_iter().enumerate() {
                p { key: "{place}", class: "notice notice-attention talk-careful",
                    Picture { icon: Icon::Warning }
                    span { {warning_words(warning)} }
                }
            }
        }
    }
}

fn warning_words(warning: Careful) -> String {
    match warning {
        Careful::Name => say!("talk-careful-name"),
        Careful::Phone => say!("talk-careful-phone"),
        Careful::Address => say!("talk-careful-address"),
        Careful::Email => say!("talk-careful-email"),
    }
}
