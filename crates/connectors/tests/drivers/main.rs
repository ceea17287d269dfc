//! The drivers against the real thing: a folder on this disk, a mail server and a receiver of webhooks on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod folder;
mod mail;
mod texts;
mod webhook;
