//! Whether there was enough light, too much, or a lamp mirrored in the middle of the print.

use image::{GrayImage, Luma};

use crate::thresholds::CLIPPED;

/// The light of a picture in three numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Light {
    /// Mean brightness, 0 to 255.
    pub(crate) mean: f32,
    /// Share of pixels that hold nothing but light.
    pub(crate) clipped: f32,
    /// Share of the picture that the largest patch of such pixels takes.
    pub(crate) glare: f32,
}

/// Squares along each side of the grid in which a patch is followed.
const SQUARES: u16 = 24;

#[expect(clippy::cast_precision_loss, reason = "shares of at most a few million pixels")]
pub(crate) fn measure(image: &GrayImage) -> Light {
    let count = image.as_raw().len().max(1) as f32;
    let sum: u64 = image.as_raw().iter().map(|value| u64::from(*value)).sum();
    let clipped = image.as_raw().iter().filter(|value| **value >= CLIPPED).count();
    Light { mean: sum as f32 / count, clipped: clipped as f32 / count, glare: largest_patch(image) }
}

/// A patch is made of squares that are mostly clipped and touch each other.
fn largest_patch(image: &GrayImage) -> f32 {
    let mut white = clipped_squares(image);
    let mut largest = 0_u16;
    for square in 0..white.len() {
        let mut size = 0;
        let mut waiting = vec![square];
        while let Some(square) = waiting.pop() {
            if white.get_mut(square).is_some_and(std::mem::take) {
                size += 1;
                waiting.extend(neighbours(square));
            }
        }
        largest = largest.max(size);
    }
    f32::from(largest) / f32::from(SQUARES * SQUARES)
}

fn neighbours(square: usize) -> impl Iterator<Item = usize> {
    let side = usize::from(SQUARES);
    let column = square % side;
    let left = (column > 0).then(|| square - 1);
    let right = (column + 1 < side).then_some(square + 1);
    [left, right, square.checked_sub(side), Some(square + side)].into_iter().flatten()
}

fn clipped_squares(image: &GrayImage) -> Vec<bool> {
    let mut counts = vec![(0_u32, 0_u32); usize::from(SQUARES * SQUARES)];
    let side = u32::from(SQUARES);
    for (x, y, Luma([value])) in image.enumerate_pixels() {
        let square = y * side / image.height() * side + x * side / image.width();
        if let Some((clipped, all)) = counts.get_mut(square as usize) {
            *all += 1;
            *clipped += u32::from(*value >= CLIPPED);
        }
    }
    counts.into_iter().map(|(clipped, all)| all > 0 && clipped * 10 > all * 6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_counts_only_when_it_hangs_together() {
        let at = |test: fn(u32, u32) -> bool| {
            measure(&GrayImage::from_fn(240, 240, |x, y| Luma([if test(x, y) { 255 } else { 100 }])))
        };
        let block = at(|x, y| x < 120 && y < 120);
        assert!((block.glare - 0.25).abs() < 0.01 && (block.clipped - 0.25).abs() < 0.01, "{block:?}");
        let scattered = at(|x, y| (x / 10 + y / 10) % 2 == 0);
        assert!(scattered.glare < 0.01 && scattered.clipped > 0.45, "{scattered:?}");
        let plain = at(|_, _| false);
        assert!((plain.mean - 100.0).abs() < 0.1 && plain.glare == 0.0);
    }
}
