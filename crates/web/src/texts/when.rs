//! Dates and times the way people here write them: 2026-11-22 16:32, and relative only under a day.

use std::{borrow::Borrow, fmt::Display};

use jiff::{Zoned, civil::Date, tz::TimeZone};
use tongxing_domain::time::Timestamp;

use super::{Lang, Message};

/// The moment and place a page is made at; turns instants into words for it.
#[derive(Debug, Clone)]
pub struct When {
    lang: Lang,
    now: Zoned,
}

impl When {
    /// For a page in `lang`, made at `now` in `zone`.
    pub fn new(lang: Lang, now: Timestamp, zone: &TimeZone) -> Self {
        Self { lang, now: zoned(now, zone) }
    }

    /// Today's date on campus.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// Today as people say it: `11 月 22 日，星期日`.
    pub fn today_in_words(&self) -> String {
        let today = self.now.date();
        let words = self.lang.t("when-date").count("month", today.month()).count("day", today.day());
        words.count("weekday", today.weekday().to_monday_one_offset()).into()
    }

    /// The hour of the day on campus, 0 to 23.
    pub fn hour(&self) -> i8 {
        self.now.hour()
    }

    /// `2026-11-22 16:32`.
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        zoned(*at.borrow(), self.now.time_zone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-11-22 16:32:08`, for logs.
    pub fn exact(&self, at: impl Borrow<Timestamp>) -> String {
        zoned(*at.borrow(), self.now.time_zone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `2026-11-22`.
    pub fn day(&self, at: impl Borrow<Timestamp>) -> String {
        zoned(*at.borrow(), self.now.time_zone()).strftime("%Y-%m-%d").to_string()
    }

    /// For lists: `今天 16:32`, `昨天 16:32`, `11-20 16:32`, and with the year when it is another one.
    pub fn short(&self, at: impl Borrow<Timestamp>) -> String {
        let at = zoned(*at.borrow(), self.now.time_zone());
        let time = at.strftime("%H:%M");
        let yesterday = self.now.date().yesterday();
        if at.date() == self.now.date() {
            self.lang.t("when-today").arg("time", time).into()
        } else if yesterday.is_ok_and(|y| y == at.date()) {
            self.lang.t("when-yesterday").arg("time", time).into()
        } else if at.year() == self.now.year() {
            at.strftime("%m-%d %H:%M").to_string()
        } else {
            at.strftime("%Y-%m-%d %H:%M").to_string()
        }
    }

    /// How long ago, in words: `3 小时`; from a day on, in days.
    pub fn since(&self, at: impl Borrow<Timestamp>) -> String {
        self.length(self.now.timestamp().as_millisecond().saturating_sub(at.borrow().millis())).into()
    }

    /// A length of time in words, from its milliseconds.
    pub fn length(&self, ms: i64) -> Message<'static> {
        match ms.max(0) / 60_000 {
            0 => self.lang.t("when-moment"),
            m @ 1..=59 => self.count("when-minutes", m),
            m @ 60..=1439 => self.count("when-hours", m / 60),
            m => self.count("when-days", m / 1440),
        }
    }

    fn count(&self, key: &'static str, n: impl Display) -> Message<'static> {
        self.lang.t(key).count("n", n)
    }
}

fn zoned(at: Timestamp, zone: &TimeZone) -> Zoned {
    jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default().to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_336_320_000; // 2026-11-22 16:32 in Shanghai
    const HOUR: i64 = 3_600_000;

    /// So many milliseconds before now.
    fn at(before: i64) -> Timestamp {
        Timestamp::from_millis(NOW - before)
    }

    fn when(lang: Lang) -> When {
        When::new(lang, at(0), &TimeZone::get("Asia/Shanghai").unwrap())
    }

    #[test]
    fn instants_are_written_in_full_or_short() {
        let w = when(Lang::ZhCn);
        assert_eq!(w.moment(at(0)), "2026-11-22 16:32");
        assert_eq!(w.day(at(0)), "2026-11-22");
        assert_eq!(w.short(at(HOUR)), "今天 15:32");
        assert_eq!(w.short(at(17 * HOUR)), "昨天 23:32");
        assert_eq!(w.short(at(72 * HOUR)), "11-19 16:32");
        assert_eq!(w.short(at(365 * 24 * HOUR)), "2025-11-22 16:32");
        assert_eq!(when(Lang::En).short(at(HOUR)), "Today 15:32");
    }

    #[test]
    fn waiting_is_told_in_the_largest_fitting_unit() {
        let w = when(Lang::ZhCn);
        assert_eq!(w.since(at(59_000)), "不到 1 分钟");
        assert_eq!(w.since(at(59 * 60_000)), "59 分钟");
        assert_eq!(w.since(at(3 * HOUR)), "3 小时");
        assert_eq!(w.since(at(49 * HOUR)), "2 天");
        assert_eq!(when(Lang::En).since(at(HOUR)), "1 hour");
        assert_eq!(w.since(at(-HOUR)), "不到 1 分钟");
    }
}
