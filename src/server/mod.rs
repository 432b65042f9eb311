//! Everything on the server: `api` (what phones talk to), `desk` (the team
//! lead's pages), `import` (files of addresses), `rescue` (files of
//! phones that could not send), `store` (the only SQL), and
//! around them `serve` (two origins, TLS) and what both sides share.

pub mod api;
pub mod auth;
pub mod clock;
pub mod command;
pub mod data_dir;
pub mod desk;
pub mod events;
pub mod import;
pub mod origins;
pub mod privacy_code;
pub mod rescue;
pub mod scripts;
pub mod serve;
pub mod store;
pub mod throttle;
pub mod tokens;
pub mod web_app;

use clock::Clock;
use events::{Events, News};
use std::sync::Arc;
use store::Store;
use store::postgres::news::Heard;
use throttle::{Allowance, Throttle};
use tokens::Tokens;

/// What every request may need. One per process, shared by both origins.
#[derive(Debug)]
pub struct Server {
    pub store: Store,
    pub clock: Clock,
    pub tokens: Tokens,
    pub events: Events,
    pub addresses: Addresses,
    /// Tries to join.
    pub joins: Throttle,
    /// Tries to sign in.
    pub sign_ins: Throttle,
    /// Passwords checked at once.
    pub hashing: tokio::sync::Semaphore,
}

/// Where people reach us, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The phone app and its API: `https://doors.example.org`.
    pub app: String,
    pub desk: String,
    /// Requests come through a proxy on this machine, which says for whom.
    pub behind_proxy: bool,
}

impl Addresses {
    #[must_use]
    pub fn desk_is_https(&self) -> bool {
        self.desk.starts_with("https://")
    }

    /// The link that joins a phone: the code is in the fragment, which no
    /// server is told.
    #[must_use]
    pub fn join_link(&self, code: &str) -> String {
        format!("{}/#join={}", self.app, shown_code(code))
    }
}

/// A code as people read it: `KAPP-7Q2M`.
#[must_use]
pub fn shown_code(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

impl Server {
    #[must_use]
    pub fn new(store: Store, clock: Clock, tokens: Tokens, addresses: Addresses) -> Arc<Self> {
        store.use_suppression_key(tokens.suppression_key());
        Arc::new(Self {
            store,
            clock,
            tokens,
            events: Events::default(),
            addresses,
            // A team of twelve joins at once behind one address, some twice.
            joins: Throttle::new(
                Allowance {
                    at_once: 30,
                    every_ms: 5_000,
                },
                Allowance {
                    at_once: 200,
                    every_ms: 500,
                },
            ),
            sign_ins: Throttle::new(
                Allowance {
                    at_once: 10,
                    every_ms: 30_000,
                },
                Allowance {
                    at_once: 60,
                    every_ms: 1_000,
                },
            ),
            hashing: tokio::sync::Semaphore::new(4),
        })
    }
}

/// What a server does beside answering, until this is dropped.
#[derive(Debug)]
pub struct Beside {
    _tasks: tokio::task::JoinSet<()>,
}

impl Server {
    /// On a database that other servers use as well: hears what they store, for
    /// our live pages, and looks after what PostgreSQL notes of its own accord.
    /// On a file of our own there is nothing to do beside.
    #[must_use]
    pub fn keep_up(self: &Arc<Self>) -> Beside {
        let mut tasks = tokio::task::JoinSet::new();
        if let Some(database) = self.store.shared() {
            let events = self.events.clone();
            tasks.spawn(database.clone().listen(move |heard| {
                events.send(match heard {
                    Heard::News(campaign) => News::Of(campaign),
                    Heard::Listening => News::Perhaps,
                });
            }));
            tasks.spawn(database.clone().keep_mixing());
        }
        Beside { _tasks: tasks }
    }
}

/// A fresh join code in its stored form.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn new_join_code(clock: &Clock) -> Result<String, clock::NoChance> {
    use crate::wire::join::{CODE_ALPHABET, CODE_LENGTH};
    let letters = CODE_ALPHABET.as_bytes();
    // Bytes above the highest multiple would make some letters likelier.
    let highest = 256 / letters.len() * letters.len();
    let mut code = String::new();
    while code.len() < CODE_LENGTH {
        let mut byte = [0];
        clock.fill(&mut byte)?;
        if usize::from(byte[0]) < highest {
            code.push(char::from(letters[usize::from(byte[0]) % letters.len()]));
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::wire::join::normal_code;

    #[test]
    fn a_join_code_is_stored_as_it_would_be_after_typing_what_is_shown() {
        let code = new_join_code(&Clock::scripted(0, 9)).unwrap();
        assert_eq!(code.len(), 8);
        assert_eq!(normal_code(&shown_code(&code)), code);
        assert_eq!(shown_code("KAPP7Q2M"), "KAPP-7Q2M");
    }
}
