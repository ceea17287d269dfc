//! The tasks of all applications, spread out so that a to-do list is one look-up. An instance is the truth; this is
//! its projection, written in the same transaction.

use std::collections::BTreeMap;

use sqlx::query;
use tongxing_domain::id::{ApplicationId, TaskId};
use tongxing_domain::time::Timestamp;
use tongxing_workflow::{ActorId, Closed, Instance, Mark, OperationId, StepKey, TaskState, VisitId};

use crate::application::{self, ApplicationSummary};
use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest, Stretch, Turn};
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, application, number, visit, step, assignee, instead_of, state, reason, caused_by, opened_at, \
             since, closed_at FROM task ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO task (id, application, number, visit, step, assignee, instead_of, state, reason, \
     decided, caused_by, opened_at, since, closed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const UPDATE: &str = "UPDATE task SET application = $2, number = $3, visit = $4, step = $5, assignee = $6, \
     instead_of = $7, state = $8, reason = $9, decided = $10, caused_by = $11, opened_at = $12, since = $13, \
     closed_at = $14 WHERE id = $1";
pub(crate) const OPEN_OF: &str = select!(
    "WHERE assignee = $1 AND state = 'open' AND (since, id) > ($2, $3) AND ($5 IS NULL AND $6 IS NULL OR EXISTS \
     (SELECT 1 FROM application a WHERE a.id = task.application AND ($5 IS NULL OR a.service = $5) \
     AND ($6 IS NULL OR a.number LIKE $6))) ORDER BY since, id LIMIT $4"
);
pub(crate) const OPEN_OF_BACK: &str = select!(
    "WHERE assignee = $1 AND state = 'open' AND (since, id) < ($2, $3) AND ($5 IS NULL AND $6 IS NULL OR EXISTS \
     (SELECT 1 FROM application a WHERE a.id = task.application AND ($5 IS NULL OR a.service = $5) \
     AND ($6 IS NULL OR a.number LIKE $6))) ORDER BY since DESC, id DESC LIMIT $4"
);
pub(crate) const DONE_BY: &str = select!(
    "WHERE assignee = $1 AND decided = 1 AND (closed_at, id) < ($2, $3) ORDER BY closed_at DESC, id DESC LIMIT $4"
);
pub(crate) const DONE_BY_BACK: &str = select!(
    "WHERE assignee = $1 AND decided = 1 AND (closed_at, id) > ($2, $3) ORDER BY closed_at, id LIMIT $4"
);
pub(crate) const OPEN: &str =
    select!("WHERE state = 'open' AND (since, id) < ($1, $2) ORDER BY since DESC, id DESC LIMIT $3");
pub(crate) const OF_APPLICATION: &str = select!("WHERE application = $1 ORDER BY number");

/// A task as it stands in somebody's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id, for addresses.
    pub id: TaskId,
    /// Of which application.
    pub application: ApplicationId,
    /// Its number within the application, for commands.
    pub number: tongxing_workflow::TaskId,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// The step.
    pub step: StepKey,
    /// Who holds it.
    pub assignee: ActorId,
    /// For whom the assignee acts.
    pub instead_of: Option<ActorId>,
    /// Waiting, open, or closed and why.
    pub state: TaskState,
    /// When it came into being.
    pub opened_at: Timestamp,
    /// Since when the present holder has it in the present state.
    pub since: Timestamp,
}

/// A line of a to-do list.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskEntry {
    /// The task.
    pub task: Task,
    /// What it is about.
    pub application: ApplicationSummary,
}

/// Which tasks of a list are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Of this service.
    pub service: Option<String>,
    /// With this in the application's number.
    pub number: Option<String>,
}

