//! 终止: a process administrator ends an application that cannot go on.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Ends the application that this task belongs to.
///
/// # Errors
/// `reason-missing` beside the reason; forbidden for everyone but process administrators.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let reason = words(reason, "reason")?;
    decide::run(campus, actor, task, key, |_| Action::Terminate { reason }).await
}
