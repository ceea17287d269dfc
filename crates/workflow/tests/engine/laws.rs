//! What must hold after every command, whatever it was.

use std::collections::BTreeSet;
use tongxing_workflow::{
    Definition, Facts, Instance, Operation, State, TaskState, VisitState, What, apply, count,
};

/// Checks every law of the engine on an instance and its log.
pub fn check(definition: &Definition, facts: &Facts, instance: &Instance, log: &[Operation]) {
    log_is_well_formed(log);
    tasks_fit_visits(instance, log);
    visits_are_sound(definition, instance);
    nothing_is_stuck(instance);
    duties_are_separate(definition, facts, instance);
}

/// The state is the fold of its log, also of a log that was written down and read again.
pub fn replay_equals_state(instance: &Instance, log: &[Operation]) {
    let written: Vec<String> = log.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
    let mut replayed = Instance::new();
    for line in written {
        apply(&mut replayed, &serde_json::from_str(&line).unwrap());
    }
    assert_eq!(replayed, *instance, "the state is the fold of the log");
    let snapshot = serde_json::to_string(instance).unwrap();
    assert_eq!(serde_json::from_str::<Instance>(&snapshot).unwrap(), *instance);
    assert_eq!(usize::try_from(instance.operations).unwrap(), log.len());
}

fn log_is_well_formed(log: &[Operation]) {
    let mut cause = None;
    // The rest was looked at after the commands before.
    for (place, operation) in log.iter().enumerate().skip(log.len().saturating_sub(50)) {
        assert_eq!(operation.number.0, place as u64 + 1, "numbers without gaps");
        if matches!(operation.what, What::Commanded { .. }) {
            cause = Some(operation.number);
        }
        assert_eq!(operation.cause, cause.unwrap_or(operation.cause), "a consequence names its command");
    }
}

fn tasks_fit_visits(instance: &Instance, log: &[Operation]) {
    for task in &instance.tasks {
        let visit = instance.visit(task.visit).expect("a task belongs to a visit");
        match task.state {
            TaskState::Open | TaskState::Waiting => {
                assert_eq!(visit.state, VisitState::Active, "{task:?} is undecided in {visit:?}");
                assert!(visit.is_current(), "{task:?} is undecided in {visit:?}");
            }
            TaskState::Closed(closed) => {
                let command = &log[usize::try_from(closed.mark.by.0).unwrap() - 1];
                assert!(matches!(command.what, What::Commanded { .. }), "{task:?} was closed by a command");
                assert!(!closed.reason.code().is_empty());
            }
        }
    }
    for visit in instance.visits.iter().filter(|visit| visit.state == VisitState::Active) {
        let mut holders = BTreeSet::new();
        for task in instance.tasks_of(visit.id).filter(|task| task.closed().is_none()) {
            assert!(holders.insert(&task.assignee), "{} holds two tasks of one visit", task.assignee);
        }
        assert!(
            instance.tasks_of(visit.id).any(tongxing_workflow::Task::is_open),
            "an active visit has an open task"
        );
    }
}

fn visits_are_sound(definition: &Definition, instance: &Instance) {
    for step in definition.steps() {
        let current: Vec<_> =
            instance.visits.iter().filter(|visit| visit.step == step.key && visit.is_current()).collect();
        assert!(current.len() <= 1, "{} is visited twice at a time: {current:?}", step.key);
        let rounds: Vec<u32> =
            instance.visits.iter().filter(|visit| visit.step == step.key).map(|visit| visit.round).collect();
        assert_eq!(rounds, (1..=u32::try_from(rounds.len()).unwrap()).collect::<Vec<_>>());
        if let [visit] = current[..] {
            let behind = |step: &&tongxing_workflow::Step| {
                instance.current(&step.key).is_some_and(|visit| visit.ended.is_some())
            };
            for before in definition.steps_before(&step.key) {
                assert!(behind(&before), "{} is entered before {} is over: {visit:?}", step.key, before.key);
            }
            let counted = count(definition, instance, visit.id).expect("a visit of the definition");
            assert!(visit.state == VisitState::Skipped || counted.voters >= 1);
            assert!(counted.approve + counted.against + counted.abstained <= counted.voters);
        }
        if instance.state == State::Approved {
            assert!(behind_all(instance, step), "approved without {}", step.key);
        }
    }
}

fn behind_all(instance: &Instance, step: &tongxing_workflow::Step) -> bool {
    instance
        .current(&step.key)
        .is_some_and(|visit| matches!(visit.state, VisitState::Passed | VisitState::Skipped))
}

fn nothing_is_stuck(instance: &Instance) {
    let open = instance.open_tasks().count();
    if instance.state == State::Running {
        assert!(open > 0, "a running application is held by somebody: {instance:#?}");
    } else {
        assert_eq!(open, 0, "nobody holds an application that is {}", instance.state.code());
        assert!(instance.visits.iter().all(|visit| visit.state != VisitState::Active));
    }
}

fn duties_are_separate(definition: &Definition, facts: &Facts, instance: &Instance) {
    for task in &instance.tasks {
        // What was decided in an earlier version of the service was decided by its rules.
        let Some(step) = definition.step(&instance.visit(task.visit).unwrap().step) else { continue };
        let of_this_version = instance.migrated.is_none_or(|migration| task.opened.by >= migration);
        if step.grants_access && (of_this_version || task.closed().is_none()) {
            assert!(!facts.is_party(&task.assignee), "{} decides on their own access", task.assignee);
        }
    }
}
