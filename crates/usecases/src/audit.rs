//! The audit trail: who did what to which thing, chained so that nobody can change it unseen.

pub mod list;
pub mod verify;

use serde_json::Value;
use tongxing_domain::audit::{AuditActor, Entry};
use tongxing_storage::Tx;

use crate::{Campus, Error, Who, actor::By};

/// Writes one entry into the transaction of the change. If this fails, the change fails: nothing happens unrecorded.
///
/// Call it last: the end of the chain is locked from here to the commit. The action's first word is the kind of its
/// subject (`person.suspend`). `details` is a flat object of codes, counts and ids, never personal data; a `reason`
/// in it becomes the entry's own.
///
/// # Errors
/// When the database fails.
pub(crate) async fn record(
    campus: &Campus,
    tx: &mut Tx,
    by: &By,
    action: &'static str,
    subject: &str,
    details: &Value,
) -> Result<(), Error> {
    let kind = action.split('.').next().unwrap_or(action);
    let mut entry = Entry::new(campus.now(), actor_of(&by.who, kind, subject), action, kind, subject);
    entry.address.clone_from(&by.address);
    for (name, value) in details.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if name == "reason" {
            entry.reason = Some(text);
        } else {
            entry.details.insert(name.clone(), text);
        }
    }
    tongxing_storage::audit::append(tx, &entry).await?;
    Ok(())
}

/// An applicant has no account: the trail names them by their application.
fn actor_of(who: &Who, kind: &str, subject: &str) -> AuditActor {
    match who {
        Who::Account(id) => AuditActor::Account(*id),
        Who::Applicant(_) if kind == "application" => {
            subject.parse().map_or(AuditActor::Visitor, AuditActor::Applicant)
        }
        Who::Applicant(_) => AuditActor::Visitor,
        Who::System => AuditActor::System,
    }
}
