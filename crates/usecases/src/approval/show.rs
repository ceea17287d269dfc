//! 办理: one task with the form as this step may see it, its history, and what this person can do.

use std::sync::Arc;

use tongxing_catalog::{Text, process::Permission as FieldPermission};
use tongxing_domain::{
    document::ReviewNote,
    id::{AccountId, TaskId},
    locale::Locale,
    person::PersonState,
    time::Timestamp,
};
use tongxing_storage::{
    Db, account,
    application::{self, Application},
    person,
    task::{self, Task},
};
use tongxing_workflow::{
    Action, Decision, Facts, Forward, Reason, Task as EngineTask, TaskState, VisitState, What,
};

pub use tongxing_workflow::Count;

pub use super::can::Can;
use super::opened;
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
    /// And is suspended there: an approval does not lift that.
    pub suspended: bool,
    /// The added signers this person can remove: the numbers of their tasks, and their names.
    pub removable: Vec<(u32, String)>,
    /// The unit that decides.
    pub unit: Option<Text>,
    /// How many have to agree in this step, while it is open and one alone does not decide.
    pub vote: Option<Count>,
    /// The task was somebody's who had no part in deciding it: only that it is closed is shown, and nothing of the form.
    pub closed_to: bool,
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
    /// How many of them have to agree.
    pub needed: usize,
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

/// One task, for whoever has a part in its application or looks after the unit's. That it was opened is recorded.
///
/// # Errors
/// Not found for everyone else.
pub async fn run(campus: &Campus, actor: &Actor, id: TaskId, locale: Locale) -> Result<Shown, Error> {
    let mut db = campus.store.read().await?;
    let found = task::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let application = application::find(&mut db, found.application).await?.ok_or(Error::NotFound)?;
    let shown = of(campus, &mut db, actor, application, found, locale).await?;
    drop(db);
    if !shown.closed_to {
        opened::record(campus, actor, &shown.application).await?;
    }
    Ok(shown)
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
    let looks_after = actor.require_in(Permission::ViewApplications, application.unit).is_ok();
    let closed_to = part.is_none() && !looks_after;
    if closed_to && !had_a_task(actor, &application) {
        return Err(Error::NotFound);
    }
    let published = process::service_of(campus, &application)?;
    // Pictures are for those who decide by them.
    let hides_pictures = part.is_none();
    let step = part.unwrap_or_else(|| task.step.as_str().to_owned());
    let permission = |key: &str| {
        let is_picture = published.service.field(key).is_some_and(|field| field.kind.is_upload());
        match published.service.step(&step) {
            Some(step) if !(hides_pictures && is_picture) => step.fields.of(key),
            _ => FieldPermission::Hidden,
        }
    };
    let sections =
        if closed_to { Vec::new() } else { sections(campus, db, &application, &permission, locale).await? };
    let facts = process::gather(campus, db, &published, &application).await?;
    let progress = progress::story(campus, db, &application, &facts).await?;
    let can = if closed_to {
        Can::default()
    } else {
        Can::of(campus, actor, &published, &application, &facts, &task)
    };
    let then = if can.approve {
        Some(then(campus, db, actor, &published, &application, &facts, &task).await?)
    } else {
        None
    };
    let document = application.applicant_document.as_ref().filter(|_| can.approve);
    let known = match document {
        Some(document) => person::find_by_document(db, document).await?,
        None => None,
    };
    let unit = match application.unit {
        Some(unit) => progress::unit_names(db).await?.remove(&unit.to_string()),
        None => None,
    };
    Ok(Shown {
        closed: closing(actor, &task, &progress),
        notes: document.map(|d| d.notes(campus.today())).unwrap_or_default(),
        removable: removable(db, &application, &can).await?,
        vote: vote(&published, &application, &task),
        task,
        application,
        published,
        sections,
        progress,
        can,
        then,
        registered: known.is_some(),
        suspended: known.is_some_and(|person| matches!(person.state, PersonState::Suspended { .. })),
        unit,
        closed_to,
    })
}

async fn removable(db: &mut Db, application: &Application, can: &Can) -> Result<Vec<(u32, String)>, Error> {
    let mut found = Vec::new();
    for number in &can.remove_signers {
        let Some(task) = application.instance.task(tongxing_workflow::TaskId(*number)) else { continue };
        let named = names(db, std::iter::once(task.assignee.as_str())).await?;
        found.extend(named.into_iter().map(|(_, name)| (*number, name)));
    }
    Ok(found)
}

/// How the vote of an open step stands, where it takes more than one.
fn vote(published: &PublishedService, application: &Application, task: &Task) -> Option<Count> {
    let visit = application.instance.visit(task.visit).filter(|visit| visit.state == VisitState::Active)?;
    let count = tongxing_workflow::count(&published.definition, &application.instance, visit.id)?;
    Some(count).filter(|count| count.needed > 1)
}

/// The step in which this person has a part of the application, the open one first, else the latest: who holds a task or
/// held one that was handed on, who decided, and who got a copy. Whoever could have decided and did not has none: the
/// form is no longer theirs to read.
pub(crate) fn part_of(actor: &Actor, application: &Application) -> Option<String> {
    let id = actor_id(actor);
    let instance = &application.instance;
    // Whoever lost their roles keeps only what somebody handed to them by name.
    let named =
        |t: &EngineTask| t.under.is_some() || !t.earlier_holders.is_empty() || !actor.roles().is_empty();
    let takes_part = |t: &&EngineTask| {
        let acted = t.touched.is_some() || t.closed().is_none_or(|closed| acted(closed.reason));
        named(t) && (t.earlier_holders.contains(&id) || (t.assignee == id && acted))
    };
    let own: Vec<_> = instance.tasks.iter().filter(takes_part).collect();
    let open = own.iter().rev().find(|t| t.assignee == id && t.is_open());
    let visit = match open.or(own.last()) {
        Some(task) => instance.visit(task.visit),
        None => instance.visits.last().filter(|_| instance.copied.contains(&id)),
    };
    visit.map(|visit| visit.step.as_str().to_owned())
}

fn acted(reason: Reason) -> bool {
    reason.is_decision() || reason == Reason::PassedAsDuplicate
}

fn had_a_task(actor: &Actor, application: &Application) -> bool {
    let id = actor_id(actor);
    application.instance.tasks.iter().any(|task| task.assignee == id)
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
    Ok(Then::Next(next(db, published, application, facts, task).await?))
}

/// The steps that come next once the step of this task is passed.
pub(super) async fn next(
    db: &mut Db,
    published: &PublishedService,
    application: &Application,
    facts: &Facts,
    task: &Task,
) -> Result<Vec<Next>, Error> {
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
            needed: step.needed,
        });
    }
    Ok(next)
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
