//! Looking at stored photos: only who may see the thing they belong to.

use bytes::Bytes;
use tongxing_catalog::process::Permission as FieldPermission;
use tongxing_domain::id::FileId;
use tongxing_storage::{
    Db, application, draft,
    file::{self, FileOwner, FileState, StoredFile},
};

use crate::{
    Actor, Applicant, Campus, Error, Permission, application::upload::keys, approval, audit, process,
};

/// Which of the two stored pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As large as it is stored.
    Full,
    /// For lists.
    Small,
}

/// Somebody who asks for a picture.
pub enum Viewer<'a> {
    /// A browser with a draft.
    Draft(&'a str),
    /// An applicant who proved who they are.
    Applicant(&'a Applicant),
    /// A member of staff.
    Staff(&'a Actor),
}

/// The JPEG of a photo.
///
/// # Errors
/// Not found for everyone who may not see it.
pub async fn view(campus: &Campus, viewers: &[Viewer<'_>], id: FileId, size: Size) -> Result<Bytes, Error> {
    let mut db = campus.store.read().await?;
    let found =
        file::find(&mut db, id).await?.filter(|f| f.state == FileState::Kept).ok_or(Error::NotFound)?;
    let mut seen = false;
    for viewer in viewers {
        seen = seen || may_see(campus, &mut db, viewer, &found, size).await?;
    }
    drop(db);
    if !seen {
        return Err(Error::NotFound);
    }
    let (full, small) = keys(id)?;
    let key = if size == Size::Full { full } else { small };
    let bytes =
        campus.files.get(&key).await.map_err(|e| Error::failed("a stored photo could not be read", e))?;
    if size == Size::Full {
        record(campus, viewers, &found).await?;
    }
    bytes.ok_or(Error::NotFound)
}

async fn may_see(
    campus: &Campus,
    db: &mut Db,
    viewer: &Viewer<'_>,
    found: &StoredFile,
    size: Size,
) -> Result<bool, Error> {
    match (viewer, found.owner) {
        (Viewer::Draft(token), owner) => {
            let draft = draft::find(db, token, campus.now()).await?;
            Ok(draft.is_some_and(|d| {
                owner == FileOwner::Draft(d.id) || d.application.map(FileOwner::Application) == Some(owner)
            }))
        }
        (Viewer::Applicant(applicant), FileOwner::Application(id)) => {
            let application = application::find(db, id).await?;
            let document = application.and_then(|a| a.applicant_document);
            Ok(document.is_some_and(|d| db.document_hash(&d) == *applicant.document_hash()))
        }
        (Viewer::Staff(actor), FileOwner::Application(id)) => {
            let Some(application) = application::find(db, id).await? else { return Ok(false) };
            let registered = actor.require_in(Permission::ViewPersons, application.unit).is_ok();
            let part = approval::show::part_of(actor, &application);
            let Some(step) = part else { return Ok(registered) };
            let published = process::service_of(campus, &application)?;
            let text = found.id.to_string();
            let field =
                application.form.iter().find(|(_, v)| v.get("file").and_then(|f| f.as_str()) == Some(&text));
            let permission = field.and_then(|(key, _)| Some(published.service.step(&step)?.fields.of(key)));
            // What is masked is seen only in full, because that leaves a trace.
            let enough = if size == Size::Full { FieldPermission::Hidden } else { FieldPermission::Masked };
            Ok(permission.is_some_and(|p| p > enough))
        }
        _ => Ok(false),
    }
}

/// A member of staff who opens somebody's picture in full leaves a trace.
async fn record(campus: &Campus, viewers: &[Viewer<'_>], found: &StoredFile) -> Result<(), Error> {
    let staff = viewers.iter().find_map(|v| if let Viewer::Staff(actor) = v { Some(*actor) } else { None });
    let (Some(actor), FileOwner::Application(application)) = (staff, found.owner) else { return Ok(()) };
    let mut tx = campus.store.begin().await?;
    let details = serde_json::json!({ "kind": found.kind, "application": application });
    audit::record(campus, &mut tx, &actor.into(), "file.view", &found.id.to_string(), &details).await?;
    tx.commit().await?;
    Ok(())
}
