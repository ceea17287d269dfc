//! Removing what has had its time: drafts, sessions, counts of tries, uploads nobody submitted, and, by the rule that
//! each service promises in its notice, applications that came to nothing and people whose stay is over.
//!
//! What is removed by such a rule leaves an entry in the audit trail: which thing, by which rule, how many files, and
//! nothing about the person. Consents and the trail itself stay as evidence.

mod closed;
mod files;
mod over;

use tongxing_domain::time::Timestamp;
use tongxing_storage::{Tx, attempt, confirmation, consent, draft, file, message, retention, session};

use crate::{Campus, Error};

/// Drafts, and files nobody submitted, removed in one transaction.
const AT_ONCE: u32 = 500;
/// Words to people name people too; they are kept as long as an application that came to nothing.
const WORDS_DAYS: i64 = 90;
/// Old notifications removed in one transaction.
const WORDS: u32 = 5_000;

/// Removes what has expired. What cannot be removed now is logged and tried again by the next sweep; it keeps nothing
/// else from going.
pub(crate) async fn run(campus: &Campus) -> Result<(), Error> {
    let now = campus.now();
    let mut tx = campus.store.begin().await?;
    let drafts = expire_drafts(&mut tx, now).await?;
    let sessions = session::delete_expired(&mut tx, now).await?;
    attempt::delete_expired(&mut tx, now).await?;
    confirmation::delete_expired(&mut tx, now).await?;
    for expired in file::list_expired(&mut tx, now, AT_ONCE).await? {
        file::leave(&mut tx, expired.id).await?;
    }
    tx.commit().await?;
    let words = forget_words(campus, now.plus_days(-WORDS_DAYS)).await?;
    let (mut applications, mut persons) = (0, 0);
    for published in campus.services().every_version() {
        applications += closed::run(campus, published).await?;
        persons += over::run(campus, published).await?;
    }
    let files = files::run(campus).await?;
    tracing::info!(
        drafts.removed = drafts,
        sessions.removed = sessions,
        notifications.removed = words,
        applications.removed = applications,
        persons.removed = persons,
        files.removed = files,
        "swept"
    );
    Ok(())
}

/// A draft goes with everything uploaded for it, and with what was agreed to for it: nothing came of it.
async fn expire_drafts(tx: &mut Tx, now: Timestamp) -> Result<usize, Error> {
    let expired = draft::list_expired(tx, now, AT_ONCE).await?;
    for id in &expired {
        file::leave_draft(tx, *id).await?;
        consent::delete_of_draft(tx, *id).await?;
        draft::delete(tx, *id).await?;
    }
    Ok(expired.len())
}

async fn forget_words(campus: &Campus, before: Timestamp) -> Result<u64, Error> {
    let mut tx = campus.store.begin().await?;
    let removed = retention::delete_notifications(&mut tx, before, WORDS).await?;
    message::delete_before(&mut tx, before).await?;
    tx.commit().await?;
    Ok(removed)
}
