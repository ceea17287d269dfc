//! 待办: what waits for this person.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use tongxing_catalog::Text;
use tongxing_domain::{calendar::Calendar, id::UnitId, time::Timestamp, unit::Unit};
use tongxing_storage::{
    Page, PageRequest, Stretch, Turn,
    application::ApplicationSummary,
    task::{self, Task, TaskEntry},
};
use tongxing_workflow::ActorId;

pub use tongxing_storage::task::TaskFilter;

use crate::{Actor, Campus, Error, Who, campus::PublishedService, unit::list::by_id};

/// One line of a list of tasks.
pub struct Line {
    /// The task.
    pub task: Task,
    /// What it is about.
    pub application: ApplicationSummary,
    /// The service, in the version the application follows.
    pub published: Option<Arc<PublishedService>>,
    /// The unit that decides.
    pub unit: Option<Text>,
    /// It has been waiting longer than its step should take.
    pub late: bool,
}

/// One page of the to-do list, the longest waiting first.
pub async fn run(campus: &Campus, actor: &Actor, page: &PageRequest) -> Result<Page<Line>, Error> {
    let turn = page.after.clone().map_or(Turn::First, Turn::After);
    let found = find(campus, actor, &TaskFilter::default(), &turn, page.limit).await?;
    Ok(Page { items: found.items, next: found.next })
}

/// What is wanted of the to-do list, the longest waiting first.
pub async fn find(
    campus: &Campus,
    actor: &Actor,
    filter: &TaskFilter,
    turn: &Turn,
    limit: u32,
) -> Result<Stretch<Line>, Error> {
    let me = actor_id(actor);
    let mut db = campus.store.read().await?;
    let mut found = task::turn_open_of(&mut db, &me, filter, turn, limit).await?;
    if is_short_front(turn, &found) {
        found = task::turn_open_of(&mut db, &me, filter, &Turn::First, limit).await?;
    }
    let units = by_id(&mut db).await?;
    Ok(lines(campus, &units, found))
}

/// Turning back came to the beginning: the first page is read anew, so that it is full.
pub(super) fn is_short_front<T>(turn: &Turn, found: &Stretch<T>) -> bool {
    matches!(turn, Turn::Before(_)) && found.previous.is_none()
}

/// How many things wait.
pub async fn count(campus: &Campus, actor: &Actor) -> Result<i64, Error> {
    let mut db = campus.store.read().await?;
    Ok(task::count_open_of(&mut db, &actor_id(actor)).await?)
}

pub(crate) fn actor_id(actor: &Actor) -> ActorId {
    ActorId::new(Who::from(actor).as_text())
}

pub(super) fn lines(
    campus: &Campus,
    units: &BTreeMap<UnitId, Unit>,
    found: Stretch<TaskEntry>,
) -> Stretch<Line> {
    let services = campus.services();
    let line = |TaskEntry { task, application }| {
        let published = services.version(&application.service, application.version);
        let unit = application.unit.and_then(|id| units.get(&id));
        let due = published.as_ref().and_then(|p| p.service.step(task.step.as_str())?.due);
        Line {
            unit: unit.map(|u| Text::new(u.name_zh.clone(), u.name_en.clone())),
            late: task.is_open() && due.is_some_and(|due| is_late(campus, task.since, due.working_days)),
            task,
            application,
            published,
        }
    };
    Stretch { items: found.items.into_iter().map(line).collect(), previous: found.previous, next: found.next }
}

/// Weekends and public holidays; read once.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);

/// Whether so many working days have passed since then.
fn is_late(campus: &Campus, since: Timestamp, working_days: u32) -> bool {
    let due = CALENDAR.due(since, working_days, &campus.settings.zone);
    due.is_some_and(|due| due <= campus.now())
}
