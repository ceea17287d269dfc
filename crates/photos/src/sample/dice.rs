//! Chance that can be repeated: the same seed draws the same picture on every machine.

/// SplitMix64.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 up to, not including, the limit.
    pub(super) fn below(&mut self, limit: u16) -> u16 {
        u16::try_from(self.next() % u64::from(limit.max(1))).unwrap_or_default()
    }

    /// A number within two.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * f32::from(self.below(10_000)) / 10_000.0
    }

    /// One of several.
    pub(super) fn pick(&mut self, choices: &[u32]) -> u32 {
        let count = u16::try_from(choices.len()).unwrap_or(u16::MAX);
        choices.get(usize::from(self.below(count))).copied().unwrap_or_default()
    }
}
