//! One step of the scenario after the other.

use tongxing_workflow::{ActorId, Command, CommandKey, Decision, State, offered, upcoming};

use super::command::{action, task_meant};
use super::directory::Substitute;
use super::line::{Line, Verb};
use super::report::{Outcome, Refused, Report, Seen, Step, written};
use super::scenario::{Changes, Scenario};
use super::time::When;
use super::world::{World, merged};
use crate::service::Service;

/// Between two steps that say nothing about time.
const A_MINUTE: i64 = 60_000;
/// The application of a scenario that speaks of only one.
const THE_ONE: &str = "1";

pub(super) fn run(scenario: &Scenario, services: Vec<Service>) -> Report {
    let mut world = World::new(scenario, services);
    let mut steps = Vec::new();
    for (index, line) in scenario.steps.iter().enumerate() {
        pass_time(&mut world, line, index);
        for application in meant(line) {
            steps.push(perform(&mut world, line, index + 1, application));
        }
    }
    Report::of(&world, steps)
}

fn pass_time(world: &mut World<'_>, line: &Line, index: usize) {
    let default = if index == 0 { 0 } else { A_MINUTE };
    let when = line.at.as_deref().and_then(When::parse).unwrap_or(When::Later(default));
    world.now = when.millis(world.now, &world.zone).unwrap_or(world.now).max(world.now);
}

/// The applications a step is about; none for what happens on the campus.
fn meant(line: &Line) -> Vec<Option<&str>> {
    if line.verb.is_about_campus() && line.application.is_none() {
        return vec![None];
    }
    match &line.applications {
        Some(several) => several.iter().map(|name| Some(name.as_str())).collect(),
        None => vec![Some(line.application.as_deref().unwrap_or(THE_ONE))],
    }
}

fn perform(world: &mut World<'_>, line: &Line, number: usize, application: Option<&str>) -> Step {
    let place = application.map(|name| world.application(name));
    let result = match place {
        Some(place) if !line.verb.is_about_campus() => on_application(world, line, number, place),
        _ => {
            on_campus(world, line);
            Ok(None)
        }
    };
    let outcome = match result {
        Ok(None) => Outcome::Accepted { operation: None },
        Ok(Some(Decision::Accepted(operations))) => {
            Outcome::Accepted { operation: operations.first().map(|operation| operation.number.0) }
        }
        Ok(Some(Decision::Answered { operation })) => Outcome::Answered { operation: operation.0 },
        Err(refusal) => Outcome::Refused { refusal },
    };
    let mut step = Step {
        number,
        at: written(world.now, &world.zone),
        at_ms: world.now,
        actor: line.actor.clone(),
        verb: line.verb.code().to_owned(),
        application: application.map(str::to_owned),
        as_expected: line.expect.as_deref().map(|expected| expected == outcome.word()),
        outcome,
        seen: place.and_then(|place| seen(world, place)),
        ahead: None,
        offered: None,
    };
    if let (Verb::Ask, Some(place)) = (line.verb, place) {
        answer(world, line, place, &mut step);
    }
    step
}

fn seen(world: &World<'_>, place: usize) -> Option<Seen> {
    let application = world.applications.get(place)?;
    Some(Seen::of(world.version_of(application)?, &application.instance))
}

/// Who would decide, and what could the actor do?
fn answer(world: &World<'_>, line: &Line, place: usize, step: &mut Step) {
    let Some(application) = world.applications.get(place) else { return };
    let Some(version) = world.version_of(application) else { return };
    let actor = ActorId::new(line.actor.as_deref().unwrap_or_default());
    match world.facts(application) {
        Ok(facts) => {
            step.ahead = Some(upcoming(&version.definition, &application.instance, &facts));
            step.offered =
                Some(offered(&version.definition, &application.instance, &facts, &actor, world.now));
        }
        Err(refusal) => step.outcome = Outcome::Refused { refusal },
    }
}

fn on_application(
    world: &mut World<'_>,
    line: &Line,
    number: usize,
    place: usize,
) -> Result<Option<Decision>, Refused> {
    let before = world.applications.get(place).map(|application| application.form.clone());
    edit(world, line, place)?;
    let application = world.applications.get(place).ok_or_else(Refused::broken)?;
    let Some(action) = action(line, &application.instance) else { return Ok(None) };
    let command = Command {
        actor: ActorId::new(line.actor.as_deref().unwrap_or_default()),
        key: CommandKey::new(line.key.clone().unwrap_or_else(|| format!("step {number}"))),
        at: world.now,
        action,
    };
    let sent = world.send(place, &command);
    // A refused command changes nothing: not the form either.
    if let (Err(_), Some(before), Some(application)) = (&sent, before, world.applications.get_mut(place)) {
        application.form = before;
    }
    sent.map(Some)
}

/// What the step does to the form: the initiator's while it is theirs, a holder's as far as the step lets them.
fn edit(world: &mut World<'_>, line: &Line, place: usize) -> Result<(), Refused> {
    let application = world.applications.get(place).ok_or_else(Refused::broken)?;
    let no_edits = serde_json::Map::new();
    let edits = line.form.as_ref().unwrap_or(&no_edits);
    let form = match line.verb {
        Verb::SaveDraft | Verb::Submit | Verb::Resubmit => {
            let theirs = matches!(application.instance.state, State::Draft | State::Returned(_));
            if !theirs {
                // The engine says so itself, or answers a key that it knows.
                if line.verb == Verb::SaveDraft {
                    let state = application.instance.state.code();
                    let why = format!("the application is {state}, so this cannot be done now");
                    return Err(Refused::new("wrong-state", why).with("state", state));
                }
                return Ok(());
            }
            if line.actor.as_ref() != Some(&world.scenario.initiator) {
                return Err(Refused::new("not-initiator", "only the initiator can do this"));
            }
            let form = merged(&application.form, edits);
            if line.verb == Verb::SaveDraft {
                form
            } else {
                world.check_form(world.version_of(application).ok_or_else(Refused::broken)?, &form)?
            }
        }
        Verb::Approve | Verb::Return if !edits.is_empty() => {
            let actor = line.actor.as_deref().unwrap_or_default();
            let task = application.instance.task(task_meant(line, &application.instance, actor));
            let visit = task.and_then(|task| application.instance.visit(task.visit));
            let step = visit.map(|visit| visit.step.to_string()).unwrap_or_default();
            world.edit_in_step(place, &step, edits)?
        }
        _ => return Ok(()),
    };
    if let Some(application) = world.applications.get_mut(place) {
        application.form = form;
    }
    Ok(())
}

/// What changes the campus and no application.
fn on_campus(world: &mut World<'_>, line: &Line) {
    let actor = line.actor.clone().unwrap_or_default();
    match line.verb {
        Verb::SetSubstitute => world.directory.substitutes.push(Substitute {
            person: actor,
            by: line.by.clone().unwrap_or_default(),
            from: line.from,
            until: line.until,
            services: line.services.clone().unwrap_or_default(),
        }),
        Verb::EndSubstitute => world.directory.substitutes.retain(|known| known.person != actor),
        Verb::ChangeDirectory => {
            let changes: Changes = line.changes.clone().unwrap_or_default();
            world.directory.units.extend(changes.units);
            world.directory.groups.extend(changes.groups);
            world.directory.substitutes.extend(changes.substitutes);
            for (name, person) in changes.people.iter() {
                world.directory.people.put(name, person.clone());
            }
        }
        _ => {}
    }
}
