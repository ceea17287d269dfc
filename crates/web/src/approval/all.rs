//! 全部申请: every application of the units somebody looks after, and one of them to read.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_usecases::{
    Actor, Campus, PageRequest,
    approval::all::{self, Line, Wanted},
};

use super::{
    history,
    inbox::{LINES, Row},
    show::{TaskPage, Typed},
};
use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::Choice,
    visitor::{Visitor, session::Staff},
};

/// The states to choose from.
const STATES: [&str; 6] = ["running", "returned", "approved", "rejected", "cancelled", "terminated"];

/// The list.
#[derive(Template)]
#[template(path = "approval/all.html")]
pub struct AllPage {
    /// The frame.
    pub p: Page,
    /// The lines.
    pub lines: Vec<Row>,
    /// What is looked for.
    pub asked: Asked,
    /// The states to choose from.
    pub states: Vec<Choice>,
    /// The address of the next page; empty on the last one.
    pub next: String,
    /// The address of the first page; empty on it.
    pub first: String,
}

/// What is asked for. A name is only ever posted, so that no address holds it.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// A number, or a whole name.
    #[serde(default)]
    pub q: String,
    /// In this state.
    #[serde(default)]
    pub state: String,
    /// Where the page before ended.
    #[serde(default)]
    pub after: String,
}

/// `GET /applications`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    list(&campus, &visitor, &actor, Asked { q: String::new(), ..asked }).await
}

/// `POST /applications`: looks for a number or a name.
pub async fn find(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Form(asked): Form<Asked>,
) -> Result<Response, Trouble> {
    list(&campus, &visitor, &actor, asked).await
}

/// `GET /applications/{number}`
pub async fn one(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let shown = all::one(&campus, &actor, &number, visitor.lang.locale()).await?;
    let title = visitor.lang.of(&shown.published.service.title).to_owned();
    let p = page::for_staff(&campus, &visitor, title).await?.place("/applications");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk"));
    let p = p.crumb(visitor.t("approval-all"), Some("/applications")).crumb(&shown.application.number, None);
    page::show(&TaskPage::new(&campus, &visitor, &actor, p, shown, Typed::default()).await?)
}

async fn list(campus: &Campus, visitor: &Visitor, actor: &Actor, asked: Asked) -> Result<Response, Trouble> {
    let state = Some(asked.state.clone()).filter(|s| STATES.contains(&s.as_str())).unwrap_or_default();
    let wanted = Wanted { state: state.clone(), text: asked.q.clone() };
    let request = PageRequest { after: asked.after.parse().ok(), limit: LINES };
    let found = all::run(campus, actor, &wanted, &request).await?;
    let p = page::for_staff(campus, visitor, visitor.t("approval-all")).await?.place("/applications");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("approval-all"), None);
    // What was found by a word stands on one page: the way on would have to carry the word.
    let next = found.next.filter(|_| asked.q.is_empty());
    let at = format!("/applications?state={state}");
    page::show(&AllPage {
        p,
        lines: found.items.iter().map(|line| row(visitor, line)).collect(),
        states: STATES.map(|s| Choice::new(s, visitor.lang.t_of("application-state", s))).into(),
        next: next.map(|after| format!("{at}&after={after}")).unwrap_or_default(),
        first: if asked.after.is_empty() { String::new() } else { at },
        asked,
    })
}

fn row(visitor: &Visitor, line: &Line) -> Row {
    let (lang, application) = (visitor.lang, &line.application);
    let service = line.published.as_ref().map(|p| &p.service);
    let step = application.waiting_step.as_ref().and_then(|key| service?.step(key.as_str()));
    Row {
        href: format!("/applications/{}", application.number),
        task: String::new(),
        service: service.map(|s| lang.of(&s.title).to_owned()).unwrap_or_default(),
        number: application.number.clone(),
        who: application.applicant_name.as_ref().map_or("", |n| n.as_str()).to_owned(),
        unit: line.unit.as_ref().map(|u| lang.of(u).to_owned()).unwrap_or_default(),
        step: String::new(),
        at: visitor.when().short(application.updated_at),
        state: history::state(visitor, &application.state, step.map(|s| lang.of(&s.doer))),
        decision: String::new(),
    }
}
