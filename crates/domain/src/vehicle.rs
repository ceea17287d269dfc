//! Vehicle permits 车辆通行授权: the right of one plate to pass, because of one person, for a period.

use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, PermitId, PersonId};
use crate::person::{EffectiveState, Person};
use crate::plate::Plate;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::time::{Period, Timestamp};

/// The right of one vehicle to pass. It never outlives its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehiclePermit {
    /// Its id.
    pub id: PermitId,
    /// The person it was given to.
    pub person: PersonId,
    /// The plate, with its colour.
    pub plate: Plate,
    /// When the vehicle may pass.
    pub valid: Period,
    /// Whether it was withdrawn.
    pub state: PermitState,
    /// Since when the state holds.
    pub state_since: Timestamp,
    /// The application that asked for it.
    pub application: Option<ApplicationId>,
}

/// What was decided about a permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PermitState {
    /// 有效.
    Active,
    /// 已收回: for good.
    Withdrawn {
        /// Why.
        reason: Reason,
    },
}

impl PermitState {
    /// The word for it in data and translation keys.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The reason, where there is one.
    pub const fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Active => None,
            Self::Withdrawn { reason } => Some(reason),
        }
    }

    /// Puts a state together again from its stored word and reason; `None` when they do not belong together.
    pub fn restore(word: &str, reason: Option<Reason>) -> Option<Self> {
        match (word, reason) {
            ("active", None) => Some(Self::Active),
            ("withdrawn", Some(reason)) => Some(Self::Withdrawn { reason }),
            _ => None,
        }
    }
}

/// What holds for a permit at an instant: its own state, its person's, and the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectivePermit {
    /// The period has not begun.
    NotYetValid,
    /// The vehicle may pass.
    Active,
    /// The person is suspended; the permit itself is untouched.
    Suspended,
    /// The period, or the person's stay, is over.
    Expired,
    /// Withdrawn, or the person's record was ended.
    Withdrawn,
}

impl EffectivePermit {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Active, Self::NotYetValid, Self::Suspended, Self::Expired, Self::Withdrawn];

    /// The word for it in addresses and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Should outside systems hold the plate? Also before the period begins: they keep the dates themselves.
    pub const fn is_wanted_outside(self) -> bool {
        matches!(self, Self::NotYetValid | Self::Active)
    }
}

impl VehiclePermit {
    /// What holds at that instant, given the state of the person the permit belongs to.
    pub fn effective_state(&self, person: &Person, now: Timestamp) -> EffectivePermit {
        if matches!(self.state, PermitState::Withdrawn { .. }) {
            return EffectivePermit::Withdrawn;
        }
        match person.effective_state(now) {
            EffectiveState::Ended => EffectivePermit::Withdrawn,
            EffectiveState::Suspended => EffectivePermit::Suspended,
            EffectiveState::NotYetValid => EffectivePermit::NotYetValid,
            EffectiveState::Active if now < self.valid.from() => EffectivePermit::NotYetValid,
            EffectiveState::Active if self.valid.contains(now) => EffectivePermit::Active,
            EffectiveState::Active | EffectiveState::Expired => EffectivePermit::Expired,
        }
    }

    /// Takes the right away for good.
    pub fn withdraw(&mut self, reason: Reason, at: Timestamp) -> Result<(), PermitRefusal> {
        match self.state {
            PermitState::Active => {
                self.state = PermitState::Withdrawn { reason };
                self.state_since = at;
                Ok(())
            }
            PermitState::Withdrawn { .. } => Err(PermitRefusal::AlreadyWithdrawn),
        }
    }

    /// Gives the permit the end of its person's lengthened stay.
    pub fn renew(&mut self, until: Timestamp) -> Result<(), PermitRefusal> {
        if matches!(self.state, PermitState::Withdrawn { .. }) {
            return Err(PermitRefusal::AlreadyWithdrawn);
        }
        if until <= self.valid.until() {
            return Err(PermitRefusal::NotLonger);
        }
        self.valid = Period::new(self.valid.from(), until).map_err(|_| PermitRefusal::NotLonger)?;
        Ok(())
    }
}

