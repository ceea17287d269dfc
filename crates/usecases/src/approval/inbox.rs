//! 待办: what waits for this person.

use tongxing_storage::{
    Page, PageRequest,
    task::{self, TaskEntry},
};
use tongxing_workflow::ActorId;

use crate::{Actor, Campus, Error, Who};

/// One page of the to-do list, the latest first.
pub async fn run(campus: &Campus, actor: &Actor, page: &PageRequest) -> Result<Page<TaskEntry>, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::list_open_of(&mut db, &actor_id(actor), page).await?)
}

/// How many things wait.
pub async fn count(campus: &Campus, actor: &Actor) -> Result<i64, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::count_open_of(&mut db, &actor_id(actor)).await?)
}

pub(crate) fn actor_id(actor: &Actor) -> ActorId {
    ActorId::new(Who::from(actor).as_text())
}
