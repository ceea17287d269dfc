//! A press of a button on a task page: whose it is, what came with it, and the two ways it ends. Every operation asks
//! one use case, and leads on, or back to the page with what was typed and what was wrong.

use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse, Redirect, Response},
};
use tongxing_domain::id::{AccountId, TaskId};
use tongxing_usecases::{Actor, Campus, Error, approval::decide::Decided};

use super::show::{self, Typed};
use crate::{
    forms::Pairs,
    state::AppState,
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// A press of a button.
pub struct Press {
    /// The campus.
    pub campus: Arc<Campus>,
    /// The visitor.
    pub visitor: Visitor,
    /// Whose press it is.
    pub actor: Actor,
    /// On which task.
    pub task: TaskId,
    pairs: Pairs,
}

impl FromRequest<AppState> for Press {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Trouble> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, state).await?;
        let Staff(actor) = Staff::from_request_parts(&mut parts, state).await?;
        let path = Path::<TaskId>::from_request_parts(&mut parts, state).await;
        let Path(task) = path.map_err(|_| Trouble::Malformed)?;
        let pairs = Pairs::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { campus: Arc::from_ref(state), visitor, actor, task, pairs })
    }
}

impl Press {
    /// What was typed into a field; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.pairs.first(name).unwrap_or_default()
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All that came.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs.0
    }

    /// The people that were picked.
    pub fn people(&self) -> Vec<AccountId> {
        self.all("who").filter_map(|id| id.parse().ok()).collect()
    }

    /// Whether only the list of people is asked for anew.
    pub fn only_finds(&self) -> bool {
        self.text("do") == "find"
    }

    /// The name of the press.
    pub fn key(&self) -> Result<&str, Trouble> {
        checked(self.text("key"))
    }

    /// To the list, where a line says what became of it; or the page again.
    pub async fn to_the_list(
        self,
        outcome: Result<Decided, Error>,
        dialog: &'static str,
    ) -> Result<Response, Trouble> {
        // A fragment of its own, or browsers would carry the dialog's along.
        let to = format!("/tasks?done={}#said", self.task);
        self.answer(outcome, dialog, to).await
    }

    /// To the page of the task, where a line says what was done; or the page again.
    pub async fn to_the_task(
        self,
        outcome: Result<Decided, Error>,
        dialog: &'static str,
    ) -> Result<Response, Trouble> {
        let at = if dialog == "comment" { "history" } else { "main" };
        let to = format!("/tasks/{}?did={dialog}#{at}", self.task);
        self.answer(outcome, dialog, to).await
    }

    /// The page with the dialog still open, and the people that were asked for.
    pub async fn found(self, dialog: &'static str) -> Result<Response, Trouble> {
        show::again(&self, Typed::new(dialog, self.pairs())).await
    }

    async fn answer(
        self,
        outcome: Result<Decided, Error>,
        dialog: &'static str,
        to: String,
    ) -> Result<Response, Trouble> {
        let refusal = match outcome {
            Ok(_) => return Ok(Redirect::to(&to).into_response()),
            Err(Error::Refused(refusal)) => refusal,
            Err(other) => return Err(other.into()),
        };
        let Some(first) = refusal.problems.into_iter().next() else {
            return Err(Trouble::broken("a refusal without a problem"));
        };
        let mut typed = Typed::new(dialog, self.pairs());
        if ["reason", "opinion", "text"].contains(&first.path.as_str()) {
            typed.error = self.visitor.lang.problem(&first.problem).to_string();
        } else {
            typed.refused = Some(first.problem);
        }
        show::again(&self, typed).await
    }
}

/// The name of a press: made by us for the form, so anything else did not come from one.
pub(super) fn checked(given: &str) -> Result<&str, Trouble> {
    let plain = (16..=64).contains(&given.len()) && given.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain { Ok(given) } else { Err(Trouble::Malformed) }
}
