//! Days and periods.

use jiff::civil::Date;
use serde_json::{Value, json};
use tongxing_domain::problem::Problem;
use tongxing_domain::text::compact;
use tongxing_domain::time::Period;

use super::{Normalised, part};
use crate::check::Context;
use crate::check::problem::FieldProblem;
use crate::form::{DateLimit, DateLimits, Field, PeriodLimits, SpanUnit};

pub(super) fn day(typed: &str, limits: &DateLimits, context: &Context<'_>) -> Result<String, Problem> {
    let day = read(typed)?;
    within(day, limits.earliest, limits.latest, context.today)?;
    Ok(day.to_string())
}

pub(super) fn period(
    field: &Field,
    value: &Value,
    limits: &PeriodLimits,
    context: &Context<'_>,
) -> Normalised {
    let mut problems = Vec::new();
    let mut read_part = |name: &str| {
        let typed = part(value, name);
        let unanswered = if name == "from" { "period-from-missing" } else { "period-until-missing" };
        let day = if typed.is_empty() { Err(Problem::new(unanswered)) } else { read(typed) };
        day.map_err(|problem| problems.push(FieldProblem::new(format!("{}.{name}", field.key), problem))).ok()
    };
    let (from, until) = (read_part("from"), read_part("until"));
    if let (Some(from), Some(until)) = (from, until) {
        let mut wrong = |name: &str, problem: Problem| {
            problems.push(FieldProblem::new(format!("{}.{name}", field.key), problem));
        };
        if let Err(problem) = within(from, limits.earliest, limits.latest, context.today) {
            wrong("from", problem);
        }
        if let Err(problem) = well_ended(from, until, limits, context) {
            wrong("until", problem);
        }
        if problems.is_empty() {
            return Ok(Some(json!({ "from": from.to_string(), "until": until.to_string() })));
        }
    }
    Err(problems)
}

fn well_ended(from: Date, until: Date, limits: &PeriodLimits, context: &Context<'_>) -> Result<(), Problem> {
    Period::from_days(from, until, context.zone)?;
    if until < context.today {
        return Err(Problem::new("period-over").with("today", context.today));
    }
    match limits.longest {
        // Twelve months from the 1st end on the last day of the twelfth: the first day counts.
        Some(longest) if until >= longest.after(from) => {
            let unit = match longest.unit {
                SpanUnit::Days => "day",
                SpanUnit::Weeks => "week",
                SpanUnit::Months => "month",
                SpanUnit::Years => "year",
            };
            Err(Problem::new("period-too-long").with("longest", longest.count).with("unit", unit))
        }
        _ => Ok(()),
    }
}

fn within(
    day: Date,
    earliest: Option<DateLimit>,
    latest: Option<DateLimit>,
    today: Date,
) -> Result<(), Problem> {
    if let Some(limit) = earliest.map(|limit| limit.day(today)).filter(|limit| day < *limit) {
        return Err(Problem::new("date-too-early").with("limit", limit));
    }
    if let Some(limit) = latest.map(|limit| limit.day(today)).filter(|limit| day > *limit) {
        return Err(Problem::new("date-too-late").with("limit", limit));
    }
    Ok(())
}

/// Reads a day as people write it: `2026-11-22`, `2026/11/22`, `2026.11.22`, `2026年11月22日`, `20261122`.
fn read(typed: &str) -> Result<Date, Problem> {
    let wrong = || Problem::new("date-format");
    let text = compact(typed);
    if text.len() > 40 {
        return Err(wrong());
    }
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let unknown = |c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号'));
    if text.contains(unknown) {
        return Err(wrong());
    }
    let (year, month, day) = match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [together] if together.len() == 8 => {
            let (year, rest) = together.split_at(4);
            let (month, day) = rest.split_at(2);
            (year, month, day)
        }
        _ => return Err(wrong()),
    };
    let day = Date::new(
        year.parse().map_err(|_| wrong())?,
        month.parse().map_err(|_| wrong())?,
        day.parse().map_err(|_| wrong())?,
    );
    day.map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in
            ["2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "20261122", " ２０２６-11-22 "]
        {
            assert_eq!(read(typed).map(|day| day.to_string()), Ok("2026-11-22".to_owned()), "{typed}");
        }
        for typed in
            ["26-11-22", "2026-02-30", "2026-13-01", "22.11.2026", "tomorrow", "2026-11", "2026-11-22T00:00"]
        {
            assert_eq!(read(typed), Err(Problem::new("date-format")), "{typed}");
        }
    }
}
