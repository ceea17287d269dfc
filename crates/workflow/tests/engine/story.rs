//! A small language for stories. One line is one command and what is seen after it:
//!
//! ```text
//! ini submit                 => office:ann
//! ann approve                => head:hao
//! hao return office          => office:ann
//! ```
//!
//! On the right stand the undecided tasks, `step:person`, in parentheses when they must wait, `B/A` when B acts for A; a state when nobody holds
//! the application; or `! code` when the command is refused. The task meant is the actor's undecided one, else the latest.

use std::collections::{BTreeMap, BTreeSet};
use tongxing_workflow::{
    Action, ActorId, Block, Command, CommandKey, Definition, Facts, Forward, Instance, Mode, Offer,
    Operation, Placement, Policy, ReturnTo, State, Step, StepFacts, StepKey, Task, TaskId, VisitId, Way,
    apply, decide,
};

pub struct Story {
    pub definition: Definition,
    pub facts: Facts,
    pub instance: Instance,
    pub log: Vec<Operation>,
    pub at: i64,
}

/// A step that offers everything.
pub fn step(key: &str, policy: Policy) -> Step {
    let mut step = Step::new(key, policy);
    step.offers.extend([Offer::AddSigners, Offer::Transfer, Offer::Delegate, Offer::Copy]);
    if matches!(policy, Policy::Ratio(_)) {
        step.offers.insert(Offer::Abstain);
    }
    step
}

/// A sequence of steps and parallel blocks.
pub fn sequence<const N: usize>(blocks: [Block; N]) -> Definition {
    Definition { urge_interval_ms: 100, ..Definition::new(Vec::from(blocks)) }
}

/// A step decided by one person.
pub fn one(key: &str) -> Block {
    Block::Step(step(key, Policy::One))
}

pub fn people(names: &str) -> Vec<ActorId> {
    names.split(',').map(|name| ActorId::new(name.trim())).filter(|name| !name.as_str().is_empty()).collect()
}

impl Story {
    /// `who` names the candidates, like `office: ann, bob; head: hao`. Everybody named is active; `adm` is the process administrator.
    pub fn new(definition: Definition, who: &str) -> Self {
        assert_eq!(definition.check(), Ok(()));
        let mut facts = Facts::new(ActorId::new("ini"));
        facts.process_administrators = people("adm");
        for part in who.split(';') {
            let (step, names) = part.split_once(':').unwrap();
            facts.active.extend(people(names));
            facts.steps.insert(StepKey::new(step.trim()), StepFacts::by(people(names)));
        }
        facts.active.extend(people("xia,yan,zoe,adm"));
        Self { definition, facts, instance: Instance::new(), log: Vec::new(), at: 0 }
    }

