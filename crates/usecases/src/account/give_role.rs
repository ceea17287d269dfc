//! Giving a role: for a unit, perhaps everything below it, for a period. Nobody gives one to themselves.

use tongxing_domain::{
    id::{AccountId, RoleId, UnitId},
    problem::Problem,
    role::{Role, RoleAssignment},
    time::Period,
};
use tongxing_storage::{Tx, account, role, unit};

use crate::{Actor, By, Campus, Error, Permission, audit};

/// Which role, where, until when.
#[derive(Debug, Clone)]
pub struct Input {
    /// Who gets it.
    pub account: AccountId,
    /// Which.
    pub role: Role,
    /// For which unit; `None` for the whole campus.
    pub unit: Option<UnitId>,
    /// Also for every unit below it.
    pub below: bool,
    /// When it can be used.
    pub valid: Period,
}

/// Gives the role.
///
/// # Errors
/// `own-role` for oneself; `roles-exclude` when the separation of the three administrators forbids it; `role-held`
/// when the person has it already; `role-campus-only` beside `unit` for a role that no unit has; forbidden without `AssignRoles`.
pub async fn run(campus: &Campus, actor: &Actor, input: Input) -> Result<RoleId, Error> {
    actor.require(Permission::AssignRoles)?;
    if input.account == actor.account() {
        return Err(Error::refused("own-role"));
    }
    let mut tx = campus.store.begin().await?;
    let id = give(campus, &mut tx, &actor.into(), input).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives the role in the caller's transaction: for imports and the first administrators of an installation.
///
/// # Errors
/// As [`run`], without the check of who asks.
pub async fn give(campus: &Campus, tx: &mut Tx, by: &By, input: Input) -> Result<RoleId, Error> {
    // Locked, so that two roles that exclude each other are not given in the same moment.
    account::lock(tx, input.account).await?.ok_or(Error::NotFound)?;
    if input.role.is_campus_wide() && input.unit.is_some() {
        return Err(Error::refused_field("unit", Problem::new("role-campus-only")));
    }
    if let Some(id) = input.unit {
        unit::find(tx, id).await?.ok_or(Error::NotFound)?;
    }
    for held in role::of_account(tx, input.account).await? {
        if held.valid.until() <= campus.now() {
            continue;
        }
        if !held.role.may_be_held_with(input.role) {
            return Err(Error::refused("roles-exclude"));
        }
        if held.role == input.role && held.unit == input.unit && held.below == input.below {
            return Err(Error::refused("role-held"));
        }
    }
    let given = RoleAssignment {
        id: campus.new_id(),
        account: input.account,
        role: input.role,
        unit: input.unit,
        below: input.below,
        valid: input.valid,
    };
    role::insert(tx, &given).await?;
    let details =
        serde_json::json!({ "role": given.role.as_str(), "unit": given.unit, "below": given.below });
    audit::record(campus, tx, by, "account.give-role", &given.account.to_string(), &details).await?;
    Ok(given.id)
}
