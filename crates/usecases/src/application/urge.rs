//! 催办: reminding whoever holds one's application. The engine limits how often.

use tongxing_storage::application;
use tongxing_workflow::Action;

use super::mine;
use crate::{
    Applicant, Campus, Error,
    process::{self, Edits},
};

/// Reminds everyone who holds it now.
///
/// # Errors
/// `urged-too-soon` with when it is possible again; not found for somebody else's.
pub async fn run(campus: &Campus, applicant: &Applicant, number: &str, key: &str) -> Result<(), Error> {
    super::require_key(key)?;
    let mut tx = campus.store.begin().await?;
    let found = mine::own(&mut tx, applicant, number).await?;
    let mut application = application::lock(&mut tx, found.id).await?.ok_or(Error::NotFound)?;
    process::execute(
        campus,
        &mut tx,
        &mut application,
        &applicant.into(),
        Action::Urge,
        key,
        Edits::default(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
