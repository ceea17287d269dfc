//! Folding operations into an instance.
//!
//! Every operation names what it changes, so nothing is decided here. The fold is total: an operation that speaks of a task or visit which is not
//! there changes nothing but the length of the log. That cannot come from [`crate::decide()`]; it keeps a damaged log from taking the program down.

use crate::{
    Answered, Closed, Due, Instance, Mark, Operation, Reason, Returned, State, StepKey, Task, TaskId,
    TaskState, Visit, VisitId, VisitState, What,
};
use std::collections::BTreeMap;

/// Lets one operation happen to the instance.
pub fn apply(instance: &mut Instance, operation: &Operation) {
    instance.operations = operation.number.0;
    let mark = Mark { by: operation.cause, at: operation.at };
    match &operation.what {
        What::WayTaken { .. } => {}
        What::Commanded { .. } => remember_answer(instance, operation),
        What::Started => instance.state = State::Running,
        What::OperatorsChosen { choices } => instance.choices.extend(choices.clone()),
        What::StepEntered { .. } | What::StepSkipped { .. } => add_visit(instance, operation),
        What::TaskOpened { .. } => add_task(instance, operation),
        What::NobodyToDecide { .. }
        | What::StepPassed { .. }
        | What::StepStopped { .. }
        | What::StepSuperseded { .. }
        | What::StepRestored { .. }
        | What::DueSet { .. }
        | What::DueReminded { .. }
        | What::DueExpired { .. } => change_visit(instance, &operation.what, mark).unwrap_or_default(),
        What::TaskResumed { .. }
        | What::TaskSuspended { .. }
        | What::TaskClosed { .. }
        | What::TaskReopened { .. }
        | What::TaskHandedOver { .. }
        | What::TaskTouched { .. }
        | What::DuplicatePassed { .. } => change_task(instance, &operation.what, mark).unwrap_or_default(),
        What::Copied { to } => instance.copied.extend(to.iter().cloned()),
        What::Urged { .. } => instance.last_urged = Some(operation.at),
        What::ClockPaused => instance.paused = Some(mark),
        What::ClockResumed => instance.paused = None,
        What::Migrated { renamed, .. } => {
            instance.migrated = Some(operation.cause);
            rename_steps(instance, renamed);
        }
        What::ReturnedToStep { .. } => instance.was_returned = true,
        What::ReturnedToInitiator { task, way } => {
            instance.state = State::Returned(Returned { by: operation.cause, task: *task, way: *way });
            instance.was_returned = true;
        }
        What::Approved => instance.state = State::Approved,
        What::Rejected => instance.state = State::Rejected,
        What::Cancelled => instance.state = State::Cancelled,
        What::Terminated => instance.state = State::Terminated,
    }
}

fn remember_answer(instance: &mut Instance, operation: &Operation) {
    if let What::Commanded { key, action } = &operation.what {
        let answered = Answered { action: action.clone(), operation: operation.number };
        instance.answered.entry(operation.actor.clone()).or_default().insert(key.clone(), answered);
    }
}

fn add_visit(instance: &mut Instance, operation: &Operation) {
    let (id, step, state) = match &operation.what {
        What::StepEntered { visit, step } => (*visit, step, VisitState::Active),
        What::StepSkipped { visit, step } => (*visit, step, VisitState::Skipped),
        _ => return,
    };
    let mark = Mark { by: operation.cause, at: operation.at };
    let earlier = instance.visits.iter().filter(|visit| visit.step == *step).count();
    instance.choices.remove(step);
    instance.visits.push(Visit {
        id,
        step: step.clone(),
        round: u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1),
        state,
        stand_in: false,
        entered: mark,
        ended: (state == VisitState::Skipped).then_some(mark),
        superseded: None,
        due: None,
    });
}

fn add_task(instance: &mut Instance, operation: &Operation) {
    if let What::TaskOpened { task, visit, assignee, instead_of, part, under, waiting } = &operation.what {
        instance.tasks.push(Task {
            id: *task,
            visit: *visit,
            assignee: assignee.clone(),
            instead_of: instead_of.clone(),
            earlier_holders: Vec::new(),
            part: *part,
            under: *under,
            state: if *waiting { TaskState::Waiting } else { TaskState::Open },
            since: operation.at,
            opened: Mark { by: operation.cause, at: operation.at },
            touched: None,
            opinion: None,
        });
    }
}

