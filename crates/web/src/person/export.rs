//! Taking the list away as a spreadsheet.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;
use serde::Deserialize;
use tongxing_usecases::{Campus, Error, person::export};

use super::{asks, list::Filter};
use crate::{
    ask::AskPage,
    forms::Form,
    page,
    paging::Listing,
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, session::Staff},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is to be taken away, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    unit: String,
    kind: String,
    state: String,
    reason: String,
}

/// `POST /persons/export`
pub async fn submit(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Trouble> {
    let lang = visitor.lang;
    let Wanted { q, unit, kind, state, reason } = wanted;
    let filter = Filter { q, unit, kind, state, ..Filter::default() };
    match export::run(&campus, &actor, &filter.search(), &reason, lang.locale()).await {
        Ok(file) => {
            let name = format!("attachment; filename=\"persons-{}.xlsx\"", visitor.when().today());
            Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], file)
                .into_response())
        }
        Err(Error::Refused(refusal)) => {
            let ask = asks::export(lang, &filter, &reason);
            let label = |path: &str| {
                if path == "reason" { lang.t("ask-export-reason").into() } else { String::new() }
            };
            let problems = Problems::refused(lang, &refusal, label);
            let p = page::for_staff(&campus, &visitor, &ask.title).await?;
            AskPage { p: p.place("/persons").back(filter.address()), ask, problems }.answer()
        }
        Err(other) => Err(other.into()),
    }
}
