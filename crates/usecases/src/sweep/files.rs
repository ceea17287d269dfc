//! Taking files off the store whose rows say that they leave.

use tongxing_storage::file::{self, StoredFile};

use crate::{
    Campus, Error,
    application::upload::{key, small_key},
};

/// Files read in one go.
const AT_ONCE: u32 = 200;

/// Removes the file and its small copy, then the row: a crash in between leaves a row to try again by, and never a
/// picture without a row. One that cannot be removed does not keep the others.
pub(super) async fn run(campus: &Campus) -> Result<usize, Error> {
    let mut removed = 0;
    loop {
        let mut db = campus.store.read().await?;
        let leaving = file::list_leaving(&mut db, AT_ONCE).await?;
        drop(db);
        let mut gone = 0;
        for one in &leaving {
            match remove(campus, one).await {
                Ok(()) => gone += 1,
                Err(error) => {
                    tracing::warn!(file.id = %one.id, error = error.chain(), "a file could not be removed");
                }
            }
        }
        removed += gone;
        // Nothing went, or nothing more is left: the rest is the next sweep's.
        if gone == 0 || leaving.len() < AT_ONCE as usize {
            return Ok(removed);
        }
    }
}

async fn remove(campus: &Campus, leaving: &StoredFile) -> Result<(), Error> {
    for key in [key(&leaving.store_key)?, small_key(leaving.id)?] {
        campus.files.delete(&key).await.map_err(|e| Error::failed("a file could not be removed", e))?;
    }
    let mut tx = campus.store.begin().await?;
    file::delete(&mut tx, leaving.id).await?;
    tx.commit().await?;
    Ok(())
}
