//! 批量办理: what was ticked in the to-do list is shown once more, decided with one press, and each says what became of it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use tongxing_domain::id::TaskId;
use tongxing_usecases::{
    Actor, Campus, Error,
    approval::batch::{self, Item, Verdict},
};

use super::history;
use crate::{
    forms::Pairs,
    page::{self, Page},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// What was ticked, to be confirmed.
#[derive(Template)]
#[template(path = "approval/batch.html")]
pub struct BatchPage {
    /// The frame.
    pub p: Page,
    /// Whether they are approved, or rejected.
    pub approves: bool,
    /// What was ticked and can still be decided.
    pub lines: Vec<Line>,
    /// What the definitions ask before an approval, each once.
    pub confirm: Vec<String>,
    /// The opinion or the reason.
    pub text: String,
    /// What was wrong with it, or with all of it.
    pub error: String,
    /// The name of the press.
    pub key: String,
}

/// What became of each.
#[derive(Template)]
#[template(path = "approval/batch_done.html")]
pub struct DonePage {
    /// The frame.
    pub p: Page,
    /// What was decided.
    pub done: Vec<Line>,
    /// What was not, and why.
    pub left: Vec<(Line, String)>,
}

/// One of them.
pub struct Line {
    /// The task.
    pub task: String,
    /// The application's number.
    pub number: String,
    /// For whom.
    pub who: String,
    /// The service.
    pub service: String,
    /// Who gets it next, or has it now.
    pub next: String,
    /// How the application stands.
    pub state: (&'static str, String),
}

impl BatchPage {
    /// The icon beside each line.
    fn mark(&self) -> &'static str {
        if self.approves { "check" } else { "x" }
    }
}

/// Why one can have been left out, besides that somebody else decided it.
const REASONS: [&str; 4] = ["choose-operator", "opinion-missing", "separation-of-duties", "opinion-only"];

/// `POST /tasks/batch`: what was ticked, once more.
pub async fn confirm(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    pairs: Pairs,
) -> Result<Response, Trouble> {
    let key = hex::encode(visitor.shell.random::<16>());
    let page = question(&campus, &visitor, &actor, &pairs, key, String::new()).await?;
    page::show(&page)
}

/// `POST /tasks/batch/decide`
pub async fn decide(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    pairs: Pairs,
) -> Result<Response, Trouble> {
    let key = super::press::checked(pairs.first("key").unwrap_or_default())?.to_owned();
    let text = pairs.first("reason").unwrap_or_default().to_owned();
    let verdict = if approves(&pairs) { Verdict::Approve(text) } else { Verdict::Reject(text) };
    let refusal = match batch::run(&campus, &actor, &tasks(&pairs), &verdict, &key).await {
        Ok(results) => return Ok(Redirect::to(&outcome_address(&results)).into_response()),
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let first = refusal.problems.first().map(|p| visitor.lang.problem(&p.problem).to_string());
    let page = question(&campus, &visitor, &actor, &pairs, key, first.unwrap_or_default()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::show(&page)?).into_response())
}

/// `GET /tasks/batch`: what became of each.
pub async fn outcome(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let of = |wanted: &str| -> Vec<(TaskId, String)> {
        let named = asked.iter().filter(|(name, _)| name == wanted);
        named
            .filter_map(|(_, value)| {
                let (id, why) = value.split_once('.').unwrap_or((value, ""));
                Some((id.parse().ok()?, why.to_owned()))
            })
            .collect()
    };
    let done: Vec<TaskId> = of("done").into_iter().map(|(task, _)| task).collect();
    let mut left = Vec::new();
    for (task, why) in of("left") {
        let found = batch::look(&campus, &actor, &[task]).await?;
        left.extend(found.iter().map(|item| (line(&visitor, item), reason(&visitor, item, &why))));
    }
    let p = page::for_staff(&campus, &visitor, visitor.t("approval-batch-done")).await?.place("/tasks");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("approval-inbox"), Some("/tasks"));
    let p = p.crumb(visitor.t("approval-batch-done"), None);
    let done = batch::look(&campus, &actor, &done).await?;
    let done = done.iter().filter(|item| !item.task.is_open()).map(|item| line(&visitor, item)).collect();
    page::show(&DonePage { p, done, left })
}

async fn question(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    pairs: &Pairs,
    key: String,
    error: String,
) -> Result<BatchPage, Trouble> {
    let approves = approves(pairs);
    let title = if approves { "approval-batch-ok" } else { "approval-batch-no" };
    let title = visitor.t(title).to_string();
    let p = page::for_staff(campus, visitor, &title).await?.place("/tasks");
    let p = p.crumb(visitor.t("menu-desk"), Some("/desk")).crumb(visitor.t("approval-inbox"), Some("/tasks"));
    let p = p.crumb(title, None);
    let found = batch::look(campus, actor, &tasks(pairs)).await?;
    let open: Vec<&Item> = found.iter().filter(|item| item.task.is_open()).collect();
    let mut confirm: Vec<String> = Vec::new();
    for item in &open {
        let step = item.published.service.step(item.task.step.as_str());
        let words =
            step.and_then(|step| step.confirm.as_ref()).map(|words| visitor.lang.of(words).to_owned());
        if let Some(words) = words.filter(|words| approves && !confirm.contains(words)) {
            confirm.push(words);
        }
    }
    Ok(BatchPage {
        p,
        approves,
        lines: open.into_iter().map(|item| line(visitor, item)).collect(),
        confirm,
        text: pairs.first("reason").unwrap_or_default().to_owned(),
        error,
        key,
    })
}

fn approves(pairs: &Pairs) -> bool {
    pairs.first("do") != Some("reject")
}

fn tasks(pairs: &Pairs) -> Vec<TaskId> {
    let ticked = pairs.0.iter().filter(|(name, _)| name == "task");
    ticked.filter_map(|(_, id)| id.parse().ok()).collect()
}

/// The page that says what became of each: it holds ids and the words of reasons, nothing about anybody.
fn outcome_address(results: &[batch::Result]) -> String {
    let one = |result: &batch::Result| match &result.refused {
        None => ("done", result.task.to_string()),
        Some(problem) => ("left", format!("{}.{}", result.task, problem.code)),
    };
    let pairs: Vec<_> = results.iter().map(one).collect();
    format!("/tasks/batch?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

fn reason(visitor: &Visitor, item: &Item, why: &str) -> String {
    let known = REASONS.contains(&why) && item.task.is_open();
    let code = match (known, item.task.is_open()) {
        (true, _) => why,
        (false, true) => "open",
        (false, false) => "closed",
    };
    visitor.lang.t_of("approval-batch-left", code).into()
}

fn line(visitor: &Visitor, item: &Item) -> Line {
    let (lang, application) = (visitor.lang, &item.application);
    let service = &item.published.service;
    let step = application.waiting_step.as_ref().and_then(|key| service.step(key.as_str()));
    Line {
        task: item.task.id.to_string(),
        number: application.number.clone(),
        who: application.applicant_name.as_ref().map_or("", |name| name.as_str()).to_owned(),
        service: lang.of(&service.title).to_owned(),
        next: item.next.join(lang.pick("、", ", ")),
        state: history::state(visitor, &application.state, step.map(|step| lang.of(&step.doer))),
    }
}
