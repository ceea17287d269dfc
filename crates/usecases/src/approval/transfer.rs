//! 转办: the task becomes somebody else's; the former holder may read on.

use tongxing_domain::id::{AccountId, TaskId};
use tongxing_workflow::Action;

use super::colleagues::one;
use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Hands the task over.
///
/// # Errors
/// `nobody-named`, `already-takes-part`, `earlier-holder`, `too-many-transfers`; forbidden when the task is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: Option<AccountId>,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let (to, reason) = (one(to)?, words(reason, "reason")?);
    decide::run(campus, actor, task, key, |task| Action::Transfer { task, to, reason }).await
}
