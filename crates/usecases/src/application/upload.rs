//! Uploading a photo or an attachment: judged at once, pictures re-encoded, stored encrypted. The field holds it from then
//! on.

use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};
use tongxing_catalog::{
    Field, FieldType,
    form::{FileKind, FileLimits, Side},
};
use tongxing_domain::{document::DocumentType, id::FileId, problem::Problem};
use tongxing_ports::{FileKey, InspectError, Inspected, PhotoKind};
use tongxing_storage::{
    attempt::Limit,
    draft,
    file::{self, FileOwner, FileState, StoredFile},
};

use super::{draft::opened, save_step};
use crate::{Campus, Error, error::FieldProblem, network, tries};

/// What arrived.
pub struct Input<'a> {
    /// The token of the browser's cookie.
    pub token: &'a str,
    /// The key of the field.
    pub field: &'a str,
    /// The bytes as sent.
    pub bytes: Bytes,
    /// The network address.
    pub address: &'a str,
}

/// Judging a photo costs a good part of a second of a core.
const PER_ADDRESS: Limit = Limit { scope: "upload-address", tries: 60, window_millis: tries::QUARTER };

/// What a field wants to see.
enum Wanted {
    /// A photo that shows something.
    Photo(PhotoKind),
    /// A file of certain kinds.
    Attachment(FileLimits),
}

/// What is stored of it.
struct Checked {
    word: &'static str,
    kind: FileKind,
    bytes: Bytes,
    small: Option<Bytes>,
}

/// Takes the photo or attachment; says its id.
///
/// # Errors
/// What is wrong with it, beside the field, each with a hint what to do; `draft-gone`; `too-many-tries`; not
/// found for a field that takes no upload.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<FileId, Error> {
    let checked = match allowed(campus, &input).await? {
        Wanted::Photo(kind) => photo(campus, &input, kind).await?,
        Wanted::Attachment(limits) => attachment(campus, &input, &limits).await?,
    };
    let stored = write(campus, &input, checked).await?;

    let mut tx = campus.store.begin().await?;
    let found = draft::lock(&mut tx, input.token, campus.now()).await?;
    let mut opened = opened(campus, &mut tx, found).await?;
    file::keep(&mut tx, stored).await?;
    let before = opened.draft.form.insert(input.field.to_owned(), json!({ "file": stored }));
    let earlier =
        before.as_ref().and_then(|v| v.get("file")).and_then(|v| v.as_str()).and_then(|id| id.parse().ok());
    if let Some(earlier) = earlier {
        leave_if_own(&mut tx, &opened.draft, earlier).await?;
    }
    save_step::store(campus, &mut tx, &mut opened).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Takes a photo off the draft again.
///
/// # Errors
/// `draft-gone`.
pub async fn remove(campus: &Campus, token: &str, field: &str) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let found = draft::lock(&mut tx, token, campus.now()).await?;
    let mut opened = opened(campus, &mut tx, found).await?;
    let before = opened.draft.form.remove(field);
    if let Some(id) =
        before.as_ref().and_then(|v| v.get("file")).and_then(|v| v.as_str()).and_then(|id| id.parse().ok())
    {
        leave_if_own(&mut tx, &opened.draft, id).await?;
    }
    save_step::store(campus, &mut tx, &mut opened).await?;
    tx.commit().await?;
    Ok(())
}

/// A photo of the returned application stays until the correction is submitted; only the draft's own go.
async fn leave_if_own(tx: &mut tongxing_storage::Tx, draft: &draft::Draft, id: FileId) -> Result<(), Error> {
    let own = file::find(tx, id).await?.is_some_and(|f| f.owner == FileOwner::Draft(draft.id));
    if own {
        file::leave(tx, id).await?;
    }
    Ok(())
}

/// What the field wants to see.
async fn allowed(campus: &Campus, input: &Input<'_>) -> Result<Wanted, Error> {
    let mut tx = campus.store.begin().await?;
    let network = network::of(input.address);
    let tried = tries::used_up(&mut tx, &[(PER_ADDRESS, &network)], campus.now()).await?;
    let found = draft::find(&mut tx, input.token, campus.now()).await?;
    let opened = opened(campus, &mut tx, found).await?;
    tx.commit().await?;
    if let Some(wait) = tried {
        return Err(Error::refused_field(input.field, wait));
    }
    let field = opened.published.service.field(input.field).ok_or(Error::NotFound)?;
    if let FieldType::File(limits) = &field.kind {
        return Ok(Wanted::Attachment(limits.clone()));
    }
    photo_kind(field, opened.values()).map(Wanted::Photo).ok_or(Error::NotFound)
}

