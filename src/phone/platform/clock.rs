//! The phone's one clock and its one source of chance. Everything else takes
//! times and ids as arguments, so that tests and the simulation can set them.

use crate::domain::time::DeviceTime;
use uuid::Uuid;

/// Tells the time and draws random bytes.
pub trait Clock {
    fn now(&self) -> DeviceTime;

    /// Milliseconds on a clock that only runs forward, whatever people set.
    fn steady_ms(&self) -> i64;

    fn random(&self, bytes: &mut [u8]);

    /// A fresh id that may be tied to a time (UUIDv7).
    fn id_with_time(&self) -> Uuid {
        let mut chance = [0; 10];
        self.random(&mut chance);
        let ms = u64::try_from(self.now().utc_ms()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(ms, &chance).into_uuid()
    }

    /// A fresh id that tells nothing (UUIDv4).
    fn id_without_time(&self) -> Uuid {
        let mut chance = [0; 16];
        self.random(&mut chance);
        uuid::Builder::from_random_bytes(chance).into_uuid()
    }
}

/// The clock of the device.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceClock;

impl Clock for DeviceClock {
    #[cfg(target_arch = "wasm32")]
    fn now(&self) -> DeviceTime {
        let date = js_sys::Date::new_0();
        #[allow(
            clippy::cast_possible_truncation,
            reason = "milliseconds and minutes, far from the limits"
        )]
        let (ms, offset) = (
            date.get_time() as i64,
            -(date.get_timezone_offset().round() as i32),
        );
        DeviceTime::from_parts(ms, offset).unwrap_or_else(|_| epoch())
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[allow(clippy::disallowed_methods, reason = "the phone's one clock")]
    fn now(&self) -> DeviceTime {
        let now = chrono::Local::now();
        let offset = now.offset().local_minus_utc() / 60;
        DeviceTime::from_parts(now.timestamp_millis(), offset).unwrap_or_else(|_| epoch())
    }

    #[cfg(target_arch = "wasm32")]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds since the page opened"
    )]
    fn steady_ms(&self) -> i64 {
        performance_now() as i64
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[allow(clippy::disallowed_methods, reason = "the phone's one clock")]
    fn steady_ms(&self) -> i64 {
        static BEGAN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        let began = BEGAN.get_or_init(std::time::Instant::now);
        i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&self, bytes: &mut [u8]) {
        // Without chance there are no ids; a device that has none is not one we can run on.
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

fn epoch() -> DeviceTime {
    DeviceTime(chrono::DateTime::UNIX_EPOCH.fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_with_time_are_version_7_and_sort_by_time_and_ids_without_are_version_4() {
        let clock = DeviceClock;
        let (one, other) = (clock.id_with_time(), clock.id_without_time());
        assert_eq!(one.get_version_num(), 7);
        assert_eq!(other.get_version_num(), 4);
        assert_ne!(other, clock.id_without_time());
    }
}
