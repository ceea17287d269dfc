//! Why somebody did something that another person will ask about: suspending, ending, withdrawing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::{self, TextError};

/// A reason in the words of the one who acted; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

impl Reason {
    /// The most characters a reason can have.
    pub const LONGEST: usize = 500;

    /// Reads a reason as it was typed.
    pub fn parse(input: &str) -> Result<Self, ReasonError> {
        match text::paragraph(input, Self::LONGEST) {
            Ok(reason) => Ok(Self(reason)),
            Err(TextError::Empty) => Err(ReasonError::Missing),
            Err(error) => Err(ReasonError::Text(error)),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(stored: String) -> Result<Self, ReasonError> {
        Self::parse(&stored)
    }
}

/// Why a text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// Nothing was typed; the person concerned will want to know why.
    #[error("a reason is needed")]
    Missing,
    /// The text cannot be kept.
    #[error(transparent)]
    Text(TextError),
}

impl From<ReasonError> for Problem {
    fn from(error: ReasonError) -> Self {
        match error {
            ReasonError::Missing => Self::new("reason-missing"),
            ReasonError::Text(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_words() {
        assert_eq!(Reason::parse(" 合同到期 ").unwrap().as_str(), "合同到期");
        assert_eq!(Reason::parse("\n"), Err(ReasonError::Missing));
        let long = "字".repeat(501);
        assert_eq!(Reason::parse(&long), Err(ReasonError::Text(TextError::TooLong { max: 500, count: 501 })));
    }
}
