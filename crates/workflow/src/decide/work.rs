//! One command being carried out: a working copy of the instance, and the operations recorded so far.

use crate::{
    Action, ActorId, Command, Definition, Facts, Instance, Offer, Operation, OperationId, Reason, Refusal,
    State, Step, StepKey, Task, TaskId, TaskState, Visit, VisitId, VisitState, What, apply,
};

/// A command on its way through the engine.
pub(crate) struct Work<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) facts: &'a Facts,
    pub(crate) command: &'a Command,
    /// The working copy: always what [`apply()`] made of the operations recorded so far.
    pub(crate) instance: Instance,
    operations: Vec<Operation>,
    cause: OperationId,
}

impl<'a> Work<'a> {
    /// Takes a working copy and records the command itself, the cause of everything that follows.
    pub(crate) fn begin(
        definition: &'a Definition,
        instance: &Instance,
        command: &'a Command,
        facts: &'a Facts,
    ) -> Self {
        let cause = OperationId(instance.operations + 1);
        let instance = instance.without_answers();
        let mut work = Self { definition, facts, command, instance, operations: Vec::new(), cause };
        work.record(What::Commanded { key: command.key.clone(), action: command.action.clone() });
        work
    }

    /// Lets something happen: numbers it, applies it to the working copy, keeps it for the log.
    pub(crate) fn record(&mut self, what: What) {
        let operation = Operation {
            number: OperationId(self.instance.operations + 1),
            cause: self.cause,
            at: self.command.at,
            actor: self.command.actor.clone(),
            what,
        };
        apply(&mut self.instance, &operation);
        self.operations.push(operation);
    }

    pub(crate) fn into_operations(self) -> Vec<Operation> {
        self.operations
    }

    /// The number of the command's operation.
    pub(crate) fn cause(&self) -> OperationId {
        self.cause
    }

