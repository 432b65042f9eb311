//! Pictures beside words (lucide, ISC licence, `assets/icons`). Never alone: each stands
//! beside its word and is silent for screen readers.

use dioxus::prelude::*;

macro_rules! icons {
    ($($name:ident = $file:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon { $($name),+ }

        impl Icon {
            fn svg(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../../../../assets/icons/", $file, ".svg"))),+
                }
            }
        }
    };
}

icons! {
    Back = "arrow-left",
    Building = "building-2",
    Check = "check",
    Clock = "clock",
    Close = "x",
    CloudOff = "cloud-off",
    Copy = "copy",
    DoorClosed = "door-closed",
    DoorOpen = "door-open",
    Download = "download",
    Edit = "pencil",
    Go = "navigation",
    Help = "life-buoy",
    Home = "house",
    Languages = "languages",
    List = "list",
    LogOut = "log-out",
    More = "ellipsis",
    Onward = "chevron-right",
    Pause = "pause",
    Phone = "phone",
    Play = "play",
    Plus = "plus",
    Search = "search",
    Send = "send",
    Settings = "settings",
    Share = "share",
    Siren = "siren",
    Smartphone = "smartphone",
    Talk = "message-circle",
    Undo = "undo-2",
    User = "user",
    Users = "users",
    Warning = "triangle-alert",
}

#[component]
pub fn Picture(icon: Icon) -> Element {
    rsx! {
        span { class: "icon", aria_hidden: "true", dangerous_inner_html: icon.svg() }
    }
}
