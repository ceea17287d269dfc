//! Opening an account for a member of staff. The first password is drawn, shown once, and has to be changed.

use tongxing_domain::{
    account::{Account, AccountState},
    email::Email,
    id::{AccountId, UnitId},
    name::PersonName,
    phone::Phone,
    problem::Problem,
};
use tongxing_storage::{
    StorageError, Tx, account,
    sign_in::{self, SignIn},
};

use super::password;
use crate::{Actor, By, Campus, Error, Permission, audit, error::FieldProblem};

/// What an account is opened with, as typed.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The sign-in name, 2 to 40 letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Phone, may be empty.
    pub phone: String,
    /// E-mail, may be empty.
    pub email: String,
    /// The unit the person works in.
    pub unit: Option<UnitId>,
}

/// A new account.
pub struct Output {
    /// The account.
    pub account: AccountId,
    /// The first password; shown once, kept nowhere.
    pub password: String,
}

/// Opens the account.
///
/// # Errors
/// Refusals beside the fields; `login-taken` beside `login`; forbidden without `ManageUnits`.
pub async fn run(campus: &Campus, actor: &Actor, input: Input) -> Result<Output, Error> {
    actor.require(Permission::ManageUnits)?;
    open(campus, &actor.into(), input).await
}

/// Opens an account for whoever runs the machine: the first administrator has nobody to ask.
///
/// # Errors
/// Refusals beside the fields, as in [`run`].
pub async fn open(campus: &Campus, by: &By, input: Input) -> Result<Output, Error> {
    let account = read(campus, &input).map_err(Error::invalid)?;
    let first = draw_password(campus);
    let hash = password::hash(first.clone()).await?;
    let mut tx = campus.store.begin().await?;
    insert(campus, &mut tx, &account, Some(hash), true).await?;
    let subject = account.id.to_string();
    audit::record(
        campus,
        &mut tx,
        by,
        "account.create",
        &subject,
        &serde_json::json!({ "login": account.login }),
    )
    .await?;
    tx.commit().await?;
    Ok(Output { account: account.id, password: first })
}

/// Saves an account and what it signs in with, in the caller's transaction.
pub(crate) async fn insert(
    campus: &Campus,
    tx: &mut Tx,
    new: &Account,
    password_hash: Option<String>,
    must_change: bool,
) -> Result<(), Error> {
    account::insert(tx, new, campus.now()).await.map_err(|e| match e {
        StorageError::Conflict => Error::refused_field("login", Problem::new("login-taken")),
        other => other.into(),
    })?;
    let fresh = SignIn {
        password_set_at: password_hash.is_some().then(|| campus.now()),
        must_change,
        password_hash,
        ..SignIn::none(new.id)
    };
    Ok(sign_in::save(tx, &fresh).await?)
}

/// Reads what was typed into an account, or everything that is wrong with it.
pub(crate) fn read(campus: &Campus, input: &Input) -> Result<Account, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut wrong = |path: &str, problem: Problem| problems.push(FieldProblem { path: path.into(), problem });
    let login = input.login.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !(2..=40).contains(&login.len()) || !login.chars().all(plain) {
        wrong("login", Problem::new("login-form"));
    }
    let name = PersonName::parse(&input.name).map_err(|e| wrong("name", e.into())).ok();
    let phone =
        optional(&input.phone, Phone::parse).map_err(|e| wrong("phone", e.into())).unwrap_or_default();
    let email =
        optional(&input.email, Email::parse).map_err(|e| wrong("email", e.into())).unwrap_or_default();
    match name {
        Some(name) if problems.is_empty() => Ok(Account {
            id: campus.new_id(),
            login: login.to_owned(),
            name,
            phone,
            email,
            state: AccountState::Active,
            unit: input.unit,
            locale: None,
        }),
        _ => Err(problems),
    }
}

fn optional<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

/// Sixteen characters without look-alikes: about 93 bits.
pub(super) fn draw_password(campus: &Campus) -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut drawn = String::new();
    while drawn.len() < 16 {
        let mut byte = [0; 1];
        campus.random.fill(&mut byte);
        let [byte] = byte;
        // Bytes past the last whole multiple are thrown away, so that every letter is equally likely.
        if usize::from(byte) < 256 / LETTERS.len() * LETTERS.len()
            && let Some(letter) = LETTERS.get(usize::from(byte) % LETTERS.len())
        {
            drawn.push(char::from(*letter));
        }
    }
    drawn
}
