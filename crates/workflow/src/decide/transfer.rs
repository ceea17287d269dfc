//! 转办: the task becomes somebody else's (5.6).

use super::add_signers::newcomer;
use super::work::{Work, check_offer};
use crate::{ActorId, Offer, Refusal, TaskId, What};

/// A task travels at most so far.
const FARTHEST: u32 = 5;

/// Hands the caller's task over. The former holder may read on, and never gets a task of this visit back.
pub(crate) fn transfer(work: &mut Work<'_>, task: TaskId, to: &ActorId) -> Result<(), Refusal> {
    let (task, step) = work.held(task)?;
    check_offer(step, Offer::Transfer)?;
    if u32::try_from(task.earlier_holders.len()).is_ok_and(|hops| hops >= FARTHEST) {
        return Err(Refusal::TooManyTransfers { limit: FARTHEST });
    }
    let seat = newcomer(work, step, task.visit, to)?;
    let held = work.instance.tasks_of(task.visit).any(|other| other.earlier_holders.contains(&seat.assignee));
    if held {
        return Err(Refusal::EarlierHolder { actor: seat.assignee });
    }
    work.record(What::TaskHandedOver { task: task.id, to: seat.assignee, instead_of: seat.instead_of });
    Ok(())
}
