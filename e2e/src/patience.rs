//! How long a story waits for something to become true. The only clock of this crate.

use std::time::{Duration, Instant};

/// A page that takes longer is broken, also on a busy machine.
pub const LONG: Duration = Duration::from_secs(10);

const PAUSE: Duration = Duration::from_millis(50);

/// Asks again and again until there is an answer; `None` when time is up.
pub fn wait_for<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    #[expect(clippy::disallowed_methods, reason = "waiting for another process, in real time")]
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if began.elapsed() > limit {
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}
