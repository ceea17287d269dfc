//! After something changed in a visit: is it decided now, and if not, whose turn is it?
//!
//! Nothing here looks at what the change was. The vote is asked as it stands, and the tasks are brought into line with the answer.

use super::advance::advance;
use super::work::Work;
use crate::vote::{Verdict, Vote};
use crate::{Reason, Refusal, Step, TaskId, TaskState, VisitId, What};

/// Draws the consequences for one visit, and for the application if the visit is decided.
pub(crate) fn settle(work: &mut Work<'_>, visit: VisitId) -> Result<(), Refusal> {
    let Some(current) = work.instance.visit(visit) else { return Ok(()) };
    let step = work.step(&current.step)?;
    match Vote::new(&work.instance, current, step).verdict() {
        Verdict::For => {
            complete(work, step, visit);
            advance(work)
        }
        Verdict::Against => {
            end(work, Reason::ApplicationRejected, What::Rejected);
            Ok(())
        }
        Verdict::Pending | Verdict::Abstained | Verdict::Gone => {
            take_turns(work, visit, step);
            Ok(())
        }
    }
}

/// The step is passed; whoever had not answered is not needed any more.
pub(crate) fn complete(work: &mut Work<'_>, step: &Step, visit: VisitId) {
    work.close_tasks_of(visit, Reason::DecidedByOthers);
    work.record(What::StepPassed { visit });
    let copies = work.facts.steps.get(&step.key).map(|facts| facts.copies.clone()).unwrap_or_default();
    if !copies.is_empty() {
        work.record(What::Copied { to: copies });
    }
}

/// The application ends without approval: no task stays open, no visit active.
pub(crate) fn end(work: &mut Work<'_>, reason: Reason, how: What) {
    work.stop_everything(reason);
    work.record(how);
}

/// Closes what became unnecessary, opens what has its turn, and lets wait what has not.
fn take_turns(work: &mut Work<'_>, visit: VisitId, step: &Step) {
    for change in changes(work, visit, step) {
        work.record(change);
    }
}

fn changes(work: &Work<'_>, visit: VisitId, step: &Step) -> Vec<What> {
    let Some(current) = work.instance.visit(visit) else { return Vec::new() };
    let vote = Vote::new(&work.instance, current, step);
    let change = |task: TaskId, state: TaskState, needed: bool, may_act: bool| match state {
        TaskState::Closed(_) => None,
        _ if !needed => Some(What::TaskClosed { task, reason: Reason::DecidedByOthers, opinion: None }),
        TaskState::Waiting => may_act.then_some(What::TaskResumed { task }),
        TaskState::Open => (!may_act).then_some(What::TaskSuspended { task }),
    };
    work.instance
        .tasks_of(visit)
        .filter_map(|task| change(task.id, task.state, vote.is_needed(task), vote.may_act(task)))
        .collect()
}
