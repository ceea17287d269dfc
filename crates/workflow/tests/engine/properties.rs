//! Properties over random definitions, campuses and command sequences.
//!
//! 10,000 cases of the laws by default; `WORKFLOW_CASES=100000 cargo test -p tongxing-workflow --test engine properties` runs longer.

use crate::laws;
use crate::random::{ADMINISTRATORS, Moment, PEOPLE, command, definition, facts, moments};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use tongxing_workflow::{
    Action, ActorId, Asked, CODES, Command, CommandKey, Decision, Definition, Facts, Forward, Instance,
    Offer, Offered, OfferedTask, Operation, Refusal, ReturnTo, State, StepKey, Task, TaskId, VisitState, Way,
    What, apply, decide, entered_after, offered, upcoming,
};

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn every_law_holds_after_every_command(definition in definition(), moments in moments()) {
        prop_assert_eq!(definition.check(), Ok(()));
        Life::live(&definition, &moments);
    }
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn parallel_approvals_commute(definition in definition(), moments in moments(), campus in any::<u64>()) {
        let life = Life::unchecked(&definition, &moments);
        let definition = life.definition.clone();
        let facts = facts(&definition, campus);
        let open: Vec<&Task> = life.instance.open_tasks().filter(|task| !task.part.is_opinion()).collect();
        for (place, one) in open.iter().enumerate() {
            for other in open.iter().skip(place + 1).filter(|other| other.visit != one.visit) {
                let forwards = both(&definition, &life.instance, &facts, [one, other]);
                let backwards = both(&definition, &life.instance, &facts, [other, one]);
                if let (Ok(forwards), Ok(backwards)) = (forwards, backwards) {
                    prop_assert_eq!(Shape::of(&forwards), Shape::of(&backwards));
                }
            }
        }
    }

    #[test]
    fn a_decision_withdrawn_at_once_was_never_there(definition in definition(), moments in moments(), last in moments()) {
        let life = Life::unchecked(&definition, &moments);
        let definition = life.definition.clone();
        for moment in &last {
            let facts = Facts { edited: false, ..facts(&definition, moment.campus) };
            let decision = command(&definition, &life.instance, &facts, moment, 1_000);
            let Some(task) = decided_task(&decision.action) else { continue };
            let Ok(decided) = run(&definition, &life.instance, &facts, &decision) else { continue };
            if decided.state.is_finished() || decided.operations == life.instance.operations {
                continue;
            }
            let action = Action::Withdraw { task };
            let withdrawal = Command { key: CommandKey::new("back"), action, ..decision.clone() };
            let withdrawn = run(&definition, &decided, &facts, &withdrawal);
            let Ok(withdrawn) = withdrawn else { panic!("{withdrawn:?}\n{}", story(&decided)) };
            prop_assert_eq!(Undecided::of(&withdrawn), Undecided::of(&life.instance), "{:?}", decision);
        }
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn what_is_offered_is_accepted(definition in definition(), moments in moments(), campus in any::<u64>()) {
        let life = Life::unchecked(&definition, &moments);
        let definition = life.definition.clone();
        // The roster grows now and then, so that holders become parties.
        let mut facts = facts(&definition, campus);
        facts.applicants.extend((campus % 2 == 0).then(|| ActorId::new("ann")));
        let actors = PEOPLE.into_iter().chain(ADMINISTRATORS).map(ActorId::new);
        for actor in actors {
            let offer = offered(&definition, &life.instance, &facts, &actor, 1_000);
            for action in actions_of(&offer) {
                let command = Command { actor: actor.clone(), key: CommandKey::new("new"), at: 1_000, action };
                let refusal = decide(&definition, &life.instance, &command, &facts).err();
                // Whom the next step goes to is another question than what may be done here.
                let elsewhere = matches!(
                    refusal,
                    Some(Refusal::ChooseOperator { .. } | Refusal::NobodyToDecide { .. } | Refusal::NoStepApplies)
                );
                prop_assert!(refusal.is_none() || elsewhere, "{:?} {:?}", command, refusal);
            }
            if offer.withdraw.is_none() {
                for task in &life.instance.tasks {
                    let action = Action::Withdraw { task: task.id };
                    let command = Command { actor: actor.clone(), key: CommandKey::new("new"), at: 1_000, action };
                    prop_assert!(decide(&definition, &life.instance, &command, &facts).is_err());
                }
            }
        }
    }
}

