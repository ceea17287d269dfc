//! 抄送: letting people read along.

use tongxing_domain::id::{AccountId, TaskId};
use tongxing_workflow::Action;

use super::{
    colleagues::actors,
    decide::{self, Decided},
};
use crate::{Actor, Campus, Error};

/// Gives these people a copy: they may read what this step may read, and are told.
///
/// # Errors
/// `nobody-named`; `not-active` for somebody who cannot sign in; forbidden when the task is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: &[AccountId],
    key: &str,
) -> Result<Decided, Error> {
    let to = actors(to);
    decide::run(campus, actor, task, key, |task| Action::Copy { task, to }).await
}
