//! How a use case says no: a **refusal** is something the person can mend, a **failure** something we must.

use std::{borrow::Cow, fmt};

use tongxing_domain::problem::Problem;
use tongxing_storage::StorageError;

/// The outcome of a use case that did not do what was asked. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can do something about it: the words come from the translation files.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// There is no such thing, or this person may not even know that there is.
    #[error("not found")]
    NotFound,
    /// The thing exists and the person is known, but it is not theirs to do.
    #[error("forbidden")]
    Forbidden,
    /// Somebody has to sign in (again) first.
    #[error("not signed in")]
    SignedOut,
    /// We must do something: a fault of ours or of what we depend on.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What was wrong, each with the field it stands beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// At least one; the page puts each beside its field and lists all of them on top.
    pub problems: Vec<FieldProblem>,
}

/// One thing to mend and where. An empty path speaks about the page as a whole.
pub use tongxing_catalog::FieldProblem;

/// The codes that any use case may refuse with; each has its sentence in both languages.
pub const CODES: &[&str] = &["changed-meanwhile"];

/// A fault with its whole source chain, logged once at the edge under an incident number.
#[derive(Debug)]
pub struct Failure {
    context: Cow<'static, str>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A refusal about the page as a whole, for example `already-decided`.
    pub fn refused(code: &'static str) -> Self {
        Self::refused_field("", Problem::new(code))
    }

    /// A refusal that stands beside one field.
    pub fn refused_field(path: impl Into<String>, problem: impl Into<Problem>) -> Self {
        Self::Refused(Refusal { problems: vec![FieldProblem { path: path.into(), problem: problem.into() }] })
    }

    /// Several refusals at once, as a form check finds them. `problems` must not be empty.
    pub fn invalid(problems: Vec<FieldProblem>) -> Self {
        Self::Refused(Refusal { problems })
    }

    /// A fault, with what we were doing when it happened (lower case, no personal data).
    pub fn failed(
        context: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Failed(Failure { context: context.into(), source: Some(source.into()) })
    }

    /// The error with everything underneath it, on one line: for the log and the list of failed jobs.
    pub fn chain(&self) -> String {
        let mut words = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(inner) = source {
            words.push_str(": ");
            words.push_str(&inner.to_string());
            source = inner.source();
        }
        words
    }

    /// A fault that has no deeper cause: something that must hold does not.
    pub fn broken(context: impl Into<Cow<'static, str>>) -> Self {
        Self::Failed(Failure { context: context.into(), source: None })
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict => Self::refused("changed-meanwhile"),
            other => Self::failed("the database refused", other),
        }
    }
}

impl Refusal {
    /// The code of the first problem, for logs and tests.
    pub fn code(&self) -> &str {
        self.problems.first().map_or("", |p| p.problem.code.as_ref())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, p) in self.problems.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{} at '{}'", p.problem.code, p.path)?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|s| s as &(dyn std::error::Error + 'static))
    }
}
