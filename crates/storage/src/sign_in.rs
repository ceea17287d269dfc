//! What a staff member signs in with: the password's hash, the second factor, and the lock after failed tries.

use sqlx::query;
use tongxing_domain::id::AccountId;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT account, password_hash, password_set_at, must_change, totp_secret, totp_confirmed, \
             totp_last_step, failed, locked_until, last_at FROM sign_in WHERE account = $1",
            $rest
        )
    };
}

const SAVE: &str = "INSERT INTO sign_in (account, password_hash, password_set_at, must_change, totp_secret, \
     totp_confirmed, totp_last_step, failed, locked_until, last_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
     ON CONFLICT (account) DO UPDATE SET password_hash = excluded.password_hash, \
     password_set_at = excluded.password_set_at, must_change = excluded.must_change, \
     totp_secret = excluded.totp_secret, totp_confirmed = excluded.totp_confirmed, \
     totp_last_step = excluded.totp_last_step, failed = excluded.failed, locked_until = excluded.locked_until, \
     last_at = excluded.last_at";

/// How one staff member proves to be who they say.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Whose.
    pub account: AccountId,
    /// Argon2id in its own text form; `None` before the first password.
    pub password_hash: Option<String>,
    /// When the password was chosen.
    pub password_set_at: Option<Timestamp>,
    /// Must a new password be chosen at the next sign-in?
    pub must_change: bool,
    /// The shared secret of the code generator, in base 32.
    pub totp_secret: Option<String>,
    /// Has the staff member shown a first code? Before that no code is asked for.
    pub totp_confirmed: bool,
    /// The time step of the last accepted code: it and earlier ones are not accepted again.
    pub totp_last_step: i64,
    /// Failed tries since the last success.
    pub failed: u32,
    /// No try is accepted before this instant.
    pub locked_until: Option<Timestamp>,
    /// The last success.
    pub last_at: Option<Timestamp>,
}

impl SignIn {
    /// Nothing to sign in with yet.
    pub fn none(account: AccountId) -> Self {
        Self {
            account,
            password_hash: None,
            password_set_at: None,
            must_change: false,
            totp_secret: None,
            totp_confirmed: false,
            totp_last_step: 0,
            failed: 0,
            locked_until: None,
            last_at: None,
        }
    }
}

/// What an account signs in with.
pub async fn find(db: &mut Db, account: AccountId) -> Result<Option<SignIn>, StorageError> {
    db.one(query(select!("")).bind(account.to_string())).await
}

/// The same, kept from others until the transaction ends, so that two tries at once are counted as two.
pub async fn lock(db: &mut Db, account: AccountId) -> Result<Option<SignIn>, StorageError> {
    let sql = db.sql(select!("{lock}"));
    db.one(query(sql).bind(account.to_string())).await
}

/// Writes it, new or changed.
pub async fn save(db: &mut Db, sign_in: &SignIn) -> Result<(), StorageError> {
    let seal = db.sealer("sign_in", sign_in.account);
    let query = query(SAVE)
        .bind(sign_in.account.to_string())
        .bind(sign_in.password_hash.clone())
        .bind(sign_in.password_set_at.map(Timestamp::millis))
        .bind(i64::from(sign_in.must_change))
        .bind(seal.optional("totp_secret", sign_in.totp_secret.as_deref())?)
        .bind(i64::from(sign_in.totp_confirmed))
        .bind(sign_in.totp_last_step)
        .bind(i64::from(sign_in.failed))
        .bind(sign_in.locked_until.map(Timestamp::millis))
        .bind(sign_in.last_at.map(Timestamp::millis));
    db.run_one(query).await
}

impl FromRow for SignIn {
    const TABLE: &'static str = "sign_in";
    const KEY: &'static str = "account";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            account: row.parsed("account")?,
            password_hash: row.optional_text("password_hash")?,
            password_set_at: row.optional_at("password_set_at")?,
            must_change: row.truth("must_change")?,
            totp_secret: row.optional_sealed("totp_secret")?,
            totp_confirmed: row.truth("totp_confirmed")?,
            totp_last_step: row.int("totp_last_step")?,
            failed: row.number("failed")?,
            locked_until: row.optional_at("locked_until")?,
            last_at: row.optional_at("last_at")?,
        })
    }
}
