//! What a migration would do (5.11): a dry run, listed for whoever must decide about it.

use crate::decide::decide;
use crate::{
    Command, Decision, Definition, Facts, Instance, Operation, Refusal, StepKey, VisitId, VisitState, What,
    apply,
};
use serde::{Deserialize, Serialize};

/// What becomes of one step of an application that goes to another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The step, by its name in the new version (in the old one, if it is gone).
    pub step: StepKey,
    /// The visit.
    pub visit: VisitId,
    /// What becomes of it.
    pub what: Moved,
    /// Who holds its tasks afterwards.
    pub people: Vec<crate::ActorId>,
}

/// What becomes of a visit in a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    /// It stays as it is, with the people who hold it.
    Stays,
    /// It does not count any more.
    TakenBack,
    /// It is passed over.
    Skipped,
    /// It is asked now.
    Entered,
}

/// Lists what a migration would do, without doing it: what moves where.
///
/// # Errors
/// What the migration itself would be refused for.
pub fn plan_migration(
    definition: &Definition,
    instance: &Instance,
    command: &Command,
    facts: &Facts,
) -> Result<Vec<Move>, Refusal> {
    let Decision::Accepted(operations) = decide(definition, instance, command, facts)? else {
        return Ok(Vec::new());
    };
    let mut after = instance.clone();
    for operation in &operations {
        apply(&mut after, operation);
    }
    Ok(moves(instance, &after, &operations))
}

fn moves(before: &Instance, after: &Instance, operations: &[Operation]) -> Vec<Move> {
    let touched = |id: VisitId| {
        operations.iter().find_map(|operation| match &operation.what {
            What::StepEntered { visit, .. } if *visit == id => Some(Moved::Entered),
            What::StepSkipped { visit, .. } if *visit == id => Some(Moved::Skipped),
            What::StepStopped { visit } | What::StepSuperseded { visit } if *visit == id => {
                Some(Moved::TakenBack)
            }
            _ => None,
        })
    };
    let counted = |id: VisitId| before.visit(id).is_none_or(crate::Visit::is_current);
    let visits = after.visits.iter().filter(|visit| counted(visit.id));
    visits
        .map(|visit| Move {
            step: visit.step.clone(),
            visit: visit.id,
            what: touched(visit.id).unwrap_or(Moved::Stays),
            people: if visit.state == VisitState::Active {
                let undecided = after.tasks_of(visit.id).filter(|task| task.closed().is_none());
                undecided.map(|task| task.assignee.clone()).collect()
            } else {
                Vec::new()
            },
        })
        .collect()
}