/// Writes the tasks of an instance as they stand now; `fresh` makes the ids of new ones.
pub async fn project(
    db: &mut Db,
    application: ApplicationId,
    instance: &Instance,
    mut fresh: impl FnMut(Timestamp) -> TaskId,
) -> Result<(), StorageError> {
    let known: BTreeMap<_, _> =
        of_application(db, application).await?.into_iter().map(|task| (task.number, task)).collect();
    for task in &instance.tasks {
        let opened_at = Timestamp::from_millis(task.opened.at);
        let before = known.get(&task.id);
        let Some(visit) = instance.visit(task.visit) else {
            return Err(StorageError::failure("a task of the instance belongs to no visit"));
        };
        let now = Task {
            id: before.map_or_else(|| fresh(opened_at), |known| known.id),
            application,
            number: task.id,
            visit: task.visit,
            step: visit.step.clone(),
            assignee: task.assignee.clone(),
            instead_of: task.instead_of.clone(),
            state: task.state,
            opened_at,
            since: Timestamp::from_millis(task.since),
        };
        match before {
            None => save(db, INSERT, &now).await?,
            Some(before) if *before != now => save(db, UPDATE, &now).await?,
            Some(_) => {}
        }
    }
    Ok(())
}

/// One task.
pub async fn find(db: &mut Db, id: TaskId) -> Result<Option<Task>, StorageError> {
    db.one(query(select!("WHERE id = $1")).bind(id.to_string())).await
}

/// The tasks of an application, in the order of opening.
pub async fn of_application(db: &mut Db, application: ApplicationId) -> Result<Vec<Task>, StorageError> {
    db.all(query(OF_APPLICATION).bind(application.to_string())).await
}

/// 待办: what waits for this person, the longest first.
pub async fn list_open_of(
    db: &mut Db,
    assignee: &ActorId,
    page: &PageRequest,
) -> Result<Page<TaskEntry>, StorageError> {
    let turn = page.after.clone().map_or(Turn::First, Turn::After);
    let found = turn_open_of(db, assignee, &TaskFilter::default(), &turn, page.limit).await?;
    Ok(Page { items: found.items, next: found.next })
}

/// What waits for this person and is wanted, the longest first; to be turned both ways.
pub async fn turn_open_of(
    db: &mut Db,
    assignee: &ActorId,
    filter: &TaskFilter,
    turn: &Turn,
    limit: u32,
) -> Result<Stretch<TaskEntry>, StorageError> {
    let (bounds, up) = Bounds::turned(turn, limit, true);
    let piece = filter.number.as_ref().map(|number| {
        let plain: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        format!("%{}%", plain.to_ascii_uppercase())
    });
    let query = query(if up { OPEN_OF } else { OPEN_OF_BACK })
        .bind(assignee.as_str().to_owned())
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit)
        .bind(filter.service.clone())
        .bind(piece);
    let tasks = db.all(query).await?;
    let found = bounds.stretch(turn, tasks, |task: &Task| Cursor::new(task.since, task.id));
    with_applications(db, found).await
}

/// 已办: what this person decided, the latest first; to be turned both ways.
pub async fn turn_done_by(
    db: &mut Db,
    assignee: &ActorId,
    turn: &Turn,
    limit: u32,
) -> Result<Stretch<TaskEntry>, StorageError> {
    let (bounds, up) = Bounds::turned(turn, limit, false);
    let query = query(if up { DONE_BY_BACK } else { DONE_BY })
        .bind(assignee.as_str().to_owned())
        .bind(bounds.at)
        .bind(bounds.id.clone())
        .bind(bounds.limit);
    let tasks = db.all(query).await?;
    let place = |task: &Task| Cursor::new(task.closed_at().unwrap_or(task.since), task.id);
    let found = bounds.stretch(turn, tasks, place);
    with_applications(db, found).await
}

/// Everything that waits for anybody, the latest first: for process administrators.
pub async fn list_open(db: &mut Db, page: &PageRequest) -> Result<Page<TaskEntry>, StorageError> {
    let bounds = Bounds::of(page);
    let query = query(OPEN).bind(bounds.at).bind(bounds.id.clone()).bind(bounds.limit);
    let tasks = db.all(query).await?;
    let page = bounds.page(tasks, |task: &Task| Cursor::new(task.since, task.id));
    let found = with_applications(db, Stretch { items: page.items, previous: None, next: page.next }).await?;
    Ok(Page { items: found.items, next: found.next })
}

