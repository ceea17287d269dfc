//! 通过: the assignee agrees, with full weight.

use super::choose::choose;
use super::settle::settle;
use super::work::Work;
use crate::{Forward, Reason, Refusal, TaskId};

/// Records the approval. Whether the step is passed by it, the vote says.
pub(crate) fn approve(work: &mut Work<'_>, task: TaskId, forward: &Forward) -> Result<(), Refusal> {
    let (task, step) = work.held_for_decision(task)?;
    if step.opinion_required && forward.opinion.trim().is_empty() {
        return Err(Refusal::OpinionMissing);
    }
    choose(work, &forward.choices)?;
    work.decide_task(task.id, Reason::Approved, &forward.opinion);
    settle(work, task.visit)
}
