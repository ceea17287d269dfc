//! 减签: an added signer who has not acted is asked no longer.

use super::settle::settle;
use super::work::Work;
use crate::{Reason, Refusal, Task, TaskId, What};

/// Removes the signer of this task. The vote shrinks and is settled at once, never below the step's own assignees.
pub(crate) fn remove_signer(work: &mut Work<'_>, id: TaskId) -> Result<(), Refusal> {
    let task = work.instance.task(id).cloned().ok_or(Refusal::NoSuchTask { task: id })?;
    let Some(under) = task.under else { return Err(Refusal::NotAdded { task: id }) };
    let adder = work.instance.task(under).is_some_and(|adder| adder.assignee == *work.actor());
    if !adder {
        work.check_administrator().map_err(|_| Refusal::NotAdder)?;
    }
    check_not_acted(&task)?;
    work.record(What::TaskClosed { task: id, reason: Reason::SignerRemoved, opinion: None });
    settle(work, task.visit)
}

fn check_not_acted(task: &Task) -> Result<(), Refusal> {
    match task.closed() {
        Some(closed) if closed.reason.is_decision() => Err(Refusal::SignerActed { task: task.id }),
        Some(closed) => {
            Err(Refusal::TaskClosed { task: task.id, by: closed.mark.by, reason: closed.reason.code() })
        }
        None if task.touched.is_some() => Err(Refusal::SignerActed { task: task.id }),
        None => Ok(()),
    }
}