/// Random testing proves nothing about what it never reaches: each operation, reason and refusal must occur in a fixed sample.
#[test]
fn the_sample_reaches_everything() {
    let mut runner = TestRunner::deterministic();
    let strategy = (definition(), moments());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for _ in 0..1_000 {
        let (definition, moments) = strategy.new_tree(&mut runner).unwrap().current();
        let life = Life::live(&definition, &moments);
        seen.extend(life.log.iter().map(|operation| name(&operation.what)));
        seen.extend(life.refusals.iter().map(|refusal| format!("refused {}", refusal.code())));
    }
    let happened: Vec<&String> = seen.iter().filter(|name| !name.starts_with("refused ")).collect();
    let happened = happened.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("\n");
    assert_eq!(happened, HAPPENS.trim());
    let unseen: Vec<&&str> = CODES.iter().filter(|code| !seen.contains(&format!("refused {code}"))).collect();
    // These need an empty text, nobody on duty, or much patience: stories tell them.
    let told = [
        "bad-renaming",
        "broken-definition",
        "decision-wanted",
        "nobody-named",
        "nobody-to-decide",
        "not-a-signer",
        "nothing-left",
        "opinion-missing",
        "reason-missing",
        "too-deep",
        "too-many-transfers",
    ];
    assert_eq!(unseen, told.iter().collect::<Vec<_>>());
}

/// What a sample of random lives contains, with the command's action or the reason for closing.
const HAPPENS: &str = "
approved
cancelled
clock-paused
clock-resumed
commanded abstain
commanded add-signers
commanded approve
commanded cancel
commanded comment
commanded copy
commanded delegate
commanded due-soon
commanded hand-over
commanded migrate
commanded opine
commanded overdue
commanded pause-clock
commanded reassign
commanded reject
commanded remove-signer
commanded resubmit
commanded resume-clock
commanded return
commanded submit
commanded terminate
commanded transfer
commanded urge
commanded withdraw
copied
due-expired
due-reminded
due-set
duplicate-passed
migrated
nobody-to-decide
operators-chosen
rejected
returned-to-initiator
returned-to-step
started
step-entered
step-passed
step-restored
step-skipped
step-stopped
step-superseded
task-closed abstained
task-closed agreed
task-closed application-cancelled
task-closed application-migrated
task-closed application-rejected
task-closed application-returned
task-closed application-terminated
task-closed approved
task-closed decided-by-others
task-closed decision-withdrawn
task-closed disagreed
task-closed passed-when-overdue
task-closed rejected
task-closed rejected-when-overdue
task-closed returned
task-closed signer-removed
task-handed-over
task-opened
task-reopened
task-resumed
task-suspended
task-touched
terminated
urged
way-taken
";

/// One application through a random life.
struct Life {
    /// The version it runs on.
    definition: Definition,
    instance: Instance,
    log: Vec<Operation>,
    refusals: Vec<Refusal>,
}

impl Life {
    /// Lets the moments happen one after the other and checks every law after each.
    fn live(definition: &Definition, moments: &[Moment]) -> Self {
        let mut life = Self::new(definition);
        for (at, moment) in moments.iter().enumerate() {
            let facts = facts(&life.definition, moment.campus);
            let before = life.instance.clone();
            life.experience(&facts, moment, at);
            laws::check(&life.definition, &facts, &life.instance, &life.log);
            if life.instance.operations == before.operations {
                assert_eq!(life.instance, before, "what was not accepted changed nothing");
            }
            upcoming(&life.definition, &life.instance, &facts);
            entered_after(&life.definition, &life.instance, &facts, None);
        }
        laws::replay_equals_state(&life.instance, &life.log);
        life
    }

