//! 通过: the assignee agrees; it goes to the next step, or its outcome happens.

use std::collections::BTreeMap;

use tongxing_domain::id::TaskId;
use tongxing_workflow::{Action, ActorId, Forward, StepKey};

use super::decide;
pub use super::decide::Decided;
use crate::{Actor, Campus, Error};

/// What was said with the decision.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// 办理意见; may be empty unless the step wants one.
    pub opinion: String,
    /// The operators picked for the steps ahead, where the step lets one choose: by step, as [`show::Next`] names them.
    ///
    /// [`show::Next`]: super::show::Next
    pub choices: BTreeMap<String, Vec<String>>,
    /// The sender's name for this press of the button.
    pub key: String,
}

/// Approves.
///
/// # Errors
/// `opinion-missing` beside the opinion; `task-closed` when somebody was faster; forbidden when it is not this person's.
pub async fn run(campus: &Campus, actor: &Actor, task: TaskId, input: Input) -> Result<Decided, Error> {
    let opinion = super::reject::words(&input.opinion, "opinion")?;
    let actors = |chosen: Vec<String>| chosen.into_iter().map(ActorId::new).collect();
    let choices =
        input.choices.into_iter().map(|(step, chosen)| (StepKey::new(step), actors(chosen))).collect();
    let forward = Forward { opinion, choices, channels: Vec::new() };
    decide::run(campus, actor, task, &input.key, |task| Action::Approve { task, forward }).await
}
