//! Sending again because a person asked for it: after the outside system was mended, or to be sure.

use tongxing_domain::id::DeliveryId;
use tongxing_storage::delivery;

use super::list::about;
use crate::{
    Actor, Campus, Error, Permission, audit,
    job::{self, Job},
};

/// Starts the newest wish anew; the job sends it at once.
///
/// # Errors
/// Not found, also outside the reader's reach; forbidden without `ResendDeliveries`.
pub async fn run(campus: &Campus, actor: &Actor, id: DeliveryId) -> Result<(), Error> {
    actor.require(Permission::ResendDeliveries)?;
    let mut tx = campus.store.begin().await?;
    let mut row = delivery::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let unit = about(&mut tx, &row).await?.unit.map(|unit| unit.id);
    actor.require_in(Permission::ResendDeliveries, unit)?;
    row.resend(campus.now());
    delivery::update(&mut tx, &row).await?;
    job::enqueue(campus, &mut tx, &Job::Deliver { delivery: id }).await?;
    audit::record(campus, &mut tx, &actor.into(), "delivery.resend", &id.to_string(), &serde_json::json!({}))
        .await?;
    tx.commit().await?;
    Ok(())
}
