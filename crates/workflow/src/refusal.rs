//! Why a command is not accepted: each a fact the sender can act on. A refused command changes nothing and is not in the log.

use crate::{ActorId, Offer, OperationId, StepKey, TaskId, VisitId};
use thiserror::Error;

/// Why a command is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The same key came with something else to do.
    #[error("this key was already used for something else, in operation {first}")]
    KeyReused {
        /// The operation the key belongs to.
        first: OperationId,
    },
    /// The application has ended.
    #[error("the application is already {state}")]
    Finished {
        /// How.
        state: &'static str,
    },
    /// The command does not fit where the application stands (a draft, running, returned).
    #[error("the application is {state}, so this cannot be done now")]
    WrongState {
        /// Where it stands.
        state: &'static str,
    },
    /// Only the initiator may.
    #[error("only the initiator can do this")]
    NotInitiator,
    /// Only a process administrator may.
    #[error("only a process administrator can do this")]
    NotAdministrator,
    /// Only people who took part may.
    #[error("only people who take part in the application can do this")]
    NotParticipant,
    /// There is no such task in this application.
    #[error("there is no task {task}")]
    NoSuchTask {
        /// Which was named.
        task: TaskId,
    },
    /// Somebody else holds the task.
    #[error("task {task} is not yours")]
    NotAssignee {
        /// Which task.
        task: TaskId,
    },
    /// The task is over; somebody may have been faster.
    #[error("task {task} was closed by operation {by}: {reason}")]
    TaskClosed {
        /// Which task.
        task: TaskId,
        /// By which operation.
        by: OperationId,
        /// Why, as the code of the reason.
        reason: &'static str,
    },
    /// The task waits for somebody else first.
    #[error("task {task} waits for others")]
    TaskWaiting {
        /// Which task.
        task: TaskId,
    },
    /// The step does not offer this.
    #[error("step {step} does not offer this: {offer:?}")]
    NotOffered {
        /// Which step.
        step: StepKey,
        /// What was wanted.
        offer: Offer,
    },
    /// This task asks for an opinion; it is not a vote.
    #[error("task {task} asks for an opinion, not for a decision")]
    OpinionOnly {
        /// Which task.
        task: TaskId,
    },
    /// This task asks for a decision, not for an opinion.
    #[error("task {task} asks for a decision")]
    DecisionWanted {
        /// Which task.
        task: TaskId,
    },
    /// The step wants an opinion with an approval, or a comment has no text.
    #[error("an opinion is required")]
    OpinionMissing,
    /// A rejection, a return, a disagreement needs a reason.
    #[error("a reason is required")]
    ReasonMissing,
    /// Initiator and applicant never decide a step that grants access (5.7).
    #[error("{actor} filed the application or is its subject, and step {step} grants access")]
    SeparationOfDuties {
        /// Who.
        actor: ActorId,
        /// Which step.
        step: StepKey,
    },
    /// Several people could decide the next step alone: the sender must pick one.
    #[error("choose who decides step {step}")]
    ChooseOperator {
        /// Which step.
        step: StepKey,
        /// Among whom.
        candidates: Vec<ActorId>,
    },
    /// The step does not let the sender choose, or is not ahead.
    #[error("operators of step {step} cannot be chosen now")]
    ChoiceNotOffered {
        /// Which step.
        step: StepKey,
    },
    /// The picked people are not among the candidates, or their number is wrong.
    #[error("choose the operators of step {step} among its candidates")]
    NotCandidates {
        /// Which step.
        step: StepKey,
        /// Among whom.
        candidates: Vec<ActorId>,
    },
    /// No step applies, so nobody would decide.
    #[error("no step of the process applies to this application")]
    NoStepApplies,
    /// Nobody can decide a step, and there is no process administrator who could take it (5.9).
    #[error("nobody can decide step {step}, and no process administrator can take it")]
    NobodyToDecide {
        /// Which step.
        step: StepKey,
    },
    /// The step cannot be a target of this return.
    #[error("step {step} cannot be returned to")]
    NotAReturnTarget {
        /// Which was named.
        step: StepKey,
        /// What could be.
        targets: Vec<StepKey>,
    },
    /// There is no step before this one to return to.
    #[error("there is no earlier step to return to")]
    NoPreviousStep,
    /// Several steps lead here side by side: name one.
    #[error("several steps come before this one: choose one")]
    PreviousUnclear {
        /// Among which.
        targets: Vec<StepKey>,
    },
    /// The service decides how it comes again, or the returner must and did not.
    #[error("how the application comes again is {}", if *.chosen { "decided by the service" } else { "for the returner to choose" })]
    WayNotOffered {
        /// Was a way given (though it cannot be), or is one missing?
        chosen: bool,
    },
    /// Only one's own latest decision can be withdrawn, and only while it stands.
    #[error("there is no decision of yours on task {task} that could be withdrawn")]
    NothingToWithdraw {
        /// Which task was named.
        task: TaskId,
    },
    /// The step is decided whatever this vote had been.
    #[error("the step is decided without task {task} as well")]
    DecidedAnyway {
        /// Which task.
        task: TaskId,
    },
    /// Somebody has already acted on what followed from the decision.
    #[error("task {task} followed and was already acted on")]
    FollowedUp {
        /// Which task.
        task: TaskId,
    },
    /// The initiator has already edited the returned application.
    #[error("the initiator has already edited the application")]
    AlreadyEdited,
    /// Urged not long ago.
    #[error("urged not long ago; possible again at {again_at}")]
    UrgedTooSoon {
        /// When it is possible again, in milliseconds since 1970.
        again_at: i64,
    },
    /// Nobody was named.
    #[error("name at least one person")]
    NobodyNamed,
    /// The person already has a part in this visit of the step.
    #[error("{actor} already takes part in this step")]
    AlreadyTakesPart {
        /// Who.
        actor: ActorId,
    },
    /// The person cannot act (left, locked).
    #[error("{actor} cannot act at present")]
    NotActive {
        /// Who.
        actor: ActorId,
    },
    /// The step does not let this person be added.
    #[error("{actor} cannot sign in step {step}")]
    NotASigner {
        /// Who.
        actor: ActorId,
        /// Which step.
        step: StepKey,
    },
    /// Added signers may add signers, but only so deep.
    #[error("signers can be added at most {limit} deep")]
    TooDeep {
        /// How deep.
        limit: u32,
    },
    /// A task that asks for an opinion can only ask for further opinions before it.
    #[error("only signers before can be added to task {task}")]
    OnlyBefore {
        /// Which task.
        task: TaskId,
    },
    /// The step's own assignees cannot be removed.
    #[error("task {task} belongs to the step itself")]
    NotAdded {
        /// Which task.
        task: TaskId,
    },
    /// Only who added a signer, or a process administrator, may remove one.
    #[error("only who added the signer or an administrator can do this")]
    NotAdder,
    /// The signer has already acted.
    #[error("the signer of task {task} has already acted")]
    SignerActed {
        /// Which task.
        task: TaskId,
    },
    /// A task travels at most so far.
    #[error("a task can be transferred at most {limit} times")]
    TooManyTransfers {
        /// How often.
        limit: u32,
    },
    /// The person already held this task, or another of this visit: no way back.
    #[error("{actor} already held a task in this step")]
    EarlierHolder {
        /// Who.
        actor: ActorId,
    },
    /// Only the system itself may.
    #[error("only the system can do this")]
    NotSystem,
    /// The visit has no due time that has come: it is over, it has none, it is too early, or the clock stands still.
    #[error("visit {visit} is not due")]
    NotDue {
        /// Which visit.
        visit: VisitId,
    },
    /// A due time makes something happen once.
    #[error("this happened already, in operation {by}")]
    AlreadyHappened {
        /// The operation.
        by: OperationId,
    },
    /// The clock of due times stands still already, or goes already.
    #[error("the clock of due times {} already", if *.paused { "stands still" } else { "goes" })]
    ClockAlready {
        /// Does it stand still?
        paused: bool,
    },
    /// The person holds nothing here.
    #[error("{actor} holds no task of this application")]
    HoldsNothing {
        /// Who.
        actor: ActorId,
    },
    /// There is no such version of the service.
    #[error("there is no version {version} of the service")]
    NoSuchVersion {
        /// Which was named.
        version: String,
    },
    /// The renaming of steps does not fit the two versions.
    #[error("step {step} cannot be renamed like this")]
    BadRenaming {
        /// Which step.
        step: StepKey,
    },
    /// Somebody has already answered in a step that is not decided yet.
    #[error("the vote of step {step} is half cast: wait until it is decided")]
    VoteHalfCast {
        /// Which step.
        step: StepKey,
    },
    /// In the new version nothing would be left to decide; a migration approves nothing.
    #[error("in that version the application would be at its end without a decision")]
    NothingLeft,
    /// The definition itself is broken; it should never have been published.
    #[error("the process of the service is not well-formed")]
    BrokenDefinition,
}