    /// The same, where something else is to be shown.
    fn unchecked(definition: &Definition, moments: &[Moment]) -> Self {
        let mut life = Self::new(definition);
        for (at, moment) in moments.iter().enumerate() {
            let facts = facts(&life.definition, moment.campus);
            life.experience(&facts, moment, at);
        }
        life
    }

    fn new(definition: &Definition) -> Self {
        Self {
            definition: definition.clone(),
            instance: Instance::new(),
            log: Vec::new(),
            refusals: Vec::new(),
        }
    }

    fn experience(&mut self, facts: &Facts, moment: &Moment, at: usize) {
        let at = i64::try_from(at).unwrap();
        let command = command(&self.definition, &self.instance, facts, moment, at);
        self.try_out(facts, &command);
    }

    fn try_out(&mut self, facts: &Facts, command: &Command) {
        match decide(&self.definition, &self.instance, command, facts) {
            Ok(Decision::Accepted(operations)) => {
                for operation in &operations {
                    apply(&mut self.instance, operation);
                }
                let first = operations.first().unwrap().number;
                self.log.extend(operations);
                if let (Action::Migrate { .. }, Some(next)) = (&command.action, &facts.next) {
                    self.definition = next.clone();
                }
                let again = decide(&self.definition, &self.instance, command, facts);
                assert_eq!(again, Ok(Decision::Answered { operation: first }), "the first answer");
            }
            Ok(Decision::Answered { operation }) => {
                let first = &self.log[usize::try_from(operation.0).unwrap() - 1];
                assert!(matches!(&first.what, What::Commanded { action, .. } if *action == command.action));
            }
            Err(refusal) => {
                assert!(CODES.contains(&refusal.code()));
                self.refusals.push(refusal);
            }
        }
    }
}

/// Where an application stands, without the order in which it came there.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    state: State,
    visits: BTreeSet<(StepKey, String, u32)>,
    holders: BTreeSet<(StepKey, String, bool)>,
}

impl Shape {
    fn of(instance: &Instance) -> Self {
        let visits = instance.visits.iter().filter(|visit| visit.is_current());
        let step = |task: &Task| instance.visit(task.visit).unwrap().step.clone();
        let undecided = instance.tasks.iter().filter(|task| task.closed().is_none());
        Self {
            state: instance.state.clone(),
            visits: visits
                .map(|visit| (visit.step.clone(), format!("{:?}", visit.state), visit.round))
                .collect(),
            holders: undecided.map(|task| (step(task), task.assignee.to_string(), task.is_open())).collect(),
        }
    }
}

/// Who has what to do, by the very tasks and visits.
#[derive(Debug, PartialEq, Eq)]
struct Undecided {
    state: State,
    tasks: Vec<(TaskId, String, bool)>,
    visits: Vec<(StepKey, VisitState, u32)>,
}

impl Undecided {
    fn of(instance: &Instance) -> Self {
        let tasks = instance.tasks.iter().filter(|task| task.closed().is_none());
        let visits = instance.visits.iter().filter(|visit| visit.is_current());
        Self {
            state: instance.state.clone(),
            tasks: tasks.map(|task| (task.id, task.assignee.to_string(), task.is_open())).collect(),
            visits: visits.map(|visit| (visit.step.clone(), visit.state, visit.round)).collect(),
        }
    }
}

