//! The outcome: every action finds what it needs in the form.

use super::Lint;
use crate::form::FieldRef;
use crate::load::Cursor;
use crate::outcome::{Action, PermitVehicles, RegisterPerson};

pub(super) fn check(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let service = lint.service;
    if service.outcome.is_empty() {
        lint.error(at, "approval makes nothing happen", "add an action, at least `notify:`");
    }
    let mut registers = 0;
    for (index, action) in service.outcome.iter().enumerate() {
        let at = at.index(index);
        match action {
            Action::RegisterPerson(register) => {
                registers += 1;
                check_register(lint, register, &at.key("register_person"));
                if registers > 1 {
                    lint.error(
                        &at,
                        "two records of the same person would be made",
                        "keep one `register_person:`",
                    );
                }
            }
            Action::PermitVehicles(permit) => {
                check_permit(lint, permit, &at.key("permit_vehicles"));
                if registers == 0 {
                    lint.error(
                        &at,
                        "vehicles are permitted before there is a person they belong to",
                        "put `register_person:` before `permit_vehicles:`",
                    );
                }
            }
            Action::Notify(notify) => lint.text(&notify.text, &at.key("notify").key("text")),
        }
    }
}

fn check_register(lint: &mut Lint<'_, '_>, register: &RegisterPerson, at: &Cursor<'_>) {
    for (field, key, wanted) in [
        (&register.name, "name", "person_name"),
        (&register.document, "document", "document"),
        (&register.phone, "phone", "phone"),
        (&register.unit, "unit", "unit"),
        (&register.kind, "kind", "choice"),
        (&register.valid, "valid", "period"),
    ] {
        always_answered(lint, field, key, wanted, &at.key(key));
    }
    if let Some(field) = &register.staff_number {
        lint.field_of_type(field, "staff_number", &["text"], &at.key("staff_number"));
    }
    if let Some(field) = &register.portrait {
        lint.field_of_type(field, "portrait", &["photo"], &at.key("portrait"));
    }
}

fn check_permit(lint: &mut Lint<'_, '_>, permit: &PermitVehicles, at: &Cursor<'_>) {
    lint.field_of_type(&permit.plates, "plates", &["plates"], &at.key("plates"));
    always_answered(lint, &permit.valid, "valid", "period", &at.key("valid"));
}

fn always_answered(lint: &mut Lint<'_, '_>, reference: &FieldRef, role: &str, wanted: &str, at: &Cursor<'_>) {
    let Some(field) = lint.field_of_type(reference, role, &[wanted], at) else { return };
    if !field.required || field.visible_when.is_some() {
        lint.error(
            at,
            format!("`{reference}` may be empty, and the record needs it"),
            format!("make the field `{}` required, without `visible_when:`", field.key),
        );
    }
}
