//! Slows down whoever tries too often: join codes and passwords can be guessed,
//! so guessing is made slow. Token buckets in memory, per address and for all
//! together; a restart forgets them, which is no loss.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// More than this many addresses at once, and the oldest are forgotten: memory
/// stays bounded, and the bucket for all still holds.
const MOST_ADDRESSES: usize = 10_000;

/// How many tries at once, and how long until one more is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub at_once: u32,
    pub every_ms: u32,
}

#[derive(Debug)]
pub struct Throttle {
    each: Allowance,
    all: Allowance,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    of: BTreeMap<String, Bucket>,
    all: Option<Bucket>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In thousandths of a try.
    left: i64,
    at_ms: i64,
}

/// Seconds after which a try will be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TryAgainIn(pub u32);

impl Throttle {
    #[must_use]
    pub fn new(each: Allowance, all: Allowance) -> Self {
        Self {
            each,
            all,
            buckets: Mutex::default(),
        }
    }

    /// Counts a try of `who`.
    ///
    /// # Errors
    /// When it comes too soon; it does not count then.
    pub fn try_now(&self, who: &str, now_ms: i64) -> Result<(), TryAgainIn> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = buckets.all.map_or(self.all.full(now_ms), |bucket| {
            self.all.refilled(bucket, now_ms)
        });
        let mut own = buckets
            .of
            .get(who)
            .map_or(self.each.full(now_ms), |bucket| {
                self.each.refilled(*bucket, now_ms)
            });
        let taken = self
            .each
            .take(&mut own)
            .and_then(|()| self.all.take(&mut all));
        if taken.is_ok() {
            buckets.all = Some(all);
            if buckets.of.len() >= MOST_ADDRESSES && !buckets.of.contains_key(who) {
                let oldest = buckets
                    .of
                    .iter()
                    .min_by_key(|(_, bucket)| bucket.at_ms)
                    .map(|(who, _)| who.clone());
                if let Some(oldest) = oldest {
                    buckets.of.remove(&oldest);
                }
            }
            buckets.of.insert(who.to_owned(), own);
        }
        taken
    }
}

impl Allowance {
    fn full(self, now_ms: i64) -> Bucket {
        Bucket {
            left: i64::from(self.at_once) * 1000,
            at_ms: now_ms,
        }
    }

    fn refilled(self, bucket: Bucket, now_ms: i64) -> Bucket {
        // A clock set back must not lock anybody out.
        let passed = now_ms.saturating_sub(bucket.at_ms).max(0);
        let more = passed.saturating_mul(1000) / i64::from(self.every_ms.max(1));
        Bucket {
            left: bucket
                .left
                .saturating_add(more)
                .min(i64::from(self.at_once) * 1000),
            at_ms: now_ms,
        }
    }

    fn take(self, bucket: &mut Bucket) -> Result<(), TryAgainIn> {
        if bucket.left >= 1000 {
            bucket.left -= 1000;
            return Ok(());
        }
        let missing_ms = (1000 - bucket.left) * i64::from(self.every_ms) / 1000;
        Err(TryAgainIn(
            u32::try_from(missing_ms / 1000 + 1).unwrap_or(u32::MAX),
        ))
    }
}

/// An address as a throttle counts it: a home's whole network for IPv6.
#[must_use]
pub fn name_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle() -> Throttle {
        Throttle::new(
            Allowance {
                at_once: 2,
                every_ms: 10_000,
            },
            Allowance {
                at_once: 3,
                every_ms: 1_000,
            },
        )
    }

    #[test]
    fn a_few_tries_pass_and_the_next_is_told_when_to_come_back() {
        let throttle = throttle();
        assert_eq!(throttle.try_now("a", 0), Ok(()));
        assert_eq!(throttle.try_now("a", 0), Ok(()));
        assert_eq!(throttle.try_now("a", 0), Err(TryAgainIn(11)));
        assert_eq!(throttle.try_now("b", 0), Ok(()));
        assert_eq!(throttle.try_now("a", 10_000), Ok(()));
    }

    #[test]
    fn all_together_are_slowed_even_when_each_is_new() {
        let throttle = throttle();
        for who in ["a", "b", "c"] {
            assert_eq!(throttle.try_now(who, 0), Ok(()));
        }
        assert!(throttle.try_now("d", 0).is_err());
        assert_eq!(throttle.try_now("d", 1_000), Ok(()));
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let throttle = throttle();
        assert_eq!(throttle.try_now("a", 1_000_000), Ok(()));
        assert_eq!(throttle.try_now("a", 0), Ok(()));
    }

    #[test]
    fn memory_stays_bounded_however_many_addresses_try() {
        let throttle = Throttle::new(
            Allowance {
                at_once: 1,
                every_ms: 1,
            },
            Allowance {
                at_once: u32::MAX,
                every_ms: 1,
            },
        );
        for n in 0..MOST_ADDRESSES as i64 + 50 {
            let _counted = throttle.try_now(&n.to_string(), n);
        }
        let kept = throttle.buckets.lock().map(|buckets| buckets.of.len());
        assert_eq!(kept.ok(), Some(MOST_ADDRESSES));
    }

    #[test]
    fn a_home_with_ipv6_counts_as_one() {
        let name = |text: &str| text.parse().map(name_of).unwrap_or_default();
        assert_eq!(name("2001:db8:1:2::5"), name("2001:db8:1:2:ffff::1"));
        assert_ne!(name("2001:db8:1:2::5"), name("2001:db8:1:3::5"));
        assert_eq!(name("::ffff:192.0.2.1"), name("192.0.2.1"));
    }
}
