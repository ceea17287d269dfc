//! Looks at the photos people send and makes them storable.
//!
//! A photo comes in as bytes from a stranger. It is recognised by its content, its pixels are counted before they are
//! decoded, and what goes out is a new JPEG painted from those pixels: upright, at most 1600 pixels long, without any
//! metadata, thumbnail included. In between the photo is judged for its purpose: sharp enough, enough light, exactly
//! one face in a portrait, a document that fills its picture. Each problem found is one a person can mend.
//!
//! This crate never stores or sends a picture, never compares faces, and never keeps anything about a face: finding
//! one is a yes or no with a place. It never refuses for taste: a check refuses only what is clearly wrong, because a
//! person looks at every photo afterwards anyway. The face model (SeetaFace, BSD-2-Clause) comes out of the `rustface`
//! crate's archive, see `build.rs`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod document;
mod face;
mod format;
mod grey;
mod inspect;
mod light;
mod picture;
#[cfg(feature = "samples")]
pub mod sample;
mod sharpness;
pub mod thresholds;

pub use inspect::Inspector;
