//! Walking the whole chain of the audit log and naming the first entry that is not as it was written.

pub use tongxing_storage::audit::{Breach, Verdict};

use crate::{Actor, Campus, Error, Permission};

/// Checks the chain, and writes down that it was checked and what came of it.
///
/// # Errors
/// Forbidden without `ViewAudit`.
pub async fn run(campus: &Campus, actor: &Actor) -> Result<Verdict, Error> {
    actor.require(Permission::ViewAudit)?;
    let mut db = campus.store.read().await?;
    let verdict = tongxing_storage::audit::verify(&mut db, None, |_| {}).await?;
    drop(db);
    let details = match &verdict {
        Verdict::Whole { entries } => serde_json::json!({ "entries": entries }),
        Verdict::Broken { seq, .. } => serde_json::json!({ "broken": seq }),
    };
    let mut tx = campus.store.begin().await?;
    super::record(campus, &mut tx, &actor.into(), "audit.verify", "audit", &details).await?;
    tx.commit().await?;
    Ok(verdict)
}
