//! Removing what has had its time: drafts, sessions, counts of tries, uploads nobody submitted.

use tongxing_domain::time::Timestamp;
use tongxing_ports::FileKey;
use tongxing_storage::{Tx, attempt, draft, file, session};

use crate::{Campus, Error};

/// Files taken off the store in one go; the rest waits for the next sweep.
const FILES: u32 = 200;
/// Drafts removed in one transaction.
const DRAFTS: u32 = 500;

/// Removes what has expired. A file leaves the store before its row does, so that a crash in between leaves a row to
/// try again by, and never a picture without a row.
pub(crate) async fn run(campus: &Campus) -> Result<(), Error> {
    let now = campus.now();
    let mut tx = campus.store.begin().await?;
    let drafts = expire_drafts(&mut tx, now).await?;
    let sessions = session::delete_expired(&mut tx, now).await?;
    attempt::delete_expired(&mut tx, now).await?;
    for expired in file::list_expired(&mut tx, now, FILES).await? {
        file::leave(&mut tx, expired.id).await?;
    }
    tx.commit().await?;
    let removed = remove_leaving_files(campus).await?;
    tracing::info!(drafts.removed = drafts, sessions.removed = sessions, files.removed = removed, "swept");
    Ok(())
}

/// Takes the files off the store whose rows say that they leave.
pub(crate) async fn remove_leaving_files(campus: &Campus) -> Result<usize, Error> {
    let mut db = campus.store.read().await?;
    let leaving = file::list_leaving(&mut db, FILES).await?;
    drop(db);
    for gone in &leaving {
        let key = FileKey::parse(&gone.store_key).map_err(|e| Error::failed("a file's key", e))?;
        campus.files.delete(&key).await.map_err(|e| Error::failed("a file could not be removed", e))?;
        let mut tx = campus.store.begin().await?;
        file::delete(&mut tx, gone.id).await?;
        tx.commit().await?;
    }
    Ok(leaving.len())
}

/// A draft goes with everything uploaded for it.
async fn expire_drafts(tx: &mut Tx, now: Timestamp) -> Result<usize, Error> {
    let expired = draft::list_expired(tx, now, DRAFTS).await?;
    for id in &expired {
        file::leave_draft(tx, *id).await?;
        draft::delete(tx, *id).await?;
    }
    Ok(expired.len())
}
