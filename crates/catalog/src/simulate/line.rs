//! One step of a scenario: who does what, with which arguments.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tongxing_workflow::{Missed, Mode, Way};

use super::scenario::Changes;
use crate::Values;
use crate::load::Cursor;

/// The actor of what happens by itself.
pub(super) const SYSTEM: &str = "system";

/// One step of a scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// When; one minute after the step before, unless told.
    #[serde(default)]
    pub at: Option<String>,
    /// Who.
    #[serde(default)]
    pub actor: Option<String>,
    /// What.
    #[serde(rename = "do")]
    pub verb: Verb,
    /// The idempotency key; one of its own for every step, unless told.
    #[serde(default)]
    pub key: Option<String>,
    /// Which application; the one called `1`, unless told. A new name is a new draft.
    #[serde(default)]
    pub application: Option<String>,
    /// What must come of it: `ok`, `answered`, or the code of a refusal.
    #[serde(default)]
    pub expect: Option<String>,
    /// Which applications, of a command on several.
    #[serde(default)]
    pub applications: Option<Vec<String>>,
    /// Which task, by its number; what the actor holds, unless told.
    #[serde(default)]
    pub task: Option<u32>,
    /// Which of the tasks that the actor holds: the one of this step.
    #[serde(default)]
    pub step: Option<String>,
    /// Whose task is meant.
    #[serde(default)]
    pub of: Option<String>,
    /// 办理意见.
    #[serde(default)]
    pub opinion: Option<String>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// The people picked for steps ahead.
    #[serde(default)]
    pub choose: Option<BTreeMap<String, Names>>,
    /// How the next people are told.
    #[serde(default)]
    pub channels: Option<Vec<String>>,
    /// Where or to whom.
    #[serde(default)]
    pub to: Option<Names>,
    /// How it comes again.
    #[serde(default)]
    pub then: Option<Way>,
    /// Which parts of the form are to be corrected.
    #[serde(default)]
    pub marked: Option<Vec<String>>,
    /// Who is added.
    #[serde(default)]
    pub signers: Option<Names>,
    /// Where the added signers stand.
    #[serde(default)]
    pub place: Option<Standing>,
    /// How many of the added signers must act; all, unless told.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// For or against.
    #[serde(default)]
    pub agree: Option<bool>,
    /// What is said.
    #[serde(default)]
    pub text: Option<String>,
    /// Files that go with it, by name.
    #[serde(default)]
    pub attachments: Option<Vec<String>>,
    /// Answers that change.
    #[serde(default)]
    pub form: Option<Values>,
    /// To which version, by its number.
    #[serde(default)]
    pub version: Option<usize>,
    /// Steps that are called otherwise there: old name, new name.
    #[serde(default)]
    pub renamed: Option<BTreeMap<String, String>>,
    /// What becomes of steps that the new version has before where the application stands.
    #[serde(default)]
    pub missed: Option<Missed>,
    /// What changes on the campus.
    #[serde(default)]
    pub changes: Option<Changes>,
    /// Who acts for the actor.
    #[serde(default)]
    pub by: Option<String>,
    /// The first day.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default)]
    pub until: Option<Date>,
    /// For which services.
    #[serde(default)]
    pub services: Option<Vec<String>>,
}

/// Everything that a scenario can make happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// 暂存: the initiator changes the form of a draft, or of a returned application.
    SaveDraft,
    /// 提交.
    Submit,
    /// 重新提交.
    Resubmit,
    /// 通过.
    Approve,
    /// 不通过.
    Reject,
    /// 弃权.
    Abstain,
    /// The answer of a signer before, or of a delegate.
    Opine,
    /// 驳回.
    Return,
    /// 撤回.
    Withdraw,
    /// 撤销.
    Cancel,
    /// 加签.
    AddSigners,
    /// 减签.
    RemoveSigner,
    /// 转办.
    Transfer,
    /// 委派.
    Delegate,
    /// 抄送.
    Copy,
    /// 催办.
    Urge,
    /// 沟通/批注.
    Comment,
    /// 批量通过.
    BatchApprove,
    /// 批量不通过.
    BatchReject,
    /// 改派.
    Reassign,
    /// 终止.
    Terminate,
    /// 离职交接.
    HandOver,
    /// The clock of due times stops.
    PauseClock,
    /// The clock of due times goes on.
    ResumeClock,
    /// 迁移 to another version of the service.
    Migrate,
    /// What a migration would do.
    PlanMigration,
    /// 外出委托 begins.
    SetSubstitute,
    /// 外出委托 ends.
    EndSubstitute,
    /// Units, people or groups change.
    ChangeDirectory,
    /// Time passes.
    Wait,
    /// Who would decide, and what could the actor do?
    Ask,
}