    /// Tells the lines and compares what is seen after each; the first difference fails with the whole story so far.
    pub fn tell(&mut self, lines: &str) -> &mut Self {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (command, expected) = line.split_once("=>").unwrap();
            let seen = self.act(command.trim());
            assert_eq!(seen, expected.trim(), "after: {command}\n{:#?}", self.instance.tasks);
            let facts = self.facts.clone();
            crate::laws::check(&self.definition, &facts, &self.instance, &self.log);
        }
        crate::laws::replay_equals_state(&self.instance, &self.log);
        self
    }

    /// One command; what is seen after it.
    pub fn act(&mut self, line: &str) -> String {
        self.at += 1;
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["at", time] = words[..] {
            self.at = time.parse::<i64>().unwrap() - 1;
            return self.seen();
        }
        let actor = ActorId::new(words[0]);
        let action = self.action(&actor, &words[1..]);
        let command = Command { actor, key: CommandKey::new(self.at.to_string()), at: self.at, action };
        match decide(&self.definition, &self.instance, &command, &self.facts) {
            Ok(decision) => {
                for operation in decision.operations() {
                    apply(&mut self.instance, operation);
                    self.log.push(operation.clone());
                }
                self.seen()
            }
            Err(refusal) => format!("! {}", refusal.code()),
        }
    }

    /// Who holds the application, or how it stands.
    pub fn seen(&self) -> String {
        if self.instance.state != State::Running {
            return self.instance.state.code().to_owned();
        }
        let undecided = self.instance.tasks.iter().filter(|task| task.closed().is_none());
        undecided.map(|task| self.shown(task)).collect::<Vec<_>>().join(" ")
    }

    /// Why tasks were closed, in the order of their numbers: `office:ann approved, …`.
    pub fn closed(&self) -> String {
        let closed = self.instance.tasks.iter().filter_map(|task| {
            Some(format!("{} {}", self.shown(task).trim_matches(['(', ')']), task.closed()?.reason.code()))
        });
        closed.collect::<Vec<_>>().join(", ")
    }

    fn shown(&self, task: &Task) -> String {
        let step = &self.instance.visit(task.visit).unwrap().step;
        let who = match &task.instead_of {
            Some(away) => format!("{}/{away}", task.assignee),
            None => task.assignee.to_string(),
        };
        if task.is_open() { format!("{step}:{who}") } else { format!("({step}:{who})") }
    }

    fn action(&self, actor: &ActorId, words: &[&str]) -> Action {
        let task = self.task_of(actor);
        let reason = || "because".to_owned();
        let person = |place: usize| ActorId::new(words[place]);
        match words[0] {
            "submit" => Action::Submit(forward(&words[1..])),
            "resubmit" => Action::Resubmit(forward(&words[1..])),
            "approve" => Action::Approve { task, forward: forward(&words[1..]) },
            "silently" => Action::Approve { task, forward: Forward::default() },
            "reject" => Action::Reject { task, reason: words.get(1).map_or_else(reason, |_| " ".to_owned()) },
            "abstain" => Action::Abstain { task, opinion: String::new() },
            "agree" => Action::Opine { task, agree: true, opinion: String::new() },
            "disagree" => Action::Opine { task, agree: false, opinion: reason() },
            "return" => Action::Return {
                task,
                to: target(words[1]),
                reason: reason(),
                then: way(words),
                marked: Vec::new(),
            },
            "withdraw" => Action::Withdraw { task },
            "cancel" => Action::Cancel { reason: String::new() },
            "add" => Action::AddSigners {
                task,
                placement: placement(&words[1..words.len() - 1]),
                signers: people(words[words.len() - 1]),
                reason: String::new(),
            },
            "remove" => Action::RemoveSigner { task: self.task_of(&person(1)), reason: String::new() },
            "transfer" => Action::Transfer { task, to: person(1), reason: String::new() },
            "delegate" => Action::Delegate { task, to: person(1), reason: String::new() },
            "copy" => Action::Copy { task, to: people(words.get(1).unwrap_or(&"")) },
            "comment" => Action::Comment { text: words[1..].join(" "), attachments: Vec::new() },
            "urge" => Action::Urge,
            "reassign" => {
                Action::Reassign { task: self.task_of(&person(1)), to: person(2), reason: reason() }
            }
            "terminate" => Action::Terminate { reason: words[1..].join(" ") },
            "handover" => Action::HandOver { from: person(1), to: person(2), reason: reason() },
            "due-soon" => Action::DueSoon { visit: VisitId(words[1].parse().unwrap()) },
            "overdue" => Action::Overdue { visit: VisitId(words[1].parse().unwrap()) },
            "pause" => Action::PauseClock { reason: reason() },
            "resume" => Action::ResumeClock { reason: String::new() },
            other => panic!("unknown word {other}"),
        }
    }

    /// The undecided task of this person, else the latest.
    pub fn task_of(&self, actor: &ActorId) -> TaskId {
        let own: Vec<&Task> = self.instance.tasks.iter().filter(|task| task.assignee == *actor).collect();
        let undecided = own.iter().find(|task| task.closed().is_none());
        undecided.or(own.last()).map_or(TaskId(99), |task| task.id)
    }
}

fn forward(words: &[&str]) -> Forward {
    let choices: BTreeMap<StepKey, Vec<ActorId>> = words
        .iter()
        .filter_map(|word| word.split_once('='))
        .map(|(step, names)| (StepKey::new(step), people(names)))
        .collect();
    Forward { opinion: "agreed".to_owned(), choices, ..Forward::default() }
}

fn target(word: &str) -> ReturnTo {
    match word {
        "initiator" => ReturnTo::Initiator,
        "previous" => ReturnTo::Previous,
        step => ReturnTo::Step(StepKey::new(step)),
    }
}

fn way(words: &[&str]) -> Option<Way> {
    match words.get(2).copied() {
        Some("straight-back") => Some(Way::StraightBack),
        Some("step-by-step") => Some(Way::StepByStep),
        _ => None,
    }
}

fn placement(words: &[&str]) -> Placement {
    let mode = match words.get(1).copied() {
        Some("any") => Mode::Any,
        Some("in-order") => Mode::InOrder,
        _ => Mode::All,
    };
    match words[0] {
        "before" => Placement::Before(mode),
        "after" => Placement::After(mode),
        _ => Placement::Parallel,
    }
}

/// The given names as a set.
pub fn set(names: &str) -> BTreeSet<ActorId> {
    people(names).into_iter().collect()
}
