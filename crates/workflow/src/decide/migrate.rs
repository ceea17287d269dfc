//! 迁移: an application goes to another version of its service (5.11).
//!
//! A step is the same step when it has the same name, or the one it is renamed to. Where an application stands is read off its current visits, so a
//! migration only takes visits back, like a return: those of steps that are gone, of steps that are decided by another rule now, and of everything
//! that comes after a step which the new version still wants to ask. The same walk as ever then enters what is next.
//!
//! It never approves anything: where nothing would be left to decide, it is refused. And it is refused while somebody's vote lies in an open step.

use super::advance::{advance, skip};
use super::work::{Work, check_reason};
use crate::{Definition, Missed, Reason, Refusal, State, Step, StepKey, Task, Visit, VisitState, What};
use std::collections::{BTreeMap, BTreeSet};

/// Moves the application to the version that the facts hold.
pub(crate) fn migrate(
    work: &mut Work<'_>,
    version: &str,
    renamed: &BTreeMap<StepKey, StepKey>,
    missed: Missed,
    reason: &str,
) -> Result<(), Refusal> {
    work.check_administrator()?;
    check_reason(reason)?;
    let facts = work.facts;
    let next = facts.next.as_ref().ok_or_else(|| Refusal::NoSuchVersion { version: version.to_owned() })?;
    next.check().map_err(|_| Refusal::BrokenDefinition)?;
    check_renaming(work.definition, next, renamed)?;
    check_no_vote_half_cast(work)?;
    let changed = changed_steps(work.definition, next, renamed);
    work.record(What::Migrated { version: version.to_owned(), renamed: renamed.clone() });
    work.definition = next;
    take_back_gone(work, &changed);
    take_back_after_missed(work, next, missed);
    if work.instance.state == State::Running {
        advance(work)?;
    }
    let goes_on = matches!(work.instance.state, State::Running | State::Returned(_));
    if goes_on { Ok(()) } else { Err(Refusal::NothingLeft) }
}

/// A step is renamed to one that is there and is not somebody else's name.
fn check_renaming(
    old: &Definition,
    next: &Definition,
    renamed: &BTreeMap<StepKey, StepKey>,
) -> Result<(), Refusal> {
    let mut names = BTreeSet::new();
    for (from, to) in renamed {
        let taken = old.step(to).is_some() && !renamed.contains_key(to);
        if old.step(from).is_none() || next.step(to).is_none() || taken || !names.insert(to) {
            return Err(Refusal::BadRenaming { step: from.clone() });
        }
    }
    Ok(())
}

fn check_no_vote_half_cast(work: &Work<'_>) -> Result<(), Refusal> {
    let undecided = work.instance.visits.iter().filter(|visit| visit.state == VisitState::Active);
    for visit in undecided {
        let mut answers = work.instance.tasks_of(visit.id).filter_map(Task::closed);
        if answers.any(|closed| closed.reason.is_decision()) {
            return Err(Refusal::VoteHalfCast { step: visit.step.clone() });
        }
    }
    Ok(())
}

/// The new names of steps that the new version decides by another rule.
fn changed_steps(
    old: &Definition,
    next: &Definition,
    renamed: &BTreeMap<StepKey, StepKey>,
) -> BTreeSet<StepKey> {
    let name_of = |step: &Step| renamed.get(&step.key).unwrap_or(&step.key).clone();
    let differs = |step: &&Step| {
        let key = name_of(step);
        next.step(&key).is_some_and(|found| *found != Step { key, ..(*step).clone() })
    };
    old.steps().into_iter().filter(differs).map(name_of).collect()
}

/// Visits of steps that are gone, and open ones of steps that are decided otherwise now.
fn take_back_gone(work: &mut Work<'_>, changed: &BTreeSet<StepKey>) {
    let gone = |visit: &&Visit| {
        let decided_otherwise = visit.state == VisitState::Active && changed.contains(&visit.step);
        visit.is_current() && (decided_otherwise || work.definition.step(&visit.step).is_none())
    };
    let visits: Vec<Visit> = work.instance.visits.iter().filter(gone).cloned().collect();
    for visit in visits {
        work.take_back(&visit, Reason::ApplicationMigrated);
    }
}

/// Nothing may stand after a step that is not over. A step that was never asked is skipped or asked, as the command says.
fn take_back_after_missed(work: &mut Work<'_>, next: &Definition, missed: Missed) {
    for step in next.steps() {
        let after = work.current_visits(next.steps_after(&step.key));
        let current = work.instance.current(&step.key).map(|visit| visit.state);
        match current {
            Some(VisitState::Passed | VisitState::Skipped | VisitState::Stopped) => {}
            None if after.is_empty() => {}
            None if missed == Missed::Skip && !step.grants_access => skip(work, step),
            Some(VisitState::Active) | None => {
                for visit in after {
                    work.take_back(&visit, Reason::ApplicationMigrated);
                }
            }
        }
    }
}
