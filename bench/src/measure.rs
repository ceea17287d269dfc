//! Times, and what to say about many of them.

use std::time::{Duration, Instant};

/// A stopwatch.
pub struct Watch(Instant);

impl Watch {
    /// Starts it.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this tool is for")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Since it was started.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Many times of one thing.
#[derive(Default, Clone)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Notes one more.
    pub fn note(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Takes up those of another client.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// So many of a hundred were at most this long.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let mut times = Times::default();
        for millis in (1..=20).rev() {
            times.note(Duration::from_millis(millis));
        }
        assert_eq!(times.percentile(50), Duration::from_millis(10));
        assert_eq!(times.percentile(95), Duration::from_millis(19));
        assert_eq!(times.percentile(100), Duration::from_millis(20));
    }
}
