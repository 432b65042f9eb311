//! Choosing one of a few: native radio buttons drawn as large rows, or plain rows that act
//! at once.

use super::icon::{Icon, Picture};
use dioxus::prelude::*;

/// One of a few, chosen but not yet acted on. Native radio buttons.
#[component]
pub fn Choices<T: Clone + PartialEq + 'static>(
    /// The question, read before the answers.
    legend: String,
    /// The group's name on the page.
    name: String,
    #[props(default)] legend_hidden: bool,
    options: Vec<(T, String)>,
    chosen: Option<T>,
    onchoose: EventHandler<T>,
) -> Element {
    rsx! {
        fieldset { class: "choices",
            legend { class: if legend_hidden { "heard" }, "{legend}" }
            for (index , (value , label)) in options.into_iter().enumerate() {
                label { class: "choice", key: "{index}",
                    input {
                        r#type: "radio",
                        name: "{name}",
                        value: "{index}",
                        checked: chosen.as_ref() == Some(&value),
                        onchange: move |_| onchoose.call(value.clone()),
                    }
                    span { "{label}" }
                }
            }
        }
    }
}

/// A row that does something at once.
#[component]
pub fn Choice(
    label: String,
    detail: Option<String>,
    icon: Option<Icon>,
    #[props(default)] danger: bool,
    onclick: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            r#type: "button",
            class: if danger { "row-button row-danger" } else { "row-button" },
            onclick: move |_| onclick.call(()),
            if let Some(icon) = icon {
                Picture { icon }
            }
            span { class: "row-words",
                span { class: "row-label", "{label}" }
                if let Some(detail) = detail {
                    span { class: "row-detail", "{detail}" }
                }
            }
        }
    }
}
