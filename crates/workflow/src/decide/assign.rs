//! Who gets the tasks of a step.
//!
//! Every way to a task (the step's rule, a choice, a transfer, an added signer, a reopened step) goes through [`seat_for`], so that substitution and
//! separation of duties hold for all of them alike. The order matters: first the substitute is found, then 5.7 is asked about the result.

use super::work::Work;
use crate::{ActorId, Chooser, Facts, Instance, Part, Policy, Reason, Refusal, Step, Task, Visit};
use serde::{Deserialize, Serialize};

/// Who holds a task, and for whom: "B 代 A".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who holds it.
    pub assignee: ActorId,
    /// Who is away.
    pub instead_of: Option<ActorId>,
}

/// Who decides a step on entering it.
pub(crate) struct Assignment {
    pub(crate) seats: Vec<Seat>,
    /// Nobody could decide, process administrators stand in (5.9).
    pub(crate) stand_in: bool,
}

/// The seat this person would have: theirs, or their substitute's. `None` where separation of duties forbids it.
///
/// A substitute of the initiator is barred as well: whoever acts for a party acts as that party, else one could approve one's own access by going away.
pub(crate) fn seat_for(facts: &Facts, step: &Step, actor: &ActorId) -> Option<Seat> {
    let assignee = substitute_of(facts, actor);
    let barred = step.grants_access && (facts.is_party(actor) || facts.is_party(assignee));
    (!barred)
        .then(|| Seat { assignee: assignee.clone(), instead_of: (assignee != actor).then(|| actor.clone()) })
}

/// Follows the chain of substitutes. It stops before the initiator or an applicant; a circle is no substitution at all (5.6).
fn substitute_of<'f>(facts: &'f Facts, actor: &'f ActorId) -> &'f ActorId {
    let mut chain = vec![actor];
    let mut present = actor;
    while let Some(next) = facts.substitutes.get(present) {
        if chain.contains(&next) {
            return actor;
        }
        if facts.is_party(next) {
            break;
        }
        chain.push(next);
        present = next;
    }
    present
}

/// Who decides the step when it is entered from before, or why it cannot be entered.
pub(crate) fn assign(work: &Work<'_>, step: &Step) -> Result<Assignment, Refusal> {
    let several = named_by_rule(work.facts, step);
    let alone = step.policy == Policy::One && step.choose && several.len() > 1;
    let by_sender = step.chosen_by == Some(Chooser::PreviousOperator) && !several.is_empty();
    let must_choose = (alone || by_sender) && work.sends_forward();
    if must_choose && chosen_seats(work.facts, &work.instance, step).is_empty() {
        let candidates = several.into_iter().map(|seat| seat.instead_of.unwrap_or(seat.assignee)).collect();
        return Err(Refusal::ChooseOperator { step: step.key.clone(), candidates });
    }
    let assignment = foresee(work.facts, &work.instance, step);
    if assignment.seats.is_empty() {
        return Err(Refusal::NobodyToDecide { step: step.key.clone() });
    }
    Ok(assignment)
}

/// Who would decide the step now: the rule, narrowed by a choice made earlier; failing that, the process administrators; at worst, nobody.
pub(crate) fn foresee(facts: &Facts, instance: &Instance, step: &Step) -> Assignment {
    let chosen = chosen_seats(facts, instance, step);
    let picked_only = step.chosen_by.is_some();
    let mut seats = if chosen.is_empty() && !picked_only { named_by_rule(facts, step) } else { chosen };
    if seats.is_empty() {
        return Assignment { seats: seats_for(facts, step, &facts.process_administrators), stand_in: true };
    }
    if step.policy == Policy::One {
        // The directory's order decides where nobody chose.
        seats.truncate(1);
    }
    Assignment { seats, stand_in: false }
}

/// Who decides a step that is entered again (5.1): those who decided it, if all of them still may; else whoever would decide it now.
pub(crate) fn assign_again(work: &Work<'_>, step: &Step, earlier: &Visit) -> Result<Assignment, Refusal> {
    let deciders = deciders(&work.instance, step, earlier);
    let rule = named_by_rule(work.facts, step);
    let mut seats: Vec<Seat> = Vec::new();
    for task in deciders {
        let Some(seat) = seat_again(work.facts, step, &rule, task) else { return assign(work, step) };
        if !seats.iter().any(|known| known.assignee == seat.assignee) {
            seats.push(seat);
        }
    }
    if seats.is_empty() { assign(work, step) } else { Ok(Assignment { seats, stand_in: false }) }
}

/// The seats that the step's rule gives now, without any choice.
pub(crate) fn named_by_rule(facts: &Facts, step: &Step) -> Vec<Seat> {
    seats_for(facts, step, facts.candidates(&step.key))
}

/// One seat per person, in order. Two who are away with the same substitute share one: nobody votes twice.
fn seats_for(facts: &Facts, step: &Step, actors: &[ActorId]) -> Vec<Seat> {
    let mut seats: Vec<Seat> = Vec::new();
    for seat in actors.iter().filter_map(|actor| seat_for(facts, step, actor)) {
        if !seats.iter().any(|known| known.assignee == seat.assignee) {
            seats.push(seat);
        }
    }
    seats
}

/// The people picked earlier, as far as the rule still names them.
fn chosen_seats(facts: &Facts, instance: &Instance, step: &Step) -> Vec<Seat> {
    let Some(chosen) = instance.choices.get(&step.key) else { return Vec::new() };
    let candidates = facts.candidates(&step.key);
    let still: Vec<ActorId> = chosen.iter().filter(|actor| candidates.contains(actor)).cloned().collect();
    seats_for(facts, step, &still)
}

/// The step's own tasks that decided an earlier visit. In a vote these are all its voters, whether or not their ballots were still needed: else a
/// return would shrink the vote. Signers added then are not asked again by themselves, and stand-ins never.
fn deciders<'i>(instance: &'i Instance, step: &Step, visit: &Visit) -> Vec<&'i Task> {
    if visit.stand_in {
        return Vec::new();
    }
    let own = instance.tasks_of(visit.id).filter(|task| task.part == Part::Member && task.under.is_none());
    let everyone = matches!(step.policy, Policy::All | Policy::InOrder | Policy::Ratio(_));
    own.filter(|task| everyone || decided_step(task)).collect()
}

fn decided_step(task: &Task) -> bool {
    task.closed().is_some_and(|closed| {
        matches!(closed.reason, Reason::Approved | Reason::Returned | Reason::PassedAsDuplicate)
    })
}

/// The seat of an earlier decider, if still eligible: the rule names the person; or it names the one they had the task from, and they are active.
fn seat_again(facts: &Facts, step: &Step, rule: &[Seat], task: &Task) -> Option<Seat> {
    let first_holder = task.earlier_holders.first().unwrap_or(&task.assignee);
    let named = rule.iter().find(|seat| seat.assignee == *first_holder)?;
    if task.earlier_holders.is_empty() {
        return Some(named.clone());
    }
    if facts.active.contains(&task.assignee) { seat_for(facts, step, &task.assignee) } else { None }
}
