//! A rectangle within a picture of brightness.

use image::{GrayImage, imageops};

/// Part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Area {
    /// The whole picture.
    pub(crate) fn whole(image: &GrayImage) -> Self {
        Self { left: 0, top: 0, width: image.width(), height: image.height() }
    }

    /// The same place in a picture of another size.
    pub(crate) fn scaled(self, from: (u32, u32), to: (u32, u32)) -> Self {
        let across = |value: u32| scale(value, from.0, to.0);
        let down = |value: u32| scale(value, from.1, to.1);
        Self {
            left: across(self.left),
            top: down(self.top),
            width: across(self.width).max(1),
            height: down(self.height).max(1),
        }
    }

    /// A copy of that part of the picture.
    pub(crate) fn cut(self, image: &GrayImage) -> GrayImage {
        imageops::crop_imm(image, self.left, self.top, self.width, self.height).to_image()
    }

    /// Its share of a picture in percent.
    pub(crate) fn percent_of(self, image: &GrayImage) -> u32 {
        let whole = u64::from(image.width()) * u64::from(image.height());
        let part = u64::from(self.width) * u64::from(self.height) * 100;
        u32::try_from(part / whole.max(1)).unwrap_or(100)
    }
}

fn scale(value: u32, from: u32, to: u32) -> u32 {
    u32::try_from(u64::from(value) * u64::from(to) / u64::from(from.max(1))).unwrap_or(to)
}
