//! A number plate the way it looks on the car.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::texts::escape;

/// A plate: its number without the dot, and its colour.
#[derive(Debug, Clone)]
pub struct PlateTag {
    number: String,
    colour: String,
}

impl PlateTag {
    /// A plate in a colour of the tables: `blue`, `gradient_green`, `yellow`, ….
    pub fn new(number: impl Into<String>, colour: impl Into<String>) -> Self {
        Self { number: number.into(), colour: colour.into() }
    }
}

impl fmt::Display for PlateTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colour = match self.colour.as_str() {
            known @ ("green" | "yellow" | "white" | "black" | "yellow-green") => format!(" {known}"),
            "gradient_green" | "farm_green" => " green".to_owned(),
            "yellow_green" => " yellow-green".to_owned(),
            _ => String::new(),
        };
        let dotted = match self.number.char_indices().nth(2) {
            Some((at, _)) if !self.number.contains('·') => {
                let (region, rest) = self.number.split_at(at);
                format!("{region}·{rest}")
            }
            _ => self.number.clone(),
        };
        write!(f, r#"<span class="plate{colour}">{}</span>"#, escape(&dotted))
    }
}

impl HtmlSafe for PlateTag {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_set_apart_and_the_colour_shown() {
        assert_eq!(PlateTag::new("云AT0001", "blue").to_string(), r#"<span class="plate">云A·T0001</span>"#);
        assert_eq!(
            PlateTag::new("云A·D00001", "green").to_string(),
            r#"<span class="plate green">云A·D00001</span>"#
        );
        assert_eq!(PlateTag::new("<b", "x").to_string(), r#"<span class="plate">&lt;b</span>"#);
    }
}
