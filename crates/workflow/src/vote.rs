//! How the answers of several people become one (5.3, 5.4). A view of one visit; it changes nothing.
//!
//! The step's own assignees and those added in parallel are its *members*: each is one seat in the vote. Signers added *after* a member share that
//! member's seat: it counts as approving only when they do too. Signers added *before* and delegates only give opinions; the task they were added to
//! waits. Any of these may add signers in turn, so every question here is asked recursively along that tree.
//!
//! Two traps. A seat that was removed is *gone*: it is in no count. And a condition such as "whose turn is it" is never remembered: it is worked out
//! from the answers each time, so that taking an answer back needs no rule of its own.

use crate::{
    Definition, Instance, Mode, OperationId, Part, Policy, Reason, Step, Task, TaskId, Visit, VisitId,
};
use std::collections::BTreeMap;

/// What a step, a seat or a group has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pending,
    For,
    Against,
    Abstained,
    /// Removed: not counted.
    Gone,
}

/// The counts of a vote, for "needs 2 of 3".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// N: how many seats there are.
    pub voters: usize,
    /// How many approvals are needed.
    pub needed: usize,
    /// How many approve so far.
    pub approve: usize,
    /// How many are against so far.
    pub against: usize,
    /// How many abstained so far.
    pub abstained: usize,
}

/// How the vote of a visit stands: "2 of 3 needed, 1 so far". `None` for a visit that is not in the definition.
pub fn count(definition: &Definition, instance: &Instance, visit: VisitId) -> Option<Count> {
    let visit = instance.visit(visit)?;
    let step = definition.step(&visit.step)?;
    Some(Vote::new(instance, visit, step).count())
}

/// The people of one visit and what they said.
pub(crate) struct Vote<'a> {
    policy: Policy,
    veto: bool,
    tasks: Vec<&'a Task>,
    /// Added signers and delegates, by the task they were added to.
    added: BTreeMap<TaskId, Vec<&'a Task>>,
}

impl<'a> Vote<'a> {
    pub(crate) fn new(instance: &'a Instance, visit: &Visit, step: &Step) -> Self {
        let tasks: Vec<&Task> = instance.tasks_of(visit.id).collect();
        let mut added: BTreeMap<TaskId, Vec<&Task>> = BTreeMap::new();
        for task in &tasks {
            if let Part::Before { of, .. } | Part::After { of, .. } | Part::Delegate { of } = task.part {
                added.entry(of).or_default().push(task);
            }
        }
        // One of several process administrators is enough, whatever the step's own policy (5.9).
        let policy = if visit.stand_in { Policy::Any } else { step.policy };
        Self { policy, veto: step.signer_veto, tasks, added }
    }

    /// What the step has come to: pending, for or against.
    pub(crate) fn verdict(&self) -> Verdict {
        if self.veto && self.tasks.iter().any(|task| is_veto(task)) {
            return Verdict::Against;
        }
        match self.policy {
            Policy::Any => of_any(self.members().map(|member| self.seat(member))),
            // A single assignee who adds others in parallel wants them all.
            Policy::One | Policy::All | Policy::InOrder => of_all(self.members().map(|m| self.seat(m))),
            Policy::Ratio(_) => of_ratio(&self.count()),
        }
    }

    /// The counts of the members' seats.
    pub(crate) fn count(&self) -> Count {
        let seats: Vec<Verdict> =
            self.members().map(|member| self.seat(member)).filter(|seat| *seat != Verdict::Gone).collect();
        let with = |verdict| seats.iter().filter(|seat| **seat == verdict).count();
        let voters = seats.len();
        Count {
            voters,
            needed: needed_of(self.policy, voters),
            approve: with(Verdict::For),
            against: with(Verdict::Against),
            abstained: with(Verdict::Abstained),
        }
    }

