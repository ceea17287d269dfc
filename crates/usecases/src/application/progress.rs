//! 审批流程: what happened, who holds it since when, and what lies ahead.

use std::collections::BTreeMap;

use tongxing_catalog::Text;
use tongxing_domain::{
    delivery::{Delivery, Subject},
    id::{AccountId, ApplicationId},
    time::Timestamp,
    vehicle::VehiclePermit,
};
use tongxing_storage::{Db, account, application::Application, delivery, operation, person, unit, vehicle};
use tongxing_workflow::{
    Action, ActorId, Facts, Instance, Operation, OperationId, ReturnTo, State, TaskId, What,
};

use super::{confirm::is_confirmed, mine};
use crate::{Applicant, Campus, Error, Who, campus::PublishedService, process};

/// The whole story of one application.
pub struct Progress {
    /// What happened, the first first.
    pub events: Vec<Event>,
    /// Who holds it now.
    pub holding: Vec<Holding>,
    /// The steps still to come, as things are today.
    pub ahead: Vec<Ahead>,
    /// The permits it brought, each with how far it has come outside.
    pub deliveries: Vec<(VehiclePermit, Vec<Delivery>)>,
    /// When the applicant may remind again; `None` when at once.
    pub urge_again_at: Option<Timestamp>,
    /// Whether the reader may see plates in full and change the application: an applicant only after confirming that
    /// it is theirs.
    pub confirmed: bool,
}

/// One line of the history.
pub struct Event {
    /// Its number in the log.
    pub(crate) number: OperationId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// The step it happened in.
    pub step: Option<Text>,
    /// Who did it; empty for the program itself.
    pub who: String,
    /// The unit of whoever did it.
    pub unit: Option<Text>,
    /// To whom, of whom: signers, the next holder, who got a copy.
    pub whom: Vec<String>,
    /// The sections of the form that were marked for correction.
    pub marked: Vec<Text>,
    /// What was said.
    pub opinion: String,
}

/// What happened. The words are `event-<code>` in the translation files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// 提交
    Submitted,
    /// 重新提交
    Resubmitted,
    /// 通过
    Approved,
    /// 不通过
    Rejected,
    /// 驳回到发起人, 退回修改
    Returned,
    /// 驳回到环节
    ReturnedToStep,
    /// 撤回
    Withdrawn,
    /// 撤销
    Cancelled,
    /// 批注
    Commented,
    /// 催办
    Urged,
    /// 终止
    Terminated,
    /// 弃权
    Abstained,
    /// 同意, by whoever was asked for an opinion
    Agreed,
    /// 不同意, by whoever was asked for an opinion
    Disagreed,
    /// 加签
    SignersAdded,
    /// 减签
    SignerRemoved,
    /// 转办
    Transferred,
    /// 委派
    Delegated,
    /// 抄送
    Copied,
    /// 改派
    Reassigned,
    /// 离职交接
    HandedOver,
    /// 时限将至
    DueSoon,
    /// 超时
    Overdue,
    /// 暂停计时
    ClockPaused,
    /// 恢复计时
    ClockResumed,
    /// 迁移到新版本
    Migrated,
}

impl EventKind {
    /// All of them, for the test that every one has its words.
    pub const ALL: &'static [Self] = &[
        Self::Submitted,
        Self::Resubmitted,
        Self::Approved,
        Self::Rejected,
        Self::Returned,
        Self::ReturnedToStep,
        Self::Withdrawn,
        Self::Cancelled,
        Self::Commented,
        Self::Urged,
        Self::Terminated,
        Self::Abstained,
        Self::Agreed,
        Self::Disagreed,
        Self::SignersAdded,
        Self::SignerRemoved,
        Self::Transferred,
        Self::Delegated,
        Self::Copied,
        Self::Reassigned,
        Self::HandedOver,
        Self::DueSoon,
        Self::Overdue,
        Self::ClockPaused,
        Self::ClockResumed,
        Self::Migrated,
    ];

    /// The word used in translation keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Resubmitted => "resubmitted",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
            Self::ReturnedToStep => "returned-to-step",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::Commented => "commented",
            Self::Urged => "urged",
            Self::Terminated => "terminated",
            Self::Abstained => "abstained",
            Self::Agreed => "agreed",
            Self::Disagreed => "disagreed",
            Self::SignersAdded => "signers-added",
            Self::SignerRemoved => "signer-removed",
            Self::Transferred => "transferred",
            Self::Delegated => "delegated",
            Self::Copied => "copied",
            Self::Reassigned => "reassigned",
            Self::HandedOver => "handed-over",
            Self::DueSoon => "due-soon",
            Self::Overdue => "overdue",
            Self::ClockPaused => "clock-paused",
            Self::ClockResumed => "clock-resumed",
            Self::Migrated => "migrated",
        }
    }
}

