//! A small painter of anti-aliased shapes, enough for illustrated people and schematic cards.

use image::{Rgb, RgbImage};

/// A colour with parts from 0 to 1.
pub(super) type Colour = [f32; 3];

/// A point in the drawing's own units.
pub(super) type Point = (f32, f32);

/// A colour from its usual notation, e.g. `0xdfe9f0`.
pub(super) fn rgb(hex: u32) -> Colour {
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue].map(|part| f32::from(part) / 255.0)
}

/// A colour made darker (below 1) or lighter (above 1).
pub(super) fn scaled(colour: Colour, factor: f32) -> Colour {
    colour.map(|part| (part * factor).clamp(0.0, 1.0))
}

/// The box a shape lies in, so that the painter need not look at the whole picture.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Bounds {
    /// More than any picture.
    pub(super) const ALL: Self = Self { left: -1e4, top: -1e4, right: 1e4, bottom: 1e4 };

    fn around(centre: Point, rx: f32, ry: f32) -> Self {
        Self { left: centre.0 - rx, top: centre.1 - ry, right: centre.0 + rx, bottom: centre.1 + ry }
    }
}

/// A shape: the distance of a point to its edge (negative inside), and where to look for it.
pub(super) struct Shape<F> {
    bounds: Bounds,
    distance: F,
}

impl<F: Fn(Point) -> f32> Shape<F> {
    /// A shape of one's own.
    pub(super) fn new(bounds: Bounds, distance: F) -> Self {
        Self { bounds, distance }
    }

    /// Signed distance from a point to the edge.
    pub(super) fn distance(&self, at: Point) -> f32 {
        (self.distance)(at)
    }

    /// What is in this shape and in the other.
    pub(super) fn and<G: Fn(Point) -> f32>(self, other: Shape<G>) -> Shape<impl Fn(Point) -> f32> {
        Shape::new(self.bounds, move |at| self.distance(at).max(other.distance(at)))
    }

    /// What is in this shape and not in the other.
    pub(super) fn without<G: Fn(Point) -> f32>(self, other: Shape<G>) -> Shape<impl Fn(Point) -> f32> {
        Shape::new(self.bounds, move |at| self.distance(at).max(-other.distance(at)))
    }
}

/// An ellipse; its distance is exact only near the edge, which is all that anti-aliasing needs.
pub(super) fn ellipse(centre: Point, rx: f32, ry: f32) -> Shape<impl Fn(Point) -> f32> {
    Shape::new(Bounds::around(centre, rx, ry), move |(x, y)| {
        let (dx, dy) = ((x - centre.0) / rx, (y - centre.1) / ry);
        let length = dx.hypot(dy);
        let slope = (dx / rx).hypot(dy / ry).max(1e-6);
        if length < 1e-6 { -rx.min(ry) } else { (length - 1.0) * length / slope }
    })
}

/// A rectangle with round corners.
pub(super) fn rectangle(
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    radius: f32,
) -> Shape<impl Fn(Point) -> f32> {
    let bounds = Bounds { left, top, right: left + width, bottom: top + height };
    Shape::new(bounds, move |(x, y)| {
        let dx = (x - left - width / 2.0).abs() - width / 2.0 + radius;
        let dy = (y - top - height / 2.0).abs() - height / 2.0 + radius;
        dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius
    })
}

/// A line of even thickness along a quadratic curve.
pub(super) fn stroke(from: Point, bend: Point, to: Point, thickness: f32) -> Shape<impl Fn(Point) -> f32> {
    const PIECES: u8 = 12;
    let on_curve = move |t: f32| {
        let curve = |a: f32, b: f32, c: f32| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        (curve(from.0, bend.0, to.0), curve(from.1, bend.1, to.1))
    };
    let points: Vec<Point> = (0..=PIECES).map(|step| on_curve(f32::from(step) / f32::from(PIECES))).collect();
    let bounds = Bounds {
        left: from.0.min(bend.0).min(to.0) - thickness,
        top: from.1.min(bend.1).min(to.1) - thickness,
        right: from.0.max(bend.0).max(to.0) + thickness,
        bottom: from.1.max(bend.1).max(to.1) + thickness,
    };
    Shape::new(bounds, move |at| {
        let pieces = points.iter().zip(points.iter().skip(1));
        pieces.map(|(a, b)| to_segment(at, *a, *b)).fold(f32::MAX, f32::min) - thickness / 2.0
    })
}

