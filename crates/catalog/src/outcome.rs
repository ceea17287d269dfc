//! What the last approval makes happen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::form::FieldRef;
use crate::text::Text;

/// One thing that approval makes happen. Each is idempotent and runs in the transaction of the last approval;
/// what has to leave the house goes through the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Creates the record in 其他人员管理, or updates the one of the same person.
    RegisterPerson(RegisterPerson),
    /// Permits one vehicle per plate and hands it to the vehicle management system.
    PermitVehicles(PermitVehicles),
    /// Tells the applicant.
    Notify(Notify),
}

/// Which fields make the person's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPerson {
    /// A `person_name` field.
    pub name: FieldRef,
    /// A `document` field.
    pub document: FieldRef,
    /// A `phone` field.
    pub phone: FieldRef,
    /// A `unit` field.
    pub unit: FieldRef,
    /// A `choice` field: the kind of person.
    pub kind: FieldRef,
    /// A `period` field: how long the person belongs to the campus.
    pub valid: FieldRef,
    /// A `text` field.
    #[serde(default)]
    pub staff_number: Option<FieldRef>,
    /// A `photo` field: what gates and guards compare the face with.
    #[serde(default)]
    pub portrait: Option<FieldRef>,
}

/// Which fields make the vehicle permits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PermitVehicles {
    /// A `plates` field.
    pub plates: FieldRef,
    /// A `period` field.
    pub valid: FieldRef,
}

/// A message to the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// What the message says.
    pub text: Text,
}
