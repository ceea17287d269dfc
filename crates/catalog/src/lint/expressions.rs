//! Conditions and computed values: they parse, name fields that are known by then, and hold up with empty answers.

use jiff::civil::date;
use serde_json::{Value, json};

use super::Lint;
use crate::Values;
use crate::expression::{Expression, Party, Scope};
use crate::form::{Field, FieldType};
use crate::load::{Cursor, did_you_mean};

/// How many fields of one expression are tried both empty and answered: 2^6 evaluations.
const MOST_TRIED: usize = 6;

/// A condition. `earlier` are the fields answered before it; a process sees the whole form.
pub(super) fn condition(
    lint: &mut Lint<'_, '_>,
    expression: Option<&Expression>,
    at: &Cursor<'_>,
    earlier: Option<&[&Field]>,
) {
    let Some(expression) = expression else { return };
    if !readable(lint, expression, at, earlier) {
        return;
    }
    if expression.is_constant() {
        let scope = Scope::new(&Values::new(), &Party::default(), &Party::default(), date(2026, 1, 1));
        let (always, effect) = match expression.holds(&scope) {
            Ok(true) => ("true", "remove the condition"),
            Ok(false) => ("false", "remove what can never happen, or let the condition read `form`"),
            Err(_) => ("an error", "write a condition over `form`, `initiator` or `applicant`"),
        };
        lint.error(at, format!("the condition is always {always}"), effect);
        return;
    }
    try_out(lint, expression, at, earlier.is_some(), true);
}

/// A computed value.
pub(super) fn computed(
    lint: &mut Lint<'_, '_>,
    expression: Option<&Expression>,
    at: &Cursor<'_>,
    earlier: &[&Field],
) {
    let Some(expression) = expression else { return };
    if readable(lint, expression, at, Some(earlier)) {
        try_out(lint, expression, at, true, false);
    }
}

/// A reference to a field that is answered later.
pub(super) fn too_late(lint: &mut Lint<'_, '_>, key: &str, at: &Cursor<'_>) {
    lint.error(
        at,
        format!("`form.{key}` is asked later, so its answer is not known here"),
        format!("move the field `{key}` before this one"),
    );
}

fn readable(
    lint: &mut Lint<'_, '_>,
    expression: &Expression,
    at: &Cursor<'_>,
    earlier: Option<&[&Field]>,
) -> bool {
    if let Some(mistake) = expression.mistake() {
        let place = at.within(mistake.line, mistake.column);
        let example = "write a condition such as `form.kind == 'family'`, or `form.a != null && form.a > 3`";
        let (message, fix) = mistake.message.split_once(": ").unwrap_or((&mistake.message, example));
        lint.findings.add(crate::Severity::Error, place, message, fix);
        return false;
    }
    let service = lint.service;
    let mut readable = true;
    for key in expression.fields() {
        if service.field(key).is_none() {
            let keys: Vec<&str> = service.fields().map(|field| field.key.as_str()).collect();
            let fix = did_you_mean(key, keys.iter().copied());
            lint.error(at, format!("the form has no field `{key}`"), fix);
            readable = false;
        } else if earlier.is_some_and(|earlier| !earlier.iter().any(|field| field.key == *key)) {
            too_late(lint, key, at);
            readable = false;
        }
    }
    for (key, literal) in expression.compared() {
        if let Some(FieldType::Choice(choice)) = service.field(key).map(|field| &field.kind)
            && choice.label(literal).is_none()
        {
            let offered = choice.offered();
            lint.error(
                at,
                format!("`form.{key}` never is `{literal}`"),
                did_you_mean(literal, offered.iter().map(|chosen| chosen.code.as_str())),
            );
            readable = false;
        }
    }
    readable
}

/// Evaluates it with every mixture of empty and answered fields that people can produce.
fn try_out(
    lint: &mut Lint<'_, '_>,
    expression: &Expression,
    at: &Cursor<'_>,
    in_form: bool,
    condition: bool,
) {
    let service = lint.service;
    let fields: Vec<&Field> =
        expression.fields().iter().filter_map(|key| service.field(key)).take(MOST_TRIED).collect();
    let party = Party { unit: Some("unit".to_owned()), roles: Vec::new(), staff: true };
    for mixture in 0..(1_u32 << fields.len()) {
        let mut values = Values::new();
        let mut empty = None;
        for (index, field) in fields.iter().enumerate() {
            // In the process the form is complete: what is always asked and required has an answer.
            let surely_answered = !in_form && field.required && field.visible_when.is_none();
            let answered = mixture & (1 << index) != 0 || surely_answered;
            values.insert(field.key.clone(), if answered { sample(&field.kind) } else { Value::Null });
            if !answered {
                empty.get_or_insert(field.key.as_str());
            }
        }
        let scope = Scope::new(&values, &party, &party, date(2026, 1, 1));
        let result = if condition {
            expression.holds(&scope).map(|_| ())
        } else {
            expression.value(&scope).map(|_| ())
        };
        if let Err(failure) = result {
            let (message, fix) = match empty {
                Some(key) => (
                    format!("this fails while `form.{key}` is empty: {}", failure.message),
                    format!("begin with `form.{key} != null && …`"),
                ),
                None => {
                    (format!("this fails: {}", failure.message), "look at the types of the fields".to_owned())
                }
            };
            lint.error(at, message, fix);
            return;
        }
    }
}

/// An answer such as people give.
fn sample(kind: &FieldType) -> Value {
    match kind {
        FieldType::Integer(limits) => json!(limits.min.or(limits.max).unwrap_or(1)),
        FieldType::Date(_) => json!("2000-01-01"),
        FieldType::Period(_) => json!({ "from": "2026-01-01", "until": "2026-12-31" }),
        FieldType::Choice(choice) => {
            json!(choice.offered().first().map_or_else(String::new, |chosen| chosen.code.clone()))
        }
        FieldType::Document(_) => json!({ "type": "other", "number": "00000000" }),
        FieldType::Division(_) => json!({ "code": "110000", "name": "北京市" }),
        FieldType::Photo | FieldType::DocumentScan(_) | FieldType::File(_) => json!({ "file": "00000000" }),
        FieldType::Plates(_) => json!([{ "number": "蒙B12345", "colour": "blue" }]),
        FieldType::Text(_)
        | FieldType::Paragraph(_)
        | FieldType::PersonName
        | FieldType::Phone
        | FieldType::Email
        | FieldType::Address(_)
        | FieldType::Unit => json!("text"),
    }
}
