//! People whose stay is over: first their photos go, later the record with the applications it came from.
//!
//! Outside systems are asked to forget a permit before its row goes: with the photos, months earlier, or else one
//! sweep before the record. Without the row nobody could ask them any more.

use serde_json::json;
use tongxing_domain::{
    delivery::{Subject, Wanted},
    id::{ApplicationId, PersonId},
    person::{Person, PersonState},
    time::Timestamp,
};
use tongxing_storage::{
    Tx, application, delivery as ledger, file, person,
    retention::{self, Rule},
    vehicle,
};

use crate::{By, Campus, Error, audit, campus::PublishedService, delivery};

/// People looked at in one go.
const AT_ONCE: u32 = 500;

/// Removes what one version of a service promises to remove; says how many records went.
pub(super) async fn run(campus: &Campus, published: &PublishedService) -> Result<usize, Error> {
    let keep = published.service.retention;
    let before = |days: u32| campus.now().plus_days(-i64::from(days));
    let rule = |days: u32| Rule {
        service: &published.service.key,
        version: published.version,
        before: before(days),
        limit: AT_ONCE,
    };
    let mut db = campus.store.read().await?;
    let over = retention::over(&mut db, rule(keep.ended_days)).await?;
    let with_photos = retention::over_with_files(&mut db, rule(keep.ended_photo_days)).await?;
    drop(db);
    let mut removed = 0;
    for id in &over {
        match remove(campus, *id, &published.service.key, keep.ended_days).await {
            Ok(gone) => removed += usize::from(gone),
            Err(error) => {
                tracing::warn!(person.id = %id, error = error.chain(), "a record could not be removed");
            }
        }
    }
    for id in with_photos.iter().filter(|id| !over.contains(id)) {
        if let Err(error) = remove_photos(campus, *id, &published.service.key, keep.ended_photo_days).await {
            tracing::warn!(person.id = %id, error = error.chain(), "photos of a person could not be removed");
        }
    }
    Ok(removed)
}

async fn remove(campus: &Campus, id: PersonId, service: &str, days: u32) -> Result<bool, Error> {
    let mut tx = campus.store.begin().await?;
    let Some(gone) = lock_over(campus, &mut tx, id, days).await? else { return Ok(false) };
    if ask_to_forget(campus, &mut tx, &gone).await? {
        tx.commit().await?;
        return Ok(false);
    }
    let mut files = 0;
    let applications = applications_of(&mut tx, &gone, service).await?;
    for application in &applications {
        files += file::leave_application(&mut tx, *application).await?;
        retention::delete_application(&mut tx, *application).await?;
    }
    retention::delete_person(&mut tx, id).await?;
    let details = json!({
        "rule": "ended_days", "days": days, "files": files, "applications": applications.len(),
    });
    audit::record(campus, &mut tx, &By::system(), "person.delete", &id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(true)
}

async fn remove_photos(campus: &Campus, id: PersonId, service: &str, days: u32) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let Some(found) = lock_over(campus, &mut tx, id, days).await? else { return Ok(()) };
    ask_to_forget(campus, &mut tx, &found).await?;
    let mut files = 0;
    for application in applications_of(&mut tx, &found, service).await? {
        files += file::leave_application(&mut tx, application).await?;
    }
    // Another process swept at the same moment.
    if files == 0 {
        return Ok(tx.commit().await?);
    }
    let details = json!({ "rule": "ended_photo_days", "days": days, "files": files });
    audit::record(campus, &mut tx, &By::system(), "person.delete-photos", &id.to_string(), &details).await?;
    Ok(tx.commit().await?)
}

/// The record, unless it is gone or was renewed meanwhile.
async fn lock_over(campus: &Campus, tx: &mut Tx, id: PersonId, days: u32) -> Result<Option<Person>, Error> {
    let before = campus.now().plus_days(-i64::from(days));
    Ok(person::lock(tx, id).await?.filter(|found| end_of(found) <= before))
}

fn end_of(person: &Person) -> Timestamp {
    let until = person.valid.until();
    if matches!(person.state, PersonState::Ended { .. }) { until.min(person.state_since) } else { until }
}

/// The applications that led to the record, and to what it was before.
async fn applications_of(tx: &mut Tx, person: &Person, service: &str) -> Result<Vec<ApplicationId>, Error> {
    let document = tx.document_hash(&person.document);
    let all = application::of_document(tx, &document).await?;
    Ok(all.into_iter().filter(|a| a.service == service && a.state == "approved").map(|a| a.id).collect())
}

/// Wants every permit gone that an outside system may still hold; says whether one was asked just now.
async fn ask_to_forget(campus: &Campus, tx: &mut Tx, person: &Person) -> Result<bool, Error> {
    let Some(system) = &campus.settings.vehicle_system else { return Ok(false) };
    let mut asked = false;
    for permit in vehicle::lock_of_person(tx, person.id).await? {
        let rows = ledger::of_subject(tx, Subject::Permit(permit.id)).await?;
        let held = rows.iter().any(|row| row.target == system.name && row.wanted == Wanted::Present);
        if held && !permit.effective_state(person, campus.now()).is_wanted_outside() {
            delivery::want(campus, tx, &permit, person).await?;
            asked = true;
        }
    }
    Ok(asked)
}
