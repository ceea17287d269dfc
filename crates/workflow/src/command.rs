//! What somebody asks the engine to do.

use crate::{ActorId, CommandKey, StepKey, TaskId, VisitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One press of a button: who, when, under which key, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Who asks. The engine checks what this person may do, whatever the page showed.
    pub actor: ActorId,
    /// The sender's name for this press; see [`CommandKey`].
    pub key: CommandKey,
    /// When, in milliseconds since 1970. The engine has no clock of its own.
    pub at: i64,
    /// What is asked for.
    pub action: Action,
}

/// Everything that can be asked (APPROVALS.md section 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// 提交: the initiator sends the application on its way.
    Submit(Forward),
    /// 重新提交: the initiator sends a returned application again.
    Resubmit(Forward),
    /// 通过: the assignee agrees, with full weight.
    Approve {
        /// Which task is decided.
        task: TaskId,
        /// The opinion and what goes with it.
        #[serde(flatten)]
        forward: Forward,
    },
    /// 不通过: the assignee refuses. In a ratio vote this is one vote, elsewhere the application ends.
    Reject {
        /// Which task is decided.
        task: TaskId,
        /// Why; never empty.
        reason: String,
    },
    /// 弃权: counted among the voters, for neither side.
    Abstain {
        /// Which task is decided.
        task: TaskId,
        /// The opinion; may be empty.
        opinion: String,
    },
    /// The answer of somebody who was asked before the owner decides (before-signer, delegate): never a vote.
    Opine {
        /// Which task is answered.
        task: TaskId,
        /// For or against.
        agree: bool,
        /// The opinion; never empty when against.
        opinion: String,
    },
    /// 驳回: back to an earlier step or to the initiator.
    Return {
        /// From which task.
        task: TaskId,
        /// Where to.
        to: ReturnTo,
        /// Why; never empty.
        reason: String,
        /// How it comes again: only where the service lets the returner choose, and only for a return to the initiator.
        then: Option<Way>,
        /// The parts of the form to correct, by opaque name; may be empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marked: Vec<String>,
    },
    /// 撤回: take back one's own latest decision.
    Withdraw {
        /// The task that was decided.
        task: TaskId,
    },
    /// 撤销: the initiator gives up the application.
    Cancel {
        /// Why; may be empty.
        reason: String,
    },
    /// 加签: further people sign before, after or beside the adder.
    AddSigners {
        /// The adder's task.
        task: TaskId,
        /// Who is added, in order.
        signers: Vec<ActorId>,
        /// Where they stand.
        placement: Placement,
        /// Why; may be empty.
        reason: String,
    },
    /// 减签: an added signer who has not acted is asked no longer.
    RemoveSigner {
        /// The added signer's task.
        task: TaskId,
        /// Why; may be empty.
        reason: String,
    },
    /// 转办: the task becomes somebody else's.
    Transfer {
        /// Which task.
        task: TaskId,
        /// Who has it from now on.
        to: ActorId,
        /// Why; may be empty.
        reason: String,
    },
    /// 委派: somebody else answers, the owner decides afterwards.
    Delegate {
        /// Which task.
        task: TaskId,
        /// Who is asked.
        to: ActorId,
        /// What is asked; may be empty.
        reason: String,
    },
    /// 抄送: let people read along.
    Copy {
        /// From which task.
        task: TaskId,
        /// Who may read.
        to: Vec<ActorId>,
    },
    /// 沟通/批注: say something without deciding anything.
    Comment {
        /// What is said; never empty.
        text: String,
        /// Files that go with it, by opaque name.
        attachments: Vec<String>,
    },
    /// 催办: remind those who hold the application.
    Urge,
    /// 改派: an administrator gives the task to somebody else.
    Reassign {
        /// Which task.
        task: TaskId,
        /// Who has it from now on.
        to: ActorId,
        /// Why; never empty.
        reason: String,
    },
    /// 终止: an administrator ends the application.
    Terminate {
        /// Why; never empty.
        reason: String,
    },
    /// 离职交接: an administrator gives everything that somebody holds here to somebody else.
    HandOver {
        /// Who leaves.
        from: ActorId,
        /// Who has it from now on.
        to: ActorId,
        /// Why; never empty.
        reason: String,
    },
    /// 时限将至: a visit is due soon, says the system.
    DueSoon {
        /// Which visit.
        visit: VisitId,
    },
    /// 超时: a visit is overdue, says the system.
    Overdue {
        /// Which visit.
        visit: VisitId,
    },
    /// An administrator stops the clock of due times.
    PauseClock {
        /// Why; never empty.
        reason: String,
    },
    /// An administrator lets the clock of due times go on.
    ResumeClock {
        /// Why; may be empty.
        reason: String,
    },
    /// 迁移: an administrator moves the application to another version of its service (5.11).
    Migrate {
        /// The version, by opaque name.
        version: String,
        /// Steps that are called otherwise in the new version: old name, new name.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        renamed: BTreeMap<StepKey, StepKey>,
        /// What becomes of steps that the new version has before where the application stands.
        missed: Missed,
        /// Why; never empty.
        reason: String,
    },
}

/// What travels with sending an application on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forward {
    /// 办理意见; may be empty unless the step requires it.
    pub opinion: String,
    /// The operators picked for steps ahead, where the step lets the sender choose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<StepKey, Vec<ActorId>>,
    /// 消息提醒方式: how the next operators are told, by opaque name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
}

/// Target of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnTo {
    /// Whoever filed it.
    Initiator,
    /// The step before this one.
    Previous,
    /// A step that was already passed.
    Step(StepKey),
}

/// How a returned application travels when it comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// From the first step.
    StepByStep,
    /// To the step that returned it.
    StraightBack,
}

/// What a migration does about steps that the application would already have passed in the new version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missed {
    /// They are asked now, and what comes after them again.
    #[default]
    Ask,
    /// They are skipped; one that grants access is asked all the same.
    Skip,
}

/// Where added signers stand relative to the adder (5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// The adder waits for their opinions and then decides.
    Before(Mode),
    /// They decide after the adder has, with full weight.
    After(Mode),
    /// They join the vote at once; it grows.
    Parallel,
}

/// How many of a group of added signers must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The first one is enough.
    Any,
    /// All of them, in whatever order.
    All,
    /// All of them, one after the other.
    InOrder,
}
