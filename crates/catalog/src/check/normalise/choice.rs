//! What is chosen from a list: code tables, own lists, divisions, units.

use serde_json::{Value, json};
use tongxing_domain::division::{self, Level};
use tongxing_domain::problem::Problem;

use super::{Normalised, part};
use crate::check::Context;
use crate::check::problem::FieldProblem;
use crate::form::{Choice, DivisionLimits, Field};

pub(super) fn code(typed: &str, choice: &Choice) -> Result<String, Problem> {
    let typed = typed.trim();
    if choice.has(typed) { Ok(typed.to_owned()) } else { Err(Problem::new("choice-unknown")) }
}

pub(super) fn unit(typed: &str, context: &Context<'_>) -> Result<String, Problem> {
    let typed = typed.trim();
    if (context.accepts_unit)(typed) { Ok(typed.to_owned()) } else { Err(Problem::new("unit-unavailable")) }
}

pub(super) fn division(field: &Field, value: &Value, limits: &DivisionLimits) -> Normalised {
    let wrong =
        |code: &'static str| Err(vec![FieldProblem::new(format!("{}.code", field.key), Problem::new(code))]);
    let code = part(value, "code").trim();
    if code.is_empty() {
        return Ok(None);
    }
    match division::find(code) {
        None => wrong("division-unknown"),
        Some(place) if limits.county && place.level() != Level::County => wrong("division-county"),
        Some(place) => Ok(Some(json!({ "code": place.code, "name": place.full_name }))),
    }
}
