//! All SQL of Tongxing: tables, migrations, field encryption, the audit chain, jobs and the outbox.
//!
//! One SQL text and one migrations folder serve SQLite (embedded default) and PostgreSQL. A feature is one
//! file of plain functions that take the open connection or transaction ([`Db`]) and speak in the types of
//! `domain` and `workflow`; there are no row structs that repeat a type.
//!
//! What this crate never does: decide who may do something, open a transaction on its own account (callers
//! do, with [`Store::begin`]), read a clock, or touch the network beyond its database. What it promises: a
//! column that the schema calls encrypted is never written in the clear, and a row that cannot be read is
//! reported with its table, column and id, not skipped.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod account;
pub mod application;
pub mod archive;
pub mod attempt;
pub mod audit;
mod cipher;
pub mod confirmation;
pub mod consent;
pub mod delivery;
mod dialect;
pub mod draft;
mod error;
pub mod file;
pub mod job;
mod keyring;
mod lookup;
pub mod message;
mod migrate;
pub mod notification;
pub mod operation;
mod page;
pub mod person;
pub mod reencrypt;
pub mod retention;
pub mod role;
mod row;
pub mod sequence;
pub mod service;
pub mod session;
pub mod setting;
pub mod sign_in;
mod store;
pub mod task;
#[cfg(feature = "testing")]
pub mod testing;
pub mod unit;
pub mod upkeep;
pub mod vehicle;

pub use cipher::KeyedHash;
pub use dialect::Dialect;
pub use error::StorageError;
pub use keyring::{Keyring, KeyringError, MasterKey};
pub use page::{Cursor, CursorError, Page, PageRequest, Stretch, Turn};
pub use store::{Db, Store, StoreConfig, Tx};
