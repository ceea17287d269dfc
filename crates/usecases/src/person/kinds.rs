//! The kinds of people that the published services register, with the words for them.

use std::collections::BTreeMap;

use tongxing_catalog::{FieldType, Service, Text, outcome::Action};

use crate::Campus;

/// Code → words, of every service on offer.
pub fn run(campus: &Campus) -> BTreeMap<String, Text> {
    let services = campus.services();
    services.all().flat_map(|published| of_service(&published.service)).collect()
}

fn of_service(service: &Service) -> Vec<(String, Text)> {
    let register = service.outcome.iter().find_map(|action| match action {
        Action::RegisterPerson(register) => Some(register),
        _ => None,
    });
    let kind = register.and_then(|register| service.field(register.kind.key())).map(|field| &field.kind);
    match kind {
        Some(FieldType::Choice(choice)) => {
            choice.options.iter().map(|o| (o.code.clone(), o.label.clone())).collect()
        }
        _ => Vec::new(),
    }
}
