//! Photos people send: a portrait and the sides of an identity document, looked at before anyone has to wait.

use std::{collections::BTreeMap, fmt};

use async_trait::async_trait;
use bytes::Bytes;
use tongxing_domain::problem::Problem;

use crate::Cause;

/// Looks at a photo and makes it storable: what comes out is always our own JPEG, upright, without metadata.
#[async_trait]
pub trait PhotoInspector: Send + Sync {
    /// Checks the bytes for their purpose. Every problem found at once is listed, the most useful to mend first.
    async fn inspect(&self, kind: PhotoKind, bytes: Bytes) -> Result<Inspected, InspectError>;
}

/// What a photo is meant to show; decides which checks it has to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhotoKind {
    /// 人像: one person from the front, what the gate compares with.
    Portrait,
    /// The side of an identity card with the portrait.
    DocumentFront,
    /// The side of an identity card with the emblem.
    DocumentBack,
    /// The data page of a passport.
    PassportPage,
    /// Any other picture; only has to be a readable image.
    Attachment,
}

impl PhotoKind {
    /// The word used in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Portrait => "portrait",
            Self::DocumentFront => "document-front",
            Self::DocumentBack => "document-back",
            Self::PassportPage => "passport-page",
            Self::Attachment => "attachment",
        }
    }
}

/// A photo that passed, ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Inspected {
    /// The picture, re-encoded as JPEG.
    pub jpeg: Bytes,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// A small JPEG of the same picture, for lists.
    pub thumbnail: Bytes,
}

/// Sizes only: nobody's face belongs in a log.
impl fmt::Debug for Inspected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "photo {}×{}, {} bytes", self.width, self.height, self.jpeg.len())
    }
}

/// Why there is no picture to store.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// The person can do something: each problem says what.
    #[error("the photo has problems: {}", codes(.0))]
    Problems(Vec<PhotoProblem>),
    /// We have to do something.
    #[error("the photo could not be looked at")]
    Failure(#[source] Cause),
}

fn codes(problems: &[PhotoProblem]) -> String {
    problems.iter().map(PhotoProblem::code).collect::<Vec<_>>().join(", ")
}

/// One thing about a photo that its sender can mend. The words stand in the translation files under
/// `problem-<code>` (what is wrong) and `hint-<code>` (what to do).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoProblem {
    /// The bytes are no JPEG, PNG or WebP picture.
    NotAnImage,
    /// A picture in Apple's HEIC format, which most cameras can be told to avoid.
    Heic,
    /// The file has more bytes than we take.
    TooLarge {
        /// The most we take, in megabytes.
        limit_mb: u32,
    },
    /// The picture has more pixels than we decode.
    TooManyPixels {
        /// Its size in megapixels.
        megapixels: u32,
        /// The most we decode.
        limit: u32,
    },
    /// The shorter side has too few pixels to recognise anything.
    TooSmall {
        /// Pixels of the shorter side.
        side: u32,
        /// The least we take.
        least: u32,
    },
    /// The file ends before the picture does.
    Truncated,
    /// The picture begins well but cannot be decoded.
    Damaged,
    /// Out of focus or shaken.
    Blurred,
    /// Too little light.
    TooDark,
    /// Too much light.
    TooBright,
    /// Part of the document is drowned in a reflection.
    Glare,
    /// Nobody's face was found.
    NoFace,
    /// More than one face was found.
    SeveralFaces {
        /// How many.
        faces: u32,
    },
    /// The face takes up too little of the picture.
    FaceTooSmall {
        /// Height of the face in percent of the picture's height.
        percent: u32,
    },
    /// The face is not in the middle of the picture.
    FaceOffCentre,
    /// Nothing like a document's rectangle is in the picture.
    NotDocumentShaped,
    /// The document takes up too little of the picture.
    DocumentTooSmall {
        /// Its share of the picture in percent.
        percent: u32,
    },
}

