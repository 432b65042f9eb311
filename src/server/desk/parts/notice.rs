//! A sentence that needs to be noticed: what is the matter, and what to do.

use dioxus::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something went as wished.
    Good,
    /// Something wants a look.
    Look,
    /// Something is wrong or dangerous.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "notice good",
            Self::Look => "notice look",
            Self::Bad => "notice bad",
        }
    }
}

/// A notice read out at once (`role=alert`) when it is bad, politely otherwise.
pub fn notice(tone: Tone, title: &str, body: Element) -> Element {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    rsx! {
        div { class: tone.class(), role,
            if !title.is_empty() {
                p { class: "notice-title", "{title}" }
            }
            {body}
        }
    }
}

/// A notice of one sentence.
pub fn sentence(tone: Tone, text: &str) -> Element {
    notice(tone, "", rsx! { p { "{text}" } })
}
