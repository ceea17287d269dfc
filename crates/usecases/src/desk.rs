//! The portal's first page: what waits for a member of staff, and what happened lately.

use std::sync::Arc;

use jiff::ToSpan;
use tongxing_domain::time::Timestamp;
use tongxing_storage::{
    PageRequest,
    application::{self, ApplicationSummary},
    notification::{self, Recipient},
    task,
};
use tongxing_workflow::ActorId;

pub use tongxing_storage::{notification::Notification, task::TaskEntry};

use crate::{Actor, Campus, Error, Who, campus::PublishedService};

/// What stands on the desk.
pub struct Desk {
    /// How many tasks wait.
    pub open: u64,
    /// How many were decided since Monday.
    pub done_this_week: u64,
    /// How many messages are unread.
    pub unread: u64,
    /// The latest tasks, each with its service.
    pub tasks: Vec<(TaskEntry, Option<Arc<PublishedService>>)>,
    /// What the person filed lately, each with its service.
    pub filed: Vec<(ApplicationSummary, Option<Arc<PublishedService>>)>,
    /// The latest messages.
    pub notices: Vec<Notification>,
}

const SHOWN: u32 = 5;

/// What is on the actor's desk now.
pub async fn run(campus: &Campus, actor: &Actor) -> Result<Desk, Error> {
    let me = ActorId::new(Who::Account(actor.account()).as_text());
    let services = campus.services();
    let mut db = campus.store.read().await?;
    let page = PageRequest::first(SHOWN);
    let service = |a: &ApplicationSummary| services.version(&a.service, a.version);
    let tasks = task::list_open_of(&mut db, &me, &page).await?.items;
    let filed = application::of_initiator(&mut db, &me, &page).await?.items;
    Ok(Desk {
        open: amount(task::count_open_of(&mut db, &me).await?),
        done_this_week: amount(task::count_done_by(&mut db, &me, monday(campus)).await?),
        unread: amount(notification::count_unread(&mut db, actor.account()).await?),
        notices: notification::list(&mut db, &Recipient::Account(actor.account()), &page).await?.items,
        tasks: tasks
            .into_iter()
            .map(|t| {
                let s = service(&t.application);
                (t, s)
            })
            .collect(),
        filed: filed
            .into_iter()
            .map(|a| {
                let s = service(&a);
                (a, s)
            })
            .collect(),
    })
}

/// How many tasks wait and how many messages are unread: the numbers in the menu of every staff page.
pub async fn counts(campus: &Campus, actor: &Actor) -> Result<(u64, u64), Error> {
    let me = ActorId::new(Who::Account(actor.account()).as_text());
    let mut db = campus.store.read().await?;
    let open = task::count_open_of(&mut db, &me).await?;
    let unread = notification::count_unread(&mut db, actor.account()).await?;
    Ok((amount(open), amount(unread)))
}

/// The first instant of this week on campus.
fn monday(campus: &Campus) -> Timestamp {
    let today = campus.today();
    let back = i64::from(today.weekday().to_monday_zero_offset());
    today
        .checked_sub(back.days())
        .ok()
        .and_then(|day| Timestamp::start_of_day(day, &campus.settings.zone))
        .unwrap_or_else(|| campus.now())
}

fn amount(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
