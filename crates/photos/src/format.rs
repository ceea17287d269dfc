//! What kind of file it is, by its content: the name and the type a browser claims are never asked.

use image::ImageFormat;
use tongxing_ports::PhotoProblem;

/// Recognises the three formats that are decoded, and says why anything else is not.
pub(crate) fn recognise(bytes: &[u8]) -> Result<ImageFormat, PhotoProblem> {
    let format = match bytes {
        [0xff, 0xd8, 0xff, ..] => ImageFormat::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ImageFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ImageFormat::WebP,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] if is_heic(brand) => return Err(PhotoProblem::Heic),
        _ => return Err(PhotoProblem::NotAnImage),
    };
    if is_whole(format, bytes) { Ok(format) } else { Err(PhotoProblem::Truncated) }
}

fn is_heic(brand: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    brand.get(..4).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Whether the file reaches its own end. A decoder paints what is missing grey and says nothing.
/// What comes after the end (the film of a "motion photo", or something hidden) is never looked at.
fn is_whole(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_ends(bytes),
        ImageFormat::Png => png_ends(bytes),
        _ => riff_ends(bytes),
    }
}

/// Walks the segments to the end-of-image marker. Inside the compressed data `FF` is followed by `00` (a literal) or
/// by `D0`–`D7` (a restart); any other marker ends the scan.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        match rest {
            [0xff, 0xd9, ..] => return true,
            [0xff, 0xff, ..] => rest = rest.get(1..).unwrap_or_default(),
            [0xff, 0x00 | 0x01 | 0xd0..=0xd7, after @ ..] => rest = skip_scan(after),
            [0xff, marker, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let Some(after) = rest.get(2 + length..) else { return false };
                rest = if *marker == 0xda { skip_scan(after) } else { after };
            }
            [] | [_] | [_, _] | [_, _, _] => return false,
            // Stray bytes between segments: decoders step over them, so do we.
            _ => rest = skip_scan(rest),
        }
    }
}

fn skip_scan(bytes: &[u8]) -> &[u8] {
    let next = bytes.windows(2).position(|pair| matches!(pair, [0xff, 0x01..=0xcf | 0xd8..=0xfe]));
    next.and_then(|start| bytes.get(start..)).unwrap_or_default()
}

fn png_ends(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if kind.starts_with(b"IEND") {
            return true;
        }
        // Length, kind, data, checksum.
        let Some(after) = length.checked_add(12).and_then(|whole| rest.get(whole..)) else { return false };
        rest = after;
    }
    false
}

fn riff_ends(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| <[u8; 4]>::try_from(length).ok()).map(u32::from_le_bytes);
    length.is_some_and(|length| bytes.len() as u64 >= u64::from(length) + 8)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn written(format: ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        DynamicImage::from(RgbImage::new(40, 30)).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn formats_are_recognised_by_content_and_only_when_whole() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let whole = written(format);
            assert_eq!(recognise(&whole), Ok(format));
            let longer = [whole.clone(), b"PK\x03\x04 something after the end".to_vec()].concat();
            assert_eq!(recognise(&longer), Ok(format));
            for cut in [13, whole.len() / 2, whole.len() - 1] {
                let expected = Err(PhotoProblem::Truncated);
                let cut_off = recognise(&whole[..cut]);
                assert!(
                    cut_off == expected || (format == ImageFormat::Png && cut == whole.len() - 1),
                    "{format:?} {cut}"
                );
            }
        }
    }

    #[test]
    fn a_jpeg_that_ends_in_a_marker_is_cut_off() {
        for end in [&[][..], &[0x12], &[0xff], &[0xff, 0xe0], &[0xff, 0xe0, 0x00], &[0x12, 0x34, 0xff, 0xda]]
        {
            assert_eq!(
                recognise(&[&[0xff, 0xd8, 0xff, 0xe0, 0, 2], end].concat()),
                Err(PhotoProblem::Truncated)
            );
        }
    }

    #[test]
    fn everything_else_is_no_image() {
        let others: [&[u8]; 8] = [
            b"",
            b"\xff\xd8",
            b"GIF89a\x01\x00\x01\x00",
            b"%PDF-1.7",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"BM\x00\x00",
            b"\0\0\0\x1cftypavif",
            b"RIFF\x10\0\0\0WAVEfmt ",
        ];
        for other in others {
            assert_eq!(recognise(other), Err(PhotoProblem::NotAnImage), "{other:?}");
        }
        for brand in [b"heic", b"mif1"] {
            assert_eq!(recognise(&[&b"\0\0\0\x18ftyp"[..], brand].concat()), Err(PhotoProblem::Heic));
        }
    }
}
