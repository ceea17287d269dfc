//! Schematic identity documents: the shape, the light and the fine strokes of a real one, and nothing to read on it
//! except digits made by chance and the word SAMPLE.

use image::{RgbImage, imageops};

use super::{
    dice::Dice,
    painter::{Bounds, Canvas, Colour, Point, ellipse, rectangle, rgb, scaled, stroke},
    person::{self, Look},
};

/// The picture is 160 units wide and 110 high; a document so wide nearly fills it, as asked for.
pub(super) const NEAR: f32 = 138.0;
/// A document photographed from too far away.
pub(super) const FAR: f32 = 48.0;

/// Where the document lies in the picture.
#[derive(Clone, Copy)]
struct Lying {
    left: f32,
    top: f32,
    width: f32,
}

/// Which page is drawn.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Front,
    Back,
    Passport,
}

impl Side {
    /// Width to height: ID-1 cards are 85.6 × 54 mm, passport pages 125 × 88 mm.
    fn aspect(self) -> f32 {
        if self == Self::Passport { 125.0 / 88.0 } else { 85.6 / 54.0 }
    }
}

/// The pen that draws on a card: card units are 100 wide wherever the card lies.
struct Pen<'a> {
    canvas: &'a mut Canvas,
    lying: Lying,
}

impl Pen<'_> {
    fn at(&self, (x, y): Point) -> Point {
        let scale = self.lying.width / 100.0;
        (self.lying.left + x * scale, self.lying.top + y * scale)
    }

    fn bar(&mut self, at: Point, width: f32, height: f32, colour: Colour) {
        let scale = self.lying.width / 100.0;
        let (left, top) = self.at(at);
        self.canvas.fill(&rectangle(left, top, width * scale, height * scale, 0.1), colour, 1.0);
    }

    /// A line of strokes that looks like small print from a distance.
    fn print(&mut self, dice: &mut Dice, at: Point, signs: u8, size: f32, colour: Colour) {
        for sign in 0..signs {
            let left = at.0 + f32::from(sign) * size * 1.15;
            for _ in 0..3 + dice.below(2) {
                let place = dice.between(0.0, 0.86) * size;
                self.bar((left, at.1 + place), size * dice.between(0.6, 1.0), size * 0.13, colour);
                let place = dice.between(0.0, 0.8) * size;
                self.bar((left + place, at.1), size * 0.13, size * dice.between(0.5, 1.0), colour);
            }
        }
    }

    /// Readable characters, five by seven dots each.
    fn write(&mut self, text: &str, at: Point, dot: f32, colour: Colour) {
        for (place, sign) in (0_u8..).zip(text.chars()) {
            for (row, bits) in (0_u8..).zip(dots(sign)) {
                for column in (0_u8..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                    let x = at.0 + f32::from(place) * 6.0 * dot + f32::from(column) * dot;
                    self.bar((x, at.1 + f32::from(row) * dot), dot * 1.02, dot * 1.02, colour);
                }
            }
        }
    }
}

/// Draws a document on a desk.
pub(super) fn paint(side: Side, seed: u64, card_width: f32, width: u32) -> RgbImage {
    let card_width = if side == Side::Passport { card_width * 0.97 } else { card_width };
    let height = card_width / side.aspect();
    let lying = Lying { left: (160.0 - card_width) / 2.0, top: (110.0 - height) / 2.0, width: card_width };
    let mut dice = Dice::seeded(seed);
    let mut canvas = Canvas::new(width, width * 110 / 160, 160.0, rgb(0x0080_6d5a));
    desk(&mut canvas, &mut dice);
    let (ground, wave) = match side {
        Side::Front => (rgb(0x00e3_ecf2), rgb(0x00cf_dfea)),
        Side::Back => (rgb(0x00ef_e8dd), rgb(0x00e4_d8c6)),
        Side::Passport => (rgb(0x00ea_e6ec), rgb(0x00dc_d4e2)),
    };
    let shadow = rectangle(lying.left + 0.6, lying.top + 1.0, lying.width, height, 4.0);
    canvas.fill(&shadow, rgb(0x003d_332a), 0.5);
    canvas.fill(&rectangle(lying.left, lying.top, lying.width, height, 4.0), ground, 1.0);
    let mut pen = Pen { canvas: &mut canvas, lying };
    waves(&mut pen, wave, 100.0 / side.aspect());
    match side {
        Side::Front => front(&mut pen, &mut dice, seed),
        Side::Back => back(&mut pen, &mut dice),
        Side::Passport => passport(&mut pen, &mut dice, seed),
    }
    canvas.finish()
}

fn desk(canvas: &mut Canvas, dice: &mut Dice) {
    let grain = dice.between(0.0, 40.0);
    canvas.each(Bounds::ALL, |(x, y), pixel| {
        let wood = ((y + 2.0 * (x / 37.0 + grain).sin()) * 0.9).sin() * 0.012;
        *pixel = scaled(*pixel, 1.04 + wood - 0.08 * (x / 160.0));
    });
}

