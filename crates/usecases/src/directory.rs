//! Whom a rule of a service names today: roles in units, heads, named accounts.
//!
//! The rules are data in the service definition ([`ByRule`]); this is the one place that knows the people. What is
//! found goes to the engine as plain facts.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tongxing_catalog::{ByRule, process::UnitRef};
use tongxing_domain::{
    account::AccountState,
    id::{AccountId, UnitId},
    role::Role,
};
use tongxing_storage::{Db, account, role, unit};

use crate::{Campus, Error, Who};

/// What the rules may refer to.
pub(crate) struct About<'a> {
    /// Who filed the application.
    pub initiator: &'a Who,
    /// The unit that person works in, if there is an account.
    pub initiator_unit: Option<UnitId>,
    /// The form as it stands.
    pub form: &'a Map<String, Value>,
}

/// Everyone whom one of the rules names, in the order of the rules, each once. Only people who can act today.
pub(crate) async fn people(
    campus: &Campus,
    db: &mut Db,
    rules: &[ByRule],
    about: &About<'_>,
) -> Result<Vec<AccountId>, Error> {
    let mut found = Vec::new();
    for rule in rules {
        for account in named_by(campus, db, rule, about).await? {
            if !found.contains(&account) {
                found.push(account);
            }
        }
    }
    Ok(found)
}

async fn named_by(
    campus: &Campus,
    db: &mut Db,
    rule: &ByRule,
    about: &About<'_>,
) -> Result<Vec<AccountId>, Error> {
    match rule {
        ByRule::Role(rule) => holders(campus, db, rule.name, &rule.unit, rule.levels_up, about).await,
        ByRule::HeadOf(rule) => holders(campus, db, Role::UnitHead, &rule.unit, rule.levels_up, about).await,
        ByRule::Account(login) => {
            let found = account::find_by_login(db, login).await?;
            Ok(found.filter(|a| a.state == AccountState::Active).map(|a| a.id).into_iter().collect())
        }
        ByRule::Initiator => Ok(match about.initiator {
            Who::Account(id) => vec![*id],
            Who::Applicant(_) | Who::System => Vec::new(),
        }),
        ByRule::Field(field) => {
            let login = about.form.get(field.key()).and_then(Value::as_str).unwrap_or_default();
            let found = account::find_by_login(db, login).await?;
            Ok(found.filter(|a| a.state == AccountState::Active).map(|a| a.id).into_iter().collect())
        }
        // The people come with the command as choices; the rule only says among whom.
        ByRule::ChosenBy(rule) => Box::pin(people(campus, db, &rule.among, about)).await,
        ByRule::Group(_) => Ok(Vec::new()),
    }
}

/// Who holds a role for a unit: those of the unit itself, else of the nearest unit above whose role reaches down.
async fn holders(
    campus: &Campus,
    db: &mut Db,
    role: Role,
    unit: &UnitRef,
    levels_up: u8,
    about: &About<'_>,
) -> Result<Vec<AccountId>, Error> {
    let Some(start) = resolve(db, unit, about).await? else {
        return if *unit == UnitRef::Anywhere { everywhere(campus, db, role).await } else { Ok(Vec::new()) };
    };
    let path = unit::path(db, start).await?;
    let Some(wanted) = path.get(usize::from(levels_up)).copied() else { return Ok(Vec::new()) };
    let above = path.get(usize::from(levels_up)..).unwrap_or_default();
    let distance = |unit: Option<UnitId>| {
        unit.map_or(above.len(), |u| above.iter().position(|p| *p == u).unwrap_or(above.len()))
    };
    let covering = role::covering(db, role, wanted, campus.now()).await?;
    let nearest = covering.iter().map(|given| distance(given.unit)).min();
    Ok(covering
        .iter()
        .filter(|given| Some(distance(given.unit)) == nearest)
        .map(|given| given.account)
        .collect())
}

/// Everyone who holds a role now, wherever.
async fn everywhere(campus: &Campus, db: &mut Db, role: Role) -> Result<Vec<AccountId>, Error> {
    let now = campus.now();
    let given = role::of_role(db, role).await?;
    let ids: Vec<AccountId> = given.iter().filter(|g| g.valid.contains(now)).map(|g| g.account).collect();
    let active = active(db, &ids).await?;
    Ok(ids.into_iter().filter(|id| active.contains(id)).collect())
}

/// Which of these can act at all.
pub(crate) async fn active(db: &mut Db, ids: &[AccountId]) -> Result<BTreeSet<AccountId>, Error> {
    let found = account::find_all(db, ids).await?;
    Ok(found.into_iter().filter(|a| a.state == AccountState::Active).map(|a| a.id).collect())
}

/// The process administrators: they get what nobody else can decide.
pub(crate) async fn process_administrators(campus: &Campus, db: &mut Db) -> Result<Vec<AccountId>, Error> {
    everywhere(campus, db, Role::ProcessAdministrator).await
}

async fn resolve(db: &mut Db, unit: &UnitRef, about: &About<'_>) -> Result<Option<UnitId>, Error> {
    Ok(match unit {
        UnitRef::Initiator => about.initiator_unit,
        UnitRef::Field(field) => {
            about.form.get(field.key()).and_then(Value::as_str).and_then(|id| id.parse().ok())
        }
        UnitRef::Code(code) => unit::find_by_code(db, code).await?.map(|u| u.id),
        UnitRef::Anywhere => None,
    })
}