    pub(crate) fn actor(&self) -> &'a ActorId {
        &self.command.actor
    }

    /// The named task, if it is the caller's to act on: the check that no page can get around.
    pub(crate) fn held(&self, id: TaskId) -> Result<(Task, &'a Step), Refusal> {
        let task = self.instance.task(id).ok_or(Refusal::NoSuchTask { task: id })?;
        if task.assignee != *self.actor() {
            return Err(Refusal::NotAssignee { task: id });
        }
        match task.state {
            TaskState::Open => {
                let step = self.step_of(task)?;
                if !still_theirs(&self.instance, self.facts, step, task) {
                    return Err(Refusal::NotAssignee { task: id });
                }
                Ok((task.clone(), step))
            }
            TaskState::Waiting => Err(Refusal::TaskWaiting { task: id }),
            TaskState::Closed(closed) => {
                Err(Refusal::TaskClosed { task: id, by: closed.mark.by, reason: closed.reason.code() })
            }
        }
    }

    /// The named task, if it is the caller's to decide with full weight. Asks 5.7 again: people change between assignment and decision.
    pub(crate) fn held_for_decision(&self, id: TaskId) -> Result<(Task, &'a Step), Refusal> {
        let (task, step) = self.held(id)?;
        if task.part.is_opinion() {
            return Err(Refusal::OpinionOnly { task: id });
        }
        self.check_duties(step, self.actor())?;
        Ok((task, step))
    }

    /// Separation of duties (5.7): initiator and applicant never decide a step that grants access.
    pub(crate) fn check_duties(&self, step: &Step, actor: &ActorId) -> Result<(), Refusal> {
        if step.grants_access && self.facts.is_party(actor) {
            return Err(Refusal::SeparationOfDuties { actor: actor.clone(), step: step.key.clone() });
        }
        Ok(())
    }

    pub(crate) fn check_administrator(&self) -> Result<(), Refusal> {
        if self.facts.process_administrators.contains(self.actor()) {
            return Ok(());
        }
        Err(Refusal::NotAdministrator)
    }

    /// Due times come from the system itself.
    pub(crate) fn check_system(&self) -> Result<(), Refusal> {
        if *self.actor() == ActorId::system() { Ok(()) } else { Err(Refusal::NotSystem) }
    }

    pub(crate) fn check_initiator(&self) -> Result<(), Refusal> {
        if self.facts.initiator == *self.actor() { Ok(()) } else { Err(Refusal::NotInitiator) }
    }

    /// The definition's step of a task. A task without one can only come from another definition's log.
    pub(crate) fn step_of(&self, task: &Task) -> Result<&'a Step, Refusal> {
        let visit = self.instance.visit(task.visit).ok_or(Refusal::NoSuchTask { task: task.id })?;
        self.step(&visit.step)
    }

    pub(crate) fn step(&self, key: &StepKey) -> Result<&'a Step, Refusal> {
        self.definition.step(key).ok_or(Refusal::BrokenDefinition)
    }

    /// The current visits of these steps.
    pub(crate) fn current_visits<'s>(&self, steps: impl IntoIterator<Item = &'s Step>) -> Vec<Visit> {
        steps.into_iter().filter_map(|step| self.instance.current(&step.key)).cloned().collect()
    }

    /// Closes a task by its holder's decision.
    pub(crate) fn decide_task(&mut self, task: TaskId, reason: Reason, opinion: &str) {
        let opinion = opinion.trim();
        let opinion = (!opinion.is_empty()).then(|| opinion.to_owned());
        self.record(What::TaskClosed { task, reason, opinion });
    }

    /// Closes whatever is undecided in a visit.
    pub(crate) fn close_tasks_of(&mut self, visit: VisitId, reason: Reason) {
        let undecided: Vec<TaskId> = self
            .instance
            .tasks_of(visit)
            .filter(|task| task.closed().is_none())
            .map(|task| task.id)
            .collect();
        for task in undecided {
            self.record(What::TaskClosed { task, reason, opinion: None });
        }
    }

    /// Ends a visit that people are still deciding, with its tasks.
    pub(crate) fn stop(&mut self, visit: VisitId, reason: Reason) {
        self.close_tasks_of(visit, reason);
        self.record(What::StepStopped { visit });
    }

    /// Makes a visit not count any more: stops it if people are deciding, else marks it superseded.
    pub(crate) fn take_back(&mut self, visit: &Visit, reason: Reason) {
        if visit.state == VisitState::Active {
            self.stop(visit.id, reason);
        } else {
            self.record(What::StepSuperseded { visit: visit.id });
        }
    }

    /// Stops every visit that people are still deciding.
    pub(crate) fn stop_everything(&mut self, reason: Reason) {
        let active: Vec<VisitId> = self
            .instance
            .visits
            .iter()
            .filter(|visit| visit.state == VisitState::Active)
            .map(|visit| visit.id)
            .collect();
        for visit in active {
            self.stop(visit, reason);
        }
    }

    /// Does the command send the application on, so that its sender can be asked to choose operators?
    pub(crate) fn sends_forward(&self) -> bool {
        matches!(self.command.action, Action::Submit(_) | Action::Resubmit(_) | Action::Approve { .. })
    }

    pub(crate) fn is_running(&self) -> bool {
        self.instance.state == State::Running
    }
}

/// Does the step offer this?
pub(crate) fn check_offer(step: &Step, offer: Offer) -> Result<(), Refusal> {
    if step.offers.contains(&offer) {
        return Ok(());
    }
    Err(Refusal::NotOffered { step: step.key.clone(), offer })
}

/// A reason must say something.
pub(crate) fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() { Err(Refusal::ReasonMissing) } else { Ok(()) }
}

/// Is an open task still its holder's? People lose roles while tasks wait. Whoever a rule named must be named by it today;
/// what somebody handed on by name (transfer, reassignment, signers, delegation) stays with the person it was given to.
pub(crate) fn still_theirs(instance: &Instance, facts: &Facts, step: &Step, task: &Task) -> bool {
    let by_hand = |task: &Task| task.under.is_some() || !task.earlier_holders.is_empty();
    let principal = task.instead_of.as_ref().unwrap_or(&task.assignee);
    // After a return the step goes back to those who decided it, also to whom it had been handed.
    let decided_it_before = || {
        let same_step = |other: &&Task| instance.visit(other.visit).is_some_and(|v| v.step == step.key);
        let mut before = instance.tasks.iter().filter(same_step);
        before.any(|other| by_hand(other) && [principal, &task.assignee].contains(&&other.assignee))
    };
    by_hand(task)
        || facts.candidates(&step.key).contains(principal)
        || facts.process_administrators.contains(principal)
        || decided_it_before()
}
