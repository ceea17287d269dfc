//! 撤回: taking back one's own latest decision while nobody has built on it.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::decide::{self, Decided};
use crate::{Actor, Campus, Error};

/// Takes the decision on this task back.
///
/// # Errors
/// `followed-up` when somebody has acted since; forbidden when it was not this person's.
pub async fn run(campus: &Campus, actor: &Actor, task: TaskId, key: &str) -> Result<Decided, Error> {
    decide::run(campus, actor, task, key, |task| Action::Withdraw { task }).await
}
