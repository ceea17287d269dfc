//! Telling the people concerned what an operation means for them.

use std::collections::{BTreeMap, BTreeSet};

use tongxing_domain::id::AccountId;
use tongxing_storage::{Db, Tx, application::Application, task};
use tongxing_workflow::{Action, Operation, Reason, TaskId, What};

use crate::{
    Campus, Error, Who,
    campus::PublishedService,
    notification::{self, Kind, Notice, To},
};

/// One notice per person and matter, however many operations speak of it.
pub(super) async fn send(
    campus: &Campus,
    tx: &mut Tx,
    application: &Application,
    published: &PublishedService,
    operations: &[Operation],
) -> Result<(), Error> {
    let tasks: BTreeMap<_, _> =
        task::of_application(tx, application.id).await?.into_iter().map(|t| (t.number, t.id)).collect();
    let filer = filer(tx, application);
    let mut told = BTreeSet::new();
    for operation in operations {
        for (to, kind, task) in meant_by(application, filer.as_ref(), operation) {
            if !told.insert((to.clone(), kind)) {
                continue;
            }
            let notice = Notice {
                to,
                kind,
                params: params(application, published, operations, task),
                link: link(application, kind, task.and_then(|t| tasks.get(&t)).copied()),
            };
            notification::tell(campus, tx, notice).await?;
        }
    }
    Ok(())
}

/// Whom an operation concerns, and how.
fn meant_by(
    application: &Application,
    filer: Option<&To>,
    operation: &Operation,
) -> Vec<(To, Kind, Option<TaskId>)> {
    let holder = |task: TaskId| application.instance.task(task).and_then(|t| account(t.assignee.as_str()));
    let to_holder = |task: TaskId, kind: Kind| {
        let found = holder(task).map(|account| (To::Account(account), kind, Some(task)));
        found.into_iter().collect::<Vec<_>>()
    };
    let to_filer = |kind: Kind| filer.map(|to| (to.clone(), kind, None)).into_iter().collect::<Vec<_>>();
    match &operation.what {
        What::TaskOpened { task, waiting: false, .. }
        | What::TaskResumed { task }
        | What::TaskReopened { task }
        | What::TaskHandedOver { task, .. } => to_holder(*task, Kind::TaskArrived),
        What::TaskClosed { task, reason, .. } => match reason {
            Reason::ApplicationReturned | Reason::DecisionWithdrawn | Reason::ApplicationMigrated => {
                to_holder(*task, Kind::TaskTakenBack)
            }
            Reason::ApplicationCancelled | Reason::ApplicationTerminated | Reason::SignerRemoved => {
                to_holder(*task, Kind::TaskVoid)
            }
            _ => Vec::new(),
        },
        What::Commanded { action: Action::Reassign { task, .. }, .. } => {
            let former = application.instance.task(*task).and_then(|t| t.earlier_holders.last());
            let former = former.and_then(|actor| account(actor.as_str()));
            former.map(|id| (To::Account(id), Kind::TaskTakenBack, Some(*task))).into_iter().collect()
        }
        What::Urged { tasks } | What::DueReminded { tasks, .. } | What::DueExpired { tasks, .. } => {
            tasks.iter().flat_map(|t| to_holder(*t, Kind::Urged)).collect()
        }
        What::Copied { to } => {
            let accounts = to.iter().filter_map(|actor| account(actor.as_str()));
            accounts.map(|id| (To::Account(id), Kind::Copied, None)).collect()
        }
        What::ReturnedToInitiator { .. } => to_filer(Kind::ApplicationReturned),
        What::Approved => to_filer(Kind::ApplicationApproved),
        What::Rejected => to_filer(Kind::ApplicationRejected),
        What::Terminated => to_filer(Kind::ApplicationTerminated),
        _ => Vec::new(),
    }
}

/// Who filed it: a member of staff, or the applicant without an account.
fn filer(db: &Db, application: &Application) -> Option<To> {
    match Who::parse(application.initiator.as_str())? {
        Who::Account(id) => Some(To::Account(id)),
        Who::Applicant(_) => {
            application.applicant_document.as_ref().map(|d| To::Applicant(db.document_hash(d)))
        }
        Who::System => None,
    }
}

fn account(actor: &str) -> Option<AccountId> {
    match Who::parse(actor)? {
        Who::Account(id) => Some(id),
        Who::Applicant(_) | Who::System => None,
    }
}

fn link(application: &Application, kind: Kind, task: Option<tongxing_domain::id::TaskId>) -> String {
    match (kind, task) {
        (Kind::TaskArrived | Kind::Urged | Kind::TaskTakenBack | Kind::TaskVoid, Some(task)) => {
            format!("/tasks/{task}")
        }
        (Kind::Copied, _) => format!("/applications/{}", application.number),
        _ => format!("/my/{}", application.number),
    }
}

/// Names and numbers for the sentence; the reason where one was given.
fn params(
    application: &Application,
    published: &PublishedService,
    operations: &[Operation],
    task: Option<TaskId>,
) -> BTreeMap<String, String> {
    let service = &published.service;
    let mut params = BTreeMap::from([
        ("number".to_owned(), application.number.clone()),
        ("service_zh".to_owned(), service.title.zh.clone()),
        ("service_en".to_owned(), service.title.en.clone()),
    ]);
    if let Some(name) = &application.applicant_name {
        params.insert("name".to_owned(), name.as_str().to_owned());
    }
    let step = task
        .and_then(|t| application.instance.task(t))
        .and_then(|t| application.instance.visit(t.visit))
        .and_then(|visit| service.step(visit.step.as_str()));
    if let Some(step) = step {
        params.insert("step_zh".to_owned(), step.title.zh.clone());
        params.insert("step_en".to_owned(), step.title.en.clone());
    }
    if let Some(reason) = operations.iter().find_map(reason_given) {
        params.insert("reason".to_owned(), reason.to_owned());
    }
    params
}

fn reason_given(operation: &Operation) -> Option<&str> {
    match &operation.what {
        What::Commanded {
            action:
                Action::Reject { reason, .. } | Action::Return { reason, .. } | Action::Terminate { reason },
            ..
        } => Some(reason),
        _ => None,
    }
}
