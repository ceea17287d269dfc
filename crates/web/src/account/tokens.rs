//! Tokens for the JSON API: which of one's programs hold one, and making another. A token is shown once, on the page
//! that answers.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use tongxing_usecases::{
    self as usecases, Actor, Campus,
    account::{
        end_sessions,
        token::{self, DAYS, Input, Token},
    },
};

use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::{Choice, Problems},
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "account/tokens.html")]
pub struct TokensPage {
    /// The frame.
    pub p: Page,
    /// What was wrong.
    pub problems: Problems,
    /// What was typed.
    pub typed: Typed,
    /// How long a token may live.
    pub days: Vec<Choice>,
    /// The tokens that live.
    pub tokens: Vec<Token>,
    /// The one that was just made.
    pub secret: Option<String>,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// What the program is for.
    pub purpose: String,
    /// How many days the token lives.
    pub days: String,
    password: String,
}

impl TokensPage {
    /// The page with these tokens on it.
    pub fn new(visitor: &Visitor, tokens: Vec<Token>) -> Self {
        let p = super::own::frame(visitor, &visitor.t("account-tokens").to_string());
        let days = |days: u16| Choice::new(days, visitor.t("account-token-days").arg("days", days));
        Self {
            p,
            problems: Problems::none(visitor.lang),
            typed: Typed { days: DAYS[1].to_string(), ..Typed::default() },
            days: DAYS.map(days).into(),
            tokens,
            secret: None,
        }
    }
}

/// `GET /account/tokens`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
) -> Result<Response, Trouble> {
    page::show(&at_present(&visitor, &campus, &actor).await?)
}

/// `POST /account/tokens`
pub async fn create(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let input = Input {
        purpose: typed.purpose.clone(),
        days: typed.days.parse().unwrap_or(0),
        password: typed.password.clone(),
    };
    match token::create(&campus, &actor, input).await {
        Ok(secret) => {
            let page = TokensPage { secret: Some(secret), ..at_present(&visitor, &campus, &actor).await? };
            Ok((StatusCode::CREATED, page::show(&page)?).into_response())
        }
        Err(usecases::Error::Refused(refusal)) => {
            let problems = Problems::refused(visitor.lang, &refusal, |path| label(&visitor, path));
            let page = at_present(&visitor, &campus, &actor).await?;
            page::show_again(&TokensPage { problems, typed, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /account/tokens/{session}/end`
pub async fn end(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(token): Path<String>,
    Form(()): Form<()>,
) -> Result<Redirect, Trouble> {
    let token = token.parse().map_err(|_| Trouble::NotFound)?;
    end_sessions::one(&campus, &actor, token).await?;
    Ok(Redirect::to("/account/tokens"))
}

async fn at_present(visitor: &Visitor, campus: &Campus, actor: &Actor) -> Result<TokensPage, Trouble> {
    Ok(TokensPage::new(visitor, token::list(campus, actor).await?))
}

fn label(visitor: &Visitor, path: &str) -> String {
    match path {
        "purpose" => visitor.t("account-token-purpose").into(),
        "days" => visitor.t("account-token-life").into(),
        "password" => visitor.t("account-password-current").into(),
        _ => String::new(),
    }
}
