//! What is wrong with something a person typed, said as a fact with a name.
//!
//! Every error of a validator converts into a [`Problem`]. The words come from the translation files: the message of a
//! problem is the Fluent key `problem-<code>` with the parameters as arguments. No words here, so that no page can mix
//! two languages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A fact somebody can act on: a kebab-case code and the details its sentence needs.
///
/// Parameters hold places, single characters, limits and dates, never a whole identity number, phone number or name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which fact, in kebab case; the translation key is `problem-<code>`.
    pub code: Cow<'static, str>,
    /// Details for the sentence, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<Cow<'static, str>, String>,
}

impl Problem {
    /// A problem without details.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), params: BTreeMap::new() }
    }

    /// The same problem with one detail more.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.params.insert(name.into(), value.to_string());
        self
    }

    /// The key of its sentence in the translation files.
    pub fn message_key(&self) -> String {
        format!("problem-{}", self.code)
    }
}

/// Every code of this crate, so that a test can ask both languages for its sentence.
pub const CODES: &[&str] = &[
    "text-empty",
    "text-too-long",
    "text-line-break",
    "text-control-character",
    "text-invisible-character",
    "text-private-use-character",
    "text-unreadable-character",
    "period-end-before-start",
    "period-out-of-calendar",
    "name-empty",
    "name-too-short",
    "name-too-long",
    "name-character",
    "name-separator-at-edge",
    "name-separator-doubled",
    "name-no-letter",
    "phone-empty",
    "phone-character",
    "phone-length",
    "phone-not-mobile",
    "phone-not-mainland",
    "phone-country-code",
    "phone-international-length",
    "email-empty",
    "email-character",
    "email-too-long",
    "email-no-at",
    "email-local-part",
    "email-domain",
    "document-empty",
    "document-length",
    "document-length-between",
    "document-first-generation",
    "document-not-digit",
    "document-last-character",
    "document-character",
    "document-province",
    "document-impossible-date",
    "document-future-date",
    "document-check-digit",
    "document-residence-permit-area",
    "document-permanent-residence-start",
    "document-permanent-residence-country",
    "document-other-type",
    "document-exit-permit",
    "document-form",
    "document-gender-differs",
    "document-birth-date-differs",
    "plate-empty",
    "plate-no-vehicle",
    "plate-length",
    "plate-province",
    "plate-issuing-letter",
    "plate-letter",
    "plate-character",
    "plate-not-digit",
    "plate-too-many-letters",
    "plate-new-energy-letter",
    "plate-suffix-length",
    "plate-suffix-needs-guangdong-z",
    "plate-guangdong-z-needs-suffix",
    "plate-embassy",
    "plate-consulate",
    "plate-emergency",
    "plate-wujing",
    "plate-military",
    "plate-other-form",
    "reason-missing",
    "person-ended",
    "person-already-suspended",
    "person-not-suspended",
    "person-not-longer",
    "person-too-late-to-renew",
    "permit-already-withdrawn",
    "permit-not-longer",
    "delivery-already-confirmed",
    "delivery-superseded",
    "delivery-not-sent",
    "note-age-over-120",
    "note-age-under-14",
    "note-area-not-current",
    "note-document-probably-expired",
    "note-document-not-checked",
    "note-plate-not-checked",
    "note-plate-letter-not-listed",
    "note-plate-unusual-colour",
];

/// For logs: the code alone, because details may be somebody's data.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_travels_as_json_and_logs_only_its_code() {
        let problem = Problem::new("plate-letter").with("position", 3).with("letter", 'O');
        let json = serde_json::to_string(&problem).unwrap();
        assert_eq!(json, r#"{"code":"plate-letter","params":{"letter":"O","position":"3"}}"#);
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
        assert_eq!(problem.to_string(), "plate-letter");
        assert_eq!(problem.message_key(), "problem-plate-letter");
        assert_eq!(serde_json::to_string(&Problem::new("a")).unwrap(), r#"{"code":"a"}"#);
    }
}
