//! Taking one permit back: another car, or no car any more. The person stays.

use tongxing_domain::{id::PermitId, reason::Reason};
use tongxing_storage::{person, vehicle};

use crate::{Actor, Campus, Error, Permission, audit, delivery};

/// Withdraws the permit, and has the outside system forget the plate.
///
/// # Errors
/// What is wrong with the reason; `permit-already-withdrawn`; not found outside the reader's reach; forbidden without
/// `ManagePersons`.
pub async fn run(campus: &Campus, actor: &Actor, id: PermitId, reason: &str) -> Result<(), Error> {
    actor.require(Permission::ManagePersons)?;
    let mut tx = campus.store.begin().await?;
    let mut permit = vehicle::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let holder = person::find(&mut tx, permit.person).await?.ok_or(Error::NotFound)?;
    actor.require_in(Permission::ManagePersons, Some(holder.unit))?;
    let reason = Reason::parse(reason).map_err(|e| Error::refused_field("reason", e))?;
    permit.withdraw(reason.clone(), campus.now()).map_err(|e| Error::refused_field("", e))?;
    vehicle::update(&mut tx, &permit, campus.now()).await?;
    delivery::want(campus, &mut tx, &permit, &holder).await?;
    let details = serde_json::json!({ "reason": reason.as_str() });
    audit::record(campus, &mut tx, &actor.into(), "permit.withdraw", &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(())
}
