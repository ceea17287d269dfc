//! When everything happened: the spans of the stories as instants, in one order for the whole university.

use jiff::tz::TimeZone;
use tongxing_domain::time::Timestamp;

use crate::demo::campus::Story;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// What is older than this happened in office hours; what is younger, just now.
const JUST_NOW: i64 = 36 * 60 * MINUTE;
/// The office opens at 8:00 and closes at 18:00.
const OPENS: i64 = 8 * 60 * MINUTE;
const OPEN_FOR: i64 = 10 * 60 * MINUTE;

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// In which story.
    pub story: usize,
    /// Which happening of it; `None` is the submission.
    pub step: Option<usize>,
}

/// All moments of all stories.
pub struct Past;

impl Past {
    /// In order. Within a story each moment comes after the one before.
    pub fn of(stories: &[Story], now: Timestamp, zone: &TimeZone) -> Vec<Moment> {
        let mut moments = Vec::new();
        for (story, told) in stories.iter().enumerate() {
            let mut before = Timestamp::from_millis(0);
            for (place, ago) in told.ago().into_iter().enumerate() {
                let at = office_hours(now.plus_millis(-ago), now, zone).max(before.plus_millis(MINUTE));
                moments.push(Moment { at, story, step: place.checked_sub(1) });
                before = at;
            }
        }
        moments.sort_unstable();
        moments
    }
}

/// Squeezes a day into office hours, so that nobody decided at three in the morning.
fn office_hours(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Timestamp {
    if now.millis() - at.millis() < JUST_NOW {
        return at;
    }
    let Some(midnight) = Timestamp::start_of_day(at.date(zone), zone) else { return at };
    let into_day = at.millis() - midnight.millis();
    midnight.plus_millis(OPENS + into_day * OPEN_FOR / DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::campus::Stories;

    #[test]
    fn everything_happened_in_order_and_before_now() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let stories = Stories::load().unwrap().all;
        for hour in 0..24 {
            let now = Timestamp::from_millis(1_795_276_800_000 + hour * 60 * MINUTE);
            let past = Past::of(&stories, now, &zone);
            assert_eq!(past.len(), stories.iter().map(|story| 1 + story.then.len()).sum::<usize>());
            assert!(past.is_sorted_by_key(|moment| moment.at));
            assert!(past.iter().all(|moment| moment.at < now), "at {hour}:00");
            for story in 0..stories.len() {
                let steps: Vec<_> = past.iter().filter(|m| m.story == story).map(|m| m.step).collect();
                assert!(steps.is_sorted(), "story {story} at {hour}:00");
            }
        }
    }

    #[test]
    fn days_long_past_happened_in_office_hours() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let now = Timestamp::from_millis(1_795_276_800_000);
        for (hour, expected) in [(0, 8), (12, 13), (23, 17)] {
            let at = now.plus_days(-10).plus_millis(hour * 60 * MINUTE);
            assert_eq!(i64::from(office_hours(at, now, &zone).civil(&zone).hour()), expected);
        }
        assert_eq!(office_hours(now.plus_millis(-MINUTE), now, &zone), now.plus_millis(-MINUTE));
    }
}
