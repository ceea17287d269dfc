//! What really stands behind the ports: files in a folder, e-mail by SMTP, text messages by an HTTP gateway, signed
//! webhooks, the machine's clock and its chance.
//!
//! This crate never decides whether, when or how often something is sent: a job asks once, and the answer says
//! whether asking again can help. It talks only to hosts that the configuration names, follows no redirect, believes
//! no length the other side claims, and writes neither addresses nor contents into a log.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod folder;
pub mod mail;
mod outbound;
pub mod system;
pub mod texts;
pub mod webhook;

pub use folder::{FileKeys, FolderFiles};
pub use mail::{MailSecurity, MailSettings, MailSettingsError, SmtpMessenger};
pub use outbound::{ConnectionError, OutboundError};
pub use system::{SystemClock, SystemRandom};
pub use texts::{HttpTexts, TextSettings, TextSettingsError};
pub use webhook::{TargetError, WebhookSender, WebhookTarget, signature};
