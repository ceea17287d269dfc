//! Where an application stands: its visits and tasks. Always the fold of its operations, never edited in any other way.

use crate::{Action, ActorId, CommandKey, Mode, OperationId, StepKey, TaskId, VisitId, Way};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One application travelling through its process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Where it stands as a whole.
    pub state: State,
    /// Every entry to a step so far, oldest first.
    pub visits: Vec<Visit>,
    /// Every task so far, oldest first.
    pub tasks: Vec<Task>,
    /// Operators picked for steps that are still ahead.
    pub choices: BTreeMap<StepKey, Vec<ActorId>>,
    /// Was it ever returned? Then nobody is passed automatically any more (5.8).
    pub was_returned: bool,
    /// Who got a copy.
    pub copied: BTreeSet<ActorId>,
    /// When it was last urged.
    pub last_urged: Option<i64>,
    /// The first answer to each key, per sender.
    pub answered: BTreeMap<ActorId, BTreeMap<CommandKey, Answered>>,
    /// Since when the clock of due times stands still.
    #[serde(default)]
    pub paused: Option<Mark>,
    /// The operation by which it came to its present version; decisions before it are history.
    #[serde(default)]
    pub migrated: Option<OperationId>,
    /// How many operations made it: the length of the log.
    pub operations: u64,
}

/// Where an application stands as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// 草稿: not yet submitted.
    Draft,
    /// 审批中: somebody holds it.
    Running,
    /// 已驳回: back with the initiator, who may edit and resubmit or cancel.
    Returned(Returned),
    /// 已通过: every step passed; the outcome is due.
    Approved,
    /// 不通过.
    Rejected,
    /// 已撤销 by the initiator.
    Cancelled,
    /// 已终止 by an administrator.
    Terminated,
}

impl State {
    /// Has it ended, one way or another?
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Cancelled | Self::Terminated)
    }
    /// The word for it in addresses, tables and translation keys.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Returned(_) => "returned",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Terminated => "terminated",
        }
    }
}

/// How an application came back to its initiator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// By which operation.
    pub by: OperationId,
    /// From which task.
    pub task: TaskId,
    /// Which way it goes when it comes again.
    pub way: Way,
}

/// One entry to a step 轮次. Entering again is a new visit; an old one is never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its number.
    pub id: VisitId,
    /// The step.
    pub step: StepKey,
    /// How many times the step has been entered, with this one.
    pub round: u32,
    /// What became of it.
    pub state: VisitState,
    /// Do process administrators stand in, because nobody else could decide (5.9)?
    pub stand_in: bool,
    /// The operation that led here, and when.
    pub entered: Mark,
    /// The operation that ended it, and when.
    pub ended: Option<Mark>,
    /// The operation that took it back later: a return past it, a withdrawal, a resubmission.
    pub superseded: Option<Mark>,
    /// By when it is to be decided.
    #[serde(default)]
    pub due: Option<Due>,
}

/// By when something is to be decided. The caller's calendar knows; the engine only compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueTime {
    /// When to remind of it, in milliseconds since 1970.
    pub soon: Option<i64>,
    /// When it is overdue.
    pub at: i64,
}

/// The due time of a visit, and what already came of it: each happens once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When.
    pub time: DueTime,
    /// The operation that reminded of it.
    pub reminded: Option<OperationId>,
    /// The operation that found it overdue.
    pub expired: Option<OperationId>,
}

impl Visit {
    /// Does it count for where the application stands? Of all visits of a step at most one does.
    pub fn is_current(&self) -> bool {
        self.superseded.is_none() && self.state != VisitState::Stopped
    }
}

/// What became of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitState {
    /// People are deciding.
    Active,
    /// Decided: go on.
    Passed,
    /// Its condition did not hold; nobody was asked.
    Skipped,
    /// Ended without passing: rejected, returned, cancelled, terminated.
    Stopped,
}

/// An operation and its time, where something began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Number of the command's operation.
    pub by: OperationId,
    /// When.
    pub at: i64,
}

/// One person's part in one visit 任务/待办.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// Who holds it.
    pub assignee: ActorId,
    /// For whom the assignee acts: shown as "B 代 A".
    pub instead_of: Option<ActorId>,
    /// Who held it before a transfer or reassignment, oldest first.
    pub earlier_holders: Vec<ActorId>,
    /// What its answer counts for.
    pub part: Part,
    /// The task whose holder added this one; `None` for the step's own.
    pub under: Option<TaskId>,
    /// Waiting, open or closed.
    pub state: TaskState,
    /// Since when the present holder has it in the present state.
    pub since: i64,
    /// When it came into being, and by which operation.
    pub opened: Mark,
    /// The latest operation by which a holder did something with it short of deciding (signers, transfer, delegation).
    pub touched: Option<OperationId>,
    /// What was said when it was decided.
    pub opinion: Option<String>,
}

impl Task {
    /// Can its holder act now?
    pub fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }
    /// Why it was closed, if it is.
    pub fn closed(&self) -> Option<Closed> {
        match self.state {
            TaskState::Closed(closed) => Some(closed),
            TaskState::Waiting | TaskState::Open => None,
        }
    }
}

/// What the answer to a task counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A full member of the step's vote.
    Member,
    /// Asked before the holder of `of` decides: an opinion.
    Before {
        /// The task that waits.
        of: TaskId,
        /// Number of the group: the operation that added it.
        group: OperationId,
        /// How many of the group must answer.
        mode: Mode,
    },
    /// Decides after the holder of `of` approved, sharing that seat.
    After {
        /// The task that goes first.
        of: TaskId,
        /// Number of the group: the operation that added it.
        group: OperationId,
        /// How many of the group must approve.
        mode: Mode,
    },
    /// Answers for the owner of `of`, who then decides: an opinion.
    Delegate {
        /// The owner's task.
        of: TaskId,
    },
}

