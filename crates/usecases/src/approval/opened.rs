//! Opening an application shows personal data, so it leaves a trace: once for each reader, application and day.

use tongxing_domain::time::Timestamp;
use tongxing_storage::{
    PageRequest,
    application::Application,
    audit::{self as trail, AuditFilter},
};

use crate::{Actor, Campus, Error, audit};

const OPENED: &str = "application.open";

/// Records that this person has read the application, unless the trail says so already today.
///
/// # Errors
/// When the entry cannot be written: then nothing is shown.
pub(super) async fn record(campus: &Campus, actor: &Actor, application: &Application) -> Result<(), Error> {
    let filter = AuditFilter {
        actor: Some(actor.account().to_string()),
        subject: Some(application.id.to_string()),
        action: Some(OPENED.to_owned()),
        from: Timestamp::start_of_day(campus.today(), &campus.settings.zone),
        until: None,
    };
    let mut db = campus.store.read().await?;
    let known = trail::list(&mut db, &filter, &PageRequest::first(1)).await?;
    drop(db);
    if !known.items.is_empty() {
        return Ok(());
    }
    let mut tx = campus.store.begin().await?;
    let details = serde_json::json!({ "number": application.number });
    let by = actor.into();
    audit::record(campus, &mut tx, &by, OPENED, &application.id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(())
}
