//! An illustrated person from the front: drawn, so nobody's, and shaded enough that a face detector sees a face.
//!
//! The drawing is 100 units wide; the face is an egg around (50, 56). What the detector needs are the shadows that
//! every face throws: sockets under the brows, the sides and the underside of the nose, the line of the mouth.

use image::RgbImage;

use super::{
    dice::Dice,
    painter::{Bounds, Canvas, Colour, Point, Shape, ellipse, rectangle, rgb, scaled, stroke},
};

/// How one fictional person looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    ground: Colour,
    skin: Colour,
    hair: Colour,
    top: Colour,
    long_hair: bool,
    glasses: bool,
    /// Breadth of the face, around 1.
    breadth: f32,
    /// How far the corners of the mouth go up.
    smile: f32,
    /// Which way the hair is parted: -1 or 1.
    parting: f32,
}

impl Look {
    /// The same seed is always the same person.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::seeded(seed);
        Self {
            ground: rgb(dice.pick(&[0x00df_e9f0, 0x00e8_ecef, 0x00dd_e6ea, 0x00e6_e9f0, 0x00ec_e9e2])),
            skin: rgb(dice.pick(&[0x00e9_c6a6, 0x00ef_d0b5, 0x00dc_b48f, 0x00e4_bd9b, 0x00d2_a782])),
            hair: rgb(dice.pick(&[0x0027_303a, 0x002b_2725, 0x0030_343a, 0x003a_2c24, 0x0055_595f])),
            top: rgb(dice.pick(&[0x0035_577a, 0x007a_4650, 0x0044_665b, 0x003b_4258, 0x006a_5a3c])),
            long_hair: dice.below(2) == 1,
            glasses: dice.below(4) == 0,
            breadth: dice.between(0.95, 1.05),
            smile: dice.between(0.0, 1.6),
            parting: if dice.below(2) == 1 { 1.0 } else { -1.0 },
        }
    }
}

/// Paints the person before a plain wall, in a picture of 3 to 4.
pub(super) fn paint(look: &Look, width: u32) -> RgbImage {
    let mut canvas = Canvas::new(width, width * 4 / 3, 100.0, look.ground);
    wall(&mut canvas, look);
    person(&mut canvas, look);
    canvas.finish()
}

/// The wall alone, with nobody before it.
pub(super) fn paint_wall(look: &Look, width: u32) -> RgbImage {
    let mut canvas = Canvas::new(width, width * 4 / 3, 100.0, look.ground);
    wall(&mut canvas, look);
    // A picture frame, so that "no face" is not simply "blurred".
    canvas.fill(&rectangle(28.0, 30.0, 44.0, 58.0, 1.0), rgb(0x0056_6a74), 1.0);
    canvas.fill(&rectangle(31.0, 33.0, 38.0, 52.0, 0.5), rgb(0x00c9_d6c4), 1.0);
    canvas.fill(&stroke((31.0, 74.0), (46.0, 48.0), (69.0, 70.0), 2.0), rgb(0x0043_6b52), 1.0);
    canvas.finish()
}

fn wall(canvas: &mut Canvas, look: &Look) {
    let ground = look.ground;
    canvas.each(Bounds::ALL, |(x, y), pixel| {
        *pixel = scaled(ground, 1.02 - 0.09 * (y / 133.0) - 0.04 * (x / 100.0));
    });
}

fn person(canvas: &mut Canvas, look: &Look) {
    if look.long_hair {
        let half = 25.0 * look.breadth;
        canvas.fill(&rectangle(50.0 - half, 24.0, 2.0 * half, 76.0, 22.0), scaled(look.hair, 0.9), 1.0);
    }
    shoulders(canvas, look);
    for side in [-1.0, 1.0] {
        let x = 50.0 + side * 20.4 * look.breadth;
        canvas.fill(&ellipse((x, 59.0), 3.2, 5.8), scaled(look.skin, 0.9), 1.0);
        canvas.tint((x + side * 0.6, 59.0), 1.4, 3.0, scaled(look.skin, 0.6), 0.5);
    }
    head(canvas, look);
    for side in [-1.0, 1.0] {
        eye(canvas, look, side);
    }
    nose(canvas, look.skin);
    mouth(canvas, look);
    hair(canvas, look);
    if look.glasses {
        glasses(canvas, look.breadth);
    }
}