/// Where added signers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// 前加签.
    Before,
    /// 后加签.
    After,
    /// 并加签.
    Parallel,
}

/// One name, or a list of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl Names {
    /// The first name.
    pub(super) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

/// Which arguments a command takes.
#[derive(Clone, Copy)]
pub(super) struct Arguments {
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

/// What every step may say.
const ALWAYS: [&str; 4] = ["at", "do", "application", "expect"];

impl Arguments {
    pub(super) fn takes(self, argument: &str) -> bool {
        ALWAYS.contains(&argument) || self.needs.contains(&argument) || self.may.contains(&argument)
    }

    pub(super) fn needed(self) -> impl Iterator<Item = &'static str> {
        self.needs.iter().copied()
    }

    pub(super) fn described(self) -> String {
        let words: Vec<String> =
            self.needs.iter().chain(self.may).map(|argument| format!("`{argument}`")).collect();
        if words.is_empty() {
            "remove it".to_owned()
        } else {
            format!("remove it; it takes {}", words.join(", "))
        }
    }
}

const fn takes(needs: &'static [&'static str], may: &'static [&'static str]) -> Arguments {
    Arguments { needs, may }
}

impl Verb {
    pub(super) fn arguments(self) -> Arguments {
        match self {
            Self::SaveDraft => takes(&["actor", "form"], &[]),
            Self::Submit | Self::Resubmit => {
                takes(&["actor"], &["key", "form", "choose", "channels", "opinion"])
            }
            Self::Approve => {
                takes(&["actor"], &["key", "task", "step", "of", "opinion", "choose", "channels", "form"])
            }
            Self::Reject | Self::RemoveSigner => takes(&["actor"], &["key", "task", "step", "of", "reason"]),
            Self::Abstain => takes(&["actor"], &["key", "task", "step", "of", "opinion"]),
            Self::Opine => takes(&["actor", "agree"], &["key", "task", "step", "of", "opinion"]),
            Self::Return => {
                takes(&["actor", "to"], &["key", "task", "step", "of", "reason", "then", "marked", "form"])
            }
            Self::Withdraw => takes(&["actor"], &["key", "task", "step", "of"]),
            Self::Cancel | Self::Terminate | Self::PauseClock | Self::ResumeClock => {
                takes(&["actor"], &["key", "reason"])
            }
            Self::AddSigners => {
                takes(&["actor", "signers", "place"], &["key", "task", "step", "of", "mode", "reason"])
            }
            Self::Transfer | Self::Delegate => {
                takes(&["actor", "to"], &["key", "task", "step", "of", "reason"])
            }
            Self::Copy => takes(&["actor", "to"], &["key", "task", "step", "of"]),
            Self::Urge => takes(&["actor"], &["key"]),
            Self::Comment => takes(&["actor", "text"], &["key", "attachments"]),
            Self::BatchApprove => takes(&["actor", "applications"], &["key", "opinion"]),
            Self::BatchReject => takes(&["actor", "applications"], &["key", "reason"]),
            Self::Reassign => takes(&["actor", "to"], &["key", "task", "step", "of", "reason"]),
            Self::HandOver => takes(&["actor", "of", "to"], &["key", "reason", "applications"]),
            Self::Migrate => {
                takes(&["actor", "version"], &["key", "reason", "renamed", "missed", "applications"])
            }
            Self::PlanMigration => {
                takes(&["actor", "version"], &["reason", "renamed", "missed", "applications"])
            }
            Self::SetSubstitute => takes(&["actor", "by"], &["from", "until", "services"]),
            Self::EndSubstitute | Self::Ask => takes(&["actor"], &[]),
            Self::ChangeDirectory => takes(&["changes"], &["actor"]),
            Self::Wait => takes(&[], &[]),
        }
    }

    /// The word for it in scenario files and reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::SaveDraft => "save-draft",
            Self::Submit => "submit",
            Self::Resubmit => "resubmit",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Abstain => "abstain",
            Self::Opine => "opine",
            Self::Return => "return",
            Self::Withdraw => "withdraw",
            Self::Cancel => "cancel",
            Self::AddSigners => "add-signers",
            Self::RemoveSigner => "remove-signer",
            Self::Transfer => "transfer",
            Self::Delegate => "delegate",
            Self::Copy => "copy",
            Self::Urge => "urge",
            Self::Comment => "comment",
            Self::BatchApprove => "batch-approve",
            Self::BatchReject => "batch-reject",
            Self::Reassign => "reassign",
            Self::Terminate => "terminate",
            Self::HandOver => "hand-over",
            Self::PauseClock => "pause-clock",
            Self::ResumeClock => "resume-clock",
            Self::Migrate => "migrate",
            Self::PlanMigration => "plan-migration",
            Self::SetSubstitute => "set-substitute",
            Self::EndSubstitute => "end-substitute",
            Self::ChangeDirectory => "change-directory",
            Self::Wait => "wait",
            Self::Ask => "ask",
        }
    }
}

