//! Whether the photo shows an identity document that fills its picture.
//!
//! No attempt is made to read it. A document on a desk is the place where the edges are: the strong straight ones of
//! its rim and the thousand small ones of its print. Their bounding box is compared with the picture and with the
//! shape of cards and passport pages. When the desk itself is full of edges nothing can be said, and the photo passes.

use image::GrayImage;
use tongxing_ports::{InspectError, PhotoProblem};

use crate::{
    grey::Area,
    picture::shrink_grey,
    thresholds::{
        DOCUMENT_ASPECT, DOCUMENT_SEARCH_SIDE, EDGE_STEP, MAX_DOCUMENT_FACE_PERCENT, MIN_DOCUMENT_PERCENT,
        MIN_EDGY_SQUARES,
    },
};

/// Edge pixels at each end of a line or column of sums that may lie outside the document, in thousandths.
const STRAY: u64 = 15;

/// A document that fills so much of its picture (percent) needs no rim of its own: somebody cropped it, or scanned it.
const FILLS: u32 = 80;

/// Side of the squares that are asked whether they hold an edge.
const SQUARE: usize = 16;

/// Finds the document, in the picture's own pixels.
pub(crate) fn find(image: &GrayImage) -> Result<Result<Area, PhotoProblem>, InspectError> {
    let small = shrink_grey(image, DOCUMENT_SEARCH_SIDE)?;
    let found = locate(&small).and_then(|area| judge(area, &small));
    Ok(found.map(|area| area.scaled(small.dimensions(), image.dimensions())))
}

/// A large face means that somebody sent their portrait as a document.
pub(crate) fn is_portrait(faces: &[Area], image: &GrayImage) -> bool {
    let side = image.width().min(image.height()).max(1);
    faces.first().is_some_and(|face| face.height * 100 / side > MAX_DOCUMENT_FACE_PERCENT)
}

fn judge(area: Area, picture: &GrayImage) -> Result<Area, PhotoProblem> {
    let percent = area.percent_of(picture);
    if percent < MIN_DOCUMENT_PERCENT {
        return Err(PhotoProblem::DocumentTooSmall { percent });
    }
    let (least, most) = DOCUMENT_ASPECT;
    if percent < FILLS && !(least..=most).contains(&aspect(area)) {
        return Err(PhotoProblem::NotDocumentShaped);
    }
    Ok(area)
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
fn aspect(area: Area) -> f32 {
    area.width.max(area.height) as f32 / area.width.min(area.height).max(1) as f32
}

/// The box that holds the edges of the picture, but for strays.
fn locate(image: &GrayImage) -> Result<Area, PhotoProblem> {
    let edges = edges(image);
    let width = image.width() as usize;
    if edgy_squares(&edges, width) < MIN_EDGY_SQUARES {
        return Err(PhotoProblem::NotDocumentShaped);
    }
    let rows: Vec<u64> =
        edges.chunks_exact(width.max(1)).map(|line| line.iter().map(|edge| u64::from(*edge)).sum()).collect();
    let mut columns = vec![0; width];
    for line in edges.chunks_exact(width.max(1)) {
        for (sum, edge) in columns.iter_mut().zip(line) {
            *sum += u64::from(*edge);
        }
    }
    let ((left, right), (top, bottom)) = (span(&columns), span(&rows));
    Ok(Area { left, top, width: right - left + 1, height: bottom - top + 1 })
}

/// One for every pixel that differs from its neighbours two pixels on.
fn edges(image: &GrayImage) -> Vec<bool> {
    let width = image.width() as usize;
    let pixels = image.as_raw();
    let mut edges = vec![false; pixels.len()];
    for (place, edge) in edges.iter_mut().enumerate() {
        let step = |other: Option<&u8>| {
            let (Some(here), Some(other)) = (pixels.get(place), other) else { return false };
            here.abs_diff(*other) >= EDGE_STEP
        };
        let in_row = place % width.max(1) + 2 < width;
        *edge = (in_row && step(pixels.get(place + 2))) || step(pixels.get(place + 2 * width));
    }
    edges
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred squares")]
fn edgy_squares(edges: &[bool], width: usize) -> f32 {
    let columns = width.div_ceil(SQUARE).max(1);
    let rows = (edges.len() / width.max(1)).div_ceil(SQUARE).max(1);
    let mut counts = vec![0_u32; columns * rows];
    for (place, _) in edges.iter().enumerate().filter(|(_, edge)| **edge) {
        let square = place / width.max(1) / SQUARE * columns + place % width.max(1) / SQUARE;
        if let Some(count) = counts.get_mut(square) {
            *count += 1;
        }
    }
    counts.iter().filter(|count| **count >= 8).count() as f32 / counts.len() as f32
}

/// From where to where the sums lie, but for a stray share at each end.
fn span(sums: &[u64]) -> (u32, u32) {
    let stray = sums.iter().sum::<u64>() * STRAY / 1000;
    let first = passed(sums.iter(), stray);
    let last = sums.len().saturating_sub(1).saturating_sub(passed(sums.iter().rev(), stray));
    (u32::try_from(first).unwrap_or_default(), u32::try_from(last.max(first)).unwrap_or_default())
}

/// How many sums are passed before their total exceeds the stray share.
fn passed<'a>(mut sums: impl Iterator<Item = &'a u64>, stray: u64) -> usize {
    let mut total = 0;
    let beyond = sums.position(|sum| {
        total += sum;
        total > stray
    });
    beyond.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// A card with print, on a plain desk.
    fn desk(card: Area) -> GrayImage {
        GrayImage::from_fn(320, 240, |x, y| {
            let inside = (card.left..card.left + card.width).contains(&x)
                && (card.top..card.top + card.height).contains(&y);
            let print = x % 6 < 2 && y % 10 < 5;
            Luma([if !inside {
                90
            } else if print {
                60
            } else {
                220
            }])
        })
    }

    #[test]
    fn a_card_is_found_where_it_lies() {
        let card = Area { left: 60, top: 50, width: 200, height: 126 };
        let found = find(&desk(card)).unwrap().unwrap();
        for (found, true_) in [(found.left, 60), (found.top, 50), (found.width, 200), (found.height, 126)] {
            assert!(found.abs_diff(true_) <= 6, "{found} instead of {true_}");
        }
    }

    #[test]
    fn a_small_card_says_how_small() {
        let card = Area { left: 120, top: 90, width: 100, height: 63 };
        let Err(PhotoProblem::DocumentTooSmall { percent }) = find(&desk(card)).unwrap() else {
            panic!("found it large enough")
        };
        assert!((7..=9).contains(&percent), "{percent}");
    }

    #[test]
    fn an_empty_desk_and_a_square_are_no_documents() {
        assert_eq!(
            find(&GrayImage::from_pixel(320, 240, Luma([90]))).unwrap(),
            Err(PhotoProblem::NotDocumentShaped)
        );
        let square = Area { left: 80, top: 40, width: 160, height: 160 };
        assert_eq!(find(&desk(square)).unwrap(), Err(PhotoProblem::NotDocumentShaped));
    }

    #[test]
    fn a_cropped_or_scanned_document_needs_no_rim() {
        assert!(find(&desk(Area { left: 0, top: 0, width: 320, height: 240 })).unwrap().is_ok());
    }
}
