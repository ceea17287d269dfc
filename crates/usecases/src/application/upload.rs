//! Uploading a photo: judged at once, re-encoded, stored encrypted. The field holds it from then on.

use bytes::Bytes;
use serde_json::json;
use sha2::{Digest, Sha256};
use tongxing_catalog::{Field, FieldType, form::Side};
use tongxing_domain::{document::DocumentType, id::FileId, problem::Problem};
use tongxing_ports::{FileKey, InspectError, Inspected, PhotoKind};
use tongxing_storage::{
    attempt::{self, Attempt, Limit},
    draft,
    file::{self, FileOwner, FileState, StoredFile},
};

use super::{draft::opened, save_step};
use crate::{Campus, Error, error::FieldProblem, network};

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
const PER_ADDRESS: Limit = Limit { scope: "upload-address", tries: 60, window_millis: 15 * 60 * 1000 };

/// Takes the photo; says its id.
///
/// # Errors
/// What is wrong with the photo, beside the field, each with a hint what to do; `draft-gone`; `too-many-tries`; not
/// found for a field that takes no upload.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<FileId, Error> {
    let (kind, word) = allowed(campus, &input).await?;
    let inspected = inspect(campus, &input, kind).await?;
    let stored = write(campus, &input, word, inspected).await?;

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

/// What the field wants to see, and its word in data.
async fn allowed(campus: &Campus, input: &Input<'_>) -> Result<(PhotoKind, &'static str), Error> {
    let mut tx = campus.store.begin().await?;
    let tried = attempt::record(&mut tx, PER_ADDRESS, &network::of(input.address), campus.now()).await?;
    let found = draft::find(&mut tx, input.token, campus.now()).await?;
    let opened = opened(campus, &mut tx, found).await?;
    tx.commit().await?;
    if let Attempt::Refused { until } = tried {
        let minutes = (until.millis() - campus.now().millis()).div_euclid(60_000) + 1;
        return Err(Error::refused_field(
            input.field,
            Problem::new("too-many-tries").with("minutes", minutes),
        ));
    }
    let field = opened.published.service.field(input.field).ok_or(Error::NotFound)?;
    let kind = photo_kind(field, opened.values()).ok_or(Error::NotFound)?;
    Ok((kind, kind.code()))
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
        FieldType::File(_) => Some(PhotoKind::Attachment),
        _ => None,
    }
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
async fn write(campus: &Campus, input: &Input<'_>, kind: &str, photo: Inspected) -> Result<FileId, Error> {
    let id: FileId = campus.new_id();
    let (key, small) = keys(id)?;
    let mut tx = campus.store.begin().await?;
    let found =
        draft::find(&mut tx, input.token, campus.now()).await?.ok_or_else(|| Error::refused("draft-gone"))?;
    let row = StoredFile {
        id,
        owner: FileOwner::Draft(found.id),
        kind: kind.to_owned(),
        mime: "image/jpeg".to_owned(),
        size: photo.jpeg.len() as u64,
        sha256: hex::encode(Sha256::digest(&photo.jpeg)),
        store_key: key.as_str().to_owned(),
        state: FileState::Arriving,
        created_at: campus.now(),
        expires_at: Some(found.expires_at),
    };
    file::insert(&mut tx, &row).await?;
    tx.commit().await?;
    let failed = |e| Error::failed("a photo could not be stored", e);
    campus.files.put(&key, photo.jpeg).await.map_err(failed)?;
    campus.files.put(&small, photo.thumbnail).await.map_err(failed)?;
    Ok(id)
}

/// Where the picture and its small copy lie.
pub(crate) fn keys(id: FileId) -> Result<(FileKey, FileKey), Error> {
    let key = |text: String| FileKey::parse(&text).map_err(|e| Error::failed("a file's key", e));
    Ok((key(format!("{id}.jpg"))?, key(format!("{id}.small.jpg"))?))
}
