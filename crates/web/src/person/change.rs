//! Suspending, resuming, renewing and ending a record.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use tongxing_domain::id::PersonId;
use tongxing_usecases::{
    Actor, Campus, Error, Refusal,
    person::{change, show},
};

use super::asks::{self, CHANGES, Typed};
use crate::{
    ask::AskPage,
    forms::Form,
    page,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

/// `GET /persons/{id}/{change}`: the question on a page of its own.
pub async fn ask(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path((id, change)): Path<(PersonId, String)>,
) -> Result<Response, Trouble> {
    let key = known(&change)?;
    question(&campus, &visitor, &actor, id, key, &Typed::default(), None).await
}

/// `POST /persons/{id}/{change}`
pub async fn submit(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path((id, change)): Path<(PersonId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let key = known(&change)?;
    let done = match key {
        "suspend" => change::suspend(&campus, &actor, id, &typed.reason).await,
        "resume" => change::resume(&campus, &actor, id, &typed.reason).await,
        "renew" => change::renew(&campus, &actor, id, &typed.until, &typed.reason).await,
        _ => change::end(&campus, &actor, id, &typed.reason).await,
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/persons/{id}")).into_response()),
        Err(Error::Refused(refusal)) => {
            question(&campus, &visitor, &actor, id, key, &typed, Some(&refusal)).await
        }
        Err(other) => Err(other.into()),
    }
}

fn known(change: &str) -> Result<&'static str, Trouble> {
    CHANGES.into_iter().find(|key| *key == change).ok_or(Trouble::NotFound)
}

async fn question(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    id: PersonId,
    key: &'static str,
    typed: &Typed,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let lang = visitor.lang;
    let shown = show::run(campus, actor, id, lang.locale()).await?;
    let ask = asks::change(lang, &visitor.when(), &shown.person, key, typed);
    let problems = refusal.map_or_else(
        || Problems::none(lang),
        |refusal| Problems::refused(lang, refusal, |path| label(lang, key, path)),
    );
    let p = page::for_staff(campus, visitor, &ask.title).await?;
    let p = p.place("/persons").back(format!("/persons/{id}"));
    AskPage { p, ask, problems }.answer()
}

fn label(lang: crate::texts::Lang, key: &str, path: &str) -> String {
    match path {
        "until" => lang.t("ask-renew-until").into(),
        "reason" => lang.t(format!("ask-{key}-reason")).into(),
        _ => String::new(),
    }
}
