//! Closing and reopening accounts, and giving a new first password.

use std::collections::BTreeMap;

use tongxing_domain::{account::AccountState, id::AccountId, time::Timestamp};
use tongxing_storage::{
    Tx, account, role, session,
    sign_in::{self, SignIn},
};

use super::password;
use crate::{
    Actor, By, Campus, Error, Permission, audit,
    notification::{self, Kind, Notice, To},
};

/// Closes an account: its sessions end at once, its history stays.
///
/// # Errors
/// `own-account` for one's own; forbidden without `ManageUnits`.
pub async fn close(campus: &Campus, actor: &Actor, id: AccountId) -> Result<(), Error> {
    set_state(campus, actor, id, AccountState::Disabled, "account.close").await
}

/// Lets a closed account sign in again.
///
/// # Errors
/// As [`close`].
pub async fn reopen(campus: &Campus, actor: &Actor, id: AccountId) -> Result<(), Error> {
    set_state(campus, actor, id, AccountState::Active, "account.reopen").await
}

async fn set_state(
    campus: &Campus,
    actor: &Actor,
    id: AccountId,
    state: AccountState,
    action: &'static str,
) -> Result<(), Error> {
    actor.require(Permission::ManageUnits)?;
    if id == actor.account() {
        return Err(Error::refused("own-account"));
    }
    let mut tx = campus.store.begin().await?;
    let mut found = account::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    refuse_separated(&mut tx, id).await?;
    found.state = state;
    account::update(&mut tx, &found).await?;
    session::delete_all(&mut tx, id, None).await?;
    audit::record(campus, &mut tx, &actor.into(), action, &id.to_string(), &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// When the password of an account was set: what a new one replaces.
///
/// # Errors
/// Forbidden without `ManageUnits`.
pub async fn password_set_at(
    campus: &Campus,
    actor: &Actor,
    id: AccountId,
) -> Result<Option<Timestamp>, Error> {
    actor.require(Permission::ManageUnits)?;
    let mut db = campus.store.read().await?;
    Ok(sign_in::find(&mut db, id).await?.and_then(|stored| stored.password_set_at))
}

/// Draws a new first password for somebody who lost theirs, and lifts a lock. The second factor stays, and the
/// owner of the account is told. It replaces the password of which the reader knew: a page that is loaded again does
/// not draw another one.
///
/// # Errors
/// `own-account` for one's own; `password-drawn` when it was set anew meanwhile; forbidden without `ManageUnits`.
pub async fn reset_password(
    campus: &Campus,
    actor: &Actor,
    id: AccountId,
    replaces: Option<Timestamp>,
) -> Result<String, Error> {
    actor.require(Permission::ManageUnits)?;
    if id == actor.account() {
        return Err(Error::refused("own-account"));
    }
    let mut tx = campus.store.begin().await?;
    account::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    refuse_separated(&mut tx, id).await?;
    drop(tx);
    reset(campus, &actor.into(), id, replaces).await
}

/// The same on the machine itself, for an account that none of the administrators may reset.
///
/// # Errors
/// Not found when nobody signs in by that name.
pub async fn reset_by_machine(campus: &Campus, login: &str) -> Result<String, Error> {
    let mut db = campus.store.read().await?;
    let found = account::find_by_login(&mut db, login.trim()).await?.ok_or(Error::NotFound)?;
    let present = sign_in::find(&mut db, found.id).await?.and_then(|stored| stored.password_set_at);
    drop(db);
    reset(campus, &By::system(), found.id, present).await
}

async fn reset(
    campus: &Campus,
    by: &By,
    id: AccountId,
    replaces: Option<Timestamp>,
) -> Result<String, Error> {
    let first = super::create::draw_password(campus);
    let hash = password::hash(first.clone()).await?;
    let mut tx = campus.store.begin().await?;
    let mut stored = sign_in::lock(&mut tx, id).await?.unwrap_or(SignIn::none(id));
    if stored.password_set_at != replaces {
        return Err(Error::refused("password-drawn"));
    }
    stored.password_hash = Some(hash);
    stored.password_set_at = Some(campus.now());
    stored.must_change = true;
    stored.failed = 0;
    stored.locked_until = None;
    sign_in::save(&mut tx, &stored).await?;
    session::delete_all(&mut tx, id, None).await?;
    // Whoever owns the account reads it in the portal, and by mail or phone at once: should nobody have asked for it,
    // somebody else is about to sign in.
    let notice = Notice {
        to: To::Account(id),
        kind: Kind::PasswordReset,
        params: BTreeMap::new(),
        link: "/account".to_owned(),
    };
    notification::tell(campus, &mut tx, notice).await?;
    audit::record(campus, &mut tx, by, "account.reset-password", &id.to_string(), &serde_json::json!({}))
        .await?;
    tx.commit().await?;
    Ok(first)
}

/// The three administrators watch one another: none of them gets into, or shuts, the account of another. That is done on
/// the machine (`tongxing account`), by whoever answers for it.
async fn refuse_separated(tx: &mut Tx, id: AccountId) -> Result<(), Error> {
    let roles = role::of_account(tx, id).await?;
    if roles.iter().any(|given| given.role.is_campus_wide()) {
        return Err(Error::refused("separated-account"));
    }
    Ok(())
}
