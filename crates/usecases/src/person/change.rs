//! Suspending, resuming, renewing and ending a record. What outside systems should hold changes with it, in the same
//! transaction.

use jiff::civil::Date;
use tongxing_domain::{
    id::PersonId,
    person::{Person, PersonRefusal, PersonState},
    problem::Problem,
    reason::Reason,
    time::{Period, Timestamp},
    vehicle::PermitState,
};
use tongxing_storage::{Tx, person, vehicle};

use crate::{Actor, Campus, Error, Permission, audit, delivery};

/// 暂停: nothing the person holds has effect until resumed.
///
/// # Errors
/// What is wrong with the reason; what stands against it; not found outside the reader's reach; forbidden without
/// `ManagePersons`.
pub async fn suspend(campus: &Campus, actor: &Actor, id: PersonId, reason: &str) -> Result<(), Error> {
    change(campus, actor, id, "person.suspend", Some(reason), |person, reason, now| {
        person.suspend(reason, now)
    })
    .await
}

/// 恢复: restores exactly what was.
///
/// # Errors
/// As [`suspend`].
pub async fn resume(campus: &Campus, actor: &Actor, id: PersonId, reason: &str) -> Result<(), Error> {
    change(campus, actor, id, "person.resume", Some(reason), |person, _, now| person.resume(now)).await
}

/// 注销: for good; every permit is withdrawn with it.
///
/// # Errors
/// As [`suspend`].
pub async fn end(campus: &Campus, actor: &Actor, id: PersonId, reason: &str) -> Result<(), Error> {
    change(campus, actor, id, "person.end", Some(reason), Person::end).await
}

/// So far ahead of today a stay may be renewed: a year, as a registration may last.
pub const LONGEST_RENEWAL_DAYS: i64 = 366;

/// 延期: the person stays until the end of that day, and so do their permits.
///
/// # Errors
/// As [`suspend`]; beside `until`: `date-needed` when it is no day, `renewal-too-long` when it is further away than
/// [`LONGEST_RENEWAL_DAYS`].
pub async fn renew(
    campus: &Campus,
    actor: &Actor,
    id: PersonId,
    until: &str,
    reason: &str,
) -> Result<(), Error> {
    let wrong = || Error::refused_field("until", Problem::new("date-needed"));
    let day: Date = until.trim().parse().map_err(|_| wrong())?;
    let whole_day = Period::from_days(day, day, &campus.settings.zone).map_err(|_| wrong())?;
    let furthest = campus.now().plus_days(LONGEST_RENEWAL_DAYS).date(&campus.settings.zone);
    if day > furthest {
        let problem = Problem::new("renewal-too-long").with("furthest", furthest);
        return Err(Error::refused_field("until", problem));
    }
    let end = whole_day.until();
    change(campus, actor, id, "person.renew", Some(reason), move |person, _, now| person.renew(end, now))
        .await
}

async fn change(
    campus: &Campus,
    actor: &Actor,
    id: PersonId,
    action: &'static str,
    reason: Option<&str>,
    apply: impl FnOnce(&mut Person, Reason, Timestamp) -> Result<(), PersonRefusal>,
) -> Result<(), Error> {
    actor.require(Permission::ManagePersons)?;
    let mut tx = campus.store.begin().await?;
    let mut person = person::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    actor.require_in(Permission::ManagePersons, Some(person.unit))?;
    let reason = Reason::parse(reason.unwrap_or_default()).map_err(|e| Error::refused_field("reason", e))?;
    let before = person.clone();
    apply(&mut person, reason.clone(), campus.now()).map_err(|e| Error::refused_field("", e))?;
    person::update(&mut tx, &person, campus.now()).await?;
    follow(campus, &mut tx, &before, &person).await?;
    let details = serde_json::json!({ "reason": reason.as_str(), "state": person.state.as_str() });
    audit::record(campus, &mut tx, &actor.into(), action, &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(())
}

/// Permits follow their person: those that lasted as long as the stay are lengthened with it, the end of the record
/// withdraws them (a later registration of the same person must not bring them back), and outside systems are told
/// what they should hold now.
async fn follow(campus: &Campus, tx: &mut Tx, before: &Person, after: &Person) -> Result<(), Error> {
    for mut permit in vehicle::lock_of_person(tx, after.id).await? {
        if permit.state != PermitState::Active {
            continue;
        }
        let lengthened =
            after.valid.until() > before.valid.until() && permit.valid.until() == before.valid.until();
        let changed = match &after.state {
            PersonState::Ended { reason } => permit.withdraw(reason.clone(), campus.now()).is_ok(),
            _ => lengthened && permit.renew(after.valid.until()).is_ok(),
        };
        if changed {
            vehicle::update(tx, &permit, campus.now()).await?;
        }
        delivery::want(campus, tx, &permit, after).await?;
    }
    Ok(())
}
