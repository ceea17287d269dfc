//! From a step of the scenario to a command of the engine.

use std::collections::BTreeMap;

use tongxing_workflow::{
    Action, ActorId, Forward, Instance, Mode, Placement, ReturnTo, StepKey, Task, TaskId,
};

use super::line::{Line, Names, Standing, Verb};

/// What the engine is asked to do; `None` for what is not the engine's.
pub(super) fn action(line: &Line, instance: &Instance) -> Option<Action> {
    let actor = line.actor.as_deref().unwrap_or_default();
    let task = task_meant(line, instance, actor);
    let reason = || line.reason.clone().unwrap_or_default();
    let opinion = || line.opinion.clone().unwrap_or_default();
    let to = || ActorId::new(line.to.as_ref().map_or("", Names::first));
    Some(match line.verb {
        Verb::Submit => Action::Submit(forward(line)),
        Verb::Resubmit => Action::Resubmit(forward(line)),
        Verb::Approve | Verb::BatchApprove => Action::Approve { task, forward: forward(line) },
        Verb::Reject | Verb::BatchReject => Action::Reject { task, reason: reason() },
        Verb::Abstain => Action::Abstain { task, opinion: opinion() },
        Verb::Opine => Action::Opine { task, agree: line.agree.unwrap_or_default(), opinion: opinion() },
        Verb::Return => Action::Return {
            task,
            to: target(line),
            reason: reason(),
            then: line.then,
            marked: line.marked.clone().unwrap_or_default(),
        },
        Verb::Withdraw => Action::Withdraw { task },
        Verb::Cancel => Action::Cancel { reason: reason() },
        Verb::AddSigners => Action::AddSigners {
            task,
            signers: actors(line.signers.as_ref()),
            placement: placement(line),
            reason: reason(),
        },
        Verb::RemoveSigner => Action::RemoveSigner { task, reason: reason() },
        Verb::Transfer => Action::Transfer { task, to: to(), reason: reason() },
        Verb::Delegate => Action::Delegate { task, to: to(), reason: reason() },
        Verb::Copy => Action::Copy { task, to: actors(line.to.as_ref()) },
        Verb::Urge => Action::Urge,
        Verb::Comment => Action::Comment {
            text: line.text.clone().unwrap_or_default(),
            attachments: line.attachments.clone().unwrap_or_default(),
        },
        Verb::Reassign => Action::Reassign { task, to: to(), reason: reason() },
        Verb::Terminate => Action::Terminate { reason: reason() },
        Verb::HandOver => Action::HandOver {
            from: ActorId::new(line.of.as_deref().unwrap_or_default()),
            to: to(),
            reason: reason(),
        },
        Verb::PauseClock => Action::PauseClock { reason: reason() },
        Verb::ResumeClock => Action::ResumeClock { reason: reason() },
        Verb::Migrate | Verb::PlanMigration => Action::Migrate {
            version: line.version.unwrap_or_default().to_string(),
            renamed: line
                .renamed
                .iter()
                .flatten()
                .map(|(old, new)| (StepKey::new(old), StepKey::new(new)))
                .collect(),
            missed: line.missed.unwrap_or_default(),
            reason: reason(),
        },
        Verb::SaveDraft
        | Verb::SetSubstitute
        | Verb::EndSubstitute
        | Verb::ChangeDirectory
        | Verb::Wait
        | Verb::Ask => return None,
    })
}

/// The task meant: the one that is named, else the one its holder can act on, else one that waits, else the latest.
/// The holder is `of:` where that is written, else the actor. Number 0, which no task has, when there is none.
pub(super) fn task_meant(line: &Line, instance: &Instance, actor: &str) -> TaskId {
    if let Some(number) = line.task {
        return TaskId(number);
    }
    let holder = ActorId::new(line.of.as_deref().unwrap_or(actor));
    let in_step = |task: &&Task| {
        let step = instance.visit(task.visit).map(|visit| visit.step.as_str());
        line.step.is_none() || step == line.step.as_deref()
    };
    let own: Vec<&Task> =
        instance.tasks.iter().filter(|task| task.assignee == holder).filter(in_step).collect();
    let decided = |task: &&&Task| task.closed().is_some_and(|closed| closed.reason.is_decision());
    let found = if line.verb == Verb::Withdraw {
        own.iter().filter(decided).max_by_key(|task| task.closed().map(|closed| closed.mark.by))
    } else {
        let open = own.iter().find(|task| task.is_open());
        open.or_else(|| own.iter().find(|task| task.closed().is_none())).or(own.last())
    };
    found.map_or(TaskId(0), |task| task.id)
}

fn forward(line: &Line) -> Forward {
    let choices: BTreeMap<StepKey, Vec<ActorId>> = line
        .choose
        .iter()
        .flatten()
        .map(|(step, people)| (StepKey::new(step), actors(Some(people))))
        .collect();
    Forward {
        opinion: line.opinion.clone().unwrap_or_default(),
        choices,
        channels: line.channels.clone().unwrap_or_default(),
    }
}

fn actors(names: Option<&Names>) -> Vec<ActorId> {
    names.map(|names| names.0.iter().map(ActorId::new).collect()).unwrap_or_default()
}

fn target(line: &Line) -> ReturnTo {
    match line.to.as_ref().map_or("", Names::first) {
        "initiator" => ReturnTo::Initiator,
        "previous" => ReturnTo::Previous,
        step => ReturnTo::Step(StepKey::new(step)),
    }
}

fn placement(line: &Line) -> Placement {
    let mode = line.mode.unwrap_or(Mode::All);
    match line.place {
        Some(Standing::After) => Placement::After(mode),
        Some(Standing::Parallel) => Placement::Parallel,
        Some(Standing::Before) | None => Placement::Before(mode),
    }
}
