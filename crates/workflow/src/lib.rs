//! The approval engine: what a service's process, an application and a command make of each other.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod apply;
mod command;
mod decide;
mod definition;
mod facts;
mod ids;
mod instance;
mod operation;
mod refusal;
mod upcoming;
mod vote;

pub use apply::apply;
pub use command::{Action, Command, Forward, Mode, Placement, ReturnTo, Way};
pub use decide::{Decision, Seat, decide};
pub use definition::{Block, Branch, Definition, Flaw, Offer, Policy, ResubmitRule, Step};
pub use facts::{Facts, StepFacts};
pub use ids::{ActorId, CommandKey, OperationId, StepKey, TaskId, VisitId};
pub use instance::{
    Answered, Closed, Instance, Mark, Part, Reason, Returned, State, Task, TaskState, Visit, VisitState,
};
pub use operation::{Detour, Operation, What};
pub use refusal::{CODES, Refusal};
pub use upcoming::{Upcoming, entered_after, upcoming};
pub use vote::{Count, count};
