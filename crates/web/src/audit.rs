//! The audit log: reading it, and checking that nobody changed it.

pub mod list;
pub mod verify;
