//! What was seen while a scenario ran: as data for programs, as text for people.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use jiff::tz::TimeZone;
use serde::Serialize;
use tongxing_workflow::{
    Instance, Move, Moved, Offered, Operation, Part, Refusal, Task, TaskState, Upcoming, Visit, What, count,
};

use super::world::{Application, Version, World};
use crate::Values;

/// The whole run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The number of this format; it grows when something is taken away or changes its meaning.
    pub format: u32,
    /// The service's key.
    pub service: String,
    /// The scenario's title.
    pub scenario: String,
    /// What was seen after each step. A command on several applications gives one entry for each.
    pub steps: Vec<Step>,
    /// Every application as it ended, with its whole history.
    pub applications: Vec<Applied>,
    /// How many steps did not come out as their `expect:` says.
    pub unexpected: usize,
}

/// One step and what was seen after it.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The place in the scenario's list, from 1; 0 for what the system did by itself.
    pub number: usize,
    /// When, with the campus's offset.
    pub at: String,
    /// The same in milliseconds since 1970.
    pub at_ms: i64,
    /// Who.
    pub actor: Option<String>,
    /// What, as in the scenario.
    #[serde(rename = "do")]
    pub verb: String,
    /// Which application, if it is about one.
    pub application: Option<String>,
    /// Accepted, answered, or refused.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Did it come out as `expect:` says? `null` where nothing is expected.
    pub as_expected: Option<bool>,
    /// How the application stands afterwards.
    #[serde(flatten)]
    pub seen: Option<Seen>,
    /// For `ask`: every step still ahead and who would decide it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Vec<Upcoming>>,
    /// For `plan-migration`: what would move where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moves: Option<Vec<Move>>,
    /// For `ask`: what the actor could do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered: Option<Offered>,
}

/// What came of a command.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// It happened.
    Accepted {
        /// The number of its operation; `null` for what is no operation of the engine.
        operation: Option<u64>,
    },
    /// Its key was answered before; nothing new happened.
    Answered {
        /// The operation of the first answer.
        operation: u64,
    },
    /// Nothing happened.
    Refused {
        /// Why not.
        refusal: Refused,
    },
}

/// Why a command was refused.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// Its name.
    pub code: String,
    /// In a sentence.
    pub message: String,
    /// What the sentence is about, by name.
    pub params: BTreeMap<String, String>,
}

/// How an application stands.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// `draft`, `running`, `returned`, `approved`, `rejected`, `cancelled` or `terminated`.
    pub state: String,
    /// Every undecided task, by number.
    pub tasks: Vec<OpenTask>,
    /// How each vote stands.
    pub votes: Vec<Vote>,
}

/// An undecided task.
#[derive(Clone, Debug, Serialize)]
pub struct OpenTask {
    /// Its number.
    pub task: u32,
    /// The step.
    pub step: String,
    /// The visit of the step.
    pub visit: u32,
    /// How many times the step was entered, with this one.
    pub round: u32,
    /// Who holds it.
    pub person: String,
    /// For whom that person acts.
    pub instead_of: Option<String>,
    /// `open`, or `waiting` for others.
    pub state: String,
    /// What its answer counts for: `member` of the vote, or `before`, `after`, `delegate`.
    pub part: String,
    /// The task whose holder brought it in.
    pub under: Option<u32>,
    /// By when its step is to be decided.
    pub due: Option<String>,
}

/// How the vote of a step stands.
#[derive(Clone, Debug, Serialize)]
pub struct Vote {
    /// The step.
    pub step: String,
    /// The visit.
    pub visit: u32,
    /// N: how many seats there are.
    pub voters: usize,
    /// How many approvals are needed.
    pub needed: usize,
    /// How many approve so far.
    pub approve: usize,
    /// How many are against so far.
    pub against: usize,
    /// How many abstained so far.
    pub abstained: usize,
}

/// An application at the end of the run.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// Its name in the scenario.
    pub application: String,
    /// Which version of the service it runs on, from 1.
    pub version: usize,
    /// How it stands.
    pub state: String,
    /// The form.
    pub form: Values,
    /// Every visit, oldest first.
    pub visits: Vec<Visit>,
    /// Every task, oldest first, each closed one with the reason and the operation that closed it.
    pub tasks: Vec<Task>,
    /// Every operation, oldest first.
    pub history: Vec<Operation>,
}

impl Refused {
    pub(super) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), params: BTreeMap::new() }
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    pub(super) fn of(refusal: &Refusal) -> Self {
        let params = refusal.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: refusal.code().to_owned(), message: refusal.to_string(), params }
    }

    pub(super) fn broken() -> Self {
        Self::new("broken-definition", "the process of the service is not well-formed")
    }
}

