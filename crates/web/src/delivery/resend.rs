//! Sending one delivery again.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use tongxing_domain::id::DeliveryId;
use tongxing_usecases::{Campus, delivery::resend};

use crate::{forms::Form, trouble::Trouble, visitor::session::Staff};

/// The form is its button.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// `POST /deliveries/{id}/resend`. Pressed twice it is one sending: the second press finds it on its way.
pub async fn submit(
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<DeliveryId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Trouble> {
    resend::run(&campus, &actor, id).await?;
    Ok(Redirect::to(&format!("/deliveries/{id}")).into_response())
}
