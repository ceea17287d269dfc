//! Deliveries 下发 to outside systems: what they should hold, and what they are known to hold.
//!
//! A change of a permit or its person changes what is *wanted*, in the same transaction. A job brings the outside
//! system up to date and notes what it proved. Only the newest wish is ever sent.

pub mod list;
pub mod resend;
pub(crate) mod send;

use tongxing_domain::{
    delivery::{Delivery, DeliveryKind, Subject, Wanted},
    person::Person,
    vehicle::VehiclePermit,
};
use tongxing_storage::{Tx, delivery};

use crate::{
    Campus, Error,
    job::{self, Job},
};

/// Writes down what the vehicle management system should hold about a permit now, and the job that brings it there.
/// Without such a system nothing is wanted.
pub(crate) async fn want(
    campus: &Campus,
    tx: &mut Tx,
    permit: &VehiclePermit,
    person: &Person,
) -> Result<(), Error> {
    let Some(system) = &campus.settings.vehicle_system else { return Ok(()) };
    let now = campus.now();
    let subject = Subject::Permit(permit.id);
    let wanted = if permit.effective_state(person, now).is_wanted_outside() {
        Wanted::Present
    } else {
        Wanted::Removed
    };
    let row =
        match delivery::lock_of_subject(tx, subject).await?.into_iter().find(|d| d.target == system.name) {
            // Gone is gone: asking again would only make the other side answer twice.
            Some(known) if known.wanted == Wanted::Removed && wanted == Wanted::Removed => return Ok(()),
            Some(mut known) => {
                known.want(wanted, now);
                delivery::update(tx, &known).await?;
                known
            }
            // What was never there needs no removing.
            None if wanted == Wanted::Removed => return Ok(()),
            None => {
                let fresh = Delivery::new(
                    campus.new_id(),
                    subject,
                    DeliveryKind::VehiclePermit,
                    system.name.clone(),
                    now,
                );
                delivery::insert(tx, &fresh).await?;
                fresh
            }
        };
    job::enqueue(campus, tx, &Job::Deliver { delivery: row.id }).await
}