impl Outcome {
    /// The word that `expect:` compares with.
    pub(super) fn word(&self) -> &str {
        match self {
            Self::Accepted { .. } => "ok",
            Self::Answered { .. } => "answered",
            Self::Refused { refusal } => &refusal.code,
        }
    }
}

impl Seen {
    pub(super) fn of(version: &Version, instance: &Instance, zone: &TimeZone) -> Self {
        let undecided = instance.tasks.iter().filter(|task| task.closed().is_none());
        let active = instance.visits.iter().filter(|visit| visit.ended.is_none());
        Self {
            state: instance.state.code().to_owned(),
            tasks: undecided.filter_map(|task| OpenTask::of(instance, task, zone)).collect(),
            votes: active.filter_map(|visit| Vote::of(version, instance, visit)).collect(),
        }
    }
}

impl OpenTask {
    fn of(instance: &Instance, task: &Task, zone: &TimeZone) -> Option<Self> {
        let visit = instance.visit(task.visit)?;
        let part = match task.part {
            Part::Member => "member",
            Part::Before { .. } => "before",
            Part::After { .. } => "after",
            Part::Delegate { .. } => "delegate",
        };
        Some(Self {
            task: task.id.0,
            step: visit.step.to_string(),
            visit: visit.id.0,
            round: visit.round,
            person: task.assignee.to_string(),
            instead_of: task.instead_of.as_ref().map(ToString::to_string),
            state: if task.state == TaskState::Open { "open" } else { "waiting" }.to_owned(),
            part: part.to_owned(),
            under: task.under.map(|under| under.0),
            due: visit.due.map(|due| written(due.time.at, zone)),
        })
    }
}

impl Vote {
    fn of(version: &Version, instance: &Instance, visit: &Visit) -> Option<Self> {
        let counted = count(&version.definition, instance, visit.id)?;
        Some(Self {
            step: visit.step.to_string(),
            visit: visit.id.0,
            voters: counted.voters,
            needed: counted.needed,
            approve: counted.approve,
            against: counted.against,
            abstained: counted.abstained,
        })
    }
}

impl Applied {
    pub(super) fn of(application: &Application) -> Self {
        Self {
            application: application.name.clone(),
            version: application.version + 1,
            state: application.instance.state.code().to_owned(),
            form: application.form.clone(),
            visits: application.instance.visits.clone(),
            tasks: application.instance.tasks.clone(),
            history: application.log.clone(),
        }
    }
}

impl Report {
    pub(super) fn of(world: &World<'_>, steps: Vec<Step>) -> Self {
        Self {
            format: 1,
            service: world.versions.first().map(|version| version.service.key.clone()).unwrap_or_default(),
            scenario: world.scenario.scenario.clone(),
            unexpected: steps.iter().filter(|step| step.as_expected == Some(false)).count(),
            steps,
            applications: world.applications.iter().map(Applied::of).collect(),
        }
    }

