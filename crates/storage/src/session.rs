//! Sign-ins of staff, and visits of applicants. The token itself is never stored, only its keyed hash.

use sqlx::query;
use tongxing_domain::id::{AccountId, ApplicationId, SessionId};
use tongxing_domain::name::PersonName;
use tongxing_domain::time::Timestamp;

use crate::cipher::KeyedHash;
use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, created_at, last_seen_at, expires_at, address, agent, purpose FROM session ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO session \
     (id, token_hash, account, created_at, last_seen_at, expires_at, address, agent, purpose) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const INSERT_APPLICANT: &str = "INSERT INTO applicant_session \
     (id, token_hash, name, document_hash, application, phone_hash, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const FIND_APPLICANT: &str = "SELECT id, name, document_hash, application, phone_hash, created_at, expires_at \
     FROM applicant_session WHERE token_hash = $1 AND expires_at > $2";

/// One sign-in of a staff member, or a token they gave to a program of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id; safe to show, unlike the token.
    pub id: SessionId,
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub created_at: Timestamp,
    /// The last request seen, give or take the interval at which it is written down.
    pub last_seen_at: Timestamp,
    /// The end, whatever happens.
    pub expires_at: Timestamp,
    /// From where.
    pub address: String,
    /// With which browser.
    pub agent: String,
    /// What the program is for that holds the token; nothing for a browser.
    pub purpose: Option<String>,
}

/// A visit of somebody who named an applicant: by name and number, which many people know. What else was proved stands
/// beside it and decides how much is shown. There is no account behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantSession {
    /// Its id.
    pub id: SessionId,
    /// The name given.
    pub name: PersonName,
    /// Whose applications are shown.
    pub document: KeyedHash,
    /// The application that this browser submitted itself.
    pub submitted: Option<ApplicationId>,
    /// The phone that was proved to be at hand, or known in full: opens the applications registered with it.
    pub phone: Option<KeyedHash>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Begins a session under a token.
pub async fn insert(db: &mut Db, session: &Session, token: &str) -> Result<(), StorageError> {
    let query = query(INSERT)
        .bind(session.id.to_string())
        .bind(hash(db, token))
        .bind(session.account.to_string())
        .bind(session.created_at.millis())
        .bind(session.last_seen_at.millis())
        .bind(session.expires_at.millis())
        .bind(session.address.clone())
        .bind(session.agent.clone())
        .bind(session.purpose.clone());
    db.run_one(query).await
}

/// The session of a token, unless it has ended.
pub async fn find(db: &mut Db, token: &str, now: Timestamp) -> Result<Option<Session>, StorageError> {
    let query = query(select!("WHERE token_hash = $1 AND expires_at > $2"));
    let token = hash(db, token);
    db.one(query.bind(token).bind(now.millis())).await
}

/// Notes that the session was used.
pub async fn touch(db: &mut Db, id: SessionId, at: Timestamp) -> Result<(), StorageError> {
    let query = query("UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2");
    db.run(query.bind(id.to_string()).bind(at.millis())).await.map(drop)
}

/// The running sessions of an account, the latest used first.
pub async fn of_account(
    db: &mut Db,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Session>, StorageError> {
    let query = query(select!("WHERE account = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id"));
    db.all(query.bind(account.to_string()).bind(now.millis())).await
}

/// Ends one session of an account; says whether there was one.
pub async fn delete(db: &mut Db, account: AccountId, id: SessionId) -> Result<bool, StorageError> {
    let query = query("DELETE FROM session WHERE id = $1 AND account = $2");
    Ok(db.run(query.bind(id.to_string()).bind(account.to_string())).await? > 0)
}

/// Ends all sessions of an account, except perhaps the one in use; says how many.
pub async fn delete_all(
    db: &mut Db,
    account: AccountId,
    except: Option<SessionId>,
) -> Result<u64, StorageError> {
    let query = query("DELETE FROM session WHERE account = $1 AND ($2 IS NULL OR id <> $2)");
    db.run(query.bind(account.to_string()).bind(except.map(|id| id.to_string()))).await
}

/// Begins a visit under a token.
pub async fn insert_applicant(
    db: &mut Db,
    session: &ApplicantSession,
    token: &str,
) -> Result<(), StorageError> {
    let seal = db.sealer("applicant_session", session.id);
    let query = query(INSERT_APPLICANT)
        .bind(session.id.to_string())
        .bind(hash(db, token))
        .bind(seal.text("name", session.name.as_str())?)
        .bind(session.document.to_string())
        .bind(session.submitted.map(|id| id.to_string()))
        .bind(session.phone.as_ref().map(ToString::to_string))
        .bind(session.created_at.millis())
        .bind(session.expires_at.millis());
    db.run_one(query).await
}

/// The visit of a token, unless it has ended.
pub async fn find_applicant(
    db: &mut Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<ApplicantSession>, StorageError> {
    let token = hash(db, token);
    db.one(query(FIND_APPLICANT).bind(token).bind(now.millis())).await
}

/// Ends a visit.
pub async fn delete_applicant(db: &mut Db, id: SessionId) -> Result<(), StorageError> {
    db.run(query("DELETE FROM applicant_session WHERE id = $1").bind(id.to_string())).await.map(drop)
}

/// Removes what has ended, of both kinds; says how many.
pub async fn delete_expired(db: &mut Db, now: Timestamp) -> Result<u64, StorageError> {
    let staff = db.run(query("DELETE FROM session WHERE expires_at <= $1").bind(now.millis())).await?;
    let applicants = query("DELETE FROM applicant_session WHERE expires_at <= $1").bind(now.millis());
    Ok(staff + db.run(applicants).await?)
}

fn hash(db: &Db, token: &str) -> String {
    db.hash("token", token).to_string()
}

impl FromRow for Session {
    const TABLE: &'static str = "session";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            account: row.parsed("account")?,
            created_at: row.at("created_at")?,
            last_seen_at: row.at("last_seen_at")?,
            expires_at: row.at("expires_at")?,
            address: row.text("address")?,
            agent: row.text("agent")?,
            purpose: row.optional_text("purpose")?,
        })
    }
}

impl FromRow for ApplicantSession {
    const TABLE: &'static str = "applicant_session";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            name: row.sealed_made("name")?,
            document: row.made("document_hash")?,
            submitted: row.optional_parsed("application")?,
            phone: row.optional_made("phone_hash")?,
            created_at: row.at("created_at")?,
            expires_at: row.at("expires_at")?,
        })
    }
}