/// `None` when the visit is not there.
fn change_visit(instance: &mut Instance, what: &What, mark: Mark) -> Option<()> {
    match what {
        What::NobodyToDecide { visit } => visit_mut(instance, *visit)?.stand_in = true,
        What::StepPassed { visit } => end(visit_mut(instance, *visit)?, VisitState::Passed, mark),
        What::StepStopped { visit } => end(visit_mut(instance, *visit)?, VisitState::Stopped, mark),
        What::StepSuperseded { visit } => visit_mut(instance, *visit)?.superseded = Some(mark),
        What::StepRestored { visit, active } => {
            let visit = visit_mut(instance, *visit)?;
            visit.superseded = None;
            if *active {
                visit.state = VisitState::Active;
                visit.ended = None;
            }
        }
        What::DueSet { visit, due } => {
            let visit = visit_mut(instance, *visit)?;
            let (reminded, expired) = visit.due.map_or((None, None), |due| (due.reminded, due.expired));
            visit.due = Some(Due { time: *due, reminded, expired });
        }
        What::DueReminded { visit, .. } => {
            visit_mut(instance, *visit)?.due.as_mut()?.reminded = Some(mark.by);
        }
        What::DueExpired { visit, .. } => {
            visit_mut(instance, *visit)?.due.as_mut()?.expired = Some(mark.by);
        }
        _ => {}
    }
    Some(())
}

/// `None` when the task is not there.
fn change_task(instance: &mut Instance, what: &What, mark: Mark) -> Option<()> {
    let closed = |reason| TaskState::Closed(Closed { reason, mark });
    match what {
        What::TaskResumed { task } => set(task_mut(instance, *task)?, TaskState::Open, mark),
        What::TaskSuspended { task } => set(task_mut(instance, *task)?, TaskState::Waiting, mark),
        What::TaskClosed { task, reason, opinion } => {
            let task = task_mut(instance, *task)?;
            set(task, closed(*reason), mark);
            task.opinion.clone_from(opinion);
        }
        What::DuplicatePassed { task, .. } => {
            set(task_mut(instance, *task)?, closed(Reason::PassedAsDuplicate), mark);
        }
        What::TaskReopened { task } => {
            let task = task_mut(instance, *task)?;
            set(task, TaskState::Open, mark);
            task.opinion = None;
        }
        What::TaskHandedOver { task, to, instead_of } => {
            let task = task_mut(instance, *task)?;
            let former = std::mem::replace(&mut task.assignee, to.clone());
            task.earlier_holders.push(former);
            task.instead_of.clone_from(instead_of);
            task.since = mark.at;
            task.touched = Some(mark.by);
        }
        What::TaskTouched { task } => task_mut(instance, *task)?.touched = Some(mark.by),
        _ => {}
    }
    Some(())
}

fn rename_steps(instance: &mut Instance, renamed: &BTreeMap<StepKey, StepKey>) {
    for visit in &mut instance.visits {
        if let Some(name) = renamed.get(&visit.step) {
            visit.step = name.clone();
        }
    }
    let choices = std::mem::take(&mut instance.choices);
    let renamed_key = |step: StepKey| renamed.get(&step).cloned().unwrap_or(step);
    instance.choices = choices.into_iter().map(|(step, people)| (renamed_key(step), people)).collect();
}

fn end(visit: &mut Visit, state: VisitState, mark: Mark) {
    visit.state = state;
    visit.ended = Some(mark);
}

fn set(task: &mut Task, state: TaskState, mark: Mark) {
    task.state = state;
    task.since = mark.at;
}

fn task_mut(instance: &mut Instance, id: TaskId) -> Option<&mut Task> {
    instance.tasks.get_mut(usize::try_from(id.0).ok()?.checked_sub(1)?)
}

fn visit_mut(instance: &mut Instance, id: VisitId) -> Option<&mut Visit> {
    instance.visits.get_mut(usize::try_from(id.0).ok()?.checked_sub(1)?)
}
