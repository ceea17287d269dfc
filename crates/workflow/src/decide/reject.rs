//! 不通过: the assignee refuses.

use super::settle::settle;
use super::work::{Work, check_offer, check_reason};
use crate::{Offer, Reason, Refusal, TaskId};

/// Records the rejection: one vote in a ratio step, the end of the application elsewhere.
pub(crate) fn reject(work: &mut Work<'_>, task: TaskId, reason: &str) -> Result<(), Refusal> {
    let (task, step) = work.held_for_decision(task)?;
    check_offer(step, Offer::Reject)?;
    check_reason(reason)?;
    work.decide_task(task.id, Reason::Rejected, reason);
    settle(work, task.visit)
}
