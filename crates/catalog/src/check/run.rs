//! One pass over a form.

use serde_json::Value;
use tongxing_domain::document::{DocumentType, IdentityDocument};
use tongxing_domain::problem::Problem;

use super::Context;
use super::normalise::normalise;
use super::problem::{FieldProblem, missing};
use super::shape::shaped;
use crate::Values;
use crate::expression::{ExpressionFailure, Scope};
use crate::form::{DerivedPart, DocumentPart, Field, FieldType, Side};

/// What became of one field.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) visible: bool,
    pub(super) required: bool,
    pub(super) origin: Origin,
    pub(super) default: Option<Value>,
    pub(super) kept: Option<Value>,
    pub(super) problems: Vec<FieldProblem>,
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// The person, if it is answered at all.
    #[default]
    Typed,
    /// An identity document: it cannot be changed.
    Document,
    /// The field's default: nobody typed it.
    Default,
}

/// One pass over a form, field by field.
pub(super) struct Run<'a> {
    context: &'a Context<'a>,
    scope: Scope,
    /// The answers that are right so far.
    valid: Values,
}

impl<'a> Run<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        let scope = Scope::new(&Values::new(), context.initiator, context.applicant, context.today);
        Self { context, scope, valid: Values::new() }
    }

    /// Takes the next field of the form.
    pub(super) fn answer(
        &mut self,
        field: &Field,
        given: Option<&Value>,
    ) -> Result<Answer, ExpressionFailure> {
        // Conditions may read every field by name; one that has no right answer reads as null.
        self.valid.insert(field.key.clone(), Value::Null);
        let mut answer = Answer { visible: self.is_visible(field)?, ..Answer::default() };
        if answer.visible {
            answer.required = self.is_required(field)?;
            self.fill(field, given, &mut answer)?;
        }
        Ok(answer)
    }

    fn fill(
        &mut self,
        field: &Field,
        given: Option<&Value>,
        answer: &mut Answer,
    ) -> Result<(), ExpressionFailure> {
        let Ok(typed) = shaped(&field.kind, given) else {
            answer.problems.push(FieldProblem::new(&field.key, Problem::new("answer-shape")));
            return Ok(());
        };
        answer.default = self.default(field)?;
        let derived = field.derive.as_ref().and_then(|part| self.derived(part));
        let normalised = typed.as_ref().map(|typed| normalise(field, typed, self.context));
        let value = match (normalised, derived) {
            (None, Some(derived)) => {
                answer.origin = Origin::Document;
                Some(derived)
            }
            (None | Some(Ok(None)), None) => {
                answer.origin = if answer.default.is_some() { Origin::Default } else { Origin::Typed };
                answer.default.clone()
            }
            (Some(Ok(Some(value))), None) => Some(value),
            (Some(Ok(value)), Some(derived)) => {
                if value.as_ref() == Some(&derived) {
                    answer.origin = Origin::Document;
                } else {
                    answer.problems.push(FieldProblem::new(&field.key, disagreement(field, &derived)));
                }
                value
            }
            (Some(Err(problems)), _) => {
                answer.problems = problems;
                None
            }
        };
        if value.is_none() && answer.problems.is_empty() && answer.required {
            answer.problems = unanswered(field);
        }
        if answer.problems.is_empty()
            && let Some(value) = &value
        {
            self.valid.insert(field.key.clone(), value.clone());
        }
        answer.kept = if answer.problems.is_empty() { value } else { typed };
        Ok(())
    }

    fn is_visible(&mut self, field: &Field) -> Result<bool, ExpressionFailure> {
        if let FieldType::DocumentScan(scan) = &field.kind
            && scan.side == Side::Back
            && !self.document_kind(scan.document.key()).is_none_or(DocumentType::two_sided)
        {
            return Ok(false);
        }
        self.holds(field.visible_when.as_ref(), true)
    }

    fn is_required(&mut self, field: &Field) -> Result<bool, ExpressionFailure> {
        Ok(field.required || self.holds(field.required_when.as_ref(), false)?)
    }

    fn holds(
        &mut self,
        condition: Option<&crate::Expression>,
        otherwise: bool,
    ) -> Result<bool, ExpressionFailure> {
        let Some(condition) = condition else { return Ok(otherwise) };
        self.scope.set_form(&self.valid);
        condition.holds(&self.scope)
    }

    /// What an empty answer becomes. A default that is itself empty or wrong fills in nothing.
    fn default(&mut self, field: &Field) -> Result<Option<Value>, ExpressionFailure> {
        let Some(default) = &field.default else { return Ok(None) };
        self.scope.set_form(&self.valid);
        let value = default.value(&self.scope)?;
        let Ok(Some(value)) = shaped(&field.kind, Some(&value)) else { return Ok(None) };
        Ok(normalise(field, &value, self.context).ok().flatten())
    }

    /// What an identity document says, once it is right.
    fn derived(&self, part: &DerivedPart) -> Option<Value> {
        let document = self.document(part.document.key())?;
        if !document.kind().tells_birth_date() {
            return None;
        }
        let derived = document.derived()?;
        Some(match part.part {
            DocumentPart::BirthDate => Value::String(derived.birth_date.to_string()),
            DocumentPart::Gender => Value::String(derived.gender.code().to_owned()),
        })
    }

    fn document(&self, key: &str) -> Option<IdentityDocument> {
        let number = self.valid.get(key)?.get("number")?.as_str()?;
        IdentityDocument::parse(self.document_kind(key)?, number, self.context.today).ok()
    }

    fn document_kind(&self, key: &str) -> Option<DocumentType> {
        self.valid.get(key)?.get("type")?.as_str()?.parse().ok()
    }
}

fn disagreement(field: &Field, derived: &Value) -> Problem {
    use tongxing_domain::document::Disagreement;
    let is_gender = field.derive.as_ref().is_some_and(|derive| derive.part == DocumentPart::Gender);
    let problem: Problem =
        if is_gender { Disagreement::Gender.into() } else { Disagreement::BirthDate.into() };
    problem.with("expected", derived.as_str().unwrap_or_default())
}

/// The inputs of an unanswered field, each with the words that fit it.
fn unanswered(field: &Field) -> Vec<FieldProblem> {
    let input = |part: &str, code: &'static str| {
        let path = if part.is_empty() { field.key.clone() } else { format!("{}.{part}", field.key) };
        FieldProblem::new(path, missing(code, field.label_of(part)))
    };
    match &field.kind {
        FieldType::Document(_) => vec![input("type", "choice-missing"), input("number", "answer-missing")],
        FieldType::Period(_) => {
            vec![input("from", "period-from-missing"), input("until", "period-until-missing")]
        }
        FieldType::Choice(_) | FieldType::Date(_) | FieldType::Unit => vec![input("", "choice-missing")],
        FieldType::Division(_) => vec![input("code", "choice-missing")],
        FieldType::Photo | FieldType::DocumentScan(_) | FieldType::File(_) => {
            vec![input("file", "upload-missing")]
        }
        FieldType::Plates(_) => vec![input("0.number", "answer-missing")],
        _ => vec![input("", "answer-missing")],
    }
}
