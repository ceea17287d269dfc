//! The meaning of a service file that has the right shape: everything that would otherwise go wrong in front of an
//! applicant. Each check says where, what, and what to write instead.

mod expressions;
mod form;
mod notice;
mod outcome;
mod people;
mod process;

use crate::form::{Field, FieldRef, Sensitivity};
use crate::load::{Cursor, Findings, did_you_mean, one_of};
use crate::service::Service;
use crate::simulate::Directory;
use crate::text::Text;

/// Checks everything; remarks go to `findings`.
pub(crate) fn check(service: &Service, at: &Cursor<'_>, findings: &mut Findings<'_>) {
    let mut lint = Lint { service, findings };
    lint.head(at);
    notice::check(&mut lint, &at.key("notice"));
    form::check(&mut lint, &at.key("form"));
    process::check(&mut lint, &at.key("process"));
    outcome::check(&mut lint, &at.key("outcome"));
}

/// Could the people of this directory decide every step today?
pub(crate) fn check_people(
    service: &Service,
    directory: &Directory,
    at: &Cursor<'_>,
    findings: &mut Findings<'_>,
) {
    people::check(&mut Lint { service, findings }, directory, &at.key("process"));
}

/// Nothing is promised for longer than ten years.
const LONGEST_DAYS: u32 = 3650;

/// One round of checks.
struct Lint<'a, 'f> {
    service: &'a Service,
    findings: &'a mut Findings<'f>,
}

