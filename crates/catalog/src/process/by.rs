//! Who decides a step. The rules are data; the directory that knows the people resolves them.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use tongxing_domain::role::Role;

pub use tongxing_workflow::Chooser;

use crate::form::FieldRef;
use crate::schema;

/// One rule that names people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ByRule {
    /// Who holds a role in a unit.
    Role(RoleRule),
    /// The head of a unit.
    HeadOf(HeadRule),
    /// The staff member with this sign-in name.
    Account(String),
    /// The members of a group.
    Group(String),
    /// Who filed the application.
    Initiator,
    /// Whom somebody picked before.
    ChosenBy(ChosenRule),
    /// The staff member whom a field of the form names by sign-in name.
    Field(FieldRef),
}

impl ByRule {
    /// Who picks the people, where somebody does.
    pub fn chooser(&self) -> Option<Chooser> {
        match self {
            Self::ChosenBy(rule) => Some(rule.who),
            _ => None,
        }
    }
}

/// Whom somebody picks: `initiator` or `previous_operator` alone lets them pick anyone on the staff; with `among:` only
/// those whom these rules name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChosenRule {
    /// Who picks.
    #[schemars(with = "Picker")]
    pub who: Chooser,
    /// Among whom; anyone on the staff when empty.
    pub among: Vec<ByRule>,
}

/// Who holds a role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The role, such as `unit-administrator`.
    #[schemars(schema_with = "schema::role")]
    pub name: Role,
    /// In which unit.
    pub unit: UnitRef,
    /// That many levels above it.
    #[serde(default)]
    pub levels_up: u8,
}

/// The head of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadRule {
    /// Of which unit.
    pub unit: UnitRef,
    /// That many levels above it: 1 is the head of the parent unit.
    #[serde(default)]
    pub levels_up: u8,
}

/// Who picks the people, as a file writes it.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Picker {
    /// The initiator, when handing in.
    Initiator,
    /// Who decided the step before.
    PreviousOperator,
}

impl From<Picker> for Chooser {
    fn from(picker: Picker) -> Self {
        match picker {
            Picker::Initiator => Self::Initiator,
            Picker::PreviousOperator => Self::PreviousOperator,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Among {
    who: Picker,
    #[serde(default)]
    among: Vec<ByRule>,
}

impl<'de> Deserialize<'de> for ChosenRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChosenVisitor)
    }
}

struct ChosenVisitor;

impl<'de> Visitor<'de> for ChosenVisitor {
    type Value = ChosenRule;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("`initiator` or `previous_operator`, or `{ who: initiator, among: [group: board] }`")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<ChosenRule, E> {
        let who = match word {
            "initiator" => Chooser::Initiator,
            "previous_operator" => Chooser::PreviousOperator,
            _ => return Err(E::unknown_variant(word, &["initiator", "previous_operator"])),
        };
        Ok(ChosenRule { who, among: Vec::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ChosenRule, A::Error> {
        let Among { who, among } = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ChosenRule { who: who.into(), among })
    }
}

/// A unit: `initiator`, `anywhere`, `form.<unit field>`, or `unit:<code>`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum UnitRef {
    /// The initiator's own unit.
    Initiator,
    /// The unit that a field of the form names.
    Field(FieldRef),
    /// The unit with this code.
    Code(String),
    /// Whatever the unit: roles that the whole campus has once, such as the card centre's.
    Anywhere,
}

impl fmt::Display for UnitRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Initiator => f.write_str("initiator"),
            Self::Field(field) => write!(f, "{field}"),
            Self::Code(code) => write!(f, "unit:{code}"),
            Self::Anywhere => f.write_str("anywhere"),
        }
    }
}

impl Serialize for UnitRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let field = text.strip_prefix("form.").filter(|key| !key.is_empty() && !key.contains('.'));
        let code = text.strip_prefix("unit:").map(str::trim).filter(|code| !code.is_empty());
        match (text.as_str(), field, code) {
            ("initiator", ..) => Ok(Self::Initiator),
            ("anywhere", ..) => Ok(Self::Anywhere),
            (_, Some(key), _) => Ok(Self::Field(FieldRef::to(key))),
            (_, _, Some(code)) => Ok(Self::Code(code.to_owned())),
            _ => Err(D::Error::custom(format!(
                "`{text}` does not name a unit: write `form.<unit field>`, `initiator`, `anywhere` or `unit:<code>`"
            ))),
        }
    }
}
