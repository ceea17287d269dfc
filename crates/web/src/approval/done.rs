//! 已办事宜: what whoever is signed in decided, and what became of it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use tongxing_usecases::{
    Campus,
    approval::{done, inbox::Line},
};

use super::{
    history,
    inbox::{Asked, LINES, Row},
};
use crate::{
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// The list of what was decided.
#[derive(Template)]
#[template(path = "approval/done.html")]
pub struct DonePage {
    /// The frame.
    pub p: Page,
    /// The lines.
    pub lines: Vec<Row>,
    /// The address of the next page; empty on the last one.
    pub next: String,
    /// The address of the page before; empty on the first one.
    pub previous: String,
}

/// `GET /tasks/done`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let found = done::run(&campus, &actor, &asked.turn(), LINES).await?;
    let p = page::for_staff(&campus, &visitor, visitor.t("approval-done")).await?.place("/tasks/done");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("approval-done"), None);
    page::show(&DonePage {
        lines: found.items.iter().map(|line| decided(&visitor, line)).collect(),
        previous: asked.turned("/tasks/done", "before", found.previous),
        next: asked.turned("/tasks/done", "after", found.next),
        p,
    })
}

fn decided(visitor: &Visitor, line: &Line) -> Row {
    let at = line.task.closed_at().unwrap_or(line.task.since);
    let service = line.published.as_ref().map(|p| &p.service);
    let step = line.application.waiting_step.as_ref().and_then(|key| service?.step(key.as_str()));
    let doer = step.map(|s| visitor.lang.of(&s.doer));
    Row {
        at: visitor.when().short(at),
        state: history::state(visitor, &line.application.state, doer),
        decision: line.decision().map(|d| visitor.lang.t_of("approval-task", d).into()).unwrap_or_default(),
        ..Row::of(visitor, line)
    }
}
