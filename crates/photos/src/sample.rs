//! Photos to try things with: drawn people, schematic documents, and files that are wrong in one way each.
//!
//! Everybody here is fictional by construction, so the demonstration campus, the browser stories and the tests can
//! use these freely. A seed always gives the same picture. Only built with the feature `samples`.

mod card;
mod dice;
mod file;
mod painter;
mod person;

use image::{RgbImage, imageops};

pub use file::{
    documents_that_are_no_photos, forty_megapixels, heic, polyglot, truncated, with_location_and_orientation,
};

use card::Side;
use person::Look;

/// Width of the drawn portraits.
const PORTRAIT: u32 = 720;
/// Width of the drawn documents.
const DOCUMENT: u32 = 1280;

/// A good portrait, 720 × 960.
pub fn portrait(seed: u64) -> Vec<u8> {
    file::jpeg(&person::paint(&Look::of(seed), PORTRAIT))
}

/// A good photo of an identity card's portrait side, 1280 × 880, with the face of the portrait of the same seed.
pub fn document_front(seed: u64) -> Vec<u8> {
    file::jpeg(&card::paint(Side::Front, seed, card::NEAR, DOCUMENT))
}

/// A good photo of an identity card's emblem side.
pub fn document_back(seed: u64) -> Vec<u8> {
    file::jpeg(&card::paint(Side::Back, seed, card::NEAR, DOCUMENT))
}

/// A good photo of a passport's data page.
pub fn passport_page(seed: u64) -> Vec<u8> {
    file::jpeg(&card::paint(Side::Passport, seed, card::NEAR, DOCUMENT))
}

/// A portrait out of focus.
pub fn blurred_portrait(seed: u64) -> Vec<u8> {
    file::jpeg(&imageops::fast_blur(&person::paint(&Look::of(seed), PORTRAIT), 14.0))
}

/// A document out of focus.
pub fn blurred_document(seed: u64) -> Vec<u8> {
    file::jpeg(&imageops::fast_blur(&card::paint(Side::Front, seed, card::NEAR, DOCUMENT), 7.0))
}

/// A portrait taken at night.
pub fn dark_portrait(seed: u64) -> Vec<u8> {
    file::jpeg(&lit(person::paint(&Look::of(seed), PORTRAIT), 0.16, 0.0))
}

/// A document photographed at night.
pub fn dark_document(seed: u64) -> Vec<u8> {
    file::jpeg(&lit(card::paint(Side::Front, seed, card::NEAR, DOCUMENT), 0.14, 0.0))
}

/// A portrait against the sun.
pub fn bright_portrait(seed: u64) -> Vec<u8> {
    file::jpeg(&lit(person::paint(&Look::of(seed), PORTRAIT), 0.12, 228.0))
}

/// A document with a lamp mirrored in it.
pub fn glaring_document(seed: u64) -> Vec<u8> {
    let mut image = card::paint(Side::Front, seed, card::NEAR, DOCUMENT);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let (across, down) = (x.abs_diff(560), y.abs_diff(430) * 3 / 2);
        // Full light within 360 pixels of the lamp, fading over the next 64.
        let beyond = (across * across + down * down).isqrt().saturating_sub(360);
        let more = u8::try_from(255_u32.saturating_sub(beyond * 4)).unwrap_or_default();
        pixel.0 = pixel.0.map(|part| part.saturating_add(more));
    }
    file::jpeg(&image)
}

/// A portrait of two people.
pub fn two_faces(seed: u64) -> Vec<u8> {
    let mut image = RgbImage::new(2 * PORTRAIT, PORTRAIT * 4 / 3);
    imageops::replace(&mut image, &person::paint(&Look::of(seed), PORTRAIT), 0, 0);
    imageops::replace(&mut image, &person::paint(&Look::of(seed + 1), PORTRAIT), i64::from(PORTRAIT), 0);
    file::jpeg(&image)
}

/// A picture on a wall, and nobody.
pub fn no_face(seed: u64) -> Vec<u8> {
    file::jpeg(&person::paint_wall(&Look::of(seed), PORTRAIT))
}

/// A portrait from across the street.
pub fn face_too_small(seed: u64) -> Vec<u8> {
    file::jpeg(&placed(seed, 300, 330, 500))
}

/// A portrait of somebody leaving the picture.
pub fn face_off_centre(seed: u64) -> Vec<u8> {
    file::jpeg(&placed(seed, 640, 650, 400))
}

/// A portrait with too few pixels.
pub fn too_few_pixels(seed: u64) -> Vec<u8> {
    file::jpeg(&person::paint(&Look::of(seed), 300))
}

/// A document photographed from too far away.
pub fn far_document(seed: u64) -> Vec<u8> {
    file::jpeg(&card::paint(Side::Front, seed, card::FAR, DOCUMENT))
}

/// The person, so wide and with the corner there, before a wider wall of 1280 × 1200.
fn placed(seed: u64, width: u32, left: i64, top: i64) -> RgbImage {
    let person = person::paint(&Look::of(seed), width);
    let mut wall = imageops::resize(
        &imageops::crop_imm(&person, 0, 0, width, width / 12).to_image(),
        1280,
        1200,
        imageops::FilterType::Triangle,
    );
    imageops::replace(&mut wall, &person, left, top);
    wall
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte first")]
fn lit(mut image: RgbImage, factor: f32, more: f32) -> RgbImage {
    for part in image.iter_mut() {
        *part = (f32::from(*part) * factor + more).clamp(0.0, 255.0) as u8;
    }
    image
}