    /// Is an undecided task still wanted, or has somebody else's answer made it unnecessary?
    pub(crate) fn is_needed(&self, task: &Task) -> bool {
        match task.part {
            Part::Member => self.policy != Policy::Any || !self.members().any(has_decided),
            Part::Before { of, group, mode } => self.task(of).is_some_and(|owner| {
                owner.closed().is_none()
                    && self.is_needed(owner)
                    && !(mode == Mode::Any && self.group(of, group).any(has_decided))
            }),
            Part::Delegate { of } => {
                self.task(of).is_some_and(|owner| owner.closed().is_none() && self.is_needed(owner))
            }
            Part::After { of, group, mode } => self.task(of).is_some_and(|owner| {
                let before_decided = owner.closed().is_none() && self.is_needed(owner);
                let after_approved = is_approved(owner) && self.seat(owner) == Verdict::Pending;
                let answered = mode == Mode::Any && self.group(of, group).any(has_decided);
                (before_decided || after_approved) && !answered
            }),
        }
    }

    /// Can the holder act now: is it their turn, and has everyone they asked answered?
    pub(crate) fn may_act(&self, task: &Task) -> bool {
        self.is_turn(task) && !self.awaits_opinions(task)
    }

    fn is_turn(&self, task: &Task) -> bool {
        match task.part {
            Part::Member => self.policy != Policy::InOrder || self.all_before(task, self.members()),
            Part::Before { of, group, mode } => {
                self.task(of).is_some_and(|owner| self.is_turn(owner))
                    && (mode != Mode::InOrder || self.all_before(task, self.group(of, group)))
            }
            Part::Delegate { of } => self.task(of).is_some_and(|owner| self.is_turn(owner)),
            Part::After { of, group, mode } => {
                self.task(of).is_some_and(is_approved)
                    && (mode != Mode::InOrder || self.all_before(task, self.group(of, group)))
            }
        }
    }

    /// In an ordered set: have all who come before this task said what lets the next one act? A vote must be for, an opinion may be either.
    fn all_before<'t>(&'t self, task: &Task, set: impl Iterator<Item = &'t Task>) -> bool {
        let place = self.place(task);
        let mut earlier = set.filter(|other| self.place(other) < place);
        earlier.all(|other| match self.seat(other) {
            Verdict::For | Verdict::Gone => true,
            Verdict::Against | Verdict::Abstained => other.part.is_opinion(),
            Verdict::Pending => false,
        })
    }

    /// Somebody added in parallel stands at the place of whom they were added beside.
    fn place(&self, task: &Task) -> TaskId {
        match task.under.and_then(|under| self.task(under)) {
            Some(beside) if beside.part == task.part => self.place(beside),
            _ => task.id,
        }
    }

    fn awaits_opinions(&self, task: &Task) -> bool {
        self.added_to(task.id).any(|asked| match asked.part {
            Part::Before { of, group, mode: Mode::Any } => {
                asked.closed().is_none() && !self.group(of, group).any(has_decided)
            }
            Part::Before { .. } | Part::Delegate { .. } => asked.closed().is_none(),
            Part::Member | Part::After { .. } => false,
        })
    }

    /// What one task counts for, together with the signers who decide after it.
    fn seat(&self, task: &Task) -> Verdict {
        let Some(closed) = task.closed() else { return Verdict::Pending };
        match closed.reason {
            Reason::Approved | Reason::PassedAsDuplicate => self.seat_after_approval(task),
            Reason::Agreed => Verdict::For,
            Reason::Rejected | Reason::Disagreed | Reason::Returned => Verdict::Against,
            Reason::Abstained => Verdict::Abstained,
            Reason::SignerRemoved => Verdict::Gone,
            // Closed without an answer: a voter who has not voted, should the decision be withdrawn.
            Reason::PassedWhenOverdue
            | Reason::RejectedWhenOverdue
            | Reason::ApplicationMigrated
            | Reason::DecidedByOthers
            | Reason::ApplicationReturned
            | Reason::DecisionWithdrawn
            | Reason::ApplicationRejected
            | Reason::ApplicationCancelled
            | Reason::ApplicationTerminated => Verdict::Pending,
        }
    }

    fn seat_after_approval(&self, task: &Task) -> Verdict {
        let mut groups: Vec<(OperationId, Mode)> = Vec::new();
        for signer in self.added_to(task.id) {
            if let Part::After { group, mode, .. } = signer.part
                && !groups.iter().any(|(known, _)| *known == group)
            {
                groups.push((group, mode));
            }
        }
        of_all(groups.into_iter().map(|(group, mode)| {
            let seats = self.group(task.id, group).map(|signer| self.seat(signer));
            match mode {
                Mode::Any => of_any(seats),
                Mode::All | Mode::InOrder => of_all(seats),
            }
        }))
    }

    fn members(&self) -> impl Iterator<Item = &'a Task> {
        self.tasks.iter().copied().filter(|task| task.part == Part::Member)
    }

    fn added_to(&self, task: TaskId) -> impl Iterator<Item = &'a Task> {
        self.added.get(&task).into_iter().flatten().copied()
    }

    fn group(&self, of: TaskId, number: OperationId) -> impl Iterator<Item = &'a Task> {
        self.added_to(of).filter(move |task| match task.part {
            Part::Before { group, .. } | Part::After { group, .. } => group == number,
            Part::Member | Part::Delegate { .. } => false,
        })
    }

    fn task(&self, id: TaskId) -> Option<&'a Task> {
        // Tasks are kept in the order of their numbers.
        let place = self.tasks.binary_search_by_key(&id, |task| task.id).ok()?;
        self.tasks.get(place).copied()
    }
}

