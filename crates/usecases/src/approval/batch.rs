//! 批量办理: several tasks decided alike. Each is decided by itself, in a transaction of its own, and has its own result;
//! one that cannot be decided holds up no other.

use std::sync::Arc;

use tongxing_domain::{id::TaskId, problem::Problem};
use tongxing_storage::{
    application::{self, ApplicationSummary},
    task::{self, Task},
};

use super::{approve, inbox::actor_id, reject, show};
use crate::{Actor, Campus, Error, application::progress, campus::PublishedService, process};

/// So many can be decided at once.
pub const MOST: usize = 50;

/// What is decided about all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 通过, with this opinion.
    Approve(String),
    /// 不通过, for this reason.
    Reject(String),
}

/// What became of one of them: done, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Result {
    /// The task.
    pub task: TaskId,
    /// Why it was not decided; `None` when it was.
    pub refused: Option<Problem>,
}

/// One of them as it stands: to be confirmed, or after it was decided.
pub struct Item {
    /// The task.
    pub task: Task,
    /// What it is about.
    pub application: ApplicationSummary,
    /// The service, in the version the application follows.
    pub published: Arc<PublishedService>,
    /// The names of those who would get it next, or have it now.
    pub next: Vec<String>,
}

/// Those of the tasks that are this person's, in the order given; others are left out.
///
/// # Errors
/// When the database fails.
pub async fn look(campus: &Campus, actor: &Actor, tasks: &[TaskId]) -> std::result::Result<Vec<Item>, Error> {
    let me = actor_id(actor);
    let mut db = campus.store.read().await?;
    let mut found = Vec::new();
    for id in tasks.iter().take(MOST) {
        let Some(task) = task::find(&mut db, *id).await?.filter(|task| task.assignee == me) else { continue };
        let Some(application) = application::find(&mut db, task.application).await? else { continue };
        let published = process::service_of(campus, &application)?;
        let next = if task.is_open() {
            let facts = process::gather(campus, &mut db, &published, &application).await?;
            let next = show::next(&mut db, &published, &application, &facts, &task).await?;
            next.into_iter().flat_map(|step| step.names).collect()
        } else {
            progress::holding(&mut db, &application).await?.into_iter().map(|holding| holding.who).collect()
        };
        let summaries = application::find_summaries(&mut db, &[application.id]).await?;
        found.extend(summaries.into_iter().map(|application| Item {
            task: task.clone(),
            application,
            published: Arc::clone(&published),
            next: Vec::clone(&next),
        }));
    }
    Ok(found)
}

/// Decides them one after the other.
///
/// # Errors
/// What is wrong with the words, beside them, before anything is decided; `batch-empty`, `batch-too-large`. Failures of
/// ours end it: what was decided until then stays decided, and pressing again goes on where it stopped.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    tasks: &[TaskId],
    verdict: &Verdict,
    key: &str,
) -> std::result::Result<Vec<Result>, Error> {
    if tasks.is_empty() {
        return Err(Error::refused("batch-empty"));
    }
    if tasks.len() > MOST {
        let problem = Problem::new("batch-too-large").with("most", MOST);
        return Err(Error::refused_field("", problem));
    }
    check(verdict)?;
    let mut results = Vec::new();
    for task in tasks {
        let refused = match decide(campus, actor, *task, verdict, key).await {
            Ok(()) => None,
            Err(Error::Refused(refusal)) => refusal.problems.into_iter().next().map(|p| p.problem),
            Err(Error::NotFound | Error::Forbidden) => Some(Problem::new("batch-not-yours")),
            Err(failure) => return Err(failure),
        };
        results.push(Result { task: *task, refused });
    }
    Ok(results)
}

/// The words are the same for all, so they are judged once.
fn check(verdict: &Verdict) -> std::result::Result<(), Error> {
    match verdict {
        Verdict::Approve(opinion) => reject::words(opinion, "opinion").map(|_| ()),
        Verdict::Reject(reason) if reject::words(reason, "reason")?.is_empty() => {
            Err(Error::refused_field("reason", Problem::new("reason-missing")))
        }
        Verdict::Reject(_) => Ok(()),
    }
}

async fn decide(
    campus: &Campus,
    actor: &Actor,
    task: TaskId,
    verdict: &Verdict,
    key: &str,
) -> std::result::Result<(), Error> {
    // The same person may hold two tasks of one application: each is a press of its own.
    let key = format!("{key}.{task}");
    match verdict {
        Verdict::Approve(opinion) => {
            let input = approve::Input { opinion: opinion.clone(), key, ..approve::Input::default() };
            approve::run(campus, actor, task, input).await.map(|_| ())
        }
        Verdict::Reject(reason) => reject::run(campus, actor, task, reason, &key).await.map(|_| ()),
    }
}
