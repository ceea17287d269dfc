//! Texts and numbers.

use serde_json::Value;
use tongxing_domain::problem::Problem;
use tongxing_domain::text;

use super::Normalised;
use crate::check::problem::FieldProblem;
use crate::form::{AddressLimits, Characters, Field, IntegerLimits, ParagraphLimits, TextLimits};

pub(super) fn line(typed: &str, limits: &TextLimits) -> Result<String, Problem> {
    let line = match limits.characters {
        Characters::Any => text::line(typed, limits.most())?,
        // Full-width digits and inner spaces are a keyboard's doing, not the person's.
        Characters::LettersAndDigits | Characters::Digits => {
            text::line(&text::compact(typed), limits.most())?
        }
    };
    let allowed = |c: char| match limits.characters {
        Characters::Any => true,
        Characters::LettersAndDigits => c.is_ascii_alphanumeric() || c == '-',
        Characters::Digits => c.is_ascii_digit(),
    };
    if !line.chars().all(allowed) {
        let code =
            if limits.characters == Characters::Digits { "text-digits" } else { "text-letters-digits" };
        return Err(Problem::new(code));
    }
    long_enough(line, limits.min)
}

pub(super) fn paragraph(typed: &str, limits: &ParagraphLimits) -> Result<String, Problem> {
    long_enough(text::paragraph(typed, limits.most())?, limits.min)
}

pub(super) fn address(typed: &str, limits: &AddressLimits) -> Result<String, Problem> {
    Ok(text::line(typed, limits.most())?)
}

fn long_enough(text: String, min: Option<u32>) -> Result<String, Problem> {
    match min {
        Some(min) if text.chars().count() < min as usize => {
            Err(Problem::new("text-too-short").with("min", min))
        }
        _ => Ok(text),
    }
}

pub(super) fn integer(field: &Field, value: &Value, limits: &IntegerLimits) -> Normalised {
    let wrong = |problem| Err(vec![FieldProblem::new(&field.key, problem)]);
    let number = match value {
        Value::Number(number) => number.as_i64(),
        other => text::compact(other.as_str().unwrap_or_default()).parse().ok(),
    };
    let Some(number) = number else { return wrong(Problem::new("integer-format")) };
    if let Some(min) = limits.min.filter(|min| number < *min) {
        return wrong(Problem::new("integer-too-small").with("min", min));
    }
    if let Some(max) = limits.max.filter(|max| number > *max) {
        return wrong(Problem::new("integer-too-large").with("max", max));
    }
    Ok(Some(Value::from(number)))
}
