//! The words and rules of the business: people, units, roles, identity documents, plates, permits, deliveries, code
//! tables.
//!
//! Everything here is plain data and total functions. What a person types is parsed once, at the door, into a type
//! that cannot hold a wrong value ([`name::PersonName`], [`document::IdentityDocument`], [`plate::Plate`], …); what is
//! wrong comes back as a fact somebody can act on, and every such fact converts into a [`problem::Problem`] whose words
//! live in the translation files.
//!
//! This crate never reads a clock, a file, the network or a source of chance, never logs, and knows no form, process,
//! page or table. Types that hold personal data print themselves masked in debug output.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod account;
pub mod audit;
pub mod calendar;
pub mod delivery;
pub mod division;
pub mod document;
pub mod email;
pub mod id;
pub mod locale;
pub mod mask;
pub mod name;
pub mod person;
pub mod phone;
pub mod plate;
pub mod problem;
pub mod reason;
pub mod role;
pub mod table;
pub mod text;
pub mod time;
pub mod unit;
pub mod vehicle;
