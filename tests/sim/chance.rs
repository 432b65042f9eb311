//! Chance that repeats from its seed (splitmix64), and the clock of a phone
//! whose hands the simulation holds.

use doorstep::domain::time::DeviceTime;
use doorstep::phone::platform::clock::Clock;
use std::sync::Mutex;

#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give neighbouring worlds.
        let mut chance = Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x6A09_E667_F3BC_C909);
        chance.draw();
        chance
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).expect("low is not above high");
        low + i64::try_from(self.draw() % span).expect("a small span")
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.draw() % (count as u64)).expect("a small count")
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.draw() % 100 < percent
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() {
            None
        } else {
            of.get(self.below(of.len()))
        }
    }
}

/// What a phone believes about time.
#[derive(Debug)]
pub struct Hands {
    /// True time, milliseconds since 1970.
    pub true_ms: i64,
    /// How far its calendar is off.
    pub off_ms: i64,
    /// When the app was opened: the steady clock counts from there.
    pub opened_ms: i64,
    pub chance: Chance,
}

#[derive(Debug)]
pub struct SimClock(Mutex<Hands>);

impl SimClock {
    pub fn new(true_ms: i64, seed: u64) -> Self {
        Self(Mutex::new(Hands {
            true_ms,
            off_ms: 0,
            opened_ms: true_ms,
            chance: Chance::new(seed),
        }))
    }

    pub fn set(&self, change: impl FnOnce(&mut Hands)) {
        change(&mut self.0.lock().expect("one thread"));
    }

    pub fn off_ms(&self) -> i64 {
        self.0.lock().expect("one thread").off_ms
    }
}

impl Clock for SimClock {
    fn now(&self) -> DeviceTime {
        let hands = self.0.lock().expect("one thread");
        DeviceTime::from_parts(hands.true_ms + hands.off_ms, 120).expect("within a few days")
    }

    fn steady_ms(&self) -> i64 {
        let hands = self.0.lock().expect("one thread");
        hands.true_ms - hands.opened_ms
    }

    fn random(&self, bytes: &mut [u8]) {
        let mut hands = self.0.lock().expect("one thread");
        for chunk in bytes.chunks_mut(8) {
            let drawn = hands.chance.draw().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}
