//! Setting up the second factor: draw a secret, scan it, show a first code; or switch it off.

use std::{fmt::Write, sync::Arc};

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use tongxing_usecases::{
    self as usecases, Actor, Campus,
    account::second_factor::{self, Offer},
};

use crate::{
    forms::Form,
    page::{self, Page},
    texts::Html,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

const HERE: &str = "/account/second-factor";

/// The page.
#[derive(Template)]
#[template(path = "account/second_factor.html")]
pub struct SecondFactorPage {
    /// The frame.
    pub p: Page,
    /// What was wrong.
    pub problems: Problems,
    /// Whether it is on.
    pub on: bool,
    /// What waits to be confirmed: the code to scan and the secret to type.
    pub offer: Option<(Html, String)>,
}

/// The password, typed again.
#[derive(Deserialize)]
pub struct Confirmed {
    #[serde(default)]
    password: String,
}

/// The first code.
#[derive(Deserialize)]
pub struct Shown {
    #[serde(default)]
    code: String,
}

impl SecondFactorPage {
    /// The page as things stand.
    pub fn new(visitor: &Visitor, on: bool, offer: Option<&Offer>) -> Result<Self, Trouble> {
        let title = visitor.t("account-factor").to_string();
        let p = super::own::frame(visitor, &title);
        let offer =
            offer.map(|o| Ok::<_, Trouble>((drawing(&o.address)?, in_groups(&o.secret)))).transpose()?;
        Ok(Self { p, problems: Problems::none(visitor.lang), on, offer })
    }
}

/// `GET /account/second-factor`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
) -> Result<Response, Trouble> {
    page::show(&standing(&visitor, &campus, &actor).await?)
}

/// `POST /account/second-factor`
pub async fn begin(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Confirmed>,
) -> Result<Response, Trouble> {
    let outcome = second_factor::begin(&campus, &actor, typed.password).await;
    answer(&visitor, &campus, &actor, outcome.map(drop), HERE).await
}

/// `POST /account/second-factor/confirm`
pub async fn confirm(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Shown>,
) -> Result<Response, Trouble> {
    let outcome = second_factor::confirm(&campus, &actor, &typed.code).await;
    answer(&visitor, &campus, &actor, outcome, "/account?done=factor-on").await
}

/// `POST /account/second-factor/remove`
pub async fn remove(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(typed): Form<Confirmed>,
) -> Result<Response, Trouble> {
    let outcome = second_factor::remove(&campus, &actor, typed.password).await;
    answer(&visitor, &campus, &actor, outcome, "/account?done=factor-off").await
}

async fn answer(
    visitor: &Visitor,
    campus: &Campus,
    actor: &Actor,
    outcome: Result<(), usecases::Error>,
    then: &str,
) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(Redirect::to(then).into_response()),
        Err(usecases::Error::Refused(refusal)) => {
            let label = |path: &str| match path {
                "password" => visitor.t("account-password-current").into(),
                "code" => visitor.t("account-factor-code").into(),
                _ => String::new(),
            };
            let problems = Problems::refused(visitor.lang, &refusal, label);
            page::show_again(&SecondFactorPage { problems, ..standing(visitor, campus, actor).await? })
        }
        Err(other) => Err(other.into()),
    }
}

async fn standing(visitor: &Visitor, campus: &Campus, actor: &Actor) -> Result<SecondFactorPage, Trouble> {
    let on = second_factor::is_on(campus, actor).await?;
    let offer = second_factor::begun(campus, actor).await?;
    SecondFactorPage::new(visitor, on, offer.as_ref())
}

/// A QR code as one path, four modules of quiet around it: the rest of an `<svg` tag, and what is inside.
fn drawing(text: &str) -> Result<Html, Trouble> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|e| Trouble::failed(&e))?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + 4, at / width + 4);
        }
    }
    let side = width + 8;
    Ok(Html::trusted(format!(
        r#"viewBox="0 0 {side} {side}"><path shape-rendering="crispEdges" fill="currentColor" d="{path}"/>"#
    )))
}

/// Four letters at a time are easier to type off.
fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
