//! What lies ahead: for the progress page, the diagram, and the line "goes to … next" above a button.

use crate::decide::assign::{Assignment, Seat, foresee, named_by_rule};
use crate::vote::needed_of;
use crate::{Block, Definition, Facts, Instance, Policy, State, Step, StepKey, Way};
use serde::{Deserialize, Serialize};

/// A step that the application may still come to, as things are today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming {
    /// The step.
    pub step: StepKey,
    /// Does its condition hold today? If not, it will be skipped.
    pub applies: bool,
    /// Who would get a task: the people picked already, else those the rule names, else process administrators; empty
    /// where people must still be picked.
    pub seats: Vec<Seat>,
    /// Would process administrators stand in, because nobody else could decide (5.9)?
    pub stand_in: bool,
    /// How their decisions become one.
    pub policy: Policy,
    /// How many of them must approve.
    pub needed: usize,
    /// Whom the sender may pick among; empty where there is nothing to pick.
    pub choose_among: Vec<Seat>,
}

/// Every step still ahead, in reading order. A forecast: conditions and people are asked again when a step is entered.
pub fn upcoming(definition: &Definition, instance: &Instance, facts: &Facts) -> Vec<Upcoming> {
    let everything = match &instance.state {
        State::Draft => true,
        State::Returned(returned) => returned.way == Way::StepByStep,
        State::Running => false,
        State::Approved | State::Rejected | State::Cancelled | State::Terminated => return Vec::new(),
    };
    let ahead = |step: &&Step| everything || instance.current(&step.key).is_none();
    definition.steps().into_iter().filter(ahead).map(|step| forecast(instance, facts, step)).collect()
}

/// The steps that would be entered at once if this step were passed now (or, with `None`, if the draft were submitted). Empty means: the last approval,
/// or other branches are not ready.
pub fn entered_after(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    passed: Option<&StepKey>,
) -> Vec<Upcoming> {
    let mut next = Vec::new();
    walk(&definition.blocks, instance, facts, passed, &mut next);
    next.into_iter().map(|step| forecast(instance, facts, step)).collect()
}

/// Walks like advancing does, without entering anything; true when all blocks are behind.
fn walk<'d>(
    blocks: &'d [Block],
    instance: &Instance,
    facts: &Facts,
    passed: Option<&StepKey>,
    next: &mut Vec<&'d Step>,
) -> bool {
    blocks.iter().all(|block| match block {
        Block::Step(step) if Some(&step.key) == passed => true,
        Block::Step(step) => match instance.current(&step.key) {
            Some(visit) => visit.ended.is_some(),
            None if facts.applies(&step.key) => {
                next.push(step);
                false
            }
            None => true,
        },
        Block::Parallel(branches) => {
            let mut behind = true;
            for branch in branches {
                behind &= walk(branch, instance, facts, passed, next);
            }
            behind
        }
    })
}

fn forecast(instance: &Instance, facts: &Facts, step: &Step) -> Upcoming {
    let mut assignment = foresee(facts, instance, step);
    if assignment.stand_in && step.chosen_by.is_some() && !named_by_rule(facts, step).is_empty() {
        // Somebody will still pick: nobody stands in for people who are only not known yet.
        assignment = Assignment { seats: Vec::new(), stand_in: false };
    }
    let policy = if assignment.stand_in { Policy::Any } else { step.policy };
    let choose_among =
        if step.choose || step.chosen_by.is_some() { named_by_rule(facts, step) } else { Vec::new() };
    Upcoming {
        step: step.key.clone(),
        applies: facts.applies(&step.key),
        needed: needed_of(policy, assignment.seats.len()),
        seats: assignment.seats,
        stand_in: assignment.stand_in,
        policy,
        choose_among,
    }
}
