//! The join form: a code and a name.

use super::install_first::InstallFirstBody;
use crate::phone::platform;
use crate::phone::room::{Request, Trouble};
use crate::phone::ui::page;
use crate::phone::ui::parts::{Icon, Picture, Screen, TroubleBody};
use crate::phone::ui::room_context::{ask, use_room};
use crate::phone::view::Home;
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn JoinScreen(onjoined: EventHandler<Home>) -> Element {
    let room = use_room();
    let mut code = use_signal(|| platform::take_join_code().unwrap_or_default());
    let mut name = use_signal(String::new);
    let mut trouble = use_signal(|| None::<Trouble>);
    let mut code_missing = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut here_all_the_same = use_signal(|| false);

    let installation = platform::installation();
    if installation.apple_mobile && !installation.standalone && !here_all_the_same() {
        return rsx! {
            InstallFirstBody {
                code: code(),
                onhere: move |()| here_all_the_same.set(true),
            }
        };
    }

    let join = move |()| {
        if busy() {
            return;
        }
        let (typed, called) = (code().trim().to_owned(), name().trim().to_owned());
        code_missing.set(typed.is_empty());
        if typed.is_empty() {
            trouble.set(None);
            page::focus("join-code");
            return;
        }
        if called.is_empty() {
            trouble.set(Some(Trouble::BadName));
            page::focus("join-name");
            return;
        }
        busy.set(true);
        let room = room.clone();
        spawn(async move {
            let request = Request::Join {
                code: typed,
                name: called,
            };
            let reply = ask::<Home>(&room, request).await;
            busy.set(false);
            match reply {
                Ok(home) => onjoined.call(home),
                Err(why) => {
                    trouble.set(Some(why));
                }
            }
        });
    };

    rsx! {
        JoinBody {
            code: code(),
            name: name(),
            trouble: trouble(),
            code_missing: code_missing(),
            busy: busy(),
            oncode: move |typed| code.set(typed),
            onname: move |typed| name.set(typed),
            onjoin: join,
        }
    }
}

#[component]
pub fn JoinBody(
    code: String,
    name: String,
    trouble: Option<Trouble>,
    /// "Join" was tapped without a code.
    #[props(default)]
    code_missing: bool,
    busy: bool,
    oncode: EventHandler<String>,
    onname: EventHandler<String>,
    onjoin: EventHandler<()>,
) -> Element {
    let code_is_wrong = code_missing
        || matches!(
            trouble,
            Some(Trouble::CodeUnknown | Trouble::CodeUsedUp | Trouble::CodeExpired)
        );
    let name_is_wrong = matches!(trouble, Some(Trouble::BadName));
    rsx! {
        Screen {
            title: say!("join-title"),
            actions: rsx! {
                button {
                    r#type: "submit",
                    form: "join-form",
                    class: "action",
                    aria_disabled: busy.then_some("true"),
                    Picture { icon: Icon::DoorOpen }
                    span { class: "action-words",
                        if busy {
                            {say!("join-busy")}
                        } else {
                            {say!("join")}
                        }
                    }
                }
            },
            p { class: "lead", {say!("join-lead")} }
            form {
                id: "join-form",
                class: "form",
                novalidate: true,
                onsubmit: move |event| {
                    event.prevent_default();
                    onjoin.call(());
                },
                div { class: "field",
                    label { r#for: "join-code", {say!("join-code")} }
                    input {
                        id: "join-code",
                        class: "code",
                        value: "{code}",
                        autocomplete: "off",
                        autocapitalize: "characters",
                        spellcheck: "false",
                        maxlength: "20",
                        aria_describedby: "join-code-hint",
                        aria_invalid: if code_is_wrong { "true" } else { "false" },
                        oninput: move |event| oncode.call(event.value()),
                    }
                    p { id: "join-code-hint", class: "hint", {say!("join-code-hint")} }
                }
                div { class: "field",
                    label { r#for: "join-name", {say!("join-name")} }
                    input {
                        id: "join-name",
                        value: "{name}",
                        autocomplete: "name",
                        autocapitalize: "words",
                        maxlength: "60",
                        aria_describedby: "join-name-hint",
                        aria_invalid: if name_is_wrong { "true" } else { "false" },
                        oninput: move |event| onname.call(event.value()),
                    }
                    p { id: "join-name-hint", class: "hint", {say!("join-name-hint")} }
                }
            }
            div { role: "alert",
                if code_missing {
                    div { class: "notice notice-attention",
                        Picture { icon: Icon::Warning }
                        p { {say!("join-code-missing")} }
                    }
                } else if let Some(trouble) = trouble {
                    div { class: "notice notice-attention",
                        Picture { icon: Icon::Warning }
                        TroubleBody { trouble }
                    }
                }
            }
        }
    }
}
