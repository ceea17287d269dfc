//! The campus working calendar 校历: on which days the university works.
//!
//! A week has five working days. Public holidays take some of them away and 调休 gives weekend days back; both are announced by the state year by year
//! and stand in a table per year (`data/workdays-2026.json`). A university adds what is its own: the vacations 寒暑假, its anniversary, a day it works
//! although the state does not. The university's word counts more than the state's, and a single day more than a range.
//!
//! A due time is a whole day: "within two working days" from a Monday ends when Wednesday ends. The day of arrival does not count, so that nobody has
//! less time because something came in the evening.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::time::Timestamp;

/// The years whose holidays we know.
const TABLES: [&str; 2] =
    [include_str!("../data/workdays-2026.json"), include_str!("../data/workdays-2027.json")];

/// No calendar has more days without work in a row: a table that says otherwise is wrong, and must not hang anybody.
const LONGEST_REST: usize = 400;

/// 08:00: nobody is told anything in the night.
const MORNING: i64 = 8 * 60 * 60 * 1000;

/// Days on which a university works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What is said about single days; the university's word replaces the state's.
    days: BTreeMap<Date, bool>,
    /// Vacations of the university: first and last day.
    vacations: Vec<(Date, Date)>,
    /// Single days that the university itself decided.
    own: BTreeMap<Date, bool>,
}

/// A table of days: the state's for one year, or a university's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Days {
    /// Where it comes from, for whoever checks it.
    pub source: String,
    /// 放假: ranges without work, first and last day.
    pub rest: Vec<Range>,
    /// 调休上班: days with work that would be free otherwise.
    pub work: Vec<Date>,
}

