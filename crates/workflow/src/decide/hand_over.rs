//! 离职交接: everything that a leaver holds in an application goes to somebody else.

use super::add_signers::newcomer;
use super::work::{Work, check_reason};
use crate::{ActorId, Refusal, Task, What};

/// Hands all undecided tasks of one person over, or none: a task that the other cannot take is told, and nothing has happened.
pub(crate) fn hand_over(
    work: &mut Work<'_>,
    from: &ActorId,
    to: &ActorId,
    reason: &str,
) -> Result<(), Refusal> {
    work.check_administrator()?;
    check_reason(reason)?;
    let held = |task: &&Task| task.assignee == *from && task.closed().is_none();
    let tasks: Vec<Task> = work.instance.tasks.iter().filter(held).cloned().collect();
    if tasks.is_empty() {
        return Err(Refusal::HoldsNothing { actor: from.clone() });
    }
    for task in tasks {
        let step = work.step_of(&task)?;
        let seat = newcomer(work, step, task.visit, to)?;
        work.record(What::TaskHandedOver { task: task.id, to: seat.assignee, instead_of: seat.instead_of });
    }
    Ok(())
}
