//! 查询登记记录: name and document number together open one's own registrations. Whatever was wrong, the answer is one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use http::{StatusCode, header};
use serde::Deserialize;
use tongxing_usecases::{
    Campus, Error,
    application::{query, resume_applicant},
};

use crate::{
    forms::{Form, Pairs},
    page::{self, Page},
    trouble::Trouble,
    visitor::{
        Visitor,
        session::{self, Proven},
    },
};

/// The page.
#[derive(Template)]
#[template(path = "mine/query.html")]
pub struct QueryPage {
    /// The frame.
    pub p: Page,
    /// Where one wanted to go.
    pub then: String,
    /// The name that was typed. The number is typed anew each time.
    pub name: String,
    /// What was wrong, in one sentence.
    pub failed: Option<String>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    then: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    then: String,
}

impl QueryPage {
    /// The page, empty.
    pub fn new(visitor: &Visitor, then: &str) -> Self {
        let p = Page::new(visitor, visitor.t("query-title"));
        Self { p, then: then.to_owned(), name: String::new(), failed: None }
    }
}

/// `GET /query`
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    page::show(&QueryPage::new(&visitor, local(&asked.then)))
}

/// `POST /query`
pub async fn submit(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let address = visitor.address.to_string();
    let input = query::Input { name: &typed.name, number: &typed.number, address: &address };
    match query::run(&campus, input).await {
        Ok(token) => {
            let seconds = u32::try_from(resume_applicant::SESSION_MILLIS / 1000).ok();
            let cookies = session::begun(&visitor.shell, session::APPLICANT, &token, seconds);
            let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
            Ok((cookies, Redirect::to(local(&typed.then))).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let failed = refusal.problems.first().map(|p| visitor.lang.problem(&p.problem).to_string());
            let page = QueryPage { name: typed.name, failed, ..QueryPage::new(&visitor, local(&typed.then)) };
            let status = if refusal.code() == "too-many-tries" {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let mut response = page::show(&page)?;
            *response.status_mut() = status;
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /my/exit`
pub async fn exit(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    _: Pairs,
) -> Result<Response, Trouble> {
    resume_applicant::end(&campus, &applicant).await?;
    let cookies = session::ended(&visitor.shell, session::APPLICANT);
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Redirect::to("/")).into_response())
}

/// Only to pages of one's own applications.
fn local(then: &str) -> &str {
    let own = then.starts_with("/my") || (then.starts_with("/s/") && then.contains("/submitted/"));
    if own && !then.contains(['\\', '\r', '\n']) { then } else { "/my" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(local("/my/QT1/progress"), "/my/QT1/progress");
        assert_eq!(local("/s/a/submitted/QT1"), "/s/a/submitted/QT1");
        for away in ["", "//evil.example", "https://evil.example", "/prefs", "/my\\@evil"] {
            assert_eq!(local(away), "/my", "{away}");
        }
    }

    #[test]
    fn the_one_answer_does_not_show_the_number_again() {
        let visitor = crate::samples::visitor(crate::texts::Lang::ZhCn);
        let page = QueryPage { failed: Some("x".to_owned()), ..QueryPage::new(&visitor, "/my") };
        assert!(page.render().unwrap().contains("name=\"number\" type=\"text\" value=\"\""));
    }
}