impl Line {
    /// Which arguments are written.
    pub(super) fn written(&self) -> Vec<&'static str> {
        let all = [
            ("at", self.at.is_some()),
            ("actor", self.actor.is_some()),
            ("key", self.key.is_some()),
            ("application", self.application.is_some()),
            ("expect", self.expect.is_some()),
            ("applications", self.applications.is_some()),
            ("task", self.task.is_some()),
            ("step", self.step.is_some()),
            ("of", self.of.is_some()),
            ("opinion", self.opinion.is_some()),
            ("reason", self.reason.is_some()),
            ("choose", self.choose.is_some()),
            ("channels", self.channels.is_some()),
            ("to", self.to.is_some()),
            ("then", self.then.is_some()),
            ("marked", self.marked.is_some()),
            ("signers", self.signers.is_some()),
            ("place", self.place.is_some()),
            ("mode", self.mode.is_some()),
            ("agree", self.agree.is_some()),
            ("text", self.text.is_some()),
            ("attachments", self.attachments.is_some()),
            ("form", self.form.is_some()),
            ("version", self.version.is_some()),
            ("renamed", self.renamed.is_some()),
            ("missed", self.missed.is_some()),
            ("changes", self.changes.is_some()),
            ("by", self.by.is_some()),
            ("from", self.from.is_some()),
            ("until", self.until.is_some()),
            ("services", self.services.is_some()),
        ];
        all.into_iter().filter(|(_, written)| *written).map(|(name, _)| name).collect()
    }

    /// Everyone it names, and where.
    pub(super) fn people<'a>(&'a self, at: &Cursor<'a>) -> Vec<(&'a str, Cursor<'a>)> {
        let mut found = Vec::new();
        for (name, key) in [(&self.actor, "actor"), (&self.of, "of"), (&self.by, "by")] {
            found.extend(name.as_ref().map(|name| (name.as_str(), at.key(key))));
        }
        let mut names = |names: &'a Names, at: Cursor<'a>| {
            let places = names.0.iter().enumerate();
            found.extend(places.map(|(index, name)| (name.as_str(), at.index(index))));
        };
        if let Some(signers) = &self.signers {
            names(signers, at.key("signers"));
        }
        if let Some(to) = self.to.as_ref().filter(|_| self.verb != Verb::Return) {
            names(to, at.key("to"));
        }
        for (step, people) in self.choose.iter().flatten() {
            names(people, at.key("choose").key(step));
        }
        found
    }

    /// Every step of the process that it names, and where.
    pub(super) fn steps<'a>(&'a self, at: &Cursor<'a>) -> Vec<(&'a str, Cursor<'a>)> {
        let mut found: Vec<(&str, Cursor<'_>)> = Vec::new();
        found.extend(self.step.as_ref().map(|step| (step.as_str(), at.key("step"))));
        found.extend(
            self.choose.iter().flatten().map(|(step, _)| (step.as_str(), at.key("choose").key(step))),
        );
        if self.verb == Verb::Return
            && let Some(to) = self.to.as_ref().map(Names::first)
            && !matches!(to, "initiator" | "previous")
        {
            found.push((to, at.key("to")));
        }
        found
    }

    /// An argument that is there and cannot be meant: its name, what is wrong, what to write.
    pub(super) fn mistake(&self, versions: usize) -> Option<(&'static str, &'static str, &'static str)> {
        if self.version.is_some_and(|version| version == 0 || version > versions) {
            return Some((
                "version",
                "there is no such version",
                "write 1 for the file on the command line, 2 for the first of `versions:`",
            ));
        }
        let one = matches!(
            self.verb,
            Verb::Transfer | Verb::Delegate | Verb::Reassign | Verb::HandOver | Verb::Return
        );
        if one && self.to.as_ref().is_some_and(|to| to.0.len() != 1) {
            return Some(("to", "exactly one is wanted here", "write one name"));
        }
        if self.mode.is_some() && self.place == Some(Standing::Parallel) {
            return Some(("mode", "signers beside the adder join the step's own vote", "remove `mode:`"));
        }
        None
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name, or a list of names")
    }

    fn visit_str<E>(self, name: &str) -> Result<Names, E> {
        Ok(Names(vec![name.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Names, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = sequence.next_element()? {
            names.push(name);
        }
        Ok(Names(names))
    }
}
