//! Pictures: for whoever may see what they belong to, and never as anything but a picture.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::header;
use tongxing_domain::id::FileId;
use tongxing_usecases::{
    Campus,
    file::{self, Size, Viewer},
};

use crate::{trouble::Trouble, visitor::Visitor};

/// `GET /files/{id}`
pub async fn full(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    picture(&visitor, &campus, &id, Size::Full).await
}

/// `GET /files/{id}/small`
pub async fn small(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    picture(&visitor, &campus, &id, Size::Small).await
}

async fn picture(visitor: &Visitor, campus: &Campus, id: &str, size: Size) -> Result<Response, Trouble> {
    let id: FileId = id.parse().map_err(|_| Trouble::NotFound)?;
    let draft = visitor.draft.as_deref().map(Viewer::Draft);
    let applicant = visitor.applicant.as_ref().map(Viewer::Applicant);
    let staff = visitor.actor.as_ref().map(Viewer::Staff);
    let viewers: Vec<_> = draft.into_iter().chain(applicant).chain(staff).collect();
    let bytes = file::view(campus, &viewers, id, size).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store, private"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, bytes).into_response())
}
