//! What people do on campus, as stories: who may, load, decide, save, enqueue.
//!
//! A folder listing of this crate is the feature list: `application/submit.rs`, `approval/approve.rs`,
//! `person/suspend.rs`. Each use case is one file with one public `run`: it checks the [`Actor`]'s
//! permission, loads what it needs, lets a pure crate decide, and saves the result, its audit entry and
//! the jobs that follow from it in one transaction.
//!
//! This crate is the only one that opens transactions and authorises. It never contains SQL, never speaks
//! to the network inside a transaction, and never reads the wall clock or the system's randomness: both
//! come in through [`Campus`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod account;
pub mod actor;
pub mod application;
pub mod approval;
pub mod audit;
pub mod campus;
pub mod delivery;
pub mod desk;
mod directory;
pub mod error;
pub mod file;
pub mod import;
pub mod job;
mod message;
mod network;
pub mod notification;
mod outcome;
pub mod permission;
pub mod person;
mod process;
pub mod service;
mod sheet;
mod sweep;
mod tries;
pub mod unit;
pub mod vehicle;

pub use actor::{Actor, Applicant, By, Who};
pub use campus::Campus;
pub use error::{Error, Failure, Refusal};
pub use permission::{Permission, Scope};
pub use tongxing_storage::{Cursor, Page, PageRequest, Stretch, Turn};
