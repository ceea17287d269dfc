//! The audit trail: who did what to which thing, chained so that nobody can change it unseen.

use serde_json::Value;
use tongxing_storage::Tx;

use crate::{Campus, Error, Who};

/// Writes one entry into the transaction of the change. If this fails, the change fails: nothing happens unrecorded.
///
/// Call it last: the end of the chain is locked from here to the commit. `details` never hold personal data, only
/// codes, counts and ids.
///
/// # Errors
/// When the database fails.
pub async fn record(
    campus: &Campus,
    tx: &mut Tx,
    who: &Who,
    action: &'static str,
    subject: &str,
    details: &Value,
) -> Result<(), Error> {
    let entry = tongxing_storage::audit::NewEntry {
        at: campus.now(),
        actor: who.as_text(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        details: details.clone(),
    };
    tongxing_storage::audit::append(tx, &entry).await?;
    Ok(())
}
