//! Posted pairs and values.
//!
//! The names of a page's inputs are flat: `name`, `document.type`, `period.from`, `plates.0.number`. A name that the
//! section does not know is ignored. A field of which nothing was posted keeps the value of the draft (uploads arrive
//! one by one, locked fields are not posted at all); a field that was posted empty becomes `null`.

use serde_json::{Map, Value};

use crate::Values;
use crate::check::{MOST_ROWS, parts};
use crate::form::{Field, FieldType, Section};

/// The most pairs of one post that are looked at.
const MOST_PAIRS: usize = 1000;

/// The answers that posted pairs give to a section, to be merged over the draft's values.
pub fn read(section: &Section, pairs: &[(String, String)]) -> Values {
    let pairs = pairs.get(..MOST_PAIRS).unwrap_or(pairs);
    let mut values = Values::new();
    for field in &section.fields {
        if let Some(value) = read_field(field, pairs) {
            values.insert(field.key.clone(), value);
        }
    }
    forget_derived(section, &mut values);
    values
}

/// The pairs a page posts for the answers of a section.
pub fn write(section: &Section, values: &Values) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for field in &section.fields {
        let Some(value) = values.get(&field.key) else { continue };
        match (&field.kind, value) {
            (FieldType::Plates(_), Value::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    write_parts(&format!("{}.{index}", field.key), &["number", "colour"], row, &mut pairs);
                }
            }
            (kind, Value::Object(_)) => write_parts(&field.key, parts(kind), value, &mut pairs),
            _ => pairs.push((field.key.clone(), words(value))),
        }
    }
    pairs
}

/// The words of a scalar as an input shows them.
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn write_parts(prefix: &str, parts: &[&str], value: &Value, pairs: &mut Vec<(String, String)>) {
    for part in parts {
        if let Some(value) = value.get(*part) {
            pairs.push((format!("{prefix}.{part}"), words(value)));
        }
    }
}

/// The last pair of a name counts, as it does in browsers' own forms.
fn posted<'a>(name: &str, pairs: &'a [(String, String)]) -> Option<&'a str> {
    pairs.iter().rev().find(|(posted, _)| posted == name).map(|(_, value)| value.as_str())
}

fn read_field(field: &Field, pairs: &[(String, String)]) -> Option<Value> {
    match (&field.kind, parts(&field.kind)) {
        (FieldType::Plates(_), _) => read_rows(&field.key, &["number", "colour"], pairs),
        (_, []) => posted(&field.key, pairs)
            .map(|text| if text.trim().is_empty() { Value::Null } else { Value::String(text.to_owned()) }),
        (_, parts) => read_parts(&field.key, parts, pairs)
            .map(|object| if object.is_empty() { Value::Null } else { Value::Object(object) }),
    }
}

/// `None` when none of the parts was posted.
fn read_parts(prefix: &str, parts: &[&str], pairs: &[(String, String)]) -> Option<Map<String, Value>> {
    let mut object = Map::new();
    let mut any = false;
    for part in parts {
        if let Some(text) = posted(&format!("{prefix}.{part}"), pairs) {
            any = true;
            if !text.trim().is_empty() {
                object.insert((*part).to_owned(), Value::String(text.to_owned()));
            }
        }
    }
    any.then_some(object)
}

/// A list is posted as a whole: a page without rows posts the list's own name, empty.
fn read_rows(key: &str, parts: &[&str], pairs: &[(String, String)]) -> Option<Value> {
    let rows: Vec<Option<Map<String, Value>>> =
        (0..MOST_ROWS).map(|index| read_parts(&format!("{key}.{index}"), parts, pairs)).collect();
    let Some(last) = rows.iter().rposition(Option::is_some) else {
        return posted(key, pairs).map(|_| Value::Null);
    };
    let rows = rows.into_iter().take(last + 1).map(|row| Value::Object(row.unwrap_or_default())).collect();
    Some(Value::Array(rows))
}

/// A locked field is not posted. When its document is, what was read off the old one must not contradict the new one.
fn forget_derived(section: &Section, values: &mut Values) {
    for field in &section.fields {
        if let Some(derive) = &field.derive
            && values.contains_key(derive.document.key())
            && !values.contains_key(&field.key)
        {
            values.insert(field.key.clone(), Value::Null);
        }
    }
}
