use std::{collections::VecDeque, sync::Mutex};

use async_trait::async_trait;
use bytes::Bytes;

use super::lock;
use crate::{InspectError, Inspected, PhotoInspector, PhotoKind, PhotoProblem};

/// Believes that every photo is good, unless told otherwise, and hands the bytes back unchanged.
#[derive(Debug, Default)]
pub struct TrustingInspector {
    seen: Mutex<Vec<PhotoKind>>,
    refusals: Mutex<VecDeque<Vec<PhotoProblem>>>,
}

impl TrustingInspector {
    /// The next photo that is still to come has these problems; several calls queue up.
    pub fn refuse_next(&self, problems: Vec<PhotoProblem>) {
        lock(&self.refusals).push_back(problems);
    }

    /// The kinds of photos looked at so far, in order.
    pub fn seen(&self) -> Vec<PhotoKind> {
        lock(&self.seen).clone()
    }
}

#[async_trait]
impl PhotoInspector for TrustingInspector {
    async fn inspect(&self, kind: PhotoKind, bytes: Bytes) -> Result<Inspected, InspectError> {
        lock(&self.seen).push(kind);
        match lock(&self.refusals).pop_front() {
            Some(problems) => Err(InspectError::Problems(problems)),
            None => Ok(Inspected { jpeg: bytes.clone(), width: 600, height: 800, thumbnail: bytes }),
        }
    }
}
