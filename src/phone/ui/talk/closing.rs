//! At the door, last: what they allow, asked aloud, with nothing chosen for them;
//! the privacy card; and what they may ask of us.

use super::answer::RadioAnswers;
use super::qr::QrCode;
use super::step::Folded;
use crate::domain::draft::Act;
use crate::domain::guide::ConsentView;
use crate::phone::platform;
use crate::phone::ui::door::WISH;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Choice, Icon, Picture};
use crate::say;
use dioxus::prelude::*;

/// Who stands behind the campaign, for the privacy card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    pub organisation: String,
    pub lead: String,
    pub privacy_url: Option<String>,
    pub privacy_code: Option<String>,
    /// Nothing can be shown: it is read aloud.
    pub by_phone: bool,
    /// Whom one has on the telephone, by their number.
    pub number: Option<String>,
}

#[component]
pub fn ConsentField(
    consent: ConsentView,
    language: String,
    by_phone: bool,
    onact: EventHandler<Act>,
) -> Element {
    rsx! {
        if !consent.text.is_empty() {
            p { class: "talk-say", lang: "{language}", "{consent.text}" }
        }
        RadioAnswers {
            legend: if by_phone { say!("talk-call-again") } else { say!("talk-come-back") },
            name: "talk-come-back",
            in_row: true,
            options: yes_no(),
            chosen: consent.come_back,
            onchoose: move |answer| onact.call(Act::MayComeBack { answer }),
        }
        RadioAnswers {
            legend: say!("talk-keep-name"),
            name: "talk-keep-name",
            in_row: true,
            options: yes_no(),
            chosen: consent.keep_with_name,
            onchoose: move |answer| onact.call(Act::KeepWithName { answer }),
        }
        p { class: "talk-quiet", {say!("talk-keep-name-no")} }
    }
}

#[must_use]
pub fn yes_no() -> Vec<(bool, String)> {
    vec![(true, say!("talk-yes")), (false, say!("talk-no"))]
}

/// What is shown to the person, and the way to what they may ask of us.
#[component]
pub fn AtTheDoorLast(behind: Behind) -> Element {
    rsx! {
        PrivacyCard { behind }
        Choice {
            icon: Icon::Talk,
            label: say!("talk-asked"),
            detail: say!("talk-asked-hint"),
            onclick: move |()| page::open_dialog(WISH),
        }
    }
}

#[component]
pub fn PrivacyCard(behind: Behind) -> Element {
    let intro = say!("talk-privacy-intro", organisation = behind.organisation);
    rsx! {
        Folded {
            title: if behind.by_phone { say!("talk-privacy-aloud") } else { say!("talk-privacy") },
            div { class: "talk-privacy",
                if let Some(url) = behind.privacy_url {
                    p { "{intro}" }
                    if let Some(code) = behind.privacy_code.filter(|_| !behind.by_phone) {
                        QrCode { code, label: say!("talk-privacy-qr", url = url) }
                    }
                    p { class: "talk-url", "{url}" }
                    if let Some(number) = behind.number {
                        a {
                            class: "row-button",
                            href: platform::message_link(&number, &format!("{intro} {url}")),
                            Picture { icon: Icon::Talk }
                            span { class: "row-words",
                                span { class: "row-label", {say!("talk-privacy-send")} }
                                span { class: "row-detail", {say!("talk-privacy-send-hint")} }
                            }
                        }
                    }
                } else {
                    p { {say!("talk-privacy-none", lead = behind.lead)} }
                }
                p { {say!("talk-privacy-rights")} }
            }
        }
    }
}
