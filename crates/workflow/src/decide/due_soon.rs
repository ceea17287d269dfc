//! 时限将至: those who hold a step are told that it is due soon.

use super::work::Work;
use crate::{Due, Refusal, TaskId, VisitId, VisitState, What};

/// Reminds once per visit.
pub(crate) fn due_soon(work: &mut Work<'_>, visit: VisitId) -> Result<(), Refusal> {
    work.check_system()?;
    let due = running_clock(work, visit)?;
    if let Some(by) = due.reminded.or(due.expired) {
        return Err(Refusal::AlreadyHappened { by });
    }
    if due.time.soon.is_none_or(|soon| work.command.at < soon) {
        return Err(Refusal::NotDue { visit });
    }
    let tasks = open_tasks(work, visit);
    work.record(What::DueReminded { visit, tasks });
    Ok(())
}

/// The due time of a visit that people are deciding, while the clock goes.
pub(super) fn running_clock(work: &Work<'_>, id: VisitId) -> Result<Due, Refusal> {
    let deciding = work.instance.visit(id).filter(|visit| visit.state == VisitState::Active);
    let due = deciding.and_then(|visit| visit.due).filter(|_| work.instance.paused.is_none());
    due.ok_or(Refusal::NotDue { visit: id })
}

pub(super) fn open_tasks(work: &Work<'_>, visit: VisitId) -> Vec<TaskId> {
    work.instance.tasks_of(visit).filter(|task| task.is_open()).map(|task| task.id).collect()
}
