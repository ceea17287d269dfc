//! 驳回: back to the person who filed it, or to an earlier step. Nothing of the form changes by it.

use tongxing_domain::id::TaskId;
use tongxing_workflow::{Action, ReturnTo, StepKey, Way};

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

/// Where to, and what is said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it goes back to.
    pub to: To,
    /// Why; shown to whoever gets it back.
    pub reason: String,
    /// The sections of the form to correct, by their keys; may be empty.
    pub marked: Vec<String>,
    /// Which way it goes when it comes again, where the service lets the returner choose.
    pub then: Option<Way>,
    /// The sender's name for this press of the button.
    pub key: String,
}

impl Input {
    /// Back to the initiator for this reason, with nothing marked.
    pub fn to_initiator(reason: impl Into<String>, key: impl Into<String>) -> Self {
        Self { to: To::Initiator, reason: reason.into(), marked: Vec::new(), then: None, key: key.into() }
    }
}

/// Returns it.
///
/// # Errors
/// `reason-missing` beside the reason; what the engine says about the target; forbidden when it is not this person's.
pub async fn run(campus: &Campus, actor: &Actor, task: TaskId, input: Input) -> Result<Decided, Error> {
    let reason = words(&input.reason, "reason")?;
    // Only the person who filled the form in can correct it.
    let to_initiator = input.to == To::Initiator;
    let marked = if to_initiator { input.marked } else { Vec::new() };
    let then = input.then.filter(|_| to_initiator);
    let to = match input.to {
        To::Initiator => ReturnTo::Initiator,
        To::Previous => ReturnTo::Previous,
        To::Step(step) => ReturnTo::Step(StepKey::new(step)),
    };
    let action = |task| Action::Return { task, to, reason, then, marked };
    decide::run(campus, actor, task, &input.key, action).await
}
