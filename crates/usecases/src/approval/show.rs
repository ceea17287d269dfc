//! 办理: one task with the form as this step may see it, its history, and what this person can do.

use std::sync::Arc;

use tongxing_catalog::process::Permission as FieldPermission;
use tongxing_domain::{
    document::ReviewNote,
    id::{AccountId, TaskId},
    locale::Locale,
};
use tongxing_storage::{
    Db, account,
    application::{self, Application},
    person,
    task::{self, Task},
};
use tongxing_workflow::{Offer, TaskState, Upcoming};

use crate::{
    Actor, Campus, Error, Permission, Who,
    application::{
        progress::{self, Progress},
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
    /// What this person may do now; empty when it is not their turn.
    pub offers: Vec<Offer>,
    /// Whether this person holds the task and can decide it now.
    pub decides: bool,
    /// Whether this person may take their decision back.
    pub withdraws: bool,
    /// Who gets it when this task is approved; empty means that the outcome happens.
    pub next: Vec<Next>,
    /// What the reviewer should know about the document, beyond what is wrong: old area codes, great age.
    pub notes: Vec<ReviewNote>,
    /// Somebody with this document is registered already.
    pub registered: bool,
}

/// A step that comes next, with the people.
pub struct Next {
    /// As the engine foresees it.
    pub upcoming: Upcoming,
    /// The names of those who would get it.
    pub names: Vec<String>,
}

/// One task, for whoever holds or held it, or looks after the unit's applications.
///
/// # Errors
/// Not found for everyone else.
pub async fn run(campus: &Campus, actor: &Actor, id: TaskId, locale: Locale) -> Result<Shown, Error> {
    let mut db = campus.store.read().await?;
    let found = task::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let application = application::find(&mut db, found.application).await?.ok_or(Error::NotFound)?;
    let part = part_of(actor, &application);
    if part.is_none() && actor.require_in(Permission::ViewApplications, application.unit).is_err() {
        return Err(Error::NotFound);
    }
    let published = process::service_of(campus, &application)?;
    let step = part.unwrap_or_else(|| found.step.as_str().to_owned());
    let permission =
        |key: &str| published.service.step(&step).map_or(FieldPermission::Hidden, |s| s.fields.of(key));
    let sections = sections(campus, &mut db, &application, &permission, locale).await?;
    let progress = progress::of(campus, &mut db, &application).await?;
    let facts = process::gather(campus, &mut db, &published, &application).await?;
    let decides = found.assignee == actor_id(actor) && found.state == TaskState::Open;
    let entered = tongxing_workflow::entered_after(
        &published.definition,
        &application.instance,
        &facts,
        Some(&found.step),
    );
    let next = names(&mut db, if decides { entered } else { Vec::new() }).await?;
    let offers = published
        .definition
        .step(&found.step)
        .filter(|_| decides)
        .map(|s| s.offers.iter().copied().collect());
    let document = application.applicant_document.as_ref();
    let registered = match document {
        Some(document) => person::find_by_document(&mut db, document).await?.is_some(),
        None => false,
    };
    Ok(Shown {
        withdraws: withdraws(actor, &found, &published, &application, &facts),
        notes: document.map(|d| d.notes(campus.today())).unwrap_or_default(),
        offers: offers.unwrap_or_default(),
        task: found,
        application,
        published,
        sections,
        progress,
        decides,
        next,
        registered,
    })
}

/// The step in which this person holds or held a task of the application, the latest first.
pub(crate) fn part_of(actor: &Actor, application: &Application) -> Option<String> {
    let id = actor_id(actor);
    let own = |t: &&tongxing_workflow::Task| t.assignee == id || t.earlier_holders.contains(&id);
    let task = application.instance.tasks.iter().rev().find(own)?;
    application.instance.visit(task.visit).map(|visit| visit.step.as_str().to_owned())
}

/// Asks the engine, without keeping the answer: whether a withdrawal would be accepted now.
fn withdraws(
    actor: &Actor,
    found: &Task,
    published: &PublishedService,
    application: &Application,
    facts: &tongxing_workflow::Facts,
) -> bool {
    let command = tongxing_workflow::Command {
        actor: actor_id(actor),
        key: tongxing_workflow::CommandKey::new("may-withdraw"),
        at: application.updated_at.millis(),
        action: tongxing_workflow::Action::Withdraw { task: found.number },
    };
    found.assignee == actor_id(actor)
        && tongxing_workflow::decide(&published.definition, &application.instance, &command, facts).is_ok()
}

async fn names(db: &mut Db, upcoming: Vec<Upcoming>) -> Result<Vec<Next>, Error> {
    let mut next = Vec::new();
    for step in upcoming {
        let ids: Vec<AccountId> = step
            .seats
            .iter()
            .filter_map(|seat| match Who::parse(seat.assignee.as_str()) {
                Some(Who::Account(id)) => Some(id),
                _ => None,
            })
            .collect();
        let names =
            account::find_all(db, &ids).await?.into_iter().map(|a| a.name.as_str().to_owned()).collect();
        next.push(Next { upcoming: step, names });
    }
    Ok(next)
}
