//! How sharp a picture is: the variance of the Laplacian, tile by tile.
//!
//! One number for the whole picture would call a sharp face before a plain wall blurred, so the picture is cut into
//! 8 × 8 tiles and the tile counts that is sharper than nine in ten.

use image::GrayImage;

const TILES: usize = 8;

/// The sharpness of a picture that has been brought to its usual size before.
pub(crate) fn sharpness(image: &GrayImage) -> f32 {
    let mut tiles = [[Spread::default(); TILES]; TILES];
    let (width, height) = (image.width() as usize, image.height() as usize);
    let lines: Vec<&[u8]> = image.as_raw().chunks_exact(width.max(1)).collect();
    for (row, three) in lines.windows(3).enumerate() {
        let [above, line, below] = three else { continue };
        let Some(tiles) = tiles.get_mut(row * TILES / height.max(1)) else { continue };
        let neighbours = line.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1));
        for (column, ((side, above), below)) in neighbours.enumerate() {
            let [left, here, right] = side else { continue };
            let around = [left, right, above, below].map(|value| i32::from(*value)).iter().sum::<i32>();
            if let Some(tile) = tiles.get_mut(column * TILES / width.max(1)) {
                tile.add(4 * i32::from(*here) - around);
            }
        }
    }
    let mut variances: Vec<f32> = tiles.iter().flatten().map(Spread::variance).collect();
    variances.sort_by(f32::total_cmp);
    variances.get(variances.len() * 9 / 10).copied().unwrap_or_default()
}

#[derive(Clone, Copy, Default)]
struct Spread {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Spread {
    fn add(&mut self, value: i32) {
        let value = i64::from(value);
        self.count += 1;
        self.sum += value;
        self.squares += value * value;
    }

    #[expect(clippy::cast_precision_loss, reason = "a measure, compared with a threshold of two digits")]
    fn variance(&self) -> f32 {
        let count = self.count.max(1) as f32;
        let mean = self.sum as f32 / count;
        self.squares as f32 / count - mean * mean
    }
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    #[test]
    fn a_plain_picture_has_none_and_stripes_have_much() {
        assert!(sharpness(&GrayImage::from_pixel(64, 64, Luma([120]))) < 1e-3);
        let stripes = GrayImage::from_fn(64, 64, |x, _| Luma([if x % 2 == 0 { 100 } else { 140 }]));
        // Every pixel differs from its two neighbours by 40: the Laplacian is ±80, its variance 6400.
        assert!((sharpness(&stripes) - 6400.0).abs() < 20.0, "{}", sharpness(&stripes));
        for (width, height) in [(1, 1), (2, 9), (9, 2), (3, 3)] {
            assert!(sharpness(&GrayImage::new(width, height)) < 1e-3);
        }
    }
}
