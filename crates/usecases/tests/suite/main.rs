//! Use cases with real storage on both engines, a fake outside world and a clock moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod account;
mod application;
mod approval;
mod audit;
mod delivery;
mod first;
mod notification;
mod outcome;
mod person;
mod retention;
mod unit;
