//! 确认是本人: what the applicant proves before photos are shown or anything is changed: a code that is sent to the
//! phone of the registration or, where no text messages can be sent, that phone number in full.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use http::{StatusCode, header};
use serde::Deserialize;
use tongxing_usecases::{
    Applicant, Campus, Error,
    application::{
        confirm::{self, Way},
        resume_applicant,
    },
};

use crate::{
    forms::{Form, Pairs},
    mine::act,
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session, session::Proven},
};

/// The page.
#[derive(Template)]
#[template(path = "mine/confirm.html")]
pub struct ConfirmPage {
    /// The frame.
    pub p: Page,
    /// The application's number.
    pub number: String,
    /// How it can be confirmed.
    pub way: Way,
    /// What was wanted: `correct`, or empty.
    pub then: &'static str,
    /// Whether a code has just been sent.
    pub sent: bool,
    /// What was wrong.
    pub problems: Problems,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    then: String,
    #[serde(default)]
    sent: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    proof: String,
    #[serde(default)]
    then: String,
}

impl ConfirmPage {
    /// The page for an application that can be confirmed in this way.
    pub fn new(visitor: &Visitor, number: &str, way: Way, then: &str) -> Self {
        Self {
            p: Page::new(visitor, visitor.t("confirm-title")).back(format!("/my/{number}")),
            number: number.to_owned(),
            way,
            then: wanted(then),
            sent: false,
            problems: Problems::none(visitor.lang),
        }
    }
}

/// Where this page is, for somebody who wanted something else first.
pub fn address(number: &str, then: &str) -> String {
    match wanted(then) {
        "" => format!("/my/{number}/confirm"),
        then => format!("/my/{number}/confirm?then={then}"),
    }
}

/// `GET /my/{number}/confirm`
pub async fn show(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let way = confirm::way(&campus, &applicant, &number).await?;
    if way == Way::Done {
        return Ok(Redirect::to(&format!("/my/{number}")).into_response());
    }
    let page = ConfirmPage::new(&visitor, &number, way, &asked.then);
    page::show(&ConfirmPage { sent: asked.sent == "1" && way == Way::Code, ..page })
}

/// `POST /my/{number}/confirm/code`: sends a code.
pub async fn send(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    match confirm::send_code(&campus, &applicant, &number, visitor.lang.locale()).await {
        Ok(()) => {
            let then = wanted(&typed.then);
            Ok(Redirect::to(&format!("/my/{number}/confirm?sent=1&then={then}")).into_response())
        }
        Err(error) => again(&campus, &visitor, &applicant, &number, &typed.then, error).await,
    }
}

/// `POST /my/{number}/confirm`
pub async fn submit(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let token = match confirm::run(&campus, &applicant, &number, &typed.proof).await {
        Ok(token) => token,
        Err(error) => return again(&campus, &visitor, &applicant, &number, &typed.then, error).await,
    };
    let seconds = u32::try_from(resume_applicant::SESSION_MILLIS / 1000).ok();
    let cookies = session::begun(&visitor.shell, session::APPLICANT, &token, seconds);
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    let address = visitor.address.to_string();
    let stronger = resume_applicant::run(&campus, &token, &address).await?;
    let answer = match (wanted(&typed.then), stronger) {
        ("correct", Some(applicant)) => {
            act::correct(visitor, Proven(applicant), State(campus), Path(number), Pairs(Vec::new())).await?
        }
        _ => Redirect::to(&format!("/my/{number}")).into_response(),
    };
    Ok((cookies, answer).into_response())
}

/// The page again, with what was wrong.
async fn again(
    campus: &Campus,
    visitor: &Visitor,
    applicant: &Applicant,
    number: &str,
    then: &str,
    error: Error,
) -> Result<Response, Trouble> {
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    let way = confirm::way(campus, applicant, number).await?;
    let label = visitor.t(if way == Way::Code { "confirm-code" } else { "confirm-phone" }).to_string();
    let problems = Problems::refused(visitor.lang, &refusal, |_| label.clone());
    let page = ConfirmPage { problems, ..ConfirmPage::new(visitor, number, way, then) };
    let mut response = page::show_again(&page)?;
    if refusal.code() == "too-many-tries" {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    }
    Ok(response)
}

/// Nothing else is done on behalf of an address that somebody made up.
fn wanted(then: &str) -> &'static str {
    if then == "correct" { "correct" } else { "" }
}
