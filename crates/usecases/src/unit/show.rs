//! One unit with whoever holds a role for it.

use tongxing_domain::{account::Account, id::UnitId, role::RoleAssignment, unit::Unit};
use tongxing_storage::{account, role, unit};

use crate::{Actor, Campus, Error, Permission};

/// A unit and its people.
pub struct Shown {
    /// The unit.
    pub unit: Unit,
    /// The roles given for this very unit that have not ended, each with its holder.
    pub holders: Vec<(RoleAssignment, Account)>,
}

/// One unit.
///
/// # Errors
/// Not found; forbidden without `ViewUnits`.
pub async fn run(campus: &Campus, actor: &Actor, id: UnitId) -> Result<Shown, Error> {
    actor.require(Permission::ViewUnits)?;
    let mut db = campus.store.read().await?;
    let unit = unit::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let mut given = role::of_unit(&mut db, id).await?;
    given.retain(|g| g.valid.until() > campus.now());
    let ids: Vec<_> = given.iter().map(|g| g.account).collect();
    let accounts = account::find_all(&mut db, &ids).await?;
    let holder = |g: &RoleAssignment| accounts.iter().find(|a| a.id == g.account).cloned();
    let holders = given.into_iter().filter_map(|g| Some((g.clone(), holder(&g)?))).collect();
    Ok(Shown { unit, holders })
}
