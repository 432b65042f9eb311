//! Pause: the clock stands still, and everything that is not the next sentence
//! is here: park the talk, skip, jump, the short path, the language, who it is.

use super::outline::Outline;
use super::sheet::TalkSheet;
use super::who::{SomeoneJoined, WhoField};
use crate::domain::draft::Act;
use crate::phone::ui::page;
use crate::phone::ui::parts::{Choice, Choices, Icon};
use crate::phone::ui::practice::practising;
use crate::phone::ui::words;
use crate::phone::view::TalkView;
use crate::say;
use dioxus::prelude::*;

pub const PAUSE: &str = "talk-pause";

/// What the sheet shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PausePage {
    #[default]
    Menu,
    Steps,
    Who,
    Joined,
    Language,
}

#[component]
pub fn PauseSheet(
    view: TalkView,
    page: PausePage,
    /// Everything tapped is stored.
    stored: bool,
    onpage: EventHandler<PausePage>,
    onputaway: EventHandler<()>,
    onact: EventHandler<Act>,
    /// To the street; the talk stays parked.
    onleave: EventHandler<()>,
) -> Element {
    let practising = use_hook(practising).is_some();
    let may_skip = view.step.as_ref().is_some_and(|step| step.may_skip);
    let title = match page {
        PausePage::Menu => say!("talk-paused"),
        PausePage::Steps => say!("talk-outline"),
        PausePage::Who => say!("talk-who"),
        PausePage::Joined => say!("talk-joined"),
        PausePage::Language => say!("talk-language"),
    };
    // On with the talk, then what was chosen.
    let on_with = move |act: Option<Act>| {
        page::close_dialog(PAUSE);
        onact.call(Act::Resume);
        if let Some(act) = act {
            onact.call(act);
        }
    };
    rsx! {
        TalkSheet {
            id: PAUSE,
            title,
            back: say!("talk-go-on"),
            onclosed: move |()| onact.call(Act::Resume),
            match page {
                PausePage::Menu => rsx! {
                    p { class: "talk-quiet",
                        span { {say!("talk-paused-clock")} }
                        " "
                        // Keeps its room until it is true, so that nothing jumps under the thumb.
                        span { class: if !stored { "talk-not-yet" },
                            if practising {
                                {say!("practice-badge")}
                            } else {
                                {say!("talk-paused-saved")}
                            }
                        }
                    }
                    div { class: "rows",
                        Choice {
                            icon: Icon::Smartphone,
                            label: say!("talk-put-away"),
                            detail: say!("talk-put-away-hint"),
                            onclick: move |()| {
                                on_with(None);
                                onputaway.call(());
                            },
                        }
                        Choice {
                            icon: Icon::Go,
                            label: match (practising, view.by_phone) {
                                (true, _) => say!("practice-stop"),
                                (false, true) => say!("talk-park-call"),
                                (false, false) => say!("talk-park"),
                            },
                            detail: (!practising).then(|| say!("talk-park-hint")),
                            onclick: move |()| {
                                page::close_dialog(PAUSE);
                                onleave.call(());
                            },
                        }
                        if may_skip {
                            Choice {
                                icon: Icon::Onward,
                                label: say!("talk-skip"),
                                detail: say!("talk-skip-hint"),
                                onclick: move |()| on_with(Some(Act::Skip)),
                            }
                        }
                        Choice {
                            icon: Icon::List,
                            label: say!("talk-jump"),
                            onclick: move |()| onpage.call(PausePage::Steps),
                        }
                        if view.can_go_short {
                            Choice {
                                icon: Icon::Clock,
                                label: say!("talk-hurry"),
                                detail: say!("talk-hurry-hint"),
                                onclick: move |()| on_with(Some(Act::Short { short: true })),
                            }
                        } else if view.short {
                            Choice {
                                icon: Icon::Clock,
                                label: say!("talk-hurry-on"),
                                detail: say!("talk-hurry-off-hint"),
                                onclick: move |()| on_with(Some(Act::Short { short: false })),
                            }
                        }
                        if view.languages.len() > 1 {
                            Choice {
                                icon: Icon::Languages,
                                label: say!("talk-language"),
                                detail: words::language(&view.language),
                                onclick: move |()| onpage.call(PausePage::Language),
                            }
                        }
                        Choice {
                            icon: Icon::User,
                            label: say!("talk-who-change"),
                            onclick: move |()| onpage.call(PausePage::Who),
                        }
                        Choice {
                            icon: Icon::Users,
                            label: say!("talk-joined"),
                            onclick: move |()| onpage.call(PausePage::Joined),
                        }
                        Choice {
                            icon: Icon::DoorClosed,
                            label: say!("talk-over"),
                            detail: (!practising).then(|| say!("talk-over-hint")),
                            onclick: move |()| on_with(Some(Act::CloseDoor)),
                        }
                    }
                },
                PausePage::Steps => rsx! {
                    Outline {
                        lines: view.outline.clone(),
                        language: view.language.clone(),
                        onjump: move |step: String| on_with(Some(Act::GoTo { step })),
                    }
                },
                PausePage::Who => rsx! {
                    WhoField {
                        people: view.people.clone(),
                        who: view.who,
                        legend: say!("talk-who"),
                        legend_hidden: true,
                        name: "talk-pause-who",
                        onchoose: move |who| onact.call(Act::Who { who }),
                    }
                },
                PausePage::Joined => rsx! {
                    SomeoneJoined {
                        people: view.people.clone(),
                        who: view.who,
                        rated: view.rated,
                        onchoose: move |who| onact.call(Act::Who { who }),
                        onover: move |()| on_with(Some(Act::CloseDoor)),
                    }
                },
                PausePage::Language => rsx! {
                    Choices {
                        legend: say!("talk-language"),
                        legend_hidden: true,
                        name: "talk-language",
                        options: view
                            .languages
                            .iter()
                            .map(|tag| (tag.clone(), words::language(tag)))
                            .collect::<Vec<_>>(),
                        chosen: view.language.clone(),
                        onchoose: move |tag: String| onact.call(Act::Language { tag }),
                    }
                },
            }
        }
    }
}
