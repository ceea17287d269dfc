//! Names of things: an id says which thing, and its type says what kind of thing.
//!
//! An id is a UUID of version 7: it begins with the instant of its making, so ids sort by age and an index on them
//! grows at one end. The kind lives only in the type, so that a permit's id cannot be handed to a function that
//! wants a person's. Neither clock nor chance is read here; both come in as arguments.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::time::Timestamp;

/// The name of one thing of kind `K`, for example one person or one application.
pub struct Id<K> {
    value: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Makes the id of a thing born at `at`; `random` tells apart the things of one millisecond.
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        Self {
            value: uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid(),
            kind: PhantomData,
        }
    }

    /// The instant at which the thing was made, as far as the id tells.
    pub fn made_at(self) -> Timestamp {
        let millis = self.value.as_u128() >> 80;
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// The text is not an id. Every id has exactly one spelling: 36 characters, hyphens, lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 36 characters of lower-case hexadecimal digits and hyphens are wanted")]
pub struct IdError;

impl<K> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let value = Uuid::try_parse(text).map_err(|_| IdError)?;
        // One spelling per id, so that two texts are the same thing exactly when they are equal.
        let mut buffer = Uuid::encode_buffer();
        if value.hyphenated().encode_lower(&mut buffer) == text {
            Ok(Self { value, kind: PhantomData })
        } else {
            Err(IdError)
        }
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.value.as_hyphenated(), f)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// What an [`Id`] can name. These types have no values; they only tell ids apart.
pub mod kind {
    /// A staff member who can sign in.
    pub enum Account {}
    /// A unit of the campus.
    pub enum Unit {}
    /// A record in 其他人员管理.
    pub enum Person {}
    /// What somebody applied for.
    pub enum Application {}
    /// Something that waits for somebody's decision.
    pub enum Task {}
    /// The right of one vehicle to pass.
    pub enum Permit {}
    /// One fact that an outside system must hold.
    pub enum Delivery {}
    /// A stored photo or attachment.
    pub enum File {}
    /// A form that is being filled in.
    pub enum Draft {}
    /// A message to somebody.
    pub enum Notification {}
    /// Work to be done later.
    pub enum Job {}
    /// One sign-in, or one visit of an applicant.
    pub enum Session {}
    /// One role given to one account.
    pub enum RoleAssignment {}
}

/// Names a staff member who can sign in.
pub type AccountId = Id<kind::Account>;
/// Names a unit of the campus.
pub type UnitId = Id<kind::Unit>;
/// Names a record in 其他人员管理.
pub type PersonId = Id<kind::Person>;
/// Names an application.
pub type ApplicationId = Id<kind::Application>;
/// Names a to-do of an approver.
pub type TaskId = Id<kind::Task>;
/// Names a vehicle permit.
pub type PermitId = Id<kind::Permit>;
/// Names a delivery to an outside system.
pub type DeliveryId = Id<kind::Delivery>;
/// Names a stored photo or attachment.
pub type FileId = Id<kind::File>;
/// Names a form that is being filled in.
pub type DraftId = Id<kind::Draft>;
/// Names a message to somebody.
pub type NotificationId = Id<kind::Notification>;
/// Names a piece of work to be done later.
pub type JobId = Id<kind::Job>;
/// Names a sign-in, or one visit of an applicant.
pub type SessionId = Id<kind::Session>;
/// Names one role given to one account.
pub type RoleId = Id<kind::RoleAssignment>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_version_7_uuid_that_knows_its_instant() {
        let at = Timestamp::from_millis(1_795_000_000_123);
        let id = PersonId::new(at, [0xff; 10]);
        assert_eq!(id.to_string(), "01a1ee56-5e7b-7fff-bfff-ffffffffffff");
        assert_eq!(id.made_at(), at);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones_also_as_text() {
        let early = TaskId::new(Timestamp::from_millis(1_000), [0xff; 10]);
        let late = TaskId::new(Timestamp::from_millis(1_001), [0; 10]);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn an_id_has_one_spelling() {
        let id = UnitId::new(Timestamp::from_millis(1), [0xab; 10]);
        let text = id.to_string();
        for other in [
            text.to_uppercase(),
            text.replace('-', ""),
            format!("{{{text}}}"),
            format!("urn:uuid:{text}"),
            format!(" {text}"),
            String::new(),
        ] {
            assert_eq!(other.parse::<UnitId>(), Err(IdError), "{other}");
        }
    }

    #[test]
    fn json_holds_the_text() {
        let id = FileId::new(Timestamp::from_millis(7), [3; 10]);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<FileId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<FileId>("\"7\"").is_err());
    }
}
