//! What every decision has in common: find the task, lock its application, ask the engine, commit.

use tongxing_domain::id::TaskId;
use tongxing_storage::{application, task};
use tongxing_workflow::{Action, State};

use crate::{
    Actor, Campus, Error,
    process::{self, Edits},
};

/// Where an application stands after a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The application's number.
    pub number: String,
    /// Where it stands now.
    pub state: State,
}

/// Carries out a decision on a task that people know by its address. The engine sees the task by its number within the
/// application, and checks that it is this person's.
pub(super) async fn run(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    key: &str,
    action: impl FnOnce(tongxing_workflow::TaskId) -> Action,
) -> Result<Decided, Error> {
    let mut tx = campus.store.begin().await?;
    let found = task::find(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let mut application = application::lock(&mut tx, found.application).await?.ok_or(Error::NotFound)?;
    process::execute(
        campus,
        &mut tx,
        &mut application,
        &actor.into(),
        action(found.number),
        key,
        Edits::default(),
    )
    .await?;
    tx.commit().await?;
    Ok(Decided { number: application.number, state: application.instance.state })
}
