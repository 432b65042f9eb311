//! Settings: few, each saved the moment it is changed.

use super::parts::{Back, Choices, Icon, Picture, RowLink, Screen};
use super::rescue::LeaveCampaign;
use super::room_context::{use_front, use_tell};
use super::route::Route;
use super::wording::{LANGUAGE, Language};
use crate::phone::room::Request;
use crate::phone::view::{Home, Preferences};
use crate::say;
use dioxus::prelude::*;

#[component]
pub fn SettingsScreen() -> Element {
    let front = use_front();
    let tell = use_tell();
    let Some(home) = front.home.read().clone() else {
        return rsx! {};
    };
    rsx! {
        SettingsBody {
            home,
            onset: move |preferences: Preferences| {
                // In force at once; kept when the back room says so.
                front.set_preferences(&preferences);
                tell.tell(Request::SetPreferences { preferences }, move |()| {
                    front.announce(say!("saved-on-this-phone"));
                });
            },
        }
    }
}

#[component]
pub fn SettingsBody(home: Home, onset: EventHandler<Preferences>) -> Element {
    let preferences = home.preferences.clone();
    let wanted = use_front().wanted_language;
    let mut languages = vec![(String::new(), say!("settings-language-phone"))];
    languages.extend(
        Language::ALL
            .into_iter()
            .map(|language| (language.tag().to_owned(), language.name().to_owned())),
    );
    let (for_language, for_hand, for_buddy) = (
        preferences.clone(),
        preferences.clone(),
        preferences.clone(),
    );
    rsx! {
        Screen {
            title: say!("settings-title"),
            leading: rsx! {
                Back { to: Route::Home {} }
            },
            section { class: "group",
                Choices {
                    legend: say!("settings-language"),
                    name: "language",
                    options: languages,
                    chosen: preferences.language.clone(),
                    onchoose: move |language| {
                        onset
                            .call(Preferences {
                                language,
                                ..for_language.clone()
                            });
                    },
                }
                if wanted() != LANGUAGE() {
                    p { class: "notice notice-attention", role: "status",
                        Picture { icon: Icon::CloudOff }
                        span { {say!("settings-language-later", language = wanted().name())} }
                    }
                }
            }
            section { class: "group",
                Choices {
                    legend: say!("settings-hand"),
                    name: "hand",
                    options: vec![
                        (false, say!("settings-hand-right")),
                        (true, say!("settings-hand-left")),
                    ],
                    chosen: preferences.left_handed,
                    onchoose: move |left_handed| {
                        onset
                            .call(Preferences {
                                left_handed,
                                ..for_hand.clone()
                            });
                    },
                }
            }
            section { class: "group",
                h2 { {say!("settings-buddy-title")} }
                div { class: "field",
                    label { r#for: "buddy", {say!("settings-buddy")} }
                    input {
                        id: "buddy",
                        r#type: "tel",
                        autocomplete: "off",
                        maxlength: "30",
                        value: "{preferences.buddy_phone}",
                        aria_describedby: "buddy-hint",
                        onchange: move |event| {
                            onset
                                .call(Preferences {
                                    buddy_phone: event.value().trim().to_owned(),
                                    ..for_buddy.clone()
                                });
                        },
                    }
                    p { id: "buddy-hint", class: "hint", {say!("settings-buddy-hint")} }
                }
            }
            section { class: "group",
                h2 { {say!("settings-about")} }
                dl { class: "facts",
                    dt { {say!("settings-campaign")} }
                    dd { "{home.campaign}" }
                    dt { {say!("settings-organisation")} }
                    dd { "{home.organisation}" }
                    dt { {say!("settings-you")} }
                    dd { "{home.canvasser}" }
                    dt { {say!("settings-lead")} }
                    dd { "{home.lead_name}" }
                }
                p { class: "quiet-words", {say!("settings-stored")} }
            }
            nav { class: "rows", aria_label: say!("rescue-title"),
                RowLink {
                    to: Route::Rescue {},
                    icon: Icon::Download,
                    label: say!("rescue-title"),
                    detail: say!("rescue-detail"),
                }
            }
            LeaveCampaign { campaign: home.campaign.clone() }
        }
    }
}
