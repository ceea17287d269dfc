//! The audit log: who did what, to which thing, when and why.
//!
//! Entries are written in the transaction of the change and chained by hashes, so that nobody can take one out
//! unnoticed. This module says what an entry is and which text of it is hashed; chaining and checking the chain is the
//! business of the storage. Details never hold an identity number, a phone number, an image or a token.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ApplicationId};
use crate::time::Timestamp;

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// What, as a dotted word: `person.suspend`, `document.reveal`.
    pub action: String,
    /// What kind of thing it was done to: `person`, `application`.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Why, in the words of the one who acted, where a reason is asked for.
    pub reason: Option<String>,
    /// What else belongs to it: states before and after, counts, keys.
    pub details: BTreeMap<String, String>,
    /// The network address the request came from, where there was a request.
    pub address: Option<String>,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
pub enum AuditActor {
    /// A staff member who was signed in.
    Account(AccountId),
    /// The applicant of that application, who has no account.
    Applicant(ApplicationId),
    /// Somebody who is not known yet: at the entrance of the registration, or signing in.
    Visitor,
    /// The program itself, for example a job.
    System,
}

impl AuditActor {
    /// The word for what kind of actor it is.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Applicant(_) => "applicant",
            Self::Visitor => "visitor",
            Self::System => "system",
        }
    }

    /// The actor's id as text, where there is one.
    pub fn id_text(self) -> Option<String> {
        match self {
            Self::Account(id) => Some(id.to_string()),
            Self::Applicant(id) => Some(id.to_string()),
            Self::Visitor | Self::System => None,
        }
    }

    /// Puts an actor together again from its stored word and id; `None` when they do not belong together.
    pub fn restore(kind: &str, id: Option<&str>) -> Option<Self> {
        match (kind, id) {
            ("account", Some(id)) => id.parse().ok().map(Self::Account),
            ("applicant", Some(id)) => id.parse().ok().map(Self::Applicant),
            ("visitor", None) => Some(Self::Visitor),
            ("system", None) => Some(Self::System),
            _ => None,
        }
    }
}

impl fmt::Display for AuditActor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id_text() {
            Some(id) => write!(f, "{}:{id}", self.kind()),
            None => f.write_str(self.kind()),
        }
    }
}

impl Entry {
    /// An entry without reason, details and address.
    pub fn new(
        at: Timestamp,
        actor: AuditActor,
        action: impl Into<String>,
        subject_kind: impl Into<String>,
        subject_id: impl fmt::Display,
    ) -> Self {
        Self {
            at,
            actor,
            action: action.into(),
            subject_kind: subject_kind.into(),
            subject_id: subject_id.to_string(),
            reason: None,
            details: BTreeMap::new(),
            address: None,
        }
    }

    /// The same entry with a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The same entry with one detail more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.details.insert(name.into(), value.to_string());
        self
    }

    /// The text that is hashed. Every field is in it, with its length in front, so that no two entries share a text.
    ///
    /// INVARIANT: this text never changes for an entry once written; a new field is appended only where it is set.
    pub fn canonical(&self) -> String {
        let mut text = String::from("tongxing/audit/1");
        let mut field = |value: &str| {
            text.push('\n');
            text.push_str(&value.len().to_string());
            text.push(':');
            text.push_str(value);
        };
        field(&self.at.millis().to_string());
        field(&self.actor.to_string());
        field(&self.action);
        field(&self.subject_kind);
        field(&self.subject_id);
        for optional in [&self.reason, &self.address] {
            // An absent value is no field of length 0 but a count, so that "" and nothing differ.
            field(if optional.is_some() { "1" } else { "0" });
            field(optional.as_deref().unwrap_or_default());
        }
        field(&self.details.len().to_string());
        for (name, value) in &self.details {
            field(name);
            field(value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn an_entry() -> Entry {
        let at = Timestamp::from_millis(1_795_276_800_000);
        let actor = AuditActor::Account(AccountId::new(at, [1; 10]));
        Entry::new(at, actor, "person.suspend", "person", "p1").because("合同到期").with("before", "active")
    }

    #[test]
    fn the_hashed_text_of_an_entry_is_recorded_here_and_must_not_change() {
        let id = an_entry().actor.to_string();
        let expected = format!(
            "tongxing/audit/1\n13:1795276800000\n44:{id}\n14:person.suspend\n6:person\n2:p1\n\
             1:1\n12:合同到期\n1:0\n0:\n1:1\n6:before\n6:active"
        );
        assert_eq!(an_entry().canonical(), expected);
    }

    #[test]
    fn every_field_changes_the_hashed_text() {
        let entry = an_entry();
        let mut changed = vec![entry.clone(); 9];
        changed[1].at = entry.at.plus_millis(1);
        changed[2].actor = AuditActor::System;
        changed[3].action = "person.resume".into();
        changed[4].subject_kind = "permit".into();
        changed[5].subject_id = "p2".into();
        changed[6].reason = Some(String::new());
        changed[7].address = Some(String::new());
        changed[8].details.clear();
        let texts: std::collections::HashSet<_> = changed.iter().map(Entry::canonical).collect();
        assert_eq!(texts.len(), changed.len());
    }

    #[test]
    fn an_actor_is_stored_as_word_and_id() {
        let at = Timestamp::from_millis(1);
        let actors = [
            AuditActor::Account(AccountId::new(at, [1; 10])),
            AuditActor::Applicant(ApplicationId::new(at, [2; 10])),
            AuditActor::Visitor,
            AuditActor::System,
        ];
        for actor in actors {
            assert_eq!(AuditActor::restore(actor.kind(), actor.id_text().as_deref()), Some(actor));
        }
        assert_eq!(AuditActor::restore("account", None), None);
        assert_eq!(AuditActor::restore("system", Some("x")), None);
    }
}
