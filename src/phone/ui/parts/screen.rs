//! The frame of every screen: above, the way back, how much is not yet with the team, and
//! Help; in the lower third, what is done most.

use super::icon::{Icon, Picture};
use super::trouble::TroubleBar;
use crate::phone::ui::page;
use crate::phone::ui::practice::practising;
use crate::phone::ui::room_context::use_front;
use crate::phone::ui::route::{Route, use_nav};
use crate::say;
use dioxus::prelude::*;

/// The heading's id on the page. There is one screen at a time.
pub const HEADING: &str = "screen-title";

#[component]
pub fn Screen(
    /// The screen's heading, which gets the focus when the screen or the title changes.
    title: String,
    /// The heading is set small: what follows is larger (what to say at a door).
    #[props(default)]
    title_small: bool,
    /// Gets the focus instead of the heading, by its id: a field one came here to type in.
    focus: Option<&'static str>,
    /// What the screen opens at, by its id, unless one comes back to it.
    in_view: Option<&'static str>,
    /// A line above the heading.
    above: Option<String>,
    /// Left in the top bar: `Back { to }`, or Pause in a conversation.
    leading: Option<Element>,
    /// Right in the top bar, most often `HelpButton {}`.
    trailing: Option<Element>,
    /// The lower third: an `Action` or an `ActionPair`, with smaller things above.
    actions: Option<Element>,
    children: Element,
) -> Element {
    let mut front = use_front();
    let begin_at = focus.unwrap_or(HEADING);
    let spoken = title.clone();
    use_effect(use_reactive!(|(spoken, begin_at, in_view)| {
        page::set_title(&spoken);
        page::focus(begin_at);
        let returned = front.returned.replace(None);
        let just_saved = front.saved.peek().is_some();
        match (returned, in_view) {
            (Some(y), None) => page::scroll_down_to(y),
            (Some(y), Some(_)) if !just_saved => page::scroll_down_to(y),
            (_, Some(id)) => page::scroll_to(id),
            (None, None) => page::scroll_down_to(0.0),
        }
    }));

    rsx! {
        div { class: "screen",
            header { class: "top",
                div { class: "top-leading", {leading} }
                NotSent {}
                div { class: "top-trailing", {trailing} }
            }
            main { class: "body",
                TroubleBar {}
                div { class: "title",
                    if let Some(above) = above {
                        p { class: "above", "{above}" }
                    }
                    h1 {
                        class: if title_small { "title-small" },
                        id: HEADING,
                        tabindex: "-1",
                        "{title}"
                    }
                }
                {children}
            }
            if let Some(actions) = actions {
                footer { class: "actions", {actions} }
            }
        }
    }
}

/// The way back, to the screen this one belongs under.
#[component]
pub fn Back(to: Route) -> Element {
    let nav = use_nav();
    rsx! {
        button {
            r#type: "button",
            class: "quiet",
            onclick: move |_| nav.up_to(to.clone()),
            Picture { icon: Icon::Back }
            span { {say!("back")} }
        }
    }
}

/// How much is not yet with the team, in words, and the way to see each.
#[component]
fn NotSent() -> Element {
    let front = use_front();
    // Nothing of practice is ever sent, and the screen says so all the time.
    if practising().is_some() {
        return rsx! {
            span { class: "not-sent practising", {say!("practice-badge")} }
        };
    }
    let status = front.status.read();
    if front.home.read().is_none() {
        return rsx! {
            span { class: "not-sent" }
        };
    }
    rsx! {
        Link {
            to: Route::Sent {},
            class: if status.need_attention > 0 { "not-sent attention" } else { "not-sent" },
            if status.need_attention > 0 {
                Picture { icon: Icon::Warning }
                span { {say!("status-needs-attention", count = status.need_attention)} }
            } else if status.not_sent > 0 {
                span { {say!("status-not-sent", count = status.not_sent)} }
            } else {
                Picture { icon: Icon::Check }
                span { {say!("status-all-sent")} }
            }
        }
    }
}

/// While the back room answers. Quick enough most times that nothing should flash.
#[component]
pub fn Waiting() -> Element {
    rsx! {
        div { class: "waiting", role: "status",
            p { {say!("waiting")} }
        }
    }
}
