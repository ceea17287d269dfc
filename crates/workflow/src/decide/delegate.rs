//! 委派: somebody else answers, the owner keeps the task and decides afterwards (5.6).

use super::add_signers::{check_depth, newcomer, open_under};
use super::settle::settle;
use super::work::{Work, check_offer};
use crate::{ActorId, Offer, Part, Refusal, TaskId, What};

/// Asks somebody for an opinion in the owner's place. The owner's task waits for it.
pub(crate) fn delegate(work: &mut Work<'_>, task: TaskId, to: &ActorId) -> Result<(), Refusal> {
    let (task, step) = work.held(task)?;
    check_offer(step, Offer::Delegate)?;
    check_depth(work, &task)?;
    let seat = newcomer(work, step, task.visit, to)?;
    work.record(What::TaskTouched { task: task.id });
    open_under(work, &task, seat, Part::Delegate { of: task.id }, false);
    settle(work, task.visit)
}
