//! 弃权: a voter takes no side, and stays in the count.

use super::settle::settle;
use super::work::{Work, check_offer};
use crate::{Offer, Part, Policy, Reason, Refusal, TaskId};

/// Records the abstention. Only a member of a ratio vote can abstain: elsewhere it would leave the step undecided for ever.
pub(crate) fn abstain(work: &mut Work<'_>, task: TaskId, opinion: &str) -> Result<(), Refusal> {
    let (task, step) = work.held_for_decision(task)?;
    check_offer(step, Offer::Abstain)?;
    let stand_in = work.instance.visit(task.visit).is_some_and(|visit| visit.stand_in);
    if task.part != Part::Member || !matches!(step.policy, Policy::Ratio(_)) || stand_in {
        return Err(Refusal::NotOffered { step: step.key.clone(), offer: Offer::Abstain });
    }
    work.decide_task(task.id, Reason::Abstained, opinion);
    settle(work, task.visit)
}
