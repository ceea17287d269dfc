//! Mail and text messages: what is to leave, what left, and what came back. Address and content are encrypted.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sqlx::query;
use tongxing_domain::id::Id;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, channel, recipient, content, kind, state, reference, reason, attempts, created_at, updated_at \
             FROM message ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO message \
     (id, channel, recipient, content, kind, state, reference, reason, attempts, created_at, updated_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const OUTCOME: &str = "UPDATE message SET state = $2, reference = $3, reason = $4, attempts = attempts + 1, \
     updated_at = $5 WHERE id = $1 AND state = 'wanted'";
pub(crate) const LIST: &str =
    select!("WHERE state = $1 AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4");
const DELETE_OLD: &str = "DELETE FROM message WHERE state <> 'wanted' AND updated_at < $1";

/// Tells ids of messages apart from other ids.
pub enum MessageKind {}

/// Names a message that leaves the portal.
pub type MessageId = Id<MessageKind>;

/// A message that leaves the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id, the same for every attempt.
    pub id: MessageId,
    /// The way it goes: `email`, `sms`, `wechat`.
    pub channel: String,
    /// Where to.
    pub recipient: String,
    /// What it says.
    pub content: Content,
    /// What it is about in one word.
    pub kind: String,
    /// Did it leave?
    pub state: MessageState,
    /// The number the other side gave it.
    pub reference: Option<String>,
    /// Why it has not left.
    pub reason: Option<String>,
    /// Tries so far.
    pub attempts: u32,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its state changed last.
    pub updated_at: Timestamp,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its language, e.g. `zh-CN`.
    pub locale: String,
    /// One line; the subject of a mail.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The facts by name, for a vendor's template.
    pub params: BTreeMap<String, String>,
}

/// Did a message leave?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// Not yet.
    Wanted,
    /// The next system took it.
    Sent,
    /// It never will.
    Failed,
}

/// What became of one try to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The next system took it.
    Sent {
        /// The number it gave.
        reference: Option<String>,
    },
    /// Not now; it will be tried again.
    Delayed {
        /// Why, without address or content.
        reason: String,
    },
    /// Never.
    Failed {
        /// Why, without address or content.
        reason: String,
    },
}

/// Writes a message down, to be sent by a job.
pub async fn insert(db: &mut Db, message: &Message) -> Result<(), StorageError> {
    let seal = db.sealer("message", message.id);
    let content = serde_json::to_string(&message.content).map_err(StorageError::failure)?;
    let query = query(INSERT)
        .bind(message.id.to_string())
        .bind(message.channel.clone())
        .bind(seal.text("recipient", &message.recipient)?)
        .bind(seal.text("content", &content)?)
        .bind(message.kind.clone())
        .bind(message.state.as_str())
        .bind(message.reference.clone())
        .bind(message.reason.clone())
        .bind(i64::from(message.attempts))
        .bind(message.created_at.millis())
        .bind(message.updated_at.millis());
    db.run_one(query).await
}

/// One message.
pub async fn find(db: &mut Db, id: MessageId) -> Result<Option<Message>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// Writes down what became of a try. `Conflict`: the message has left or failed already.
pub async fn record(
    db: &mut Db,
    id: MessageId,
    outcome: &Outcome,
    at: Timestamp,
) -> Result<(), StorageError> {
    let (state, reference, reason) = match outcome {
        Outcome::Sent { reference } => (MessageState::Sent, reference.clone(), None),
        Outcome::Delayed { reason } => (MessageState::Wanted, None, Some(reason.clone())),
        Outcome::Failed { reason } => (MessageState::Failed, None, Some(reason.clone())),
    };
    let query = query(OUTCOME)
        .bind(id.to_string())
        .bind(state.as_str())
        .bind(reference)
        .bind(reason)
        .bind(at.millis());
    db.run_one(query).await
}

/// Messages in one state, the latest change first.
pub async fn list(
    db: &mut Db,
    state: MessageState,
    page: &PageRequest,
) -> Result<Page<Message>, StorageError> {
    let bounds = Bounds::of(page);
    let query = query(LIST).bind(state.as_str()).bind(bounds.at).bind(bounds.id.clone()).bind(bounds.limit);
    let messages = db.all(query).await?;
    Ok(bounds.page(messages, |message: &Message| Cursor::new(message.updated_at, message.id)))
}

/// Removes messages that left or failed before an instant; says how many.
pub async fn delete_before(db: &mut Db, at: Timestamp) -> Result<u64, StorageError> {
    db.run(query(DELETE_OLD).bind(at.millis())).await
}

impl FromRow for Message {
    const TABLE: &'static str = "message";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            channel: row.text("channel")?,
            recipient: row.sealed("recipient")?,
            content: row.sealed_json("content")?,
            kind: row.text("kind")?,
            state: row.parsed("state")?,
            reference: row.optional_text("reference")?,
            reason: row.optional_text("reason")?,
            attempts: row.number("attempts")?,
            created_at: row.at("created_at")?,
            updated_at: row.at("updated_at")?,
        })
    }
}

impl MessageState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

/// The word names no state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no message state is called so")]
pub struct UnknownMessageState;

impl FromStr for MessageState {
    type Err = UnknownMessageState;

    fn from_str(word: &str) -> Result<Self, UnknownMessageState> {
        [Self::Wanted, Self::Sent, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownMessageState)
    }
}
