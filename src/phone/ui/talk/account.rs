//! An affected person's own account: read out, or the phone handed over with
//! nothing on it but the account.

use super::sheet::TalkSheet;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Icon, QuietButton};
use crate::say;
use dioxus::prelude::*;

pub const ACCOUNT: &str = "talk-account";

/// The account at this step. The first line says who speaks.
#[component]
pub fn Account(
    accounts: Vec<String>,
    /// Which of them is shown.
    which: usize,
    language: String,
    onother: EventHandler<usize>,
) -> Element {
    let several = accounts.len() > 1;
    let next = (which + 1) % accounts.len().max(1);
    let Some((speaker, text)) = accounts.get(which).map(|account| parts(account)) else {
        return rsx! {};
    };
    rsx! {
        section { class: "talk-account",
            h2 { class: "talk-legend", {say!("talk-account-read")} }
            AccountWords { speaker, text, language }
            div { class: "talk-smaller",
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
pub fn AccountSheet(accounts: Vec<String>, which: usize, language: String) -> Element {
    let Some((speaker, text)) = accounts.get(which).map(|account| parts(account)) else {
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

fn parts(account: &str) -> (String, String) {
    match account.split_once('\n') {
        Some((speaker, text)) => (speaker.to_owned(), text.to_owned()),
        None => (String::new(), account.to_owned()),
    }
}
