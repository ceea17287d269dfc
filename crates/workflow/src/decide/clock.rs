//! Stopping and restarting the clock of due times (5.10).
//!
//! The engine does not know how long a pause was in working days; the calendar does. On resuming, the facts say when each visit is due now.

use super::work::{Work, check_reason};
use crate::{Refusal, VisitId, VisitState, What};

/// Nothing becomes due while the clock stands still.
pub(crate) fn pause(work: &mut Work<'_>, reason: &str) -> Result<(), Refusal> {
    work.check_administrator()?;
    check_reason(reason)?;
    if work.instance.paused.is_some() {
        return Err(Refusal::ClockAlready { paused: true });
    }
    work.record(What::ClockPaused);
    Ok(())
}

/// The clock goes on: every visit that people are deciding is due as much later as the calendar says.
pub(crate) fn resume(work: &mut Work<'_>) -> Result<(), Refusal> {
    work.check_administrator()?;
    if work.instance.paused.is_none() {
        return Err(Refusal::ClockAlready { paused: false });
    }
    let facts = work.facts;
    let undecided: Vec<VisitId> = work
        .instance
        .visits
        .iter()
        .filter(|visit| visit.state == VisitState::Active && visit.due.is_some())
        .map(|visit| visit.id)
        .collect();
    for visit in undecided {
        if let Some(due) = facts.resumed.get(&visit).copied() {
            work.record(What::DueSet { visit, due });
        }
    }
    work.record(What::ClockResumed);
    Ok(())
}
