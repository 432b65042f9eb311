//! When something happened, as the phone's clock said it: an instant and the
//! offset from UTC that was in force at the door. Records keep both, because a
//! canvasser remembers "half past six", not an instant.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};
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

    /// Year to millisecond on the canvasser's clock in digits alone, for the names of files:
    /// `20261114` and `173005120`.
    #[must_use]
    pub fn digits(self) -> (String, String) {
        let written = self.to_string();
        let local = written.get(..23).unwrap_or(&written);
        let mut date: String = local.chars().filter(char::is_ascii_digit).collect();
        let time = date.split_off(date.len().min(8));
        (date, time)
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
        read(text).map(Self).ok_or(NotATime)
    }
}

/// RFC 3339, all of it: a phone need not download how to read the other ways in which times are
/// written.
fn read(text: &str) -> Option<DateTime<FixedOffset>> {
    let (date, rest) = (day_of(text.get(..10)?)?, text.get(11..)?);
    let between = text.as_bytes().get(10)?;
    let (hour, minute, second) = (
        two_digits(rest.get(..2)?)?,
        two_digits(rest.get(3..5)?)?,
        two_digits(rest.get(6..8)?)?,
    );
    let colons = rest.get(2..3)? == ":" && rest.get(5..6)? == ":";
    if !colons || !b"Tt ".contains(between) {
        return None;
    }
    let rest = rest.get(8..)?;
    let (nanos, offset) = match rest.strip_prefix('.') {
        None => (0, rest),
        Some(fraction) => {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let shown = fraction.get(..digits.min(9))?;
            let scale = 10_u32.checked_pow(u32::try_from(9 - shown.len()).ok()?)?;
            (
                shown.parse::<u32>().ok()?.checked_mul(scale)?,
                fraction.get(digits..)?,
            )
        }
    };
    // The second that is put in now and then, as chrono holds it.
    let time = match second {
        60 => NaiveTime::from_hms_nano_opt(hour, minute, 59, 1_000_000_000 + nanos)?,
        _ => NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?,
    };
    let seconds = match offset.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (
                two_digits(offset.get(1..3)?)?,
                two_digits(offset.get(4..6)?)?,
            );
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            let sound = minutes < 60;
            sound.then_some(if *sign == b'-' { -seconds } else { seconds })?
        }
        _ => return None,
    };
    let offset = FixedOffset::east_opt(seconds)?;
    date.and_time(time).and_local_timezone(offset).single()
}

fn two_digits(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
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

/// A day as everybody writes it here: `2026-11-14`, and nothing else.
#[must_use]
pub fn day_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let is_one = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_one.then(|| part.parse::<u32>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// For serde's `with`: reads a day by [`day_of`]. A phone need not download how to read all the
/// ways in which dates are written.
pub mod day {
    use super::day_of;
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::borrow::Cow;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        day.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        day_of(&text).ok_or_else(|| serde::de::Error::custom("not a date like 2026-11-14"))
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
    fn a_time_is_read_as_chrono_reads_it() {
        let mut texts: Vec<String> = [
            "2026-11-14T17:30:05.120+02:00",
            "2026-11-14t17:30:05z",
            "2026-11-14 17:30:05Z",
            "2026-11-14T23:59:60+00:00",
            "2026-11-14T17:30:05.123456789123-11:45",
            "2026-11-14T17:30:05.1+14:00",
            "2026-11-14T17:30:05-00:00",
        ]
        .map(str::to_owned)
        .into();
        // And each of them with each of its letters gone, twice or another.
        for text in texts.clone() {
            for at in 0..text.len() {
                let (before, after) = text.split_at(at);
                let (letter, rest) = after.split_at(1);
                texts.push(format!("{before}{rest}"));
                texts.push(format!("{before}{letter}{letter}{rest}"));
                for other in ["0", "6", "9", ":", "-", "T", "Z", ".", "+", " ", "ä"] {
                    texts.push(format!("{before}{other}{rest}"));
                }
            }
        }
        let mut read_at_all = 0;
        for text in texts {
            let ours: Option<DeviceTime> = text.parse().ok();
            let theirs = DateTime::parse_from_rfc3339(&text).ok();
            read_at_all += usize::from(theirs.is_some());
            assert_eq!(ours.map(|at| at.0), theirs, "{text}");
        }
        assert!(read_at_all > 100, "{read_at_all}");
    }

    #[test]
    fn a_day_is_read_as_it_is_written_and_no_other_way() {
        for text in ["2026-11-14", "0001-01-01", "2028-02-29"] {
            assert_eq!(
                day_of(text).map(|day| day.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-1-1",
            "2027-02-29",
            "2026-13-01",
            "+2026-11-14",
            "2026-11-14T10:00",
            "2026-11-1४",
            "26-11-14",
            " 2026-11-14",
            "2026--1-14",
        ] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_files_name_tells_day_and_time_in_digits() {
        let at: DeviceTime = "2026-11-14T17:30:05.120+02:00".parse().unwrap();
        assert_eq!(at.digits(), ("20261114".to_owned(), "173005120".to_owned()));
    }

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
