//! What is known about stored photos and attachments. The bytes are in the file store, encrypted, under `store_key`.
//!
//! A row is written before the bytes and removed after them, so that after a crash the sweep finds every leftover:
//! *arriving* (bytes may be there), *kept* (bytes are there), *leaving* (bytes may still be there).

use std::str::FromStr;

use sqlx::query;
use tongxing_domain::id::{ApplicationId, DraftId, FileId};
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, draft, application, kind, mime, size, sha256, store_key, state, created_at, expires_at \
             FROM file ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO file \
     (id, draft, application, kind, mime, size, sha256, store_key, state, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const KEEP: &str = "UPDATE file SET state = 'kept' WHERE id = $1 AND state = 'arriving'";
const LEAVE: &str = "UPDATE file SET state = 'leaving' WHERE id = $1 AND state <> 'leaving'";
const LEAVE_DRAFT: &str = "UPDATE file SET state = 'leaving' WHERE draft = $1 AND state <> 'leaving'";
const LEAVE_APPLICATION: &str =
    "UPDATE file SET state = 'leaving' WHERE application = $1 AND state <> 'leaving'";
const KEEP_DRAFT: &str = "UPDATE file SET expires_at = $2 WHERE draft = $1 AND state <> 'leaving'";
const HAND_OVER: &str = "UPDATE file SET draft = NULL, application = $2, expires_at = NULL \
     WHERE draft = $1 AND state = 'kept' AND id IN {each $3}";
pub(crate) const LIST_EXPIRED: &str =
    select!("WHERE state IN ('arriving', 'kept') AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2");
pub(crate) const LIST_LEAVING: &str = select!("WHERE state = 'leaving' ORDER BY id LIMIT $1");

/// A stored photo or attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// Whose it is, and so who may see it.
    pub owner: FileOwner,
    /// What it shows, e.g. `portrait`.
    pub kind: String,
    /// The type, found from the content.
    pub mime: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Where the file store has it.
    pub store_key: String,
    /// Are the bytes there?
    pub state: FileState,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// When it is deleted; `None` while what it belongs to is kept.
    pub expires_at: Option<Timestamp>,
}

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOwner {
    /// A form that is being filled in.
    Draft(DraftId),
    /// A submitted application.
    Application(ApplicationId),
}

/// Are the bytes there?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Being written.
    Arriving,
    /// Yes.
    Kept,
    /// Being removed.
    Leaving,
}

/// Writes a file down, before its bytes are stored.
pub async fn insert(db: &mut Db, file: &StoredFile) -> Result<(), StorageError> {
    let (draft, application) = match file.owner {
        FileOwner::Draft(id) => (Some(id.to_string()), None),
        FileOwner::Application(id) => (None, Some(id.to_string())),
    };
    let size = i64::try_from(file.size).map_err(StorageError::failure)?;
    let query = query(INSERT)
        .bind(file.id.to_string())
        .bind(draft)
        .bind(application)
        .bind(file.kind.clone())
        .bind(file.mime.clone())
        .bind(size)
        .bind(file.sha256.clone())
        .bind(file.store_key.clone())
        .bind(file.state.as_str())
        .bind(file.created_at.millis())
        .bind(file.expires_at.map(Timestamp::millis));
    db.run_one(query).await
}

/// The bytes are stored. `Conflict`: the file was removed meanwhile.
pub async fn keep(db: &mut Db, id: FileId) -> Result<(), StorageError> {
    db.run_one(query(KEEP).bind(id.to_string())).await
}

/// One file, whatever its state.
pub async fn find(db: &mut Db, id: FileId) -> Result<Option<StoredFile>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// The files of a draft whose bytes are there, oldest first.
pub async fn of_draft(db: &mut Db, draft: DraftId) -> Result<Vec<StoredFile>, StorageError> {
    let query = query(select!("WHERE draft = $1 AND state = 'kept' ORDER BY created_at, id"));
    db.all(query.bind(draft.to_string())).await
}

/// The files of an application whose bytes are there, oldest first.
pub async fn of_application(
    db: &mut Db,
    application: ApplicationId,
) -> Result<Vec<StoredFile>, StorageError> {
    let query = query(select!("WHERE application = $1 AND state = 'kept' ORDER BY created_at, id"));
    db.all(query.bind(application.to_string())).await
}

