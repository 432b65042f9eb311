//! Signing in: an address, a password, and what was wrong in a sentence that
//! does not tell which of the two it was.

use crate::server::desk::page::{Frame, Page, Place, token};
use crate::server::desk::parts::field::Field;
use crate::server::desk::parts::notice::{Tone, sentence};
use dioxus::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Trouble {
    #[default]
    None,
    /// Wrong address or wrong password.
    NoMatch,
    /// Too many tries; whole minutes to wait.
    SlowDown {
        minutes: u32,
    },
    /// The page was opened before the session ended.
    SessionOver,
    SignedOut,
}

#[derive(Clone, Debug, Default)]
pub struct SignIn {
    pub email: String,
    pub trouble: Trouble,
    /// The page they wanted to see: a path of ours.
    pub then: String,
    /// Nobody has an account yet, so nobody can sign in.
    pub nobody_yet: bool,
}

pub fn page(frame: &Frame, model: &SignIn) -> Page {
    let w = frame.wording;
    let title = w.t("sign-in-title");
    let trouble = match &model.trouble {
        Trouble::None => None,
        Trouble::NoMatch => Some((Tone::Bad, w.t("sign-in-no-match"))),
        Trouble::SlowDown { minutes } => Some((
            Tone::Bad,
            w.say("sign-in-slow-down", &[("minutes", (*minutes).into())]),
        )),
        Trouble::SessionOver => Some((Tone::Look, w.t("sign-in-session-over"))),
        Trouble::SignedOut => Some((Tone::Good, w.t("sign-in-signed-out"))),
    };
    let body = rsx! {
        h1 { "{title}" }
        if let Some((tone, text)) = trouble { {sentence(tone, &text)} }
        if model.nobody_yet {
            {sentence(Tone::Look, &w.t("sign-in-nobody-yet"))}
            pre { class: "command", code { "doorstep-server lead add --data-dir … --email you@example.org" } }
        }
        form { method: "post", action: "/sign-in", class: "stacked",
            {token(frame)}
            input { r#type: "hidden", name: "then", value: "{model.then}" }
            {Field {
                name: "email",
                label: w.t("sign-in-email"),
                value: model.email.clone(),
                kind: "email",
                required: true,
                autocomplete: "username",
                ..Field::default()
            }.view()}
            {Field {
                name: "password",
                label: w.t("sign-in-password"),
                kind: "password",
                required: true,
                autocomplete: "current-password",
                ..Field::default()
            }.view()}
            button { class: "main", r#type: "submit", {w.t("sign-in-do")} }
        }
        p { class: "quiet", {w.t("sign-in-for-leads")} }
    };
    Page {
        title,
        place: Place::Elsewhere,
        live: false,
        body,
    }
}
