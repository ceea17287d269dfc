//! Signing in and out. Password managers and screen readers meet three plain fields; whatever was wrong, the answer
//! is the same.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use http::{HeaderMap, header};
use serde::Deserialize;
use tongxing_usecases::{self as usecases, Campus, account};

use crate::{
    forms::Form,
    page::{self, Page},
    prefs::own_path,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session},
};

/// The page to sign in at.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub p: Page,
    /// What was wrong.
    pub problems: Problems,
    /// The account as typed.
    pub login: String,
    /// The page asked for.
    pub then: String,
    /// Whether somebody has just signed out.
    pub signed_out: bool,
}

/// Where somebody comes from.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    then: Option<String>,
    out: Option<String>,
}

/// What was typed.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    then: String,
}

impl SignInPage {
    /// The empty page.
    pub fn new(visitor: &Visitor, then: &str) -> Self {
        Self {
            p: Page::new(visitor, visitor.t("sign-in-title")),
            problems: Problems::none(visitor.lang),
            login: String::new(),
            then: after(then),
            signed_out: false,
        }
    }
}

/// `GET /sign-in`
pub async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let then = asked.then.unwrap_or_default();
    if visitor.is_staff() {
        return Ok(Redirect::to(&after(&then)).into_response());
    }
    let page = SignInPage { signed_out: asked.out.is_some(), ..SignInPage::new(&visitor, &then) };
    page::show(&page)
}

/// `POST /sign-in`
pub async fn begin(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let input = account::sign_in::Input {
        login: typed.login.clone(),
        password: typed.password,
        code: typed.code,
        address: visitor.address.to_string(),
        agent: agent.to_owned(),
    };
    match account::sign_in::run(&campus, input).await {
        Ok(begun) => {
            let cookies = session::begun(&visitor.shell, session::STAFF, &begun.token, None);
            Ok((set(cookies), Redirect::to(&after(&typed.then))).into_response())
        }
        Err(usecases::Error::Refused(refusal)) => {
            let label = |path: &str| match path {
                "code" => visitor.t("sign-in-code").into(),
                _ => String::new(),
            };
            let problems = Problems::refused(visitor.lang, &refusal, label);
            page::show_again(&SignInPage {
                problems,
                login: typed.login,
                ..SignInPage::new(&visitor, &typed.then)
            })
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /sign-out`
pub async fn end(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Form(()): Form<()>,
) -> Result<Response, Trouble> {
    if let Some(actor) = &visitor.actor {
        account::sign_out::run(&campus, actor).await?;
    }
    let cookies = session::ended(&visitor.shell, session::STAFF);
    Ok((set(cookies), Redirect::to("/sign-in?out=1")).into_response())
}

/// Where to go once signed in: the page asked for, if it is one of ours and not this one.
fn after(then: &str) -> String {
    match own_path(then) {
        path if path == "/" || path.starts_with("/sign-") => "/desk".to_owned(),
        path => path,
    }
}

fn set(
    cookies: Vec<http::HeaderValue>,
) -> AppendHeaders<impl IntoIterator<Item = (http::HeaderName, http::HeaderValue)>> {
    AppendHeaders(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_the_page_asked_for_and_nowhere_else() {
        assert_eq!(after("/audit?day=2026-11-22"), "/audit?day=2026-11-22");
        for odd in ["", "/", "https://evil.example/", "//evil.example", "/sign-in?then=%2Faudit", "/sign-out"]
        {
            assert_eq!(after(odd), "/desk", "{odd}");
        }
    }
}
