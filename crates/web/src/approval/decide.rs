//! The buttons under a task: 通过, 不通过, 退回, 批注, 撤回. Each asks one use case, and leads to the list, or back to the
//! page with what was typed and what was wrong.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::id::TaskId;
use tongxing_usecases::{
    Actor, Campus, Error,
    approval::{approve, comment, reject, return_back, return_back::To, withdraw},
};

use super::show::{self, Typed};
use crate::{
    forms::{Form, Pairs},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// What every dialog but the approval posts.
#[derive(Debug, Deserialize)]
pub struct Decision {
    /// The name of this press of the button.
    pub key: String,
    /// The reason, or what is said.
    #[serde(default)]
    pub reason: String,
    /// Where it is returned to: `initiator`, `previous`, `step:<key>`.
    #[serde(default)]
    pub to: String,
}

/// Whoever presses a button, and on what.
struct Press<'a> {
    campus: &'a Campus,
    visitor: &'a Visitor,
    actor: &'a Actor,
    task: TaskId,
}

/// `POST /tasks/{task}/approve`
pub async fn approve(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    pairs: Pairs,
) -> Result<Response, Trouble> {
    let opinion = pairs.first("opinion").unwrap_or_default().to_owned();
    let input = approve::Input {
        opinion: opinion.clone(),
        choices: choices(&pairs),
        key: key(pairs.first("key").unwrap_or_default())?.to_owned(),
    };
    let outcome = approve::run(&campus, &actor, task, input).await.map(|_| ());
    let typed = Typed { dialog: "ok", text: opinion, ..Typed::default() };
    Press { campus: &campus, visitor: &visitor, actor: &actor, task }.answer(outcome, typed).await
}

/// `POST /tasks/{task}/reject`
pub async fn reject(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    Form(form): Form<Decision>,
) -> Result<Response, Trouble> {
    let outcome = reject::run(&campus, &actor, task, &form.reason, key(&form.key)?).await.map(|_| ());
    let typed = Typed { dialog: "no", text: form.reason, ..Typed::default() };
    Press { campus: &campus, visitor: &visitor, actor: &actor, task }.answer(outcome, typed).await
}

/// `POST /tasks/{task}/return`
pub async fn return_back(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    Form(form): Form<Decision>,
) -> Result<Response, Trouble> {
    let to = match form.to.as_str() {
        "initiator" => To::Initiator,
        "previous" => To::Previous,
        other => To::Step(other.strip_prefix("step:").ok_or(Trouble::Malformed)?.to_owned()),
    };
    let outcome =
        return_back::run(&campus, &actor, task, to, &form.reason, key(&form.key)?).await.map(|_| ());
    let typed = Typed { dialog: "return", text: form.reason, to: form.to, ..Typed::default() };
    Press { campus: &campus, visitor: &visitor, actor: &actor, task }.answer(outcome, typed).await
}

/// `POST /tasks/{task}/comment`
pub async fn comment(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    Form(form): Form<Decision>,
) -> Result<Response, Trouble> {
    let outcome = comment::run(&campus, &actor, task, &form.reason, key(&form.key)?).await;
    let Err(refused) = outcome else {
        return Ok(Redirect::to(&format!("/tasks/{task}#history")).into_response());
    };
    let typed = Typed { dialog: "comment", text: form.reason, ..Typed::default() };
    Press { campus: &campus, visitor: &visitor, actor: &actor, task }.answer(Err(refused), typed).await
}

/// `POST /tasks/{task}/withdraw`
pub async fn withdraw(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(task): Path<TaskId>,
    Form(form): Form<Decision>,
) -> Result<Response, Trouble> {
    match withdraw::run(&campus, &actor, task, key(&form.key)?).await {
        Ok(_) => Ok(Redirect::to(&format!("/tasks/{task}#main")).into_response()),
        Err(refused) => {
            let press = Press { campus: &campus, visitor: &visitor, actor: &actor, task };
            press.answer(Err(refused), Typed::default()).await
        }
    }
}

impl Press<'_> {
    /// To the list, where a line says what became of it; or the page again.
    async fn answer(self, outcome: Result<(), Error>, mut typed: Typed) -> Result<Response, Trouble> {
        let refusal = match outcome {
            // A fragment of its own, or browsers would carry the dialog's along.
            Ok(()) => return Ok(Redirect::to(&format!("/tasks?done={}#said", self.task)).into_response()),
            Err(Error::Refused(refusal)) => refusal,
            Err(other) => return Err(other.into()),
        };
        let Some(first) = refusal.problems.into_iter().next() else {
            return Err(Trouble::broken("a refusal without a problem"));
        };
        if ["reason", "opinion", "text"].contains(&first.path.as_str()) {
            typed.error = self.visitor.lang.problem(&first.problem).to_string();
        } else {
            typed.refused = Some(first.problem);
        }
        show::again(self.campus, self.visitor, self.actor, self.task, typed).await
    }
}

/// The name of a press: made by us for the form, so anything else did not come from one.
fn key(given: &str) -> Result<&str, Trouble> {
    let plain = (16..=64).contains(&given.len()) && given.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain { Ok(given) } else { Err(Trouble::Malformed) }
}

/// The operators that were picked, by step.
fn choices(pairs: &Pairs) -> BTreeMap<String, Vec<String>> {
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in &pairs.0 {
        if let Some(step) = name.strip_prefix("next.").filter(|_| !value.is_empty()) {
            choices.entry(step.to_owned()).or_default().push(value.clone());
        }
    }
    choices
}
