//! "Saved on this phone", the moment it is true, with the way to take it back.

use super::button::QuietButton;
use super::icon::{Icon, Picture};
use super::screen::HEADING;
use crate::phone::room::Request;
use crate::phone::ui::page;
use crate::phone::ui::room_context::{use_front, use_tell};
use crate::phone::ui::words;
use crate::say;
use dioxus::prelude::*;

/// What was saved last. Shown in the lower third of the screens one comes to after a door.
#[component]
pub fn SavedBar() -> Element {
    let mut front = use_front();
    let tell = use_tell();
    let Some(saved) = front.saved.read().clone() else {
        return rsx! {};
    };
    let what = words::came(saved.calls, saved.disposition, saved.call);
    // A wish makes two records at one door.
    let count = saved.doors;
    let visits = saved.visits.clone();
    rsx! {
        div { class: "notice notice-saved",
            Picture { icon: Icon::Check }
            p {
                strong { {say!("saved-on-this-phone")} }
                span {
                    if count > 1 {
                        {say!("saved-what-doors", what = what, address = saved.address, count = count)}
                    } else {
                        {say!("saved-what", what = what, address = saved.address)}
                    }
                }
            }
            if !saved.visits.is_empty() {
                QuietButton {
                    icon: Icon::Undo,
                    label: say!("undo"),
                    described: say!("undo-what", address = saved.address),
                    onclick: move |()| {
                        let visits = visits.clone();
                        tell.tell(Request::Undo { visits }, move |()| {
                            front.saved.set(None);
                            front.touch();
                            front.announce(say!("undone"));
                            // The button is gone, and the focus with it.
                            page::focus(HEADING);
                        });
                    },
                }
            }
        }
    }
}
