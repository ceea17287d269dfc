//! The engine as its callers see it: stories told in text, and properties over random definitions and commands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod laws;
mod properties;
mod random;
mod stories;
mod story;
