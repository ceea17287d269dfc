//! 修改后重新提交: a returned application is opened for correction, as a draft of its own. Nothing of the application
//! changes until the correction is submitted.

use tongxing_storage::draft::{self, Draft};
use tongxing_workflow::State;

use super::mine;
use crate::{Applicant, Campus, Error, process};

/// Opens the correction; says the token for the browser's cookie and the service whose wizard it is.
///
/// # Errors
/// `not-returned` when it is not with the applicant; not found for somebody else's.
pub async fn run(campus: &Campus, applicant: &Applicant, number: &str) -> Result<(String, Draft), Error> {
    let mut tx = campus.store.begin().await?;
    let application = mine::own(&mut tx, applicant, number).await?;
    if !matches!(application.instance.state, State::Returned(_)) {
        return Err(Error::refused("not-returned"));
    }
    let published = process::service_of(campus, &application)?;
    let last = published.service.form.sections.last().map(|s| s.key.clone()).unwrap_or_default();
    let now = campus.now();
    let correction = Draft {
        id: campus.new_id(),
        application: Some(application.id),
        service: application.service,
        version: application.version,
        form: application.form,
        section: last,
        row_version: 1,
        created_at: now,
        updated_at: now,
        expires_at: now.plus_days(i64::from(published.service.retention.draft_days)),
    };
    let token = campus.new_token();
    draft::insert(&mut tx, &correction, &token).await?;
    tx.commit().await?;
    Ok((token, correction))
}