/// Who holds an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The step's key.
    pub step: String,
    /// The person's name.
    pub who: String,
    /// Since when.
    pub since: Timestamp,
}

/// A step still to come.
pub struct Ahead {
    /// The step's key.
    pub step: String,
    /// Whether it will take place, as things are today.
    pub applies: bool,
    /// Who would decide it.
    pub who: Vec<String>,
}

/// The story of the applicant's own application.
///
/// # Errors
/// Not found, also when it is somebody else's.
pub async fn run(
    campus: &Campus,
    applicant: &Applicant,
    number: &str,
) -> Result<(Application, Progress), Error> {
    let mut db = campus.store.read().await?;
    let application = mine::own(&mut db, applicant, number).await?;
    let mut progress = of(campus, &mut db, &application).await?;
    let published = process::service_of(campus, &application)?;
    progress.confirmed = is_confirmed(&db, applicant, &application, &published.service);
    Ok((application, progress))
}

async fn of(campus: &Campus, db: &mut Db, application: &Application) -> Result<Progress, Error> {
    let published = process::service_of(campus, application)?;
    let facts = process::gather(campus, db, &published, application).await?;
    story(campus, db, application, &facts).await
}

/// The story of an application somebody may read, for whoever has gathered the facts already.
pub(crate) async fn story(
    campus: &Campus,
    db: &mut Db,
    application: &Application,
    facts: &Facts,
) -> Result<Progress, Error> {
    let published = process::service_of(campus, application)?;
    let operations = operation::of_application(db, application.id).await?;
    let people = People::of(db, &application.instance, facts, &operations).await?;
    let events = operations.iter().filter_map(|o| event(application, &published, &people, o)).collect();
    let upcoming = tongxing_workflow::upcoming(&published.definition, &application.instance, facts);
    let ahead = upcoming
        .into_iter()
        .map(|step| Ahead {
            step: step.step.as_str().to_owned(),
            applies: step.applies,
            who: step.seats.iter().map(|seat| people.name(seat.assignee.as_str())).collect(),
        })
        .collect();
    let urge_again_at = application
        .instance
        .last_urged
        .map(|at| Timestamp::from_millis(at).plus_millis(published.definition.urge_interval_ms));
    Ok(Progress {
        events,
        holding: holding(db, application).await?,
        ahead,
        deliveries: deliveries(db, application).await?,
        urge_again_at: urge_again_at.filter(|at| *at > campus.now()),
        confirmed: true,
    })
}

/// Who holds it now.
pub(crate) async fn holding(db: &mut Db, application: &Application) -> Result<Vec<Holding>, Error> {
    let open: Vec<_> = application.instance.open_tasks().collect();
    let ids: Vec<AccountId> = open.iter().filter_map(|t| account_of(t.assignee.as_str())).collect();
    let accounts = account::find_all(db, &ids).await?;
    let name = |actor: &str| {
        let id = account_of(actor)?;
        accounts.iter().find(|a| a.id == id).map(|a| a.name.as_str().to_owned())
    };
    Ok(open
        .into_iter()
        .filter_map(|task| {
            Some(Holding {
                step: application.instance.visit(task.visit)?.step.as_str().to_owned(),
                who: name(task.assignee.as_str()).unwrap_or_default(),
                since: Timestamp::from_millis(task.since),
            })
        })
        .collect())
}

