//! 查询登记记录: name and document number together open one's own registrations. Whatever was wrong, the answer is one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use tongxing_usecases::{
    Campus, Error, Refusal,
    application::{
        query::{self, Outcome},
        resume_applicant,
    },
};

use crate::{
    forms::{Form, Pairs},
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::{
        Visitor, cookies,
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

/// The page that asks for the code. Whether one was sent is not told.
#[derive(Template)]
#[template(path = "mine/code.html")]
pub struct CodePage {
    /// The frame.
    pub p: Page,
    /// Where one wanted to go.
    pub then: String,
    /// What was wrong.
    pub problems: Problems,
}

/// The code that was typed.
#[derive(Deserialize)]
pub struct TypedCode {
    #[serde(default)]
    proof: String,
    #[serde(default)]
    then: String,
}

/// As long as a code is good.
const CODE_SECONDS: u32 = 10 * 60;

impl CodePage {
    /// The page, empty.
    pub fn new(visitor: &Visitor, then: &str) -> Self {
        let p = Page::new(visitor, visitor.t("query-title")).back("/query");
        Self { p, then: then.to_owned(), problems: Problems::none(visitor.lang) }
    }
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
    let input = query::Input {
        name: &typed.name,
        number: &typed.number,
        address: &address,
        locale: visitor.lang.locale(),
        earlier: visitor.applicant.as_ref(),
    };
    match query::run(&campus, input).await {
        Ok(Outcome::Opened(token)) => Ok(opened(&visitor, &token, &typed.then)),
        Ok(Outcome::CodeSent(request)) => {
            let then = serde_urlencoded::to_string([("then", local(&typed.then))]).unwrap_or_default();
            let cookie = cookies::closed(&visitor.shell, session::CODE, &request, Some(CODE_SECONDS));
            let cookie = AppendHeaders(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
            Ok((cookie, Redirect::to(&format!("/query/code?{then}"))).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let failed = refusal.problems.first().map(|p| visitor.lang.problem(&p.problem).to_string());
            let page = QueryPage { name: typed.name, failed, ..QueryPage::new(&visitor, local(&typed.then)) };
            let mut response = page::show(&page)?;
            *response.status_mut() = status_of(&refusal);
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /query/code`
pub async fn show_code(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    page::show(&CodePage::new(&visitor, local(&asked.then)))
}

/// `POST /query/code`
pub async fn submit_code(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    headers: HeaderMap,
    Form(typed): Form<TypedCode>,
) -> Result<Response, Trouble> {
    let address = visitor.address.to_string();
    let request = session::token(&visitor.shell, &headers, session::CODE).unwrap_or_default();
    match query::answer(&campus, request, &typed.proof, &address, visitor.applicant.as_ref()).await {
        Ok(token) => {
            let mut response = opened(&visitor, &token, &typed.then);
            response.headers_mut().extend(
                cookies::gone(&visitor.shell, session::CODE).map(|cookie| (header::SET_COOKIE, cookie)),
            );
            Ok(response)
        }
        Err(Error::Refused(refusal)) => {
            let problems =
                Problems::refused(visitor.lang, &refusal, |_| visitor.t("confirm-code").to_string());
            let page = CodePage { problems, ..CodePage::new(&visitor, local(&typed.then)) };
            let mut response = page::show(&page)?;
            *response.status_mut() = status_of(&refusal);
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

/// To the page that was wanted, with the cookie of the visit.
fn opened(visitor: &Visitor, token: &str, then: &str) -> Response {
    let seconds = u32::try_from(resume_applicant::SESSION_MILLIS / 1000).ok();
    let cookies = session::begun(&visitor.shell, session::APPLICANT, token, seconds);
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    (cookies, Redirect::to(local(then))).into_response()
}

fn status_of(refusal: &Refusal) -> StatusCode {
    if refusal.code() == "too-many-tries" {
        StatusCode::TOO_MANY_REQUESTS
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
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
