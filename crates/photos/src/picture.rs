//! From a stranger's bytes to pixels, and from pixels to our own JPEG.

use std::io::Cursor;

use bytes::Bytes;
use fast_image_resize::{
    PixelType, Resizer,
    images::{Image, ImageRef},
};
use image::{
    DynamicImage, ExtendedColorType, GrayImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat,
    ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder, imageops,
};
use tongxing_ports::{Cause, InspectError, PhotoProblem};

use crate::{
    format,
    thresholds::{JPEG_QUALITY, MAX_DECODER_BYTES, MAX_MEGABYTES, MAX_PIXELS, MAX_STORED_SIDE},
};

/// A decoded photo: upright, not larger than is kept, and how large it came.
pub(crate) struct Picture {
    /// The pixels, at most [`MAX_STORED_SIDE`] long.
    pub(crate) pixels: RgbImage,
    /// Pixels of the shorter side as it was sent.
    pub(crate) sent_side: u32,
}

/// Decodes a photo after looking at its length, kind and size, in this order, so that nothing large is ever decoded.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, InspectError> {
    if bytes.len() as u64 > u64::from(MAX_MEGABYTES) * 1024 * 1024 {
        return Err(problem(PhotoProblem::TooLarge { limit_mb: MAX_MEGABYTES }));
    }
    let format = format::recognise(bytes).map_err(problem)?;
    let (image, orientation) = match format {
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP => decode_pixels(bytes, format)?,
        _ => return Err(problem(PhotoProblem::NotAnImage)),
    };
    let sent_side = image.width().min(image.height());
    let mut upright = DynamicImage::from(shrink(&on_white(image), MAX_STORED_SIDE)?);
    upright.apply_orientation(orientation);
    Ok(Picture { pixels: upright.into_rgb8(), sent_side })
}

fn decode_pixels(
    bytes: &[u8],
    format: ImageFormat,
) -> Result<(DynamicImage, image::metadata::Orientation), InspectError> {
    let broken = |error: ImageError| problem(explain(&error));
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(problem(PhotoProblem::TooManyPixels {
            megapixels: megas(pixels),
            limit: megas(MAX_PIXELS),
        }));
    }
    if pixels == 0 {
        return Err(problem(PhotoProblem::Damaged));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    decoder.set_limits(limits).map_err(broken)?;
    // A camera that writes an unreadable orientation gets none: the photo may lie on its side, which a person sees.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(broken)?, orientation))
}

fn explain(error: &ImageError) -> PhotoProblem {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoProblem::Truncated
        }
        ImageError::Limits(_) => {
            PhotoProblem::TooManyPixels { megapixels: megas(MAX_PIXELS), limit: megas(MAX_PIXELS) }
        }
        _ => PhotoProblem::Damaged,
    }
}

fn problem(problem: PhotoProblem) -> InspectError {
    InspectError::Problems(vec![problem])
}

fn megas(count: u64) -> u32 {
    u32::try_from(count.div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

/// What is transparent shows white, as on paper.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (target, image::Rgba([red, green, blue, alpha])) in flat.pixels_mut().zip(image.pixels()) {
        let over = |part: u8| {
            let sum = u32::from(part) * u32::from(*alpha) + 255 * (255 - u32::from(*alpha));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        *target = image::Rgb([*red, *green, *blue].map(over));
    }
    flat
}

/// The picture with its longer side at most so long.
pub(crate) fn shrink(image: &RgbImage, longest: u32) -> Result<RgbImage, InspectError> {
    let (width, height) = fitted(image.width(), image.height(), longest);
    if (width, height) == image.dimensions() {
        return Ok(image.clone());
    }
    let pixels = resized(image.as_raw(), image.dimensions(), (width, height), PixelType::U8x3)?;
    RgbImage::from_raw(width, height, pixels).ok_or_else(|| failure("a resized picture has a strange length"))
}

/// The brightness of a part (or all) of the picture, with its longer side at most so long.
pub(crate) fn shrink_grey(image: &GrayImage, longest: u32) -> Result<GrayImage, InspectError> {
    let (width, height) = fitted(image.width(), image.height(), longest);
    if (width, height) == image.dimensions() {
        return Ok(image.clone());
    }
    let pixels = resized(image.as_raw(), image.dimensions(), (width, height), PixelType::U8)?;
    GrayImage::from_raw(width, height, pixels)
        .ok_or_else(|| failure("a resized picture has a strange length"))
}

fn resized(
    pixels: &[u8],
    from: (u32, u32),
    to: (u32, u32),
    kind: PixelType,
) -> Result<Vec<u8>, InspectError> {
    let source = ImageRef::new(from.0, from.1, pixels, kind).map_err(failure)?;
    let mut target = Image::new(to.0, to.1, kind);
    Resizer::new().resize(&source, &mut target, None).map_err(failure)?;
    Ok(target.into_vec())
}

fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    if long <= longest {
        return (width, height);
    }
    let scale = |side: u32| {
        let scaled = (u64::from(side) * u64::from(longest) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (scale(width), scale(height))
}

/// Our own JPEG of the pixels: nothing of the original file is in it but what can be seen.
pub(crate) fn encode(image: &RgbImage) -> Result<Bytes, InspectError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8)
        .map_err(failure)?;
    Ok(Bytes::from(bytes))
}

/// The brightness of the picture.
pub(crate) fn grey(image: &RgbImage) -> GrayImage {
    imageops::grayscale(image)
}

fn failure(error: impl Into<Cause>) -> InspectError {
    InspectError::Failure(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_their_shape() {
        assert_eq!(fitted(4000, 3000, 1600), (1600, 1200));
        assert_eq!(fitted(3000, 4001, 1600), (1200, 1600));
        assert_eq!(fitted(100, 50, 1600), (100, 50));
        assert_eq!(fitted(100_000, 1, 1600), (1600, 1));
    }

    #[test]
    fn transparency_is_white() {
        let clear = DynamicImage::from(image::RgbaImage::from_pixel(2, 2, image::Rgba([0, 0, 0, 0])));
        assert!(on_white(clear).pixels().all(|pixel| pixel.0 == [255, 255, 255]));
        let half = DynamicImage::from(image::RgbaImage::from_pixel(2, 2, image::Rgba([0, 100, 200, 128])));
        assert!(on_white(half).pixels().all(|pixel| pixel.0 == [127, 177, 227]));
    }
}
