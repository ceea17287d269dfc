//! People on the record 其他人员管理: who may be on the campus, until when, and whether that is suspended.
//!
//! Suspending makes everything a person holds ineffective at once and leaves the permits themselves alone, so that
//! resuming restores exactly what was. Ending is final. Expiry is no event: the clock alone says it, at every look.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::document::IdentityDocument;
use crate::id::{ApplicationId, PersonId, UnitId};
use crate::name::PersonName;
use crate::phone::Phone;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::time::{Period, Timestamp};

/// A person who is neither student nor regular staff and may be on the campus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The record's id.
    pub id: PersonId,
    /// The person's name.
    pub name: PersonName,
    /// The document that the gate verifies against.
    pub document: IdentityDocument,
    /// Where to reach the person.
    pub phone: Phone,
    /// The unit that answers for the person.
    pub unit: UnitId,
    /// The kind of person, a code of the service that registered them.
    pub kind: String,
    /// 职工号; the phone number unless another one was given.
    pub staff_number: String,
    /// The period of stay.
    pub valid: Period,
    /// Whether something other than the clock stands against it.
    pub state: PersonState,
    /// Since when the state holds.
    pub state_since: Timestamp,
    /// The application that led to the record.
    pub application: Option<ApplicationId>,
    /// Everything else the form asked for, as the service definition describes it.
    pub values: Map<String, Value>,
}

/// What was decided about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PersonState {
    /// 在册.
    Active,
    /// 暂停: nothing the person holds has effect until resumed.
    Suspended {
        /// Why.
        reason: Reason,
    },
    /// 已注销: for good.
    Ended {
        /// Why.
        reason: Reason,
    },
}

impl PersonState {
    /// The word for it in data and translation keys.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended { .. } => "suspended",
            Self::Ended { .. } => "ended",
        }
    }

    /// The reason, where there is one.
    pub const fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Active => None,
            Self::Suspended { reason } | Self::Ended { reason } => Some(reason),
        }
    }

    /// Puts a state together again from its stored word and reason; `None` when they do not belong together.
    pub fn restore(word: &str, reason: Option<Reason>) -> Option<Self> {
        match (word, reason) {
            ("active", None) => Some(Self::Active),
            ("suspended", Some(reason)) => Some(Self::Suspended { reason }),
            ("ended", Some(reason)) => Some(Self::Ended { reason }),
            _ => None,
        }
    }
}

/// What holds for a person at an instant, decisions and clock together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectiveState {
    /// The period of stay has not begun.
    NotYetValid,
    /// The person may be on the campus.
    Active,
    /// Suspended, whatever the clock says.
    Suspended,
    /// The period of stay is over; a renewal within 30 days reopens it.
    Expired,
    /// Ended for good.
    Ended,
}

impl EffectiveState {
    /// Every state, in the order in which pages offer them.
    pub const ALL: [Self; 5] = [Self::Active, Self::NotYetValid, Self::Suspended, Self::Expired, Self::Ended];

    /// The word for it in addresses and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }
}

/// For so long after the end a renewal reopens the record; later it is a new registration.
pub const RENEWAL_GRACE_DAYS: i64 = 30;

impl Person {
    /// What holds at that instant. Ended beats suspended, and both beat the clock.
    pub fn effective_state(&self, now: Timestamp) -> EffectiveState {
        match self.state {
            PersonState::Ended { .. } => EffectiveState::Ended,
            PersonState::Suspended { .. } => EffectiveState::Suspended,
            PersonState::Active if now < self.valid.from() => EffectiveState::NotYetValid,
            PersonState::Active if self.valid.contains(now) => EffectiveState::Active,
            PersonState::Active => EffectiveState::Expired,
        }
    }

    /// Makes everything the person holds ineffective at once.
    pub fn suspend(&mut self, reason: Reason, at: Timestamp) -> Result<(), PersonRefusal> {
        match self.state {
            PersonState::Active => self.enter(PersonState::Suspended { reason }, at),
            PersonState::Suspended { .. } => return Err(PersonRefusal::AlreadySuspended),
            PersonState::Ended { .. } => return Err(PersonRefusal::Ended),
        }
        Ok(())
    }

    /// Restores exactly what was before the suspension.
    pub fn resume(&mut self, at: Timestamp) -> Result<(), PersonRefusal> {
        match self.state {
            PersonState::Suspended { .. } => self.enter(PersonState::Active, at),
            PersonState::Active => return Err(PersonRefusal::NotSuspended),
            PersonState::Ended { .. } => return Err(PersonRefusal::Ended),
        }
        Ok(())
    }

    /// Lengthens the stay; a suspension stays what it is.
    pub fn renew(&mut self, until: Timestamp, at: Timestamp) -> Result<(), PersonRefusal> {
        if matches!(self.state, PersonState::Ended { .. }) {
            return Err(PersonRefusal::Ended);
        }
        if at >= self.valid.until().plus_days(RENEWAL_GRACE_DAYS) {
            return Err(PersonRefusal::TooLateToRenew);
        }
        if until <= self.valid.until() || until <= at {
            return Err(PersonRefusal::NotLonger);
        }
        self.valid = Period::new(self.valid.from(), until).map_err(|_| PersonRefusal::NotLonger)?;
        Ok(())
    }

    /// Ends the stay for good; permits are withdrawn with it.
    pub fn end(&mut self, reason: Reason, at: Timestamp) -> Result<(), PersonRefusal> {
        if matches!(self.state, PersonState::Ended { .. }) {
            return Err(PersonRefusal::Ended);
        }
        self.enter(PersonState::Ended { reason }, at);
        Ok(())
    }

