//! The server's one place that asks what time it is and draws chance. Tests
//! and the simulation set both.

use chrono::{DateTime, NaiveDate};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::{Builder, Uuid};

/// Time and chance, cheap to clone.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    Scripted(Arc<Scripted>),
}

#[derive(Debug)]
struct Scripted {
    now_ms: AtomicI64,
    chance: AtomicU64,
}

impl Clock {
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands until told otherwise, and chance that repeats from
    /// its seed: for tests. Never for a server that people talk to.
    #[must_use]
    pub fn scripted(now_ms: i64, seed: u64) -> Self {
        Self(Kind::Scripted(Arc::new(Scripted {
            now_ms: AtomicI64::new(now_ms),
            chance: AtomicU64::new(seed),
        })))
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the server's one clock")]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Kind::System => std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0),
            Kind::Scripted(scripted) => scripted.now_ms.load(Ordering::SeqCst),
        }
    }

    /// Moves a scripted clock; the system's cannot be moved.
    pub fn advance(&self, ms: i64) {
        if let Kind::Scripted(scripted) = &self.0 {
            scripted.now_ms.fetch_add(ms, Ordering::SeqCst);
        }
    }

    /// Fills `bytes` with chance fit for secrets.
    ///
    /// # Errors
    /// When the operating system gives no randomness; then no secret must be made.
    pub fn fill(&self, bytes: &mut [u8]) -> Result<(), NoChance> {
        match &self.0 {
            Kind::System => getrandom::fill(bytes).map_err(|_| NoChance),
            Kind::Scripted(scripted) => {
                for chunk in bytes.chunks_mut(8) {
                    let drawn = scripted.draw().to_be_bytes();
                    chunk.copy_from_slice(&drawn[..chunk.len()]);
                }
                Ok(())
            }
        }
    }

    /// A fresh random id (version 4).
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new_id(&self) -> Result<Uuid, NoChance> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes)?;
        Ok(Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl Scripted {
    /// SplitMix64: short, and every seed gives another sequence.
    fn draw(&self) -> u64 {
        let step = 0x9E37_79B9_7F4A_7C15_u64;
        let mut z = self
            .chance
            .fetch_add(step, Ordering::SeqCst)
            .wrapping_add(step);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub struct NoChance;

/// The day in UTC.
#[must_use]
pub fn day_of(now_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(now_ms).map_or(NaiveDate::MIN, |now| now.date_naive())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_scripted_clock_stands_still_and_its_chance_repeats() {
        let (one, two) = (Clock::scripted(5, 7), Clock::scripted(5, 7));
        assert_eq!(one.now_ms(), 5);
        one.advance(10);
        assert_eq!(one.now_ms(), 15);
        assert_eq!(one.new_id().unwrap(), two.new_id().unwrap());
        assert_ne!(
            one.new_id().unwrap(),
            Clock::scripted(5, 8).new_id().unwrap()
        );
    }

    #[test]
    fn the_systems_ids_are_random_and_say_so() {
        let clock = Clock::system();
        let id = clock.new_id().unwrap();
        assert_eq!(id.get_version_num(), 4);
        assert_ne!(id, clock.new_id().unwrap());
    }
}
