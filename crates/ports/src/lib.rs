//! The outside world as the program sees it: time, chance, stored files, photo checks, messages and the systems
//! that plates and people are delivered to. Each is one small trait with one fake beside it in [`fake`].
//!
//! This crate never talks to anything itself: the drivers stand in `connectors` and `photos`, and only the binary
//! decides which of them a running campus gets.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod clock;
pub mod fake;
pub mod file_store;
pub mod messenger;
pub mod photo;
pub mod random;
pub mod webhook;

pub use clock::Clock;
pub use file_store::{FileKey, FileStore, FileStoreError};
pub use messenger::{Channel, Message, Messenger, Receipt, SendError};
pub use photo::{InspectError, Inspected, PhotoInspector, PhotoKind, PhotoProblem};
pub use random::Random;
pub use webhook::{Answer, DeliverError, OutboundWebhook, Reason, WebhookCall};

/// What went wrong underneath, kept for the log and never shown to a person on campus.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;