/// The reason of the last return or rejection, unless something came after it that made it void.
pub(crate) async fn last_reason(db: &mut Db, application: ApplicationId) -> Result<Option<String>, Error> {
    let operations = operation::of_application(db, application).await?;
    let last = operations.iter().rev().find_map(|o| match &o.what {
        What::Commanded { action, .. } => Some(action),
        _ => None,
    });
    Ok(match last {
        Some(
            Action::Reject { reason, .. } | Action::Return { reason, .. } | Action::Terminate { reason },
        ) => Some(reason.clone()),
        _ => None,
    })
}

async fn deliveries(
    db: &mut Db,
    application: &Application,
) -> Result<Vec<(VehiclePermit, Vec<Delivery>)>, Error> {
    if application.instance.state != State::Approved {
        return Ok(Vec::new());
    }
    let Some(document) = &application.applicant_document else { return Ok(Vec::new()) };
    let Some(person) = person::find_by_document(db, document).await? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for permit in vehicle::of_person(db, person.id).await? {
        if permit.application == Some(application.id) {
            let rows = delivery::of_subject(db, Subject::Permit(permit.id)).await?;
            found.push((permit, rows));
        }
    }
    Ok(found)
}

fn event(
    application: &Application,
    published: &PublishedService,
    people: &People,
    operation: &Operation,
) -> Option<Event> {
    let What::Commanded { action, .. } = &operation.what else { return None };
    let (kind, task, opinion) = told(action);
    let step = task
        .and_then(|t| application.instance.task(t))
        .and_then(|t| application.instance.visit(t.visit))
        .and_then(|visit| published.service.step(visit.step.as_str()))
        .map(|step| step.title.clone());
    let by_applicant = matches!(Who::parse(operation.actor.as_str()), Some(Who::Applicant(_)));
    let own_name = application.applicant_name.as_ref().map(|n| n.as_str().to_owned());
    Some(Event {
        number: operation.number,
        at: Timestamp::from_millis(operation.at),
        kind,
        step,
        who: if by_applicant { own_name.unwrap_or_default() } else { people.name(operation.actor.as_str()) },
        unit: people.unit(operation.actor.as_str()),
        whom: whom(application, action).iter().map(|actor| people.name(actor.as_str())).collect(),
        marked: marked(published, action),
        opinion: opinion.to_owned(),
    })
}

/// What an action is to a reader, in which task, and what was said with it.
fn told(action: &Action) -> (EventKind, Option<TaskId>, &str) {
    match action {
        Action::Submit(forward) => (EventKind::Submitted, None, &forward.opinion),
        Action::Resubmit(forward) => (EventKind::Resubmitted, None, &forward.opinion),
        Action::Approve { task, forward } => (EventKind::Approved, Some(*task), &forward.opinion),
        Action::Reject { task, reason } => (EventKind::Rejected, Some(*task), reason),
        Action::Return { task, to: ReturnTo::Initiator, reason, .. } => {
            (EventKind::Returned, Some(*task), reason)
        }
        Action::Return { task, reason, .. } => (EventKind::ReturnedToStep, Some(*task), reason),
        Action::Withdraw { task } => (EventKind::Withdrawn, Some(*task), ""),
        Action::Cancel { reason } => (EventKind::Cancelled, None, reason),
        Action::Comment { text, .. } => (EventKind::Commented, None, text),
        Action::Urge => (EventKind::Urged, None, ""),
        Action::Terminate { reason } => (EventKind::Terminated, None, reason),
        Action::Abstain { task, opinion } => (EventKind::Abstained, Some(*task), opinion),
        Action::Opine { task, agree: true, opinion } => (EventKind::Agreed, Some(*task), opinion),
        Action::Opine { task, opinion, .. } => (EventKind::Disagreed, Some(*task), opinion),
        Action::AddSigners { task, reason, .. } => (EventKind::SignersAdded, Some(*task), reason),
        Action::RemoveSigner { task, reason } => (EventKind::SignerRemoved, Some(*task), reason),
        Action::Transfer { task, reason, .. } => (EventKind::Transferred, Some(*task), reason),
        Action::Delegate { task, reason, .. } => (EventKind::Delegated, Some(*task), reason),
        Action::Reassign { task, reason, .. } => (EventKind::Reassigned, Some(*task), reason),
        Action::Copy { task, .. } => (EventKind::Copied, Some(*task), ""),
        Action::HandOver { reason, .. } => (EventKind::HandedOver, None, reason),
        Action::PauseClock { reason } => (EventKind::ClockPaused, None, reason),
        Action::ResumeClock { reason } => (EventKind::ClockResumed, None, reason),
        Action::Migrate { reason, .. } => (EventKind::Migrated, None, reason),
        Action::DueSoon { .. } => (EventKind::DueSoon, None, ""),
        Action::Overdue { .. } => (EventKind::Overdue, None, ""),
    }
}

