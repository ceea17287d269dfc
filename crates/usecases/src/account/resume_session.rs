//! Who is behind a cookie or a token: the one place where an [`Actor`] is made.

use tongxing_domain::{account::AccountState, role::RoleAssignment, time::Timestamp};
use tongxing_storage::{
    Db, account, role,
    session::{self, Session},
    sign_in, unit,
};

use super::IDLE_MILLIS;
use crate::{Actor, Campus, Error, Scope, actor::HeldRole};

/// A session's last use is written down at most this often: a page is a read, not a write.
const TOUCH_MILLIS: i64 = 60 * 1000;

/// A signed-in person and what has to happen before anything else.
pub struct Resumed {
    /// The person.
    pub actor: Actor,
    /// A new password has to be chosen first.
    pub must_change: bool,
}

/// The person behind a browser's cookie, unless the session has ended, was idle too long, or the account is closed.
pub async fn run(campus: &Campus, token: &str, address: &str) -> Result<Option<Resumed>, Error> {
    let now = campus.now();
    let awake = |s: &Session| s.purpose.is_none() && s.last_seen_at.plus_millis(IDLE_MILLIS) > now;
    resume(campus, token, address, awake).await
}

/// The person a program works for, by the token it was given; a browser's session is not a token.
pub async fn of_program(campus: &Campus, token: &str, address: &str) -> Result<Option<Resumed>, Error> {
    resume(campus, token, address, |s| s.purpose.is_some()).await
}

async fn resume(
    campus: &Campus,
    token: &str,
    address: &str,
    holds: impl Fn(&Session) -> bool,
) -> Result<Option<Resumed>, Error> {
    let now = campus.now();
    let mut db = campus.store.read().await?;
    let Some(found) = session::find(&mut db, token, now).await?.filter(holds) else { return Ok(None) };
    let Some(account) = account::find(&mut db, found.account).await? else { return Ok(None) };
    if account.state != AccountState::Active {
        return Ok(None);
    }
    let must_change = sign_in::find(&mut db, account.id).await?.is_some_and(|s| s.must_change);
    let mut roles = Vec::new();
    for given in role::of_account(&mut db, account.id).await? {
        // Whoever still has the password that somebody else drew for them holds no role yet.
        if given.valid.contains(now) && !must_change {
            roles.push(HeldRole { role: given.role, scope: reach(&mut db, &given).await? });
        }
    }
    drop(db);
    if found.last_seen_at.plus_millis(TOUCH_MILLIS) <= now {
        touch(campus, &found, now).await?;
    }
    let actor = Actor::new(
        account.id,
        found.id,
        account.name.as_str().to_owned(),
        account.unit,
        roles,
        address.to_owned(),
    );
    Ok(Some(Resumed { actor, must_change }))
}

async fn reach(db: &mut Db, given: &RoleAssignment) -> Result<Scope, Error> {
    Ok(match given.unit {
        None => Scope::Campus,
        Some(id) if given.below => Scope::Units(unit::below(db, id).await?.into_iter().collect()),
        Some(id) => Scope::Units([id].into()),
    })
}

async fn touch(campus: &Campus, found: &Session, now: Timestamp) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    session::touch(&mut tx, found.id, now).await?;
    tx.commit().await?;
    Ok(())
}
