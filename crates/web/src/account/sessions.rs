//! Ending one's own sessions.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use tongxing_usecases::{Campus, account::end_sessions};

use crate::{forms::Form, trouble::Trouble, visitor::session::Staff};

const DONE: &str = "/account?done=sessions";

/// `POST /account/sessions/{session}/end`
pub async fn end(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Path(session): Path<String>,
    Form(()): Form<()>,
) -> Result<Redirect, Trouble> {
    let session = session.parse().map_err(|_| Trouble::NotFound)?;
    end_sessions::one(&campus, &actor, session).await?;
    Ok(Redirect::to(DONE))
}

/// `POST /account/sessions/end-others`
pub async fn end_others(
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(()): Form<()>,
) -> Result<Redirect, Trouble> {
    end_sessions::others(&campus, &actor).await?;
    Ok(Redirect::to(DONE))
}
