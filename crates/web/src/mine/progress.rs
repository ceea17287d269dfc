//! 审批流程: what happened, who holds it since when, what lies ahead, and how far the permits have come outside.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_catalog::Service;
use tongxing_domain::{delivery::DeliveryState, mask};
use tongxing_usecases::{
    Campus,
    application::progress::{self as story, EventKind, Progress},
};

use crate::{
    approval::history::marked,
    mine,
    page::{self, Page},
    trouble::Trouble,
    ui::{PlateTag, Timeline, timeline::Event},
    visitor::{Visitor, session::Proven},
};

/// The page.
#[derive(Template)]
#[template(path = "mine/progress.html")]
pub struct ProgressPage {
    /// The frame.
    pub p: Page,
    /// Its number.
    pub number: String,
    /// Its state's word in data, and the colour.
    pub state: (String, &'static str),
    /// Who holds it: name, step, how long.
    pub holding: Vec<(String, String, String)>,
    /// When one may remind again; `None`: now.
    pub urge_again: Option<String>,
    /// What the last approval brought, once it did.
    pub completed: Option<String>,
    /// Plates, each with how far it has come outside.
    pub plates: Vec<(PlateTag, String)>,
    /// Why it came back.
    pub returned: Option<String>,
    /// The story.
    pub timeline: Timeline,
    /// Whether it can still be withdrawn.
    pub may_cancel: bool,
    /// What makes a second press of a button the same press.
    pub key: String,
    /// What was just done: a word in data, or empty.
    pub done: &'static str,
    /// What was refused just now.
    pub refused: Option<String>,
}

/// `GET /my/{number}/progress`
pub async fn show(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let done = if visitor.path.ends_with("?done=urge") { "urge" } else { "" };
    let (application, progress) = story::run(&campus, &applicant, &number).await?;
    let published = mine::service_of(&campus, &application.service, application.version)?;
    page::show(&ProgressPage::new(
        &visitor,
        &published.service,
        application.instance.state.code(),
        number,
        &progress,
        done,
    ))
}

impl ProgressPage {
    /// The page of an application in this state.
    pub fn new(
        visitor: &Visitor,
        service: &Service,
        state: &str,
        number: String,
        progress: &Progress,
        done: &'static str,
    ) -> Self {
        let when = visitor.when();
        let holding = progress.holding.iter().map(|held| {
            let days = service.step(held.step.as_str()).and_then(|step| step.due).map(|due| due.working_days);
            let promised =
                days.map(|n| visitor.t("my-promised").count("n", n).to_string()).unwrap_or_default();
            let title = mine::step_title(service, &held.step).map(|t| visitor.lang.of(t)).unwrap_or_default();
            (
                held.who.clone(),
                title.to_owned(),
                visitor.t("my-waited").arg("since", when.since(held.since)).to_string() + &promised,
            )
        });
        let last = progress.events.iter().rev().find(|event| event.kind == EventKind::Returned);
        Self {
            p: Page::new(visitor, visitor.t("my-progress")).back("/my").scripts(&["dialog"]),
            state: (state.to_owned(), mine::colour_of(state)),
            holding: holding.collect(),
            urge_again: progress.urge_again_at.map(|at| when.short(at)),
            completed: (state == "approved").then(|| visitor.lang.of(&service.entry.completed).to_owned()),
            plates: plates(visitor, progress),
            returned: last.filter(|_| state == "returned").map(|event| event.opinion.clone()),
            timeline: timeline(visitor, service, state, progress),
            may_cancel: matches!(state, "running" | "returned"),
            key: hex::encode(visitor.shell.random::<16>()),
            done,
            refused: None,
            number,
        }
    }
}

/// Each plate, with how many of the outside systems have confirmed it.
fn plates(visitor: &Visitor, progress: &Progress) -> Vec<(PlateTag, String)> {
    let line = |(permit, deliveries): &(
        tongxing_domain::vehicle::VehiclePermit,
        Vec<tongxing_domain::delivery::Delivery>,
    )| {
        let confirmed = deliveries.iter().filter(|d| d.state == DeliveryState::Confirmed).count();
        let words = match (confirmed, deliveries.len()) {
            (_, 0) => visitor.t("my-plate-authorised"),
            (n, all) => visitor.t("my-plate-delivered").arg("n", n).arg("all", all),
        };
        let number = permit.plate.number();
        let number = if progress.confirmed { number.to_owned() } else { mask::plate(number) };
        (PlateTag::new(&number, permit.plate.colour().key()), words.to_string())
    };
    progress.deliveries.iter().map(line).collect()
}

/// What happened, who holds it, what lies ahead.
pub fn timeline(visitor: &Visitor, service: &Service, state: &str, progress: &Progress) -> Timeline {
    let (lang, when) = (visitor.lang, visitor.when());
    let joined =
        |parts: Vec<String>| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut events = Vec::new();
    for told in &progress.events {
        let (kind, icon) = drawn(told.kind);
        let word = lang.t_of("event", told.kind.code());
        let event = match &told.step {
            Some(step) => Event::new(kind, icon, lang.of(step)).tag(word),
            None => Event::new(kind, icon, word),
        };
        let unit = told.unit.as_ref().map(|unit| lang.of(unit).to_owned()).unwrap_or_default();
        events.push(
            event
                .who(joined(vec![unit, told.who.clone(), when.short(told.at)]))
                .quote(&told.opinion)
                .extra(marked(lang, told)),
        );
    }
    for held in &progress.holding {
        let title = mine::step_title(service, &held.step).map(|t| lang.of(t)).unwrap_or_default();
        let since = visitor.t("my-received").arg("when", when.short(held.since)).to_string();
        let event = Event::new("warn", "clock", title).tag(visitor.t("my-in-hand")).now();
        events.push(event.who(joined(vec![held.who.clone(), since])));
    }
    for ahead in progress.ahead.iter().filter(|ahead| ahead.applies) {
        let title = mine::step_title(service, &ahead.step).map(|t| lang.of(t)).unwrap_or_default();
        events.push(Event::new("", "user", title).who(ahead.who.join(&visitor.t("apply-comma").to_string())));
    }
    if state == "approved" {
        events.push(Event::new("ok", "done", lang.of(&service.entry.completed)));
    }
    Timeline::new(visitor.t("my-progress"), events)
}

fn drawn(kind: EventKind) -> (&'static str, &'static str) {
    match kind {
        EventKind::Submitted | EventKind::Resubmitted | EventKind::Approved => ("ok", "check"),
        EventKind::Rejected | EventKind::Terminated => ("bad", "x"),
        EventKind::Returned | EventKind::ReturnedToStep => ("sign", "undo"),
        EventKind::Withdrawn | EventKind::Cancelled => ("", "undo"),
        EventKind::Commented => ("info", "chat"),
        EventKind::Urged | EventKind::DueSoon | EventKind::Overdue => ("info", "urge"),
        EventKind::Agreed | EventKind::Disagreed | EventKind::Abstained => ("", "chat"),
        EventKind::Copied => ("info", "send"),
        EventKind::SignersAdded
        | EventKind::SignerRemoved
        | EventKind::Transferred
        | EventKind::Delegated
        | EventKind::Reassigned
        | EventKind::HandedOver
        | EventKind::ClockPaused
        | EventKind::ClockResumed
        | EventKind::Migrated => ("sign", "useradd"),
    }
}
