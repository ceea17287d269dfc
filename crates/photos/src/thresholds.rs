//! Every number that decides whether a photo passes, with where it comes from.
//!
//! The numbers are on the mild side of what was measured: a refused good photo costs a person their patience at a
//! gate, a passed bad one is still seen by two people who approve. "Measured" means: drawn samples of this crate, and
//! the group photo in the archive of `rustface` (29 faces of real people), each blurred and darkened step by step.

/// The most megabytes taken: three times what a 12-megapixel phone camera usually writes.
pub const MAX_MEGABYTES: u32 = 12;

/// The most pixels decoded. Phones write 12, 16 or 24 megapixels (24.5 with rounding) unless told to write more; 25
/// million pixels are 75 MB while they are decoded, and two photos are decoded at once.
pub const MAX_PIXELS: u64 = 25_000_000;

/// The most memory a decoder may ask for: [`MAX_PIXELS`] with four channels of two bytes.
pub const MAX_DECODER_BYTES: u64 = MAX_PIXELS * 8;

/// The least pixels of the shorter side of anything that must be recognised; the same in the browser's own check.
pub const MIN_SIDE: u32 = 480;

/// The longest side that is kept: an identity card's smallest print stays readable, the file stays below 500 KB.
pub const MAX_STORED_SIDE: u32 = 1600;

/// The longest side of the thumbnail: two device pixels per point of the largest list picture (96 points), and some.
pub const MAX_THUMBNAIL_SIDE: u32 = 240;

/// Quality of the JPEG that is kept: above it files grow and nobody sees a difference.
pub const JPEG_QUALITY: u8 = 85;

/// A face is judged for sharpness when it is this wide (or as it is, when smaller): the width at which a gate terminal
/// compares faces is 112 to 160 pixels.
pub const FACE_SHARPNESS_WIDTH: u32 = 160;

/// A document is judged for sharpness when its longer side is this long: its smallest print is then 12 pixels high.
pub const DOCUMENT_SHARPNESS_WIDTH: u32 = 800;

/// The least sharpness of a face: the variance of the Laplacian in the tile that is sharper than nine in ten. Measured:
/// real faces in focus 1000 and more; the same 55-pixel faces blown up five times, so plainly soft, 25 to 850 (median
/// 99); real faces blurred by 3 pixels 5 to 20. A drawn face 350 pixels wide falls below 25 at a blur of 5 pixels.
pub const MIN_FACE_SHARPNESS: f32 = 25.0;

/// The least sharpness of a document, same measure. Measured on a drawn card 1100 pixels wide: 2900 as it is, 730, 149,
/// 38 and 14 after a blur of 1, 2, 3 and 4 pixels; at 3 the small print can just be read. A worn card has less
/// contrast than a drawn one, hence below 38.
pub const MIN_DOCUMENT_SHARPNESS: f32 = 30.0;

/// Mean brightness (0 to 255) below which a face or document counts as dark; the browser's own check says 45.
pub const MIN_BRIGHTNESS: f32 = 45.0;

/// Mean brightness above which a face has lost its features.
pub const MAX_FACE_BRIGHTNESS: f32 = 232.0;

/// From this brightness on a pixel holds nothing but light.
pub const CLIPPED: u8 = 253;

/// Share of a document that may be one clipped patch. The white wall behind the portrait on an identity card, well
/// lit, is a tenth of the card.
pub const MAX_GLARE_SHARE: f32 = 0.15;

/// Share of a face that may be clipped.
pub const MAX_CLIPPED_FACE_SHARE: f32 = 0.45;

/// Faces are looked for in a copy with this longest side: it takes 50 ms, and the smallest face the model knows (40 pixels
/// wide) is then a tenth of the picture.
pub const FACE_SEARCH_SIDE: u32 = 400;

/// Score from which a finding counts as a face. Real faces at this size scored 5 to 27, wrong findings below 3; the
/// model's authors suggest 0.95, 2.8 or 4.5.
pub const MIN_FACE_SCORE: f64 = 3.0;

/// A second face counts when it is at least this wide compared with the first: passers-by far behind do not.
pub const MIN_SECOND_FACE: f32 = 0.4;

/// Least height of the face in percent of the picture's height. The design asks people for "half the picture"; what
/// the detector boxes (brow to chin) is then about a third, and half of that is still recognisable at 1600 pixels.
pub const MIN_FACE_PERCENT: u32 = 16;

/// How far the middle of the face may be from the middle of the picture, as a share of the picture's width.
pub const MAX_FACE_ASIDE: f32 = 0.22;

/// Likewise up and down, as a share of the height; a portrait's face is rightly above the middle.
pub const MAX_FACE_ABOVE_OR_BELOW: f32 = 0.30;

/// Documents are searched for in a copy with this longest side.
pub const DOCUMENT_SEARCH_SIDE: u32 = 320;

/// Steps of brightness between neighbours (two pixels apart) from which there is an edge.
pub const EDGE_STEP: u8 = 14;

/// Least share of the picture that the document has to fill, in percent; the design's example of "too small" is 18.
pub const MIN_DOCUMENT_PERCENT: u32 = 22;

/// Least and greatest ratio of a document's longer to its shorter side: a passport page is 1.42, a card 1.59; the
/// range allows for a slanted view and for cut edges.
pub const DOCUMENT_ASPECT: (f32, f32) = (1.12, 2.3);

/// Share of the picture's squares (16 pixels of the searched copy) that must hold an edge: an empty desk has none.
pub const MIN_EDGY_SQUARES: f32 = 0.05;

/// A face this high (percent of the picture's shorter side) is a portrait, not the small one on a document: on an
/// identity card that fills its picture the face is a third of the height at most.
pub const MAX_DOCUMENT_FACE_PERCENT: u32 = 40;

/// Photos looked at at the same time: each takes a processor for 0.1 s (as phones
/// send them, 1600 pixels long) to 1 s (24 megapixels) and up to 200 MB.
pub const AT_ONCE: usize = 2;