/// The draft was submitted: these of its files belong to the application from now on. `Conflict`: one of them does
/// not belong to the draft, or its bytes are not there.
pub async fn hand_over(
    db: &mut Db,
    draft: DraftId,
    application: ApplicationId,
    files: &[FileId],
) -> Result<(), StorageError> {
    let ids = serde_json::to_string(files).map_err(StorageError::failure)?;
    let sql = db.sql(HAND_OVER);
    let query = query(sql).bind(draft.to_string()).bind(application.to_string()).bind(ids);
    let moved = db.run(query).await?;
    if usize::try_from(moved).is_ok_and(|moved| moved == files.len()) {
        Ok(())
    } else {
        Err(StorageError::Conflict)
    }
}

/// The bytes are to be removed; says whether they were not leaving already.
pub async fn leave(db: &mut Db, id: FileId) -> Result<bool, StorageError> {
    Ok(db.run(query(LEAVE).bind(id.to_string())).await? > 0)
}

/// The draft is kept longer, and its files with it.
pub async fn keep_draft(db: &mut Db, draft: DraftId, until: Timestamp) -> Result<(), StorageError> {
    let query = query(KEEP_DRAFT).bind(draft.to_string()).bind(until.millis());
    db.run(query).await.map(drop)
}

/// The bytes of all files of this application are to be removed; says how many.
pub async fn leave_application(db: &mut Db, application: ApplicationId) -> Result<u64, StorageError> {
    db.run(query(LEAVE_APPLICATION).bind(application.to_string())).await
}

/// The bytes of all files still with this draft are to be removed; says how many.
pub async fn leave_draft(db: &mut Db, draft: DraftId) -> Result<u64, StorageError> {
    db.run(query(LEAVE_DRAFT).bind(draft.to_string())).await
}

/// The bytes are gone, so the row may go.
pub async fn delete(db: &mut Db, id: FileId) -> Result<(), StorageError> {
    let query = query("DELETE FROM file WHERE id = $1 AND state = 'leaving'");
    db.run_one(query.bind(id.to_string())).await
}

/// Sets when a file is deleted, or that it stays.
pub async fn expire(db: &mut Db, id: FileId, at: Option<Timestamp>) -> Result<(), StorageError> {
    let query = query("UPDATE file SET expires_at = $2 WHERE id = $1");
    db.run_one(query.bind(id.to_string()).bind(at.map(Timestamp::millis))).await
}

/// Files whose time has passed.
pub async fn list_expired(db: &mut Db, now: Timestamp, limit: u32) -> Result<Vec<StoredFile>, StorageError> {
    db.all(query(LIST_EXPIRED).bind(now.millis()).bind(i64::from(limit))).await
}

/// Files whose bytes are to be removed.
pub async fn list_leaving(db: &mut Db, limit: u32) -> Result<Vec<StoredFile>, StorageError> {
    db.all(query(LIST_LEAVING).bind(i64::from(limit))).await
}

impl FromRow for StoredFile {
    const TABLE: &'static str = "file";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let owner = match (row.optional_parsed("draft")?, row.optional_parsed("application")?) {
            (Some(draft), None) => FileOwner::Draft(draft),
            (None, Some(application)) => FileOwner::Application(application),
            _ => return Err(row.corrupt("draft")),
        };
        Ok(Self {
            id: row.parsed("id")?,
            owner,
            kind: row.text("kind")?,
            mime: row.text("mime")?,
            size: row.number("size")?,
            sha256: row.text("sha256")?,
            store_key: row.text("store_key")?,
            state: row.parsed("state")?,
            created_at: row.at("created_at")?,
            expires_at: row.optional_at("expires_at")?,
        })
    }
}

impl FileState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Arriving => "arriving",
            Self::Kept => "kept",
            Self::Leaving => "leaving",
        }
    }
}

/// The word names no state of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no file state is called so")]
pub struct UnknownFileState;

impl FromStr for FileState {
    type Err = UnknownFileState;

    fn from_str(word: &str) -> Result<Self, UnknownFileState> {
        [Self::Arriving, Self::Kept, Self::Leaving]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or(UnknownFileState)
    }
}
