//! Taking one permit back.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::id::PermitId;
use tongxing_usecases::{
    Actor, Campus, Error, Refusal,
    vehicle::{show, withdraw},
};

use crate::{
    ask::{Ask, AskPage},
    forms::Form,
    page,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    reason: String,
}

/// `GET /vehicles/{id}/withdraw`: the question.
pub async fn ask(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<PermitId>,
) -> Result<Response, Trouble> {
    question(&campus, &visitor, &actor, id, &Typed::default(), None).await
}

/// `POST /vehicles/{id}/withdraw`
pub async fn submit(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<PermitId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    match withdraw::run(&campus, &actor, id, &typed.reason).await {
        Ok(()) => {
            let line = show::run(&campus, &actor, id).await?;
            Ok(Redirect::to(&format!("/persons/{}", line.permit.person)).into_response())
        }
        Err(Error::Refused(refusal)) => question(&campus, &visitor, &actor, id, &typed, Some(&refusal)).await,
        Err(other) => Err(other.into()),
    }
}

async fn question(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    id: PermitId,
    typed: &Typed,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let lang = visitor.lang;
    let line = show::run(campus, actor, id).await?;
    let holder = line.holder.as_ref().map(|holder| holder.name.to_string()).unwrap_or_default();
    let about = lang.t("ask-withdraw-about").arg("plate", line.permit.plate.number()).arg("name", holder);
    let usual = lang.t("ask-withdraw-usual").to_string();
    let ask = Ask::new(lang, "withdraw", format!("/vehicles/{id}/withdraw"));
    let ask = ask.bad().about(about).why(lang, &typed.reason, &usual);
    let problems = refusal.map_or_else(
        || Problems::none(lang),
        |refusal| Problems::refused(lang, refusal, |_| lang.t("ask-withdraw-reason").into()),
    );
    let p = page::for_staff(campus, visitor, &ask.title).await?;
    let p = p.place("/vehicles").back(format!("/persons/{}", line.permit.person));
    AskPage { p, ask, problems }.answer()
}
