//! One's own account: what is known about it, and the language one is written to in.

use tongxing_domain::{account::Account, locale::Locale, role::RoleAssignment, time::Timestamp, unit::Unit};
use tongxing_storage::{account, role, sign_in};

use crate::{Actor, Campus, Error};

/// What a member of staff sees of themselves.
pub struct Own {
    /// The account.
    pub account: Account,
    /// The unit they work in.
    pub unit: Option<Unit>,
    /// The roles that hold now, each with its unit; no unit means the whole campus.
    pub roles: Vec<(RoleAssignment, Option<Unit>)>,
    /// When the password was chosen.
    pub password_set_at: Option<Timestamp>,
    /// Whether a code is asked for at sign-in.
    pub second_factor: bool,
}

/// One's own data.
pub async fn run(campus: &Campus, actor: &Actor) -> Result<Own, Error> {
    let mut db = campus.store.read().await?;
    let account = account::find(&mut db, actor.account()).await?.ok_or(Error::SignedOut)?;
    let stored = sign_in::find(&mut db, account.id).await?;
    let mut units = crate::unit::list::by_id(&mut db).await?;
    let now = campus.now();
    let mut roles = Vec::new();
    for given in role::of_account(&mut db, account.id).await? {
        if given.valid.contains(now) {
            let unit = given.unit.and_then(|id| units.get(&id).cloned());
            roles.push((given, unit));
        }
    }
    Ok(Own {
        unit: account.unit.and_then(|id| units.remove(&id)),
        account,
        roles,
        password_set_at: stored.as_ref().and_then(|s| s.password_set_at),
        second_factor: stored.is_some_and(|s| s.totp_confirmed),
    })
}

/// Chooses the language of messages; pages follow the browser, which is told too.
pub async fn choose_language(campus: &Campus, actor: &Actor, locale: Locale) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let mut account = account::lock(&mut tx, actor.account()).await?.ok_or(Error::SignedOut)?;
    account.locale = Some(locale);
    account::update(&mut tx, &account).await?;
    tx.commit().await?;
    Ok(())
}
