//! What the published services say about the people they register: the kinds, and which field holds the portrait.

use std::collections::BTreeMap;

use tongxing_catalog::{
    FieldType, Service, Text,
    form::FieldRef,
    outcome::{Action, RegisterPerson},
};
use tongxing_domain::{id::FileId, person::Person};

use crate::Campus;

/// The code of each kind of person and the words for it, of every service on offer.
pub fn run(campus: &Campus) -> BTreeMap<String, Text> {
    let services = campus.services();
    services.all().flat_map(|published| of_service(&published.service)).collect()
}

/// The portrait in a record, if the person gave one.
pub fn portrait(campus: &Campus, person: &Person) -> Option<FileId> {
    let services = campus.services();
    let mut fields = services.all().filter_map(|p| registers(&p.service)?.portrait.as_ref());
    fields.find_map(|field| person.values.get(field.key())?.get("file")?.as_str()?.parse().ok())
}

fn of_service(service: &Service) -> Vec<(String, Text)> {
    let kind = registers(service).and_then(|register| service.field(register.kind.key()));
    match kind.map(|field| &field.kind) {
        Some(FieldType::Choice(choice)) => {
            choice.options.iter().map(|o| (o.code.clone(), o.label.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The fields that live on in the record and its permits themselves: what the form said may be out of date.
pub(super) fn on_record(service: &Service) -> Vec<&str> {
    let fields = service.outcome.iter().flat_map(|action| match action {
        Action::RegisterPerson(r) => {
            let own = [&r.name, &r.document, &r.phone, &r.unit, &r.kind, &r.valid];
            own.into_iter().chain(r.staff_number.as_ref()).collect()
        }
        Action::PermitVehicles(permit) => vec![&permit.plates],
        Action::Notify(_) => Vec::new(),
    });
    fields.map(FieldRef::key).collect()
}

fn registers(service: &Service) -> Option<&RegisterPerson> {
    service.outcome.iter().find_map(|action| match action {
        Action::RegisterPerson(register) => Some(register),
        _ => None,
    })
}
