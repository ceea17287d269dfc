//! What time it is on campus.

use tongxing_domain::time::Timestamp;

/// The wall clock. Everything that asks for the time asks here, so that a test can move the clock instead of rows.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}
