//! Looking at stored photos and attachments: only who may see the thing they belong to.

use bytes::Bytes;
use tongxing_catalog::{Service, form::FileKind, process::Permission as FieldPermission};
use tongxing_domain::id::FileId;
use tongxing_ports::PhotoKind;
use tongxing_storage::{
    Db,
    application::{self, Application},
    draft,
    file::{self, FileOwner, FileState, StoredFile},
};
use tongxing_workflow::State;

use crate::{
    Actor, Applicant, Campus, Error, Permission,
    application::{confirm::is_confirmed, draft::SUBMITTED, mine::is_of, upload},
    approval, audit, process,
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

/// What is handed out.
#[derive(Debug)]
pub struct Handed {
    /// The file.
    pub bytes: Bytes,
    /// What kind of file it is.
    pub kind: FileKind,
    /// Whether it is an attachment, which nobody's browser opens on this site.
    pub attached: bool,
}

/// A photo or an attachment.
///
/// # Errors
/// Not found for everyone who may not see it.
pub async fn view(campus: &Campus, viewers: &[Viewer<'_>], id: FileId, size: Size) -> Result<Handed, Error> {
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
    let key = if size == Size::Full { upload::key(&found.store_key)? } else { upload::small_key(id)? };
    let bytes =
        campus.files.get(&key).await.map_err(|e| Error::failed("a stored file could not be read", e))?;
    if size == Size::Full {
        record(campus, viewers, &found).await?;
    }
    let kind = FileKind::of_mime(&found.mime)
        .ok_or_else(|| Error::broken(format!("file {id} has the type {}", found.mime)))?;
    let attached = found.kind == PhotoKind::Attachment.code();
    Ok(Handed { bytes: bytes.ok_or(Error::NotFound)?, kind, attached })
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
            let open = draft.filter(|d| d.section != SUBMITTED);
            Ok(open.is_some_and(|d| {
                owner == FileOwner::Draft(d.id) || d.application.map(FileOwner::Application) == Some(owner)
            }))
        }
        (Viewer::Applicant(applicant), FileOwner::Application(id)) => {
            let Some(found) = application::find(db, id).await? else { return Ok(false) };
            let published = process::service_of(campus, &found)?;
            Ok(is_of(db, applicant, found.applicant_name.as_ref(), found.applicant_document.as_ref())
                && is_confirmed(db, applicant, &found, &published.service))
        }
        (Viewer::Staff(actor), FileOwner::Application(id)) => {
            let Some(application) = application::find(db, id).await? else { return Ok(false) };
            let published = process::service_of(campus, &application)?;
            let text = found.id.to_string();
            let holds = |v: &serde_json::Value| v.get("file").and_then(|f| f.as_str()) == Some(&text);
            let Some((field, _)) = application.form.iter().find(|(_, v)| holds(v)) else { return Ok(false) };
            let part = approval::show::part_of(actor, &application);
            let step = part.and_then(|step| published.service.step(&step));
            // What is masked is seen only in full, because that leaves a trace.
            let enough = if size == Size::Full { FieldPermission::Hidden } else { FieldPermission::Masked };
            let in_step = step.is_some_and(|step| step.fields.of(field) > enough);
            Ok(in_step || on_record(actor, &application, &published.service, field, size))
        }
        _ => Ok(false),
    }
}

/// The record of a registered person shows the face. Photos of documents hold everything that the record masks, so
/// they are for those who may see masked values in full, and only where that leaves a trace.
fn on_record(actor: &Actor, application: &Application, service: &Service, field: &str, size: Size) -> bool {
    let portrait = service.applicant.portrait.as_ref().is_some_and(|portrait| portrait.key() == field);
    let needed = if portrait { Permission::ViewPersons } else { Permission::RevealPersons };
    application.instance.state == State::Approved
        && (portrait || size == Size::Full)
        && actor.require_in(needed, application.unit).is_ok()
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
