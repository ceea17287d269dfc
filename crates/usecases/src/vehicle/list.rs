//! The list of permits with their holders and how far each has come outside.

use tongxing_domain::{
    delivery::{Delivery, Subject},
    person::Person,
    unit::Unit,
    vehicle::VehiclePermit,
};
use tongxing_storage::{Db, Page, PageRequest, delivery, person, unit, vehicle};

pub use tongxing_storage::vehicle::PermitFilter as Filter;

use crate::{Actor, Campus, Error, Permission};

/// One permit.
pub struct Line {
    /// The permit.
    pub permit: VehiclePermit,
    /// Whose it is.
    pub holder: Option<Person>,
    /// The holder's unit.
    pub unit: Option<Unit>,
    /// How far it has come, one per outside system.
    pub deliveries: Vec<Delivery>,
}

/// One page of permits within the reader's reach, the latest change first.
///
/// # Errors
/// Forbidden without `ViewVehicles`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    filter: Filter,
    page: &PageRequest,
) -> Result<Page<Line>, Error> {
    let scope = actor.require(Permission::ViewVehicles)?;
    let filter = Filter { units: scope.units(), ..filter };
    let mut db = campus.store.read().await?;
    let found = vehicle::list(&mut db, &filter, page).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for permit in found.items {
        items.push(line(&mut db, permit).await?);
    }
    Ok(Page { items, next: found.next })
}

pub(super) async fn line(db: &mut Db, permit: VehiclePermit) -> Result<Line, Error> {
    let holder = person::find(db, permit.person).await?;
    let unit = match &holder {
        Some(holder) => unit::find(db, holder.unit).await?,
        None => None,
    };
    let deliveries = delivery::of_subject(db, Subject::Permit(permit.id)).await?;
    Ok(Line { permit, holder, unit, deliveries })
}
