//! Files rather than pictures: how they are written, cut off, disguised.

use image::{ExtendedColorType, ImageEncoder, RgbImage, codecs::jpeg::JpegEncoder};

/// A photo as a phone's browser would send it.
pub(super) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 88);
    // Writing to memory cannot fail; a sample that came out empty would fail the test that uses it.
    let written = encoder.write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8);
    if written.is_ok() { bytes } else { Vec::new() }
}

/// A small JPEG whose header claims 8000 × 5000 pixels: whoever decodes first and counts afterwards needs 120 MB.
pub fn forty_megapixels() -> Vec<u8> {
    let mut bytes = jpeg(&RgbImage::new(64, 64));
    // Start of frame: FF C0, length, precision, height, width.
    if let Some(frame) = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]) {
        let size = [5000_u16.to_be_bytes(), 8000_u16.to_be_bytes()].concat();
        for (target, byte) in bytes.iter_mut().skip(frame + 5).zip(size) {
            *target = byte;
        }
    }
    bytes
}

/// A portrait whose upload broke off half-way.
pub fn truncated(seed: u64) -> Vec<u8> {
    let mut bytes = super::portrait(seed);
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// The beginning of a photo in Apple's format.
pub fn heic() -> Vec<u8> {
    [&b"\0\0\0\x24ftypheic\0\0\0\0mif1heicMiHEmiaf"[..], &[0; 512]].concat()
}

/// A portrait that is also a web page (in its comment) and an archive (after its end).
pub fn polyglot(seed: u64) -> Vec<u8> {
    let portrait = super::portrait(seed);
    let page = b"<html><script>alert(document.domain)</script></html>";
    let length = u16::try_from(page.len() + 2).unwrap_or_default().to_be_bytes();
    let comment = [&[0xff, 0xfe][..], &length, page].concat();
    let (start, rest) = portrait.split_at_checked(2).unwrap_or_default();
    [start, &comment, rest, b"PK\x03\x04\x14\0\0\0evil.jar"].concat()
}

/// Files that a browser might run or open, by the name they would come with.
pub fn documents_that_are_no_photos() -> Vec<(&'static str, Vec<u8>)> {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    vec![
        ("portrait.svg", svg.into()),
        ("portrait.gif", b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff;".to_vec()),
        ("portrait.pdf", b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF".to_vec()),
        ("portrait.html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("portrait.jpg", b"not a photo at all".to_vec()),
        ("portrait.zip", b"PK\x03\x04\x14\0\0\0".to_vec()),
        ("empty.jpg", Vec::new()),
    ]
}

/// A portrait lying on its side as cameras store it, with the note how to turn it (orientation 6: a quarter turn to
/// the right) and with the place where it was taken.
pub fn with_location_and_orientation(seed: u64) -> Vec<u8> {
    let look = super::Look::of(seed);
    let lying = image::imageops::rotate270(&super::person::paint(&look, super::PORTRAIT));
    let bytes = jpeg(&lying);
    let (start, rest) = bytes.split_at_checked(2).unwrap_or_default();
    [start, &exif(), rest].concat()
}

/// An APP1 segment: a TIFF header, orientation 6, and a GPS directory with a latitude.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let gps_at = 8_u32 + 2 + 2 * 12 + 4;
    let latitude_at = gps_at + 2 + 2 * 12 + 4;
    let tiff = [
        b"MM\0\x2a\0\0\0\x08\0\x02".to_vec(),
        entry(0x0112, 3, 1, [0, 6, 0, 0]),
        entry(0x8825, 4, 1, gps_at.to_be_bytes()),
        vec![0; 4],
        vec![0, 2],
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, latitude_at.to_be_bytes()),
        vec![0; 4],
        [40_u32, 1, 49, 1, 30, 1].iter().flat_map(|part| part.to_be_bytes()).collect(),
    ]
    .concat();
    let length = u16::try_from(tiff.len() + 8).unwrap_or_default().to_be_bytes();
    [&[0xff, 0xe1][..], &length, b"Exif\0\0", &tiff].concat()
}
