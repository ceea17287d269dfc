//! 通过: the assignee agrees; it goes to the next step, or its outcome happens.

use tongxing_domain::id::TaskId;
use tongxing_workflow::{Action, Forward};

use super::decide;
pub use super::decide::Decided;
use crate::{Actor, Campus, Error};

/// What was said with the decision.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// 办理意见; may be empty unless the step wants one.
    pub opinion: String,
    /// The operators picked for the steps ahead, where the step lets one choose.
    pub choices: std::collections::BTreeMap<tongxing_workflow::StepKey, Vec<tongxing_workflow::ActorId>>,
    /// The sender's name for this press of the button.
    pub key: String,
}

/// Approves.
///
/// # Errors
/// `opinion-missing` beside the opinion; `task-closed` when somebody was faster; forbidden when it is not this person's.
pub async fn run(campus: &Campus, actor: &Actor, task: TaskId, input: Input) -> Result<Decided, Error> {
    let opinion = super::reject::words(&input.opinion, "opinion")?;
    let forward = Forward { opinion, choices: input.choices, channels: Vec::new() };
    decide::run(campus, actor, task, &input.key, |task| Action::Approve { task, forward }).await
}
