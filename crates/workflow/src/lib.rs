//! The approval engine: what a service's process, an application and a command make of each other.
//!
//! ```text
//! decide(definition, instance, command, facts)  ->  operations, or a refusal
//! apply(instance, operation)                    ->  the instance afterwards
//! ```
//!
//! Both are pure and total: no input or output, no clock, no chance, and an answer for every input. The engine knows no forms, people or gates:
//! actors and steps are opaque names, conditions and candidates arrive worked out ([`Facts`]). It never sends, stores or looks up anything.
//!
//! # The idea
//!
//! *A process is blocks, not arrows.* Steps in sequence, and parallel branches that are sequences again ([`Definition`]). So "before", "after" and
//! "same branch" always mean something, which is what a return needs to know.
//!
//! *There are no tokens.* Each entry to a step is a [`Visit`]; of all visits of a step at most one is current. Where an application stands is read off
//! its current visits, and going on means: walk the blocks, enter what is next. A return or a withdrawal only takes visits back; the same walk then
//! finds the way. Nothing can be lost or doubled, because nothing is carried along.
//!
//! *Turns are worked out, not remembered.* Whether a vote is decided, whose turn it is, whether a task is still needed: each is a question to the
//! answers given so far (`vote.rs`), asked again after every change (`settle.rs`). Added signers, votes and their withdrawal need no cases of their own.
//!
//! *The log is the truth.* A command's operation and its consequences name everything they change; the instance is their fold and nothing else.
//!
//! # Following one command
//!
//! Somebody approves. `decide.rs` answers a known key and checks that the application is running. `decide/approve.rs` checks that the task is the
//! caller's and open, and records it as closed: approved. `decide/settle.rs` asks the vote: pending, and the next in line gets their turn; or passed,
//! and `decide/advance.rs` enters what comes next, `decide/assign.rs` saying for whom. When nothing is left, the application is approved.
//!
//! ```
//! use tongxing_workflow::*;
//!
//! let office = Block::Step(Step::new("office", Policy::One));
//! let definition = Definition::new(vec![office]);
//! let mut facts = Facts::new(ActorId::new("applicant"));
//! facts.steps.insert(StepKey::new("office"), StepFacts::by(vec![ActorId::new("ann")]));
//!
//! let mut application = Instance::new();
//! let mut send = |actor: &str, key: &str, action: Action| {
//!     let command = Command { actor: ActorId::new(actor), key: CommandKey::new(key), at: 0, action };
//!     let decision = decide(&definition, &application, &command, &facts)?;
//!     decision.operations().iter().for_each(|operation| apply(&mut application, operation));
//!     Ok(application.state.code())
//! };
//! let approve = Action::Approve { task: TaskId(1), forward: Forward::default() };
//!
//! assert_eq!(send("applicant", "1", Action::Submit(Forward::default())), Ok("running"));
//! assert_eq!(send("somebody", "2", approve.clone()), Err(Refusal::NotAssignee { task: TaskId(1) }));
//! assert_eq!(send("ann", "3", approve), Ok("approved"));
//! ```
//!
//! # Traps
//!
//! * Facts are today's; an instance is the past. Only `assign.rs` and the conditions in `advance.rs` look at facts to decide where to go.
//! * *Return* sends back, *reject* ends, *refuse* is what the engine does with a wrong command.
//! * A task that waits is undecided but not open. What must not happen to an undecided task is asked with `closed()`, not with `is_open()`.
//! * A closed task's reason says whether its holder decided ([`Reason::is_decision`]) or something happened to it.
//! * Due times are worked out by the caller's calendar and kept in the log. That one has come is an ordinary command of the system, and fires once.
//! * A migration is the one command after which another definition is the application's. What was decided before it cannot be withdrawn.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod apply;
mod command;
mod decide;
mod definition;
mod facts;
mod ids;
mod instance;
mod migration;
mod offered;
mod operation;
mod refusal;
mod upcoming;
mod vote;

pub use apply::apply;
pub use command::{Action, Command, Forward, Missed, Mode, Placement, ReturnTo, Way};
pub use decide::{Decision, Seat, decide};
pub use definition::{Block, Branch, Chooser, Definition, Flaw, Offer, Overdue, Policy, ResubmitRule, Step};
pub use facts::{Facts, StepFacts};
pub use ids::{ActorId, CommandKey, OperationId, StepKey, TaskId, VisitId};
pub use instance::{
    Answered, Closed, Due, DueTime, Instance, Mark, Part, Reason, Returned, State, Task, TaskState, Visit,
    VisitState,
};
pub use migration::{Move, Moved, plan_migration};
pub use offered::{Asked, Offered, OfferedTask, offered};
pub use operation::{Detour, Operation, What};
pub use refusal::{CODES, Refusal};
pub use upcoming::{Upcoming, entered_after, upcoming};
pub use vote::{Count, count};
