//! When a page cannot be shown: what happened and what to do, in one sentence
//! each. Never an error code alone.

use crate::server::desk::page::{Frame, Page, Place};
use crate::server::desk::parts::notice::{Tone, notice};
use dioxus::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NotFound,
    /// The form did not come from this desk's own page, or is too old.
    FormRefused,
    /// The role does not allow it.
    NotAllowed,
    /// The file or form is larger than we take.
    TooLarge,
    /// The form came in a shape no page of ours sends.
    Malformed,
    /// The store could not answer.
    Broken,
}

impl Problem {
    fn key(self) -> &'static str {
        match self {
            Self::NotFound => "problem-not-found",
            Self::FormRefused => "problem-form-refused",
            Self::NotAllowed => "problem-not-allowed",
            Self::TooLarge => "problem-too-large",
            Self::Malformed => "problem-malformed",
            Self::Broken => "problem-broken",
        }
    }
}

pub fn page(frame: &Frame, problem: Problem) -> Page {
    let w = frame.wording;
    let title = w.t(problem.key());
    let what_to_do = w.t(&format!("{}-do", problem.key()));
    let tone = if problem == Problem::Broken {
        Tone::Bad
    } else {
        Tone::Look
    };
    let body = rsx! {
        h1 { "{title}" }
        {notice(tone, "", rsx! { p { "{what_to_do}" } })}
        p { a { href: "/", {w.t("problem-back")} } }
    };
    Page {
        title,
        place: Place::Elsewhere,
        live: false,
        body,
    }
}
