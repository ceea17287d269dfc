//! Marking notices as read.

use tongxing_domain::id::NotificationId;
use tongxing_storage::notification::{self, Recipient};

use crate::{Actor, Campus, Error};

/// Marks one of one's own; says where it leads.
///
/// # Errors
/// Not found when there is none, or it is somebody else's.
pub async fn one(campus: &Campus, actor: &Actor, id: NotificationId) -> Result<Option<String>, Error> {
    let mut tx = campus.store.begin().await?;
    let own = Recipient::Account(actor.account());
    let found =
        notification::find(&mut tx, id).await?.filter(|n| n.recipient == own).ok_or(Error::NotFound)?;
    notification::mark_read(&mut tx, actor.account(), id, campus.now()).await?;
    tx.commit().await?;
    Ok(found.link)
}

/// Marks all of one's own.
pub async fn all(campus: &Campus, actor: &Actor) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    notification::mark_all_read(&mut tx, actor.account(), campus.now()).await?;
    tx.commit().await?;
    Ok(())
}