/// Whom an action names besides whoever did it.
fn whom<'a>(application: &'a Application, action: &'a Action) -> Vec<&'a ActorId> {
    match action {
        Action::AddSigners { signers, .. } => signers.iter().collect(),
        Action::Copy { to, .. } => to.iter().collect(),
        Action::Transfer { to, .. }
        | Action::Delegate { to, .. }
        | Action::Reassign { to, .. }
        | Action::HandOver { to, .. } => vec![to],
        Action::RemoveSigner { task, .. } => {
            application.instance.task(*task).map(|task| &task.assignee).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The titles of the sections that a return marked.
fn marked(published: &PublishedService, action: &Action) -> Vec<Text> {
    let Action::Return { marked, .. } = action else { return Vec::new() };
    let sections = &published.service.form.sections;
    let title = |key: &String| sections.iter().find(|s| s.key == *key).map(|s| s.title.clone());
    marked.iter().filter_map(title).collect()
}

/// The names of everyone who plays a part.
struct People {
    names: BTreeMap<AccountId, (String, Option<Text>)>,
}

impl People {
    async fn of(
        db: &mut Db,
        instance: &Instance,
        facts: &Facts,
        operations: &[Operation],
    ) -> Result<Self, Error> {
        let holders =
            instance.tasks.iter().flat_map(|t| std::iter::once(&t.assignee).chain(&t.earlier_holders));
        let candidates = facts.steps.values().flat_map(|s| &s.candidates);
        let doers = operations.iter().map(|operation| &operation.actor);
        let everyone = holders
            .chain(candidates)
            .chain(&facts.process_administrators)
            .chain([&facts.initiator])
            .chain(&instance.copied)
            .chain(doers);
        let mut ids: Vec<AccountId> = everyone.filter_map(|a| account_of(a.as_str())).collect();
        ids.sort_unstable();
        ids.dedup();
        let accounts = account::find_all(db, &ids).await?;
        let units = crate::unit::list::by_id(db).await?;
        let names = accounts.into_iter().map(|a| {
            let unit =
                a.unit.and_then(|u| units.get(&u)).map(|u| Text::new(u.name_zh.clone(), u.name_en.clone()));
            (a.id, (a.name.as_str().to_owned(), unit))
        });
        Ok(Self { names: names.collect() })
    }

    fn name(&self, actor: &str) -> String {
        account_of(actor).and_then(|id| self.names.get(&id)).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn unit(&self, actor: &str) -> Option<Text> {
        account_of(actor).and_then(|id| self.names.get(&id)).and_then(|(_, unit)| unit.clone())
    }
}

fn account_of(actor: &str) -> Option<AccountId> {
    match Who::parse(actor)? {
        Who::Account(id) => Some(id),
        Who::Applicant(_) | Who::System => None,
    }
}

/// The name of every unit, for showing the unit fields of a form.
pub(crate) async fn unit_names(db: &mut Db) -> Result<BTreeMap<String, Text>, Error> {
    let units = unit::list(db).await?;
    Ok(units.into_iter().map(|u| (u.id.to_string(), Text::new(u.name_zh, u.name_en))).collect())
}
