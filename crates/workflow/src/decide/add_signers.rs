//! 加签: asking further people before, after or beside oneself (5.3).

use super::advance::next_task;
use super::assign::{Seat, seat_for};
use super::settle::settle;
use super::work::{Work, check_offer};
use crate::{ActorId, Mode, Offer, Part, Placement, Reason, Refusal, Step, Task, TaskId, VisitId, What};

/// Added signers may add signers, so deep.
const DEEPEST: u32 = 3;

/// Adds signers to the caller's task.
pub(crate) fn add_signers(
    work: &mut Work<'_>,
    task: TaskId,
    signers: &[ActorId],
    placement: Placement,
) -> Result<(), Refusal> {
    let (task, step) = work.held(task)?;
    check_offer(step, Offer::AddSigners)?;
    if signers.is_empty() {
        return Err(Refusal::NobodyNamed);
    }
    let part = part(work, &task, placement)?;
    let waits = match placement {
        Placement::After(_) => true,
        Placement::Before(_) | Placement::Parallel => false,
    };
    let ordered = placement == Placement::Before(Mode::InOrder);
    check_depth(work, &task)?;
    work.record(What::TaskTouched { task: task.id });
    for (place, signer) in signers.iter().enumerate() {
        check_signer(work, step, signer)?;
        let seat = newcomer(work, step, task.visit, signer)?;
        open_under(work, &task, seat, part, waits || (ordered && place > 0));
    }
    settle(work, task.visit)
}

/// What the signers' answers count for. Who is asked for an opinion can only ask for further opinions; who shares somebody's seat is joined there.
fn part(work: &Work<'_>, task: &Task, placement: Placement) -> Result<Part, Refusal> {
    match placement {
        Placement::Before(mode) => Ok(Part::Before { of: task.id, group: work.cause(), mode }),
        _ if task.part.is_opinion() => Err(Refusal::OnlyBefore { task: task.id }),
        Placement::After(mode) => Ok(Part::After { of: task.id, group: work.cause(), mode }),
        Placement::Parallel => Ok(task.part),
    }
}

/// A task below this one must not be deeper than allowed.
pub(crate) fn check_depth(work: &Work<'_>, task: &Task) -> Result<(), Refusal> {
    let mut depth = 1;
    let mut above = task.under;
    while let Some(next) = above {
        depth += 1;
        above = work.instance.task(next).and_then(|task| task.under);
    }
    if depth > DEEPEST { Err(Refusal::TooDeep { limit: DEEPEST }) } else { Ok(()) }
}

fn check_signer(work: &Work<'_>, step: &Step, signer: &ActorId) -> Result<(), Refusal> {
    let allowed = work.facts.steps.get(&step.key).and_then(|facts| facts.signers.as_ref());
    if allowed.is_some_and(|allowed| !allowed.contains(signer)) {
        return Err(Refusal::NotASigner { actor: signer.clone(), step: step.key.clone() });
    }
    Ok(())
}

/// The seat of somebody who comes into a visit by another person's hand: active, not barred, and not there already.
pub(crate) fn newcomer(
    work: &Work<'_>,
    step: &Step,
    visit: VisitId,
    actor: &ActorId,
) -> Result<Seat, Refusal> {
    if !work.facts.active.contains(actor) {
        return Err(Refusal::NotActive { actor: actor.clone() });
    }
    let seat = seat_for(work.facts, step, actor)
        .ok_or_else(|| Refusal::SeparationOfDuties { actor: actor.clone(), step: step.key.clone() })?;
    if work.instance.tasks_of(visit).any(|task| task.assignee == seat.assignee && takes_part(task)) {
        return Err(Refusal::AlreadyTakesPart { actor: seat.assignee });
    }
    Ok(seat)
}

/// Is there something this person still has to do, or a vote that stands? Who only gave an opinion may be asked again.
fn takes_part(task: &Task) -> bool {
    task.closed().is_none_or(|closed| {
        matches!(
            closed.reason,
            Reason::Approved | Reason::Rejected | Reason::Abstained | Reason::PassedAsDuplicate
        )
    })
}

/// Opens a task that somebody's holder brought in.
pub(crate) fn open_under(work: &mut Work<'_>, owner: &Task, seat: Seat, part: Part, waiting: bool) {
    let task = next_task(work);
    work.record(What::TaskOpened {
        task,
        visit: owner.visit,
        assignee: seat.assignee,
        instead_of: seat.instead_of,
        part,
        under: Some(owner.id),
        waiting,
    });
}
