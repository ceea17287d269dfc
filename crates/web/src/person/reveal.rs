//! Seeing one value in full, for a minute.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_domain::id::PersonId;
use tongxing_usecases::{
    Actor, Campus, Error, Refusal,
    person::{
        reveal::{self, Value},
        show,
    },
};

use super::asks::{self, Typed};
use crate::{
    ask::AskPage,
    forms::Form,
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

/// The value, until the page leaves by itself.
#[derive(Template)]
#[template(path = "person/revealed.html")]
pub struct RevealedPage {
    /// The frame.
    pub p: Page,
    /// Whose.
    pub name: String,
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// `GET /persons/{id}/reveal`: the question on a page of its own.
pub async fn ask(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<PersonId>,
) -> Result<Response, Trouble> {
    question(&campus, &visitor, &actor, id, &Typed::default(), None).await
}

/// `POST /persons/{id}/reveal`: the one answer that is no redirect, because no address may lead to it.
pub async fn submit(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<PersonId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let value = Value::parse(&typed.value).ok_or(Trouble::Malformed)?;
    match reveal::run(&campus, &actor, id, value, &typed.reason).await {
        Ok(text) => {
            let shown = show::run(&campus, &actor, id, visitor.lang.locale()).await?;
            let p = page::for_staff(&campus, &visitor, visitor.t("person-revealed-title")).await?;
            let p = p.place("/persons").back(format!("/persons/{id}"));
            let label = p.t_of("person-value", value.code()).to_string();
            page::show(&RevealedPage { p, name: shown.person.name.to_string(), label, value: text })
        }
        Err(Error::Refused(refusal)) => question(&campus, &visitor, &actor, id, &typed, Some(&refusal)).await,
        Err(other) => Err(other.into()),
    }
}

async fn question(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    id: PersonId,
    typed: &Typed,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let lang = visitor.lang;
    let shown = show::run(campus, actor, id, lang.locale()).await?;
    let ask = asks::reveal(lang, &shown.person, typed);
    let problems = refusal.map_or_else(
        || Problems::none(lang),
        |refusal| Problems::refused(lang, refusal, |_| lang.t("ask-reveal-reason").into()),
    );
    let p = page::for_staff(campus, visitor, &ask.title).await?;
    let p = p.place("/persons").back(format!("/persons/{id}"));
    AskPage { p, ask, problems }.answer()
}
