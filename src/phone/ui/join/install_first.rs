//! On an iPhone, before joining: put Doorstep on the home screen. The code is shown to be
//! copied or remembered, because Safari cannot hand it over.

use crate::phone::ui::page;
use crate::phone::ui::parts::{Icon, Picture, QuietButton, Screen};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn InstallFirstBody(code: String, onhere: EventHandler<()>) -> Element {
    let mut copied = use_signal(|| None::<bool>);
    let to_copy = code.clone();
    rsx! {
        Screen { title: say!("install-title"),
            p { class: "lead", {say!("install-lead")} }
            ol { class: "steps",
                li {
                    Picture { icon: Icon::Share }
                    span { {say!("install-step-share")} }
                }
                li {
                    Picture { icon: Icon::Plus }
                    span { {say!("install-step-add")} }
                }
                li {
                    Picture { icon: Icon::Smartphone }
                    span { {say!("install-step-open")} }
                }
                li {
                    Picture { icon: Icon::Edit }
                    span { {say!("install-step-code")} }
                }
            }
            if !code.is_empty() {
                div { class: "card code-card",
                    p { class: "quiet-words", {say!("install-your-code")} }
                    p { class: "code-large", "{code}" }
                    QuietButton {
                        icon: Icon::Copy,
                        label: say!("copy"),
                        described: say!("install-copy-code"),
                        onclick: move |()| {
                            let code = to_copy.clone();
                            spawn(async move {
                                copied.set(Some(page::copy(code).await));
                            });
                        },
                    }
                    p { role: "status",
                        match copied() {
                            Some(true) => say!("copied"),
                            Some(false) => say!("not-copied"),
                            None => String::new(),
                        }
                    }
                }
            }
            details { class: "asked",
                summary { {say!("install-why")} }
                p { {say!("install-why-words")} }
                QuietButton { label: say!("install-here-all-the-same"), onclick: move |()| onhere.call(()) }
            }
        }
    }
}