/// A passport has one data page; a card has two sides.
fn photo_kind(field: &Field, values: &tongxing_catalog::Values) -> Option<PhotoKind> {
    match &field.kind {
        FieldType::Photo => Some(PhotoKind::Portrait),
        FieldType::DocumentScan(scan) => {
            let kind = values.get(scan.document.key()).and_then(|v| v.get("type")).and_then(|v| v.as_str());
            let kind = kind.and_then(|k| k.parse::<DocumentType>().ok());
            Some(match (kind.is_none_or(DocumentType::two_sided), scan.side) {
                (true, Side::Front) => PhotoKind::DocumentFront,
                (true, Side::Back) => PhotoKind::DocumentBack,
                (false, _) => PhotoKind::PassportPage,
            })
        }
        _ => None,
    }
}

async fn photo(campus: &Campus, input: &Input<'_>, kind: PhotoKind) -> Result<Checked, Error> {
    let photo = inspect(campus, input, kind).await?;
    Ok(Checked { word: kind.code(), kind: FileKind::Jpeg, bytes: photo.jpeg, small: Some(photo.thumbnail) })
}

/// Pictures are drawn anew; other files are kept as they are and only ever handed out as downloads.
async fn attachment(campus: &Campus, input: &Input<'_>, limits: &FileLimits) -> Result<Checked, Error> {
    let word = PhotoKind::Attachment.code();
    let kind = limits.check(&input.bytes).map_err(|problem| Error::refused_field(input.field, problem))?;
    if !kind.is_picture() {
        return Ok(Checked { word, kind, bytes: input.bytes.clone(), small: None });
    }
    let picture = inspect(campus, input, PhotoKind::Attachment).await?;
    Ok(Checked { word, kind: FileKind::Jpeg, bytes: picture.jpeg, small: None })
}

async fn inspect(campus: &Campus, input: &Input<'_>, kind: PhotoKind) -> Result<Inspected, Error> {
    campus.photos.inspect(kind, input.bytes.clone()).await.map_err(|error| match error {
        InspectError::Problems(problems) => Error::invalid(
            problems
                .into_iter()
                .map(|p| FieldProblem { path: input.field.to_owned(), problem: Problem::from(&p) })
                .collect(),
        ),
        InspectError::Failure(cause) => Error::failed("a photo could not be judged", cause),
    })
}

/// Writes row, then bytes: a crash in between leaves a row that the sweep removes, never bytes nobody knows of.
async fn write(campus: &Campus, input: &Input<'_>, checked: Checked) -> Result<FileId, Error> {
    let id: FileId = campus.new_id();
    let key = key(&format!("{id}.{}", checked.kind.extension()))?;
    let mut tx = campus.store.begin().await?;
    let found =
        draft::find(&mut tx, input.token, campus.now()).await?.ok_or_else(|| Error::refused("draft-gone"))?;
    let row = StoredFile {
        id,
        owner: FileOwner::Draft(found.id),
        kind: checked.word.to_owned(),
        mime: checked.kind.mime().to_owned(),
        size: checked.bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(&checked.bytes)),
        store_key: key.as_str().to_owned(),
        state: FileState::Arriving,
        created_at: campus.now(),
        expires_at: Some(found.expires_at),
    };
    file::insert(&mut tx, &row).await?;
    tx.commit().await?;
    let failed = |e| Error::failed("an upload could not be stored", e);
    campus.files.put(&key, checked.bytes).await.map_err(failed)?;
    if let Some(small) = checked.small {
        campus.files.put(&small_key(id)?, small).await.map_err(failed)?;
    }
    Ok(id)
}

/// Where a file lies.
pub(crate) fn key(text: &str) -> Result<FileKey, Error> {
    FileKey::parse(text).map_err(|e| Error::failed("a file's key", e))
}

/// Where the small copy of a photo lies.
pub(crate) fn small_key(id: FileId) -> Result<FileKey, Error> {
    key(&format!("{id}.small.jpg"))
}
