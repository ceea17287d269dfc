//! 重新提交: the initiator sends a returned application again (5.2).
//!
//! Straight back skips approvals that were given to an older text. That is right for a typing mistake and wrong for another identity document, so the
//! way falls back to step by step, with the reason in the log, when something material was edited, when a condition that decided
//! the way has changed, or when the application was migrated meanwhile.

use super::advance::{advance, reenter};
use super::choose::{check_chosen, choose};
use super::work::Work;
use crate::{Detour, Forward, Refusal, Returned, State, StepKey, VisitState, Way, What};

/// Sends the application on the way that the return fixed, or step by step where that is not safe.
pub(crate) fn resubmit(work: &mut Work<'_>, forward: &Forward) -> Result<(), Refusal> {
    work.check_initiator()?;
    let State::Returned(returned) = work.instance.state.clone() else {
        return Err(Refusal::WrongState { state: work.instance.state.code() });
    };
    choose(work, &forward.choices)?;
    check_chosen(work)?;
    let detour = match returned.way {
        Way::StepByStep => None,
        Way::StraightBack => detour(work, &returned),
    };
    let way = if detour.is_some() { Way::StepByStep } else { returned.way };
    work.record(What::WayTaken { way, instead: detour });
    work.record(What::Started);
    match way {
        Way::StepByStep => start_anew(work),
        Way::StraightBack => go_back(work, &returned)?,
    }
    advance(work)
}

fn start_anew(work: &mut Work<'_>) {
    // The return stopped every visit that was active, so none of these has an open task.
    for visit in work.current_visits(work.definition.steps()) {
        work.record(What::StepSuperseded { visit: visit.id });
    }
}

/// The step that returned is entered again for whoever returned it. Steps of other branches that the return interrupted have no current visit, so
/// advancing enters them as well.
fn go_back(work: &mut Work<'_>, returned: &Returned) -> Result<(), Refusal> {
    let task = work.instance.task(returned.task).ok_or(Refusal::NoSuchTask { task: returned.task })?;
    let visit =
        work.instance.visit(task.visit).cloned().ok_or(Refusal::NoSuchTask { task: returned.task })?;
    let step = work.step(&visit.step)?;
    reenter(work, step, &visit)
}

fn detour(work: &Work<'_>, returned: &Returned) -> Option<Detour> {
    if work.instance.migrated.is_some_and(|migration| migration > returned.by) {
        return Some(Detour::Migrated);
    }
    if !work.facts.material_edits.is_empty() {
        return Some(Detour::MaterialEdited { fields: work.facts.material_edits.clone() });
    }
    let interrupted = |step: &StepKey| {
        work.instance
            .visits
            .iter()
            .any(|visit| visit.step == *step && visit.ended.is_some_and(|mark| mark.by == returned.by))
    };
    let changed: Vec<StepKey> = work
        .definition
        .steps()
        .into_iter()
        .filter(|step| {
            let applies = work.facts.applies(&step.key);
            match work.instance.current(&step.key).map(|visit| visit.state) {
                Some(VisitState::Skipped) => applies,
                Some(_) => !applies,
                None => interrupted(&step.key) && !applies,
            }
        })
        .map(|step| step.key.clone())
        .collect();
    (!changed.is_empty()).then_some(Detour::ConditionsChanged { steps: changed })
}
