//! The scenario file: its types, and what is wrong with one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use serde::Deserialize;
use tongxing_domain::calendar::Days;

use super::directory::{Directory, Listed, Person, Substitute, Unit};
use super::line::{self, Line, Verb};
use super::time::When;
use crate::Values;
use crate::load::{Cursor, Findings, Node, Place, did_you_mean, read as read_file};
use crate::service::Service;

/// A scenario: a small campus, a form, and what people do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in one line.
    pub scenario: String,
    /// More about it, for readers.
    #[serde(default)]
    pub about: Option<String>,
    /// When the first step happens; 2026-11-23 09:00, a Monday, unless told.
    #[serde(default)]
    pub start: Option<String>,
    /// The campus's time zone; `Asia/Shanghai` unless told.
    #[serde(default)]
    pub zone: Option<String>,
    /// Further versions of the service, as files relative to the scenario: the file on the command line is version 1, the first of these version 2.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Units, people, groups, substitutes.
    #[serde(default)]
    pub directory: Directory,
    /// The university's own days: vacations under `rest`, days it works all the same under `work`. Weekends and public holidays are known.
    #[serde(default)]
    pub calendar: Days,
    /// Who files the application. Somebody who is not in the directory has no account.
    pub initiator: String,
    /// Whom it is about; the initiator when empty.
    #[serde(default)]
    pub applicants: Vec<String>,
    /// What stands in the form.
    #[serde(default)]
    pub form: Values,
    /// Is the form held against its rules when it is submitted? If not, any values will do.
    #[serde(default)]
    pub check_form: bool,
    /// What people do, in order.
    pub steps: Vec<Line>,
}

/// Changes of the campus while a scenario runs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Changes {
    /// Units that come or change.
    pub units: BTreeMap<String, Unit>,
    /// People who come or change: everything about them is said anew.
    pub people: Listed<Person>,
    /// Groups that come or change.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Who acts for whom from now on, in addition.
    pub substitutes: Vec<Substitute>,
}

/// A scenario and where everything stands in its file.
pub(super) struct Read {
    pub(super) scenario: Scenario,
    tree: Node,
}

impl Read {
    /// The further versions it names, and where.
    pub(super) fn versions(&self) -> Vec<(Place, &str)> {
        let at = Cursor::root(&self.tree).key("versions");
        let named = self.scenario.versions.iter().enumerate();
        named.map(|(index, name)| (at.index(index).place(), name.as_str())).collect()
    }
}

pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> Option<Read> {
    let (scenario, tree) = read_file::<Scenario>(text, findings)?;
    Some(Read { scenario, tree })
}

impl Scenario {
    pub(super) fn zone(&self) -> Option<TimeZone> {
        TimeZone::get(self.zone.as_deref().unwrap_or("Asia/Shanghai")).ok()
    }

    pub(super) fn start_ms(&self, zone: &TimeZone) -> Option<i64> {
        When::parse(self.start.as_deref().unwrap_or("2026-11-23 09:00"))?.millis(0, zone)
    }
}

/// Everything that is wrong with a scenario whose shape is right.
pub(super) fn check(read: &Read, versions: &[Service], findings: &mut Findings<'_>) {
    let at = Cursor::root(&read.tree);
    let scenario = &read.scenario;
    let mut check = Check {
        versions: versions.len(),
        people: everyone(scenario),
        steps: step_keys(versions),
        fields: field_keys(versions),
        findings,
    };
    if scenario.zone().is_none() {
        check.findings.error(
            &at.key("zone"),
            "no time zone has this name",
            "write a name such as `Asia/Shanghai`",
        );
    }
    let zone = scenario.zone().unwrap_or(TimeZone::UTC);
    if scenario.start_ms(&zone).is_none() {
        check.findings.error(
            &at.key("start"),
            "this is no point in time",
            "write for example `2026-11-23 09:00`",
        );
    }
    check.directory(&scenario.directory, &at.key("directory"));
    for field in scenario.form.keys() {
        check.field(field, &at.key("form").key(field));
    }
    let mut now = scenario.start_ms(&zone).unwrap_or(0);
    for (index, step) in scenario.steps.iter().enumerate() {
        let at = at.key("steps").index(index);
        check.line(step, &at);
        now = check.time(step, now, &zone, &at);
    }
    if scenario.steps.is_empty() {
        check.findings.error(&at.key("steps"), "nothing happens", "add `- { actor: …, do: submit }`");
    }
}

fn everyone(scenario: &Scenario) -> BTreeSet<String> {
    let mut people: BTreeSet<String> = scenario.directory.people.names().map(str::to_owned).collect();
    people.insert(scenario.initiator.clone());
    people.insert(line::SYSTEM.to_owned());
    people.extend(scenario.applicants.iter().cloned());
    for changes in scenario.steps.iter().filter_map(|step| step.changes.as_ref()) {
        people.extend(changes.people.names().map(str::to_owned));
    }
    people
}

