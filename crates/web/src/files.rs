//! Photos and attachments: for whoever may see what they belong to. A photo is never anything but a picture, an
//! attachment never anything but a download.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::header;
use tongxing_domain::id::FileId;
use tongxing_usecases::{
    Campus,
    file::{Size, Viewer, view},
};

use crate::{trouble::Trouble, visitor::Visitor};

/// `GET /files/{id}`
pub async fn full(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    file(&visitor, &campus, &id, Size::Full).await
}

/// `GET /files/{id}/small`
pub async fn small(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    file(&visitor, &campus, &id, Size::Small).await
}

async fn file(visitor: &Visitor, campus: &Campus, id: &str, size: Size) -> Result<Response, Trouble> {
    let id: FileId = id.parse().map_err(|_| Trouble::NotFound)?;
    let draft = visitor.draft.as_deref().map(Viewer::Draft);
    let applicant = visitor.applicant.as_ref().map(Viewer::Applicant);
    let staff = visitor.actor.as_ref().map(Viewer::Staff);
    let viewers: Vec<_> = draft.into_iter().chain(applicant).chain(staff).collect();
    let handed = view(campus, &viewers, id, size).await?;
    let way = if handed.attached { "attachment" } else { "inline" };
    let name = format!(
        "{way}; filename=\"{}.{}\"",
        if handed.attached { "file" } else { "photo" },
        handed.kind.extension()
    );
    let headers = [
        (header::CONTENT_TYPE, handed.kind.mime()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store, private"),
        (header::CONTENT_DISPOSITION, name.as_str()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, handed.bytes).into_response())
}
