//! What applicants agreed to, one line per purpose: who, when, to which text, by which way. Evidence is kept after
//! the data it was given for is gone; a line is withdrawn, not removed, until its own time is over.

use sqlx::query;
use tongxing_domain::id::{ApplicationId, DraftId, Id};
use tongxing_domain::time::Timestamp;

use crate::cipher::KeyedHash;
use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, draft, application, document_hash, item, text_version, given, channel, at, withdrawn_at \
             FROM consent ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO consent \
     (id, draft, application, document_hash, item, text_version, given, channel, at, withdrawn_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ATTACH: &str = "UPDATE consent SET application = $2, document_hash = $3 WHERE draft = $1";
const WITHDRAW: &str =
    "UPDATE consent SET withdrawn_at = $2 WHERE id = $1 AND given = 1 AND withdrawn_at IS NULL";

/// Tells ids of consents apart from other ids.
pub enum ConsentKind {}

/// Names one answer to one question for consent.
pub type ConsentId = Id<ConsentKind>;

/// One answer to one question for consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// The form it was asked for.
    pub draft: Option<DraftId>,
    /// The application the form became.
    pub application: Option<ApplicationId>,
    /// Whose answer it is, once a document number is known.
    pub document: Option<KeyedHash>,
    /// What was asked, e.g. `document-photos`.
    pub item: String,
    /// The version of the text that was shown.
    pub text_version: String,
    /// Yes or no.
    pub given: bool,
    /// Where the answer was given: `phone`, `counter`, `paper`.
    pub channel: String,
    /// When.
    pub at: Timestamp,
    /// When a yes was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// Writes an answer down.
pub async fn insert(db: &mut Db, consent: &Consent) -> Result<(), StorageError> {
    let query = query(INSERT)
        .bind(consent.id.to_string())
        .bind(consent.draft.map(|id| id.to_string()))
        .bind(consent.application.map(|id| id.to_string()))
        .bind(consent.document.as_ref().map(ToString::to_string))
        .bind(consent.item.clone())
        .bind(consent.text_version.clone())
        .bind(i64::from(consent.given))
        .bind(consent.channel.clone())
        .bind(consent.at.millis())
        .bind(consent.withdrawn_at.map(Timestamp::millis));
    db.run_one(query).await
}

/// The draft was submitted: its answers are those of this applicant for this application.
pub async fn attach(
    db: &mut Db,
    draft: DraftId,
    application: ApplicationId,
    document: Option<&KeyedHash>,
) -> Result<u64, StorageError> {
    let query = query(ATTACH)
        .bind(draft.to_string())
        .bind(application.to_string())
        .bind(document.map(ToString::to_string));
    db.run(query).await
}

/// The answers given for a draft, oldest first.
pub async fn of_draft(db: &mut Db, draft: DraftId) -> Result<Vec<Consent>, StorageError> {
    db.all(query(select!("WHERE draft = $1 ORDER BY at, id")).bind(draft.to_string())).await
}

/// The answers given for an application, oldest first.
pub async fn of_application(db: &mut Db, application: ApplicationId) -> Result<Vec<Consent>, StorageError> {
    db.all(query(select!("WHERE application = $1 ORDER BY at, id")).bind(application.to_string())).await
}

/// Every answer of one applicant, oldest first.
pub async fn of_document(db: &mut Db, document: &KeyedHash) -> Result<Vec<Consent>, StorageError> {
    db.all(query(select!("WHERE document_hash = $1 ORDER BY at, id")).bind(document.to_string())).await
}

/// Takes a yes back. `Conflict`: it was no yes, or was taken back before.
pub async fn withdraw(db: &mut Db, id: ConsentId, at: Timestamp) -> Result<(), StorageError> {
    db.run_one(query(WITHDRAW).bind(id.to_string()).bind(at.millis())).await
}

/// Removes the answers given for a draft that became no application: there is nothing they are evidence of. Those of a
/// submitted one stay.
pub async fn delete_of_draft(db: &mut Db, draft: DraftId) -> Result<u64, StorageError> {
    let query = query("DELETE FROM consent WHERE draft = $1 AND application IS NULL");
    db.run(query.bind(draft.to_string())).await
}

impl FromRow for Consent {
    const TABLE: &'static str = "consent";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            draft: row.optional_parsed("draft")?,
            application: row.optional_parsed("application")?,
            document: row.optional_made("document_hash")?,
            item: row.text("item")?,
            text_version: row.text("text_version")?,
            given: row.truth("given")?,
            channel: row.text("channel")?,
            at: row.at("at")?,
            withdrawn_at: row.optional_at("withdrawn_at")?,
        })
    }
}
