//! Codes that prove a phone to be at hand: sent to it, typed in within minutes, good once and for one request only.

use sqlx::query;
use tongxing_domain::id::{ApplicationId, Id};
use tongxing_domain::time::Timestamp;

use crate::cipher::KeyedHash;
use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

const INSERT: &str = "INSERT INTO confirmation \
     (id, request_hash, application, phone_hash, code_hash, tries, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, 0, $6, $7)";
const TRY: &str =
    "UPDATE confirmation SET tries = tries + 1 WHERE request_hash = $1 AND expires_at > $2 AND tries < $3";
const FIND: &str = "SELECT id, application, phone_hash, code_hash FROM confirmation WHERE request_hash = $1 AND expires_at > $2";
const FORGET: &str = "DELETE FROM confirmation WHERE request_hash = $1";

/// Tells ids of confirmations apart from other ids.
pub enum ConfirmationKind {}

/// Names one code that was sent.
pub type ConfirmationId = Id<ConfirmationKind>;

/// One code to be sent. Neither the request nor the code is stored, only their keyed hashes.
pub struct Confirmation<'a> {
    /// Its id.
    pub id: ConfirmationId,
    /// Who asked for it: a visit, or a browser that has no visit yet.
    pub request: &'a str,
    /// The application it is about.
    pub application: ApplicationId,
    /// The phone it goes to.
    pub phone: KeyedHash,
    /// The digits.
    pub code: &'a str,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it proves nothing.
    pub expires_at: Timestamp,
}

/// What a right code proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The application it was about.
    pub application: ApplicationId,
    /// The phone it went to.
    pub phone: KeyedHash,
}

/// Writes a code down; an earlier one of the same request is good for nothing any more.
pub async fn put(db: &mut Db, new: &Confirmation<'_>) -> Result<(), StorageError> {
    let request = request_hash(db, new.request);
    db.run(query(FORGET).bind(request.clone())).await?;
    let query = query(INSERT)
        .bind(new.id.to_string())
        .bind(request)
        .bind(new.application.to_string())
        .bind(new.phone.to_string())
        .bind(code_hash(db, new.request, new.code))
        .bind(new.created_at.millis())
        .bind(new.expires_at.millis());
    db.run_one(query).await
}

/// Tries a code: counted whatever comes of it, and used up when it is right. Commit in either case, or the count is
/// lost. Nothing tells a wrong code from none.
pub async fn try_code(
    db: &mut Db,
    request: &str,
    code: &str,
    most_tries: u32,
    now: Timestamp,
) -> Result<Option<Confirmed>, StorageError> {
    let hash = request_hash(db, request);
    let counted = query(TRY).bind(hash.clone()).bind(now.millis()).bind(i64::from(most_tries));
    // Counting takes the row, so that of two tries at once only one can use a right code up.
    if db.run(counted).await? == 0 {
        return Ok(None);
    }
    let Some(found) = db.one::<Found>(query(FIND).bind(hash.clone()).bind(now.millis())).await? else {
        return Ok(None);
    };
    if found.code_hash != code_hash(db, request, code) {
        return Ok(None);
    }
    db.run(query(FORGET).bind(hash)).await?;
    Ok(Some(found.confirmed))
}

/// Removes what is too old; says how many.
pub async fn delete_expired(db: &mut Db, now: Timestamp) -> Result<u64, StorageError> {
    db.run(query("DELETE FROM confirmation WHERE expires_at <= $1").bind(now.millis())).await
}

fn request_hash(db: &Db, request: &str) -> String {
    db.hash("confirmation-request", request).to_string()
}

/// Bound to the request: the same digits sent to somebody else are another code.
fn code_hash(db: &Db, request: &str, code: &str) -> String {
    db.hash("confirmation-code", &format!("{request} {code}")).to_string()
}

struct Found {
    confirmed: Confirmed,
    code_hash: String,
}

impl FromRow for Found {
    const TABLE: &'static str = "confirmation";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let confirmed = Confirmed { application: row.parsed("application")?, phone: row.made("phone_hash")? };
        Ok(Self { confirmed, code_hash: row.text("code_hash")? })
    }
}
