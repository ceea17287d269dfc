//! 撤销: giving up one's application, possible until the last approval.

use tongxing_storage::application;
use tongxing_workflow::Action;

use super::confirm;
use crate::{
    Applicant, Campus, Error,
    process::{self, Edits},
};

/// Ends the application; whoever holds it is told.
///
/// # Errors
/// `finished` when it has ended already; `confirm-needed` until it is confirmed to be theirs; not found for somebody else's.
pub async fn run(
    campus: &Campus,
    applicant: &Applicant,
    number: &str,
    reason: &str,
    key: &str,
) -> Result<(), Error> {
    super::require_key(key)?;
    let mut tx = campus.store.begin().await?;
    let found = confirm::own_confirmed(campus, &mut tx, applicant, number).await?;
    let mut application = application::lock(&mut tx, found.id).await?.ok_or(Error::NotFound)?;
    let action = Action::Cancel { reason: reason.trim().chars().take(500).collect() };
    process::execute(campus, &mut tx, &mut application, &applicant.into(), action, key, Edits::default())
        .await?;
    tx.commit().await?;
    Ok(())
}
