//! 驳回: back to an earlier step, or to the initiator (5.1).
//!
//! A return takes back the visits from the target on, and nothing else. "From the target on" is a question to the definition: the target, what follows
//! it in its sequence, and what follows the splits around it. A target in the returning step's own branch therefore leaves the other branches alone; a
//! target before the split takes all of them. The returning step always follows the target, so its open siblings are closed as well.
//! No form value is touched: the engine does not even know them.

use super::advance::reenter;
use super::work::{Work, check_offer, check_reason};
use crate::{
    Definition, Instance, Offer, Reason, Refusal, ResubmitRule, ReturnTo, Step, StepKey, TaskId, VisitState,
    Way, What,
};

/// Records the return and opens the target.
pub(crate) fn return_to(
    work: &mut Work<'_>,
    task: TaskId,
    to: &ReturnTo,
    reason: &str,
    then: Option<Way>,
) -> Result<(), Refusal> {
    let (task, step) = work.held_for_decision(task)?;
    let offer = if *to == ReturnTo::Initiator { Offer::ReturnToInitiator } else { Offer::ReturnToStep };
    check_offer(step, offer)?;
    check_reason(reason)?;
    match to {
        ReturnTo::Initiator => {
            let way = way(work.definition.resubmit, then)?;
            work.decide_task(task.id, Reason::Returned, reason);
            work.stop_everything(Reason::ApplicationReturned);
            work.record(What::ReturnedToInitiator { task: task.id, way });
            Ok(())
        }
        ReturnTo::Previous | ReturnTo::Step(_) => {
            if then.is_some() {
                return Err(Refusal::WayNotOffered { chosen: true });
            }
            let target = target(work.definition, &work.instance, step, to)?;
            work.decide_task(task.id, Reason::Returned, reason);
            reopen(work, task.id, target)
        }
    }
}

/// The steps this one can return to: those before it whose visit was completed and still counts.
pub(crate) fn targets<'d>(definition: &'d Definition, instance: &Instance, from: &StepKey) -> Vec<&'d Step> {
    definition.steps_before(from).into_iter().filter(|step| is_passed(instance, step)).collect()
}

fn is_passed(instance: &Instance, step: &Step) -> bool {
    instance.current(&step.key).is_some_and(|visit| visit.state == VisitState::Passed)
}

/// The step that a return from here goes to.
pub(crate) fn target<'d>(
    definition: &'d Definition,
    instance: &Instance,
    from: &Step,
    to: &ReturnTo,
) -> Result<&'d Step, Refusal> {
    if let ReturnTo::Step(wanted) = to {
        let targets = targets(definition, instance, &from.key);
        return targets
            .iter()
            .copied()
            .find(|step| step.key == *wanted)
            .ok_or_else(|| Refusal::NotAReturnTarget { step: wanted.clone(), targets: keys(&targets) });
    }
    let previous = definition.previous(&from.key, &|step| is_passed(instance, step));
    match previous.as_slice() {
        [] => Err(Refusal::NoPreviousStep),
        [step] => Ok(step),
        several => Err(Refusal::PreviousUnclear { targets: keys(several) }),
    }
}

fn reopen(work: &mut Work<'_>, from: TaskId, target: &Step) -> Result<(), Refusal> {
    let earlier = work
        .instance
        .current(&target.key)
        .cloned()
        .ok_or_else(|| Refusal::NotAReturnTarget { step: target.key.clone(), targets: Vec::new() })?;
    work.take_back(&earlier, Reason::ApplicationReturned);
    for visit in work.current_visits(work.definition.steps_after(&target.key)) {
        work.take_back(&visit, Reason::ApplicationReturned);
    }
    work.record(What::ReturnedToStep { task: from, step: target.key.clone() });
    reenter(work, target, &earlier)
}

fn way(rule: ResubmitRule, then: Option<Way>) -> Result<Way, Refusal> {
    match (rule, then) {
        (ResubmitRule::StepByStep, None) => Ok(Way::StepByStep),
        (ResubmitRule::StraightBack, None) => Ok(Way::StraightBack),
        (ResubmitRule::ReturnerChooses, Some(way)) => Ok(way),
        (_, then) => Err(Refusal::WayNotOffered { chosen: then.is_some() }),
    }
}

fn keys(steps: &[&Step]) -> Vec<StepKey> {
    steps.iter().map(|step| step.key.clone()).collect()
}
