//! Taking a role back. That it was held stays on record.

use tongxing_domain::id::RoleId;
use tongxing_storage::role;

use crate::{Actor, Campus, Error, Permission, audit};

/// Ends the assignment now, or removes it if it had not begun.
///
/// # Errors
/// `own-role` for one's own; not found when it has ended; forbidden without `AssignRoles`.
pub async fn run(campus: &Campus, actor: &Actor, id: RoleId) -> Result<(), Error> {
    actor.require(Permission::AssignRoles)?;
    let now = campus.now();
    let mut tx = campus.store.begin().await?;
    let given = role::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if given.account == actor.account() {
        return Err(Error::refused("own-role"));
    }
    if given.valid.until() <= now {
        return Err(Error::NotFound);
    }
    if given.valid.from() < now {
        role::end(&mut tx, id, now).await?;
    } else {
        role::delete(&mut tx, id).await?;
    }
    let details = serde_json::json!({ "role": given.role.as_str(), "unit": given.unit });
    audit::record(campus, &mut tx, &actor.into(), "account.take-role", &given.account.to_string(), &details)
        .await?;
    tx.commit().await?;
    Ok(())
}
