//! Words to people in the portal. What a notification is about is stored as its facts; the sentence is made when it
//! is shown, in the reader's language.

use std::collections::BTreeMap;

use sqlx::query;
use tongxing_domain::id::{AccountId, NotificationId};
use tongxing_domain::time::Timestamp;

use crate::cipher::KeyedHash;
use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, document_hash, kind, params, link, created_at, read_at FROM notification ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO notification \
     (id, account, document_hash, kind, params, link, created_at, read_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const OF_ACCOUNT: &str =
    select!("WHERE account = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4");
pub(crate) const OF_APPLICANT: &str = select!(
    "WHERE document_hash = $1 AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4"
);
const READ: &str = "UPDATE notification SET read_at = $3 WHERE id = $1 AND account = $2 AND read_at IS NULL";
const READ_ALL: &str = "UPDATE notification SET read_at = $2 WHERE account = $1 AND read_at IS NULL";

/// Something somebody should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// For whom.
    pub recipient: Recipient,
    /// What it is about in one word, e.g. `task-arrived`: the key of its sentence.
    pub kind: String,
    /// The facts of the sentence.
    pub params: BTreeMap<String, String>,
    /// The page it leads to.
    pub link: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// For whom a notification is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A staff member.
    Account(AccountId),
    /// Whoever applies with this document.
    Applicant(KeyedHash),
}

/// Writes a notification down.
pub async fn insert(db: &mut Db, notification: &Notification) -> Result<(), StorageError> {
    let (account, document) = match &notification.recipient {
        Recipient::Account(id) => (Some(id.to_string()), None),
        Recipient::Applicant(hash) => (None, Some(hash.to_string())),
    };
    let params = serde_json::to_string(&notification.params).map_err(StorageError::failure)?;
    let query = query(INSERT)
        .bind(notification.id.to_string())
        .bind(account)
        .bind(document)
        .bind(notification.kind.clone())
        .bind(db.sealer("notification", notification.id).text("params", &params)?)
        .bind(notification.link.clone())
        .bind(notification.created_at.millis())
        .bind(notification.read_at.map(Timestamp::millis));
    db.run_one(query).await
}

/// One notification.
pub async fn find(db: &mut Db, id: NotificationId) -> Result<Option<Notification>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// What a person was told, the latest first.
pub async fn list(
    db: &mut Db,
    recipient: &Recipient,
    page: &PageRequest,
) -> Result<Page<Notification>, StorageError> {
    let bounds = Bounds::of(page);
    let (sql, whose) = match recipient {
        Recipient::Account(id) => (OF_ACCOUNT, id.to_string()),
        Recipient::Applicant(hash) => (OF_APPLICANT, hash.to_string()),
    };
    let query = query(sql).bind(whose).bind(bounds.at).bind(bounds.id.clone()).bind(bounds.limit);
    let notifications = db.all(query).await?;
    Ok(bounds.page(notifications, |one: &Notification| Cursor::new(one.created_at, one.id)))
}

/// How many a staff member has not read.
pub async fn count_unread(db: &mut Db, account: AccountId) -> Result<i64, StorageError> {
    let query = query("SELECT COUNT(*) FROM notification WHERE account = $1 AND read_at IS NULL");
    db.number(query.bind(account.to_string())).await
}

/// A staff member read one; says whether it was unread and theirs.
pub async fn mark_read(
    db: &mut Db,
    account: AccountId,
    id: NotificationId,
    at: Timestamp,
) -> Result<bool, StorageError> {
    let query = query(READ).bind(id.to_string()).bind(account.to_string()).bind(at.millis());
    Ok(db.run(query).await? > 0)
}

/// A staff member read all; says how many were unread.
pub async fn mark_all_read(db: &mut Db, account: AccountId, at: Timestamp) -> Result<u64, StorageError> {
    db.run(query(READ_ALL).bind(account.to_string()).bind(at.millis())).await
}

impl FromRow for Notification {
    const TABLE: &'static str = "notification";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let recipient = match (row.optional_parsed("account")?, row.optional_made("document_hash")?) {
            (Some(account), None) => Recipient::Account(account),
            (None, Some(document)) => Recipient::Applicant(document),
            _ => return Err(row.corrupt("account")),
        };
        Ok(Self {
            id: row.parsed("id")?,
            recipient,
            kind: row.text("kind")?,
            params: row.sealed_json("params")?,
            link: row.optional_text("link")?,
            created_at: row.at("created_at")?,
            read_at: row.optional_at("read_at")?,
        })
    }
}