/// Why a permit cannot be changed in that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PermitRefusal {
    /// It was withdrawn for good.
    #[error("the permit has been withdrawn")]
    AlreadyWithdrawn,
    /// The new end is not later than the present one.
    #[error("the new end is not later than the present one")]
    NotLonger,
}

impl From<PermitRefusal> for Problem {
    fn from(refusal: PermitRefusal) -> Self {
        Self::new(match refusal {
            PermitRefusal::AlreadyWithdrawn => "permit-already-withdrawn",
            PermitRefusal::NotLonger => "permit-not-longer",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::a_person;

    fn at(days: i64) -> Timestamp {
        Timestamp::from_millis(0).plus_days(days)
    }

    fn because() -> Reason {
        Reason::parse("换车").unwrap()
    }

    /// Valid from day 12 up to day 18, within the person's 10 to 20.
    fn a_permit() -> VehiclePermit {
        VehiclePermit {
            id: PermitId::new(at(1), [3; 10]),
            person: a_person().id,
            plate: Plate::parse("蒙B12345", None).unwrap(),
            valid: Period::new(at(12), at(18)).unwrap(),
            state: PermitState::Active,
            state_since: at(5),
            application: None,
        }
    }

    #[test]
    fn a_permit_holds_within_its_period_and_its_persons() {
        let (permit, mut person) = (a_permit(), a_person());
        for (now, state) in [
            (at(9), EffectivePermit::NotYetValid),
            (at(11), EffectivePermit::NotYetValid),
            (at(12), EffectivePermit::Active),
            (at(18), EffectivePermit::Expired),
        ] {
            assert_eq!(permit.effective_state(&person, now), state);
        }
        person.valid = Period::new(at(10), at(13)).unwrap();
        assert_eq!(permit.effective_state(&person, at(13)), EffectivePermit::Expired);
    }

    #[test]
    fn suspending_the_person_leaves_the_permit_untouched() {
        let (permit, mut person) = (a_permit(), a_person());
        person.suspend(because(), at(12)).unwrap();
        assert_eq!(permit.effective_state(&person, at(13)), EffectivePermit::Suspended);
        person.resume(at(13)).unwrap();
        assert_eq!(permit.effective_state(&person, at(13)), EffectivePermit::Active);
        person.end(because(), at(13)).unwrap();
        assert_eq!(permit.effective_state(&person, at(13)), EffectivePermit::Withdrawn);
        assert_eq!(permit.state, PermitState::Active);
    }

    #[test]
    fn withdrawing_is_final() {
        let mut permit = a_permit();
        permit.withdraw(because(), at(13)).unwrap();
        let withdrawn = permit.clone();
        assert_eq!(permit.effective_state(&a_person(), at(13)), EffectivePermit::Withdrawn);
        assert_eq!(permit.withdraw(because(), at(14)), Err(PermitRefusal::AlreadyWithdrawn));
        assert_eq!(permit.renew(at(30)), Err(PermitRefusal::AlreadyWithdrawn));
        assert_eq!(permit, withdrawn, "a refusal changes nothing");
        assert_eq!(PermitState::restore("withdrawn", Some(because())), Some(permit.state));
        assert_eq!(PermitState::restore("withdrawn", None), None);
    }

    #[test]
    fn a_renewal_only_lengthens() {
        let mut permit = a_permit();
        assert_eq!(permit.renew(at(18)), Err(PermitRefusal::NotLonger));
        permit.renew(at(19)).unwrap();
        assert_eq!(permit.valid, Period::new(at(12), at(19)).unwrap());
    }

    #[test]
    fn outside_systems_hold_what_may_pass_now_or_later() {
        let wanted = [EffectivePermit::NotYetValid, EffectivePermit::Active];
        let not_wanted = [EffectivePermit::Suspended, EffectivePermit::Expired, EffectivePermit::Withdrawn];
        assert!(wanted.into_iter().all(EffectivePermit::is_wanted_outside));
        assert!(!not_wanted.into_iter().any(EffectivePermit::is_wanted_outside));
    }
}
