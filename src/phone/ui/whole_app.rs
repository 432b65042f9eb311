//! Where a screen is in the whole app only: how to get it.

use super::parts::{Action, Back, Icon, Screen};
use super::route::Route;
use crate::phone::platform;
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn WholeApp() -> Element {
    let mut coming = use_signal(|| false);
    let mut failed = use_signal(|| false);
    rsx! {
        Screen {
            title: say!("whole-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            actions: rsx! {
                Action {
                    icon: Icon::Download,
                    label: if coming() { say!("whole-coming") } else { say!("whole-get") },
                    onclick: move |()| {
                        if coming() {
                            return;
                        }
                        coming.set(true);
                        failed.set(false);
                        spawn(async move {
                            // When it has come the page is opened anew by it.
                            failed.set(!platform::fetch_whole().await);
                            coming.set(false);
                        });
                    },
                }
            },
            p { {say!("whole-what")} }
            p { class: "quiet-words", role: "status",
                if failed() {
                    {say!("whole-failed")}
                }
            }
        }
    }
}
