//! Reading an answer of the right shape: the stored form, nothing, or what is wrong.

mod choice;
mod date;
mod text;
mod upload;

use serde_json::{Value, json};
use tongxing_domain::document::{DocumentType, IdentityDocument};
use tongxing_domain::email::Email;
use tongxing_domain::name::PersonName;
use tongxing_domain::phone::Phone;
use tongxing_domain::plate::{Plate, PlateColour};
use tongxing_domain::problem::Problem;

use super::Context;
use super::problem::{FieldProblem, missing};
use crate::form::{DocumentLimits, Field, FieldType, PlatesLimits};

/// The stored form of an answer; `Ok(None)` when it turned out to be empty.
pub(super) type Normalised = Result<Option<Value>, Vec<FieldProblem>>;

pub(super) fn normalise(field: &Field, value: &Value, context: &Context<'_>) -> Normalised {
    let typed = value.as_str().unwrap_or_default();
    let single = |result: Result<String, Problem>| match result {
        Ok(text) => Ok(Some(Value::String(text))),
        Err(problem) => Err(vec![FieldProblem::new(&field.key, problem)]),
    };
    match &field.kind {
        FieldType::Text(limits) => single(text::line(typed, limits)),
        FieldType::Paragraph(limits) => single(text::paragraph(typed, limits)),
        FieldType::Address(limits) => single(text::address(typed, limits)),
        FieldType::Integer(limits) => text::integer(field, value, limits),
        FieldType::Date(limits) => single(date::day(typed, limits, context)),
        FieldType::Period(limits) => date::period(field, value, limits, context),
        FieldType::Choice(choice) => single(choice::code(typed, choice)),
        FieldType::Division(limits) => choice::division(field, value, limits),
        FieldType::Unit => single(choice::unit(typed, context)),
        FieldType::PersonName => {
            single(PersonName::parse(typed).map(|name| name.as_str().to_owned()).map_err(Problem::from))
        }
        FieldType::Phone => {
            single(Phone::parse(typed).map(|phone| phone.as_str().to_owned()).map_err(Problem::from))
        }
        FieldType::Email => {
            single(Email::parse(typed).map(|email| email.as_str().to_owned()).map_err(Problem::from))
        }
        FieldType::Document(limits) => document(field, value, limits, context),
        FieldType::Photo | FieldType::DocumentScan(_) | FieldType::File(_) => {
            upload::owned(field, value, context)
        }
        FieldType::Plates(limits) => plates(field, value, limits),
    }
}

/// One part of an answer that has several.
fn part<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn document(field: &Field, value: &Value, limits: &DocumentLimits, context: &Context<'_>) -> Normalised {
    let (kind, number) = (part(value, "type"), part(value, "number"));
    let mut problems = Vec::new();
    let mut wrong = |name: &str, problem: Problem| {
        problems.push(FieldProblem::new(format!("{}.{name}", field.key), problem));
    };
    let offered = |kind: &DocumentType| limits.offered().contains(kind);
    let kind = match kind.parse::<DocumentType>() {
        _ if kind.is_empty() => {
            wrong("type", missing("choice-missing", field.label_of("type")));
            None
        }
        Ok(kind) if offered(&kind) => Some(kind),
        _ => {
            wrong("type", Problem::new("choice-unknown"));
            None
        }
    };
    if number.is_empty() {
        wrong("number", missing("answer-missing", field.label_of("number")));
    } else if let Some(kind) = kind {
        match IdentityDocument::parse(kind, number, context.today) {
            Ok(document) => {
                return Ok(Some(json!({ "type": document.kind().key(), "number": document.number() })));
            }
            Err(error) => wrong("number", error.into()),
        }
    }
    Err(problems)
}

fn plates(field: &Field, value: &Value, limits: &PlatesLimits) -> Normalised {
    let mut problems = Vec::new();
    let mut plates: Vec<Plate> = Vec::new();
    for (index, row) in value.as_array().into_iter().flatten().enumerate() {
        let (number, colour) = (part(row, "number"), part(row, "colour"));
        if number.is_empty() {
            continue;
        }
        let at = |name: &str| format!("{}.{index}.{name}", field.key);
        let colour: Option<PlateColour> = match colour.parse() {
            _ if colour.is_empty() => None,
            Ok(colour) => Some(colour),
            Err(_) => {
                problems.push(FieldProblem::new(at("colour"), Problem::new("choice-unknown")));
                continue;
            }
        };
        match Plate::parse(number, colour) {
            Ok(plate) if plates.iter().any(|known| known.number() == plate.number()) => {
                problems.push(FieldProblem::new(at("number"), Problem::new("plate-twice")));
            }
            Ok(_) if plates.len() >= limits.most() => {
                let problem = Problem::new("plates-too-many").with("max", limits.most());
                problems.push(FieldProblem::new(at("number"), problem));
            }
            Ok(plate) => plates.push(plate),
            Err(error) => problems.push(FieldProblem::new(at("number"), error)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let rows: Vec<Value> = plates
        .iter()
        .map(|plate| json!({ "number": plate.number(), "colour": plate.colour().key() }))
        .collect();
    Ok((!rows.is_empty()).then_some(Value::Array(rows)))
}