fn shoulders(canvas: &mut Canvas, look: &Look) {
    canvas.fill(&rectangle(40.5, 74.0, 19.0, 34.0, 9.0), scaled(look.skin, 0.9), 1.0);
    let on_neck = |(x, _): Point| (40.5..59.5).contains(&x);
    canvas.tint_on((50.0, 84.0), 13.0, 5.5, scaled(look.skin, 0.5), 0.8, on_neck);
    let body = ellipse((50.0, 140.0), 43.0, 43.0).without(ellipse((50.0, 94.0), 12.5, 11.0));
    canvas.fill(&body, look.top, 1.0);
    let collar = ellipse((50.0, 94.0), 15.0, 13.2).without(ellipse((50.0, 94.0), 12.2, 10.6));
    let below = Shape::new(Bounds::ALL, |(_, y)| 97.4 - y);
    canvas.fill(&collar.and(below), scaled(look.top, 1.3), 1.0);
    for side in [-1.0, 1.0_f32] {
        let (inner, outer) = (50.0 + side * 26.0, 50.0 + side * 29.0);
        let fold = stroke((inner, 133.0), (inner, 122.0), (outer, 117.0), 0.7);
        canvas.fill(&fold, scaled(look.top, 0.75), 0.8);
    }
}

/// The outline of the face: an egg that narrows to the chin.
fn outline(breadth: f32) -> Shape<impl Fn(Point) -> f32> {
    let bounds = Bounds { left: 26.0, top: 28.0, right: 74.0, bottom: 84.0 };
    Shape::new(bounds, move |(x, y)| {
        let down = (y - 56.0) / 27.0;
        let narrow = 1.0 - 0.16 * down.max(0.0) * down.max(0.0);
        let across = (x - 50.0) / (20.5 * breadth * narrow);
        ((across.abs().powf(2.3) + down.abs().powf(2.3)).powf(1.0 / 2.3) - 1.0) * 20.0
    })
}

fn head(canvas: &mut Canvas, look: &Look) {
    let skin = look.skin;
    let face = outline(look.breadth);
    canvas.fill(&face, skin, 1.0);
    let [red, green, blue] = skin;
    let shadow = [red * 0.72, green * 0.62, blue * 0.56];
    canvas.each(Bounds { left: 24.0, top: 26.0, right: 76.0, bottom: 86.0 }, |at, pixel| {
        let distance = face.distance(at);
        if distance < 0.3 {
            let edge = (1.0 + distance / 7.0).clamp(0.0, 1.0);
            let side = ((at.0 - 50.0) / 40.0).clamp(-0.5, 0.5);
            let dark = (0.55 * edge * edge + 0.10 * side).clamp(0.0, 0.7);
            for (part, shade) in pixel.iter_mut().zip(shadow) {
                *part += (shade - *part) * dark;
            }
        }
    });
    canvas.tint((49.0, 42.0), 10.0, 5.0, scaled(skin, 1.08), 0.5);
    for x in [39.5, 60.5] {
        canvas.tint((x, 66.0), 5.0, 4.0, [1.0, 0.74, 0.66], 0.22);
    }
}

fn shadow_of(skin: Colour) -> Colour {
    let [red, green, blue] = skin;
    [red * 0.55, green * 0.43, blue * 0.38]
}

