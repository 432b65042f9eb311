//! The sync: what is handed in when, what is fetched when, and what an answer
//! means. `engine` decides and does nothing: events in, effects out, no clock,
//! no chance, no network. `answer` reads what came back. `driver` is the only
//! code on the phone that speaks HTTP.

pub mod answer;
pub mod driver;
pub mod engine;

#[cfg(test)]
mod any_story;
#[cfg(test)]
mod stories;

pub use answer::{Failure, HttpAnswer};
pub use engine::{Effect, Engine, Event, Ledger, StoreChange};
