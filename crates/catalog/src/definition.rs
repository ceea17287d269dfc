//! The process of a service as the approval engine takes it: no people, no forms, no conditions left to evaluate.

use std::collections::BTreeMap;

use tongxing_workflow as workflow;
use workflow::StepKey;

use crate::expression::{ExpressionFailure, Scope};
use crate::process::{Block, ByRule, Overdue, Step};
use crate::service::Service;

const HOUR_MS: i64 = 60 * 60 * 1000;

impl Service {
    /// What the approval engine needs to know of the process.
    pub fn definition(&self) -> workflow::Definition {
        workflow::Definition {
            blocks: self.process.blocks.iter().map(block).collect(),
            resubmit: self.process.resubmit,
            pass_duplicates: self.process.pass_repeated_person,
            urge_interval_ms: i64::from(self.process.urge_every_hours) * HOUR_MS,
        }
    }

    /// Which steps take place, for the engine's facts: a step without `when:` always does.
    ///
    /// # Errors
    /// When a condition cannot be evaluated: the file is at fault, and nobody's application may be decided by it.
    pub fn conditions(&self, scope: &Scope) -> Result<BTreeMap<StepKey, bool>, ExpressionFailure> {
        let holds = |step: &Step| step.when.as_ref().map_or(Ok(true), |when| when.holds(scope));
        self.steps().into_iter().map(|step| Ok((StepKey::new(&step.key), holds(step)?))).collect()
    }
}

fn block(block: &Block) -> workflow::Block {
    match block {
        Block::Step(inner) => workflow::Block::Step(step(inner)),
        Block::Parallel(parallel) => workflow::Block::Parallel(
            parallel.branches.iter().map(|branch| branch.iter().map(self::block).collect()).collect(),
        ),
    }
}

fn step(step: &Step) -> workflow::Step {
    workflow::Step {
        key: StepKey::new(&step.key),
        policy: step.policy,
        choose: step.choose,
        grants_access: step.grants_access,
        opinion_required: step.opinion_required,
        signer_veto: step.signer_veto,
        chosen_by: step.by.iter().find_map(ByRule::chooser),
        overdue: step.due.map_or(Overdue::Remind, |due| due.overdue),
        offers: step.operations.iter().copied().collect(),
    }
}
