//! Accounts: staff members who can sign in. What they sign in with is in [`crate::sign_in`].
//!
//! A staff member's name is shown wherever their office is, so it is stored in the clear; phone and mail address
//! are encrypted.

use sqlx::query;
use tongxing_domain::account::{Account, AccountState};
use tongxing_domain::email::Email;
use tongxing_domain::id::{AccountId, UnitId};
use tongxing_domain::locale::Locale;
use tongxing_domain::phone::Phone;
use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow, Query};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, login, name, phone, email, state, unit, locale FROM account ", $rest)
    };
}

const INSERT: &str = "INSERT INTO account \
     (id, login, login_folded, name, phone, email, state, unit, locale, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const UPDATE: &str = "UPDATE account SET login = $2, login_folded = $3, name = $4, phone = $5, email = $6, \
     state = $7, unit = $8, locale = $9 WHERE id = $1";
pub(crate) const LIST: &str = select!(
    "WHERE login_folded > $1 AND ($2 IS NULL OR unit = $2) AND ($3 IS NULL OR state = $3) \
     AND ($4 IS NULL OR name = $4) AND login_folded >= $5 AND login_folded < $6 ORDER BY login_folded LIMIT $7"
);
pub(crate) const LIST_BY_UNIT: &str = select!(
    "WHERE login_folded > $1 AND unit = $2 AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR name = $4) \
     AND login_folded >= $5 AND login_folded < $6 ORDER BY login_folded LIMIT $7"
);

/// Which accounts are wanted.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Of this unit alone.
    pub unit: Option<UnitId>,
    /// In this state.
    pub state: Option<AccountState>,
    /// With exactly this name.
    pub name: Option<String>,
    /// Whose login begins so, in any letter case.
    pub login_prefix: Option<String>,
}

/// Adds an account. `Conflict`: the login is taken, in whatever letter case.
pub async fn insert(db: &mut Db, account: &Account, at: Timestamp) -> Result<(), StorageError> {
    let query = bind(db, query(INSERT), account)?.bind(at.millis());
    db.run_one(query).await
}

/// Writes all of an account anew. `Conflict`: the login is taken, or the account is gone.
pub async fn update(db: &mut Db, account: &Account) -> Result<(), StorageError> {
    let query = bind(db, query(UPDATE), account)?;
    db.run_one(query).await
}

/// One account.
pub async fn find(db: &mut Db, id: AccountId) -> Result<Option<Account>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// One account, kept from others until the transaction ends: for whoever reads it to change it, or to decide by it.
pub async fn lock(db: &mut Db, id: AccountId) -> Result<Option<Account>, StorageError> {
    let sql = db.sql(select!("WHERE id = $1{lock}"));
    db.one(query(sql).bind(id.to_string())).await
}

/// The account with this login, in whatever letter case it was typed.
pub async fn find_by_login(db: &mut Db, login: &str) -> Result<Option<Account>, StorageError> {
    db.one(query(select!("WHERE login_folded = $1")).bind(fold(login))).await
}

/// Several accounts at once, by id; unknown ids are left out.
pub async fn find_all(db: &mut Db, ids: &[AccountId]) -> Result<Vec<Account>, StorageError> {
    let ids = serde_json::to_string(ids).map_err(StorageError::failure)?;
    let sql = db.sql(select!("WHERE id IN {each $1} ORDER BY login_folded"));
    db.all(query(sql).bind(ids)).await
}

/// Accounts by login.
pub async fn list(
    db: &mut Db,
    filter: &AccountFilter,
    page: &PageRequest,
) -> Result<Page<Account>, StorageError> {
    let bounds = Bounds::upwards(page);
    let prefix = fold(filter.login_prefix.as_deref().unwrap_or_default());
    let sql = if filter.unit.is_some() { LIST_BY_UNIT } else { LIST };
    let query = query(sql)
        .bind(bounds.id.clone())
        .bind(filter.unit.map(|id| id.to_string()))
        .bind(filter.state.map(AccountState::as_str))
        .bind(filter.name.clone())
        .bind(prefix.clone())
        .bind(format!("{prefix}\u{10ffff}"))
        .bind(bounds.limit);
    let accounts = db.all(query).await?;
    Ok(bounds
        .page(accounts, |account: &Account| Cursor::new(Timestamp::from_millis(0), fold(&account.login))))
}

/// How many accounts there are.
pub async fn count(db: &mut Db) -> Result<i64, StorageError> {
    db.number(query("SELECT COUNT(*) FROM account")).await
}

fn bind(db: &Db, query: Query, account: &Account) -> Result<Query, StorageError> {
    let seal = db.sealer("account", account.id);
    let phone = account.phone.as_ref().map(Phone::as_str);
    let email = account.email.as_ref().map(Email::as_str);
    Ok(query
        .bind(account.id.to_string())
        .bind(account.login.clone())
        .bind(fold(&account.login))
        .bind(account.name.as_str().to_owned())
        .bind(seal.optional("phone", phone)?)
        .bind(seal.optional("email", email)?)
        .bind(account.state.as_str())
        .bind(account.unit.map(|id| id.to_string()))
        .bind(account.locale.map(Locale::tag)))
}

/// Letter case plays no part in who someone is.
fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

impl FromRow for Account {
    const TABLE: &'static str = "account";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.parsed("id")?,
            login: row.text("login")?,
            name: row.made("name")?,
            phone: row.optional_sealed_made("phone")?,
            email: row.optional_sealed_made("email")?,
            state: row.parsed("state")?,
            unit: row.optional_parsed("unit")?,
            locale: row.optional_parsed("locale")?,
        })
    }
}
