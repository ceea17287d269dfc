//! Marking notices as read.

use tongxing_domain::id::NotificationId;
use tongxing_storage::notification;

use crate::{Actor, Campus, Error};

/// Marks one of one's own.
///
/// # Errors
/// Nothing happens to somebody else's, and nothing is said about it.
pub async fn one(campus: &Campus, actor: &Actor, id: NotificationId) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    notification::mark_read(&mut tx, actor.account(), id, campus.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks all of one's own.
pub async fn all(campus: &Campus, actor: &Actor) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    notification::mark_all_read(&mut tx, actor.account(), campus.now()).await?;
    tx.commit().await?;
    Ok(())
}
