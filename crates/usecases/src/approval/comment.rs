//! 批注: saying something without deciding anything.

use tongxing_domain::id::TaskId;
use tongxing_workflow::Action;

use super::{
    decide::{self, Decided},
    reject::words,
};
use crate::{Actor, Campus, Error};

/// Adds a comment for everyone who takes part.
///
/// # Errors
/// `nothing-said` when it is empty; forbidden for whoever takes no part.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    said: &str,
    key: &str,
) -> Result<Decided, Error> {
    let text = words(said, "text")?;
    decide::run(campus, actor, task, key, |_| Action::Comment { text, attachments: Vec::new() }).await
}
