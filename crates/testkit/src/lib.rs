//! The campus that tests run on: made-up, empty or filled by builders, with a database of its own.
//!
//! Development only. It never ships, and nothing that ships may import it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod campus;

pub use campus::{NOW, TestCampus};
