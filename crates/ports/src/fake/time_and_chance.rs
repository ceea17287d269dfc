use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use tongxing_domain::time::Timestamp;

use crate::{Clock, Random};

/// A clock that stands still until it is moved by hand.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at the instant given.
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.millis()))
    }

    /// Moves on (or back, when negative) by milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Jumps to an instant.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Predictable bytes that never repeat within a run (SplitMix64). Never use it outside a test.
#[derive(Debug)]
pub struct CountingRandom(AtomicU64);

impl CountingRandom {
    /// The same seed gives the same bytes in the same order.
    pub fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Random for CountingRandom {
    fn fill(&self, buffer: &mut [u8]) {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        for chunk in buffer.chunks_mut(8) {
            let mut word = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            for (target, byte) in chunk.iter_mut().zip(word.to_le_bytes()) {
                *target = byte;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_only_by_hand() {
        let clock = HandClock::at(Timestamp::from_millis(1_000));
        assert_eq!(clock.now().millis(), 1_000);
        clock.advance_millis(-1);
        assert_eq!(clock.now().millis(), 999);
        clock.set(Timestamp::from_millis(5));
        assert_eq!(clock.now().millis(), 5);
    }

    #[test]
    fn chance_is_repeatable_and_does_not_repeat_itself() {
        let (one, two) = (CountingRandom::seeded(7), CountingRandom::seeded(7));
        let first = one.id_bytes();
        assert_eq!(first, two.id_bytes());
        assert_ne!(first, one.id_bytes());
        // The first word of SplitMix64 with seed 0, from its reference implementation.
        let mut word = [0; 8];
        CountingRandom::seeded(0).fill(&mut word);
        assert_eq!(u64::from_le_bytes(word), 0xe220_a839_7b1d_cdaf);
    }
}