impl PhotoProblem {
    /// Every code, for the test that no translation is missing.
    pub const CODES: [&'static str; 17] = [
        "photo-not-an-image",
        "photo-heic",
        "photo-too-large",
        "photo-too-many-pixels",
        "photo-too-small",
        "photo-truncated",
        "photo-damaged",
        "photo-blurred",
        "photo-too-dark",
        "photo-too-bright",
        "photo-glare",
        "photo-no-face",
        "photo-several-faces",
        "photo-face-too-small",
        "photo-face-off-centre",
        "photo-not-document-shaped",
        "photo-document-too-small",
    ];

    /// The code: the translation keys are `problem-<code>` and `hint-<code>`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnImage => "photo-not-an-image",
            Self::Heic => "photo-heic",
            Self::TooLarge { .. } => "photo-too-large",
            Self::TooManyPixels { .. } => "photo-too-many-pixels",
            Self::TooSmall { .. } => "photo-too-small",
            Self::Truncated => "photo-truncated",
            Self::Damaged => "photo-damaged",
            Self::Blurred => "photo-blurred",
            Self::TooDark => "photo-too-dark",
            Self::TooBright => "photo-too-bright",
            Self::Glare => "photo-glare",
            Self::NoFace => "photo-no-face",
            Self::SeveralFaces { .. } => "photo-several-faces",
            Self::FaceTooSmall { .. } => "photo-face-too-small",
            Self::FaceOffCentre => "photo-face-off-centre",
            Self::NotDocumentShaped => "photo-not-document-shaped",
            Self::DocumentTooSmall { .. } => "photo-document-too-small",
        }
    }

    /// The numbers its sentences mention, by the name they have there.
    pub fn params(&self) -> BTreeMap<&'static str, String> {
        let pairs: &[(&'static str, u32)] = match self {
            Self::TooLarge { limit_mb } => &[("limit", *limit_mb)],
            Self::TooManyPixels { megapixels, limit } => &[("megapixels", *megapixels), ("limit", *limit)],
            Self::TooSmall { side, least } => &[("side", *side), ("least", *least)],
            Self::SeveralFaces { faces } => &[("faces", *faces)],
            Self::FaceTooSmall { percent } | Self::DocumentTooSmall { percent } => &[("percent", *percent)],
            _ => &[],
        };
        pairs.iter().map(|(name, value)| (*name, value.to_string())).collect()
    }
}

impl From<&PhotoProblem> for Problem {
    fn from(problem: &PhotoProblem) -> Self {
        Self {
            code: problem.code().into(),
            params: problem.params().into_iter().map(|(name, value)| (name.into(), value)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_carries_its_numbers_to_the_page() {
        let problem = Problem::from(&PhotoProblem::TooSmall { side: 200, least: 480 });
        assert_eq!(problem.code, "photo-too-small");
        let params: Vec<_> = problem.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(params, ["least=480", "side=200"]);
    }

    #[test]
    fn every_code_is_listed_once() {
        let all = [
            PhotoProblem::NotAnImage,
            PhotoProblem::Heic,
            PhotoProblem::TooLarge { limit_mb: 0 },
            PhotoProblem::TooManyPixels { megapixels: 0, limit: 0 },
            PhotoProblem::TooSmall { side: 0, least: 0 },
            PhotoProblem::Truncated,
            PhotoProblem::Damaged,
            PhotoProblem::Blurred,
            PhotoProblem::TooDark,
            PhotoProblem::TooBright,
            PhotoProblem::Glare,
            PhotoProblem::NoFace,
            PhotoProblem::SeveralFaces { faces: 0 },
            PhotoProblem::FaceTooSmall { percent: 0 },
            PhotoProblem::FaceOffCentre,
            PhotoProblem::NotDocumentShaped,
            PhotoProblem::DocumentTooSmall { percent: 0 },
        ];
        assert_eq!(all.map(|problem| problem.code()), PhotoProblem::CODES);
    }
}
