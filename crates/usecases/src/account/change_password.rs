//! Choosing a new password. All other sessions of the account end with the old one.

use tongxing_domain::problem::Problem;
use tongxing_storage::{account, session, sign_in};

use super::password;
use crate::{Actor, Campus, Error, audit};

/// What was typed.
pub struct Input {
    /// The password until now.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub again: String,
}

/// Takes the new password from the next sign-in on.
///
/// # Errors
/// `password-wrong` beside `current`; `password-too-short`, `-too-long`, `-known`, `password-same` beside `new`;
/// `password-differs` beside `again`.
pub async fn run(campus: &Campus, actor: &Actor, input: Input) -> Result<(), Error> {
    let mut db = campus.store.read().await?;
    let login = account::find(&mut db, actor.account()).await?.ok_or(Error::NotFound)?.login;
    drop(db);
    password::judge(&input.new, &login, "new")?;
    if input.new != input.again {
        return Err(Error::refused_field("again", Problem::new("password-differs")));
    }
    let current = input.current.clone();
    if !password::is_own(campus, actor, input.current, "current").await? {
        return Err(Error::refused_field("current", Problem::new("password-wrong")));
    }
    if input.new == current {
        return Err(Error::refused_field("new", Problem::new("password-same")));
    }
    let fresh = password::hash(input.new).await?;

    let mut tx = campus.store.begin().await?;
    let mut stored = sign_in::lock(&mut tx, actor.account()).await?.ok_or(Error::NotFound)?;
    stored.password_hash = Some(fresh);
    stored.password_set_at = Some(campus.now());
    stored.must_change = false;
    sign_in::save(&mut tx, &stored).await?;
    session::delete_all(&mut tx, actor.account(), Some(actor.session())).await?;
    let subject = actor.account().to_string();
    audit::record(
        campus,
        &mut tx,
        &actor.into(),
        "account.change-password",
        &subject,
        &serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
