//! References from one place of a service file to a field of its form.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A field of the form, written `form.<key>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(with = "String")]
pub struct FieldRef(String);

/// What an identity document says about its holder, written `form.<key>.birth_date` or `form.<key>.gender`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct DerivedPart {
    /// The `document` field.
    pub document: FieldRef,
    /// What is read off it.
    pub part: DocumentPart,
}

/// What can be read off an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentPart {
    /// The day of birth.
    BirthDate,
    /// The gender's code.
    Gender,
}

impl FieldRef {
    /// The reference to the field with this key.
    pub fn to(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The field's key.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "form.{}", self.0)
    }
}

impl fmt::Display for DerivedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match self.part {
            DocumentPart::BirthDate => "birth_date",
            DocumentPart::Gender => "gender",
        };
        write!(f, "{}.{part}", self.document)
    }
}

impl Serialize for FieldRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for DerivedPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.strip_prefix("form.") {
            Some(key) if !key.is_empty() && !key.contains('.') => Ok(Self(key.to_owned())),
            _ => Err(D::Error::custom(format!(
                "`{text}` does not name a field: write `form.` and the field's key"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for DerivedPart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || {
            D::Error::custom(format!(
                "`{text}` cannot be derived: write `form.<document field>.birth_date` or `form.<document field>.gender`"
            ))
        };
        let (key, part) =
            text.strip_prefix("form.").and_then(|rest| rest.split_once('.')).ok_or_else(wrong)?;
        let part = match part {
            "birth_date" => DocumentPart::BirthDate,
            "gender" => DocumentPart::Gender,
            _ => return Err(wrong()),
        };
        Ok(Self { document: FieldRef(key.to_owned()), part })
    }
}
