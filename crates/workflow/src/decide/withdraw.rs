//! 撤回: taking back one's own latest decision (5.5).
//!
//! Possible while nobody has acted on what followed. The decision is undone, not overwritten: the task is open again, what followed is taken back, and
//! the log keeps all of it. What "followed" is never guessed from numbers alone: steps further on are found in the definition, and within the visit
//! the vote is asked who could act only because of the decision.

use super::settle::settle;
use super::work::Work;
use crate::vote::{Verdict, Vote};
use crate::{
    Closed, OperationId, Reason, Refusal, State, Step, Task, TaskId, TaskState, Visit, VisitId, VisitState,
    What,
};
use std::collections::BTreeSet;

/// Takes the caller's decision on this task back.
pub(crate) fn withdraw(work: &mut Work<'_>, id: TaskId) -> Result<(), Refusal> {
    let task = work.instance.task(id).cloned().ok_or(Refusal::NoSuchTask { task: id })?;
    if task.assignee != *work.actor() {
        return Err(Refusal::NotAssignee { task: id });
    }
    let nothing = Refusal::NothingToWithdraw { task: id };
    let decision = latest_decision(work).filter(|(latest, _)| *latest == id).map(|(_, closed)| closed);
    let Some(decision) = decision else { return Err(nothing) };
    // What was decided in another version of the service stays decided: the way back is not there any more.
    if work.instance.migrated.is_some_and(|migration| decision.mark.by < migration) {
        return Err(nothing);
    }
    if decision.reason == Reason::Returned {
        return undo_return(work, &task, decision);
    }
    if !work.is_running() {
        return Err(Refusal::WrongState { state: work.instance.state.code() });
    }
    undo_vote(work, &task, decision)
}

/// Nobody decided in time: whoever had voted before cannot open the step again.
fn passed_by_clock(task: &Task) -> bool {
    task.closed().is_some_and(|closed| closed.reason == Reason::PassedWhenOverdue)
}

fn latest_decision(work: &Work<'_>) -> Option<(TaskId, Closed)> {
    let own = work.instance.tasks.iter().filter(|task| task.assignee == *work.actor());
    own.filter_map(|task| Some((task.id, task.closed()?)))
        .filter(|(_, closed)| closed.reason.is_decision())
        .max_by_key(|(_, closed)| closed.mark.by)
}

/// Takes an approval, a vote or an opinion back.
fn undo_vote(work: &mut Work<'_>, task: &Task, decision: Closed) -> Result<(), Refusal> {
    let step = work.step_of(task)?;
    let visit = work.instance.visit(task.visit).filter(|visit| visit.is_current()).cloned();
    let visit = visit.ok_or(Refusal::NothingToWithdraw { task: task.id })?;
    if work.instance.tasks_of(visit.id).any(passed_by_clock) {
        return Err(Refusal::DecidedAnyway { task: task.id });
    }
    for follower in work.current_visits(work.definition.steps_after(&visit.step)) {
        take_back_untouched(work, &follower)?;
    }
    if visit.state == VisitState::Passed {
        work.record(What::StepRestored { visit: visit.id, active: true });
    }
    work.record(What::TaskReopened { task: task.id });
    let passed_by = visit.ended.map_or(decision.mark.by, |mark| mark.by);
    reopen_others(work, &visit, step, [decision.mark.by, passed_by]);
    check_vote(work, &visit, step, task.id, decision.mark.by)?;
    check_one_task_each(work, visit.id)?;
    settle(work, visit.id)
}

/// Opens again who had been closed as unnecessary by these operations and is needed now. Owners come first, then whom they had asked.
fn reopen_others(work: &mut Work<'_>, visit: &Visit, step: &Step, by: [OperationId; 2]) {
    loop {
        let vote = Vote::new(&work.instance, visit, step);
        let unnecessary =
            |closed: Closed| closed.reason == Reason::DecidedByOthers && by.contains(&closed.mark.by);
        let next = work
            .instance
            .tasks_of(visit.id)
            .find(|task| task.closed().is_some_and(unnecessary) && vote.is_needed(task))
            .map(|task| task.id);
        let Some(task) = next else { return };
        work.record(What::TaskReopened { task });
    }
}