/// The first answer counts. Nobody left to ask is no objection.
fn of_any(seats: impl Iterator<Item = Verdict>) -> Verdict {
    let mut all_gone = true;
    for seat in seats {
        match seat {
            Verdict::For | Verdict::Against => return seat,
            Verdict::Pending | Verdict::Abstained => all_gone = false,
            Verdict::Gone => {}
        }
    }
    if all_gone { Verdict::For } else { Verdict::Pending }
}

/// One objection is enough, else everyone must agree. Nobody left to ask is no objection.
fn of_all(seats: impl Iterator<Item = Verdict>) -> Verdict {
    let mut verdict = Verdict::For;
    for seat in seats {
        match seat {
            Verdict::Against => return Verdict::Against,
            Verdict::Pending | Verdict::Abstained => verdict = Verdict::Pending,
            Verdict::For | Verdict::Gone => {}
        }
    }
    verdict
}

/// Votes in integers: for when approve×100 ≥ r×N, against when (N−against)×100 < r×N; an abstention stays in N.
/// When everyone has answered and it is not for, it is against: abstentions do not keep a vote open for ever.
fn of_ratio(count: &Count) -> Verdict {
    if count.approve >= count.needed {
        return Verdict::For;
    }
    let answered = count.approve + count.against + count.abstained;
    if count.voters - count.against < count.needed || answered == count.voters {
        return Verdict::Against;
    }
    Verdict::Pending
}

/// How many of so many voters must approve. For a ratio, the least number k with k×100 ≥ r×N.
pub(crate) fn needed_of(policy: Policy, voters: usize) -> usize {
    match policy {
        Policy::Any => voters.min(1),
        Policy::One | Policy::All | Policy::InOrder => voters,
        Policy::Ratio(percent) => {
            usize::try_from(percent).unwrap_or(usize::MAX).saturating_mul(voters).div_ceil(100)
        }
    }
}

fn has_decided(task: &Task) -> bool {
    task.closed()
        .is_some_and(|closed| closed.reason.is_decision() || closed.reason == Reason::PassedAsDuplicate)
}

fn is_approved(task: &Task) -> bool {
    task.closed().is_some_and(|closed| matches!(closed.reason, Reason::Approved | Reason::PassedAsDuplicate))
}

fn is_veto(task: &Task) -> bool {
    matches!(task.part, Part::Before { .. })
        && task.closed().is_some_and(|closed| closed.reason == Reason::Disagreed)
}
