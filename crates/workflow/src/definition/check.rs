//! Is a definition well-formed?

use super::{Block, Definition, Offer, Policy, Step};
use crate::StepKey;
use std::collections::BTreeSet;
use thiserror::Error;

/// How deep parallel blocks may be nested: more than anybody has drawn, and little enough to walk without care for the stack.
const DEEPEST: u32 = 8;

/// What is wrong with a definition, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// There is no step at all.
    #[error("the process has no step")]
    NoStep,
    /// Two steps have the same name.
    #[error("the step name {0} is used twice")]
    SameName(StepKey),
    /// A branch of a parallel block has no step.
    #[error("a branch of a parallel block is empty")]
    EmptyBranch,
    /// A parallel block has a single branch, or none.
    #[error("a parallel block needs at least two branches")]
    NotParallel,
    /// Parallel blocks are nested too deep.
    #[error("parallel blocks are nested more than 8 deep")]
    TooDeep,
    /// A ratio is not between 1 and 100.
    #[error("the ratio of step {0} must be between 1 and 100 percent")]
    BadRatio(StepKey),
    /// Abstaining is offered in a step without a ratio.
    #[error("step {0} offers to abstain but is not decided by ratio")]
    AbstainWithoutRatio(StepKey),
    /// The clock would decide a step that gives access.
    #[error("step {0} grants access, so that no due time decides it")]
    ClockGrantsAccess(StepKey),
    /// The waiting time between two reminders is negative.
    #[error("the interval between two reminders is negative")]
    BadUrgeInterval,
}

impl Definition {
    /// Everything that is wrong with the definition; a definition without flaws can always be finished.
    pub fn check(&self) -> Result<(), Vec<Flaw>> {
        let mut flaws = Vec::new();
        if self.steps().is_empty() {
            flaws.push(Flaw::NoStep);
        }
        if self.urge_interval_ms < 0 {
            flaws.push(Flaw::BadUrgeInterval);
        }
        check_sequence(&self.blocks, 0, &mut BTreeSet::new(), &mut flaws);
        if flaws.is_empty() { Ok(()) } else { Err(flaws) }
    }
}

fn check_sequence(blocks: &[Block], depth: u32, names: &mut BTreeSet<StepKey>, flaws: &mut Vec<Flaw>) {
    if depth > DEEPEST {
        flaws.push(Flaw::TooDeep);
        return;
    }
    for block in blocks {
        match block {
            Block::Step(step) => check_step(step, names, flaws),
            Block::Parallel(branches) => {
                if branches.len() < 2 {
                    flaws.push(Flaw::NotParallel);
                }
                for branch in branches {
                    if branch.is_empty() {
                        flaws.push(Flaw::EmptyBranch);
                    }
                    check_sequence(branch, depth + 1, names, flaws);
                }
            }
        }
    }
}

fn check_step(step: &Step, names: &mut BTreeSet<StepKey>, flaws: &mut Vec<Flaw>) {
    if !names.insert(step.key.clone()) {
        flaws.push(Flaw::SameName(step.key.clone()));
    }
    let ratio = matches!(step.policy, Policy::Ratio(_));
    if matches!(step.policy, Policy::Ratio(percent) if !(1..=100).contains(&percent)) {
        flaws.push(Flaw::BadRatio(step.key.clone()));
    }
    if step.grants_access && step.overdue.decides() {
        flaws.push(Flaw::ClockGrantsAccess(step.key.clone()));
    }
    if step.offers.contains(&Offer::Abstain) && !ratio {
        flaws.push(Flaw::AbstainWithoutRatio(step.key.clone()));
    }
}
