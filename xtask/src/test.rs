//! `cargo xtask test`: every ring in order, each with a heading and its time, and a table at the end.

mod report;
mod stage;

use crate::needs::{self, Need};
use crate::postgres::Cluster;
use crate::{axe, stopwatch, tree};
use report::{Outcome, Report};
use stage::Stage;
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Empty means all.
    only: Vec<Stage>,
    quick: bool,
}

impl Options {
    /// Reads the words after `cargo xtask test`.
    pub fn parse(words: &[&str]) -> Result<Self, String> {
        let mut options = Self { only: Vec::new(), quick: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--quick" => options.quick = true,
                "--only" => {
                    let name = words.next().ok_or("--only wants the name of a stage")?;
                    options.only.push(Stage::named(name)?);
                }
                other => return Err(format!("`{other}` is not an option of `cargo xtask test`")),
            }
        }
        Ok(options)
    }

    fn wants(&self, stage: Stage) -> bool {
        let chosen = self.only.is_empty() || self.only.contains(&stage);
        let named = self.only.contains(&stage);
        chosen && (named || !(self.quick && stage == Stage::Stories))
    }
}

/// What the stages share.
pub struct World {
    root: PathBuf,
    quick: bool,
    postgres: Option<Cluster>,
    axe: Option<PathBuf>,
    nextest: bool,
    closing_lines: Vec<String>,
}

/// Runs everything that was asked for; an error when anything failed.
pub fn run(options: &Options) -> Result<(), String> {
    let mut report = Report::new();
    let mut world = World {
        root: tree::root()?,
        quick: options.quick,
        postgres: None,
        axe: None,
        nextest: false,
        closing_lines: Vec::new(),
    };
    report.run("what the tests need", || prepare(&mut world, options));
    let ready = !report.has_failed();
    for stage in Stage::ALL {
        if !options.wants(*stage) {
            report.leave_out(stage.heading(), "not asked for");
        } else if !ready && stage.needs_more_than_cargo() {
            report.add(stage.heading(), Outcome::Failed("something it needs is missing".to_owned()), None);
        } else {
            report.run(stage.heading(), || stage.run(&mut world));
        }
    }
    if let Some(cluster) = world.postgres.take() {
        let ((), time) = stopwatch::timed(|| drop(cluster));
        println!("\nPostgreSQL stopped and removed in {}", stopwatch::words(time));
    }
    report.print(&world.closing_lines);
    if report.has_failed() { Err("cargo xtask test: something failed, see above".to_owned()) } else { Ok(()) }
}

fn prepare(world: &mut World, options: &Options) -> Result<(), String> {
    let mut wanted = Vec::new();
    if options.wants(Stage::Unit) {
        wanted.push(Need::Postgres);
    }
    if options.wants(Stage::Stories) {
        wanted.extend([Need::Chromium, Need::ChromeDriver, Need::ChineseFont, Need::Npm]);
    }
    needs::provide(&wanted)?;
    if options.wants(Stage::Unit) || options.wants(Stage::Stories) {
        world.nextest = stage::has_nextest(&world.root);
        println!("test runner: {}", if world.nextest { "cargo nextest" } else { "cargo test" });
    }
    if options.wants(Stage::Unit) {
        let cluster = Cluster::start()?;
        println!("PostgreSQL: {}", cluster.url());
        world.postgres = Some(cluster);
    }
    if options.wants(Stage::Stories) {
        let script = axe::provide(&world.root)?;
        println!("axe-core: {}", script.display());
        world.axe = Some(script);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_wanted_unless_someone_says_less() {
        let all = Options::parse(&[]).unwrap();
        assert!(Stage::ALL.iter().all(|stage| all.wants(*stage)));
        let quick = Options::parse(&["--quick"]).unwrap();
        assert!(!quick.wants(Stage::Stories) && quick.wants(Stage::Unit));
        let one = Options::parse(&["--only", "rules", "--only", "fmt"]).unwrap();
        assert!(one.wants(Stage::Rules) && one.wants(Stage::Format) && !one.wants(Stage::Clippy));
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(Options::parse(&["--only"]).is_err());
        assert!(Options::parse(&["--only", "units"]).unwrap_err().contains("unit"));
        assert!(Options::parse(&["--fast"]).is_err());
    }
}
