//! Conditions and computed values of a service file, in the Common Expression Language (CEL).
//!
//! They read `form` (every field of the form by its key; `null` while it is empty), `initiator` and `applicant`,
//! and may call `today()`, `age(date)` and `days(period)` beside CEL's own functions. They cannot loop without
//! bound, reach anything outside, or panic; what goes wrong is an [`ExpressionFailure`] the caller sees.

mod compile;
mod scope;

pub use compile::Mistake;
pub use scope::{Party, Scope};

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use compile::Compiled;

/// The name by which [`crate::load`] recognises that an expression is being read, to add where it stands.
pub(crate) const PLACED: &str = "__tongxing_expression";

/// A condition or a computed value.
#[derive(Clone, JsonSchema)]
#[schemars(with = "String")]
pub struct Expression {
    source: String,
    line: usize,
    column: usize,
    compiled: Result<Arc<Compiled>, Mistake>,
}

/// An expression that could not be evaluated: the service file is at fault, not the person.
/// It carries no value of the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the expression `{source_text}` of the service file (line {line}, column {column}) failed: {message}"
)]
pub struct ExpressionFailure {
    /// The line of the service file; 0 when the expression did not come from a file.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The expression.
    pub source_text: String,
    /// What went wrong, without the values.
    pub message: String,
}

impl Expression {
    /// Parses `source`. A mistake is kept and told by [`Expression::mistake`]: the loader reports all of a file at once.
    pub fn new(source: impl Into<String>) -> Self {
        Self::placed(source.into(), 0, 0)
    }

    fn placed(source: String, line: usize, column: usize) -> Self {
        let compiled = compile::compile(&source).map(Arc::new);
        Self { source, line, column, compiled }
    }

    /// The expression as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What keeps the expression from being evaluated at all.
    pub fn mistake(&self) -> Option<&Mistake> {
        self.compiled.as_ref().err()
    }

    /// The keys of the form's fields that it reads.
    pub fn fields(&self) -> &[String] {
        self.compiled.as_ref().map_or(&[], |compiled| &compiled.fields)
    }

    /// The fields it compares with fixed texts, and those texts.
    pub(crate) fn compared(&self) -> &[(String, String)] {
        self.compiled.as_ref().map_or(&[], |compiled| &compiled.compared)
    }

    /// Whether it reads nothing, so that it always gives the same answer.
    pub fn is_constant(&self) -> bool {
        self.compiled.as_ref().is_ok_and(|compiled| compiled.constant)
    }

    /// Its value.
    ///
    /// # Errors
    /// When the values do not fit the expression, for example a comparison with an empty field.
    pub fn value(&self, scope: &Scope) -> Result<Value, ExpressionFailure> {
        let compiled = self.compiled.as_ref().map_err(|mistake| self.failure(mistake.message.clone()))?;
        scope.evaluate(&compiled.program).map_err(|message| self.failure(message))
    }

    /// Its value as a condition.
    ///
    /// # Errors
    /// As [`Expression::value`], and when the value is neither true nor false.
    pub fn holds(&self, scope: &Scope) -> Result<bool, ExpressionFailure> {
        match self.value(scope)? {
            Value::Bool(value) => Ok(value),
            _ => Err(self.failure("a condition must give true or false".to_owned())),
        }
    }

    fn failure(&self, message: String) -> ExpressionFailure {
        ExpressionFailure { line: self.line, column: self.column, source_text: self.source.clone(), message }
    }
}

/// Two expressions are the same when they are written the same, wherever they stand.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(PLACED, ExpressionVisitor)
    }
}

struct ExpressionVisitor;

impl<'de> Visitor<'de> for ExpressionVisitor {
    type Value = Expression;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an expression")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Expression, D::Error> {
        String::deserialize(deserializer).map(Expression::new)
    }

    /// What the file reader gives: the text and where it stands.
    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Expression, A::Error> {
        let source = sequence.next_element()?.unwrap_or_default();
        let line = sequence.next_element()?.unwrap_or_default();
        let column = sequence.next_element()?.unwrap_or_default();
        Ok(Expression::placed(source, line, column))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::Values;

    fn scope(form: &Value) -> Scope {
        let form: Values = form.as_object().cloned().unwrap();
        Scope::new(&form, &Party::default(), &Party::default(), date(2026, 11, 22))
    }

    #[test]
    fn reads_the_form_and_the_day() {
        let scope = scope(&json!({
            "birth_date": "2015-11-23", "headcount": 12, "name": null,
            "period": {"from": "2026-12-01", "until": "2026-12-31"}, "plates": [{"number": "蒙B12345"}]
        }));
        for (source, expected) in [
            ("age(form.birth_date) < 14", json!(true)),
            ("age(form.birth_date)", json!(10)),
            ("form.headcount > 10 && form.headcount + 1 == 13", json!(true)),
            ("form.name == null", json!(true)),
            ("form.name != null && form.name.size() > 3", json!(false)),
            ("days(form.period)", json!(31)),
            ("form.period.until > today()", json!(true)),
            ("form.plates.size() > 0", json!(true)),
            ("form.plates.exists(p, p.number.startsWith('蒙'))", json!(true)),
            ("initiator.roles.size() == 0", json!(true)),
        ] {
            assert_eq!(Expression::new(source).value(&scope), Ok(expected), "{source}");
        }
    }

    #[test]
    fn failures_say_no_values() {
        let scope = scope(&json!({"name": "张三丰", "birth_date": null}));
        for source in ["age(form.birth_date)", "form.name < 3", "form.name.until", "form.name", "1 / 0 == 1"]
        {
            let failure = Expression::new(source).holds(&scope).unwrap_err();
            assert!(!failure.to_string().contains("张三丰"), "{failure}");
        }
    }

    #[test]
    fn what_could_run_long_is_refused() {
        let long = format!("'{}' == 'x'", "a".repeat(2000));
        let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
        let nested = "form.plates.all(a, form.plates.all(b, form.plates.all(c, true)))";
        let not_not = format!("{}true", "!".repeat(100));
        for source in [
            long.as_str(),
            deep.as_str(),
            not_not.as_str(),
            nested,
            "",
            "form.a ==",
            "nobody.name",
            "evil(1)",
        ] {
            assert!(Expression::new(source).mistake().is_some(), "{source}");
        }
    }
}
