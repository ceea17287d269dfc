//! The append-only log: what was accepted, and what followed from it.
//!
//! Each accepted command is one operation ([`What::Commanded`]) followed by its consequences, all carrying the command's number as their cause.
//! Consequences name everything they change, so that [`crate::apply()`] never has to think.

use crate::{Action, ActorId, CommandKey, DueTime, OperationId, Part, Reason, StepKey, TaskId, VisitId, Way};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its number.
    pub number: OperationId,
    /// The number of the command's operation: its own for a command, the command's for a consequence.
    pub cause: OperationId,
    /// When.
    pub at: i64,
    /// Who caused it.
    pub actor: ActorId,
    /// What happened.
    pub what: What,
}

/// What one operation says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// Somebody asked, and it was accepted: the line people read in 审批历史.
    Commanded {
        /// The sender's key.
        key: CommandKey,
        /// What was asked.
        action: Action,
    },
    /// The application is on its way (again).
    Started,
    /// Operators were picked for steps ahead.
    OperatorsChosen {
        /// Who, per step.
        choices: BTreeMap<StepKey, Vec<ActorId>>,
    },
    /// A step was entered: a new visit.
    StepEntered {
        /// The visit.
        visit: VisitId,
        /// The step.
        step: StepKey,
    },
    /// A step does not apply; nobody is asked.
    StepSkipped {
        /// The visit that records it.
        visit: VisitId,
        /// The step.
        step: StepKey,
    },
    /// Nobody could decide the step; its process administrators stand in (5.9).
    NobodyToDecide {
        /// The visit.
        visit: VisitId,
    },
    /// Somebody got a task.
    TaskOpened {
        /// The task.
        task: TaskId,
        /// The visit it belongs to.
        visit: VisitId,
        /// Who holds it.
        assignee: ActorId,
        /// For whom the assignee acts.
        instead_of: Option<ActorId>,
        /// What its answer counts for.
        part: Part,
        /// The task whose holder added it.
        under: Option<TaskId>,
        /// Must it wait for its turn?
        waiting: bool,
    },
    /// It is the holder's turn now.
    TaskResumed {
        /// The task.
        task: TaskId,
    },
    /// The holder must wait for others.
    TaskSuspended {
        /// The task.
        task: TaskId,
    },
    /// A task is over.
    TaskClosed {
        /// The task.
        task: TaskId,
        /// Why.
        reason: Reason,
        /// What was said, if the holder decided.
        opinion: Option<String>,
    },
    /// A task is open again, because what closed it was withdrawn.
    TaskReopened {
        /// The task.
        task: TaskId,
    },
    /// A task has a new holder.
    TaskHandedOver {
        /// The task.
        task: TaskId,
        /// Who holds it from now on.
        to: ActorId,
        /// For whom that person acts.
        instead_of: Option<ActorId>,
    },
    /// A holder did something with a task short of deciding it.
    TaskTouched {
        /// The task.
        task: TaskId,
    },
    /// A task was passed automatically: the same person approved the step before (5.8).
    DuplicatePassed {
        /// The task.
        task: TaskId,
        /// The task in which the person approved.
        earlier: TaskId,
    },
    /// A step is decided: go on.
    StepPassed {
        /// The visit.
        visit: VisitId,
    },
    /// A step ended without passing.
    StepStopped {
        /// The visit.
        visit: VisitId,
    },
    /// A visit no longer counts.
    StepSuperseded {
        /// The visit.
        visit: VisitId,
    },
    /// A visit counts again as it did before, because what ended it was withdrawn.
    StepRestored {
        /// The visit.
        visit: VisitId,
        /// Are people deciding again, or had it been passed or skipped?
        active: bool,
    },
    /// People may read along.
    Copied {
        /// Who.
        to: Vec<ActorId>,
    },
    /// Those who hold the application were reminded.
    Urged {
        /// Their tasks.
        tasks: Vec<TaskId>,
    },
    /// A visit has a due time.
    DueSet {
        /// The visit.
        visit: VisitId,
        /// When.
        due: DueTime,
    },
    /// Those who hold these tasks were told that they are due soon.
    DueReminded {
        /// The visit.
        visit: VisitId,
        /// Their tasks.
        tasks: Vec<TaskId>,
    },
    /// A visit was not decided in time.
    DueExpired {
        /// The visit.
        visit: VisitId,
        /// The tasks that stay where they are; their holders are told.
        tasks: Vec<TaskId>,
    },
    /// The clock of due times stands still.
    ClockPaused,
    /// The clock of due times goes on.
    ClockResumed,
    /// The application is in another version of its service.
    Migrated {
        /// The version.
        version: String,
        /// Steps that are called otherwise: old name, new name.
        renamed: BTreeMap<StepKey, StepKey>,
    },
    /// The application is back at an earlier step.
    ReturnedToStep {
        /// From which task.
        task: TaskId,
        /// To which step.
        step: StepKey,
    },
    /// The application is back with its initiator.
    ReturnedToInitiator {
        /// From which task.
        task: TaskId,
        /// Which way it goes when it comes again.
        way: Way,
    },
    /// Which way a resubmitted application goes.
    WayTaken {
        /// The way.
        way: Way,
        /// Why not straight back, if that had been the way.
        instead: Option<Detour>,
    },
    /// Every step passed: the outcome is due, in the same transaction.
    Approved,
    /// The application ended: rejected.
    Rejected,
    /// The application ended: cancelled by its initiator.
    Cancelled,
    /// The application ended: terminated by an administrator.
    Terminated,
}

/// Why an application that should have gone straight back goes step by step (5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detour {
    /// Material fields were edited.
    MaterialEdited {
        /// Which.
        fields: Vec<String>,
    },
    /// The application was migrated to another version meanwhile: the place it would go back to may be another one there.
    Migrated,
    /// A step that was skipped applies now, or one that was passed does not.
    ConditionsChanged {
        /// Which.
        steps: Vec<StepKey>,
    },
}
