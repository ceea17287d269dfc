//! 减签: an added signer who has not acted is asked no longer.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::decide::{self, Decided};
use crate::{Actor, Campus, Error};

/// Removes the signer who holds the task with this number in the same application.
///
/// # Errors
/// `signer-acted`, `task-closed`; forbidden for whoever did not add that signer.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    signer: u32,
    key: &str,
) -> Result<Decided, Error> {
    let task_of_signer = tongxing_workflow::TaskId(signer);
    let remove = |_| Action::RemoveSigner { task: task_of_signer, reason: String::new() };
    decide::run(campus, actor, task, key, remove).await
}
