//! Spans of time as a story tells them: `3h`, `29d`, `30m`.

use std::str::FromStr;

use serde::Deserialize;

/// A span of time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(i64);

impl Span {
    /// As milliseconds.
    pub fn millis(self) -> i64 {
        self.0
    }
}

/// The text is no span.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a span such as 30m, 5h or 29d")]
pub struct SpanError(String);

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let minute = 60_000;
        let units = [('m', minute), ('h', 60 * minute), ('d', 24 * 60 * minute)];
        let millis = units.into_iter().find_map(|(letter, millis)| {
            let number: i64 = text.strip_suffix(letter)?.parse().ok()?;
            (number >= 0).then(|| number.saturating_mul(millis))
        });
        millis.map(Self).ok_or_else(|| SpanError(text.to_owned()))
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_say_them() {
        for (text, millis) in [("30m", 1_800_000), ("5h", 18_000_000), ("29d", 2_505_600_000), ("0m", 0)] {
            assert_eq!(text.parse::<Span>().unwrap().millis(), millis);
        }
        for text in ["", "h", "-1h", "5", "5 h", "5w"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
