//! 驳回: back to the person who filed it, or to an earlier step. Nothing of the form changes by it.

use tongxing_domain::id::TaskId;
use tongxing_workflow::{Action, ReturnTo};

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Returns it.
///
/// # Errors
/// `reason-missing` beside the reason; what the engine says about the target; forbidden when it is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: ReturnTo,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let reason = words(reason, "reason")?;
    decide::run(campus, actor, task, key, |task| Action::Return { task, to, reason, then: None }).await
}
