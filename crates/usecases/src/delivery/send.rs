//! The job that brings one outside system up to date about one thing.

use serde_json::{Value, json};
use tongxing_domain::{
    delivery::{Delivery, FailureReason, Subject, Wanted},
    id::DeliveryId,
};
use tongxing_ports::{Answer, Reason, WebhookCall};
use tongxing_storage::{
    Db, Tx,
    delivery::{self, AttemptOutcome, DeliveryAttempt},
    person, vehicle,
};

use crate::{
    Campus, Error,
    job::{self, Job},
};

/// Sends the newest wish and notes the answer. Three short transactions around one call: nothing is held while the
/// other side thinks, and a crash at any point leaves a row that says what to do next.
pub(crate) async fn run(campus: &Campus, id: DeliveryId) -> Result<(), Error> {
    let Some((sending, call)) = begin(campus, id).await? else { return Ok(()) };
    let answer = campus.webhooks.deliver(&call).await;
    let mut tx = campus.store.begin().await?;
    let Some(mut row) = delivery::lock(&mut tx, id).await? else { return Ok(()) };
    let now = campus.now();
    let outcome = match &answer {
        Ok(Answer::Confirmed) => AttemptOutcome::Confirmed,
        Ok(Answer::Accepted) => AttemptOutcome::Accepted,
        Err(error) => {
            AttemptOutcome::Failed { reason: ledger_reason(error.reason), detail: Some(error.detail.clone()) }
        }
    };
    // The number is given when it is written down.
    let attempt = DeliveryAttempt { delivery: id, number: 0, version: sending.version, at: now, outcome };
    delivery::insert_attempt(&mut tx, &attempt).await?;
    let noted = match &answer {
        Ok(Answer::Confirmed) => row.confirm(sending.version, now),
        Ok(Answer::Accepted) => Ok(()),
        Err(error) => row.fail(
            sending.version,
            ledger_reason(error.reason),
            Some(error.detail.clone()),
            now,
            jitter(campus),
        ),
    };
    if let Err(error) = &answer
        && let Some(asked) = error.retry_after.filter(|_| noted.is_ok())
    {
        row.put_off(i64::try_from(asked.as_millis()).unwrap_or(i64::MAX), now);
    }
    // An answer to an older wish proves nothing: the newer one has its own job.
    if noted.is_ok() {
        delivery::update(&mut tx, &row).await?;
        schedule_next(campus, &mut tx, &row).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Marks the row as sent and reads what to say. `None` when there is nothing to do now.
async fn begin(campus: &Campus, id: DeliveryId) -> Result<Option<(Delivery, WebhookCall)>, Error> {
    let mut tx = campus.store.begin().await?;
    let Some(mut row) = delivery::lock(&mut tx, id).await? else { return Ok(None) };
    if !row.is_due(campus.now()) || row.send(campus.now()).is_err() {
        // Too early, or it waits for a person.
        schedule_next(campus, &mut tx, &row).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let data = facts(campus, &mut tx, &row).await?;
    delivery::update(&mut tx, &row).await?;
    // If this process dies before the answer, somebody has to ask again.
    schedule_next(campus, &mut tx, &row).await?;
    tx.commit().await?;
    let kind = match row.wanted {
        Wanted::Present => "vehicle-permit.granted",
        Wanted::Removed => "vehicle-permit.withdrawn",
    };
    let call =
        WebhookCall { id: row.idempotency_key(), kind: kind.to_owned(), occurred: row.changed_at, data };
    Ok(Some((row, call)))
}

async fn schedule_next(campus: &Campus, tx: &mut Tx, row: &Delivery) -> Result<(), Error> {
    let Some(at) = row.due_at() else { return Ok(()) };
    job::enqueue_at(campus, tx, &Job::Deliver { delivery: row.id }, at).await
}

/// What the other side needs and nothing more: no name, no document.
async fn facts(campus: &Campus, db: &mut Db, row: &Delivery) -> Result<Value, Error> {
    let Subject::Permit(id) = row.subject;
    let permit = vehicle::find(db, id)
        .await?
        .ok_or_else(|| Error::broken(format!("permit {id} of a delivery is gone")))?;
    let holder = person::find(db, permit.person).await?;
    let zone = &campus.settings.zone;
    Ok(json!({
        "permit": permit.id,
        "version": row.version,
        "plate": permit.plate.number(),
        "colour": permit.plate.colour().key(),
        "valid_from": permit.valid.from().millis(),
        "valid_until": permit.valid.until().millis(),
        "first_day": permit.valid.first_day(zone).to_string(),
        "last_day": permit.valid.last_day(zone).to_string(),
        "holder_kind": holder.map(|p| p.kind),
    }))
}

fn jitter(campus: &Campus) -> u16 {
    let mut bytes = [0; 2];
    campus.random.fill(&mut bytes);
    u16::from_le_bytes(bytes) % 1000
}

fn ledger_reason(reason: Reason) -> FailureReason {
    match reason {
        Reason::Unreachable => FailureReason::Unreachable,
        Reason::Auth => FailureReason::Auth,
        Reason::Rejected => FailureReason::Rejected,
        Reason::Capacity => FailureReason::Capacity,
        Reason::Busy => FailureReason::Busy,
        Reason::Unsupported => FailureReason::Unsupported,
        Reason::Conflict => FailureReason::Conflict,
    }
}
