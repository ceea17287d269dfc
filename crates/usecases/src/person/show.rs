//! One record: the person, their permits and how far these have come outside.

use tongxing_catalog::{
    FieldType, Text,
    display::{Line, View},
    form::Sensitivity,
    process::Permission as FieldPermission,
};
use tongxing_domain::{
    delivery::{Delivery, Subject},
    id::PersonId,
    locale::Locale,
    person::Person,
    unit::Unit,
    vehicle::VehiclePermit,
};
use tongxing_storage::{
    Db,
    application::{self, Application},
    delivery, person, unit, vehicle,
};

use super::kinds;
use crate::{Actor, Campus, Error, Permission, application::progress::unit_names, process};

/// A record with everything that hangs on it.
pub struct Shown {
    /// The record.
    pub person: Person,
    /// The unit that answers for the person.
    pub unit: Option<Unit>,
    /// The application that led to the record.
    pub application: Option<Application>,
    /// What else the form asked for beyond the record itself, masked where sensitive, section by section.
    pub sections: Vec<(Text, Vec<Line>)>,
    /// The permits, each with its deliveries.
    pub permits: Vec<(VehiclePermit, Vec<Delivery>)>,
}

/// One record within the reader's reach.
///
/// # Errors
/// Not found, also outside it; forbidden without `ViewPersons`.
pub async fn run(campus: &Campus, actor: &Actor, id: PersonId, locale: Locale) -> Result<Shown, Error> {
    actor.require(Permission::ViewPersons)?;
    let mut db = campus.store.read().await?;
    let person = person::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    actor.require_in(Permission::ViewPersons, Some(person.unit))?;
    let application = match person.application {
        Some(id) => application::find(&mut db, id).await?,
        None => None,
    };
    let sections = match &application {
        Some(application) => sections(campus, &mut db, application, locale).await?,
        None => Vec::new(),
    };
    let mut permits = Vec::new();
    for permit in vehicle::of_person(&mut db, id).await? {
        let rows = delivery::of_subject(&mut db, Subject::Permit(permit.id)).await?;
        permits.push((permit, rows));
    }
    let unit = unit::find(&mut db, person.unit).await?;
    Ok(Shown { person, unit, application, sections, permits })
}

async fn sections(
    campus: &Campus,
    db: &mut Db,
    application: &Application,
    locale: Locale,
) -> Result<Vec<(Text, Vec<Line>)>, Error> {
    let published = process::service_of(campus, application)?;
    let on_record = kinds::on_record(&published.service);
    let phone = published.service.applicant.phone.as_ref().and_then(|f| application.form.get(f.key()));
    let masked = |key: &str| {
        if on_record.contains(&key) {
            return FieldPermission::Hidden;
        }
        // A number that stands for the phone number says as much as the phone.
        let is_phone = phone.is_some() && application.form.get(key) == phone;
        let field = published.service.field(key);
        let hides = field.is_some_and(|f| {
            f.sensitive == Sensitivity::Sensitive
                || matches!(f.kind, FieldType::Phone | FieldType::Address(_))
        });
        if hides || is_phone { FieldPermission::Masked } else { FieldPermission::Read }
    };
    let units = unit_names(db).await?;
    let unit_name = |id: &str| units.get(id).map(|name| name.get(locale).to_owned());
    let lines = published.service.lines(&application.form, &masked, View { locale, unit_name: &unit_name });
    Ok(lines.into_iter().map(|(section, lines)| (section.title.clone(), lines)).collect())
}
