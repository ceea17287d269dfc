//! 加签: asking further people before, after or beside oneself.

use tongxing_domain::id::{AccountId, TaskId};
use tongxing_workflow::{Action, Placement};

use super::colleagues::actors;
use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Who signs as well, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Who, in the order of signing.
    pub signers: Vec<AccountId>,
    /// Where they stand, and how many of them it takes.
    pub placement: Placement,
    /// What they are asked.
    pub reason: String,
    /// The sender's name for this press of the button.
    pub key: String,
}

/// Adds them.
///
/// # Errors
/// `nobody-named`, `already-takes-part`, `not-active` and what else the engine says about the people; forbidden when the
/// task is not this person's.
pub async fn run(campus: &Campus, actor: &Actor, task: TaskId, input: Input) -> Result<Decided, Error> {
    let reason = words(&input.reason, "reason")?;
    let signers = actors(&input.signers);
    let placement = input.placement;
    decide::run(campus, actor, task, &input.key, |task| Action::AddSigners {
        task,
        signers,
        placement,
        reason,
    })
    .await
}
