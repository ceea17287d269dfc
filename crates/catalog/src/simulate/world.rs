//! The campus while a scenario runs: the clock, the directory, the applications with their forms. It gathers the facts that the engine asks for.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use tongxing_domain::calendar::Calendar;
use tongxing_domain::time::Timestamp;
use tongxing_workflow::{
    Action, ActorId, Command, Decision, Definition, DueTime, Facts, Instance, Operation, State, StepFacts,
    StepKey, apply, decide,
};

use super::directory::{About, Directory};
use super::report::Refused;
use super::scenario::Scenario;
use crate::Values;
use crate::check::Context;
use crate::expression::{Party, Scope};
use crate::process::{AddedSigners, Due, Permission};
use crate::service::Service;

/// One revision of the service, and its process as the engine takes it.
pub(super) struct Version {
    pub(super) service: Service,
    pub(super) definition: Definition,
}

/// One application of the scenario.
pub(super) struct Application {
    pub(super) name: String,
    /// Which version it runs on, from 0.
    pub(super) version: usize,
    pub(super) form: Values,
    /// The form as it was when the application came back to its initiator.
    pub(super) form_at_return: Option<Values>,
    pub(super) instance: Instance,
    pub(super) log: Vec<Operation>,
}

pub(super) struct World<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) versions: Vec<Version>,
    pub(super) directory: Directory,
    pub(super) calendar: Calendar,
    pub(super) zone: TimeZone,
    pub(super) now: i64,
    pub(super) applications: Vec<Application>,
}

impl<'a> World<'a> {
    pub(super) fn new(scenario: &'a Scenario, services: Vec<Service>) -> Self {
        let zone = scenario.zone().unwrap_or(TimeZone::UTC);
        let versions = services.into_iter().map(|service| {
            let definition = service.definition();
            Version { service, definition }
        });
        Self {
            scenario,
            versions: versions.collect(),
            directory: scenario.directory.clone(),
            calendar: campus_calendar(scenario),
            now: scenario.start_ms(&zone).unwrap_or(0),
            zone,
            applications: Vec::new(),
        }
    }

    /// The application of this name; a new name is a new draft of the first version.
    pub(super) fn application(&mut self, name: &str) -> usize {
        if let Some(place) = self.applications.iter().position(|known| known.name == name) {
            return place;
        }
        self.applications.push(Application {
            name: name.to_owned(),
            version: 0,
            form: self.scenario.form.clone(),
            form_at_return: None,
            instance: Instance::new(),
            log: Vec::new(),
        });
        self.applications.len() - 1
    }

    pub(super) fn today(&self) -> Date {
        jiff::Timestamp::from_millisecond(self.now)
            .map_or(Date::ZERO, |now| self.zone.to_datetime(now).date())
    }

    pub(super) fn version_of(&self, application: &Application) -> Option<&Version> {
        self.versions.get(application.version)
    }

    /// What the engine must know about the campus to decide something on this application.
    pub(super) fn facts(&self, application: &Application) -> Result<Facts, Refused> {
        let version = self.version_of(application).ok_or_else(Refused::broken)?;
        let mut facts = Facts::new(ActorId::new(&self.scenario.initiator));
        if !self.scenario.applicants.is_empty() {
            facts.applicants = self.scenario.applicants.iter().map(ActorId::new).collect();
        }
        self.add_steps(&mut facts, version, application)?;
        facts.process_administrators =
            self.process_administrators(version, application).into_iter().map(ActorId::new).collect();
        facts.active = self.directory.active().map(ActorId::new).collect();
        let substitutes = self.directory.substitutes_on(self.today(), &version.service.key);
        facts.substitutes =
            substitutes.into_iter().map(|(away, by)| (ActorId::new(away), ActorId::new(by))).collect();
        self.add_due_times(&mut facts, version, application);
        if let Some(before) = &application.form_at_return {
            let edited = changed(before, &application.form);
            facts.edited = !edited.is_empty();
            let material = |key: &String| version.service.field(key).is_some_and(|field| field.material);
            facts.material_edits = edited.into_iter().filter(material).collect();
        }
        Ok(facts)
    }

