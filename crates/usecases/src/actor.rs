//! Who is asking. Carried through every use case; cannot be made up outside this crate.

use std::collections::BTreeSet;

use tongxing_domain::{
    id::{AccountId, ApplicationId, SessionId, UnitId},
    name::PersonName,
    role::Role,
};
use tongxing_storage::{KeyedHash, session::ApplicantSession};

use crate::{
    error::Error,
    permission::{Permission, Scope, permissions_of},
};

/// A signed-in member of staff with the roles that hold at this moment.
///
/// INVARIANT: built only by `account::resume_session` from a live session, so holding an `Actor` means
/// the person has signed in, the account is active and the session has not timed out.
#[derive(Debug, Clone)]
pub struct Actor {
    account: AccountId,
    session: SessionId,
    name: String,
    unit: Option<UnitId>,
    roles: Vec<HeldRole>,
    address: String,
}

/// A role in force now, with the units it reaches written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// Which role.
    pub role: Role,
    /// How far it reaches.
    pub scope: Scope,
}

impl Actor {
    pub(crate) fn new(
        account: AccountId,
        session: SessionId,
        name: String,
        unit: Option<UnitId>,
        roles: Vec<HeldRole>,
        address: String,
    ) -> Self {
        Self { account, session, name, unit, roles, address }
    }

    /// The account that is signed in.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The session it is signed in with.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// The person's name as shown in histories.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit the person works in.
    pub fn unit(&self) -> Option<UnitId> {
        self.unit
    }

    /// The roles held now.
    pub fn roles(&self) -> &[HeldRole] {
        &self.roles
    }

    /// The network address the request came from, for the audit log.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether any role held gives this permission, somewhere: decides what the menu shows.
    pub fn may(&self, permission: Permission) -> bool {
        self.scope(permission).is_some()
    }

    /// How far this person may do it; refused as forbidden if not at all.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when no role held gives the permission.
    pub fn require(&self, permission: Permission) -> Result<Scope, Error> {
        self.scope(permission).ok_or(Error::Forbidden)
    }

    /// Like [`Actor::require`], for one thing that belongs to a unit. What lies outside a person's
    /// reach does not exist for them.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the permission, [`Error::NotFound`] outside its reach.
    pub fn require_in(&self, permission: Permission, unit: Option<UnitId>) -> Result<(), Error> {
        if self.require(permission)?.covers(unit) { Ok(()) } else { Err(Error::NotFound) }
    }

    fn scope(&self, permission: Permission) -> Option<Scope> {
        let mut units = BTreeSet::new();
        let mut found = false;
        for held in self.roles.iter().filter(|h| permissions_of(h.role).contains(&permission)) {
            found = true;
            match &held.scope {
                Scope::Campus => return Some(Scope::Campus),
                Scope::Units(more) => units.extend(more.iter().copied()),
            }
        }
        found.then_some(Scope::Units(units))
    }
}

/// Somebody without an account who has said who they are: by submitting an application from this browser, or by name
/// and number on the query page. Sees only their own applications, and those masked until more is proved
/// (`application::confirm`).
///
/// INVARIANT: built only by `application::resume_applicant` from a live applicant session.
#[derive(Debug, Clone)]
pub struct Applicant {
    visit: ApplicantSession,
    name_hash: KeyedHash,
    address: String,
}

impl Applicant {
    pub(crate) fn new(visit: ApplicantSession, name_hash: KeyedHash, address: String) -> Self {
        Self { visit, name_hash, address }
    }

    /// The keyed hash of the identity document: which applications are theirs.
    pub fn document_hash(&self) -> &KeyedHash {
        &self.visit.document
    }

    /// The keyed hash of the name, as folded for looking up: theirs is what fits this and the document.
    pub fn name_hash(&self) -> &KeyedHash {
        &self.name_hash
    }

    /// The person's name.
    pub fn name(&self) -> &str {
        self.visit.name.as_str()
    }

    /// The visit it was proved in.
    pub fn session(&self) -> SessionId {
        self.visit.id
    }

    pub(crate) fn person_name(&self) -> &PersonName {
        &self.visit.name
    }

    /// The application that this browser submitted itself.
    pub(crate) fn submitted(&self) -> Option<ApplicationId> {
        self.visit.submitted
    }

    /// The phone that was proved to be theirs.
    pub(crate) fn phone(&self) -> Option<&KeyedHash> {
        self.visit.phone.as_ref()
    }

    /// The network address the request came from.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Who caused a change, as the audit log and the approval history name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A member of staff.
    Account(AccountId),
    /// An applicant, by the keyed hash of their document.
    Applicant(KeyedHash),
    /// The program itself: a job, a time limit, a command on the machine.
    System,
}

impl Who {
    /// The text form used as the workflow's actor id and in the audit log: `account:…`, `applicant:…`, `system`.
    pub fn as_text(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Applicant(hash) => format!("applicant:{hash}"),
            Self::System => "system".to_owned(),
        }
    }

    /// Reads what [`Who::as_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("account", id)) => id.parse().ok().map(Self::Account),
            Some(("applicant", hash)) => KeyedHash::try_from(hash.to_owned()).ok().map(Self::Applicant),
            _ => (text == "system").then_some(Self::System),
        }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self::Account(actor.account)
    }
}

/// Who caused a change and from which network address: what the audit log writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub who: Who,
    /// From where, if there was a request.
    pub address: Option<String>,
}

impl By {
    /// The program itself.
    pub fn system() -> Self {
        Self { who: Who::System, address: None }
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self { who: Who::Account(actor.account), address: Some(actor.address.clone()) }
    }
}

impl From<&Applicant> for By {
    fn from(applicant: &Applicant) -> Self {
        Self {
            who: Who::Applicant(applicant.document_hash().clone()),
            address: Some(applicant.address.clone()),
        }
    }
}
