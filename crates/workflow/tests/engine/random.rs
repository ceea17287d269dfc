//! Random definitions, campuses and commands. Commands are drawn as numbers and made sense of against the instance they meet, so that most of them
//! are worth trying and a shrunk case stays meaningful.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tongxing_workflow::{
    Action, ActorId, Block, Chooser, Command, CommandKey, Definition, DueTime, Facts, Forward, Instance,
    Missed, Mode, Offer, Overdue, Placement, Policy, ResubmitRule, ReturnTo, State, Step, StepFacts, StepKey,
    Task, TaskId, VisitId, VisitState, Way,
};

pub const PEOPLE: [&str; 9] = ["ann", "bob", "cai", "dou", "eva", "fan", "gao", "hao", "ini"];
pub const INITIATOR: &str = "ini";
pub const ADMINISTRATORS: [&str; 2] = ["adm", "boss"];

pub fn person(number: u8) -> ActorId {
    ActorId::new(PEOPLE[usize::from(number) % PEOPLE.len()])
}

/// Any well-formed definition of up to three levels.
pub fn definition() -> impl Strategy<Value = Definition> {
    let leaf = step().prop_map(Block::Step);
    let block = leaf.prop_recursive(2, 12, 3, |inner| {
        let branch = prop::collection::vec(inner, 1..3);
        prop::collection::vec(branch, 2..4).prop_map(Block::Parallel)
    });
    let rule = prop_oneof![
        Just(ResubmitRule::StepByStep),
        Just(ResubmitRule::StraightBack),
        Just(ResubmitRule::ReturnerChooses)
    ];
    (prop::collection::vec(block, 1..5), rule, any::<bool>()).prop_map(|(mut blocks, resubmit, pass)| {
        name_steps(&mut blocks, &mut 0);
        Definition { resubmit, pass_duplicates: pass, urge_interval_ms: 10, ..Definition::new(blocks) }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let policy = prop_oneof![
        Just(Policy::One),
        Just(Policy::Any),
        Just(Policy::All),
        Just(Policy::InOrder),
        (1_u32..=100).prop_map(Policy::Ratio)
    ];
    (policy, any::<u16>()).prop_map(|(policy, bits)| {
        let mut step = Step::new("", policy);
        step.choose = bits & 0b1 != 0;
        step.grants_access = bits & 0b10 != 0;
        step.signer_veto = bits & 0b1100 == 0b1100;
        step.overdue = match (bits >> 4) % 4 {
            0 => Overdue::Remind,
            1 => Overdue::Escalate,
            _ if step.grants_access => Overdue::Escalate,
            2 => Overdue::Approve,
            _ => Overdue::Reject,
        };
        step.chosen_by = match (bits >> 8) % 16 {
            0 => Some(Chooser::Initiator),
            1 => Some(Chooser::PreviousOperator),
            _ => None,
        };
        step.offers = BTreeSet::from([
            Offer::Reject,
            Offer::ReturnToStep,
            Offer::ReturnToInitiator,
            Offer::AddSigners,
            Offer::Transfer,
            Offer::Delegate,
            Offer::Copy,
        ]);
        if matches!(policy, Policy::Ratio(_)) {
            step.offers.insert(Offer::Abstain);
        }
        step
    })
}

fn name_steps(blocks: &mut [Block], next: &mut u32) {
    for block in blocks {
        match block {
            Block::Step(step) => {
                step.key = StepKey::new(format!("s{next}"));
                *next += 1;
            }
            Block::Parallel(branches) => branches.iter_mut().for_each(|branch| name_steps(branch, next)),
        }
    }
}

/// What is drawn for one moment: a campus and a command.
#[derive(Debug, Clone)]
pub struct Moment {
    pub campus: u64,
    pub what: u8,
    pub who: u8,
    pub which: u8,
    pub whom: u8,
    pub key: u8,
}

pub fn moments() -> impl Strategy<Value = Vec<Moment>> {
    let moment = (any::<u64>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>())
        .prop_map(|(campus, what, who, which, whom, key)| Moment { campus, what, who, which, whom, key });
    prop::collection::vec(moment, 1..40)
}

/// The campus at one moment: conditions, candidates and substitutes come and go; the initiator stays.
pub fn facts(definition: &Definition, seed: u64) -> Facts {
    let mut dice = Dice(seed);
    let mut facts = Facts::new(ActorId::new(INITIATOR));
    facts.process_administrators = ADMINISTRATORS.map(ActorId::new).to_vec();
    facts.active = PEOPLE.iter().filter(|_| !dice.one_in(8)).map(|name| ActorId::new(*name)).collect();
    facts.next = dice.one_in(2).then(|| another(definition, &mut dice));
    let next_steps = facts.next.iter().flat_map(Definition::steps).cloned().collect::<Vec<_>>();
    for step in definition.steps().into_iter().chain(&next_steps) {
        let number = 1 + dice.below(4) - u8::from(dice.one_in(8));
        let mut candidates: Vec<ActorId> = Vec::new();
        for _ in 0..number {
            let candidate = person(dice.below(9));
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
        let mut step_facts = StepFacts::by(candidates);
        step_facts.applies = !dice.one_in(6);
        let at = i64::from(dice.below(30));
        step_facts.due = (!dice.one_in(4)).then(|| DueTime { soon: (at > 8).then_some(at - 8), at });
        facts.steps.insert(step.key.clone(), step_facts);
    }
    for _ in 0..dice.below(3) {
        facts.substitutes.insert(person(dice.below(9)), person(dice.below(9)));
    }
    for visit in 1..=dice.below(8) {
        facts.resumed.insert(VisitId(visit.into()), DueTime { soon: None, at: dice.below(40).into() });
    }
    for _ in 0..dice.below(6) {
        facts.superiors.insert(person(dice.below(9)), vec![person(dice.below(9)), person(dice.below(9))]);
    }
    facts.edited = dice.one_in(3);
    if dice.one_in(4) {
        facts.material_edits = vec!["document".to_owned()];
    }
    facts
}

/// The next version of a service: a step more, less, elsewhere, or decided by another rule.
fn another(definition: &Definition, dice: &mut Dice) -> Definition {
    let mut next = definition.clone();
    for _ in 0..=dice.below(2) {
        let place = usize::from(dice.below(8)) % next.blocks.len();
        match dice.below(5) {
            0 if next.blocks.len() > 1 => {
                next.blocks.remove(place);
            }
            1 => {
                let key = format!("n{}", next.steps().len() * 100 + usize::from(dice.below(100)));
                let mut step = Step::new(&key, Policy::Any);
                step.grants_access = dice.one_in(2);
                if next.step(&step.key).is_none() {
                    next.blocks.insert(place, Block::Step(step));
                }
            }
            2 => next.blocks.rotate_left(place),
            3 => {
                if let Some(Block::Step(step)) = next.blocks.get_mut(place)
                    && !step.offers.contains(&Offer::Abstain)
                {
                    step.policy = Policy::All;
                }
            }
            _ => {}
        }
    }
    next
}

/// The command of a moment. It usually comes from somebody who can act and makes sense, sometimes it is anything from anybody.
pub fn command(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    moment: &Moment,
    at: i64,
) -> Command {
    let number = number(instance, moment);
    let pool: Vec<&Task> = if moment.which.is_multiple_of(16) {
        instance.tasks.iter().collect()
    } else if number == WITHDRAW {
        instance.tasks.iter().filter(|task| task.closed().is_some_and(|c| c.reason.is_decision())).collect()
    } else if number == REMOVE {
        instance.tasks.iter().filter(|task| task.under.is_some()).collect()
    } else {
        instance.open_tasks().collect()
    };
    // The later a task was decided, the likelier it can be withdrawn.
    let place =
        if number == WITHDRAW { pool.len().saturating_sub(1) } else { usize::from(moment.which) / 16 };
    let task = pool.get(place % pool.len().max(1)).copied();
    let action = action(definition, instance, facts, moment, number, task);
    let actor = match (&action, task) {
        _ if moment.who.is_multiple_of(16) => person(moment.who / 16),
        (Action::Submit(_) | Action::Resubmit(_) | Action::Cancel { .. } | Action::Urge, _) => {
            facts.initiator.clone()
        }
        (Action::DueSoon { .. } | Action::Overdue { .. }, _) => ActorId::system(),
        (
            Action::Reassign { .. }
            | Action::Terminate { .. }
            | Action::HandOver { .. }
            | Action::PauseClock { .. }
            | Action::ResumeClock { .. }
            | Action::Migrate { .. },
            _,
        ) => ActorId::new("adm"),
        (Action::RemoveSigner { .. }, Some(task)) => task
            .under
            .and_then(|under| instance.task(under))
            .map_or_else(|| task.assignee.clone(), |adder| adder.assignee.clone()),
        (_, Some(task)) => task.assignee.clone(),
        (_, None) => person(moment.who),
    };
    Command { actor, key: CommandKey::new(format!("{}", moment.key)), at, action }
}

const SUBMIT: u8 = 0;
const RESUBMIT: u8 = 1;
const WITHDRAW: u8 = 2;
const REMOVE: u8 = 3;

/// What is tried. Most drafts are submitted and most returned applications come again, else nothing would happen.
fn number(instance: &Instance, moment: &Moment) -> u8 {
    match instance.state {
        State::Draft if moment.what >= 32 => SUBMIT,
        State::Returned(_) if moment.what >= 128 => RESUBMIT,
        _ => match moment.what % 80 {
            4..=9 => WITHDRAW,
            10..=13 => REMOVE,
            other => other,
        },
    }
}

fn action(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    moment: &Moment,
    number: u8,
    task: Option<&Task>,
) -> Action {
    let text = || "because".to_owned();
    let forward = || Forward {
        opinion: text(),
        choices: choices(definition, instance, facts, moment),
        ..Forward::default()
    };
    let holder = task.map_or_else(|| person(moment.whom), |task| task.assignee.clone());
    let visit = visit(instance, moment);
    let to = person(moment.whom);
    let opinion_only = task.is_some_and(|task| task.part.is_opinion());
    let task = task.map_or(TaskId(99), |task| task.id);
    match number {
        SUBMIT => Action::Submit(forward()),
        RESUBMIT => Action::Resubmit(forward()),
        WITHDRAW => Action::Withdraw { task },
        REMOVE => Action::RemoveSigner { task, reason: String::new() },
        14..=36 if opinion_only => {
            Action::Opine { task, agree: !moment.whom.is_multiple_of(3), opinion: text() }
        }
        14..=35 => Action::Approve { task, forward: forward() },
        36 => Action::Reject { task, reason: text() },
        37..=38 => Action::Abstain { task, opinion: String::new() },
        39..=45 => Action::Return {
            task,
            to: target(definition, moment),
            reason: text(),
            then: way(definition, moment),
            marked: Vec::new(),
        },
        46..=54 => Action::AddSigners {
            task,
            signers: if moment.key.is_multiple_of(2) { vec![to] } else { vec![to, person(moment.who)] },
            placement: placement(moment.key),
            reason: String::new(),
        },
        55..=57 => Action::Transfer { task, to, reason: String::new() },
        58..=59 => Action::Delegate { task, to, reason: String::new() },
        60 => Action::Reassign { task, to, reason: text() },
        61 if moment.whom.is_multiple_of(16) => Action::Terminate { reason: text() },
        61 => Action::Urge,
        62 if moment.whom.is_multiple_of(16) => Action::Cancel { reason: text() },
        62 => Action::Copy { task, to: vec![to] },
        63 => Action::Comment { text: text(), attachments: Vec::new() },
        64..=65 => Action::HandOver { from: holder, to, reason: text() },
        66 => Action::PauseClock { reason: text() },
        67 => Action::ResumeClock { reason: text() },
        68..=70 => Action::DueSoon { visit },
        71..=74 => Action::Overdue { visit },
        _ => Action::Migrate {
            version: "next".to_owned(),
            renamed: BTreeMap::new(),
            missed: if moment.key.is_multiple_of(2) { Missed::Ask } else { Missed::Skip },
            reason: text(),
        },
    }
}

/// Mostly one that people are deciding.
fn visit(instance: &Instance, moment: &Moment) -> VisitId {
    let active = instance.visits.iter().filter(|visit| visit.state == VisitState::Active);
    let active: Vec<VisitId> = active.map(|visit| visit.id).collect();
    active.get(usize::from(moment.which) % active.len().max(1)).copied().unwrap_or(VisitId(1))
}

fn choices(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    moment: &Moment,
) -> BTreeMap<StepKey, Vec<ActorId>> {
    let mut choices = BTreeMap::new();
    let ahead = |step: &&Step| instance.current(&step.key).is_none();
    let asked = |chooser| match chooser {
        Chooser::Initiator => instance.state != State::Running,
        Chooser::PreviousOperator => moment.key.is_multiple_of(2),
    };
    for step in definition.steps().into_iter().filter(ahead).filter(|step| step.chosen_by.is_some_and(asked))
    {
        let named =
            facts.candidates(&step.key).iter().find(|actor| !step.grants_access || !facts.is_party(actor));
        choices.extend(named.map(|candidate| (step.key.clone(), vec![candidate.clone()])));
    }
    if !moment.whom.is_multiple_of(4) {
        return choices;
    }
    let choosable: Vec<&Step> = definition.steps().into_iter().filter(|step| step.choose).collect();
    if let Some(step) = choosable.get(usize::from(moment.whom) / 4 % choosable.len().max(1))
        && let Some(candidate) = facts.candidates(&step.key).first()
    {
        choices.insert(step.key.clone(), vec![candidate.clone()]);
    }
    choices
}

fn target(definition: &Definition, moment: &Moment) -> ReturnTo {
    let steps = definition.steps();
    match moment.whom % 4 {
        0 => ReturnTo::Initiator,
        1 | 2 => ReturnTo::Previous,
        _ => ReturnTo::Step(steps[usize::from(moment.whom) / 4 % steps.len()].key.clone()),
    }
}

/// Mostly what the service asks for.
fn way(definition: &Definition, moment: &Moment) -> Option<Way> {
    let returner_chooses = definition.resubmit == ResubmitRule::ReturnerChooses;
    match moment.key % 8 {
        0 => Some(Way::StraightBack),
        1..=4 if returner_chooses && moment.whom.is_multiple_of(4) => Some(Way::StraightBack),
        5..=6 if returner_chooses && moment.whom.is_multiple_of(4) => Some(Way::StepByStep),
        _ => None,
    }
}

fn placement(number: u8) -> Placement {
    let mode = match number / 4 % 3 {
        0 => Mode::Any,
        1 => Mode::All,
        _ => Mode::InOrder,
    };
    match number % 3 {
        0 => Placement::Before(mode),
        1 => Placement::After(mode),
        _ => Placement::Parallel,
    }
}

/// A small repeatable source of numbers (xorshift), so that a campus is one number in a shrunk case.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u8) -> u8 {
        self.0 ^= (self.0 << 13) | 1;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u8::try_from(self.0 % u64::from(limit)).unwrap_or(0)
    }
    fn one_in(&mut self, limit: u8) -> bool {
        self.below(limit) == 0
    }
}
