//! Seeing where one is signed in, and ending any of it.

use tongxing_domain::id::SessionId;
use tongxing_storage::session;
pub use tongxing_storage::session::Session;

use crate::{Actor, Campus, Error, audit};

/// The person's own running sessions in browsers, the latest used first.
pub async fn list(campus: &Campus, actor: &Actor) -> Result<Vec<Session>, Error> {
    let mut db = campus.store.read().await?;
    let mut all = session::of_account(&mut db, actor.account(), campus.now()).await?;
    all.retain(|one| one.purpose.is_none());
    Ok(all)
}

/// Ends one of the person's own sessions or tokens.
///
/// # Errors
/// Not found, when it is somebody else's or has ended.
pub async fn one(campus: &Campus, actor: &Actor, id: SessionId) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    if !session::delete(&mut tx, actor.account(), id).await? {
        return Err(Error::NotFound);
    }
    record(campus, &mut tx, actor, 1).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all of them, tokens too, but the one in use; says how many.
pub async fn others(campus: &Campus, actor: &Actor) -> Result<u64, Error> {
    let mut tx = campus.store.begin().await?;
    let ended = session::delete_all(&mut tx, actor.account(), Some(actor.session())).await?;
    record(campus, &mut tx, actor, ended).await?;
    tx.commit().await?;
    Ok(ended)
}

async fn record(
    campus: &Campus,
    tx: &mut tongxing_storage::Tx,
    actor: &Actor,
    ended: u64,
) -> Result<(), Error> {
    let details = serde_json::json!({ "ended": ended });
    audit::record(campus, tx, &actor.into(), "account.end-sessions", &actor.account().to_string(), &details)
        .await
}
