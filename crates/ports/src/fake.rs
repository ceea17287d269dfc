//! Stand-ins for tests and the demonstration: each remembers what it was asked and answers as it was told.

mod file_store;
mod messenger;
mod photo;
mod time_and_chance;
mod webhook;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use file_store::MemoryFiles;
pub use messenger::RecordingMessenger;
pub use photo::TrustingInspector;
pub use time_and_chance::{CountingRandom, HandClock};
pub use webhook::RecordingWebhook;

/// A test that panicked while it held the lock has failed already; the others may go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
