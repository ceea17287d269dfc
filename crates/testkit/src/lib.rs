//! The campus that tests run on: made-up, empty or filled by builders, with a database of its own on either engine, a
//! clock moved by hand and an outside world that remembers.
//!
//! ```text
//! for town in TestCampus::each().await {
//!     let logistics = town.unit("01", "后勤保障处").await;
//!     let head = town.staff("zhao", Role::UnitHead, Some(logistics)).await; // head.actor, head.token
//!     town.clock.advance_millis(MINUTE);
//!     town.run_jobs().await;
//! }
//! ```
//!
//! Development only. It never ships, and nothing that ships may import it.
#![allow(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod account;
pub mod application;
pub mod campus;
pub mod codes;
pub mod record;

pub use account::{NewAccount, SignedIn};
pub use application::{NewApplication, Submitted};
pub use campus::{DAY, HOUR, MINUTE, NOW, TestCampus, settings};
/// The clock of a [`TestCampus`]: it stands still until it is moved.
pub use tongxing_ports::fake::HandClock as FakeClock;