    fn add_steps(
        &self,
        facts: &mut Facts,
        version: &Version,
        application: &Application,
    ) -> Result<(), Refused> {
        let form = with_nulls(&version.service, &application.form);
        let initiator = self.party(&self.scenario.initiator);
        let applicant = self.scenario.applicants.first().unwrap_or(&self.scenario.initiator);
        let scope = Scope::new(&form, &initiator, &self.party(applicant), self.today());
        let conditions = version.service.conditions(&scope).map_err(|failure| {
            Refused::new("condition-failed", failure.to_string()).with("message", failure.message)
        })?;
        let about = About { initiator: &self.scenario.initiator, form: &application.form };
        for step in version.service.steps() {
            let named = self.directory.named_by(&step.by, &about);
            let signers = match step.added_signers {
                AddedSigners::Anyone => None,
                AddedSigners::OwnUnits => {
                    let holders = holders(&application.instance, &step.key);
                    let deciding = if holders.is_empty() { &named } else { &holders };
                    let colleagues = self.directory.colleagues_of(deciding);
                    Some(colleagues.into_iter().map(ActorId::new).collect::<BTreeSet<_>>())
                }
            };
            let mut of_step = StepFacts::by(named.into_iter().map(ActorId::new).collect());
            of_step.signers = signers;
            of_step.copies =
                self.directory.named_by(&step.copy_to, &about).into_iter().map(ActorId::new).collect();
            let key = StepKey::new(&step.key);
            of_step.due = step.due.and_then(|due| self.due_time(due));
            of_step.applies = conditions.get(&key).copied().unwrap_or(true);
            facts.steps.insert(key, of_step);
        }
        Ok(())
    }

    /// When a step that is entered now is due.
    fn due_time(&self, due: Due) -> Option<DueTime> {
        let now = Timestamp::from_millis(self.now);
        Some(self.with_reminder(due, self.calendar.due(now, due.working_days, &self.zone)?))
    }

    fn with_reminder(&self, due: Due, at: Timestamp) -> DueTime {
        let wanted = Some(due.remind_before).filter(|days| *days > 0);
        let soon = wanted.and_then(|days| self.calendar.reminder(at, days, &self.zone));
        DueTime { soon: soon.map(Timestamp::millis), at: at.millis() }
    }

    /// Who stands above those who hold tasks, and when visits are due whose clock stood still.
    fn add_due_times(&self, facts: &mut Facts, version: &Version, application: &Application) {
        for task in application.instance.open_tasks() {
            let superiors = self.directory.superiors_of(task.assignee.as_str());
            facts.superiors.insert(task.assignee.clone(), superiors.into_iter().map(ActorId::new).collect());
        }
        let Some(paused) = application.instance.paused else { return };
        let (paused, now) = (Timestamp::from_millis(paused.at), Timestamp::from_millis(self.now));
        let later = |due: i64| {
            let due = Timestamp::from_millis(due);
            // What had come before the pause has come.
            if due <= paused {
                return Some(due);
            }
            self.calendar.due_after_pause(due, paused, now, &self.zone)
        };
        for visit in &application.instance.visits {
            let rule = version.service.step(visit.step.as_str()).and_then(|step| step.due);
            if let (Some(due), Some(rule)) = (visit.due, rule)
                && let Some(at) = later(due.time.at)
            {
                facts.resumed.insert(visit.id, self.with_reminder(rule, at));
            }
        }
    }

    /// The facts about an application that goes to another version: of that version's steps.
    pub(super) fn facts_for(&self, application: &Application, action: &Action) -> Result<Facts, Refused> {
        let Action::Migrate { version, .. } = action else { return self.facts(application) };
        let place = version.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let next = place.and_then(|place| self.versions.get(place)).ok_or_else(Refused::broken)?;
        let mut facts = self.facts(application)?;
        self.add_steps(&mut facts, next, application)?;
        facts.next = Some(next.definition.clone());
        Ok(facts)
    }

    fn process_administrators(&self, version: &Version, application: &Application) -> Vec<String> {
        let about = About { initiator: &self.scenario.initiator, form: &application.form };
        let named = self.directory.named_by(&version.service.process.administrators, &about);
        if named.is_empty() { self.directory.process_administrators() } else { named }
    }

    fn party(&self, name: &str) -> Party {
        let Some(person) = self.directory.people.get(name) else { return Party::default() };
        Party {
            unit: person.unit.clone(),
            roles: person.roles.iter().map(|held| held.role.as_str().to_owned()).collect(),
            staff: true,
        }
    }

