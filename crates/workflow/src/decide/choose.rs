//! Picking the operators of steps ahead.

use super::assign::seat_for;
use super::work::Work;
use crate::{Action, ActorId, Chooser, Policy, Refusal, State, Step, StepKey, What};
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

/// What the initiator picks for steps further on must be there on handing in: later nobody asks them again.
pub(crate) fn check_chosen(work: &Work<'_>) -> Result<(), Refusal> {
    let wanted = |step: &&Step| {
        step.chosen_by == Some(Chooser::Initiator)
            && work.facts.applies(&step.key)
            && !work.instance.choices.contains_key(&step.key)
            && work.instance.current(&step.key).is_none()
    };
    for step in work.definition.steps().into_iter().filter(wanted) {
        let possible = |actor: &&ActorId| seat_for(work.facts, step, actor).is_some();
        let candidates: Vec<ActorId> =
            work.facts.candidates(&step.key).iter().filter(possible).cloned().collect();
        if !candidates.is_empty() {
            return Err(Refusal::ChooseOperator { step: step.key.clone(), candidates });
        }
    }
    Ok(())
}

/// May whoever sends the application on now pick the people of this step?
fn offers_choice(work: &Work<'_>, step: &Step) -> bool {
    match step.chosen_by {
        None => step.choose,
        Some(Chooser::PreviousOperator) => true,
        Some(Chooser::Initiator) => {
            matches!(work.command.action, Action::Submit(_) | Action::Resubmit(_))
        }
    }
}

fn check(work: &Work<'_>, key: &StepKey, people: &[ActorId]) -> Result<(), Refusal> {
    // After a return to the initiator even passed steps may be entered again.
    let ahead = work.instance.current(key).is_none() || matches!(work.instance.state, State::Returned(_));
    let step = work
        .definition
        .step(key)
        .filter(|step| offers_choice(work, step) && ahead)
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
