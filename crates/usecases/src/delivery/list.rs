//! The ledger of deliveries, as the people who run the campus read it.

use tongxing_domain::{
    delivery::{Delivery, Subject},
    id::DeliveryId,
    unit::Unit,
    vehicle::VehiclePermit,
};
use tongxing_storage::{
    Db, Page, PageRequest,
    delivery::{self, DeliveryAttempt, DeliveryCounts, DeliveryFilter},
    person, unit, vehicle,
};

use crate::{Actor, Campus, Error, Permission};

/// One row of the ledger and what it is about.
pub struct Line {
    /// The row.
    pub delivery: Delivery,
    /// The permit, unless it is gone.
    pub permit: Option<VehiclePermit>,
    /// The unit of the permit's holder.
    pub unit: Option<Unit>,
}

/// One page of the ledger, newest change first, within the reader's reach.
///
/// # Errors
/// Forbidden without `ViewDeliveries`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    filter: &DeliveryFilter,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    let scope = actor.require(Permission::ViewDeliveries)?;
    let mut db = campus.store.read().await?;
    let found = delivery::list(&mut db, filter, page).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for row in found.items {
        let line = line(&mut db, row).await?;
        if scope.covers(line.unit.as_ref().map(|u| u.id)) {
            items.push(line);
        }
    }
    Ok(Page { items, next: found.next })
}

/// One row with everything that was tried.
///
/// # Errors
/// Not found, also outside the reader's reach; forbidden without `ViewDeliveries`.
pub async fn one(
    campus: &Campus,
    actor: &Actor,
    id: DeliveryId,
) -> Result<(Line, Vec<DeliveryAttempt>), Error> {
    let mut db = campus.store.read().await?;
    let row = delivery::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let line = line(&mut db, row).await?;
    actor.require_in(Permission::ViewDeliveries, line.unit.as_ref().map(|u| u.id))?;
    let attempts = delivery::attempts(&mut db, id).await?;
    Ok((line, attempts))
}

/// How many stand where, for the whole campus.
///
/// # Errors
/// Forbidden without `ViewDeliveries`.
pub async fn counts(campus: &Campus, actor: &Actor) -> Result<DeliveryCounts, Error> {
    actor.require(Permission::ViewDeliveries)?;
    let mut db = campus.store.read().await?;
    Ok(delivery::count(&mut db).await?)
}

async fn line(db: &mut Db, row: Delivery) -> Result<Line, Error> {
    let Subject::Permit(id) = row.subject;
    let permit = vehicle::find(db, id).await?;
    let holder = match &permit {
        Some(permit) => person::find(db, permit.person).await?,
        None => None,
    };
    let unit = match holder {
        Some(person) => unit::find(db, person.unit).await?,
        None => None,
    };
    Ok(Line { delivery: row, permit, unit })
}
