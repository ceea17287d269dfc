//! One permit with its holder and how far it has come outside.

use tongxing_domain::id::PermitId;
use tongxing_storage::vehicle;

use super::list::{Line, line};
use crate::{Actor, Campus, Error, Permission};

/// One permit within the reader's reach.
///
/// # Errors
/// Not found, also outside it; forbidden without `ViewVehicles`.
pub async fn run(campus: &Campus, actor: &Actor, id: PermitId) -> Result<Line, Error> {
    actor.require(Permission::ViewVehicles)?;
    let mut db = campus.store.read().await?;
    let permit = vehicle::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let line = line(&mut db, permit).await?;
    actor.require_in(Permission::ViewVehicles, line.unit.as_ref().map(|unit| unit.id))?;
    Ok(line)
}