    /// One command to the engine. What it answers is applied and kept.
    pub(super) fn send(&mut self, place: usize, command: &Command) -> Result<Decision, Refused> {
        let application = self.applications.get(place).ok_or_else(Refused::broken)?;
        let facts = self.facts_for(application, &command.action)?;
        let version = self.version_of(application).ok_or_else(Refused::broken)?;
        let decision = decide(&version.definition, &application.instance, command, &facts)
            .map_err(|refusal| Refused::of(&refusal))?;
        let was_returned = matches!(application.instance.state, State::Returned(_));
        let Some(application) = self.applications.get_mut(place) else { return Err(Refused::broken()) };
        if let (Action::Migrate { version, .. }, false) = (&command.action, decision.operations().is_empty())
        {
            let number: usize = version.parse().unwrap_or(1);
            application.version = number.saturating_sub(1);
        }
        for operation in decision.operations() {
            apply(&mut application.instance, operation);
            application.log.push(operation.clone());
        }
        let returned = matches!(application.instance.state, State::Returned(_));
        if returned && !was_returned {
            application.form_at_return = Some(application.form.clone());
        } else if !returned {
            application.form_at_return = None;
        }
        Ok(decision)
    }

    /// Changes answers of the form, if all of these may be changed by the holder of a task in this step.
    pub(super) fn edit_in_step(&self, place: usize, step: &str, edits: &Values) -> Result<Values, Refused> {
        let application = self.applications.get(place).ok_or_else(Refused::broken)?;
        let version = self.version_of(application).ok_or_else(Refused::broken)?;
        let fields = version.service.step(step).map(|step| &step.fields);
        for key in edits.keys() {
            if fields.is_none_or(|fields| fields.of(key) != Permission::Edit) {
                let why = format!("step {step} does not let the field {key} be edited");
                return Err(Refused::new("field-not-editable", why)
                    .with("step", step)
                    .with("field", key.clone()));
            }
        }
        Ok(merged(&application.form, edits))
    }

    /// Is the form right, as the person who hands it in would be asked?
    pub(super) fn check_form(&self, version: &Version, form: &Values) -> Result<Values, Refused> {
        if !self.scenario.check_form {
            return Ok(form.clone());
        }
        let units = |unit: &str| self.directory.units.contains_key(unit);
        let initiator = self.party(&self.scenario.initiator);
        let context = Context {
            today: self.today(),
            zone: &self.zone,
            initiator: &initiator,
            applicant: &initiator,
            accepts_unit: &units,
            owns_file: &|_| true,
        };
        let checked = version.service.check_all(form, &context);
        let checked = checked.map_err(|failure| Refused::new("form-invalid", failure.to_string()))?;
        if checked.is_valid() {
            return Ok(checked.values);
        }
        let problems: Vec<String> = checked
            .problems
            .iter()
            .map(|problem| format!("{} {}", problem.path, problem.problem.code))
            .collect();
        let problems = problems.join(", ");
        Err(Refused::new("form-invalid", format!("the form is not right: {problems}"))
            .with("problems", problems))
    }
}

/// Who holds the step's own tasks now.
fn holders(instance: &Instance, step: &str) -> Vec<String> {
    let visit = instance.current(&StepKey::new(step)).map(|visit| visit.id);
    let own =
        visit.into_iter().flat_map(|visit| instance.tasks_of(visit)).filter(|task| task.under.is_none());
    own.map(|task| task.assignee.to_string()).collect()
}

fn campus_calendar(scenario: &Scenario) -> Calendar {
    let mut calendar = Calendar::china();
    calendar.add_own(&scenario.calendar);
    calendar
}

/// These answers in the place of those.
pub(super) fn merged(form: &Values, edits: &Values) -> Values {
    let mut form = form.clone();
    for (key, value) in edits {
        form.insert(key.clone(), value.clone());
    }
    form
}

/// A condition may read a field that was never answered: it is there, and empty.
fn with_nulls(service: &Service, form: &Values) -> Values {
    let mut form = form.clone();
    for field in service.fields() {
        form.entry(field.key.clone()).or_insert(Value::Null);
    }
    form
}

fn changed(before: &Values, after: &Values) -> Vec<String> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs =
        |key: &&String| before.get(*key).unwrap_or(&Value::Null) != after.get(*key).unwrap_or(&Value::Null);
    keys.into_iter().filter(differs).cloned().collect()
}