/// Every code of a [`Refusal`], for the test that each has a sentence in every language.
pub const CODES: &[&str] = &[
    "already-edited",
    "already-happened",
    "already-takes-part",
    "bad-renaming",
    "broken-definition",
    "choice-not-offered",
    "choose-operator",
    "clock-already",
    "decided-anyway",
    "decision-wanted",
    "earlier-holder",
    "finished",
    "followed-up",
    "holds-nothing",
    "key-reused",
    "no-previous-step",
    "no-step-applies",
    "no-such-task",
    "no-such-version",
    "nobody-named",
    "nobody-to-decide",
    "not-a-return-target",
    "not-a-signer",
    "not-active",
    "not-added",
    "not-adder",
    "not-administrator",
    "not-assignee",
    "not-candidates",
    "not-due",
    "not-initiator",
    "not-offered",
    "not-participant",
    "not-system",
    "nothing-left",
    "nothing-to-withdraw",
    "only-before",
    "opinion-missing",
    "opinion-only",
    "previous-unclear",
    "reason-missing",
    "separation-of-duties",
    "signer-acted",
    "task-closed",
    "task-waiting",
    "too-deep",
    "too-many-transfers",
    "urged-too-soon",
    "vote-half-cast",
    "way-not-offered",
    "wrong-state",
];

