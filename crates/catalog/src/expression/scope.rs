//! What an expression can see, and its evaluation.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use cel::objects::Key;
use cel::{Context, Env, ExecutionError, Program};
use jiff::civil::Date;
use serde_json::{Map, Number, Value};

use crate::Values;

/// CEL's own functions; building them takes longer than an evaluation.
static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// What an expression may know about the initiator or the applicant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The unit's id.
    pub unit: Option<String>,
    /// The roles held, by name.
    pub roles: Vec<String>,
    /// Whether it is a staff member with an account.
    pub staff: bool,
}

/// What an expression can see.
pub struct Scope {
    context: Context<'static, 'static>,
}

impl Scope {
    /// The scope of a form on a day. Fields that are empty stand in it as `null`.
    pub fn new(form: &Values, initiator: &Party, applicant: &Party, today: Date) -> Self {
        let mut context = Context::with_env(Arc::clone(&LANGUAGE));
        context.add_variable_from_value("initiator", party(initiator));
        context.add_variable_from_value("applicant", party(applicant));
        // The names are ours alone, so declaring them cannot conflict; were it to, calls would fail by name.
        let _ = context.add_function("today", move || today.to_string());
        let _ = context.add_function("age", move |value: cel::Value| age(&value, today));
        let _ = context.add_function("days", |value: cel::Value| days(&value));
        let mut scope = Self { context };
        scope.set_form(form);
        scope
    }

    /// Puts other answers in the place of the form's.
    pub fn set_form(&mut self, form: &Values) {
        let form: HashMap<Key, cel::Value> =
            form.iter().map(|(key, value)| (Key::from(key.clone()), to_cel(value))).collect();
        self.context.add_variable_from_value("form", cel::Value::Map(form.into()));
    }

    pub(super) fn evaluate(&self, program: &Program) -> Result<Value, String> {
        let value = program.execute(&self.context).map_err(|error| without_values(&error))?;
        to_json(&value, 0).ok_or_else(|| "the result is not a plain value".to_owned())
    }
}

/// An execution error's own words may quote what a person typed.
fn without_values(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchOverload(overload) => {
            let kinds: Vec<&str> = overload.argument_types().iter().map(|kind| in_words(kind)).collect();
            format!("`{}` does not work on {}", overload.function().trim_matches('_'), kinds.join(" and "))
        }
        ExecutionError::FunctionError { function, message } => format!("{function}(): {message}"),
        ExecutionError::UndeclaredReference(name) => format!("`{name}` is not known"),
        ExecutionError::NoSuchKey(_) => "a part is read that is not there".to_owned(),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "division by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "a number is too large".to_owned(),
        ExecutionError::ValuesNotComparable(..) | ExecutionError::UnsupportedBinaryOperator(..) => {
            "values of different kinds are compared or combined".to_owned()
        }
        _ => "the values do not fit; compare with `null` first where a field may be empty".to_owned(),
    }
}

/// CEL's names of types.
fn in_words(kind: &str) -> &str {
    match kind {
        "null_type" => "an empty answer",
        "int" | "uint" | "double" => "a number",
        "string" => "a text",
        "bool" => "true or false",
        "list" => "a list",
        "map" => "an answer with several parts",
        other => other,
    }
}

fn party(party: &Party) -> cel::Value {
    let mut map = Map::new();
    map.insert("unit".to_owned(), party.unit.clone().map_or(Value::Null, Value::String));
    map.insert("roles".to_owned(), party.roles.iter().cloned().map(Value::String).collect());
    map.insert("staff".to_owned(), Value::Bool(party.staff));
    to_cel(&Value::Object(map))
}

/// Whole years since a day of birth.
fn age(value: &cel::Value, today: Date) -> Result<i64, ExecutionError> {
    let cel::Value::String(text) = value else {
        return Err(ExecutionError::function_error("age", "the date is empty; ask `!= null &&` first"));
    };
    let born: Date = text.parse().map_err(|_| ExecutionError::function_error("age", "not a date"))?;
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    Ok(i64::from(today.year()) - i64::from(born.year()) - i64::from(before_birthday))
}

/// How many days a period has, its first and last included.
fn days(value: &cel::Value) -> Result<i64, ExecutionError> {
    let wrong = |why: &str| ExecutionError::function_error("days", why);
    let cel::Value::Map(period) = value else {
        return Err(wrong("the period is empty; ask `!= null &&` first"));
    };
    let day = |name: &str| -> Result<Date, ExecutionError> {
        match period.get(&Key::from(name.to_owned())) {
            Some(cel::Value::String(text)) => text.parse().map_err(|_| wrong("not a date")),
            _ => Err(wrong("not a period")),
        }
    };
    let (from, until) = (day("from")?, day("until")?);
    let span = until.since((jiff::Unit::Day, from)).map_err(|_| wrong("not a period"))?;
    Ok(i64::from(span.get_days()) + 1)
}

fn to_cel(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(value) => cel::Value::Bool(*value),
        // CEL keeps signed and unsigned apart; people do not.
        Value::Number(number) => number
            .as_i64()
            .map_or_else(|| cel::Value::Float(number.as_f64().unwrap_or(f64::MAX)), cel::Value::Int),
        Value::String(text) => cel::Value::String(Arc::new(text.clone())),
        Value::Array(items) => cel::Value::List(Arc::new(items.iter().map(to_cel).collect())),
        Value::Object(map) => {
            let map: HashMap<Key, cel::Value> =
                map.iter().map(|(key, value)| (Key::from(key.clone()), to_cel(value))).collect();
            cel::Value::Map(map.into())
        }
    }
}

fn to_json(value: &cel::Value, depth: u8) -> Option<Value> {
    if depth > 8 {
        return None;
    }
    Some(match value {
        cel::Value::Null => Value::Null,
        cel::Value::Bool(value) => Value::Bool(*value),
        cel::Value::Int(value) => Value::Number((*value).into()),
        cel::Value::UInt(value) => Value::Number((*value).into()),
        cel::Value::Float(value) => Value::Number(Number::from_f64(*value)?),
        cel::Value::String(text) => Value::String(text.as_ref().clone()),
        cel::Value::List(items) => {
            Value::Array(items.iter().map(|item| to_json(item, depth + 1)).collect::<Option<_>>()?)
        }
        cel::Value::Map(map) => {
            let mut object = Map::new();
            for (key, value) in map.map.iter() {
                object.insert(key.to_string(), to_json(value, depth + 1)?);
            }
            Value::Object(object)
        }
        _ => return None,
    })
}
