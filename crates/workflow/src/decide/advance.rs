//! Entering what comes next.
//!
//! There are no tokens. Where an application stands is read off its current visits: a step with a passed or skipped visit is behind, one with an active
//! visit is where people decide, one without a visit is ahead. Advancing walks the blocks in order and enters whatever is next; a parallel block is
//! behind when all its branches are. So nothing can be lost or doubled, whatever returns and withdrawals did before: they only take visits back.

use super::assign::{Assignment, assign, assign_again};
use super::settle::complete;
use super::work::Work;
use crate::{Block, Part, Policy, Reason, Refusal, Step, Task, TaskId, Visit, VisitId, VisitState, What};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Behind,
    Ahead,
}

/// Enters every step that is next now. When all are behind, the application is approved.
pub(crate) fn advance(work: &mut Work<'_>) -> Result<(), Refusal> {
    let definition = work.definition;
    if advance_sequence(work, &definition.blocks)? == Progress::Ahead {
        return Ok(());
    }
    // Conditions can skip every step of an application; then nobody would have agreed to anything.
    let somebody_decided =
        work.instance.visits.iter().any(|visit| visit.is_current() && visit.state == VisitState::Passed);
    if !somebody_decided {
        return Err(Refusal::NoStepApplies);
    }
    work.record(What::Approved);
    Ok(())
}

fn advance_sequence(work: &mut Work<'_>, blocks: &[Block]) -> Result<Progress, Refusal> {
    for block in blocks {
        let progress = match block {
            Block::Step(step) => advance_step(work, step)?,
            Block::Parallel(branches) => {
                let mut all = Progress::Behind;
                for branch in branches {
                    if advance_sequence(work, branch)? == Progress::Ahead {
                        all = Progress::Ahead;
                    }
                }
                all
            }
        };
        if progress == Progress::Ahead {
            return Ok(Progress::Ahead);
        }
    }
    Ok(Progress::Behind)
}

fn advance_step(work: &mut Work<'_>, step: &Step) -> Result<Progress, Refusal> {
    if let Some(visit) = work.instance.current(&step.key) {
        let deciding = visit.state == VisitState::Active;
        return Ok(if deciding { Progress::Ahead } else { Progress::Behind });
    }
    if !work.facts.applies(&step.key) {
        skip(work, step);
        return Ok(Progress::Behind);
    }
    let assignment = assign(work, step)?;
    let visit = enter(work, step, assignment);
    if pass_duplicate(work, step, visit) {
        return Ok(Progress::Behind);
    }
    Ok(Progress::Ahead)
}

/// Records that nobody is asked in this step.
pub(crate) fn skip(work: &mut Work<'_>, step: &Step) {
    let visit = next_visit(work);
    work.record(What::StepSkipped { visit, step: step.key.clone() });
}

/// Enters a step again for those who decided it in `earlier`. A return asks people, so the step's condition is not asked.
pub(crate) fn reenter(work: &mut Work<'_>, step: &Step, earlier: &Visit) -> Result<(), Refusal> {
    let assignment = assign_again(work, step, earlier)?;
    enter(work, step, assignment);
    Ok(())
}

/// A new visit with a task per seat; in an ordered vote only the first is open.
fn enter(work: &mut Work<'_>, step: &Step, assignment: Assignment) -> VisitId {
    let visit = next_visit(work);
    work.record(What::StepEntered { visit, step: step.key.clone() });
    if assignment.stand_in {
        work.record(What::NobodyToDecide { visit });
    }
    if let Some(due) = work.facts.steps.get(&step.key).and_then(|facts| facts.due) {
        work.record(What::DueSet { visit, due });
    }
    let ordered = step.policy == Policy::InOrder && !assignment.stand_in;
    for (place, seat) in assignment.seats.into_iter().enumerate() {
        let task = next_task(work);
        work.record(What::TaskOpened {
            task,
            visit,
            assignee: seat.assignee,
            instead_of: seat.instead_of,
            part: Part::Member,
            under: None,
            waiting: ordered && place > 0,
        });
    }
    visit
}

/// Passes the step at once when its assignee approved the step just before (5.8): only if the service says so, never where access is granted or an
/// opinion is wanted, and not in an application that was ever returned, because then somebody wants a second look.
fn pass_duplicate(work: &mut Work<'_>, step: &Step, visit: VisitId) -> bool {
    let single = matches!(step.policy, Policy::One | Policy::Any);
    let offered = work.definition.pass_duplicates && single && !step.grants_access && !step.opinion_required;
    let first_pass = !work.instance.was_returned
        && work.instance.visit(visit).is_some_and(|v| v.round == 1 && !v.stand_in);
    if !offered || !first_pass {
        return false;
    }
    let Some((task, earlier)) = find_duplicate(work, step, visit) else { return false };
    work.record(What::DuplicatePassed { task, earlier });
    complete(work, step, visit);
    true
}

/// A task of this visit and one of the step just before, approved by the same person.
fn find_duplicate(work: &Work<'_>, step: &Step, visit: VisitId) -> Option<(TaskId, TaskId)> {
    let passed =
        |step: &Step| work.instance.current(&step.key).is_some_and(|visit| visit.state == VisitState::Passed);
    let [previous] = work.definition.previous(&step.key, &passed)[..] else { return None };
    let previous = work.instance.current(&previous.key)?;
    let approved: Vec<&Task> =
        work.instance.tasks_of(previous.id).filter(|task| approved_as_member(task)).collect();
    work.instance.tasks_of(visit).find_map(|task| {
        let earlier = approved.iter().find(|earlier| earlier.assignee == task.assignee)?;
        Some((task.id, earlier.id))
    })
}

fn approved_as_member(task: &Task) -> bool {
    let approved = task
        .closed()
        .is_some_and(|closed| matches!(closed.reason, Reason::Approved | Reason::PassedAsDuplicate));
    approved && task.part == Part::Member
}

fn next_visit(work: &Work<'_>) -> VisitId {
    VisitId(u32::try_from(work.instance.visits.len()).unwrap_or(u32::MAX).saturating_add(1))
}

/// The number of the next task.
pub(crate) fn next_task(work: &Work<'_>) -> TaskId {
    TaskId(u32::try_from(work.instance.tasks.len()).unwrap_or(u32::MAX).saturating_add(1))
}
