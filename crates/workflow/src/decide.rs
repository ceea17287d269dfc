//! From a command to its operations.
//!
//! The way of every command is the same:
//!
//! 1. [`decide()`] answers a known key, and refuses what does not fit where the application stands.
//! 2. The command's own file (`decide/approve.rs`, `decide/return_to.rs`, …) checks the caller and records what the command does itself:
//!    mostly, closing one task.
//! 3. [`settle`] asks whether the visit is decided now, and if not, whose turn it is.
//! 4. [`advance`] enters whatever comes next once a step is passed.
//!
//! Everything recorded is applied to a working copy at once ([`work::Work`]), so later rules see what earlier ones did, and replaying the log cannot
//! lead anywhere else. A refusal at any point throws the working copy away: nothing has happened.

use crate::{
    Action, ActorId, Command, CommandKey, Definition, Facts, Instance, Operation, OperationId, Refusal, State,
};
use work::Work;
pub(crate) use work::still_theirs;

mod abstain;
mod add_signers;
mod advance;
mod approve;
pub(crate) mod assign;
mod cancel;
mod choose;
mod clock;
mod comment;
mod copy;
mod delegate;
mod due_soon;
mod hand_over;
mod migrate;
mod opine;
mod overdue;
mod reassign;
mod reject;
mod remove_signer;
mod resubmit;
pub(crate) mod return_to;
mod settle;
mod submit;
mod terminate;
mod transfer;
mod urge;
mod withdraw;
mod work;

pub use assign::Seat;

/// The answer to an accepted command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// New: store these operations, in one transaction with everything they lead to.
    Accepted(Vec<Operation>),
    /// The key was answered before: nothing new happens. The first answer is this operation with everything it caused.
    Answered {
        /// The command's operation of the first answer.
        operation: OperationId,
    },
}

impl Decision {
    /// The new operations; none when the key was answered before.
    pub fn operations(&self) -> &[Operation] {
        match self {
            Self::Accepted(operations) => operations,
            Self::Answered { .. } => &[],
        }
    }
}

/// What the command leads to, or why not.
///
/// A key is remembered from its first *accepted* command on: a refused one changed nothing, so sending it again simply asks again.
pub fn decide(
    definition: &Definition,
    instance: &Instance,
    command: &Command,
    facts: &Facts,
) -> Result<Decision, Refusal> {
    if let Some(answered) = instance.answer_to(&command.actor, &command.key) {
        if answered.action == command.action {
            return Ok(Decision::Answered { operation: answered.operation });
        }
        return Err(Refusal::KeyReused { first: answered.operation });
    }
    check_state(&instance.state, &command.action)?;
    let mut work = Work::begin(definition, instance, command, facts);
    carry_out(&mut work, &command.action)?;
    Ok(Decision::Accepted(work.into_operations()))
}

/// Would this be accepted now, under a fresh key?
pub(crate) fn would_accept(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    actor: &ActorId,
    at: i64,
    action: Action,
) -> bool {
    let command = Command { actor: actor.clone(), key: CommandKey::new(""), at, action };
    check_state(&instance.state, &command.action).is_ok()
        && carry_out(&mut Work::begin(definition, instance, &command, facts), &command.action).is_ok()
}

/// Does the command fit where the application stands as a whole?
fn check_state(state: &State, action: &Action) -> Result<(), Refusal> {
    if state.is_finished() {
        return Err(Refusal::Finished { state: state.code() });
    }
    let fits = match action {
        Action::Submit(_) => *state == State::Draft,
        Action::Resubmit(_) => matches!(state, State::Returned(_)),
        Action::Withdraw { .. }
        | Action::Cancel { .. }
        | Action::Comment { .. }
        | Action::PauseClock { .. }
        | Action::ResumeClock { .. }
        | Action::Migrate { .. }
        | Action::Terminate { .. } => *state != State::Draft,
        Action::Approve { .. }
        | Action::Reject { .. }
        | Action::Abstain { .. }
        | Action::Opine { .. }
        | Action::Return { .. }
        | Action::AddSigners { .. }
        | Action::RemoveSigner { .. }
        | Action::Transfer { .. }
        | Action::Delegate { .. }
        | Action::Copy { .. }
        | Action::Urge
        | Action::HandOver { .. }
        | Action::DueSoon { .. }
        | Action::Overdue { .. }
        | Action::Reassign { .. } => *state == State::Running,
    };
    if fits { Ok(()) } else { Err(Refusal::WrongState { state: state.code() }) }
}

fn carry_out(work: &mut Work<'_>, action: &Action) -> Result<(), Refusal> {
    match action {
        Action::Submit(forward) => submit::submit(work, forward),
        Action::Resubmit(forward) => resubmit::resubmit(work, forward),
        Action::Approve { task, forward } => approve::approve(work, *task, forward),
        Action::Reject { task, reason } => reject::reject(work, *task, reason),
        Action::Abstain { task, opinion } => abstain::abstain(work, *task, opinion),
        Action::Opine { task, agree, opinion } => opine::opine(work, *task, *agree, opinion),
        Action::Return { task, to, reason, then, .. } => return_to::return_to(work, *task, to, reason, *then),
        Action::Withdraw { task } => withdraw::withdraw(work, *task),
        Action::Cancel { .. } => cancel::cancel(work),
        Action::AddSigners { task, signers, placement, .. } => {
            add_signers::add_signers(work, *task, signers, *placement)
        }
        Action::RemoveSigner { task, .. } => remove_signer::remove_signer(work, *task),
        Action::Transfer { task, to, .. } => transfer::transfer(work, *task, to),
        Action::Delegate { task, to, .. } => delegate::delegate(work, *task, to),
        Action::Copy { task, to } => copy::copy(work, *task, to),
        Action::Comment { text, .. } => comment::comment(work, text),
        Action::Urge => urge::urge(work),
        Action::Reassign { task, to, reason } => reassign::reassign(work, *task, to, reason),
        Action::Terminate { reason } => terminate::terminate(work, reason),
        Action::HandOver { from, to, reason } => hand_over::hand_over(work, from, to, reason),
        Action::DueSoon { visit } => due_soon::due_soon(work, *visit),
        Action::Overdue { visit } => overdue::overdue(work, *visit),
        Action::PauseClock { reason } => clock::pause(work, reason),
        Action::ResumeClock { .. } => clock::resume(work),
        Action::Migrate { version, renamed, missed, reason } => {
            migrate::migrate(work, version, renamed, *missed, reason)
        }
    }
}
