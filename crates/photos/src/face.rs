//! Whether the photo shows one person, large enough and in the middle.
//!
//! Only the place of a face is found and forgotten again; nothing that could tell one person from another is computed.

use image::{GrayImage, Luma, imageops};
use rustface::{ImageData, Model};
use tongxing_ports::{InspectError, PhotoProblem};

use crate::{
    grey::Area,
    picture::shrink_grey,
    thresholds::{
        FACE_SEARCH_SIDE, MAX_FACE_ABOVE_OR_BELOW, MAX_FACE_ASIDE, MIN_FACE_PERCENT, MIN_FACE_SCORE,
        MIN_SECOND_FACE,
    },
};

/// The model from the archive of `rustface`, copied here by `build.rs`.
static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/face-model.bin"));

/// The detector looks for windows of 40 pixels; a picture smaller than two of them has no room for a face.
const LEAST_SIDE: u32 = 80;

/// Grey frame laid around the picture before the search. A face cut by the picture's edge is then found at its place,
/// and the detector, which reads beyond the edge when it shifts its window there, reads the frame.
const FRAME: u32 = 48;
const FRAME_GREY: Luma<u8> = Luma([128]);

/// Finds faces. The model is read once, so that a broken one is noticed when the program starts.
pub(crate) struct FaceFinder {
    model: Model,
}

impl FaceFinder {
    pub(crate) fn load() -> Result<Self, std::io::Error> {
        Ok(Self { model: rustface::read_model(MODEL)? })
    }

    /// The faces in the picture, largest first, in the picture's own pixels.
    pub(crate) fn find(&self, image: &GrayImage) -> Result<Vec<Area>, InspectError> {
        let small = shrink_grey(image, FACE_SEARCH_SIDE)?;
        if small.width().min(small.height()) < LEAST_SIDE {
            return Ok(Vec::new());
        }
        let mut framed =
            GrayImage::from_pixel(small.width() + 2 * FRAME, small.height() + 2 * FRAME, FRAME_GREY);
        imageops::replace(&mut framed, &small, i64::from(FRAME), i64::from(FRAME));
        let mut detector = rustface::create_detector_with_model(self.model.clone());
        detector.set_score_thresh(MIN_FACE_SCORE);
        let found = detector.detect(&ImageData::new(framed.as_raw(), framed.width(), framed.height()));
        let mut faces: Vec<Area> = found
            .iter()
            .filter_map(|face| within(face.bbox(), small.dimensions()))
            .map(|area| area.scaled(small.dimensions(), image.dimensions()))
            .collect();
        faces.sort_by_key(|face| std::cmp::Reverse(face.width));
        Ok(faces)
    }
}

/// The part of a found box that lies within the picture.
fn within(found: &rustface::Rectangle, (width, height): (u32, u32)) -> Option<Area> {
    let clamp = |value: i64, most: u32| u32::try_from(value.clamp(0, i64::from(most))).unwrap_or(most);
    let (x, y) = (i64::from(found.x()) - i64::from(FRAME), i64::from(found.y()) - i64::from(FRAME));
    let (left, top) = (clamp(x, width), clamp(y, height));
    let right = clamp(x + i64::from(found.width()), width);
    let bottom = clamp(y + i64::from(found.height()), height);
    (right > left && bottom > top).then_some(Area { left, top, width: right - left, height: bottom - top })
}

/// The one face of a portrait, or what is wrong with the faces found.
pub(crate) fn only_face(faces: &[Area], picture: (u32, u32)) -> Result<Area, PhotoProblem> {
    let (Some(first), (width, height)) = (faces.first(), picture) else { return Err(PhotoProblem::NoFace) };
    let counted = faces.iter().filter(|face| ratio(face.width, first.width) >= MIN_SECOND_FACE).count();
    if counted > 1 {
        return Err(PhotoProblem::SeveralFaces { faces: u32::try_from(counted).unwrap_or(u32::MAX) });
    }
    let percent = first.height * 100 / height.max(1);
    if percent < MIN_FACE_PERCENT {
        return Err(PhotoProblem::FaceTooSmall { percent });
    }
    let aside = (ratio(2 * first.left + first.width, 2 * width) - 0.5).abs();
    let above_or_below = (ratio(2 * first.top + first.height, 2 * height) - 0.5).abs();
    if aside > MAX_FACE_ASIDE || above_or_below > MAX_FACE_ABOVE_OR_BELOW {
        return Err(PhotoProblem::FaceOffCentre);
    }
    Ok(*first)
}

#[expect(clippy::cast_precision_loss, reason = "pixels of one picture")]
fn ratio(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: (u32, u32) = (600, 800);

    fn face(left: u32, top: u32, side: u32) -> Area {
        Area { left, top, width: side, height: side }
    }

    #[test]
    fn one_large_face_near_the_middle_passes() {
        assert_eq!(only_face(&[face(200, 250, 200)], PICTURE), Ok(face(200, 250, 200)));
        // A passer-by far behind does not count, a friend beside does.
        assert!(only_face(&[face(200, 250, 200), face(20, 200, 70)], PICTURE).is_ok());
        assert_eq!(
            only_face(&[face(200, 250, 200), face(20, 200, 80)], PICTURE),
            Err(PhotoProblem::SeveralFaces { faces: 2 })
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_its_boundary() {
        assert_eq!(only_face(&[], PICTURE), Err(PhotoProblem::NoFace));
        assert!(only_face(&[face(236, 336, 128)], PICTURE).is_ok());
        assert_eq!(
            only_face(&[face(236, 336, 127)], PICTURE),
            Err(PhotoProblem::FaceTooSmall { percent: 15 })
        );
        assert!(only_face(&[face(70, 300, 200)], PICTURE).is_ok());
        assert_eq!(only_face(&[face(60, 300, 200)], PICTURE), Err(PhotoProblem::FaceOffCentre));
        assert_eq!(only_face(&[face(200, 600, 200)], PICTURE), Err(PhotoProblem::FaceOffCentre));
    }
}
