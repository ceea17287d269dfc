//! The validators against the recorded vectors, against chance, and against the sentences in the translation files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod messages;
mod properties;
mod vectors;
