//! The machine's own clock and source of chance: the only place in the program that asks them.

use rand::Rng as _;
use tongxing_domain::time::Timestamp;
use tongxing_ports::{Clock, Random};

/// The wall clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the Clock port's real clock")]
        let now = jiff::Timestamp::now();
        Timestamp::from_millis(now.as_millisecond())
    }
}

/// A cryptographic generator seeded by the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "this is the Random port's real source")]
        let mut generator = rand::rng();
        generator.fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_in_our_century_and_does_not_go_back() {
        let (one, two) = (SystemClock.now(), SystemClock.now());
        assert!(one.millis() > 1_700_000_000_000 && two >= one);
    }

    #[test]
    fn chance_fills_everything_and_differs() {
        let (mut one, mut two) = ([0; 64], [0; 64]);
        SystemRandom.fill(&mut one);
        SystemRandom.fill(&mut two);
        assert_ne!(one, two);
        assert!(one.chunks(16).all(|chunk| chunk != [0; 16]));
    }
}
