//! Lengths of time and limits of dates, as people write them in a service file.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A length of time such as `12 months` or `90 days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Span {
    /// How many.
    pub count: i32,
    /// Of what.
    pub unit: SpanUnit,
}

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanUnit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// A limit of a date: `2026-01-01`, `today`, `today + 30 days`, `today - 120 years`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum DateLimit {
    /// Always the same day.
    On(Date),
    /// Counted from the day the form is checked.
    FromToday(Option<Span>),
}

impl Span {
    /// The day this long after `day`; a day that does not exist becomes the last one of its month.
    pub fn after(self, day: Date) -> Date {
        let count = i64::from(self.count);
        let span = match self.unit {
            SpanUnit::Days => count.days(),
            SpanUnit::Weeks => count.weeks(),
            SpanUnit::Months => count.months(),
            SpanUnit::Years => count.years(),
        };
        day.saturating_add(span)
    }
}

impl DateLimit {
    /// The day it stands for.
    pub fn day(self, today: Date) -> Date {
        match self {
            Self::On(day) => day,
            Self::FromToday(span) => span.map_or(today, |span| span.after(today)),
        }
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not a length of time: write for example `90 days` or `12 months`");
        let (count, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let count: i32 = count.trim().parse().map_err(|_| wrong())?;
        let unit = match unit.trim() {
            "day" | "days" => SpanUnit::Days,
            "week" | "weeks" => SpanUnit::Weeks,
            "month" | "months" => SpanUnit::Months,
            "year" | "years" => SpanUnit::Years,
            _ => return Err(wrong()),
        };
        // 200 years is further than anything a campus plans, and safely inside the calendar.
        if !(1..=73_000).contains(&count) || (unit == SpanUnit::Years && count > 200) {
            return Err(format!("`{text}` is out of range: use 1 day to 200 years"));
        }
        Ok(Self { count, unit })
    }
}

impl FromStr for DateLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a date: write `2026-01-01`, `today`, `today + 30 days` or `today - 1 year`"
            )
        };
        let text = text.trim();
        let Some(rest) = text.strip_prefix("today") else {
            return text.parse().map(Self::On).map_err(|_| wrong());
        };
        let rest = rest.trim();
        if rest.is_empty() {
            return Ok(Self::FromToday(None));
        }
        let (sign, span) = if let Some(span) = rest.strip_prefix('+') {
            (1, span)
        } else if let Some(span) = rest.strip_prefix('-') {
            (-1, span)
        } else {
            return Err(wrong());
        };
        let span: Span = span.parse().map_err(|_| wrong())?;
        Ok(Self::FromToday(Some(Span { count: sign * span.count, ..span })))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, many) = match self.unit {
            SpanUnit::Days => ("day", "days"),
            SpanUnit::Weeks => ("week", "weeks"),
            SpanUnit::Months => ("month", "months"),
            SpanUnit::Years => ("year", "years"),
        };
        write!(f, "{} {}", self.count, if self.count == 1 { one } else { many })
    }
}

impl fmt::Display for DateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => write!(f, "{day}"),
            Self::FromToday(None) => f.write_str("today"),
            Self::FromToday(Some(span)) if span.count < 0 => {
                write!(f, "today - {}", Span { count: -span.count, ..*span })
            }
            Self::FromToday(Some(span)) => write!(f, "today + {span}"),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for DateLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for DateLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn limits_count_from_today_and_print_as_written() {
        let today = date(2026, 11, 22);
        for (text, day) in [
            ("today", today),
            ("today + 30 days", date(2026, 12, 22)),
            ("today - 1 year", date(2025, 11, 22)),
            ("2026-01-31", date(2026, 1, 31)),
        ] {
            let limit: DateLimit = text.parse().unwrap();
            assert_eq!(limit.day(today), day);
            assert_eq!(limit.to_string(), text);
        }
        assert_eq!("1 month".parse::<Span>().unwrap().after(date(2026, 1, 31)), date(2026, 2, 28));
    }

    #[test]
    fn other_words_are_refused() {
        for text in
            ["", "today +", "today 3 days", "tomorrow", "2026-02-30", "today + 0 days", "today + 1000 years"]
        {
            assert!(text.parse::<DateLimit>().is_err(), "{text}");
        }
        for text in ["12", "twelve months", "-1 days", "1 fortnight", "99999999 days"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
