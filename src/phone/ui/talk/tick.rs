//! A quiet tick, so that the minutes on the screen go on while nobody taps.

use crate::phone::platform;
use dioxus::prelude::*;

/// Often enough that a minute is never late by much, seldom enough to cost nothing.
const EVERY_MS: i32 = 15_000;

/// Hook: counts up a few times a minute while the screen is there.
pub fn use_minutes() -> Signal<u32> {
    let mut ticks = use_signal(|| 0_u32);
    use_future(move || async move {
        while platform::wait(EVERY_MS).await {
            *ticks.write() += 1;
        }
    });
    ticks
}