/// Within the visit: nobody may have acted whose turn had only come by the decision, and it must have mattered.
fn check_vote(
    work: &Work<'_>,
    visit: &Visit,
    step: &Step,
    task: TaskId,
    decision: OperationId,
) -> Result<(), Refusal> {
    let vote = Vote::new(&work.instance, visit, step);
    let acted_since = |other: &Task| match other.state {
        TaskState::Closed(closed) => closed.reason.is_decision() && closed.mark.by > decision,
        TaskState::Waiting | TaskState::Open => other.touched.is_some_and(|by| by > decision),
    };
    let follower = work
        .instance
        .tasks_of(visit.id)
        .find(|other| other.id != task && acted_since(other) && !vote.may_act(other));
    if let Some(follower) = follower {
        return Err(Refusal::FollowedUp { task: follower.id });
    }
    if vote.verdict() == Verdict::Pending { Ok(()) } else { Err(Refusal::DecidedAnyway { task }) }
}

/// Who gave an opinion may have been asked again by somebody else since; then the new question comes first.
fn check_one_task_each(work: &Work<'_>, visit: VisitId) -> Result<(), Refusal> {
    let mut holders = BTreeSet::new();
    let undecided = work.instance.tasks_of(visit).filter(|task| task.closed().is_none());
    for task in undecided {
        if !holders.insert(&task.assignee) {
            return Err(Refusal::AlreadyTakesPart { actor: task.assignee.clone() });
        }
    }
    Ok(())
}

/// Takes a return back: what it opened goes, what it ended is as it was.
fn undo_return(work: &mut Work<'_>, task: &Task, decision: Closed) -> Result<(), Refusal> {
    let nothing = Refusal::NothingToWithdraw { task: task.id };
    let number = decision.mark.by;
    match &work.instance.state {
        State::Returned(returned) if returned.by == number => {
            if work.facts.edited {
                return Err(Refusal::AlreadyEdited);
            }
            work.record(What::Started);
        }
        State::Running => {
            let target = work.instance.visits.iter().find(|visit| visit.entered.by == number);
            let target = target.filter(|visit| visit.is_current()).cloned().ok_or(nothing)?;
            take_back_untouched(work, &target)?;
        }
        _ => return Err(nothing),
    }
    for visit in restore_visits(work, number) {
        settle(work, visit)?;
    }
    Ok(())
}

/// Undoes what an operation did to visits and tasks; the visits that people decide again.
fn restore_visits(work: &mut Work<'_>, number: OperationId) -> Vec<VisitId> {
    let mut active = Vec::new();
    for visit in work.instance.visits.clone() {
        let stopped = visit.state == VisitState::Stopped && visit.ended.is_some_and(|mark| mark.by == number);
        let superseded = visit.superseded.is_some_and(|mark| mark.by == number);
        if stopped || superseded {
            work.record(What::StepRestored { visit: visit.id, active: stopped });
        }
        if stopped {
            active.push(visit.id);
        }
    }
    let closed: Vec<TaskId> = work
        .instance
        .tasks
        .iter()
        .filter(|task| task.closed().is_some_and(|closed| closed.mark.by == number))
        .map(|task| task.id)
        .collect();
    for task in closed {
        work.record(What::TaskReopened { task });
    }
    active
}

/// Takes back a visit that followed from the decision, provided that nobody acted in it.
fn take_back_untouched(work: &mut Work<'_>, visit: &Visit) -> Result<(), Refusal> {
    let acted = |task: &&Task| {
        task.touched.is_some()
            || passed_by_clock(task)
            || task.closed().is_some_and(|closed| closed.reason.is_decision())
    };
    if let Some(task) = work.instance.tasks_of(visit.id).find(acted) {
        return Err(Refusal::FollowedUp { task: task.id });
    }
    work.take_back(visit, Reason::DecisionWithdrawn);
    Ok(())
}
