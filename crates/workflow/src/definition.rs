//! What a service says about its process: structured blocks, so that "before", "after" and "same branch" always mean something.
//!
//! A process is a sequence of blocks; a block is a step or a set of parallel branches, each a sequence again. There are no arrows to draw,
//! hence none to draw wrongly: every definition that passes [`Definition::check`] can finish, and a return always knows what it undoes.

use crate::StepKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod check;
mod order;

pub use check::Flaw;

/// The process of one published version of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What happens, in order.
    pub blocks: Vec<Block>,
    /// Where an application goes that was returned to its initiator and comes again.
    pub resubmit: ResubmitRule,
    /// May the same person in two consecutive steps be passed automatically (5.8)? Never for steps that grant access.
    pub pass_duplicates: bool,
    /// How long an initiator waits between two reminders 催办, in milliseconds.
    pub urge_interval_ms: i64,
}

impl Definition {
    /// A process of these blocks with the cautious defaults: step-by-step, no automatic passing, one reminder in four hours.
    pub fn new(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            resubmit: ResubmitRule::StepByStep,
            pass_duplicates: false,
            urge_interval_ms: 4 * 60 * 60 * 1000,
        }
    }
}

/// One element of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// People decide.
    Step(Step),
    /// Branches that run side by side; what follows begins when all of them are done.
    Parallel(Vec<Branch>),
}

/// One branch of a parallel block: a sequence.
pub type Branch = Vec<Block>;

/// A step 环节: the place in a process where people decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent answer in the definition file")]
pub struct Step {
    /// Its name.
    pub key: StepKey,
    /// How the decisions of several people become one.
    pub policy: Policy,
    /// May the sender pick among the candidates? With policy `one` and several candidates the sender must.
    pub choose: bool,
    /// Does approval here give somebody access? Then initiator and applicant never decide it (5.7).
    pub grants_access: bool,
    /// Must an approval come with an opinion? A rejection and a return always need a reason.
    pub opinion_required: bool,
    /// Does the disagreement of a signer added *before* end the application (5.3)?
    pub signer_veto: bool,
    /// Are the people picked by somebody, so that the rule only says among whom? Without a choice nobody decides (5.9).
    pub chosen_by: Option<Chooser>,
    /// What happens when the step is not decided in time (5.10).
    pub overdue: Overdue,
    /// What an assignee may do here besides approving.
    pub offers: BTreeSet<Offer>,
}

impl Step {
    /// A step with this name and policy, offering rejection and both kinds of return.
    pub fn new(key: &str, policy: Policy) -> Self {
        Self {
            key: StepKey::new(key),
            policy,
            choose: false,
            grants_access: false,
            opinion_required: false,
            signer_veto: false,
            chosen_by: None,
            overdue: Overdue::Remind,
            offers: BTreeSet::from([Offer::Reject, Offer::ReturnToStep, Offer::ReturnToInitiator]),
        }
    }
}

/// How the decisions of several people become the step's (5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// A single assignee.
    One,
    /// 或签: the first decision, either way, is the step's.
    Any,
    /// 会签: everyone approves; one rejection ends it.
    All,
    /// 依次: everyone approves, one after the other; one rejection ends it.
    InOrder,
    /// 票签: at least this many percent of the voters approve; 1 to 100.
    Ratio(u32),
}

/// Who picks the people of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chooser {
    /// The initiator, on handing in.
    Initiator,
    /// Whoever sends the application on to the step.
    PreviousOperator,
}

/// What happens when a step is not decided in time (5.10).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overdue {
    /// Those who hold it are reminded.
    #[default]
    Remind,
    /// Their tasks go to their superiors.
    Escalate,
    /// The step is passed. Never offered where approval gives access.
    Approve,
    /// The application is rejected. Never offered where approval gives access: a person answers for that.
    Reject,
}

impl Overdue {
    /// Does the clock decide, and not a person?
    pub fn decides(self) -> bool {
        matches!(self, Self::Approve | Self::Reject)
    }
}

/// What a step may offer its assignees besides approving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// 不通过: the application ends.
    Reject,
    /// 驳回到环节: back to an earlier step.
    ReturnToStep,
    /// 驳回到发起人: back to the initiator.
    ReturnToInitiator,
    /// 弃权: be counted, without a vote (only in a ratio step).
    Abstain,
    /// 加签: ask for further signers.
    AddSigners,
    /// 转办: the task becomes somebody else's.
    Transfer,
    /// 委派: somebody else gives an opinion, the owner decides.
    Delegate,
    /// 抄送: let somebody read along.
    Copy,
}

impl Offer {
    /// The word for it in definition files, translation keys and refusals.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::ReturnToStep => "return-to-step",
            Self::ReturnToInitiator => "return-to-initiator",
            Self::Abstain => "abstain",
            Self::AddSigners => "add-signers",
            Self::Transfer => "transfer",
            Self::Delegate => "delegate",
            Self::Copy => "copy",
        }
    }
}

/// Where a returned application goes when it comes again (5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResubmitRule {
    /// From the first step again.
    StepByStep,
    /// To the step that returned it, unless a material field was edited.
    StraightBack,
    /// As the person who returned it chose.
    ReturnerChooses,
}
