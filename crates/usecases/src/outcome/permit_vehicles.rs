//! One permit per plate, and the wish that the vehicle management system holds it.

use serde_json::{Value, json};
use tongxing_catalog::outcome::PermitVehicles;
use tongxing_domain::{
    person::Person,
    plate::Plate,
    time::Period,
    vehicle::{PermitState, VehiclePermit},
};
use tongxing_storage::{Tx, application::Application, vehicle};

use super::{period, unreadable};
use crate::{By, Campus, Error, audit, delivery};

/// Permits every plate of the form for the period. A plate the person has already gets the longer of both periods.
pub(super) async fn run(
    campus: &Campus,
    tx: &mut Tx,
    application: &Application,
    fields: &PermitVehicles,
    (holder, by): (&Person, &By),
) -> Result<(), Error> {
    let Some(rows) = application.form.get(fields.plates.key()).and_then(Value::as_array) else {
        return Ok(());
    };
    let valid = period(campus, &application.form, &fields.valid)?;
    let known = vehicle::of_person(tx, holder.id).await?;
    for row in rows {
        let plate = plate(row).ok_or_else(|| unreadable(&fields.plates))?;
        let active =
            known.iter().find(|p| p.plate.number() == plate.number() && p.state == PermitState::Active);
        let permit = VehiclePermit {
            id: active.map_or_else(|| campus.new_id(), |known| known.id),
            person: holder.id,
            valid: active.map_or(valid, |known| joined(known.valid, valid)),
            plate,
            state: PermitState::Active,
            state_since: active.map_or_else(|| campus.now(), |known| known.state_since),
            application: Some(application.id),
        };
        if active.is_some() {
            vehicle::update(tx, &permit, campus.now()).await?;
        } else {
            vehicle::insert(tx, &permit, campus.now()).await?;
        }
        delivery::want(campus, tx, &permit, holder).await?;
        let details = json!({
            "application": application.id, "person": holder.id, "renewed": active.is_some(),
        });
        audit::record(campus, tx, by, "permit.grant", &permit.id.to_string(), &details).await?;
    }
    Ok(())
}

fn plate(row: &Value) -> Option<Plate> {
    let colour = row.get("colour").and_then(Value::as_str).and_then(|c| c.parse().ok());
    Plate::parse(row.get("number")?.as_str()?, colour).ok()
}

fn joined(known: Period, new: Period) -> Period {
    Period::new(known.from().min(new.from()), known.until().max(new.until())).unwrap_or(new)
}