fn eye(canvas: &mut Canvas, look: &Look, side: f32) {
    let x = 50.0 + side * 9.3 * look.breadth;
    let shadow = shadow_of(look.skin);
    canvas.tint((x - side, 54.6), 5.6, 3.4, shadow, 0.55);
    let brow = stroke((x - side * 5.0, 50.6), (x, 48.4), (x + side * 6.0, 50.9), 1.8);
    canvas.fill(&brow, scaled(look.hair, 0.8), 0.85);
    let almond = || ellipse((x, 59.2), 5.2, 4.6).and(ellipse((x, 55.4), 5.2, 4.4));
    canvas.fill(&almond(), rgb(0x00f3_efe9), 1.0);
    canvas.fill(&ellipse((x, 57.1), 2.2, 2.3).and(almond()), rgb(0x002e_2019), 1.0);
    canvas.fill(&ellipse((x - 0.7, 56.4), 0.6, 0.6), [1.0; 3], 0.9);
    canvas.fill(&stroke((x - 5.2, 57.4), (x, 52.4), (x + 5.2, 57.4), 1.0), rgb(0x002a_1d18), 0.95);
    canvas.tint((x, 60.6), 4.6, 1.3, shadow, 0.35);
}

fn nose(canvas: &mut Canvas, skin: Colour) {
    let shadow = shadow_of(skin);
    canvas.tint((46.6, 61.0), 1.6, 6.0, shadow, 0.28);
    canvas.tint((53.4, 61.0), 1.6, 6.0, shadow, 0.34);
    canvas.tint((49.6, 61.0), 1.2, 6.0, scaled(skin, 1.1), 0.5);
    canvas.tint((50.0, 69.6), 4.2, 1.6, shadow, 0.6);
    for x in [47.7, 52.3] {
        canvas.fill(&ellipse((x, 68.9), 1.15, 0.7), scaled(shadow, 0.6), 0.85);
    }
    canvas.tint((50.0, 66.6), 1.8, 1.5, scaled(skin, 1.1), 0.5);
}

fn mouth(canvas: &mut Canvas, look: &Look) {
    let shadow = shadow_of(look.skin);
    canvas.tint((50.0, 72.2), 1.2, 1.4, shadow, 0.25);
    let lips = ellipse((50.0, 72.9), 7.0, 4.2).and(ellipse((50.0, 77.4), 7.6, 4.2));
    let [red, green, blue] = look.skin;
    canvas.fill(&lips, [red * 0.82, green * 0.56, blue * 0.58], 0.9);
    let corner = 75.3 - look.smile;
    let line = stroke((43.2, corner), (50.0, 76.4 + look.smile * 0.4), (56.8, corner), 0.7);
    canvas.fill(&line, rgb(0x005a_2420), 0.95);
    canvas.tint((50.0, 79.6), 4.4, 1.2, shadow, 0.4);
}

fn hair(canvas: &mut Canvas, look: &Look) {
    let (breadth, long, parting) = (look.breadth, look.long_hair, look.parting);
    let hairline = Shape::new(Bounds::ALL, move |(x, y): Point| {
        let reach = (x - 50.0) / (20.0 * breadth);
        let line = if long {
            let part = 2.0 * (-(x - 50.0 + 5.0 * parting).powi(2) / 24.0).exp();
            37.0 + 17.0 * reach.abs().powi(3) - part
        } else {
            38.0 - 2.0 * parting * reach + 14.0 * reach.abs().powi(6)
        };
        y - line
    });
    canvas.fill(&ellipse((50.0, 50.0), 23.5 * breadth, 29.0).and(hairline), look.hair, 1.0);
    let in_hair = |(_, y): Point| y < 37.0;
    canvas.tint_on((50.0 - 6.0 * parting, 29.0), 9.0, 4.0, scaled(look.hair, 1.9), 0.35, in_hair);
}

fn glasses(canvas: &mut Canvas, breadth: f32) {
    let frame = rgb(0x003a_3f46);
    let gap = 9.3 * breadth;
    for side in [-1.0, 1.0] {
        let centre = (50.0 + side * gap, 57.5);
        canvas.fill(&ellipse(centre, 7.1, 5.4).without(ellipse(centre, 6.5, 4.8)), frame, 0.9);
    }
    let (left, right) = (50.0 - gap + 6.8, 50.0 + gap - 6.8);
    canvas.fill(&stroke((left, 56.8), (50.0, 55.6), (right, 56.8), 0.6), frame, 0.9);
}
