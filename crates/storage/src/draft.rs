//! Forms that are being filled in, kept on the server so that nothing personal stays in a browser. The token in the
//! browser's cookie opens one; only its keyed hash is stored.

use serde_json::{Map, Value};
use sqlx::query;
use tongxing_domain::id::{ApplicationId, DraftId};
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, application, service, version, form, section, row_version, created_at, updated_at, expires_at FROM draft ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO draft \
     (id, token_hash, application, service, version, form, section, row_version, created_at, updated_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SAVE: &str = "UPDATE draft SET version = $3, form = $4, section = $5, row_version = row_version + 1, \
     updated_at = $6, expires_at = $7 WHERE id = $1 AND row_version = $2";

/// A form that is being filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The returned application that is being corrected; `None` for a new one.
    pub application: Option<ApplicationId>,
    /// The service applied for.
    pub service: String,
    /// The version of the service's definition that the form follows.
    pub version: u32,
    /// What was entered so far.
    pub form: Map<String, Value>,
    /// The section to come back to.
    pub section: String,
    /// Counts the saves: a stale tab cannot overwrite what a newer one entered.
    pub row_version: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was saved last.
    pub updated_at: Timestamp,
    /// When it is deleted, unless it is saved or submitted before.
    pub expires_at: Timestamp,
}

/// Begins a draft under a token.
pub async fn insert(db: &mut Db, draft: &Draft, token: &str) -> Result<(), StorageError> {
    let form = serde_json::to_string(&draft.form).map_err(StorageError::failure)?;
    let query = query(INSERT)
        .bind(draft.id.to_string())
        .bind(db.hash("token", token).to_string())
        .bind(draft.application.map(|id| id.to_string()))
        .bind(draft.service.clone())
        .bind(i64::from(draft.version))
        .bind(db.sealer("draft", draft.id).text("form", &form)?)
        .bind(draft.section.clone())
        .bind(draft.row_version)
        .bind(draft.created_at.millis())
        .bind(draft.updated_at.millis())
        .bind(draft.expires_at.millis());
    db.run_one(query).await
}

/// The draft of a token, unless its time has passed.
pub async fn find(db: &mut Db, token: &str, now: Timestamp) -> Result<Option<Draft>, StorageError> {
    let token = db.hash("token", token).to_string();
    db.one(query(select!("WHERE token_hash = $1 AND expires_at > $2")).bind(token).bind(now.millis())).await
}

/// The same, kept from others until the transaction ends.
pub async fn lock(db: &mut Db, token: &str, now: Timestamp) -> Result<Option<Draft>, StorageError> {
    let token = db.hash("token", token).to_string();
    let sql = db.sql(select!("WHERE token_hash = $1 AND expires_at > $2{lock}"));
    db.one(query(sql).bind(token).bind(now.millis())).await
}

/// Saves a draft that was read before. `Conflict`: it was saved by someone else since, or is gone.
pub async fn save(db: &mut Db, draft: &mut Draft) -> Result<(), StorageError> {
    let form = serde_json::to_string(&draft.form).map_err(StorageError::failure)?;
    let query = query(SAVE)
        .bind(draft.id.to_string())
        .bind(draft.row_version)
        .bind(i64::from(draft.version))
        .bind(db.sealer("draft", draft.id).text("form", &form)?)
        .bind(draft.section.clone())
        .bind(draft.updated_at.millis())
        .bind(draft.expires_at.millis());
    db.run_one(query).await?;
    draft.row_version += 1;
    Ok(())
}

/// Removes a draft: it was submitted or given up. Says whether there was one.
pub async fn delete(db: &mut Db, id: DraftId) -> Result<bool, StorageError> {
    Ok(db.run(query("DELETE FROM draft WHERE id = $1").bind(id.to_string())).await? > 0)
}

/// Drafts whose time has passed, for the sweep that removes them with their files.
pub async fn list_expired(db: &mut Db, now: Timestamp, limit: u32) -> Result<Vec<DraftId>, StorageError> {
    let query = query("SELECT id FROM draft WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2");
    let rows: Vec<Key> = db.all(query.bind(now.millis()).bind(i64::from(limit))).await?;
    Ok(rows.into_iter().map(|key| key.0).collect())
}

impl FromRow for Draft {
    const TABLE: &'static str = "draft";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            application: row.optional_parsed("application")?,
            service: row.text("service")?,
            version: row.number("version")?,
            form: row.sealed_json("form")?,
            section: row.text("section")?,
            row_version: row.int("row_version")?,
            created_at: row.at("created_at")?,
            updated_at: row.at("updated_at")?,
            expires_at: row.at("expires_at")?,
        })
    }
}

struct Key(DraftId);

impl FromRow for Key {
    const TABLE: &'static str = "draft";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        row.parsed("id").map(Self)
    }
}