/// How much waits for this person.
pub async fn count_open_of(db: &mut Db, assignee: &ActorId) -> Result<i64, StorageError> {
    let query = query("SELECT COUNT(*) FROM task WHERE assignee = $1 AND state = 'open'");
    db.number(query.bind(assignee.as_str().to_owned())).await
}

/// How much this person decided since an instant.
pub async fn count_done_by(db: &mut Db, assignee: &ActorId, since: Timestamp) -> Result<i64, StorageError> {
    let query = query("SELECT COUNT(*) FROM task WHERE assignee = $1 AND decided = 1 AND closed_at >= $2");
    db.number(query.bind(assignee.as_str().to_owned()).bind(since.millis())).await
}

async fn with_applications(db: &mut Db, found: Stretch<Task>) -> Result<Stretch<TaskEntry>, StorageError> {
    let ids: Vec<ApplicationId> = found.items.iter().map(|task| task.application).collect();
    let summaries: BTreeMap<ApplicationId, ApplicationSummary> = application::find_summaries(db, &ids)
        .await?
        .into_iter()
        .map(|summary| (summary.id, summary))
        .collect();
    let entries = found.items.into_iter().map(|task| {
        let application = summaries.get(&task.application).cloned();
        let application = application.ok_or_else(|| StorageError::Corrupt {
            table: "task",
            column: "application",
            id: task.id.to_string(),
        })?;
        Ok(TaskEntry { task, application })
    });
    let items = entries.collect::<Result<_, StorageError>>()?;
    Ok(Stretch { items, previous: found.previous, next: found.next })
}

async fn save(db: &mut Db, sql: &'static str, task: &Task) -> Result<(), StorageError> {
    let (state, closed) = match task.state {
        TaskState::Waiting => ("waiting", None),
        TaskState::Open => ("open", None),
        TaskState::Closed(closed) => ("closed", Some(closed)),
    };
    let reason = closed.map(|closed| serde_json::to_string(&closed.reason)).transpose();
    let cause = closed.map(|closed| i64::try_from(closed.mark.by.0)).transpose();
    let query = query(sql)
        .bind(task.id.to_string())
        .bind(task.application.to_string())
        .bind(i64::from(task.number.0))
        .bind(i64::from(task.visit.0))
        .bind(task.step.as_str().to_owned())
        .bind(task.assignee.as_str().to_owned())
        .bind(task.instead_of.as_ref().map(|actor| actor.as_str().to_owned()))
        .bind(state)
        .bind(reason.map_err(StorageError::failure)?)
        .bind(i64::from(closed.is_some_and(|closed| closed.reason.is_decision())))
        .bind(cause.map_err(StorageError::failure)?)
        .bind(task.opened_at.millis())
        .bind(task.since.millis())
        .bind(closed.map(|closed| closed.mark.at));
    db.run_one(query).await
}

impl Task {
    /// Whether it waits for its holder.
    pub fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }

    /// When it was closed, if it is.
    pub fn closed_at(&self) -> Option<Timestamp> {
        match self.state {
            TaskState::Closed(closed) => Some(Timestamp::from_millis(closed.mark.at)),
            TaskState::Waiting | TaskState::Open => None,
        }
    }
}

impl FromRow for Task {
    const TABLE: &'static str = "task";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let state = match row.text("state")?.as_str() {
            "waiting" => TaskState::Waiting,
            "open" => TaskState::Open,
            "closed" => TaskState::Closed(Closed {
                reason: row.json("reason")?,
                mark: Mark { by: OperationId(row.number("caused_by")?), at: row.int("closed_at")? },
            }),
            _ => return Err(row.corrupt("state")),
        };
        Ok(Self {
            id: row.parsed("id")?,
            application: row.parsed("application")?,
            number: tongxing_workflow::TaskId(row.number("number")?),
            visit: VisitId(row.number("visit")?),
            step: StepKey::new(row.text("step")?),
            assignee: ActorId::new(row.text("assignee")?),
            instead_of: row.optional_text("instead_of")?.map(ActorId::new),
            state,
            opened_at: row.at("opened_at")?,
            since: row.at("since")?,
        })
    }
}
