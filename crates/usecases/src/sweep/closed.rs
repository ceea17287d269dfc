//! Applications that came to nothing: first their photos go, later all of them.

use serde_json::json;
use tongxing_domain::id::ApplicationId;
use tongxing_storage::{
    application, file,
    retention::{self, Rule},
};

use crate::{By, Campus, Error, audit, campus::PublishedService};

/// Applications looked at in one go.
const AT_ONCE: u32 = 500;

/// Removes what one version of a service promises to remove; says how many applications went as a whole.
pub(super) async fn run(campus: &Campus, published: &PublishedService) -> Result<usize, Error> {
    let keep = published.service.retention;
    let rule = |days: u32| Rule {
        service: &published.service.key,
        version: published.version,
        before: campus.now().plus_days(-i64::from(days)),
        limit: AT_ONCE,
    };
    let mut db = campus.store.read().await?;
    let over = retention::closed(&mut db, rule(keep.closed_days)).await?;
    let with_photos = retention::closed_with_files(&mut db, rule(keep.closed_photo_days)).await?;
    drop(db);
    let mut removed = 0;
    for id in &over {
        match remove(campus, *id, keep.closed_days).await {
            Ok(()) => removed += 1,
            Err(error) => {
                tracing::warn!(application.id = %id, error = error.chain(), "an application could not be removed");
            }
        }
    }
    for id in with_photos.iter().filter(|id| !over.contains(id)) {
        if let Err(error) = remove_photos(campus, *id, keep.closed_photo_days).await {
            tracing::warn!(application.id = %id, error = error.chain(), "photos of an application could not be removed");
        }
    }
    Ok(removed)
}

async fn remove(campus: &Campus, id: ApplicationId, days: u32) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    // An ended application never moves again, so being there is all there is to check.
    if application::lock(&mut tx, id).await?.is_none() {
        return Ok(());
    }
    let files = file::leave_application(&mut tx, id).await?;
    retention::delete_application(&mut tx, id).await?;
    let details = json!({ "rule": "closed_days", "days": days, "files": files });
    audit::record(campus, &mut tx, &By::system(), "application.delete", &id.to_string(), &details).await?;
    Ok(tx.commit().await?)
}

async fn remove_photos(campus: &Campus, id: ApplicationId, days: u32) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let files = file::leave_application(&mut tx, id).await?;
    // Another process swept at the same moment.
    if files == 0 {
        return Ok(());
    }
    let details = json!({ "rule": "closed_photo_days", "days": days, "files": files });
    audit::record(campus, &mut tx, &By::system(), "application.delete-photos", &id.to_string(), &details)
        .await?;
    Ok(tx.commit().await?)
}