impl Refusal {
    /// Its name in translation files and in the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeyReused { .. } => "key-reused",
            Self::Finished { .. } => "finished",
            Self::WrongState { .. } => "wrong-state",
            Self::NotInitiator => "not-initiator",
            Self::NotAdministrator => "not-administrator",
            Self::NotParticipant => "not-participant",
            Self::NoSuchTask { .. } => "no-such-task",
            Self::NotAssignee { .. } => "not-assignee",
            Self::TaskClosed { .. } => "task-closed",
            Self::TaskWaiting { .. } => "task-waiting",
            Self::NotOffered { .. } => "not-offered",
            Self::OpinionOnly { .. } => "opinion-only",
            Self::DecisionWanted { .. } => "decision-wanted",
            Self::OpinionMissing => "opinion-missing",
            Self::ReasonMissing => "reason-missing",
            Self::SeparationOfDuties { .. } => "separation-of-duties",
            Self::ChooseOperator { .. } => "choose-operator",
            Self::ChoiceNotOffered { .. } => "choice-not-offered",
            Self::NotCandidates { .. } => "not-candidates",
            Self::NoStepApplies => "no-step-applies",
            Self::NobodyToDecide { .. } => "nobody-to-decide",
            Self::NotAReturnTarget { .. } => "not-a-return-target",
            Self::NoPreviousStep => "no-previous-step",
            Self::PreviousUnclear { .. } => "previous-unclear",
            Self::WayNotOffered { .. } => "way-not-offered",
            Self::NothingToWithdraw { .. } => "nothing-to-withdraw",
            Self::FollowedUp { .. } => "followed-up",
            Self::DecidedAnyway { .. } => "decided-anyway",
            Self::AlreadyEdited => "already-edited",
            Self::UrgedTooSoon { .. } => "urged-too-soon",
            Self::NobodyNamed => "nobody-named",
            Self::AlreadyTakesPart { .. } => "already-takes-part",
            Self::NotActive { .. } => "not-active",
            Self::NotASigner { .. } => "not-a-signer",
            Self::TooDeep { .. } => "too-deep",
            Self::OnlyBefore { .. } => "only-before",
            Self::NotAdded { .. } => "not-added",
            Self::NotAdder => "not-adder",
            Self::SignerActed { .. } => "signer-acted",
            Self::TooManyTransfers { .. } => "too-many-transfers",
            Self::EarlierHolder { .. } => "earlier-holder",
            Self::NotSystem => "not-system",
            Self::NotDue { .. } => "not-due",
            Self::AlreadyHappened { .. } => "already-happened",
            Self::ClockAlready { .. } => "clock-already",
            Self::HoldsNothing { .. } => "holds-nothing",
            Self::NoSuchVersion { .. } => "no-such-version",
            Self::BadRenaming { .. } => "bad-renaming",
            Self::VoteHalfCast { .. } => "vote-half-cast",
            Self::NothingLeft => "nothing-left",
            Self::BrokenDefinition => "broken-definition",
        }
    }

    /// What the sentence is about, by name: `task`, `step`, `actor`, `state`, `reason`, `operation`, `again-at`, `limit`, `candidates`, `targets`.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::KeyReused { first: by } | Self::AlreadyHappened { by } => {
                vec![("operation", by.to_string())]
            }
            Self::Finished { state } | Self::WrongState { state } => vec![("state", (*state).to_owned())],
            Self::NoSuchTask { task }
            | Self::NotAssignee { task }
            | Self::TaskWaiting { task }
            | Self::OpinionOnly { task }
            | Self::DecisionWanted { task }
            | Self::NothingToWithdraw { task }
            | Self::FollowedUp { task }
            | Self::DecidedAnyway { task }
            | Self::OnlyBefore { task }
            | Self::NotAdded { task }
            | Self::SignerActed { task } => vec![("task", task.to_string())],
            Self::TaskClosed { task, by, reason } => vec![
                ("task", task.to_string()),
                ("operation", by.to_string()),
                ("reason", (*reason).to_owned()),
            ],
            Self::NotOffered { step, offer } => {
                vec![("step", step.to_string()), ("offer", offer.code().to_owned())]
            }
            Self::SeparationOfDuties { actor, step } | Self::NotASigner { actor, step } => {
                vec![("actor", actor.to_string()), ("step", step.to_string())]
            }
            Self::ChooseOperator { step, candidates } | Self::NotCandidates { step, candidates } => {
                vec![("step", step.to_string()), ("candidates", list(candidates))]
            }
            Self::ChoiceNotOffered { step }
            | Self::NobodyToDecide { step }
            | Self::BadRenaming { step }
            | Self::VoteHalfCast { step } => vec![("step", step.to_string())],
            Self::NotDue { visit } => vec![("visit", visit.to_string())],
            Self::ClockAlready { paused } => vec![("paused", paused.to_string())],
            Self::NoSuchVersion { version } => vec![("version", version.clone())],
            Self::NotAReturnTarget { step, targets } => {
                vec![("step", step.to_string()), ("targets", list(targets))]
            }
            Self::PreviousUnclear { targets } => vec![("targets", list(targets))],
            Self::WayNotOffered { chosen } => vec![("chosen", chosen.to_string())],
            Self::UrgedTooSoon { again_at } => vec![("again-at", again_at.to_string())],
            Self::AlreadyTakesPart { actor }
            | Self::NotActive { actor }
            | Self::EarlierHolder { actor }
            | Self::HoldsNothing { actor } => vec![("actor", actor.to_string())],
            Self::TooDeep { limit } | Self::TooManyTransfers { limit } => vec![("limit", limit.to_string())],
            Self::NotInitiator
            | Self::NotAdministrator
            | Self::NotParticipant
            | Self::OpinionMissing
            | Self::ReasonMissing
            | Self::NoStepApplies
            | Self::NoPreviousStep
            | Self::AlreadyEdited
            | Self::NobodyNamed
            | Self::NotAdder
            | Self::NotSystem
            | Self::NothingLeft
            | Self::BrokenDefinition => Vec::new(),
        }
    }
}

fn list<T: ToString>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
