//! Who may do what: one table from roles to permissions, read by every use case and by the permission test.
//!
//! A role reaches as far as its assignment: a unit, a unit and everything below it, or (no unit named) the whole
//! campus. The three administrators exclude each other on purpose (GB/T 22239-2019): the system
//! administrator configures and sees no personal data, the security administrator gives roles but none to
//! themselves, the audit administrator reads the log and nothing else.

use std::collections::BTreeSet;

use tongxing_domain::{id::UnitId, role::Role};

/// One thing a role lets a person do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// See the records in 其他人员管理, masked.
    ViewPersons,
    /// Suspend, resume, renew and end them.
    ManagePersons,
    /// See one masked value in full, with a reason that is audited.
    RevealPersons,
    /// Take the list away as a spreadsheet.
    ExportPersons,
    /// See vehicle permits.
    ViewVehicles,
    /// See deliveries to outside systems.
    ViewDeliveries,
    /// Send a failed delivery again.
    ResendDeliveries,
    /// See every application of the scope, whoever holds it.
    ViewApplications,
    /// Rescue what nobody can decide: reassign, terminate.
    AdministerProcesses,
    /// See units and the people in them.
    ViewUnits,
    /// Add, rename, move, close and import units; open and close accounts.
    ManageUnits,
    /// Give and take roles (never one's own).
    AssignRoles,
    /// Read the audit log and verify its chain.
    ViewAudit,
    /// Change the settings of the campus.
    ManageSettings,
}

/// How far a permission reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole campus.
    Campus,
    /// These units only (those below are already written out).
    Units(BTreeSet<UnitId>),
}

impl Scope {
    /// Whether something that belongs to this unit lies within reach. What belongs to no unit is the campus's.
    pub fn covers(&self, unit: Option<UnitId>) -> bool {
        match self {
            Self::Campus => true,
            Self::Units(units) => unit.is_some_and(|u| units.contains(&u)),
        }
    }

    /// The units to filter a list by; `None` means no filter.
    pub fn units(&self) -> Option<Vec<UnitId>> {
        match self {
            Self::Campus => None,
            Self::Units(units) => Some(units.iter().copied().collect()),
        }
    }
}

/// What a role lets people do. The golden permission table is printed from this.
pub fn permissions_of(role: Role) -> &'static [Permission] {
    use Permission as P;
    match role {
        Role::UnitAdministrator => &[
            P::ViewPersons,
            P::ManagePersons,
            P::RevealPersons,
            P::ExportPersons,
            P::ViewVehicles,
            P::ViewDeliveries,
            P::ViewApplications,
        ],
        Role::UnitHead => &[
            P::ViewPersons,
            P::ManagePersons,
            P::RevealPersons,
            P::ViewVehicles,
            P::ViewDeliveries,
            P::ViewApplications,
        ],
        Role::UnitOfficeDirector | Role::InformatizationLead => &[P::ViewPersons],
        Role::NetworkCentreDirector | Role::DoorOwner => &[],
        Role::CardClerk => &[P::ViewPersons, P::RevealPersons],
        Role::Guard => &[P::ViewPersons, P::ViewVehicles],
        Role::VehicleAdministrator => &[P::ViewVehicles, P::ViewDeliveries, P::ResendDeliveries],
        Role::ProcessAdministrator => {
            &[P::ViewApplications, P::AdministerProcesses, P::ViewDeliveries, P::ResendDeliveries]
        }
        Role::SystemAdministrator => &[P::ViewUnits, P::ManageUnits, P::ManageSettings],
        Role::SecurityAdministrator => &[P::ViewUnits, P::AssignRoles],
        Role::AuditAdministrator => &[P::ViewAudit],
    }
}
