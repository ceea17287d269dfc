//! Taking webhooks, and the switch that pretends to be out of order.

use std::sync::Arc;

use axum::{
    Form,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Shared,
    register::{Event, Taken},
};

/// Takes one signed webhook. 2xx means: it lies on the disk.
pub async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    if shared.register.lock().await.down {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], "out of order")
            .into_response();
    }
    if shared.webhook.verify(&body, &headers).is_err() {
        return (StatusCode::UNAUTHORIZED, "the signature does not fit").into_response();
    }
    // `verify` has seen to it that there is one.
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let event: Event = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => {
            return (StatusCode::UNPROCESSABLE_ENTITY, format!("not a vehicle permit: {error}"))
                .into_response();
        }
    };
    let now = shared.clock.now();
    match shared.change(|register| register.take(&id, event, now)).await {
        Ok(taken) => (StatusCode::OK, answer(taken)).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the example vehicle system cannot write its register");
            (StatusCode::INTERNAL_SERVER_ERROR, "not stored").into_response()
        }
    }
}

/// What the switch on the page sends.
#[derive(serde::Deserialize)]
pub struct Switch {
    down: String,
}

/// Goes out of order, or into order again. A foreign page may not do it: browsers say where a form comes from.
pub async fn switch(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Form(form): Form<Switch>,
) -> Response {
    let from = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if from.is_some_and(|site| site != "same-origin" && site != "none") {
        return StatusCode::FORBIDDEN.into_response();
    }
    match shared.change(|register| register.down = form.down == "yes").await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(taken: Taken) -> &'static str {
    match taken {
        Taken::New => "taken",
        Taken::Repeat => "taken before",
        Taken::Old => "something newer is known",
    }
}
