//! When something happened, as the phone's clock said it: an instant and the
//! offset from UTC that was in force at the door. Records keep both, because a
//! canvasser remembers "half past six", not an instant.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An instant with the offset of the phone that noted it. Written as RFC 3339
/// with milliseconds and offset: `2026-11-14T17:30:05.120+02:00`.
/// Ordered by instant, then offset, so that sorting never depends on zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceTime(pub DateTime<FixedOffset>);

impl DeviceTime {
    /// # Errors
    /// When `utc_ms` is outside what a date can hold or the offset is a day or more.
    pub fn from_parts(utc_ms: i64, offset_minutes: i32) -> Result<Self, NotATime> {
        let utc = DateTime::from_timestamp_millis(utc_ms).ok_or(NotATime)?;
        let offset = FixedOffset::east_opt(offset_minutes.checked_mul(60).ok_or(NotATime)?)
            .ok_or(NotATime)?;
        Ok(Self(utc.with_timezone(&offset)))
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub fn utc_ms(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The date on the canvasser's wall calendar.
    #[must_use]
    pub fn local_date(self) -> NaiveDate {
        self.0.date_naive()
    }
}

impl PartialOrd for DeviceTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DeviceTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.utc_ms(), self.0.offset().local_minus_utc())
            .cmp(&(other.utc_ms(), other.0.offset().local_minus_utc()))
    }
}

impl fmt::Display for DeviceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, false))
    }
}

impl std::str::FromStr for DeviceTime {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        DateTime::parse_from_rfc3339(text)
            .map(Self)
            .map_err(|_| NotATime)
    }
}

impl Serialize for DeviceTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DeviceTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time with an offset, like 2026-11-14T17:30:05.120+02:00")]
pub struct NotATime;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn a_time_reads_as_it_was_written_with_the_offset_of_the_door() {
        let time: DeviceTime = "2026-11-14T17:30:05.120+02:00".parse().unwrap();
        assert_eq!(time.to_string(), "2026-11-14T17:30:05.120+02:00");
        assert_eq!(time, DeviceTime::from_parts(time.utc_ms(), 120).unwrap());
        assert_eq!(time.local_date().to_string(), "2026-11-14");
    }

    #[test]
    fn times_are_ordered_by_instant_whatever_the_zone() {
        let helsinki: DeviceTime = "2026-11-14T17:30:00.000+02:00".parse().unwrap();
        let london: DeviceTime = "2026-11-14T16:00:00.000+00:00".parse().unwrap();
        assert!(helsinki < london);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!("yesterday".parse::<DeviceTime>().is_err());
        assert!(DeviceTime::from_parts(i64::MAX, 0).is_err());
        assert!(DeviceTime::from_parts(0, 24 * 60).is_err());
        assert!(DeviceTime::from_parts(0, i32::MAX).is_err());
    }
}
