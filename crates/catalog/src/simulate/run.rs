//! One step of the scenario after the other.

use tongxing_workflow::{
    Action, ActorId, Command, CommandKey, Decision, State, VisitState, offered, plan_migration, upcoming,
};

use super::command::{action, task_meant};
use super::directory::Substitute;
use super::line::{Line, SYSTEM, Verb};
use super::report::{Outcome, Refused, Report, Seen, Step, written};
use super::scenario::{Changes, Scenario};
use super::time::When;
use super::world::{World, merged};
use crate::service::Service;

/// Between two steps that say nothing about time.
const A_MINUTE: i64 = 60_000;
/// How often the clock may act between two steps.
const MOST_BY_ITSELF: usize = 1000;
/// The application of a scenario that speaks of only one.
const THE_ONE: &str = "1";

pub(super) fn run(scenario: &Scenario, services: Vec<Service>) -> Report {
    let mut world = World::new(scenario, services);
    let mut steps = Vec::new();
    for (index, line) in scenario.steps.iter().enumerate() {
        steps.extend(pass_time(&mut world, line, index));
        for application in meant(line) {
            steps.push(perform(&mut world, line, index + 1, application));
        }
    }
    Report::of(&world, steps)
}

/// Moves the clock; what becomes due meanwhile happens by itself.
fn pass_time(world: &mut World<'_>, line: &Line, index: usize) -> Vec<Step> {
    let default = if index == 0 { 0 } else { A_MINUTE };
    let when = line.at.as_deref().and_then(When::parse).unwrap_or(When::Later(default));
    let then = when.millis(world.now, &world.zone).unwrap_or(world.now).max(world.now);
    let mut seen = Vec::new();
    // Each due time fires once, so this ends; the limit is for a process that enters steps that are overdue at once.
    while let Some((at, place, action)) = next_due(world, then).filter(|_| seen.len() < MOST_BY_ITSELF) {
        world.now = world.now.max(at);
        seen.push(by_itself(world, place, action));
    }
    world.now = then;
    seen
}

/// The first due time that comes until then.
fn next_due(world: &World<'_>, then: i64) -> Option<(i64, usize, Action)> {
    let applications = world.applications.iter().enumerate();
    let running = applications.filter(|(_, application)| {
        application.instance.state == State::Running && application.instance.paused.is_none()
    });
    let visits = running
        .flat_map(|(place, application)| application.instance.visits.iter().map(move |visit| (place, visit)));
    let undecided = visits.filter(|(_, visit)| visit.state == VisitState::Active);
    let dues = undecided.filter_map(|(place, visit)| {
        let due = visit.due.filter(|due| due.expired.is_none())?;
        match due.time.soon.filter(|soon| due.reminded.is_none() && *soon < due.time.at) {
            Some(soon) => Some((soon, place, Action::DueSoon { visit: visit.id })),
            None => Some((due.time.at, place, Action::Overdue { visit: visit.id })),
        }
    });
    dues.filter(|(at, ..)| *at <= then).min_by_key(|(at, place, _)| (*at, *place))
}

/// What the system does when a due time comes.
fn by_itself(world: &mut World<'_>, place: usize, action: Action) -> Step {
    let (verb, key) = match &action {
        Action::DueSoon { visit } => ("due-soon", format!("due-soon {visit}")),
        Action::Overdue { visit } => ("overdue", format!("overdue {visit}")),
        _ => ("system", String::new()),
    };
    let actor = ActorId::system();
    let command = Command { actor, key: CommandKey::new(key), at: world.now, action };
    let outcome = outcome(world.send(place, &command).map(Some));
    let application = world.applications.get(place).map(|application| application.name.clone());
    Step {
        number: 0,
        at: written(world.now, &world.zone),
        at_ms: world.now,
        actor: Some(SYSTEM.to_owned()),
        verb: verb.to_owned(),
        application,
        outcome,
        as_expected: None,
        seen: seen(world, place),
        ahead: None,
        moves: None,
        offered: None,
    }
}

fn outcome(result: Result<Option<Decision>, Refused>) -> Outcome {
    match result {
        Ok(None) => Outcome::Accepted { operation: None },
        Ok(Some(Decision::Accepted(operations))) => {
            Outcome::Accepted { operation: operations.first().map(|operation| operation.number.0) }
        }
        Ok(Some(Decision::Answered { operation })) => Outcome::Answered { operation: operation.0 },
        Err(refusal) => Outcome::Refused { refusal },
    }
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
    let outcome = outcome(result);
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
        moves: None,
        offered: None,
    };
    if let (Verb::PlanMigration, Some(place)) = (line.verb, place) {
        plan(world, line, place, &mut step);
    }
    if let (Verb::Ask, Some(place)) = (line.verb, place) {
        answer(world, line, place, &mut step);
    }
    step
}

fn seen(world: &World<'_>, place: usize) -> Option<Seen> {
    let application = world.applications.get(place)?;
    Some(Seen::of(world.version_of(application)?, &application.instance, &world.zone))
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

/// What a migration would do.
fn plan(world: &World<'_>, line: &Line, place: usize, step: &mut Step) {
    let Some(application) = world.applications.get(place) else { return };
    let (Some(version), Some(action)) = (world.version_of(application), action(line, &application.instance))
    else {
        return;
    };
    let planned = world.facts_for(application, &action).and_then(|facts| {
        let actor = ActorId::new(line.actor.as_deref().unwrap_or_default());
        let command = Command { actor, key: CommandKey::new("plan"), at: world.now, action };
        plan_migration(&version.definition, &application.instance, &command, &facts)
            .map_err(|refusal| Refused::of(&refusal))
    });
    match planned {
        Ok(moves) => step.moves = Some(moves),
        Err(refusal) => step.outcome = Outcome::Refused { refusal },
    }
    step.as_expected = line.expect.as_deref().map(|expected| expected == step.outcome.word());
}

fn on_application(
    world: &mut World<'_>,
    line: &Line,
    number: usize,
    place: usize,
) -> Result<Option<Decision>, Refused> {
    let before = world.applications.get(place).map(|application| application.form.clone());
    if line.verb == Verb::PlanMigration {
        return Ok(None);
    }
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
