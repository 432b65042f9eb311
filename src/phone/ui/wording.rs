//! All words a person sees, from the Fluent files `assets/wording/LANGUAGE/*.ftl`, which
//! `build.rs` puts into the form in which they are compiled in.
//! `say!("id")` gives the words in the language in force and redraws the component when
//! that changes. Every id is written out where it is used (`say!("outcome-moved")`, never
//! pieced together), so that a test can find each id in every language.

use super::fluent::{self, Arg};
use crate::phone::platform;
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

    /// All its texts, in the order of their ids; `None` while they have not come (in the browser
    /// all but English are files of their own).
    fn texts(self) -> Option<String> {
        match self {
            Self::English => Some(include_str!(concat!(env!("OUT_DIR"), "/words-en")).to_owned()),
            Self::Finnish => platform::words_here(self.tag(), || {
                include_str!(concat!(env!("OUT_DIR"), "/words-fi"))
            }),
        }
    }

    /// Its texts, from the first time that they are here.
    fn with_texts<T>(self, take: impl FnOnce(&[String]) -> T) -> Option<T> {
        thread_local! {
            static TEXTS: [OnceCell<Vec<String>>; 2] =
                const { [OnceCell::new(), OnceCell::new()] };
        }
        TEXTS.with(|texts| {
            let mine = texts.get(self as usize)?;
            if mine.get().is_none() {
                let come = self.texts()?;
                let _ = mine.set(come.split('\0').map(str::to_owned).collect());
            }
            mine.get().map(|texts| take(texts))
        })
    }

    /// Whether its words can be said now.
    #[must_use]
    pub fn is_here(self) -> bool {
        self.with_texts(|_| ()).is_some()
    }

    /// The words at a [`place_of`] itself in this language; those of English where it has none.
    #[must_use]
    pub fn say(self, place: usize, args: &[(&str, Arg<'_>)]) -> String {
        let said = |language: Self| {
            let said = language.with_texts(|texts| {
                let text = texts.get(place).filter(|text| !text.is_empty())?;
                Some(fluent::say(text, args))
            });
            said.flatten()
        };
        said(self)
            .or_else(|| said(Self::English))
            .unwrap_or_default()
    }
}

include!(concat!(env!("OUT_DIR"), "/ids.rs"));

/// Where a message stands among all of them. Asked while compiling, so that what has no words
/// doesn't compile, and no name of a message gets into the program.
#[must_use]
pub const fn place_of(id: &str) -> usize {
    let mut place = 0;
    while place < IDS.len() && !is_same(IDS[place], id) {
        place += 1;
    }
    assert!(place < IDS.len(), "no message has this id");
    place
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The language in force. Set through `Front::put_in_force`, which also tells the page.
pub static LANGUAGE: GlobalSignal<Language> = Signal::global(Language::default);

/// `say!("id")` as a function.
#[must_use]
pub fn say(place: usize) -> String {
    LANGUAGE().say(place, &[])
}

/// `say!("id", count = 3)` as a function.
#[must_use]
pub fn say_with(place: usize, args: &[(&str, Arg<'_>)]) -> String {
    LANGUAGE().say(place, args)
}

/// The words for a message: `say!("home-doors", doors = 48, left = 31)`.
#[macro_export]
macro_rules! say {
    ($id:literal) => {
        $crate::phone::ui::wording::say(const { $crate::phone::ui::wording::place_of($id) })
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::phone::ui::wording::say_with(
            const { $crate::phone::ui::wording::place_of($id) },
            &[$((stringify!($name), $crate::phone::ui::fluent::Arg::from(&$value))),+],
        )
    };
}
