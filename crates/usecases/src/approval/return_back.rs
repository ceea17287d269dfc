//! 驳回: back to the person who filed it, or to an earlier step. Nothing of the form changes by it.

use tongxing_domain::id::TaskId;
use tongxing_workflow::{Action, ReturnTo, StepKey};

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Where it goes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// 驳回到发起人: whoever filed it.
    Initiator,
    /// The step before this one.
    Previous,
    /// 驳回到环节: a step that was passed, by its key.
    Step(String),
}

/// Returns it.
///
/// # Errors
/// `reason-missing` beside the reason; what the engine says about the target; forbidden when it is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    to: To,
    reason: &str,
    key: &str,
) -> Result<Decided, Error> {
    let reason = words(reason, "reason")?;
    let to = match to {
        To::Initiator => ReturnTo::Initiator,
        To::Previous => ReturnTo::Previous,
        To::Step(step) => ReturnTo::Step(StepKey::new(step)),
    };
    decide::run(campus, actor, task, key, |task| Action::Return {
        task,
        to,
        reason,
        then: None,
        marked: Vec::new(),
    })
    .await
}
