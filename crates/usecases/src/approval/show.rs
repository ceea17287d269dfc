//! 办理: one task with the form as this step may see it, its history, and what this person can do.

use std::sync::Arc;

use tongxing_catalog::{Text, process::Permission as FieldPermission};
use tongxing_domain::{
    document::ReviewNote,
    id::{AccountId, TaskId},
    locale::Locale,
    time::Timestamp,
};
use tongxing_storage::{
    Db, account,
    application::{self, Application},
    person,
    task::{self, Task},
};
use tongxing_workflow::{Action, Decision, Facts, Forward, TaskState, What};

pub use super::can::Can;
use crate::{
    Actor, Campus, Error, Permission, Who,
    application::{
        progress::{self, EventKind, Progress},
        show::{ShownSection, sections},
    },
    approval::inbox::actor_id,
    campus::PublishedService,
    process,
};

/// Everything a task page shows.
pub struct Shown {
    /// The task.
    pub task: Task,
    /// Its application.
    pub application: Application,
    /// The service, in the version the application follows.
    pub published: Arc<PublishedService>,
    /// The form, as the step may see it.
    pub sections: Vec<ShownSection>,
    /// What happened and what lies ahead.
    pub progress: Progress,
    /// What this person may do now.
    pub can: Can,
    /// What an approval leads to; only for whoever can give it.
    pub then: Option<Then>,
    /// How the task was closed, if it is.
    pub closed: Option<Closing>,
    /// What the reviewer should know about the document, beyond what is wrong: old area codes, great age.
    pub notes: Vec<ReviewNote>,
    /// Somebody with this document is registered already.
    pub registered: bool,
    /// The unit that decides.
    pub unit: Option<Text>,
}

/// What an approval leads to.
pub enum Then {
    /// These steps get it next.
    Next(Vec<Next>),
    /// Nothing is left to decide: the outcome happens.
    Outcome,
    /// Others have to decide this step, too.
    Others,
}

/// A step that comes next, with the people.
pub struct Next {
    /// The step's key.
    pub step: String,
    /// The names of those who would get it.
    pub names: Vec<String>,
    /// Whom the sender may pick among, by the value of the choice; empty where there is nothing to pick.
    pub choose_among: Vec<(String, String)>,
}

/// How a task was closed.
pub struct Closing {
    /// What was decided.
    pub kind: EventKind,
    /// By whom.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was this person's own decision on this task.
    pub own: bool,
}

/// One task, for whoever holds or held it, or looks after the unit's applications.
///
/// # Errors
/// Not found for everyone else.
pub async fn run(campus: &Campus, actor: &Actor, id: TaskId, locale: Locale) -> Result<Shown, Error> {
    let mut db = campus.store.read().await?;
    let found = task::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let application = application::find(&mut db, found.application).await?.ok_or(Error::NotFound)?;
    of(campus, &mut db, actor, application, found, locale).await
}

pub(super) async fn of(
    campus: &Campus,
    db: &mut Db,
    actor: &Actor,
    application: Application,
    task: Task,
    locale: Locale,
) -> Result<Shown, Error> {
    let part = part_of(actor, &application);
    if part.is_none() && actor.require_in(Permission::ViewApplications, application.unit).is_err() {
        return Err(Error::NotFound);
    }
    let published = process::service_of(campus, &application)?;
    let step = part.unwrap_or_else(|| task.step.as_str().to_owned());
    let permission =
        |key: &str| published.service.step(&step).map_or(FieldPermission::Hidden, |s| s.fields.of(key));
    let sections = sections(campus, db, &application, &permission, locale).await?;
    let progress = progress::of(campus, db, &application).await?;
    let facts = process::gather(campus, db, &published, &application).await?;
    let can = Can::of(campus, actor, &published, &application, &facts, &task);
    let then = if can.approve {
        Some(then(campus, db, actor, &published, &application, &facts, &task).await?)
    } else {
        None
    };
    let document = application.applicant_document.as_ref();
    let registered = match document {
        Some(document) => person::find_by_document(db, document).await?.is_some(),
        None => false,
    };
    let unit = match application.unit {
        Some(unit) => progress::unit_names(db).await?.remove(&unit.to_string()),
        None => None,
    };
    Ok(Shown {
        closed: closing(actor, &task, &progress),
        notes: document.map(|d| d.notes(campus.today())).unwrap_or_default(),
        task,
        application,
        published,
        sections,
        progress,
        can,
        then,
        registered,
        unit,
    })
}

/// The step in which this person holds or held a task of the application, the latest first.
pub(crate) fn part_of(actor: &Actor, application: &Application) -> Option<String> {
    let id = actor_id(actor);
    let own = |t: &&tongxing_workflow::Task| t.assignee == id || t.earlier_holders.contains(&id);
    let task = application.instance.tasks.iter().rev().find(own)?;
    application.instance.visit(task.visit).map(|visit| visit.step.as_str().to_owned())
}

fn closing(actor: &Actor, task: &Task, progress: &Progress) -> Option<Closing> {
    let TaskState::Closed(closed) = task.state else { return None };
    let event = progress.events.iter().find(|event| event.number == closed.mark.by)?;
    Some(Closing {
        kind: event.kind,
        who: event.who.clone(),
        at: event.at,
        own: closed.reason.is_decision() && task.assignee == actor_id(actor),
    })
}

/// What this person's approval would lead to: the engine is asked, and its answer not kept.
async fn then(
    campus: &Campus,
    db: &mut Db,
    actor: &Actor,
    published: &PublishedService,
    application: &Application,
    facts: &Facts,
    task: &Task,
) -> Result<Then, Error> {
    let forward = Forward { opinion: "?".to_owned(), ..Forward::default() };
    let command = super::can::command(campus, actor, Action::Approve { task: task.number, forward });
    let tried = tongxing_workflow::decide(&published.definition, &application.instance, &command, facts);
    if let Ok(Decision::Accepted(operations)) = &tried {
        if operations.iter().any(|o| o.what == What::Approved) {
            return Ok(Then::Outcome);
        }
        if !operations.iter().any(|o| matches!(o.what, What::StepEntered { .. })) {
            return Ok(Then::Others);
        }
    }
    let entered = tongxing_workflow::entered_after(
        &published.definition,
        &application.instance,
        facts,
        Some(&task.step),
    );
    let mut next = Vec::new();
    for step in entered {
        let named = names(db, step.seats.iter().map(|seat| seat.assignee.as_str())).await?;
        let choice = names(db, step.choose_among.iter().map(|seat| seat.assignee.as_str())).await?;
        next.push(Next {
            step: step.step.as_str().to_owned(),
            names: named.into_iter().map(|(_, name)| name).collect(),
            choose_among: choice,
        });
    }
    Ok(Then::Next(next))
}

/// The accounts among these actors: who, and their names.
async fn names<'a>(
    db: &mut Db,
    actors: impl Iterator<Item = &'a str>,
) -> Result<Vec<(String, String)>, Error> {
    let account = |actor: &str| match Who::parse(actor) {
        Some(Who::Account(id)) => Some(id),
        _ => None,
    };
    let ids: Vec<AccountId> = actors.filter_map(account).collect();
    let found = account::find_all(db, &ids).await?;
    Ok(found.into_iter().map(|a| (Who::Account(a.id).as_text(), a.name.as_str().to_owned())).collect())
}
