//! Signing out: the session ends on the server, whatever the browser keeps.

use tongxing_storage::session;

use crate::{Actor, Campus, Error, audit};

/// Ends the session in use.
pub async fn run(campus: &Campus, actor: &Actor) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    session::delete(&mut tx, actor.account(), actor.session()).await?;
    let subject = actor.account().to_string();
    audit::record(campus, &mut tx, &actor.into(), "account.sign-out", &subject, &serde_json::json!({}))
        .await?;
    tx.commit().await?;
    Ok(())
}
