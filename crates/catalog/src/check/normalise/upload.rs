//! Uploaded files: the form holds ids, and only ids of the draft's own files.

use serde_json::{Value, json};
use tongxing_domain::problem::Problem;

use super::{Normalised, part};
use crate::check::Context;
use crate::check::problem::FieldProblem;
use crate::form::Field;

pub(super) fn owned(field: &Field, value: &Value, context: &Context<'_>) -> Normalised {
    let id = part(value, "file").trim();
    if (context.owns_file)(id) {
        return Ok(Some(json!({ "file": id })));
    }
    Err(vec![FieldProblem::new(format!("{}.file", field.key), Problem::new("upload-unavailable"))])
}
