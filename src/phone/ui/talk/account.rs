//! An affected person's own account: played where they tell it themselves, read out, or the
//! phone handed over with nothing on it but the account.

use super::sheet::TalkSheet;
use crate::domain::guide::{AccountView, RecordingName};
use crate::phone::ui::page;
use crate::phone::ui::parts::{Icon, QuietButton};
use crate::say;
use dioxus::prelude::*;

pub const ACCOUNT: &str = "talk-account";

/// A recording that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Played {
    /// As an address.
    Here(String),
    NotHere,
    /// This browser cannot play what it is.
    Broken,
}

/// The account at this step.
#[component]
pub fn Account(
    accounts: Vec<AccountView>,
    /// Which of them is shown.
    which: usize,
    language: String,
    onother: EventHandler<usize>,
    /// The recording of this account, once it was asked for.
    played: Option<Played>,
    onplay: EventHandler<RecordingName>,
    onbroken: EventHandler<()>,
) -> Element {
    let several = accounts.len() > 1;
    let next = (which + 1) % accounts.len().max(1);
    let Some(AccountView {
        speaker,
        text,
        recording,
    }) = accounts.get(which).cloned()
    else {
        return rsx! {};
    };
    rsx! {
        section { class: "talk-account",
            h2 { class: "talk-legend", {say!("talk-account-read")} }
            AccountWords { speaker: speaker.clone(), text, language }
            match &played {
                Some(Played::Here(address)) => rsx! {
                    audio {
                        controls: true,
                        autoplay: true,
                        src: "{address}",
                        aria_label: "{speaker}",
                        onerror: move |_| onbroken.call(()),
                    }
                },
                Some(Played::NotHere) => rsx! {
                    p { class: "talk-quiet", role: "status", {say!("talk-account-coming")} }
                },
                Some(Played::Broken) => rsx! {
                    p { class: "talk-quiet", role: "status", {say!("talk-account-broken")} }
                },
                None => rsx! {},
            }
            div { class: "talk-smaller",
                if let Some(name) = recording.filter(|_| played.is_none()) {
                    QuietButton {
                        icon: Icon::Play,
                        label: say!("talk-account-play"),
                        onclick: move |()| onplay.call(name.clone()),
                    }
                }
                QuietButton {
                    icon: Icon::Smartphone,
                    label: say!("talk-account-hand"),
                    onclick: move |()| page::open_dialog(ACCOUNT),
                }
                if several {
                    QuietButton {
                        icon: Icon::Users,
                        label: say!("talk-account-other"),
                        onclick: move |()| onother.call(next),
                    }
                }
            }
        }
    }
}

#[component]
pub fn AccountSheet(accounts: Vec<AccountView>, which: usize, language: String) -> Element {
    let Some(AccountView { speaker, text, .. }) = accounts.get(which).cloned() else {
        return rsx! {};
    };
    rsx! {
        TalkSheet { id: ACCOUNT, title: speaker, back: say!("talk-account-back"), bare: true,
            AccountWords { speaker: String::new(), text, language }
        }
    }
}

#[component]
fn AccountWords(speaker: String, text: String, language: String) -> Element {
    rsx! {
        blockquote { class: "talk-account-words", lang: "{language}",
            if !speaker.is_empty() {
                p { class: "talk-speaker", "{speaker}" }
            }
            for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
                p { "{paragraph}" }
            }
        }
    }
}
