//! 不通过: the application ends. A reason is required and is shown to the applicant as it stands.

use tongxing_domain::{id::TaskId, text};
use tongxing_workflow::Action;

use super::decide::{self, Decided};
use crate::{Actor, Campus, Error};

/// The longest opinion or reason, in characters.
pub const LONGEST: usize = 500;

/// Rejects.
///
/// # Errors
/// `reason-missing` beside the reason; `task-closed` when somebody was faster; forbidden when it is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let reason = words(reason, "reason")?;
    decide::run(campus, actor, task, key, |task| Action::Reject { task, reason }).await
}

/// Cleans what people say with a decision; empty stays empty, for the engine to judge.
pub(super) fn words(said: &str, field: &str) -> Result<String, Error> {
    if said.trim().is_empty() {
        return Ok(String::new());
    }
    text::paragraph(said, LONGEST).map_err(|e| Error::refused_field(field, e))
}
