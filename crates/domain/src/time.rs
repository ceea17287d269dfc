//! Instants and periods.
//!
//! Inside the program time is a number of milliseconds; a day exists only together with a time zone. People read and
//! write days: a period of stay "until 31 January" ends at the first instant of 1 February, because a half-open
//! period leaves no gap and no overlap between one day and the next.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// An instant: milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Stands for "without an end": the last day a calendar of ours can write, in the year 9999.
    pub const FOREVER: Self = Self(253_402_128_000_000);

    /// The instant so many milliseconds after the beginning of 1970.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the beginning of 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant so much later (or earlier, when negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The instant so many times 24 hours later.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(DAY_MILLIS))
    }

    /// The day on the calendar of that zone.
    pub fn date(self, zone: &TimeZone) -> Date {
        self.civil(zone).date()
    }

    /// Day and time of day in that zone.
    pub fn civil(self, zone: &TimeZone) -> DateTime {
        zone.to_datetime(self.instant())
    }

    /// The first instant of a day in that zone; `None` for a day at the very end of the calendar.
    pub fn start_of_day(date: Date, zone: &TimeZone) -> Option<Self> {
        let start = date.to_zoned(zone.clone()).ok()?;
        Some(Self(start.timestamp().as_millisecond()))
    }

    fn instant(self) -> jiff::Timestamp {
        let edge = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(edge)
    }
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A stretch of time: `from` belongs to it, `until` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bounds")]
pub struct Period {
    from: Timestamp,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Bounds {
    from: Timestamp,
    until: Timestamp,
}

impl TryFrom<Bounds> for Period {
    type Error = PeriodError;

    fn try_from(bounds: Bounds) -> Result<Self, PeriodError> {
        Self::new(bounds.from, bounds.until)
    }
}

impl Period {
    /// The period from one instant up to, and without, another.
    pub fn new(from: Timestamp, until: Timestamp) -> Result<Self, PeriodError> {
        if from < until { Ok(Self { from, until }) } else { Err(PeriodError::EndBeforeStart) }
    }

    /// From that instant on, without an end.
    pub fn open_ended(from: Timestamp) -> Result<Self, PeriodError> {
        Self::new(from, Timestamp::FOREVER)
    }

    /// Whole days as people say them: both the first and the last day belong to the period.
    pub fn from_days(first: Date, last: Date, zone: &TimeZone) -> Result<Self, PeriodError> {
        if last < first {
            return Err(PeriodError::EndBeforeStart);
        }
        let day_after = last.checked_add(1.day()).map_err(|_| PeriodError::OutOfCalendar)?;
        let from = Timestamp::start_of_day(first, zone).ok_or(PeriodError::OutOfCalendar)?;
        let until = Timestamp::start_of_day(day_after, zone).ok_or(PeriodError::OutOfCalendar)?;
        Self::new(from, until)
    }

    /// The first instant of the period.
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// The first instant after the period.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// Is the instant within the period?
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// Does the period have no end?
    pub fn is_open_ended(&self) -> bool {
        self.until >= Timestamp::FOREVER
    }

    /// The first day of the period, as it is shown to people.
    pub fn first_day(&self, zone: &TimeZone) -> Date {
        self.from.date(zone)
    }

    /// The last valid day, as it is shown to people (至 2027-01-31).
    pub fn last_day(&self, zone: &TimeZone) -> Date {
        self.until.plus_millis(-1).date(zone)
    }
}

/// Why two ends do not make a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The end lies before the beginning.
    #[error("the period ends before it begins")]
    EndBeforeStart,
    /// A day lies beyond the years a calendar can write.
    #[error("a day of the period is beyond the calendar")]
    OutOfCalendar,
}

impl From<PeriodError> for Problem {
    fn from(error: PeriodError) -> Self {
        Self::new(match error {
            PeriodError::EndBeforeStart => "period-end-before-start",
            PeriodError::OutOfCalendar => "period-out-of-calendar",
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    #[test]
    fn a_stay_until_31_january_ends_with_the_first_instant_of_february() {
        let stay = Period::from_days(date(2026, 11, 22), date(2027, 1, 31), &shanghai()).unwrap();
        assert_eq!(stay.from().millis(), 1_795_276_800_000);
        assert_eq!(stay.until().millis(), 1_801_411_200_000);
        assert_eq!(stay.first_day(&shanghai()), date(2026, 11, 22));
        assert_eq!(stay.last_day(&shanghai()), date(2027, 1, 31));
        assert!(stay.contains(stay.from()));
        assert!(stay.contains(stay.until().plus_millis(-1)));
        assert!(!stay.contains(stay.until()));
        assert!(!stay.contains(stay.from().plus_millis(-1)));
    }

    #[test]
    fn one_day_is_a_period_and_its_reverse_is_not() {
        let day = date(2026, 11, 22);
        let one = Period::from_days(day, day, &shanghai()).unwrap();
        assert_eq!(one.until().millis() - one.from().millis(), DAY_MILLIS);
        let reversed = Period::from_days(day, date(2026, 11, 21), &shanghai());
        assert_eq!(reversed, Err(PeriodError::EndBeforeStart));
        assert_eq!(Period::new(one.from(), one.from()), Err(PeriodError::EndBeforeStart));
    }

    #[test]
    fn the_end_of_the_calendar_is_refused_and_not_a_crash() {
        let last = Period::from_days(date(2026, 1, 1), Date::MAX, &shanghai());
        assert_eq!(last, Err(PeriodError::OutOfCalendar));
        assert_eq!(Timestamp::from_millis(i64::MAX).plus_millis(1).date(&TimeZone::UTC).year(), 9999);
        assert_eq!(Timestamp::from_millis(i64::MIN).plus_days(-1).date(&TimeZone::UTC).year(), -9999);
    }

    #[test]
    fn a_period_without_end_says_so() {
        let open = Period::open_ended(Timestamp::from_millis(0)).unwrap();
        assert!(open.is_open_ended());
        assert_eq!(open.last_day(&shanghai()).year(), 9999);
        assert_eq!(Timestamp::FOREVER.date(&TimeZone::UTC), date(9999, 12, 30));
    }

    #[test]
    fn a_reversed_period_cannot_be_read_back() {
        assert!(serde_json::from_str::<Period>(r#"{"from":1,"until":2}"#).is_ok());
        assert!(serde_json::from_str::<Period>(r#"{"from":2,"until":2}"#).is_err());
    }
}
