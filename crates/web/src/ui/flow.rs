//! The process as a diagram: boxes on a grid, arrows between them, the present one marked.

use std::fmt::{Display, Write};

use askama::filters::HtmlSafe;

use crate::texts::{Lang, escape};

const BOX: (i32, i32) = (108, 48);
const CELL: (i32, i32) = (132, 86);
/// Room on top for the word on an arrow that leads back.
const MARGIN: (i32, i32) = (14, 24);

/// A diagram.
#[derive(Debug, Clone)]
pub struct Flow {
    lang: Lang,
    label: String,
    boxes: Vec<FlowBox>,
    arrows: Vec<(usize, usize, String, bool)>,
}

/// One box of a diagram.
#[derive(Debug, Clone)]
pub struct FlowBox {
    /// Column and row on the grid, from 0.
    pub at: (i32, i32),
    /// The step.
    pub title: String,
    /// Whose it is, or how it stands.
    pub sub: String,
    /// `ok`, `bad`, `warn`, `info`, `sign`, or empty.
    pub kind: &'static str,
    /// Whether it is the present one.
    pub now: bool,
}

impl Flow {
    /// A diagram of these boxes, described by `label` for those who do not see it.
    pub fn new(lang: Lang, label: impl Display, boxes: Vec<FlowBox>) -> Self {
        Self { lang, label: label.to_string(), boxes, arrows: Vec::new() }
    }

    /// An arrow from one box to another, by their place in the list.
    #[must_use]
    pub fn arrow(mut self, from: usize, to: usize) -> Self {
        self.arrows.push((from, to, String::new(), false));
        self
    }

    /// An arrow with a word on it; dashed for the way back.
    #[must_use]
    pub fn arrow_saying(mut self, from: usize, to: usize, word: impl Display, dashed: bool) -> Self {
        self.arrows.push((from, to, word.to_string(), dashed));
        self
    }

    /// Boxes side by side with an arrow from each to the next.
    pub fn line(lang: Lang, label: impl Display, boxes: Vec<FlowBox>) -> Self {
        let last = boxes.len().saturating_sub(1);
        (0..last).fold(Self::new(lang, label, boxes), |flow, i| flow.arrow(i, i + 1))
    }
}

impl Display for Flow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let far = |pick: fn(&FlowBox) -> i32| self.boxes.iter().map(pick).max().unwrap_or(0);
        let width = MARGIN.0 * 2 + far(|b| b.at.0) * CELL.0 + BOX.0;
        let height = MARGIN.1 * 2 + far(|b| b.at.1) * CELL.1 + BOX.1;
        let scroll = escape(&self.lang.t("flow-scroll").to_string());
        let label = escape(&self.label);
        write!(
            f,
            r#"<div class="scroll-x" tabindex="0" role="region" aria-label="{scroll}"><svg class="flow" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">"#
        )?;
        for (from, to, word, dashed) in &self.arrows {
            if let (Some(a), Some(b)) = (self.boxes.get(*from), self.boxes.get(*to)) {
                f.write_str(&arrow(corner(a), corner(b), word, *dashed))?;
            }
        }
        for b in &self.boxes {
            f.write_str(&boxed(b))?;
        }
        f.write_str("</svg></div>")
    }
}

impl HtmlSafe for Flow {}

fn corner(b: &FlowBox) -> (i32, i32) {
    (MARGIN.0 + b.at.0 * CELL.0, MARGIN.1 + b.at.1 * CELL.1)
}

fn arrow((ax, ay): (i32, i32), (bx, by): (i32, i32), word: &str, dashed: bool) -> String {
    let (middle_a, middle_b) = (ax + BOX.0 / 2, bx + BOX.0 / 2);
    let (line, head, (x, y)) = if ay == by && bx > ax {
        let (from, to, level) = (ax + BOX.0, bx - 7, ay + BOX.1 / 2);
        (format!("M{from} {level}H{to}"), right(to, level), (i32::midpoint(from, to), level - 6))
    } else if ay == by {
        let top = ay - 9;
        let line = format!("M{middle_a} {ay}V{top}H{middle_b}V{}", by - 6);
        (line, down(middle_b, by - 7), (i32::midpoint(middle_a, middle_b), top - 4))
    } else if ax == bx {
        let (from, to) = if by > ay { (ay + BOX.1, by - 7) } else { (ay, by + BOX.1 + 7) };
        let head = if by > ay { down(middle_a, to) } else { up(middle_a, to) };
        (format!("M{middle_a} {from}V{to}"), head, (middle_a + 20, i32::midpoint(from, to) + 4))
    } else {
        let (from, to, level) = (if by > ay { ay + BOX.1 } else { ay }, bx - 7, by + BOX.1 / 2);
        let place = (i32::midpoint(middle_a, to) + 12, level - 6);
        (format!("M{middle_a} {from}V{level}H{to}"), right(to, level), place)
    };
    let dash = if dashed { r#" class="dash""# } else { "" };
    let mut out = format!(r#"<path{dash} d="{line}"/><path class="ah" d="{head}"/>"#);
    if !word.is_empty() {
        let _ = write!(out, r#"<text class="s" x="{x}" y="{y}">{}</text>"#, escape(word));
    }
    out
}

fn right(x: i32, y: i32) -> String {
    format!("M{x} {}l7 4-7 4z", y - 4)
}

fn down(x: i32, y: i32) -> String {
    format!("M{} {y}l4 7 4-7z", x - 4)
}

fn up(x: i32, y: i32) -> String {
    format!("M{} {y}l4-7 4 7z", x - 4)
}

fn boxed(b: &FlowBox) -> String {
    let (x, y) = corner(b);
    let kind = if b.kind.is_empty() { String::new() } else { format!(r#" data-k="{}""#, b.kind) };
    let now = if b.now { " data-now" } else { "" };
    let (middle, first) = (x + BOX.0 / 2, y + if b.sub.is_empty() { 29 } else { 21 });
    let mut out = format!(
        r#"<g{kind}{now}><rect x="{x}" y="{y}" width="{}" height="{}" rx="10"/><text x="{middle}" y="{first}">{}</text>"#,
        BOX.0,
        BOX.1,
        escape(&b.title)
    );
    if !b.sub.is_empty() {
        let _ = write!(out, r#"<text class="s" x="{middle}" y="{}">{}</text>"#, y + 38, escape(&b.sub));
    }
    out + "</g>"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_box(title: &str, at: (i32, i32), now: bool) -> FlowBox {
        FlowBox { at, title: title.to_owned(), sub: "赵六".to_owned(), kind: "ok", now }
    }

    #[test]
    fn boxes_stand_on_the_grid_and_arrows_join_them() {
        let boxes = vec![a_box("提交", (0, 0), false), a_box("审核", (1, 0), true)];
        let html = Flow::line(Lang::ZhCn, "两个环节", boxes).arrow_saying(1, 0, "退回", true).to_string();
        assert!(html.contains("M122 48H139"), "{html}");
        assert!(html.contains(r#"class="dash""#) && html.contains(">退回</text>"), "{html}");
        assert_eq!(html.matches("data-now").count(), 1);
    }
}
