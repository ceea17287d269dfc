//! Bringing any JSON value into the shape of its field, before anything is made of it.
//!
//! Values come from pages, from the JSON API and from stored drafts; none of them is trusted. What has another shape
//! is refused, parts the type does not know are dropped, and nothing grows beyond what a person can have meant.

use serde_json::{Map, Value};

use crate::form::FieldType;

/// The longest text that is kept when it is wrong.
const MOST_CHARACTERS: usize = 2000;
/// The most rows of a list that are looked at.
pub(crate) const MOST_ROWS: usize = 20;

/// The value has another shape than its field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrongShape;

/// The value in its field's shape; `None` for an empty answer.
pub(super) fn shaped(kind: &FieldType, value: Option<&Value>) -> Result<Option<Value>, WrongShape> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(None) };
    match kind {
        FieldType::Integer(_) if value.is_i64() || value.is_u64() => Ok(Some(value.clone())),
        FieldType::Plates(_) => rows(value, &["number", "colour"]),
        _ => match parts(kind) {
            [] => text(value),
            parts => object(value, parts),
        },
    }
}

/// The parts of an answer that has several; empty for an answer of one piece.
pub(crate) fn parts(kind: &FieldType) -> &'static [&'static str] {
    match kind {
        FieldType::Document(_) => &["type", "number"],
        FieldType::Period(_) => &["from", "until"],
        FieldType::Division(_) => &["code", "name"],
        FieldType::Photo | FieldType::DocumentScan(_) | FieldType::File(_) => &["file"],
        _ => &[],
    }
}

fn text(value: &Value) -> Result<Option<Value>, WrongShape> {
    let text = value.as_str().ok_or(WrongShape)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(Value::String(text.chars().take(MOST_CHARACTERS).collect())))
}

fn object(value: &Value, parts: &[&str]) -> Result<Option<Value>, WrongShape> {
    let given = value.as_object().ok_or(WrongShape)?;
    let mut object = Map::new();
    for part in parts {
        if let Some(value) = given.get(*part).filter(|value| !value.is_null())
            && let Some(text) = text(value)?
        {
            object.insert((*part).to_owned(), text);
        }
    }
    Ok((!object.is_empty()).then_some(Value::Object(object)))
}

fn rows(value: &Value, parts: &[&str]) -> Result<Option<Value>, WrongShape> {
    let given = value.as_array().ok_or(WrongShape)?;
    let mut rows = Vec::new();
    for row in given.iter().take(MOST_ROWS) {
        rows.push(object(row, parts)?.unwrap_or_else(|| Value::Object(Map::new())));
    }
    // A colour alone is what an untouched row of the page posts.
    let empty = rows.iter().all(|row| row.get("number").is_none());
    Ok((!empty).then_some(Value::Array(rows)))
}
