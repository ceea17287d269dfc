//! The answer of whoever was asked before the holder decides (前加签, 委派): it informs, and never is a vote.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Agrees or disagrees.
///
/// # Errors
/// `reason-missing` for a disagreement without one; forbidden when the task is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    agree: bool,
    opinion: &str,
    key: &str,
) -> Result<Decided, Error> {
    let opinion = words(opinion, "reason")?;
    decide::run(campus, actor, task, key, |task| Action::Opine { task, agree, opinion }).await
}
