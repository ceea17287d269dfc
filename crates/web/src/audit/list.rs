//! Reading the audit log.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use tongxing_domain::{audit::AuditActor, time::Timestamp};
use tongxing_usecases::{
    Actor, Campus, PageRequest,
    audit::{
        list::{self, Filter, Head, Line},
        verify::{Breach, Verdict},
    },
};

use crate::{
    page::{self, Page},
    trouble::Trouble,
    ui::Choice,
    visitor::{Visitor, session::Staff},
};

const PER_PAGE: u32 = 50;

/// Everything the log may speak of, in the order of the filter. The texts are `audit-action-…`, the dot as a hyphen;
/// a test compares with what the use cases write.
#[rustfmt::skip]
pub const ACTIONS: &[&str] = &[
    "account.sign-in", "account.sign-in-failed", "account.sign-out",
    "account.create", "account.close", "account.reopen", "account.reset-password", "account.import",
    "account.give-role", "account.take-role",
    "account.change-password", "account.second-factor-on", "account.second-factor-off", "account.end-sessions",
    "account.create-token",
    "unit.add", "unit.change", "unit.import",
    "application.open", "application.submit", "application.resubmit", "application.cancel", "application.urge", "application.confirm", "application.comment",
    "application.reassign", "application.hand-over", "application.due-soon", "application.overdue",
    "application.pause-clock", "application.resume-clock", "application.migrate", "application.terminate", "application.delete-photos", "application.delete",
    "approval.approve", "approval.reject", "approval.return", "approval.withdraw", "approval.transfer",
    "approval.delegate", "approval.add-signers", "approval.remove-signer", "approval.opine", "approval.abstain",
    "approval.copy",
    "person.register", "person.reveal", "person.suspend", "person.resume", "person.renew", "person.end", "person.export",
    "person.delete-photos", "person.delete",
    "permit.grant", "permit.withdraw", "delivery.resend", "file.view", "service.publish",
    "audit.verify",
];

/// The page.
#[derive(Template)]
#[template(path = "audit/list.html")]
pub struct AuditPage {
    /// The frame.
    pub p: Page,
    /// What was asked for.
    pub asked: Asked,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the log ends.
    pub head: Head,
    /// Where the next page is; empty on the last.
    pub next: String,
    /// The actions to choose from.
    pub actions: Vec<Choice>,
    /// What the check of the chain found, if it has just been made.
    pub verdict: Option<Verdict>,
    /// This instant.
    pub now: Timestamp,
}

/// What is looked for, from the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Who acted: a sign-in name.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what: a number, an account, a unit's code, an id.
    pub subject: String,
    /// On which day.
    pub day: String,
    /// Where the last page ended.
    pub after: String,
}

impl AuditPage {
    /// The page with these lines.
    pub fn new(visitor: &Visitor, asked: Asked, lines: Vec<Line>, head: Head, next: Option<String>) -> Self {
        let title = visitor.t("audit-title");
        let action = |action: &&str| Choice::new(action, word_of(visitor.lang, action));
        let next = next.and_then(|after| asked.followed_by(&after)).unwrap_or_default();
        Self {
            p: Page::new(visitor, &title).place("/audit").crumb(title, None),
            actions: ACTIONS.iter().map(action).collect(),
            asked,
            lines,
            head,
            next,
            verdict: None,
            now: visitor.shell.now(),
        }
    }

    /// What was done, in words.
    pub fn action(&self, line: &Line) -> String {
        word_of(self.p.lang(), &line.logged.entry.action)
    }

    /// Who did it, in words.
    pub fn who(&self, line: &Line) -> String {
        match (&line.actor, line.logged.entry.actor) {
            (Some(name), _) => name.clone(),
            (None, AuditActor::Account(id)) => id.to_string(),
            (None, AuditActor::Applicant(_)) => self.p.t("audit-applicant").into(),
            (None, AuditActor::Visitor) => self.p.t("audit-visitor").into(),
            (None, AuditActor::System) => self.p.t("audit-system").into(),
        }
    }

    /// To what it was done.
    pub fn subject(&self, line: &Line) -> String {
        line.subject.clone().unwrap_or_else(|| line.logged.entry.subject_id.clone())
    }

    /// Reason and details, in one line.
    pub fn details(&self, line: &Line) -> String {
        let entry = &line.logged.entry;
        let reason = entry.reason.iter().cloned();
        let details = entry.details.iter().map(|(name, value)| format!("{name}: {value}"));
        reason.chain(details).collect::<Vec<_>>().join(" · ")
    }

    /// The beginning and the end of a hash: enough to compare by eye.
    pub fn short<'a>(&self, hash: &'a str) -> (&'a str, &'a str) {
        let at = hash.len().saturating_sub(4);
        (hash.get(..4).unwrap_or(hash), hash.get(at..).unwrap_or_default())
    }

    /// What is wrong with the chain: the key of its sentence.
    pub fn breach(&self, breach: &Breach) -> &'static str {
        match breach {
            Breach::Missing => "audit-breach-missing",
            Breach::Altered => "audit-breach-altered",
            Breach::Unchained => "audit-breach-unchained",
            Breach::HeadDiffers => "audit-breach-head",
            Breach::AnchorDiffers => "audit-breach-anchor",
        }
    }
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            actor: self.actor.clone(),
            action: self.action.clone(),
            subject: self.subject.clone(),
            day: self.day.parse().ok(),
        }
    }

    /// The address of the page after this one.
    fn followed_by(&self, after: &str) -> Option<String> {
        let pairs = [
            ("actor", self.actor.as_str()),
            ("action", &self.action),
            ("subject", &self.subject),
            ("day", &self.day),
            ("after", after),
        ];
        let filled: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        serde_urlencoded::to_string(filled).ok().map(|query| format!("/audit?{query}"))
    }
}

/// `GET /audit`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    page::show(&load(&visitor, &campus, &actor, asked).await?)
}

/// Everything the page shows.
pub(super) async fn load(
    visitor: &Visitor,
    campus: &Campus,
    actor: &Actor,
    asked: Asked,
) -> Result<AuditPage, Trouble> {
    let request = PageRequest { after: asked.after.parse().ok(), limit: PER_PAGE };
    let (found, head) = list::run(campus, actor, &asked.filter(), &request).await?;
    let next = found.next.map(|cursor| cursor.to_string());
    Ok(AuditPage::new(visitor, asked, found.items, head, next))
}

/// An action in words; one that is newer than the translations stays the word it is written as.
fn word_of(lang: crate::texts::Lang, action: &str) -> String {
    let key = format!("audit-action-{}", action.replace('.', "-"));
    if lang.has(&key) { lang.t(key).into() } else { action.to_owned() }
}