fn waves(pen: &mut Pen<'_>, colour: Colour, height: f32) {
    for step in 1..6_u8 {
        let y = height * f32::from(step) / 6.5 + 2.0;
        let (from, bend, to) = (pen.at((3.0, y)), pen.at((50.0, y - 9.0)), pen.at((97.0, y + 3.0)));
        pen.canvas.fill(&stroke(from, bend, to, 0.5), colour, 1.0);
    }
}

fn portrait(pen: &mut Pen<'_>, seed: u64, at: Point, width: f32) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred pixels, never negative"
    )]
    let pixels = (width * pen.lying.width / 100.0 * pen.canvas.scale()) as u32;
    let face = person::paint(&Look::of(seed), 300);
    let small = imageops::resize(&face, pixels, pixels * 4 / 3, imageops::FilterType::Triangle);
    let corner = pen.at(at);
    pen.canvas.paste(&small, corner);
}

fn front(pen: &mut Pen<'_>, dice: &mut Dice, seed: u64) {
    let (label, ink) = (rgb(0x005f_7f9c), rgb(0x0023_2a31));
    for (row, signs) in [(7.0, 3), (15.0, 1), (22.5, 8), (31.0, 11), (36.5, 6)] {
        if row < 36.0 {
            pen.print(dice, (6.0, row), 2, 3.0, label);
        }
        pen.print(dice, (16.0, row), signs, 3.2, ink);
    }
    portrait(pen, seed, (68.0, 6.5), 25.0);
    pen.print(dice, (6.0, 51.5), 5, 3.0, label);
    let number = number(dice);
    pen.write(&number, (30.0, 50.5), 0.62, ink);
    pen.write("SAMPLE", (70.0, 43.0), 0.5, label);
}

fn back(pen: &mut Pen<'_>, dice: &mut Dice) {
    let (red, ink) = (rgb(0x00b0_483c), rgb(0x003a_302a));
    let centre = pen.at((18.0, 17.0));
    let scale = pen.lying.width / 100.0;
    pen.canvas.fill(&ellipse(centre, 9.5 * scale, 9.5 * scale), red, 1.0);
    let ring = ellipse(centre, 7.4 * scale, 7.4 * scale).without(ellipse(centre, 6.4 * scale, 6.4 * scale));
    pen.canvas.fill(&ring, rgb(0x00ef_e8dd), 1.0);
    pen.print(dice, (34.0, 9.0), 9, 5.0, ink);
    pen.print(dice, (38.0, 19.0), 5, 7.5, ink);
    for (row, signs) in [(44.0, 9), (51.5, 4)] {
        pen.print(dice, (16.0, row), 4, 3.0, ink);
        pen.print(dice, (34.0, row), signs, 3.2, ink);
    }
    let number = number(dice);
    pen.write(number.get(..8).unwrap_or_default(), (50.0, 51.0), 0.6, ink);
    pen.write("SAMPLE", (74.0, 35.0), 0.5, red);
}

fn passport(pen: &mut Pen<'_>, dice: &mut Dice, seed: u64) {
    let (label, ink) = (rgb(0x007a_6a8c), rgb(0x0022_2228));
    portrait(pen, seed, (6.0, 12.0), 26.0);
    for row in 0..6_u8 {
        let y = 9.0 + f32::from(row) * 7.0;
        pen.print(dice, (38.0, y), 6, 1.8, label);
        pen.print(dice, (38.0, y + 2.6), 7 + row, 2.6, ink);
    }
    pen.write("SAMPLE", (70.0, 4.0), 0.5, label);
    for y in [55.5, 62.0] {
        let number = number(dice);
        pen.write(&format!("{number}{}", number.get(..12).unwrap_or_default()), (6.0, y), 0.48, ink);
    }
}

fn number(dice: &mut Dice) -> String {
    (0..18).map(|_| char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or_default())).collect()
}

/// Five bits a row, seven rows; an unknown sign is blank.
fn dots(sign: char) -> [u8; 7] {
    match sign {
        '0' => [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
        '1' => [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
        '2' => [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
        '3' => [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
        '4' => [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
        '5' => [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
        '6' => [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
        '7' => [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
        '8' => [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
        '9' => [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
        'A' => [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
        'E' => [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f],
        'L' => [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f],
        'M' => [0x11, 0x1b, 0x15, 0x15, 0x11, 0x11, 0x11],
        'P' => [0x1e, 0x11, 0x11, 0x1e, 0x10, 0x10, 0x10],
        'S' => [0x0f, 0x10, 0x10, 0x0e, 0x01, 0x01, 0x1e],
        _ => [0; 7],
    }
}
