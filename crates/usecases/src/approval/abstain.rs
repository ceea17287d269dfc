//! 弃权: counted among the voters, for neither side.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Abstains.
///
/// # Errors
/// `not-offered` where the step is no vote by ratio; forbidden when the task is not this person's.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    opinion: &str,
    key: &str,
) -> Result<Decided, Error> {
    let opinion = words(opinion, "opinion")?;
    decide::run(campus, actor, task, key, |task| Action::Abstain { task, opinion }).await
}
