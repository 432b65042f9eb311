//! The rescue file: what is not with the team, as one sealed file to give to the lead by hand.
//! And leaving the campaign, which waits until nothing would be lost by it.

use super::page;
use super::parts::{Action, Back, Icon, QuietButton, Screen, Sheet, TroubleScreen, Waiting};
use super::room_context::{Loaded, use_front, use_reply, use_tell};
use super::route::Route;
use crate::phone::platform;
use crate::phone::room::Request;
use crate::phone::view::{Rescue, RescueFile, WithoutKey};
use crate::say;
use dioxus::prelude::*;

/// What became of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Shared,
    /// Where, as far as the shell says.
    Saved(String),
    Failed,
}

#[component]
pub fn RescueScreen() -> Element {
    rsx! {
        RescueLoader {
            leading: rsx! {
                Back { to: Route::Sent {} }
            },
        }
    }
}

/// Asks for the files and hands them on; also where the app could not be opened.
#[component]
pub fn RescueLoader(leading: Element) -> Element {
    let tell = use_tell();
    let mut kept = use_signal(|| None::<Kept>);
    match use_reply::<Rescue>(Request::Rescue) {
        Loaded::Waiting => rsx! {
            Waiting {}
        },
        Loaded::Failed(trouble) => rsx! {
            TroubleScreen { trouble, leading }
        },
        Loaded::Here(rescue) => {
            let files = rescue.files.clone();
            let keep = use_callback(move |share: bool| {
                let (files, tell) = (files.clone(), tell.clone());
                spawn(async move {
                    let became = hand_out(&files, share).await;
                    if matches!(became, Some(Kept::Shared | Kept::Saved(_))) {
                        let names = files.into_iter().map(|file| file.name).collect();
                        tell.tell(Request::Rescued { names }, |()| {});
                    }
                    if became.is_some() {
                        kept.set(became);
                    }
                });
            });
            let now = kept.read().clone();
            rsx! {
                RescueBody {
                    rescue,
                    kept: now,
                    may_share: platform::may_share(),
                    leading,
                    onkeep: move |share| keep.call(share),
                }
            }
        }
    }
}

/// `None` when the person thought better of it.
async fn hand_out(files: &[RescueFile], share: bool) -> Option<Kept> {
    let mut place = String::new();
    for file in files {
        if share {
            if !platform::share_text(&file.name, &file.text).await {
                return None;
            }
        } else {
            match platform::save_text(&file.name, &file.text) {
                Some(saved) => place = saved,
                None => return Some(Kept::Failed),
            }
        }
    }
    Some(if share {
        Kept::Shared
    } else {
        Kept::Saved(place)
    })
}

#[component]
pub fn RescueBody(
    rescue: Rescue,
    kept: Option<Kept>,
    may_share: bool,
    leading: Element,
    onkeep: EventHandler<bool>,
) -> Element {
    let nothing = rescue.files.is_empty() && rescue.without_key.is_empty();
    rsx! {
        Screen {
            title: say!("rescue-title"),
            leading,
            actions: (!rescue.files.is_empty())
                .then(|| rsx! {
                    if may_share {
                        QuietButton {
                            icon: Icon::Download,
                            label: say!("rescue-save"),
                            onclick: move |()| onkeep.call(false),
                        }
                        Action {
                            icon: Icon::Share,
                            label: say!("rescue-share"),
                            onclick: move |()| onkeep.call(true),
                        }
                    } else {
                        Action {
                            icon: Icon::Download,
                            label: say!("rescue-save"),
                            onclick: move |()| onkeep.call(false),
                        }
                    }
                }),
            div { role: "status",
                if let Some(kept) = kept {
                    Became { kept }
                }
            }
            if nothing && rescue.left_out == 0 {
                p { class: "lead", {say!("rescue-nothing")} }
            }
            for file in rescue.files.iter() {
                File { key: "{file.name}", file: file.clone() }
            }
            for campaign in rescue.without_key.iter() {
                NoKey { key: "{campaign.campaign}", campaign: campaign.clone() }
            }
            if rescue.left_out > 0 {
                p { {say!("rescue-left-out", count = rescue.left_out)} }
            }
        }
    }
}

#[component]
fn File(file: RescueFile) -> Element {
    rsx! {
        section { class: "card",
            h2 { "{file.campaign}" }
            p { class: "lead", {say!("rescue-holds", count = file.records)} }
            if file.drafts > 0 {
                p { {say!("rescue-drafts", count = file.drafts)} }
            }
            p { {say!("rescue-for", name = file.lead_name, kit = file.kit)} }
        }
        p { {say!("rescue-stays")} }
    }
}

#[component]
fn NoKey(campaign: WithoutKey) -> Element {
    rsx! {
        section { class: "card",
            h2 { "{campaign.campaign}" }
            p { class: "lead", {say!("rescue-no-key", count = campaign.unsent)} }
            p { {say!("rescue-no-key-do", name = campaign.lead_name)} }
            if let Some(number) = campaign.lead_phone {
                a { class: "action action-second", href: platform::telephone_link(&number),
                    {say!("help-lead", name = campaign.lead_name)}
                }
            }
        }
    }
}

#[component]
fn Became(kept: Kept) -> Element {
    let words = match &kept {
        Kept::Shared => say!("rescue-shared"),
        Kept::Saved(place) if place.is_empty() => say!("rescue-saved"),
        Kept::Saved(place) => say!("rescue-saved-at", place = place.clone()),
        Kept::Failed => say!("rescue-failed"),
    };
    rsx! {
        div { class: if kept == Kept::Failed { "notice notice-attention" } else { "notice" },
            p { "{words}" }
        }
    }
}

/// The sheet's id on the page.
const LEAVE: &str = "leave";

/// The last part of the settings.
#[component]
pub fn LeaveCampaign(campaign: String) -> Element {
    let mut front = use_front();
    let tell = use_tell();
    rsx! {
        section { class: "group",
            h2 { {say!("leave-title")} }
            p { class: "quiet-words", {say!("leave-words")} }
            QuietButton {
                icon: Icon::LogOut,
                label: say!("leave"),
                danger: true,
                onclick: move |()| page::open_dialog(LEAVE),
            }
        }
        Sheet { id: LEAVE, title: say!("leave-sure-title"),
            p { {say!("leave-sure", campaign = campaign)} }
            p { {say!("leave-sure-sent")} }
            Action {
                icon: Icon::LogOut,
                label: say!("leave-do"),
                onclick: move |()| {
                    page::close_dialog(LEAVE);
                    // Why it is refused stands above, and this is far below.
                    page::scroll_down_to(0.0);
                    tell.tell(Request::Leave, move |()| front.left.set(true));
                },
            }
        }
    }
}