fn to_segment(at: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = ((at.0 - a.0) * dx + (at.1 - a.1) * dy) / (dx * dx + dy * dy).max(1e-6);
    let along = along.clamp(0.0, 1.0);
    (at.0 - a.0 - along * dx).hypot(at.1 - a.1 - along * dy)
}

/// The picture being painted, measured in units of its own.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    scale: f32,
    pixels: Vec<Colour>,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pictures here are about a thousand pixels wide, and colours are clamped"
)]
impl Canvas {
    /// A plain picture, `units` wide whatever its pixels.
    pub(super) fn new(width: u32, height: u32, units: f32, ground: Colour) -> Self {
        let count = width as usize * height as usize;
        Self { width, height, scale: width as f32 / units, pixels: vec![ground; count] }
    }

    /// Pixels per unit.
    pub(super) fn scale(&self) -> f32 {
        self.scale
    }

    /// Paints a shape in one colour.
    pub(super) fn fill<F: Fn(Point) -> f32>(&mut self, shape: &Shape<F>, colour: Colour, opacity: f32) {
        let scale = self.scale;
        self.each(shape.bounds, |at, pixel| {
            let cover = (0.5 - shape.distance(at) * scale).clamp(0.0, 1.0) * opacity;
            if cover > 0.0 {
                mix(pixel, colour, cover);
            }
        });
    }

    /// Lays a soft round tint over the picture: strongest in the middle, gone at twice the radii.
    pub(super) fn tint(&mut self, centre: Point, rx: f32, ry: f32, colour: Colour, strength: f32) {
        self.tint_on(centre, rx, ry, colour, strength, |_| true);
    }

    /// A tint that stays where `here` says so.
    pub(super) fn tint_on(
        &mut self,
        centre: Point,
        rx: f32,
        ry: f32,
        colour: Colour,
        strength: f32,
        here: impl Fn(Point) -> bool,
    ) {
        self.each(Bounds::around(centre, 2.2 * rx, 2.2 * ry), |(x, y), pixel| {
            let (dx, dy) = ((x - centre.0) / rx, (y - centre.1) / ry);
            if here((x, y)) {
                mix(pixel, colour, strength * (-(dx * dx + dy * dy) * 1.2).exp());
            }
        });
    }

    /// Changes every pixel of a box by its place.
    pub(super) fn each(&mut self, within: Bounds, mut paint: impl FnMut(Point, &mut Colour)) {
        let before = |edge: f32| (edge * self.scale - 1.0).floor().max(0.0) as usize;
        let after =
            |edge: f32, end: u32| ((edge * self.scale + 1.0).ceil().max(0.0) as usize).min(end as usize);
        let (first, last) = (before(within.left), after(within.right, self.width));
        let (top, bottom) = (before(within.top), after(within.bottom, self.height));
        for (row, line) in self.pixels.chunks_mut(self.width as usize).enumerate().take(bottom).skip(top) {
            let y = (row as f32 + 0.5) / self.scale;
            for (column, pixel) in line.iter_mut().enumerate().take(last).skip(first) {
                paint(((column as f32 + 0.5) / self.scale, y), pixel);
            }
        }
    }

    /// Pastes a finished picture with its corner at a point.
    pub(super) fn paste(&mut self, picture: &RgbImage, at: Point) {
        let (left, top) = ((at.0 * self.scale) as usize, (at.1 * self.scale) as usize);
        let width = self.width as usize;
        for (x, y, Rgb(parts)) in picture.enumerate_pixels() {
            let (column, row) = (left + x as usize, top + y as usize);
            if let Some(pixel) = self.pixels.get_mut(row * width + column).filter(|_| column < width) {
                *pixel = parts.map(|part| f32::from(part) / 255.0);
            }
        }
    }

    /// The finished picture.
    pub(super) fn finish(&self) -> RgbImage {
        let mut image = RgbImage::new(self.width, self.height);
        for (target, colour) in image.pixels_mut().zip(&self.pixels) {
            *target = Rgb(colour.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8));
        }
        image
    }
}

fn mix(pixel: &mut Colour, colour: Colour, cover: f32) {
    for (part, wanted) in pixel.iter_mut().zip(colour) {
        *part += (wanted - *part) * cover;
    }
}
