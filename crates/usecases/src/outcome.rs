//! What the last approval brings about: the person's record, one permit per plate, one delivery per permit.
//!
//! Everything happens in the transaction of the approval, so there is no approved application without its record. Each
//! action finds what an earlier run made and changes that instead of making a second one, and each leaves its own entry in
//! the audit trail.

mod permit_vehicles;
mod register_person;

use serde_json::{Map, Value};
use tongxing_catalog::{form::FieldRef, outcome::Action as OutcomeAction};
use tongxing_domain::time::Period;
use tongxing_storage::{Tx, application::Application};

use crate::{By, Campus, Error, campus::PublishedService};

/// Carries out the service's outcome, in the order of the file.
///
/// # Errors
/// A failure when a value that was checked at submission does not read any more: nothing is approved then.
pub(crate) async fn bring_about(
    campus: &Campus,
    tx: &mut Tx,
    application: &Application,
    published: &PublishedService,
    by: &By,
) -> Result<(), Error> {
    let mut person = None;
    for action in &published.service.outcome {
        match action {
            OutcomeAction::RegisterPerson(fields) => {
                person = Some(register_person::run(campus, tx, application, fields, by).await?);
            }
            OutcomeAction::PermitVehicles(fields) => {
                let holder = person
                    .as_ref()
                    .ok_or_else(|| Error::broken("vehicles are permitted before anyone is registered"))?;
                permit_vehicles::run(campus, tx, application, fields, (holder, by)).await?;
            }
            // The notice about the end of an application is sent with the operation itself.
            OutcomeAction::Notify(_) => {}
        }
    }
    Ok(())
}

/// The text in a field of the form.
fn text<'a>(form: &'a Map<String, Value>, field: &FieldRef) -> Result<&'a str, Error> {
    form.get(field.key()).and_then(Value::as_str).ok_or_else(|| unreadable(field))
}

/// The period in a field of the form, as whole days on campus.
fn period(campus: &Campus, form: &Map<String, Value>, field: &FieldRef) -> Result<Period, Error> {
    let day = |name: &str| {
        let text = form.get(field.key()).and_then(|v| v.get(name)).and_then(Value::as_str);
        text.and_then(|t| t.parse::<jiff::civil::Date>().ok()).ok_or_else(|| unreadable(field))
    };
    Period::from_days(day("from")?, day("until")?, &campus.settings.zone).map_err(|_| unreadable(field))
}

fn unreadable(field: &FieldRef) -> Error {
    Error::broken(format!("the field {field} of an approved application cannot be read"))
}
