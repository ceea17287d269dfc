//! 修改后重新提交: a returned application is opened for correction, as a draft of its own. Nothing of the application
//! changes until the correction is submitted.

use tongxing_storage::{
    attempt::Limit,
    draft::{self, Draft},
};
use tongxing_workflow::State;

use super::confirm;
use crate::{Applicant, Campus, Error, network, process, tries};

/// Each opened correction is a draft that waits for days.
const PER_APPLICATION: Limit =
    Limit { scope: "correct-application", tries: 20, window_millis: tries::QUARTER };
const PER_ADDRESS: Limit = Limit { scope: "correct-address", tries: 60, window_millis: tries::QUARTER };

/// Opens the correction; says the token for the browser's cookie and the service whose wizard it is.
///
/// # Errors
/// `not-returned` when it is not with the applicant; `confirm-needed` until it is confirmed to be theirs;
/// `too-many-tries`; not found for somebody else's.
pub async fn run(campus: &Campus, applicant: &Applicant, number: &str) -> Result<(String, Draft), Error> {
    let mut tx = campus.store.begin().await?;
    let application = confirm::own_confirmed(campus, &mut tx, applicant, number).await?;
    if !matches!(application.instance.state, State::Returned(_)) {
        return Err(Error::refused("not-returned"));
    }
    let (network, id) = (network::of(applicant.address()), application.id.to_string());
    let limits = [(PER_ADDRESS, network.as_str()), (PER_APPLICATION, id.as_str())];
    if let Some(wait) = tries::used_up(&mut tx, &limits, campus.now()).await? {
        tx.commit().await?;
        return Err(Error::refused_field("", wait));
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
