//! What applicants can do about an application under way: remind, withdraw, correct.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{StatusCode, header};
use serde::Deserialize;
use tongxing_usecases::{
    Applicant, Campus, Error,
    application::{cancel, correct, progress, urge},
};

use super::{confirm, progress::ProgressPage};
use crate::{
    apply,
    forms::{Form, Pairs},
    mine, page,
    trouble::Trouble,
    visitor::{Visitor, cookies, session, session::Proven},
};

/// What the buttons send.
#[derive(Deserialize)]
pub struct Pressed {
    #[serde(default)]
    key: String,
    #[serde(default)]
    reason: String,
}

/// `POST /my/{number}/urge`
pub async fn urge(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, Trouble> {
    let done = urge::run(&campus, &applicant, &number, &pressed.key).await;
    answer(&campus, &visitor, &applicant, number, done, ("?done=urge", "")).await
}

/// `POST /my/{number}/cancel`
pub async fn cancel(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, Trouble> {
    let done = cancel::run(&campus, &applicant, &number, &pressed.reason, &pressed.key).await;
    answer(&campus, &visitor, &applicant, number, done, ("", "")).await
}

/// `POST /my/{number}/correct`: opens the form again, in this browser.
pub async fn correct(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    _: Pairs,
) -> Result<Response, Trouble> {
    let (token, draft) = match correct::run(&campus, &applicant, &number).await {
        Ok(opened) => opened,
        Err(error) => {
            return answer(&campus, &visitor, &applicant, number, Err(error), ("", "correct")).await;
        }
    };
    let mut response = Redirect::to(&apply::address(&draft.service, "submit")).into_response();
    let seconds = u32::try_from((draft.expires_at.millis() - draft.created_at.millis()) / 1000).ok();
    if let Some(cookie) = cookies::closed(&visitor.shell, session::DRAFT, &token, seconds) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Back to where it stands; what was refused is said there. Who has not confirmed yet is asked to, and led on to what
/// they wanted.
async fn answer(
    campus: &Campus,
    visitor: &Visitor,
    applicant: &Applicant,
    number: String,
    done: Result<(), Error>,
    (said, then): (&str, &str),
) -> Result<Response, Trouble> {
    if let Err(Error::Refused(refusal)) = &done
        && refusal.code() == "confirm-needed"
    {
        return Ok(Redirect::to(&confirm::address(&number, then)).into_response());
    }
    let refusal = match done {
        Ok(()) => return Ok(Redirect::to(&format!("/my/{number}/progress{said}")).into_response()),
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let (application, story) = progress::run(campus, applicant, &number).await?;
    let published = mine::service_of(campus, &application.service, application.version)?;
    let state = application.instance.state.code();
    let refused = refusal.problems.first().map(|p| visitor.lang.problem(&p.problem).to_string());
    let page =
        ProgressPage { refused, ..ProgressPage::new(visitor, &published.service, state, number, &story, "") };
    let mut response = page::show(&page)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
