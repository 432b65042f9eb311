//! The front room: the screens. They draw view models and pass on what was tapped; they
//! hold no rule and no data of their own. Each screen is a loader, which asks the back room,
//! and a body, which draws what came and can be drawn anywhere (tests draw it to text).
//!
//! All words come from `assets/wording` through `wording`; the look from `assets/app.css`
//! over `assets/tokens.css`.

// Dioxus makes a properties type for each component; nothing needs to print those.
#![allow(
    missing_debug_implementations,
    reason = "made by the component macro, for the renderer only"
)]

pub mod fluent;
pub mod page;
pub mod parts;
pub mod room_context;
pub mod route;
pub mod talk;
pub mod wording;
pub mod words;

pub mod door;
pub mod ending;
pub mod frame;
pub mod join;
pub mod lists;
pub mod opening;
pub mod practice;
pub mod rescue;
pub mod sent;
pub mod settings;
pub mod stories;
pub mod whole_app;

#[cfg(test)]
mod tests;

pub use opening::App;

use door::{DoorScreen, MoreScreen, WhoAnsweredScreen};
use join::GettingReadyScreen;
use lists::{HomeScreen, SearchScreen, StreetScreen, StreetsScreen};
use practice::PracticeScreen;
use rescue::RescueScreen;
use sent::SentScreen;
use settings::SettingsScreen;
use stories::{StoriesScreen, StoryScreen};