/// Some days in a row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// What it is, such as 春节 or 寒假.
    #[serde(default)]
    pub name: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Calendar {
    /// Weekends, and the public holidays and working weekends of China as far as they are known.
    pub fn china() -> Self {
        let mut calendar = Self::default();
        for table in TABLES {
            // The tables are ours and tested; one that could not be read would say nothing rather than stop a campus.
            if let Ok(days) = serde_json::from_str::<Days>(table) {
                calendar.add_public(&days);
            }
        }
        calendar
    }

    /// Adds what the state says.
    pub fn add_public(&mut self, days: &Days) {
        for range in &days.rest {
            self.days.extend(range.days().map(|day| (day, false)));
        }
        self.days.extend(days.work.iter().map(|day| (*day, true)));
    }

    /// Adds what the university says: its vacations, and the days on which it works all the same.
    pub fn add_own(&mut self, days: &Days) {
        self.vacations.extend(days.rest.iter().map(|range| (range.from, range.until)));
        self.own.extend(days.work.iter().map(|day| (*day, true)));
    }

    /// Does the university work on this day?
    pub fn is_working(&self, day: Date) -> bool {
        if let Some(word) = self.own.get(&day) {
            return *word;
        }
        if self.vacations.iter().any(|(from, until)| (*from..=*until).contains(&day)) {
            return false;
        }
        match self.days.get(&day) {
            Some(word) => *word,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The day that is so many working days after this one. `None` at the end of all calendars, or where nobody ever works again.
    pub fn working_day_after(&self, day: Date, working_days: u32) -> Option<Date> {
        let mut found = day;
        for _ in 0..working_days {
            found = following(found).find(|day| self.is_working(*day))?;
        }
        Some(found)
    }

    /// How many working days lie after `from`, up to and with `until`.
    pub fn working_days_between(&self, from: Date, until: Date) -> u32 {
        let days = from.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= until);
        let working = days.filter(|day| self.is_working(*day)).count();
        u32::try_from(working).unwrap_or(u32::MAX)
    }

    /// When something that arrives now is due: the end of the last of so many working days.
    pub fn due(&self, arrived: Timestamp, working_days: u32, zone: &TimeZone) -> Option<Timestamp> {
        let day = self.working_day_after(arrived.date(zone), working_days)?;
        Timestamp::start_of_day(day.tomorrow().ok()?, zone)
    }

    /// When to remind of a due time: on the morning of the working day from which so many are left, the last one counted.
    pub fn reminder(&self, due: Timestamp, working_days: u32, zone: &TimeZone) -> Option<Timestamp> {
        // A due time is the instant at which its last day has ended.
        let mut day = due.plus_millis(-1).date(zone);
        for _ in 1..working_days {
            let mut earlier = day.series(jiff::Span::new().days(-1)).skip(1).take(LONGEST_REST);
            day = earlier.find(|day| self.is_working(*day))?;
        }
        Some(Timestamp::start_of_day(day, zone)?.plus_millis(MORNING))
    }

    /// When something is due whose clock stood still from `paused` to `resumed`: it keeps the working days it had left.
    pub fn due_after_pause(
        &self,
        due: Timestamp,
        paused: Timestamp,
        resumed: Timestamp,
        zone: &TimeZone,
    ) -> Option<Timestamp> {
        // A due time is the instant at which its last day has ended.
        let last_day = due.plus_millis(-1).date(zone);
        let left = self.working_days_between(paused.date(zone), last_day);
        self.due(resumed, left, zone)
    }
}

fn following(day: Date) -> impl Iterator<Item = Date> {
    day.series(jiff::Span::new().days(1)).skip(1).take(LONGEST_REST)
}

impl Range {
    fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let until = self.until;
        self.from.series(jiff::Span::new().days(1)).take_while(move |day| *day <= until).take(LONGEST_REST)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn at(day: Date, hour: i8) -> Timestamp {
        let instant = day.at(hour, 0, 0, 0).to_zoned(zone()).unwrap().timestamp();
        Timestamp::from_millis(instant.as_millisecond())
    }

    #[test]
    fn every_table_is_read_whole() {
        for (table, year) in TABLES.into_iter().zip([2026, 2027]) {
            let days: Days = serde_json::from_str(table).unwrap();
            assert!(!days.rest.is_empty() && !days.source.is_empty());
            assert!(days.rest.iter().all(|range| range.from <= range.until && range.from.year() == year));
        }
    }

    #[test]
    fn a_holiday_takes_days_away_and_a_working_weekend_gives_them_back() {
        let calendar = Calendar::china();
        for (day, working) in [
            (date(2026, 2, 13), true),
            (date(2026, 2, 14), true),
            (date(2026, 2, 15), false),
            (date(2026, 2, 23), false),
            (date(2026, 2, 28), true),
            (date(2026, 10, 1), false),
            (date(2026, 10, 10), true),
            (date(2026, 11, 21), false),
            (date(2026, 11, 23), true),
            (date(2027, 1, 1), false),
            (date(2027, 2, 8), false),
            (date(2031, 10, 1), true),
        ] {
            assert_eq!(calendar.is_working(day), working, "{day}");
        }
    }

    #[test]
    fn due_times_skip_what_is_free() {
        let calendar = Calendar::china();
        // Friday before the holiday; Saturday the 14th is worked, then nine days are free.
        let due = calendar.due(at(date(2026, 2, 13), 23), 2, &zone()).unwrap();
        assert_eq!(due, at(date(2026, 2, 25), 0));
        assert_eq!(calendar.due(at(date(2026, 11, 23), 9), 0, &zone()), Some(at(date(2026, 11, 24), 0)));
        assert_eq!(calendar.due(at(date(2026, 11, 20), 9), 1, &zone()), Some(at(date(2026, 11, 24), 0)));
    }

    #[test]
    fn reminders_come_in_the_morning_of_a_working_day() {
        let calendar = Calendar::china();
        let due = calendar.due(at(date(2026, 10, 9), 9), 2, &zone()).unwrap();
        assert_eq!(due, at(date(2026, 10, 13), 0), "Saturday the 10th is worked");
        assert_eq!(calendar.reminder(due, 1, &zone()), Some(at(date(2026, 10, 12), 8)));
        assert_eq!(calendar.reminder(due, 2, &zone()), Some(at(date(2026, 10, 10), 8)));
        assert_eq!(calendar.reminder(due, 3, &zone()), Some(at(date(2026, 10, 9), 8)));
        assert_eq!(calendar.reminder(due, 4, &zone()), Some(at(date(2026, 10, 8), 8)));
        assert_eq!(calendar.reminder(due, 5, &zone()), Some(at(date(2026, 9, 30), 8)));
    }

    #[test]
    fn a_university_has_the_last_word() {
        let mut calendar = Calendar::china();
        calendar.add_own(&Days {
            rest: vec![Range { name: "寒假".into(), from: date(2027, 1, 18), until: date(2027, 2, 28) }],
            work: vec![date(2027, 1, 20), date(2026, 11, 22)],
            ..Days::default()
        });
        assert!(!calendar.is_working(date(2027, 1, 19)) && calendar.is_working(date(2027, 1, 20)));
        assert!(calendar.is_working(date(2026, 11, 22)), "a Sunday on which the university works");
        let due = calendar.due(at(date(2027, 1, 15), 12), 2, &zone()).unwrap();
        assert_eq!(due, at(date(2027, 3, 2), 0));
    }

    #[test]
    fn a_pause_keeps_the_days_that_were_left() {
        let calendar = Calendar::china();
        let due = calendar.due(at(date(2026, 11, 23), 9), 3, &zone()).unwrap();
        assert_eq!(due, at(date(2026, 11, 27), 0));
        let paused = at(date(2026, 11, 24), 12);
        let resumed = at(date(2026, 12, 7), 9);
        assert_eq!(calendar.due_after_pause(due, paused, resumed, &zone()), Some(at(date(2026, 12, 10), 0)));
        assert_eq!(calendar.due_after_pause(due, paused, paused, &zone()), Some(due));
    }

    #[test]
    fn a_calendar_without_work_hangs_nobody() {
        let mut calendar = Calendar::default();
        let rest = Range { name: String::new(), from: date(2026, 1, 1), until: date(2030, 1, 1) };
        calendar.add_own(&Days { rest: vec![rest], ..Days::default() });
        assert_eq!(calendar.working_day_after(date(2026, 6, 1), 1), None);
        assert_eq!(calendar.working_day_after(Date::MAX, 1), None);
    }
}
