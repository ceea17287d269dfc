//! The opinion of a signer added before, or of a delegate: it informs the owner, and never is a vote.

use super::settle::settle;
use super::work::{Work, check_reason};
use crate::{Reason, Refusal, TaskId};

/// Records the opinion; the owner's turn may come by it. Where the step makes disagreement a veto, the vote says so.
pub(crate) fn opine(work: &mut Work<'_>, task: TaskId, agree: bool, opinion: &str) -> Result<(), Refusal> {
    let (task, _) = work.held(task)?;
    if !task.part.is_opinion() {
        return Err(Refusal::DecisionWanted { task: task.id });
    }
    if !agree {
        check_reason(opinion)?;
    }
    work.decide_task(task.id, if agree { Reason::Agreed } else { Reason::Disagreed }, opinion);
    settle(work, task.visit)
}
