//! The record in 其他人员管理: made, or brought up to date when the same person was here before.

use serde_json::{Map, Value, json};
use tongxing_catalog::outcome::RegisterPerson;
use tongxing_domain::{
    document::IdentityDocument,
    name::PersonName,
    person::{Person, PersonState},
    phone::Phone,
    time::Period,
};
use tongxing_storage::{Tx, application::Application, person};

use super::{period, text, unreadable};
use crate::{By, Campus, Error, audit};

/// Registers the applicant; says who that is. The same identity document is never two records: the earlier one is
/// brought up to date, and what had ended begins anew. Who is suspended stays so, with the unit that suspended them: it
/// alone lifts that, in the record, whatever another unit has approved.
pub(super) async fn run(
    campus: &Campus,
    tx: &mut Tx,
    application: &Application,
    fields: &RegisterPerson,
    by: &By,
) -> Result<Person, Error> {
    let form = &application.form;
    let document = document(form, fields)?;
    let known = person::lock_by_document(tx, &document).await?;
    let valid = period(campus, form, &fields.valid)?;
    let suspended = known.as_ref().filter(|k| matches!(k.state, PersonState::Suspended { .. }));
    let unit = text(form, &fields.unit)?.parse().map_err(|_| unreadable(&fields.unit))?;
    let registered = Person {
        id: known.as_ref().map_or_else(|| campus.new_id(), |k| k.id),
        name: PersonName::parse(text(form, &fields.name)?).map_err(|_| unreadable(&fields.name))?,
        document,
        phone: Phone::parse(text(form, &fields.phone)?).map_err(|_| unreadable(&fields.phone))?,
        unit: suspended.map_or(unit, |k| k.unit),
        kind: text(form, &fields.kind)?.to_owned(),
        staff_number: staff_number(form, fields),
        valid: known.as_ref().map_or(valid, |k| longest(k, valid)),
        state: suspended.map_or(PersonState::Active, |k| k.state.clone()),
        state_since: suspended.map_or_else(|| campus.now(), |k| k.state_since),
        application: Some(application.id),
        values: rest(form, fields),
    };
    if known.is_some() {
        person::update(tx, &registered, campus.now()).await?;
    } else {
        person::insert(tx, &registered, campus.now()).await?;
    }
    let details = json!({
        "application": application.id, "renewed": known.is_some(), "suspended": suspended.is_some(),
    });
    audit::record(campus, tx, by, "person.register", &registered.id.to_string(), &details).await?;
    Ok(registered)
}

/// A person who is here already keeps the days they have: a second approval lengthens, it never shortens.
fn longest(known: &Person, new: Period) -> Period {
    let here = matches!(known.state, PersonState::Active) && known.valid.until() >= new.from();
    if !here {
        return new;
    }
    let until = known.valid.until().max(new.until());
    Period::new(known.valid.from().min(new.from()), until).unwrap_or(new)
}

fn document(form: &Map<String, Value>, fields: &RegisterPerson) -> Result<IdentityDocument, Error> {
    crate::application::values::document(form, fields.document.key())
        .ok_or_else(|| unreadable(&fields.document))
}

fn staff_number(form: &Map<String, Value>, fields: &RegisterPerson) -> String {
    let field = fields.staff_number.as_ref();
    field.and_then(|f| form.get(f.key())).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Everything the form asked beyond what code decides on stays with the record as it was given.
fn rest(form: &Map<String, Value>, fields: &RegisterPerson) -> Map<String, Value> {
    let own = [&fields.name, &fields.document, &fields.phone, &fields.unit, &fields.kind, &fields.valid];
    let is_own = |key: &str| {
        own.iter().any(|f| f.key() == key) || fields.staff_number.as_ref().is_some_and(|f| f.key() == key)
    };
    form.iter().filter(|(key, _)| !is_own(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
}
