//! Renewing or ending several records at once: each by itself, with its own result. One that cannot be changed does not
//! keep the others.

use tongxing_domain::{id::PersonId, person::Person, problem::Problem, reason::Reason};
use tongxing_storage::person;

use super::change;
use crate::{Actor, Campus, Error, Permission};

/// So many records at once.
pub const MOST: usize = 100;

/// What is done with each of them.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// 续期, to the end of this day.
    Renew(&'a str),
    /// 注销.
    End,
}

/// What became of one record.
pub struct Outcome {
    /// The record, as it was before.
    pub person: Person,
    /// Why it stayed as it was.
    pub refused: Option<Problem>,
}

/// The records of these that the reader may change, in the order given; the others do not exist for them.
///
/// # Errors
/// Forbidden without `ManagePersons`.
pub async fn chosen(campus: &Campus, actor: &Actor, ids: &[PersonId]) -> Result<Vec<Person>, Error> {
    let scope = actor.require(Permission::ManagePersons)?;
    let mut db = campus.store.read().await?;
    let mut found: Vec<Person> = Vec::new();
    for id in ids.iter().take(MOST) {
        let person = person::find(&mut db, *id).await?;
        let person = person.filter(|p| scope.covers(Some(p.unit)) && found.iter().all(|f| f.id != p.id));
        found.extend(person);
    }
    Ok(found)
}

/// Changes them one after the other, each with its permits, its deliveries and its entry in the audit log.
///
/// # Errors
/// What is wrong with the reason or the day, which no record can help; forbidden without `ManagePersons`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    ids: &[PersonId],
    change: Change<'_>,
    reason: &str,
) -> Result<Vec<Outcome>, Error> {
    Reason::parse(reason).map_err(|e| Error::refused_field("reason", e))?;
    let mut outcomes = Vec::new();
    for person in chosen(campus, actor, ids).await? {
        let done = match change {
            Change::Renew(until) => change::renew(campus, actor, person.id, until, reason).await,
            Change::End => change::end(campus, actor, person.id, reason).await,
        };
        let refused = match done {
            Ok(()) => None,
            Err(Error::Refused(refusal)) => {
                let first = refusal.problems.first().cloned();
                if first.as_ref().is_some_and(|found| !found.path.is_empty()) {
                    return Err(Error::Refused(refusal));
                }
                first.map(|found| found.problem)
            }
            Err(other) => return Err(other),
        };
        outcomes.push(Outcome { person, refused });
    }
    Ok(outcomes)
}
