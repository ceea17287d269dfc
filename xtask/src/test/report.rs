//! What ran, how it went, how long it took.

use crate::stopwatch;
use std::time::Duration;

/// How a stage ended.
pub enum Outcome {
    /// As it should.
    Passed,
    /// With the reason.
    Failed(String),
    /// With the reason; never silently.
    LeftOut(&'static str),
}

/// The table at the end, growing.
pub struct Report {
    rows: Vec<(&'static str, Outcome, Option<Duration>)>,
}

impl Report {
    /// An empty one.
    pub fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// Runs a stage under its heading and notes how it went.
    pub fn run(&mut self, heading: &'static str, work: impl FnOnce() -> Result<(), String>) {
        println!("\n━━ {heading} ━━");
        let (result, time) = stopwatch::timed(work);
        let outcome = match result {
            Ok(()) => Outcome::Passed,
            Err(message) => {
                println!("{message}");
                Outcome::Failed(message)
            }
        };
        println!("── {heading}: {} ──", stopwatch::words(time));
        self.add(heading, outcome, Some(time));
    }

    /// Notes a stage that was not run.
    pub fn leave_out(&mut self, heading: &'static str, because: &'static str) {
        self.add(heading, Outcome::LeftOut(because), None);
    }

    /// Notes how a stage went.
    pub fn add(&mut self, heading: &'static str, outcome: Outcome, time: Option<Duration>) {
        self.rows.push((heading, outcome, time));
    }

    /// Has anything failed so far?
    pub fn has_failed(&self) -> bool {
        self.rows.iter().any(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_)))
    }

    /// Prints the table, and once more what the test runners closed with.
    pub fn print(&self, closing_lines: &[String]) {
        println!("\n━━ times ━━");
        for row in self.table() {
            println!("{row}");
        }
        if !closing_lines.is_empty() {
            println!();
        }
        for line in closing_lines {
            println!("{line}");
        }
    }

    fn table(&self) -> Vec<String> {
        let total: Duration = self.rows.iter().filter_map(|(_, _, time)| *time).sum();
        let rows = self.rows.iter().map(|(heading, outcome, time)| {
            let took = time.map_or_else(|| "–".to_owned(), stopwatch::words);
            let ended = match outcome {
                Outcome::Passed => "ok".to_owned(),
                Outcome::Failed(reason) => format!("FAILED  {}", reason.lines().next().unwrap_or_default()),
                Outcome::LeftOut(because) => format!("left out ({because})"),
            };
            format!("{heading:<24}{took:>14}  {ended}")
        });
        rows.chain([format!("{:<24}{:>14}", "together", stopwatch::words(total))]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_passed_failed_and_was_left_out() {
        let mut report = Report::new();
        report.add("rustfmt", Outcome::Passed, Some(Duration::from_millis(400)));
        report.add(
            "clippy",
            Outcome::Failed("cargo clippy ended with 101\nmore".to_owned()),
            Some(Duration::from_secs(61)),
        );
        report.leave_out("stories", "not asked for");
        assert!(report.has_failed());
        assert_eq!(
            report.table(),
            [
                "rustfmt                          0.4 s  ok",
                "clippy                      1 min 01 s  FAILED  cargo clippy ended with 101",
                "stories                              –  left out (not asked for)",
                "together                    1 min 01 s",
            ]
        );
    }
}