    /// The report as JSON, indented.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// An instant as people on campus write it.
pub(super) fn written(at: i64, zone: &TimeZone) -> String {
    let Ok(instant) = jiff::Timestamp::from_millisecond(at) else { return at.to_string() };
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} · {}", self.service, self.scenario)?;
        for step in &self.steps {
            writeln!(f, "\n{step}")?;
        }
        for application in &self.applications {
            write!(f, "\n{application}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = if self.number == 0 { "–".to_owned() } else { self.number.to_string() };
        let actor = self.actor.as_deref().unwrap_or("");
        let time = self.at.get(..16).unwrap_or(&self.at).replace('T', " ");
        write!(f, "{number:>3}  {time}  {actor} {}", self.verb)?;
        if let Some(application) = self.application.as_ref().filter(|name| *name != "1") {
            write!(f, " [{application}]")?;
        }
        match &self.outcome {
            Outcome::Accepted { .. } => {}
            Outcome::Answered { operation } => {
                write!(f, "\n     answered before: operation {operation}")?;
            }
            Outcome::Refused { refusal } => {
                write!(f, "\n     refused: {} – {}", refusal.code, refusal.message)?;
            }
        }
        if self.as_expected == Some(false) {
            write!(f, "\n     NOT AS EXPECTED")?;
        }
        if let Some(seen) = &self.seen {
            write!(f, "\n     {seen}")?;
        }
        for ahead in self.ahead.iter().flatten() {
            write!(f, "\n     ahead: {}", forecast(ahead))?;
        }
        for moved in self.moves.iter().flatten() {
            write!(f, "\n     would: {}", moving(moved))?;
        }
        if let Some(offered) = &self.offered {
            write!(f, "\n     could: {}", possibilities(offered))?;
        }
        Ok(())
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.state)?;
        for task in &self.tasks {
            write!(f, "\n       {task}")?;
        }
        for vote in self.votes.iter().filter(|vote| vote.voters > 1) {
            let Vote { step, voters, needed, approve, against, abstained, .. } = vote;
            write!(f, "\n       {step} needs {needed} of {voters}: {approve} for, {against} against")?;
            if *abstained > 0 {
                write!(f, ", {abstained} abstained")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for OpenTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { task, step, visit, round, person, state, part, .. } = self;
        write!(f, "task {task}  {step}  visit {visit}, round {round}  {person}")?;
        if let Some(away) = &self.instead_of {
            write!(f, " for {away}")?;
        }
        write!(f, "  {state}")?;
        if part != "member" {
            write!(f, "  {part}")?;
        }
        if let Some(under) = self.under {
            write!(f, "  under task {under}")?;
        }
        if let Some(due) = &self.due {
            write!(f, "  due {}", due.get(..16).unwrap_or(due).replace('T', " "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "history of application {}: {}", self.application, self.state)?;
        for operation in &self.history {
            let Operation { number, cause, actor, what, .. } = operation;
            match what {
                What::Commanded { action, .. } => {
                    writeln!(f, "{number:>4}  {actor} {}", words(action))?;
                }
                other => writeln!(f, "{number:>4}    ← {cause}  {}", words(other))?,
            }
        }
        Ok(())
    }
}

/// A piece of the log in one line: its name, then its parts.
fn words(part: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(parts)) = serde_json::to_value(part) else { return String::new() };
    let mut line = String::new();
    for (name, value) in &parts {
        let shown = match value {
            serde_json::Value::String(text) if name == "do" || name == "what" => {
                line.push_str(text);
                continue;
            }
            serde_json::Value::Null | serde_json::Value::Bool(false) => continue,
            serde_json::Value::String(text) if text.is_empty() => continue,
            serde_json::Value::Array(items) if items.is_empty() => continue,
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let _ = write!(line, " {name}={shown}");
    }
    line
}

fn moving(moved: &Move) -> String {
    let people: Vec<&str> = moved.people.iter().map(tongxing_workflow::ActorId::as_str).collect();
    let what = match moved.what {
        Moved::Stays => "stays",
        Moved::TakenBack => "is taken back",
        Moved::Skipped => "is skipped",
        Moved::Entered => "is entered",
    };
    let line = format!("{} (visit {}) {what}", moved.step, moved.visit);
    if people.is_empty() { line } else { format!("{line}, held by {}", people.join(", ")) }
}

fn forecast(ahead: &Upcoming) -> String {
    let seats: Vec<String> = ahead
        .seats
        .iter()
        .map(|seat| match &seat.instead_of {
            Some(away) => format!("{} for {away}", seat.assignee),
            None => seat.assignee.to_string(),
        })
        .collect();
    let among: Vec<&str> = ahead.choose_among.iter().map(|seat| seat.assignee.as_str()).collect();
    let people = match (seats.is_empty(), among.is_empty()) {
        (false, _) => seats.join(", "),
        (true, false) => return format!("{} by whom somebody picks among {}", ahead.step, among.join(", ")),
        (true, true) => "nobody".to_owned(),
    };
    let mut line = format!("{} by {people}, needs {} of {}", ahead.step, ahead.needed, seats.len());
    if ahead.stand_in {
        line.push_str(", process administrators stand in");
    }
    if !ahead.applies {
        line.push_str(", skipped as things are");
    }
    line
}

fn possibilities(offered: &Offered) -> String {
    let mut words: Vec<String> = Vec::new();
    for task in &offered.tasks {
        let offers: Vec<&str> = task.offers.iter().map(|offer| offer.code()).collect();
        words.push(format!("task {} ({})", task.task, offers.join(", ")));
    }
    let buttons = [
        ("submit", offered.submit),
        ("resubmit", offered.resubmit),
        ("withdraw", offered.withdraw.is_some()),
        ("cancel", offered.cancel),
        ("urge", offered.urge_from.is_some()),
        ("comment", offered.comment),
        ("remove-signer", !offered.remove_signers.is_empty()),
        ("administer", offered.administer),
    ];
    words.extend(buttons.into_iter().filter(|(_, possible)| *possible).map(|(word, _)| word.to_owned()));
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
