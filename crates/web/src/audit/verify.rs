//! Checking that nobody changed the audit log.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use tongxing_usecases::{Campus, audit::verify};

use super::list::{self, Asked, AuditPage};
use crate::{
    forms::Form,
    page,
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// `POST /audit/verify`. The log is shown with what was found; sending it again only checks again.
pub async fn run(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Form(()): Form<()>,
) -> Result<Response, Trouble> {
    let verdict = verify::run(&campus, &actor).await?;
    let page = list::load(&visitor, &campus, &actor, Asked::default()).await?;
    page::show(&AuditPage { verdict: Some(verdict), ..page })
}
