//! Choosing a new password; at the first sign-in before anything else.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_usecases::{self as usecases, Campus, account::change_password};

use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "account/password.html")]
pub struct PasswordPage {
    /// The frame.
    pub p: Page,
    /// What was wrong.
    pub problems: Problems,
    /// Whether it has to be changed before anything else.
    pub first: bool,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

impl PasswordPage {
    /// The empty page.
    pub fn new(visitor: &Visitor) -> Self {
        let title = visitor.t("account-password-change").to_string();
        let p = super::own::frame(visitor, &title);
        Self { p, problems: Problems::none(visitor.lang), first: visitor.must_change }
    }
}

/// `GET /account/password`
pub async fn show(visitor: Visitor, Staff(_): Staff) -> Result<Response, Trouble> {
    page::show(&PasswordPage::new(&visitor))
}

/// `POST /account/password`
pub async fn save(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let input = change_password::Input { current: typed.current, new: typed.new, again: typed.again };
    match change_password::run(&campus, &actor, input).await {
        Ok(()) if visitor.must_change => Ok(Redirect::to("/desk").into_response()),
        Ok(()) => Ok(Redirect::to("/account?done=password").into_response()),
        Err(usecases::Error::Refused(refusal)) => {
            let label = |path: &str| match path {
                "current" => visitor.t("account-password-current").into(),
                "new" => visitor.t("account-password-new").into(),
                "again" => visitor.t("account-password-again").into(),
                _ => String::new(),
            };
            let problems = Problems::refused(visitor.lang, &refusal, label);
            page::show_again(&PasswordPage { problems, ..PasswordPage::new(&visitor) })
        }
        Err(other) => Err(other.into()),
    }
}
