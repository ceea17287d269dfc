//! Roles: what a staff member may do, for which unit, and for how long.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, RoleId, UnitId};
use crate::time::{Period, Timestamp};

/// What a staff member may be asked to decide or look after. The applicant is not here: applicants have no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 办公室主任: starts processes for a unit.
    UnitOfficeDirector,
    /// 部门管理员: checks what comes in for a unit.
    UnitAdministrator,
    /// 部门负责人: decides for a unit.
    UnitHead,
    /// 单位信息化负责领导.
    InformatizationLead,
    /// 网络中心主任.
    NetworkCentreDirector,
    /// 卡务: verifies at the desk and issues cards.
    CardClerk,
    /// Looks after vehicle permits and their delivery.
    VehicleAdministrator,
    /// Answers for who may open a door.
    DoorOwner,
    /// 门岗.
    Guard,
    /// Repairs processes that are stuck.
    ProcessAdministrator,
    /// 系统管理员: runs the program; sees no personal data by that.
    SystemAdministrator,
    /// 安全管理员: gives and takes roles.
    SecurityAdministrator,
    /// 审计管理员: reads what the others did.
    AuditAdministrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 13] = [
        Self::UnitOfficeDirector,
        Self::UnitAdministrator,
        Self::UnitHead,
        Self::InformatizationLead,
        Self::NetworkCentreDirector,
        Self::CardClerk,
        Self::VehicleAdministrator,
        Self::DoorOwner,
        Self::Guard,
        Self::ProcessAdministrator,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];

    /// The word for it in data, addresses and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnitOfficeDirector => "unit-office-director",
            Self::UnitAdministrator => "unit-administrator",
            Self::UnitHead => "unit-head",
            Self::InformatizationLead => "informatization-lead",
            Self::NetworkCentreDirector => "network-centre-director",
            Self::CardClerk => "card-clerk",
            Self::VehicleAdministrator => "vehicle-administrator",
            Self::DoorOwner => "door-owner",
            Self::Guard => "guard",
            Self::ProcessAdministrator => "process-administrator",
            Self::SystemAdministrator => "system-administrator",
            Self::SecurityAdministrator => "security-administrator",
            Self::AuditAdministrator => "audit-administrator",
        }
    }

    /// System, security and audit administration are kept apart: one person holds at most one of the three.
    pub fn may_be_held_with(self, other: Self) -> bool {
        self == other || !(self.is_separated() && other.is_separated())
    }

    /// Whether the role is only ever held for the whole campus: the three administrators of the program itself.
    pub const fn is_campus_wide(self) -> bool {
        self.is_separated()
    }

    const fn is_separated(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no role is called {0:?}")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| UnknownRole(word.to_owned()))
    }
}

/// One role given to one account: for a unit (and perhaps the units below it) or for the whole campus, for a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssignment {
    /// Its id.
    pub id: RoleId,
    /// Who holds the role.
    pub account: AccountId,
    /// Which role.
    pub role: Role,
    /// For which unit; `None` means the whole campus.
    pub unit: Option<UnitId>,
    /// Also for every unit below that one?
    pub below: bool,
    /// When the role can be used.
    pub valid: Period,
}

impl RoleAssignment {
    /// Can the role be used at that instant for a unit? `path` is the unit itself, then its parent, up to the campus.
    pub fn covers(&self, path: &[UnitId], at: Timestamp) -> bool {
        self.valid.contains(at)
            && match self.unit {
                None => true,
                Some(unit) if self.below => path.contains(&unit),
                Some(unit) => path.first() == Some(&unit),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_roles_translate_both_ways() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!("applicant".parse::<Role>(), Err(UnknownRole("applicant".into())));
    }

    #[test]
    fn the_three_administrators_are_three_people() {
        assert!(!Role::SystemAdministrator.may_be_held_with(Role::AuditAdministrator));
        assert!(!Role::SecurityAdministrator.may_be_held_with(Role::SystemAdministrator));
        assert!(Role::SecurityAdministrator.may_be_held_with(Role::SecurityAdministrator));
        assert!(Role::SystemAdministrator.may_be_held_with(Role::UnitHead));
    }

    #[test]
    fn a_role_reaches_its_unit_and_below_only_when_it_says_so() {
        let id = |n| UnitId::new(Timestamp::from_millis(n), [0; 10]);
        let (campus, faculty, office) = (id(1), id(2), id(3));
        let at = Timestamp::from_millis(50);
        let mut given = RoleAssignment {
            id: RoleId::new(at, [0; 10]),
            account: AccountId::new(at, [0; 10]),
            role: Role::UnitHead,
            unit: Some(faculty),
            below: false,
            valid: Period::new(at, at.plus_millis(10)).unwrap(),
        };
        let office_path = [office, faculty, campus];
        assert!(given.covers(&[faculty, campus], at));
        assert!(!given.covers(&office_path, at));
        assert!(!given.covers(&[campus], at));
        given.below = true;
        assert!(given.covers(&office_path, at));
        assert!(!given.covers(&[campus], at));
        assert!(!given.covers(&office_path, at.plus_millis(10)));
        assert!(!given.covers(&office_path, at.plus_millis(-1)));
        given.unit = None;
        assert!(given.covers(&[campus], at));
    }
}
