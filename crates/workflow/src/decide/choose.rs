//! Picking the operators of steps ahead.

use super::assign::seat_for;
use super::work::Work;
use crate::{ActorId, Policy, Refusal, State, StepKey, What};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the choices against today's candidates and keeps them until their steps are entered.
pub(crate) fn choose(work: &mut Work<'_>, choices: &BTreeMap<StepKey, Vec<ActorId>>) -> Result<(), Refusal> {
    for (step, people) in choices {
        check(work, step, people)?;
    }
    if !choices.is_empty() {
        work.record(What::OperatorsChosen { choices: choices.clone() });
    }
    Ok(())
}

fn check(work: &Work<'_>, key: &StepKey, people: &[ActorId]) -> Result<(), Refusal> {
    // After a return to the initiator even passed steps may be entered again.
    let ahead = work.instance.current(key).is_none() || matches!(work.instance.state, State::Returned(_));
    let step = work
        .definition
        .step(key)
        .filter(|step| step.choose && ahead)
        .ok_or_else(|| Refusal::ChoiceNotOffered { step: key.clone() })?;
    let candidates = work.facts.candidates(key);
    let possible =
        |actor: &ActorId| candidates.contains(actor) && seat_for(work.facts, step, actor).is_some();
    let distinct: BTreeSet<&ActorId> = people.iter().collect();
    let right_number = !people.is_empty()
        && distinct.len() == people.len()
        && (step.policy != Policy::One || people.len() == 1);
    if right_number && people.iter().all(possible) {
        return Ok(());
    }
    let candidates = candidates.iter().filter(|actor| possible(actor)).cloned().collect();
    Err(Refusal::NotCandidates { step: key.clone(), candidates })
}
