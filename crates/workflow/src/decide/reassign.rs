//! 改派: an administrator gives a task to somebody else, for instead when its holder left.

use super::add_signers::newcomer;
use super::work::{Work, check_reason};
use crate::{ActorId, Refusal, TaskId, What};

/// Hands any undecided task over. Unlike a transfer it may go back to an earlier holder: the administrator answers for it, with a reason.
pub(crate) fn reassign(work: &mut Work<'_>, id: TaskId, to: &ActorId, reason: &str) -> Result<(), Refusal> {
    work.check_administrator()?;
    check_reason(reason)?;
    let task = work.instance.task(id).cloned().ok_or(Refusal::NoSuchTask { task: id })?;
    if let Some(closed) = task.closed() {
        return Err(Refusal::TaskClosed { task: id, by: closed.mark.by, reason: closed.reason.code() });
    }
    let step = work.step_of(&task)?;
    let seat = newcomer(work, step, task.visit, to)?;
    work.record(What::TaskHandedOver { task: id, to: seat.assignee, instead_of: seat.instead_of });
    Ok(())
}
