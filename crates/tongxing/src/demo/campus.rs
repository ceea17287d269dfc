//! The fictional university of the demonstration: its data files, read strictly, and how they become a campus.

mod data;
mod span;

pub use data::{AccountData, Campus, DocumentData, Does, Happening, Stories, Story};

/// The university: units, accounts, roles.
const CAMPUS: &str = include_str!("../../demo/campus.toml");
/// What happened there in the last thirty days.
const STORIES: &str = include_str!("../../demo/stories.toml");
