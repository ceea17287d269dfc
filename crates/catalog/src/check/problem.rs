//! What can be wrong with an answer.

use tongxing_domain::problem::Problem;

use crate::text::Text;

/// Something that is wrong with an answer, and in which input: `document.number`, `plates.0.number`, `name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The input's name, as it is posted.
    pub path: String,
    /// What is wrong. Its words are `problem-<code>` of the translations.
    pub problem: Problem,
}

impl FieldProblem {
    pub(super) fn new(path: impl Into<String>, problem: impl Into<Problem>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The key of the field it belongs to.
    pub fn field(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }
}

/// Every code that the form itself gives, beside those of `domain`'s validators; behind each, the parameters that its
/// words may use.
pub const CODES: [&str; 26] = [
    "answer-missing", // label_zh, label_en
    "choice-missing", // label_zh, label_en
    "upload-missing", // label_zh, label_en
    "period-from-missing",
    "period-until-missing",
    "answer-shape",
    "text-too-short", // min
    "text-letters-digits",
    "text-digits",
    "integer-format",
    "integer-too-small", // min
    "integer-too-large", // max
    "date-format",
    "date-too-early",  // limit
    "date-too-late",   // limit
    "period-too-long", // longest, unit: day, week, month or year
    "period-over",     // today
    "choice-unknown",
    "division-unknown",
    "division-county",
    "unit-unavailable",
    "upload-unavailable",
    "plate-twice",
    "plates-too-many", // max
    "file-kind",       // kinds
    "file-too-large",  // limit
];

/// Something that was not answered, with the name of the input in both languages.
pub(super) fn missing(code: &'static str, label: &Text) -> Problem {
    Problem::new(code).with("label_zh", &label.zh).with("label_en", &label.en)
}
