//! 委派: somebody else answers, and the holder decides afterwards.

use tongxing_domain::id::{AccountId, TaskId};
use tongxing_workflow::Action;

use super::colleagues::one;
use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Asks somebody for an opinion in the holder's place.
///
/// # Errors
/// `nobody-named`, `already-takes-part`, `too-deep`; forbidden when the task is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: Option<AccountId>,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let (to, reason) = (one(to)?, words(reason, "reason")?);
    decide::run(campus, actor, task, key, |task| Action::Delegate { task, to, reason }).await
}
