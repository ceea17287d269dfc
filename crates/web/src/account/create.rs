//! Opening an account. The first password is shown once, on the page that answers.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tongxing_domain::id::AccountId;
use tongxing_usecases::{
    self as usecases, Actor, Campus,
    account::create::{self, Input},
    unit,
};

use crate::{
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::{Choice, Problems},
    visitor::{Visitor, session::Staff},
};

/// The form.
#[derive(Template)]
#[template(path = "account/create.html")]
pub struct CreatePage {
    /// The frame.
    pub p: Page,
    /// What was wrong.
    pub problems: Problems,
    /// What was typed.
    pub typed: Typed,
    /// The units to choose from.
    pub units: Vec<Choice>,
}

/// A first password, shown once.
#[derive(Template)]
#[template(path = "account/first_password.html")]
pub struct FirstPasswordPage {
    /// The frame.
    pub p: Page,
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub password: String,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The sign-in name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// A unit's id.
    pub unit: String,
}

impl CreatePage {
    /// The form.
    pub fn new(visitor: &Visitor, units: Vec<Choice>, typed: Typed) -> Self {
        let title = visitor.t("accounts-new");
        let p = Page::new(visitor, &title).place("/accounts");
        let p = p.crumb(visitor.t("accounts-title"), Some("/accounts")).crumb(title, None);
        Self { p, problems: Problems::none(visitor.lang), typed, units }
    }
}

impl FirstPasswordPage {
    /// The page, under the title that says what was done.
    pub fn new(visitor: &Visitor, title: &str, account: AccountId, password: String) -> Self {
        let p = Page::new(visitor, title).place("/accounts");
        Self {
            p: p.crumb(visitor.t("accounts-title"), Some("/accounts")).crumb(title, None),
            account,
            password,
        }
    }
}

/// `GET /accounts/new`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
) -> Result<Response, Trouble> {
    let units = units(&visitor, &campus, &actor).await?;
    page::show(&CreatePage::new(&visitor, units, Typed::default()))
}

/// `POST /accounts/new`
pub async fn save(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let input = Input {
        login: typed.login.clone(),
        name: typed.name.clone(),
        phone: typed.phone.clone(),
        email: typed.email.clone(),
        unit: typed.unit.parse().ok(),
    };
    match create::run(&campus, &actor, input).await {
        Ok(opened) => {
            let title = visitor.t("accounts-created").to_string();
            let page = FirstPasswordPage::new(&visitor, &title, opened.account, opened.password);
            Ok((http::StatusCode::CREATED, page::show(&page)?).into_response())
        }
        Err(usecases::Error::Refused(refusal)) => {
            let problems = Problems::refused(visitor.lang, &refusal, |path| label(&visitor, path));
            let units = units(&visitor, &campus, &actor).await?;
            page::show_again(&CreatePage { problems, ..CreatePage::new(&visitor, units, typed) })
        }
        Err(other) => Err(other.into()),
    }
}

async fn units(visitor: &Visitor, campus: &Campus, actor: &Actor) -> Result<Vec<Choice>, Trouble> {
    let all = unit::list::run(campus, actor).await?;
    Ok(crate::unit::choices(visitor.lang, &all, |b| b.unit.active))
}

fn label(visitor: &Visitor, path: &str) -> String {
    match path {
        "login" => visitor.t("account-login").into(),
        "name" => visitor.t("account-name").into(),
        "phone" => visitor.t("account-phone").into(),
        "email" => visitor.t("account-email").into(),
        _ => String::new(),
    }
}