/// A command for every button.
fn actions_of(offer: &Offered) -> Vec<Action> {
    let mut actions = Vec::new();
    actions.extend(offer.withdraw.map(|task| Action::Withdraw { task }));
    actions.extend(offer.submit.then(|| Action::Submit(Forward::default())));
    actions.extend(offer.resubmit.then(|| Action::Resubmit(Forward::default())));
    actions.extend(offer.cancel.then(|| Action::Cancel { reason: String::new() }));
    actions.extend(offer.urge_from.filter(|from| *from <= 1_000).map(|_| Action::Urge));
    actions.extend(offer.comment.then(|| Action::Comment { text: text(), attachments: Vec::new() }));
    actions.extend(offer.administer.then(|| Action::Terminate { reason: text() }));
    let removals = offer.remove_signers.iter();
    actions.extend(removals.map(|task| Action::RemoveSigner { task: *task, reason: String::new() }));
    actions.extend(offer.tasks.iter().flat_map(actions_of_task));
    actions
}

fn actions_of_task(offer: &OfferedTask) -> Vec<Action> {
    let task = offer.task;
    let mut actions = match offer.asked {
        Asked::Opinion => vec![Action::Opine { task, agree: true, opinion: text() }],
        Asked::Decision { .. } => {
            vec![Action::Approve { task, forward: Forward { opinion: text(), ..Forward::default() } }]
        }
        Asked::Nothing => Vec::new(),
    };
    let back = |to, then| Action::Return { task, to, reason: text(), then, marked: Vec::new() };
    actions.extend(offer.return_to.iter().map(|step| back(ReturnTo::Step(step.clone()), None)));
    actions.extend(offer.return_to_previous.then(|| back(ReturnTo::Previous, None)));
    for kind in &offer.offers {
        match kind {
            Offer::Reject => actions.push(Action::Reject { task, reason: text() }),
            Offer::Abstain => actions.push(Action::Abstain { task, opinion: String::new() }),
            Offer::ReturnToInitiator => {
                actions.push(back(ReturnTo::Initiator, offer.choose_way.then_some(Way::StraightBack)));
            }
            Offer::Copy => actions.push(Action::Copy { task, to: vec![ActorId::new("xia")] }),
            // Whether these work depends on whom they name.
            Offer::ReturnToStep | Offer::AddSigners | Offer::Transfer | Offer::Delegate => {}
        }
    }
    actions
}

fn text() -> String {
    "because".to_owned()
}

fn both(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    tasks: [&Task; 2],
) -> Result<Instance, Refusal> {
    let mut instance = instance.clone();
    for task in tasks {
        let action = Action::Approve { task: task.id, forward: Forward::default() };
        let key = CommandKey::new(format!("both {}", task.id));
        instance = run(
            definition,
            &instance,
            facts,
            &Command { actor: task.assignee.clone(), key, at: 1_000, action },
        )?;
    }
    Ok(instance)
}

fn run(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    command: &Command,
) -> Result<Instance, Refusal> {
    let mut instance = instance.clone();
    for operation in decide(definition, &instance.clone(), command, facts)?.operations() {
        apply(&mut instance, operation);
    }
    Ok(instance)
}

fn story(instance: &Instance) -> String {
    let task = |task: &Task| {
        let step = &instance.visit(task.visit).unwrap().step;
        format!(
            "{} {step} {} {:?} under {:?}: {:?}",
            task.id, task.assignee, task.part, task.under, task.state
        )
    };
    instance.tasks.iter().map(task).collect::<Vec<_>>().join("\n")
}

fn decided_task(action: &Action) -> Option<TaskId> {
    match action {
        Action::Approve { task, .. }
        | Action::Reject { task, .. }
        | Action::Abstain { task, .. }
        | Action::Opine { task, .. }
        | Action::Return { task, .. } => Some(*task),
        _ => None,
    }
}

fn name(what: &What) -> String {
    let value = serde_json::to_value(what).unwrap();
    let name = value["what"].as_str().unwrap().to_owned();
    match value["action"]["do"].as_str().or(value["reason"].as_str()) {
        Some(detail) => format!("{name} {detail}"),
        None => name,
    }
}

fn config(by_default: u32) -> ProptestConfig {
    let cases = std::env::var("WORKFLOW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(by_default);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
