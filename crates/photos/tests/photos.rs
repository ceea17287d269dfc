//! The inspector, through its port, on drawn photos that are wrong in one way each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{sync::OnceLock, time::Duration};

use bytes::Bytes;
use image::GenericImageView as _;
use proptest::prelude::*;
use tongxing_photos::{Inspector, sample, thresholds};
use tongxing_ports::{InspectError, Inspected, PhotoInspector as _, PhotoKind, PhotoProblem};

/// One for all tests, as one serves a whole campus.
fn inspector() -> &'static Inspector {
    static LOADED: OnceLock<Inspector> = OnceLock::new();
    LOADED.get_or_init(|| Inspector::new().unwrap())
}

async fn inspect(kind: PhotoKind, bytes: Vec<u8>) -> Result<Inspected, Vec<PhotoProblem>> {
    match inspector().inspect(kind, Bytes::from(bytes)).await {
        Ok(inspected) => Ok(inspected),
        Err(InspectError::Problems(problems)) => Err(problems),
        Err(failure) => panic!("{failure}: {:?}", std::error::Error::source(&failure)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn good_photos_of_many_people_pass() {
    for seed in 0..12 {
        for (kind, bytes) in [
            (PhotoKind::Portrait, sample::portrait(seed)),
            (PhotoKind::DocumentFront, sample::document_front(seed)),
            (PhotoKind::DocumentBack, sample::document_back(seed)),
            (PhotoKind::PassportPage, sample::passport_page(seed)),
        ] {
            let inspected = inspect(kind, bytes).await;
            assert!(inspected.is_ok(), "{kind:?} {seed}: {inspected:?}");
        }
    }
}

/// Name, purpose, how it is made, the codes expected.
type Case = (&'static str, PhotoKind, fn(u64) -> Vec<u8>, &'static [&'static str]);

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_is_named() {
    use PhotoKind::{DocumentFront, Portrait};
    let cases: [Case; 14] = [
        ("blurred portrait", Portrait, sample::blurred_portrait, &["photo-blurred"]),
        ("blurred document", DocumentFront, sample::blurred_document, &["photo-blurred"]),
        ("dark", Portrait, sample::dark_portrait, &["photo-too-dark"]),
        ("bright", Portrait, sample::bright_portrait, &["photo-too-bright"]),
        ("glare", DocumentFront, sample::glaring_document, &["photo-glare"]),
        ("two people", Portrait, sample::two_faces, &["photo-several-faces"]),
        ("nobody", Portrait, sample::no_face, &["photo-no-face"]),
        ("far person", Portrait, sample::face_too_small, &["photo-face-too-small"]),
        ("leaving person", Portrait, sample::face_off_centre, &["photo-face-off-centre"]),
        ("few pixels", Portrait, sample::too_few_pixels, &["photo-too-small"]),
        ("far document", DocumentFront, sample::far_document, &["photo-document-too-small"]),
        ("portrait as document", DocumentFront, sample::portrait, &["photo-not-document-shaped"]),
        ("dark document", DocumentFront, sample::dark_document, &["photo-too-dark"]),
        ("cut off", Portrait, sample::truncated, &["photo-truncated"]),
    ];
    for (name, kind, make, expected) in cases {
        for seed in [0, 1] {
            let Err(problems) = inspect(kind, make(seed)).await else { panic!("{name} {seed} passed") };
            let codes: Vec<_> = problems.iter().map(PhotoProblem::code).collect();
            assert_eq!(codes, expected, "{name} {seed}");
        }
    }
}

#[tokio::test]
async fn problems_carry_their_numbers() {
    assert_eq!(
        inspect(PhotoKind::Portrait, sample::too_few_pixels(0)).await,
        Err(vec![PhotoProblem::TooSmall { side: 300, least: 480 }])
    );
    assert_eq!(
        inspect(PhotoKind::Portrait, sample::two_faces(0)).await,
        Err(vec![PhotoProblem::SeveralFaces { faces: 2 }])
    );
    let longer = vec![0xff; 12 * 1024 * 1024 + 1];
    assert_eq!(
        inspect(PhotoKind::Portrait, longer).await,
        Err(vec![PhotoProblem::TooLarge { limit_mb: 12 }])
    );
}

#[tokio::test]
async fn forty_megapixels_are_refused_without_decoding() {
    let looked = inspector().inspect(PhotoKind::Attachment, sample::forty_megapixels().into());
    // Decoding so much takes half a second.
    let Ok(refused) = tokio::time::timeout(Duration::from_millis(100), looked).await else {
        panic!("decoded it")
    };
    let Err(InspectError::Problems(problems)) = refused else { panic!("took it") };
    assert_eq!(problems, [PhotoProblem::TooManyPixels { megapixels: 40, limit: 25 }]);
}

#[tokio::test]
async fn heic_and_files_that_are_no_photos_are_refused_for_every_purpose() {
    assert_eq!(inspect(PhotoKind::Portrait, sample::heic()).await, Err(vec![PhotoProblem::Heic]));
    for (name, bytes) in sample::documents_that_are_no_photos() {
        for kind in [PhotoKind::Portrait, PhotoKind::Attachment] {
            assert_eq!(inspect(kind, bytes.clone()).await, Err(vec![PhotoProblem::NotAnImage]), "{name}");
        }
    }
}

#[tokio::test]
async fn what_is_stored_is_ours_and_nothing_else() {
    let has = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let sent = sample::polyglot(3);
    assert!(has(&sent, b"<script>") && has(&sent, b"PK\x03\x04"));
    let kept = inspect(PhotoKind::Portrait, sent).await.unwrap();
    for bytes in [&kept.jpeg, &kept.thumbnail] {
        assert!(!has(bytes, b"<script>") && !has(bytes, b"evil") && bytes.ends_with(&[0xff, 0xd9]));
    }
    let sent = sample::with_location_and_orientation(3);
    assert!(has(&sent, b"Exif"));
    let kept = inspect(PhotoKind::Portrait, sent).await.unwrap();
    assert!(!has(&kept.jpeg, b"Exif") && !has(&kept.thumbnail, b"Exif"));
}

#[tokio::test]
async fn a_photo_taken_sideways_stands_upright() {
    let straight = inspect(PhotoKind::Portrait, sample::portrait(5)).await.unwrap();
    let turned = inspect(PhotoKind::Portrait, sample::with_location_and_orientation(5)).await.unwrap();
    assert_eq!((turned.width, turned.height), (720, 960));
    let (straight, turned) =
        (image::load_from_memory(&straight.jpeg).unwrap(), image::load_from_memory(&turned.jpeg).unwrap());
    for place in [(360, 120), (360, 420), (360, 900), (60, 900)] {
        let (one, other) = (straight.get_pixel(place.0, place.1), turned.get_pixel(place.0, place.1));
        assert!(one.0.iter().zip(other.0).all(|(one, other)| one.abs_diff(other) < 24), "{place:?}");
    }
}

#[tokio::test]
async fn large_photos_are_kept_smaller_and_others_as_they_are() {
    let large = image::load_from_memory(&sample::portrait(2)).unwrap().resize_exact(
        2400,
        3200,
        image::imageops::FilterType::Triangle,
    );
    let mut bytes = std::io::Cursor::new(Vec::new());
    large.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let kept = inspect(PhotoKind::Portrait, bytes.into_inner()).await.unwrap();
    assert_eq!((kept.width, kept.height), (1200, thresholds::MAX_STORED_SIDE));
    let read = image::load_from_memory(&kept.jpeg).unwrap();
    assert_eq!(read.dimensions(), (1200, 1600));
    let thumbnail = image::load_from_memory(&kept.thumbnail).unwrap();
    assert_eq!(thumbnail.dimensions(), (180, thresholds::MAX_THUMBNAIL_SIDE));

    let small = inspect(PhotoKind::Attachment, sample::too_few_pixels(2)).await.unwrap();
    assert_eq!((small.width, small.height), (300, 400));
}

#[tokio::test]
async fn a_stored_photo_passes_again() {
    let once = inspect(PhotoKind::Portrait, sample::portrait(9)).await.unwrap();
    assert!(inspect(PhotoKind::Portrait, once.jpeg.to_vec()).await.is_ok());
}

#[test]
fn samples_are_the_same_every_time() {
    assert_eq!(sample::portrait(4), sample::portrait(4));
    assert_ne!(sample::portrait(4), sample::portrait(5));
    assert_eq!(sample::document_front(4), sample::document_front(4));
}

/// Whatever comes in: a picture or a list of problems, never a failure (a panic of a decoder would be one).
fn never_fails(kind: PhotoKind, bytes: Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let outcome = runtime.block_on(inspector().inspect(kind, Bytes::from(bytes)));
    if let Err(InspectError::Failure(cause)) = outcome {
        panic!("failed: {cause}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_never_fail(
        start in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBPVP8 "]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        never_fails(PhotoKind::Attachment, [start, &bytes].concat());
    }

    #[test]
    fn mutated_photos_never_fail(
        format in prop::sample::select(vec![
            image::ImageFormat::Jpeg, image::ImageFormat::Png, image::ImageFormat::WebP,
        ]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let picture = image::RgbImage::from_fn(61, 47, |x, y| image::Rgb([x * 4, y * 5, x * y].map(|part| part.to_le_bytes()[0])));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        let mut bytes = bytes.into_inner();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        never_fails(PhotoKind::Attachment, bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn mutated_portraits_and_documents_never_fail(
        kind in prop::sample::select(vec![PhotoKind::Portrait, PhotoKind::DocumentBack]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = if kind == PhotoKind::Portrait { sample::portrait(1) } else { sample::document_back(1) };
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        never_fails(kind, bytes);
    }
}