impl Part {
    /// Is the answer an opinion and never a vote?
    pub fn is_opinion(self) -> bool {
        matches!(self, Self::Before { .. } | Self::Delegate { .. })
    }
}

/// Waiting, open or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// Not this person's turn yet.
    Waiting,
    /// 待办: the assignee can act.
    Open,
    /// Over.
    Closed(Closed),
}

/// Why a task is over, and by which operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Why.
    pub reason: Reason,
    /// Number of the command's operation, and when.
    pub mark: Mark,
}

/// Why a task is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The assignee approved.
    Approved,
    /// The assignee rejected.
    Rejected,
    /// The assignee abstained.
    Abstained,
    /// The assignee, asked for an opinion, agreed.
    Agreed,
    /// The assignee, asked for an opinion, disagreed.
    Disagreed,
    /// The assignee returned the application.
    Returned,
    /// The assignee had approved the step before; passed automatically (5.8).
    PassedAsDuplicate,
    /// Nobody decided in time, and the step is passed then (5.10).
    PassedWhenOverdue,
    /// Nobody decided in time, and the application is rejected then (5.10).
    RejectedWhenOverdue,
    /// The application went to a version of the service in which this is not asked, or asked anew (5.11).
    ApplicationMigrated,
    /// Somebody else's decision made this one unnecessary.
    DecidedByOthers,
    /// Somebody returned the application past this step.
    ApplicationReturned,
    /// The decision that opened it was withdrawn.
    DecisionWithdrawn,
    /// The signer was removed.
    SignerRemoved,
    /// The application was rejected by somebody else.
    ApplicationRejected,
    /// The initiator cancelled.
    ApplicationCancelled,
    /// An administrator terminated.
    ApplicationTerminated,
}

impl Reason {
    /// The word for it in tables and translation keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Abstained => "abstained",
            Self::Agreed => "agreed",
            Self::Disagreed => "disagreed",
            Self::Returned => "returned",
            Self::PassedAsDuplicate => "passed-as-duplicate",
            Self::PassedWhenOverdue => "passed-when-overdue",
            Self::RejectedWhenOverdue => "rejected-when-overdue",
            Self::ApplicationMigrated => "application-migrated",
            Self::DecidedByOthers => "decided-by-others",
            Self::ApplicationReturned => "application-returned",
            Self::DecisionWithdrawn => "decision-withdrawn",
            Self::SignerRemoved => "signer-removed",
            Self::ApplicationRejected => "application-rejected",
            Self::ApplicationCancelled => "application-cancelled",
            Self::ApplicationTerminated => "application-terminated",
        }
    }
    /// Is it the assignee's own doing, and not something that happened to the task?
    pub fn is_decision(self) -> bool {
        matches!(
            self,
            Self::Approved
                | Self::Rejected
                | Self::Abstained
                | Self::Agreed
                | Self::Disagreed
                | Self::Returned
        )
    }
}

/// What a key was answered with the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// What was asked under the key.
    pub action: Action,
    /// The command's operation; the rest of the answer are the operations with this cause.
    pub operation: OperationId,
}

impl Default for Instance {
    fn default() -> Self {
        Self::new()
    }
}

impl Instance {
    /// A draft: nothing has happened.
    pub fn new() -> Self {
        Self {
            state: State::Draft,
            visits: Vec::new(),
            tasks: Vec::new(),
            choices: BTreeMap::new(),
            was_returned: false,
            copied: BTreeSet::new(),
            last_urged: None,
            answered: BTreeMap::new(),
            paused: None,
            migrated: None,
            operations: 0,
        }
    }

    /// The task with this number.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.get(usize::try_from(id.0).ok()?.checked_sub(1)?)
    }

    /// The visit with this number.
    pub fn visit(&self, id: VisitId) -> Option<&Visit> {
        self.visits.get(usize::try_from(id.0).ok()?.checked_sub(1)?)
    }

    /// The visit of this step that counts, if the step has been reached.
    pub fn current(&self, step: &StepKey) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.step == *step && visit.is_current())
    }

    /// The tasks of one visit, oldest first.
    pub fn tasks_of(&self, visit: VisitId) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.visit == visit)
    }

    /// The tasks whose holders can act now.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.is_open())
    }

    /// What this sender's key was answered with, if it was.
    pub fn answer_to(&self, actor: &ActorId, key: &CommandKey) -> Option<&Answered> {
        self.answered.get(actor)?.get(key)
    }

    /// A copy to work on. The old answers stay behind: nothing reads them while a command is carried out.
    pub(crate) fn without_answers(&self) -> Self {
        Self {
            state: self.state.clone(),
            visits: self.visits.clone(),
            tasks: self.tasks.clone(),
            choices: self.choices.clone(),
            was_returned: self.was_returned,
            copied: self.copied.clone(),
            last_urged: self.last_urged,
            answered: BTreeMap::new(),
            paused: self.paused,
            migrated: self.migrated,
            operations: self.operations,
        }
    }

    /// Did this person ever hold a task or get a copy?
    pub fn has_taken_part(&self, actor: &ActorId) -> bool {
        self.copied.contains(actor)
            || self.tasks.iter().any(|task| task.assignee == *actor || task.earlier_holders.contains(actor))
    }
}
