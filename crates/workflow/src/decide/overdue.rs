//! 超时: a step was not decided in time (5.10).
//!
//! What happens then is the service's word: a reminder, the superiors, or a decision by the clock. The clock never decides a step that grants access,
//! and never one where process administrators stand in: there nobody could decide in the first place.

use super::add_signers::newcomer;
use super::advance::advance;
use super::due_soon::{open_tasks, running_clock};
use super::settle::{complete, end};
use super::work::Work;
use crate::{ActorId, Overdue, Part, Reason, Refusal, Step, Task, VisitId, What};

/// Draws the consequence of a due time, once per visit.
pub(crate) fn overdue(work: &mut Work<'_>, visit: VisitId) -> Result<(), Refusal> {
    work.check_system()?;
    let due = running_clock(work, visit)?;
    if let Some(by) = due.expired {
        return Err(Refusal::AlreadyHappened { by });
    }
    if work.command.at < due.time.at {
        return Err(Refusal::NotDue { visit });
    }
    let Some(late) = work.instance.visit(visit) else { return Err(Refusal::NotDue { visit }) };
    let stand_in = late.stand_in;
    let step = work.step(&late.step)?;
    let rule = if step.overdue.decides() && (stand_in || step.grants_access) {
        Overdue::Remind
    } else {
        step.overdue
    };
    match rule {
        Overdue::Remind => {
            let tasks = open_tasks(work, visit);
            work.record(What::DueExpired { visit, tasks });
            Ok(())
        }
        Overdue::Escalate => {
            escalate(work, step, visit);
            Ok(())
        }
        Overdue::Approve => {
            work.record(What::DueExpired { visit, tasks: Vec::new() });
            work.close_tasks_of(visit, Reason::PassedWhenOverdue);
            complete(work, step, visit);
            advance(work)
        }
        Overdue::Reject => {
            work.record(What::DueExpired { visit, tasks: Vec::new() });
            work.close_tasks_of(visit, Reason::RejectedWhenOverdue);
            end(work, Reason::ApplicationRejected, What::Rejected);
            Ok(())
        }
    }
}

/// Each open seat of the vote goes to its holder's superior, else to a process administrator. A task that nobody can take stays, with a reminder.
fn escalate(work: &mut Work<'_>, step: &Step, visit: VisitId) {
    let seat = |task: &&Task| task.is_open() && task.part == Part::Member;
    let tasks: Vec<Task> = work.instance.tasks_of(visit).filter(seat).cloned().collect();
    let mut stay: Vec<_> = work
        .instance
        .tasks_of(visit)
        .filter(|task| task.is_open() && task.part != Part::Member)
        .map(|t| t.id)
        .collect();
    let mut handed_over = Vec::new();
    for task in tasks {
        let superiors = work.facts.superiors.get(&task.assignee).map(Vec::as_slice).unwrap_or_default();
        let mut takers = superiors.iter().chain(&work.facts.process_administrators);
        let taken: Vec<&ActorId> =
            handed_over.iter().map(|(_, seat): &(_, super::Seat)| &seat.assignee).collect();
        let seat = takers.find_map(|taker| {
            let seat = newcomer(work, step, visit, taker).ok()?;
            let free = !task.earlier_holders.contains(&seat.assignee) && !taken.contains(&&seat.assignee);
            free.then_some(seat)
        });
        match seat {
            Some(seat) => handed_over.push((task.id, seat)),
            None => stay.push(task.id),
        }
    }
    work.record(What::DueExpired { visit, tasks: stay });
    for (task, seat) in handed_over {
        work.record(What::TaskHandedOver { task, to: seat.assignee, instead_of: seat.instead_of });
    }
}
