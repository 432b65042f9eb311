//! Answers to tap: native radio buttons and tick boxes drawn large. A radio
//! button that is tapped again is cleared, because everything can be undone.
//! Two taps in quick succession are one: the stylesheet lets a choice that was
//! just made ignore the finger for a moment (`talk.css`, "raindrops").

use dioxus::prelude::*;

/// One of several, or none.
#[component]
pub fn RadioAnswers<T: Clone + PartialEq + 'static>(
    /// The question, read before the answers.
    legend: String,
    #[props(default)] legend_hidden: bool,
    /// The group's name on the page; several groups may be on one screen.
    name: String,
    options: Vec<(T, String)>,
    chosen: Option<T>,
    /// Side by side where there is room, else one below the other.
    #[props(default)]
    in_row: bool,
    onchoose: EventHandler<Option<T>>,
) -> Element {
    rsx! {
        fieldset { class: "talk-answers",
            legend { class: if legend_hidden { "heard" } else { "talk-legend" }, "{legend}" }
            div { class: if in_row { "talk-row" } else { "talk-list" },
                for (index , (value , label)) in options.into_iter().enumerate() {
                    RadioAnswer {
                        key: "{index}",
                        name: name.clone(),
                        value: index.to_string(),
                        label,
                        chosen: chosen.as_ref() == Some(&value),
                        onchoose: move |chosen: bool| onchoose.call(chosen.then(|| value.clone())),
                    }
                }
            }
        }
    }
}

/// One radio button. `onchoose` hears `false` when the chosen one is tapped again.
#[component]
pub fn RadioAnswer(
    name: String,
    value: String,
    label: String,
    /// Read instead of the label, where the label alone says too little.
    described: Option<String>,
    /// Drawn as a number in the grid.
    #[props(default)]
    number: bool,
    chosen: bool,
    onchoose: EventHandler<bool>,
) -> Element {
    rsx! {
        label { class: if number { "talk-number" } else { "talk-answer" },
            input {
                r#type: "radio",
                name: "{name}",
                value: "{value}",
                checked: chosen,
                aria_label: described,
                // Arrow keys and screen readers click too; `change` alone would
                // not tell of a second tap.
                onclick: move |_| onchoose.call(!chosen),
            }
            span { "{label}" }
        }
    }
}

/// One of several that may be chosen together.
#[component]
pub fn TickAnswer(
    label: String,
    #[props(default)] number: bool,
    chosen: bool,
    onchoose: EventHandler<bool>,
) -> Element {
    rsx! {
        label { class: if number { "talk-number" } else { "talk-tag" },
            input {
                r#type: "checkbox",
                checked: chosen,
                onclick: move |_| onchoose.call(!chosen),
            }
            span { "{label}" }
        }
    }
}
