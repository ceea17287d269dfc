//! One photo, sent by the script module `upload` as soon as it was taken.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use tongxing_usecases::{Campus, Error, application::upload};

use crate::{apply, forms::Files, trouble::Trouble, visitor::Visitor};

/// `POST /s/{service}/{section}/photo/{field}`: the id of the photo, or what is wrong with it and what to do.
pub async fn submit(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path((service, section, field)): Path<(String, String, String)>,
    form: Files,
) -> Result<Response, Trouble> {
    let opened = apply::opened(&campus, &visitor, &service).await?;
    let known = opened.published.service.section(&section).and_then(|s| s.field(&field));
    let (Some(_), Some(token)) = (known, &visitor.draft) else { return Err(Trouble::NotFound) };
    let file = form.files.into_iter().next().ok_or(Trouble::Malformed)?;
    let address = visitor.address.to_string();
    let input = upload::Input { token, field: &field, bytes: file.bytes, address: &address };
    match upload::run(&campus, input).await {
        Ok(id) => Ok(Json(json!({ "file": id.to_string() })).into_response()),
        Err(Error::Refused(refusal)) => {
            let first = refusal.problems.first().map(|p| &p.problem);
            let message = first.map(|problem| visitor.lang.problem(problem).to_string());
            let hint =
                first.map(|problem| format!("hint-{}", problem.code)).filter(|key| visitor.lang.has(key));
            let hint = hint.map(|key| visitor.t(key).to_string()).unwrap_or_default();
            let said = Json(json!({ "message": message.unwrap_or_default(), "hint": hint }));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, said).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