impl<'a> Lint<'a, '_> {
    fn error(&mut self, at: &Cursor<'_>, message: impl AsRef<str>, fix: impl AsRef<str>) {
        self.findings.error(at, message, fix);
    }

    fn warning(&mut self, at: &Cursor<'_>, message: impl AsRef<str>, fix: impl AsRef<str>) {
        self.findings.warning(at, message, fix);
    }

    fn head(&mut self, at: &Cursor<'_>) {
        let service = self.service;
        self.name(&at.key("service"), "service key", &service.key, '-');
        let prefix = &service.number_prefix;
        if !(1..=4).contains(&prefix.len()) || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.error(
                &at.key("number_prefix"),
                format!("`{prefix}` cannot begin application numbers"),
                "write one to four capital letters, such as `QT`",
            );
        }
        if !service.audience.public && service.audience.roles.is_empty() {
            self.error(
                &at.key("audience"),
                "nobody may start this service",
                "write `public: true`, or the `roles:` of staff who may",
            );
        }
        self.text(&service.title, &at.key("title"));
        self.text(&service.summary, &at.key("summary"));
        let (entry, at_entry) = (&service.entry, at.key("entry"));
        for (text, key) in [
            (&entry.query, "query"),
            (&entry.query_summary, "query_summary"),
            (&entry.mine, "mine"),
            (&entry.submitted, "submitted"),
            (&entry.submitted_next, "submitted_next"),
            (&entry.completed, "completed"),
            (&entry.finished_step, "finished_step"),
        ] {
            self.text(text, &at_entry.key(key));
        }
        self.applicant(&at.key("applicant"));
        self.retention(&at.key("retention"));
        let at_overview = at.key("overview");
        for (index, field) in service.overview.iter().enumerate() {
            let at = at_overview.index(index);
            if let Some(field) = self.known_field(field, &at)
                && field.sensitive == Sensitivity::Sensitive
            {
                self.error(&at, format!("lists would show the sensitive field `{}`", field.key), "remove it");
            }
        }
    }

    fn retention(&mut self, at: &Cursor<'_>) {
        let keep = self.service.retention;
        for (days, key) in [
            (keep.draft_days, "draft_days"),
            (keep.closed_days, "closed_days"),
            (keep.closed_photo_days, "closed_photo_days"),
            (keep.ended_photo_days, "ended_photo_days"),
            (keep.ended_days, "ended_days"),
        ] {
            if !(1..=LONGEST_DAYS).contains(&days) {
                let fix = format!("write a number of days from 1 to {LONGEST_DAYS}");
                self.error(&at.key(key), format!("data cannot be kept for {days} days"), fix);
            }
        }
    }

    fn applicant(&mut self, at: &Cursor<'_>) {
        let applicant = &self.service.applicant;
        self.field_of_type(&applicant.name, "name", &["person_name"], &at.key("name"));
        for (field, key, wanted) in [
            (&applicant.document, "document", "document"),
            (&applicant.phone, "phone", "phone"),
            (&applicant.portrait, "portrait", "photo"),
        ] {
            if let Some(field) = field {
                self.field_of_type(field, key, &[wanted], &at.key(key));
            }
        }
    }

    /// A name that goes into addresses or records.
    fn name(&mut self, at: &Cursor<'_>, what: &str, name: &str, separator: char) {
        let mut characters = name.chars();
        let begins = characters.next().is_some_and(|first| first.is_ascii_lowercase());
        let continues = characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == separator);
        if !begins || !continues || name.len() > 60 {
            self.error(
                at,
                format!("`{name}` cannot be a {what}"),
                format!("use small letters, digits and `{separator}`, beginning with a letter, at most 60"),
            );
        }
    }

    /// Words must be there in both languages.
    fn text(&mut self, text: &Text, at: &Cursor<'_>) {
        for (words, key, language) in [(&text.zh, "zh", "Chinese"), (&text.en, "en", "English")] {
            if words.trim().is_empty() {
                self.error(
                    &at.key(key),
                    format!("the {language} words are missing"),
                    format!("add `{key}:` with the same meaning as the other language"),
                );
            } else if words.chars().count() > 2000 {
                self.error(
                    &at.key(key),
                    "the text is longer than 2000 characters",
                    "split it into several texts",
                );
            }
        }
    }

    fn optional_text(&mut self, text: Option<&Text>, at: &Cursor<'_>) {
        if let Some(text) = text {
            self.text(text, at);
        }
    }

    fn known_field(&mut self, reference: &FieldRef, at: &Cursor<'_>) -> Option<&'a Field> {
        let found = self.service.field(reference.key());
        if found.is_none() {
            let keys: Vec<&str> = self.service.fields().map(|field| field.key.as_str()).collect();
            let fix = did_you_mean(reference.key(), keys.iter().copied());
            let fix = if fix.starts_with("did") { fix.replacen('`', "`form.", 1) } else { fix };
            self.error(at, format!("the form has no field `{}`", reference.key()), fix);
        }
        found
    }

    /// The field, if it is there and of one of these types.
    fn field_of_type(
        &mut self,
        reference: &FieldRef,
        role: &str,
        wanted: &[&str],
        at: &Cursor<'_>,
    ) -> Option<&'a Field> {
        let field = self.known_field(reference, at)?;
        let word = field.kind.word();
        if wanted.contains(&word) {
            return Some(field);
        }
        let service = self.service;
        let fitting: Vec<String> = service
            .fields()
            .filter(|field| wanted.contains(&field.kind.word()))
            .map(|field| format!("form.{}", field.key))
            .collect();
        let wanted = wanted.join("` or `");
        let fix = if fitting.is_empty() {
            format!("add a `{wanted}` field to the form")
        } else {
            one_of(fitting.iter().map(String::as_str))
        };
        self.error(
            at,
            format!("`{reference}` is a `{word}` field, and `{role}` takes a `{wanted}` field"),
            fix,
        );
        None
    }

    /// Keys that must not repeat within a list.
    fn unique<'k>(&mut self, keys: impl IntoIterator<Item = (&'k str, Cursor<'k>)>, what: &str) {
        let mut seen: Vec<&str> = Vec::new();
        for (key, at) in keys {
            if seen.contains(&key) {
                self.error(&at, format!("the {what} `{key}` is used twice"), "give one of them another name");
            }
            seen.push(key);
        }
    }
}
