//! The ledger of deliveries, as the people who run the campus read it.

use tongxing_domain::{
    delivery::{Delivery, Subject},
    id::DeliveryId,
    person::Person,
    unit::Unit,
    vehicle::VehiclePermit,
};
use tongxing_storage::{Db, Page, PageRequest, delivery, person, unit, vehicle};

pub use tongxing_storage::delivery::{
    AttemptOutcome, DeliveryAttempt as Attempt, DeliveryCounts as Counts, DeliveryFilter as Filter,
};

use crate::{Actor, Campus, Error, Permission};

/// One row of the ledger and what it is about.
pub struct Line {
    /// The row.
    pub delivery: Delivery,
    /// The permit, unless it is gone.
    pub permit: Option<VehiclePermit>,
    /// Whose permit it is.
    pub holder: Option<Person>,
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
    filter: Filter,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    let scope = actor.require(Permission::ViewDeliveries)?;
    let mut db = campus.store.read().await?;
    let filter = Filter { units: scope.units(), ..filter };
    let found = delivery::list(&mut db, &filter, page).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for row in found.items {
        items.push(about(&mut db, &row).await?);
    }
    Ok(Page { items, next: found.next })
}

/// One row with everything that was tried.
///
/// # Errors
/// Not found, also outside the reader's reach; forbidden without `ViewDeliveries`.
pub async fn one(campus: &Campus, actor: &Actor, id: DeliveryId) -> Result<(Line, Vec<Attempt>), Error> {
    actor.require(Permission::ViewDeliveries)?;
    let mut db = campus.store.read().await?;
    let row = delivery::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let line = about(&mut db, &row).await?;
    actor.require_in(Permission::ViewDeliveries, line.unit.as_ref().map(|u| u.id))?;
    let attempts = delivery::attempts(&mut db, id).await?;
    Ok((line, attempts))
}

/// How many stand where, within the reader's reach.
///
/// # Errors
/// Forbidden without `ViewDeliveries`.
pub async fn counts(campus: &Campus, actor: &Actor) -> Result<Counts, Error> {
    let scope = actor.require(Permission::ViewDeliveries)?;
    let mut db = campus.store.read().await?;
    Ok(delivery::count(&mut db, scope.units().as_deref()).await?)
}

/// What a row of the ledger is about.
pub(super) async fn about(db: &mut Db, row: &Delivery) -> Result<Line, Error> {
    let Subject::Permit(id) = row.subject;
    let permit = vehicle::find(db, id).await?;
    let holder = match &permit {
        Some(permit) => person::find(db, permit.person).await?,
        None => None,
    };
    let unit = match &holder {
        Some(person) => unit::find(db, person.unit).await?,
        None => None,
    };
    Ok(Line { delivery: row.clone(), permit, holder, unit })
}
