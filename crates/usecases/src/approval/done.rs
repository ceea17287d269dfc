//! 已办: what this person decided, whatever became of it since.

use tongxing_domain::time::Timestamp;
use tongxing_storage::{
    Page, PageRequest,
    task::{self, TaskEntry},
};

use super::inbox::actor_id;
use crate::{Actor, Campus, Error};

/// One page of the done list, the latest first.
pub async fn run(campus: &Campus, actor: &Actor, page: &PageRequest) -> Result<Page<TaskEntry>, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::list_done_by(&mut db, &actor_id(actor), page).await?)
}

/// How many were decided since an instant.
pub async fn count_since(campus: &Campus, actor: &Actor, since: Timestamp) -> Result<i64, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::count_done_by(&mut db, &actor_id(actor), since).await?)
}
