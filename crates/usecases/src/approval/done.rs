//! 已办: what this person decided, whatever became of it since.

use tongxing_domain::time::Timestamp;
use tongxing_storage::{Page, PageRequest, task};
use tongxing_workflow::TaskState;

use super::inbox::{Line, actor_id, lines};
use crate::{Actor, Campus, Error, unit::list::by_id};

/// One page of the done list, the latest first.
pub async fn run(campus: &Campus, actor: &Actor, page: &PageRequest) -> Result<Page<Line>, Error> {
    let mut db = campus.store.read().await?;
    let found = task::list_done_by(&mut db, &actor_id(actor), page).await?;
    let units = by_id(&mut db).await?;
    Ok(lines(campus, &units, found))
}

/// How many were decided since an instant.
pub async fn count_since(campus: &Campus, actor: &Actor, since: Timestamp) -> Result<i64, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::count_done_by(&mut db, &actor_id(actor), since).await?)
}

impl Line {
    /// What this person decided, as the code of the reason the task was closed for.
    pub fn decision(&self) -> Option<&'static str> {
        match self.task.state {
            TaskState::Closed(closed) => Some(closed.reason.code()),
            TaskState::Waiting | TaskState::Open => None,
        }
    }
}