    fn enter(&mut self, state: PersonState, at: Timestamp) {
        self.state = state;
        self.state_since = at;
    }
}

/// Why a person's record cannot be changed in that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonRefusal {
    /// The record was ended for good.
    #[error("the record has been ended; a new registration is needed")]
    Ended,
    /// It is suspended already.
    #[error("the record is suspended already")]
    AlreadySuspended,
    /// There is nothing to resume.
    #[error("the record is not suspended")]
    NotSuspended,
    /// The new end is not later than the present one, or has passed.
    #[error("the new end is not later than the present one")]
    NotLonger,
    /// More than 30 days have passed since the end.
    #[error("the stay ended more than 30 days ago; a new registration is needed")]
    TooLateToRenew,
}

impl From<PersonRefusal> for Problem {
    fn from(refusal: PersonRefusal) -> Self {
        match refusal {
            PersonRefusal::Ended => Self::new("person-ended"),
            PersonRefusal::AlreadySuspended => Self::new("person-already-suspended"),
            PersonRefusal::NotSuspended => Self::new("person-not-suspended"),
            PersonRefusal::NotLonger => Self::new("person-not-longer"),
            PersonRefusal::TooLateToRenew => {
                Self::new("person-too-late-to-renew").with("days", RENEWAL_GRACE_DAYS)
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::document::DocumentType;

    fn at(days: i64) -> Timestamp {
        Timestamp::from_millis(0).plus_days(days)
    }

    fn because() -> Reason {
        Reason::parse("合同到期").unwrap()
    }

    /// Valid from day 10 up to day 20.
    pub(crate) fn a_person() -> Person {
        Person {
            id: PersonId::new(at(1), [1; 10]),
            name: PersonName::parse("李晓梅").unwrap(),
            document: IdentityDocument::restore(DocumentType::ResidentId, "150100198001010003").unwrap(),
            phone: Phone::parse("13800008000").unwrap(),
            unit: UnitId::new(at(1), [2; 10]),
            kind: "contractor".into(),
            staff_number: "13800008000".into(),
            valid: Period::new(at(10), at(20)).unwrap(),
            state: PersonState::Active,
            state_since: at(5),
            application: None,
            values: Map::new(),
        }
    }

    #[test]
    fn the_clock_begins_and_ends_a_stay() {
        let person = a_person();
        for (now, state) in [
            (at(10).plus_millis(-1), EffectiveState::NotYetValid),
            (at(10), EffectiveState::Active),
            (at(20).plus_millis(-1), EffectiveState::Active),
            (at(20), EffectiveState::Expired),
        ] {
            assert_eq!(person.effective_state(now), state);
        }
    }

    #[test]
    fn resuming_restores_exactly_what_was() {
        let before = a_person();
        let mut person = before.clone();
        person.suspend(because(), at(12)).unwrap();
        assert_eq!(person.effective_state(at(12)), EffectiveState::Suspended);
        assert_eq!(person.effective_state(at(30)), EffectiveState::Suspended);
        assert_eq!(person.state.reason(), Some(&because()));
        assert_eq!(person.suspend(because(), at(13)), Err(PersonRefusal::AlreadySuspended));
        person.resume(at(14)).unwrap();
        assert_eq!(person, Person { state_since: at(14), ..before });
        assert_eq!(person.resume(at(15)), Err(PersonRefusal::NotSuspended));
    }

    #[test]
    fn ending_is_final() {
        let mut person = a_person();
        person.suspend(because(), at(12)).unwrap();
        person.end(because(), at(13)).unwrap();
        let ended = person.clone();
        assert_eq!(person.effective_state(at(12)), EffectiveState::Ended);
        assert_eq!(person.resume(at(14)), Err(PersonRefusal::Ended));
        assert_eq!(person.suspend(because(), at(14)), Err(PersonRefusal::Ended));
        assert_eq!(person.renew(at(40), at(14)), Err(PersonRefusal::Ended));
        assert_eq!(person.end(because(), at(14)), Err(PersonRefusal::Ended));
        assert_eq!(person, ended, "a refusal changes nothing");
    }

    #[test]
    fn a_stay_is_lengthened_until_30_days_after_its_end() {
        let mut person = a_person();
        assert_eq!(person.renew(at(20), at(15)), Err(PersonRefusal::NotLonger));
        assert_eq!(person.renew(at(25), at(30)), Err(PersonRefusal::NotLonger), "would be over already");
        assert_eq!(person.renew(at(90), at(50)), Err(PersonRefusal::TooLateToRenew));
        person.renew(at(90), at(50).plus_millis(-1)).unwrap();
        assert_eq!(person.valid, Period::new(at(10), at(90)).unwrap());
        assert_eq!(person.effective_state(at(50)), EffectiveState::Active);
        person.suspend(because(), at(51)).unwrap();
        person.renew(at(99), at(52)).unwrap();
        assert_eq!(person.effective_state(at(52)), EffectiveState::Suspended);
    }

    #[test]
    fn a_state_is_stored_as_word_and_reason() {
        let suspended = PersonState::Suspended { reason: because() };
        let ended = PersonState::Ended { reason: because() };
        for state in [PersonState::Active, suspended, ended] {
            assert_eq!(PersonState::restore(state.as_str(), state.reason().cloned()), Some(state));
        }
        assert_eq!(PersonState::restore("ended", None), None);
        assert_eq!(PersonState::restore("active", Some(because())), None);
        assert_eq!(PersonState::restore("expired", None), None);
    }
}
