//! How long was talked, on phones whose clocks jump: the network corrects them,
//! batteries die, people cross borders. Time is counted from act to act, and a
//! stretch longer than any real talk counts for nothing: better too little than
//! an invented hour.

use crate::domain::draft::Draft;
use crate::domain::time::DeviceTime;

/// The longest a phone stays untouched in a conversation. Good canvassers keep
/// the phone down, and the longest conversation of the 2016 data had 30
/// minutes; more than an hour is a clock that jumped or a talk that was left.
const LONGEST_STRETCH_MS: i64 = 60 * 60 * 1000;

/// Seconds talked, pauses left out, as of `now`.
#[must_use]
pub fn elapsed_seconds(draft: &Draft, now: DeviceTime) -> u32 {
    draft.seconds.saturating_add(stretch(draft, now))
}

/// Whole seconds since the clock was last looked at, never negative or absurd.
fn stretch(draft: &Draft, now: DeviceTime) -> u32 {
    draft
        .running_since
        .map(|since| now.utc_ms().saturating_sub(since.utc_ms()))
        .filter(|ms| (0..=LONGEST_STRETCH_MS).contains(ms))
        .and_then(|ms| u32::try_from(ms / 1000).ok())
        .unwrap_or_default()
}

/// Adds the time since the last act; the clock goes on if it was running.
pub(super) fn count(draft: &mut Draft, now: DeviceTime) {
    let Some(since) = draft.running_since else {
        return;
    };
    let whole = stretch(draft, now);
    draft.seconds = draft.seconds.saturating_add(whole);
    let gone = now.utc_ms().saturating_sub(since.utc_ms());
    // The begun second is kept for the next act, or a hundred quick taps would
    // lose half a minute; after a jump there is nothing to keep.
    draft.running_since = if (0..=LONGEST_STRETCH_MS).contains(&gone) {
        since
            .0
            .checked_add_signed(chrono::TimeDelta::seconds(i64::from(whole)))
            .map(DeviceTime)
            .or(Some(now))
    } else {
        Some(now)
    };
}

pub(super) fn stop(draft: &mut Draft, now: DeviceTime) {
    count(draft, now);
    draft.running_since = None;
}

pub(super) fn start(draft: &mut Draft, now: DeviceTime) {
    if draft.running_since.is_none() {
        draft.running_since = Some(now);
    }
}
