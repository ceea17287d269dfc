//! Holding what a person typed against the form.
//!
//! The fields are taken in the order in which people meet them. Each is shown or not, read by the validators of
//! `domain`, filled in from an identity document or by its default, and found missing or wrong. A condition sees only
//! answers that are right so far, so a mistake in one field never makes another one fail.
//!
//! What was typed is kept, also when it is wrong; a field that is not shown keeps nothing; a name the form does not
//! know is never stored. Checking a checked form changes nothing.

mod normalise;
mod problem;
mod run;
mod shape;

pub use problem::{CODES, FieldProblem};
pub(crate) use shape::{MOST_ROWS, parts};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::Values;
use crate::expression::{ExpressionFailure, Party};
use crate::form::Field;
use crate::service::Service;
use run::{Origin, Run};

/// What a check needs to know beside the form.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The day of the check, on campus.
    pub today: Date,
    /// The campus's time zone.
    pub zone: &'a TimeZone,
    /// Who files the application.
    pub initiator: &'a Party,
    /// Whom it is about.
    pub applicant: &'a Party,
    /// Does this unit exist, and does it accept registrations?
    pub accepts_unit: &'a dyn Fn(&str) -> bool,
    /// Is this the id of a file that was uploaded for this draft?
    pub owns_file: &'a dyn Fn(&str) -> bool,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// The answers, in their stored form where they are right and as typed where they are not.
    pub values: Values,
    /// What is wrong, in the order of the form.
    pub problems: Vec<FieldProblem>,
}

impl Checked {
    /// Whether nothing is wrong.
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }
}

/// How a field stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldState<'a> {
    /// The field.
    pub field: &'a Field,
    /// Whether it is asked at all.
    pub visible: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it was filled in from an identity document and cannot be changed. Such a field is not posted.
    pub locked: bool,
    /// What an empty answer will become.
    pub default: Option<Value>,
    /// The answer so far.
    pub value: Option<Value>,
}

/// Why a form could not be checked at all. The person cannot help it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// The form has no section of that name.
    #[error("the service has no section {0:?}")]
    UnknownSection(String),
    /// The service file holds an expression that fails.
    #[error(transparent)]
    Expression(#[from] ExpressionFailure),
}

impl Service {
    /// Checks one section of a form. `values` is everything answered so far; other sections are handed back unchanged.
    /// Defaults are filled in by [`Service::check_all`] only: until then they follow the answers they are taken from.
    ///
    /// # Errors
    /// When there is no such section, or when an expression of the service file fails.
    pub fn check_section(
        &self,
        key: &str,
        values: &Values,
        context: &Context<'_>,
    ) -> Result<Checked, CheckError> {
        let position = self.position(key)?;
        let mut checked = Checked::default();
        let mut run = Run::new(context);
        for (index, section) in self.form.sections.iter().enumerate() {
            for field in &section.fields {
                if index > position {
                    if let Some(value) = values.get(&field.key) {
                        checked.values.insert(field.key.clone(), value.clone());
                    }
                    continue;
                }
                let answer = run.answer(field, values.get(&field.key))?;
                // A default follows what it is taken from until the form is handed in.
                let kept = match index == position {
                    true if answer.origin == Origin::Default => None,
                    true => answer.kept,
                    false => values.get(&field.key).cloned(),
                };
                if let Some(value) = kept {
                    checked.values.insert(field.key.clone(), value);
                }
                if index == position {
                    checked.problems.extend(answer.problems);
                }
            }
        }
        Ok(checked)
    }

    /// Checks the whole form.
    ///
    /// # Errors
    /// When an expression of the service file fails.
    pub fn check_all(&self, values: &Values, context: &Context<'_>) -> Result<Checked, CheckError> {
        let mut checked = Checked::default();
        let mut run = Run::new(context);
        for field in self.fields() {
            let answer = run.answer(field, values.get(&field.key))?;
            if let Some(value) = answer.kept {
                checked.values.insert(field.key.clone(), value);
            }
            checked.problems.extend(answer.problems);
        }
        Ok(checked)
    }

    /// How the fields of a section stand, to show them.
    ///
    /// # Errors
    /// As [`Service::check_section`].
    pub fn section_state(
        &self,
        key: &str,
        values: &Values,
        context: &Context<'_>,
    ) -> Result<Vec<FieldState<'_>>, CheckError> {
        let position = self.position(key)?;
        let mut states = Vec::new();
        let mut run = Run::new(context);
        for (index, section) in self.form.sections.iter().enumerate().take(position + 1) {
            for field in &section.fields {
                let answer = run.answer(field, values.get(&field.key))?;
                if index == position {
                    states.push(FieldState {
                        field,
                        visible: answer.visible,
                        required: answer.required,
                        locked: answer.origin == Origin::Document,
                        default: answer.default,
                        value: answer.kept.filter(|_| answer.origin != Origin::Default),
                    });
                }
            }
        }
        Ok(states)
    }

    /// Whether a resubmission changed something that approvals rest on.
    pub fn material_changed(&self, old: &Values, new: &Values) -> bool {
        let answer = |values: &Values, key: &str| values.get(key).filter(|value| !value.is_null()).cloned();
        self.fields().any(|field| field.material && answer(old, &field.key) != answer(new, &field.key))
    }

    /// The section in which a problem stands, to lead the person back there.
    pub fn section_of_problem(&self, problem: &FieldProblem) -> Option<&crate::form::Section> {
        self.section_of(problem.field())
    }

    fn position(&self, key: &str) -> Result<usize, CheckError> {
        let found = self.form.sections.iter().position(|section| section.key == key);
        found.ok_or_else(|| CheckError::UnknownSection(key.to_owned()))
    }
}
