//! The inspection itself: decode, judge for the purpose, encode.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use image::GrayImage;
use tokio::sync::Semaphore;
use tongxing_ports::{Cause, InspectError, Inspected, PhotoInspector, PhotoKind, PhotoProblem};

use crate::{
    document,
    face::{self, FaceFinder},
    grey::Area,
    light,
    picture::{self, Picture, shrink_grey},
    sharpness::sharpness,
    thresholds::{
        AT_ONCE, DOCUMENT_SHARPNESS_WIDTH, FACE_SHARPNESS_WIDTH, MAX_CLIPPED_FACE_SHARE, MAX_FACE_BRIGHTNESS,
        MAX_GLARE_SHARE, MAX_THUMBNAIL_SIDE, MIN_BRIGHTNESS, MIN_DOCUMENT_SHARPNESS, MIN_FACE_SHARPNESS,
        MIN_SIDE,
    },
};

/// Looks at photos, two at a time, beside the threads that answer requests.
#[derive(Clone)]
pub struct Inspector {
    faces: Arc<FaceFinder>,
    places: Arc<Semaphore>,
}

impl Inspector {
    /// Loads the face model that is part of the program.
    pub fn new() -> Result<Self, std::io::Error> {
        Ok(Self { faces: Arc::new(FaceFinder::load()?), places: Arc::new(Semaphore::new(AT_ONCE)) })
    }
}

#[async_trait]
impl PhotoInspector for Inspector {
    async fn inspect(&self, kind: PhotoKind, bytes: Bytes) -> Result<Inspected, InspectError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(failure)?;
        let faces = Arc::clone(&self.faces);
        let work = move || {
            let _place = place;
            inspect(&faces, kind, &bytes)
        };
        // A panic inside a decoder ends this inspection, not the program.
        tokio::task::spawn_blocking(work).await.map_err(failure)?
    }
}

fn failure(error: impl Into<Cause>) -> InspectError {
    InspectError::Failure(error.into())
}

fn inspect(faces: &FaceFinder, kind: PhotoKind, bytes: &[u8]) -> Result<Inspected, InspectError> {
    let picture = picture::decode(bytes)?;
    let problems = match kind {
        PhotoKind::Attachment => Vec::new(),
        _ if picture.sent_side < MIN_SIDE => {
            vec![PhotoProblem::TooSmall { side: picture.sent_side, least: MIN_SIDE }]
        }
        PhotoKind::Portrait => judge_portrait(faces, &picture)?,
        PhotoKind::DocumentFront | PhotoKind::DocumentBack | PhotoKind::PassportPage => {
            judge_document(faces, &picture)?
        }
    };
    if !problems.is_empty() {
        return Err(InspectError::Problems(problems));
    }
    let thumbnail = picture::shrink(&picture.pixels, MAX_THUMBNAIL_SIDE)?;
    Ok(Inspected {
        jpeg: picture::encode(&picture.pixels)?,
        width: picture.pixels.width(),
        height: picture.pixels.height(),
        thumbnail: picture::encode(&thumbnail)?,
    })
}

/// Without a face found, darkness or blur of the whole picture is the likelier reason and the better hint.
fn judge_portrait(faces: &FaceFinder, picture: &Picture) -> Result<Vec<PhotoProblem>, InspectError> {
    let grey = picture::grey(&picture.pixels);
    let found = faces.find(&grey)?;
    let mut problems = Vec::new();
    let face = face::only_face(&found, grey.dimensions());
    let judged = found.first().copied().unwrap_or(Area::whole(&grey));
    let light = light::measure(&judged.cut(&grey));
    if light.mean < MIN_BRIGHTNESS {
        problems.push(PhotoProblem::TooDark);
    } else if light.mean > MAX_FACE_BRIGHTNESS || light.clipped > MAX_CLIPPED_FACE_SHARE {
        problems.push(PhotoProblem::TooBright);
    }
    if problems.is_empty() && is_blurred(&grey, judged, FACE_SHARPNESS_WIDTH, MIN_FACE_SHARPNESS)? {
        problems.push(PhotoProblem::Blurred);
    }
    match face {
        Err(PhotoProblem::NoFace) if !problems.is_empty() => {}
        Err(problem) => problems.push(problem),
        Ok(_) => {}
    }
    Ok(problems)
}

fn judge_document(faces: &FaceFinder, picture: &Picture) -> Result<Vec<PhotoProblem>, InspectError> {
    let grey = picture::grey(&picture.pixels);
    if document::is_portrait(&faces.find(&grey)?, &grey) {
        return Ok(vec![PhotoProblem::NotDocumentShaped]);
    }
    let found = document::find(&grey)?;
    let light = light::measure(&found.as_ref().map_or(Area::whole(&grey), |area| *area).cut(&grey));
    if light.mean < MIN_BRIGHTNESS {
        return Ok(vec![PhotoProblem::TooDark]);
    }
    let area = match found {
        Ok(area) => area,
        Err(problem) => return Ok(vec![problem]),
    };
    let mut problems = Vec::new();
    if light.glare > MAX_GLARE_SHARE {
        problems.push(PhotoProblem::Glare);
    }
    if is_blurred(&grey, area, DOCUMENT_SHARPNESS_WIDTH, MIN_DOCUMENT_SHARPNESS)? {
        problems.push(PhotoProblem::Blurred);
    }
    Ok(problems)
}

fn is_blurred(grey: &GrayImage, area: Area, width: u32, least: f32) -> Result<bool, InspectError> {
    let measured = sharpness(&shrink_grey(&area.cut(grey), width)?);
    tracing::debug!(photo.sharpness = measured, photo.least = least, "photo sharpness measured");
    Ok(measured < least)
}
