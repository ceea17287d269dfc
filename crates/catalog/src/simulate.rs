//! The simulator: people and commands against a service file, with no database (APPROVALS section 6).
//!
//! It is the approval engine with a small campus around it. A scenario names units, people, roles, groups and substitutes, what stands in the form,
//! and a list of commands; [`simulate()`] carries them out one after the other and reports what was seen after each. It serves three readers: whoever
//! writes a service file and wants to see it run, an administrator who asks who would decide for somebody, and the tests that tell stories.
//!
//! ```text
//! scenario.rs   the file: directory, form values, steps          directory.rs  who is named by a rule
//! line.rs       which arguments each command takes               world.rs      facts for the engine, the clock, the forms
//! run.rs        one step after the other                         report.rs     what was seen, as data and as text
//! ```
//!
//! Nothing here decides anything about approvals: every answer comes from `tongxing_workflow`.

mod command;
mod directory;
mod line;
mod report;
mod run;
mod scenario;
mod time;
mod world;

pub(crate) use directory::About;
pub use directory::{Directory, Person, RoleHeld, Substitute, Unit};
pub use report::{Applied, Outcome, Refused, Report, Seen, Step, Vote};
pub use scenario::Scenario;

use crate::Diagnostic;
use crate::load::{Findings, inspect_sketch};
use crate::service::Service;

/// A file and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name that messages show.
    pub name: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

/// Runs a scenario against a service file. `open` gives the text of further versions that the scenario names, relative to the scenario.
///
/// # Errors
/// What is wrong with the files, each with its line, column and what to write instead. A refused command is no error: it is in the report.
pub fn simulate(
    definition: Source<'_>,
    scenario: Source<'_>,
    open: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Report, Vec<Diagnostic>> {
    let mut versions = vec![service(definition)?];
    let mut findings = Findings::new(scenario.name, scenario.text);
    let read = scenario::read(scenario.text, &mut findings);
    let Some(read) = read else { return Err(findings.into_sorted()) };
    for (place, name) in read.versions() {
        match open(name) {
            Ok(text) => versions.push(service(Source { name, text: &text })?),
            Err(why) => {
                findings.add(
                    crate::diagnostic::Severity::Error,
                    place,
                    &format!("`{name}` cannot be read: {why}"),
                    "write the path of a service file, relative to this scenario",
                );
                return Err(findings.into_sorted());
            }
        }
    }
    scenario::check(&read, &versions, &mut findings);
    if findings.has_errors() {
        return Err(findings.into_sorted());
    }
    Ok(run::run(&read.scenario, versions))
}

fn service(source: Source<'_>) -> Result<Service, Vec<Diagnostic>> {
    let (service, remarks) = inspect_sketch(source.name, source.text);
    service.ok_or(remarks)
}
