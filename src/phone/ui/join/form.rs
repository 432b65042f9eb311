//! The join form: a code and a name. Whoever has joined already comes here by another link,
//! and stays who they are.

use super::install_first::InstallFirstBody;
use crate::phone::platform;
use crate::phone::room::{Request, Trouble};
use crate::phone::ui::page;
use crate::phone::ui::parts::{Back, Icon, Picture, Screen, TroubleBody};
use crate::phone::ui::room_context::{ask, use_front, use_room};
use crate::phone::ui::route::Route;
use crate::phone::view::Home;
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn JoinScreen(
    /// Where this phone has joined already, and as whom.
    #[props(default)]
    joined: Option<Home>,
    onjoined: EventHandler<Home>,
) -> Element {
    let room = use_room();
    let mut link = use_front().join_code;
    let mut code = use_signal(|| link.peek().clone().unwrap_or_default());
    let called = joined.as_ref().map(|home| home.canvasser.clone());
    let mut name = use_signal(|| called.unwrap_or_default());
    let mut trouble = use_signal(|| None::<Trouble>);
    let mut code_missing = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut here_all_the_same = use_signal(|| joined.is_some());
    // Also the link that is opened while this form is on the screen.
    use_effect(move || {
        let new = link.read().clone();
        if let Some(new) = new {
            code.set(new);
            trouble.set(None);
            code_missing.set(false);
            link.set(None);
        }
    });

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
            joined_to: joined.map(|home| home.campaign),
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
    /// The campaign this phone is with already.
    #[props(default)]
    joined_to: Option<String>,
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
            leading: joined_to.is_some().then(|| rsx! {
                Back { to: Route::Home {} }
            }),
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
            p { class: "lead",
                if let Some(campaign) = joined_to {
                    {say!("join-again-lead", campaign = campaign)}
                } else {
                    {say!("join-lead")}
                }
            }
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
