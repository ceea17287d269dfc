//! 改派: a process administrator gives somebody's task to somebody else.

use tongxing_domain::id::{AccountId, TaskId};
use tongxing_workflow::Action;

use super::colleagues::one;
use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Gives the task to somebody else.
///
/// # Errors
/// `reason-missing` beside the reason; `nobody-named`, `already-takes-part`; forbidden for everyone but process
/// administrators.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: Option<AccountId>,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let (to, reason) = (one(to)?, words(reason, "reason")?);
    decide::run(campus, actor, task, key, |task| Action::Reassign { task, to, reason }).await
}
