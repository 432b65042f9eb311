//! Things to tap. The main action is full width and at least 56 px high; everything else at
//! least 44 px.

use super::icon::{Icon, Picture};
use crate::phone::ui::route::Route;
use dioxus::prelude::*;

/// The main action of a screen: one per screen, at the same place, in the screen's `actions`.
#[component]
pub fn Action(
    label: String,
    icon: Option<Icon>,
    /// A quiet line above the label.
    above: Option<String>,
    /// A quiet line below it.
    detail: Option<String>,
    #[props(default)] disabled: bool,
    /// Outlined instead of filled: beside or above the main one.
    #[props(default)]
    second: bool,
    onclick: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            r#type: "button",
            class: if second { "action action-second" } else { "action" },
            // Not `disabled`: that would take the focus away from whoever is on it.
            aria_disabled: disabled.then_some("true"),
            onclick: move |_| {
                if !disabled {
                    onclick.call(());
                }
            },
            if let Some(icon) = icon {
                Picture { icon }
            }
            span { class: "action-words",
                if let Some(above) = above {
                    span { class: "action-detail", "{above}" }
                }
                span { "{label}" }
                if let Some(detail) = detail {
                    span { class: "action-detail", "{detail}" }
                }
            }
        }
    }
}

/// Two actions of equal weight and size, side by side (one above the other at large text).
#[component]
pub fn ActionPair(children: Element) -> Element {
    rsx! {
        div { class: "action-pair", {children} }
    }
}

/// A smaller button with its word, for what is rarely needed.
#[component]
pub fn QuietButton(
    label: String,
    icon: Option<Icon>,
    /// Read instead of the label, where the label alone says too little ("Undo").
    described: Option<String>,
    #[props(default)] danger: bool,
    onclick: EventHandler<()>,
) -> Element {
    rsx! {
        button {
            r#type: "button",
            class: if danger { "quiet quiet-danger" } else { "quiet" },
            aria_label: described,
            onclick: move |_| onclick.call(()),
            if let Some(icon) = icon {
                Picture { icon }
            }
            span { "{label}" }
        }
    }
}

/// A line of a list that leads somewhere.
#[component]
pub fn RowLink(to: Route, icon: Option<Icon>, label: String, detail: Option<String>) -> Element {
    rsx! {
        Link { to, class: "row-link",
            if let Some(icon) = icon {
                Picture { icon }
            }
            span { class: "row-words",
                span { class: "row-label", "{label}" }
                if let Some(detail) = detail {
                    span { class: "row-detail", "{detail}" }
                }
            }
            Picture { icon: Icon::Onward }
        }
    }
}
