//! Getting ready: what is on the phone already and what is still coming, until it needs no
//! signal any more. The browser is asked to keep its storage.

use crate::phone::platform::{self, OfflineState};
use crate::phone::room::Request;
use crate::phone::ui::parts::{
    Action, Back, Choice, Icon, Picture, Progress, Screen, TroubleScreen, Waiting,
};
use crate::phone::ui::room_context::{Loaded, use_front, use_reply};
use crate::phone::ui::route::{Route, use_nav};
use crate::phone::ui::words;
use crate::phone::view::{Home, ListSummary, SyncState};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn GettingReadyScreen() -> Element {
    let front = use_front();
    let nav = use_nav();
    let mut kept = use_signal(|| None::<bool>);
    use_future(move || async move {
        kept.set(Some(platform::keep_storage().await));
    });
    match use_reply::<Home>(Request::Home) {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen {
                trouble,
                leading: rsx! {
                    Back { to: Route::Home {} }
                },
            }
        },
        Loaded::Here(home) => rsx! {
            GettingReadyBody {
                home,
                sync: front.status.read().sync.clone(),
                app: *front.app_stored.read(),
                kept: kept(),
                may_install: platform::may_install(),
                onlists: move |()| nav.replace(Route::Home {}),
            }
        },
    }
}

#[component]
pub fn GettingReadyBody(
    home: Home,
    sync: SyncState,
    app: OfflineState,
    /// What the browser said when asked to keep what is stored; nothing until it has.
    kept: Option<bool>,
    /// The browser would put the app on the home screen when asked.
    may_install: bool,
    onlists: EventHandler<()>,
) -> Element {
    let lists_here = !home.lists.is_empty() && home.lists.iter().all(|list| list.ready);
    let ready = lists_here && app == OfflineState::Ready;
    rsx! {
        Screen {
            title: if ready { say!("ready-title") } else { say!("getting-ready-title") },
            above: say!("ready-welcome", name = home.canvasser),
            actions: rsx! {
                Action {
                    icon: Icon::List,
                    label: say!("to-your-lists"),
                    second: !ready,
                    onclick: move |()| onlists.call(()),
                }
            },
            p { class: "lead",
                if ready {
                    {say!("ready-words")}
                } else {
                    {say!("getting-ready-words")}
                }
            }
            ul { class: "checklist", role: "list",
                Line {
                    done: true,
                    words: say!("ready-joined", campaign = home.campaign),
                }
                if home.lists.is_empty() {
                    Line { done: false, words: say!("ready-no-list-yet") }
                }
                for list in home.lists.iter() {
                    Line {
                        key: "{list.list}",
                        done: list.ready,
                        words: if list.ready {
                            ready_words(list)
                        } else {
                            say!(
                                "ready-list-coming",
                                list = list.name,
                                arrived = list.arrived,
                                doors = list.doors
                            )
                        },
                        if !list.ready {
                            Progress { done: list.arrived, of: list.doors }
                        }
                    }
                }
                match app {
                    OfflineState::Ready => rsx! {
                        Line { done: true, words: say!("ready-app") }
                    },
                    OfflineState::Installing => rsx! {
                        Line { done: false, words: say!("ready-app-coming") }
                    },
                    OfflineState::Failed => rsx! {
                        Line { done: false, attention: true, words: say!("ready-app-failed") }
                    },
                    OfflineState::Unavailable => rsx! {
                        Line { done: false, attention: true, words: say!("ready-app-unavailable") }
                    },
                }
                match kept {
                    Some(true) => rsx! {
                        Line { done: true, words: say!("ready-kept") }
                    },
                    Some(false) => rsx! {
                        Line { done: false, attention: true, words: say!("ready-not-kept") }
                    },
                    None => rsx! {},
                }
            }
            if may_install {
                Choice {
                    icon: Icon::Smartphone,
                    label: say!("ready-install"),
                    detail: say!("ready-install-detail"),
                    onclick: move |()| {
                        spawn(async move {
                            // Whether they agreed shows by itself.
                            let _ = platform::install().await;
                        });
                    },
                }
            }
            if let Some(sync) = words::sync(&sync).filter(|_| !ready) {
                p { class: "quiet-words", role: "status", "{sync}" }
            }
        }
    }
}

#[component]
fn Line(
    done: bool,
    #[props(default)] attention: bool,
    words: String,
    children: Element,
) -> Element {
    rsx! {
        li { class: if done { "done" } else if attention { "attention" } else { "coming" },
            Picture {
                icon: if done { Icon::Check } else if attention { Icon::Warning } else { Icon::Clock },
            }
            div {
                span { "{words}" }
                {children}
            }
        }
    }
}

/// `Saturday, Kamppi: all 48 doors and the script`.
fn ready_words(list: &ListSummary) -> String {
    if list.calls {
        say!("ready-list-calls", list = list.name, numbers = list.doors)
    } else {
        say!("ready-list", list = list.name, doors = list.doors)
    }
}