fn step_keys(versions: &[Service]) -> BTreeSet<String> {
    versions.iter().flat_map(Service::steps).map(|step| step.key.clone()).collect()
}

fn field_keys(versions: &[Service]) -> BTreeSet<String> {
    versions.iter().flat_map(Service::fields).map(|field| field.key.clone()).collect()
}

/// The names that a scenario may use.
struct Check<'a, 'f> {
    versions: usize,
    people: BTreeSet<String>,
    steps: BTreeSet<String>,
    fields: BTreeSet<String>,
    findings: &'a mut Findings<'f>,
}

impl Check<'_, '_> {
    fn person(&mut self, name: &str, at: &Cursor<'_>) {
        if !self.people.contains(name) {
            let fix = did_you_mean(name, self.people.iter().map(String::as_str));
            self.findings.error(at, format!("nobody in the directory is called `{name}`"), fix);
        }
    }

    fn step(&mut self, key: &str, at: &Cursor<'_>) {
        if !self.steps.contains(key) {
            let fix = did_you_mean(key, self.steps.iter().map(String::as_str));
            self.findings.error(at, format!("the process has no step `{key}`"), fix);
        }
    }

    fn field(&mut self, key: &str, at: &Cursor<'_>) {
        if !self.fields.contains(key) {
            let fix = did_you_mean(key, self.fields.iter().map(String::as_str));
            self.findings.error(at, format!("the form has no field `{key}`"), fix);
        }
    }

    fn directory(&mut self, directory: &Directory, at: &Cursor<'_>) {
        let units: BTreeSet<&str> = directory.units.keys().map(String::as_str).collect();
        let unit = |name: Option<&String>, at: &Cursor<'_>, findings: &mut Findings<'_>| {
            if let Some(name) = name
                && name != "anywhere"
                && !units.contains(name.as_str())
            {
                let fix = did_you_mean(name, units.iter().copied());
                findings.error(at, format!("the directory has no unit `{name}`"), fix);
            }
        };
        for (name, described) in &directory.units {
            unit(described.parent.as_ref(), &at.key("units").key(name).key("parent"), self.findings);
        }
        for (name, person) in directory.people.iter() {
            let at = at.key("people").key(name);
            unit(person.unit.as_ref(), &at.key("unit"), self.findings);
            for (index, held) in person.roles.iter().enumerate() {
                unit(held.unit.as_ref(), &at.key("roles").index(index).key("unit"), self.findings);
            }
        }
        for (name, members) in &directory.groups {
            for (index, member) in members.iter().enumerate() {
                self.person(member, &at.key("groups").key(name).index(index));
            }
        }
        for (index, substitute) in directory.substitutes.iter().enumerate() {
            let at = at.key("substitutes").index(index);
            self.person(&substitute.person, &at.key("person"));
            self.person(&substitute.by, &at.key("by"));
        }
    }

    /// Are its arguments those of the command, and do its names exist?
    fn line(&mut self, line: &Line, at: &Cursor<'_>) {
        let arguments = line.verb.arguments();
        for written in line.written() {
            if !arguments.takes(written) {
                self.findings.error(
                    &at.key(written),
                    format!("`{}` takes no `{written}`", line.verb.code()),
                    arguments.described(),
                );
            }
        }
        for needed in arguments.needed() {
            if !line.written().contains(&needed) {
                self.findings.error(
                    &at.key("do"),
                    format!("`{}` needs `{needed}`", line.verb.code()),
                    format!("add `{needed}:`"),
                );
            }
        }
        for (name, at) in line.people(at) {
            self.person(name, &at);
        }
        for (key, at) in line.steps(at) {
            self.step(key, &at);
        }
        for field in line.form.iter().flat_map(serde_json::Map::keys) {
            self.field(field, &at.key("form").key(field));
        }
        if let Some(mistake) = line.mistake(self.versions) {
            self.findings.error(&at.key(mistake.0), mistake.1, mistake.2);
        }
    }

    fn time(&mut self, line: &Line, now: i64, zone: &TimeZone, at: &Cursor<'_>) -> i64 {
        let Some(written) = &line.at else { return now };
        let at = at.key("at");
        match When::parse(written).and_then(|when| when.millis(now, zone)) {
            Some(then) if then >= now => then,
            Some(_) => {
                self.findings.error(&at, "this is before the step above", "write a later time, or `+2h`");
                now
            }
            None => {
                self.findings.error(
                    &at,
                    format!("`{written}` is no point in time"),
                    "write for example `2026-11-23 09:00`, or `+2h` for two hours later",
                );
                now
            }
        }
    }
}

/// A line that only moves the clock or the campus belongs to no application.
impl Verb {
    pub(super) fn is_about_campus(self) -> bool {
        matches!(self, Self::Wait | Self::ChangeDirectory | Self::SetSubstitute | Self::EndSubstitute)
    }
}
