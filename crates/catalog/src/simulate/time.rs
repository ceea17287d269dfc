//! When something happens in a scenario: `2026-11-23 09:00`, or `+2h` after the step before.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

const MINUTE: i64 = 60_000;

/// A point in time as a scenario writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    /// On this day at this time, on campus.
    At(DateTime),
    /// So many milliseconds later.
    Later(i64),
}

impl When {
    /// Reads `2026-11-23 09:00`, `2026-11-23` or `+1d 2h 30m`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(span) = text.trim().strip_prefix('+') {
            return span_ms(span).map(Self::Later);
        }
        let text = text.trim().replace(' ', "T");
        let at: Option<DateTime> = text.parse().ok();
        at.or_else(|| text.parse::<Date>().ok().map(|day| day.at(0, 0, 0, 0))).map(Self::At)
    }

    /// In milliseconds since 1970, when the step before was at `now`.
    pub(super) fn millis(self, now: i64, zone: &TimeZone) -> Option<i64> {
        match self {
            Self::Later(span) => now.checked_add(span),
            Self::At(at) => Some(at.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond()),
        }
    }
}

fn span_ms(span: &str) -> Option<i64> {
    let mut total: i64 = 0;
    let mut number: Option<i64> = None;
    for character in span.chars().filter(|c| !c.is_whitespace()) {
        if let Some(digit) = character.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(digit))?);
            continue;
        }
        let unit = match character {
            'd' => 24 * 60 * MINUTE,
            'h' => 60 * MINUTE,
            'm' => MINUTE,
            's' => 1000,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    (number.is_none() && !span.trim().is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(When::parse("+1d 2h 30m"), Some(When::Later((26 * 60 + 30) * MINUTE)));
        assert_eq!(When::parse("2026-11-23 09:00"), Some(When::At(date(2026, 11, 23).at(9, 0, 0, 0))));
        assert_eq!(When::parse("2026-11-23T09:00:05"), Some(When::At(date(2026, 11, 23).at(9, 0, 5, 0))));
        assert_eq!(When::parse("2026-11-23"), Some(When::At(date(2026, 11, 23).at(0, 0, 0, 0))));
        for wrong in ["", "+", "tomorrow", "+2", "+h", "+2x", "2026-13-01"] {
            assert_eq!(When::parse(wrong), None, "{wrong}");
        }
    }
}
