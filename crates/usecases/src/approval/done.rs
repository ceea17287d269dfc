//! 已办: what this person decided, whatever became of it since.

use tongxing_domain::time::Timestamp;
use tongxing_storage::{Stretch, Turn, task};
use tongxing_workflow::TaskState;

use super::inbox::{Line, actor_id, is_short_front, lines};
use crate::{Actor, Campus, Error, unit::list::by_id};

/// The done list, the latest first.
pub async fn run(campus: &Campus, actor: &Actor, turn: &Turn, limit: u32) -> Result<Stretch<Line>, Error> {
    let me = actor_id(actor);
    let mut db = campus.store.read().await?;
    let mut found = task::turn_done_by(&mut db, &me, turn, limit).await?;
    if is_short_front(turn, &found) {
        found = task::turn_done_by(&mut db, &me, &Turn::First, limit).await?;
    }
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
