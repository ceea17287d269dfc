//! 待办事宜: what waits for whoever is signed in.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_domain::id::TaskId;
use tongxing_usecases::{
    Actor, Campus, Cursor, Error, Turn,
    approval::{
        inbox::{self, TaskFilter},
        show,
    },
};

use super::said::Said;
use crate::{
    page::{self, Page},
    trouble::Trouble,
    ui::Choice,
    visitor::{Visitor, session::Staff},
};

/// So many lines stand on one page.
pub(super) const LINES: u32 = 20;

/// The to-do list.
#[derive(Template)]
#[template(path = "approval/inbox.html")]
pub struct InboxPage {
    /// The frame.
    pub p: Page,
    /// What was just decided.
    pub said: Option<Said>,
    /// The lines.
    pub lines: Vec<Row>,
    /// What is looked for.
    pub asked: Asked,
    /// The services on offer.
    pub services: Vec<Choice>,
    /// The address of the next page; empty on the last one.
    pub next: String,
    /// The address of the page before; empty on the first one.
    pub previous: String,
}

/// One line as it is shown.
pub struct Row {
    /// The page of the task.
    pub href: String,
    /// The task, for the tick beside it.
    pub task: String,
    /// The service.
    pub service: String,
    /// The application's number.
    pub number: String,
    /// For whom.
    pub who: String,
    /// The unit that decides.
    pub unit: String,
    /// The step.
    pub step: String,
    /// When it arrived, or was decided.
    pub at: String,
    /// How long it has been waiting, or how the application stands: kind of the tag and words.
    pub state: (&'static str, String),
    /// What was decided; empty while it waits.
    pub decision: String,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Where the page before ended.
    #[serde(default)]
    pub after: String,
    /// Where the page after it began.
    #[serde(default)]
    pub before: String,
    /// With this in the application's number.
    #[serde(default)]
    pub q: String,
    /// Of this service.
    #[serde(default)]
    pub service: String,
    /// The task that was decided just now.
    #[serde(default)]
    pub done: String,
}

impl Asked {
    /// The part of the list that is asked for; an address that was tampered with begins at the start.
    pub fn turn(&self) -> Turn {
        match (self.before.parse(), self.after.parse()) {
            (Ok(before), _) => Turn::Before(before),
            (Err(_), Ok(after)) => Turn::After(after),
            (Err(_), Err(_)) => Turn::First,
        }
    }

    /// Whether only some are wanted.
    pub fn is_narrow(&self) -> bool {
        !self.q.trim().is_empty() || !self.service.is_empty()
    }

    fn filter(&self) -> TaskFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        TaskFilter { service: given(&self.service), number: given(&self.q) }
    }

    /// The address of a list with the same wishes, turned to a place; empty where there is nothing more.
    pub(super) fn turned(&self, list: &str, way: &str, to: Option<Cursor>) -> String {
        let Some(to) = to.map(|to| to.to_string()) else { return String::new() };
        let pairs = [("q", self.q.as_str()), ("service", &self.service), (way, &to)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{list}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

/// `GET /tasks`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let found = inbox::find(&campus, &actor, &asked.filter(), &asked.turn(), LINES).await?;
    let p = page::for_staff(&campus, &visitor, visitor.t("approval-inbox")).await?;
    let p = p.place("/tasks").scripts(&["table"]);
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("approval-inbox"), None);
    let said = said(&campus, &actor, &visitor, asked.done.parse().ok()).await?;
    page::show(&InboxPage {
        said,
        lines: found.items.iter().map(|line| waiting(&visitor, line)).collect(),
        previous: asked.turned("/tasks", "before", found.previous),
        next: asked.turned("/tasks", "after", found.next),
        services: services(&visitor, &campus),
        asked,
        p,
    })
}

fn services(visitor: &Visitor, campus: &Campus) -> Vec<Choice> {
    let services = campus.services();
    services.all().map(|one| Choice::new(&one.service.key, visitor.lang.of(&one.service.title))).collect()
}

/// The line that says what became of the decision just made; nothing when the task is not this person's.
async fn said(
    campus: &Campus,
    actor: &Actor,
    visitor: &Visitor,
    done: Option<TaskId>,
) -> Result<Option<Said>, Trouble> {
    let Some(task) = done else { return Ok(None) };
    match show::run(campus, actor, task, visitor.lang.locale()).await {
        Ok(shown) => Ok(Said::about(visitor, &shown)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn waiting(visitor: &Visitor, line: &inbox::Line) -> Row {
    let when = visitor.when();
    let kind = if line.late { "bad" } else { "" };
    let since = visitor.t("approval-waiting").arg("time", when.since(line.task.since)).to_string();
    Row { at: when.short(line.task.since), state: (kind, since), ..Row::of(visitor, line) }
}

impl Row {
    pub(super) fn of(visitor: &Visitor, line: &inbox::Line) -> Self {
        let (lang, service) = (visitor.lang, line.published.as_ref().map(|p| &p.service));
        let step = service.and_then(|s| s.step(line.task.step.as_str()));
        let name = line.application.applicant_name.as_ref();
        Self {
            href: format!("/tasks/{}", line.task.id),
            task: line.task.id.to_string(),
            service: service.map(|s| lang.of(&s.title).to_owned()).unwrap_or_default(),
            number: line.application.number.clone(),
            who: name.map(|n| n.as_str().to_owned()).unwrap_or_default(),
            unit: line.unit.as_ref().map(|u| lang.of(u).to_owned()).unwrap_or_default(),
            step: step.map(|s| lang.of(&s.title).to_owned()).unwrap_or_default(),
            at: String::new(),
            state: ("", String::new()),
            decision: String::new(),
        }
    }
}
