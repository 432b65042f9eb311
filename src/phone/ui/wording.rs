//! All words a person sees, from Fluent files compiled in: `assets/wording/LANGUAGE/*.ftl`.
//! `say!("id")` gives the words in the language in force and redraws the component when
//! that changes. Every id is written out where it is used (`say!("outcome-moved")`, never
//! pieced together), so that a test can find each id in every language.

use super::fluent::{Arg, Messages};
use dioxus::prelude::*;
use std::cell::OnceCell;

/// The languages the app itself speaks. A script may be held in others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Finnish,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Finnish];

    /// BCP 47, as it stands on `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
        }
    }

    /// Its name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Finnish => "Suomi",
        }
    }

    #[must_use]
    pub fn direction(self) -> &'static str {
        match self {
            Self::English | Self::Finnish => "ltr",
        }
    }

    /// The language a tag asks for, if the app speaks it: `fi-FI` is Finnish.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// What the person chose, else the first of the phone's languages that we speak, else English.
    #[must_use]
    pub fn choose(preference: &str, phone: &[String]) -> Self {
        Self::of_tag(preference)
            .or_else(|| phone.iter().find_map(|tag| Self::of_tag(tag)))
            .unwrap_or_default()
    }

    pub(super) fn sources(self) -> [&'static str; 2] {
        match self {
            Self::English => [
                include_str!("../../../assets/wording/en/app.ftl"),
                include_str!("../../../assets/wording/en/talk.ftl"),
            ],
            Self::Finnish => [
                include_str!("../../../assets/wording/fi/app.ftl"),
                include_str!("../../../assets/wording/fi/talk.ftl"),
            ],
        }
    }

    /// The words for `id` in this language; those of English where it has none;
    /// the id itself as a last resort, so that nothing is ever blank.
    #[must_use]
    pub fn say(self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        thread_local! {
            static MESSAGES: [OnceCell<Messages>; 2] =
                const { [OnceCell::new(), OnceCell::new()] };
        }
        let said = |language: Self| {
            MESSAGES.with(|messages| {
                messages
                    .get(language as usize)?
                    .get_or_init(|| Messages::read(&language.sources()))
                    .say(id, args)
            })
        };
        said(self)
            .or_else(|| said(Self::English))
            .unwrap_or_else(|| id.to_owned())
    }
}

/// The language in force. Set through `Front::set_language`, which also tells the page.
pub static LANGUAGE: GlobalSignal<Language> = Signal::global(Language::default);

/// `say!("id")` as a function.
#[must_use]
pub fn say(id: &str) -> String {
    LANGUAGE().say(id, &[])
}

/// `say!("id", count = 3)` as a function.
#[must_use]
pub fn say_with(id: &str, args: &[(&str, Arg<'_>)]) -> String {
    LANGUAGE().say(id, args)
}

/// The words for a message: `say!("home-doors", doors = 48, left = 31)`.
#[macro_export]
macro_rules! say {
    ($id:literal) => {
        $crate::phone::ui::wording::say($id)
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::phone::ui::wording::say_with(
            $id,
            &[$((stringify!($name), $crate::phone::ui::fluent::Arg::from(&$value))),+],
        )
    };
}
