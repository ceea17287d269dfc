//! How long a stage took. The only clock of this tool.

use std::time::{Duration, Instant};

/// Runs `work` and says how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "measuring our own stages")]
    let began = Instant::now();
    let result = work();
    (result, began.elapsed())
}

/// `1 min 05 s` or `3.2 s`.
pub fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_begin_at_sixty_seconds() {
        assert_eq!(words(Duration::from_millis(3_240)), "3.2 s");
        assert_eq!(words(Duration::from_secs(65)), "1 min 05 s");
    }
}
