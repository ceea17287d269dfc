//! The notice: purposes and consents.

use super::Lint;
use crate::form::Sensitivity;
use crate::load::Cursor;

pub(super) fn check(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let notice = &lint.service.notice;
    if notice.version == 0 {
        lint.error(&at.key("version"), "the notice has no version", "begin with `version: 1`");
    }
    lint.text(&notice.title, &at.key("title"));
    lint.text(&notice.introduction, &at.key("introduction"));
    lint.text(&notice.processor, &at.key("processor"));
    if notice.rules.is_empty() {
        lint.error(&at.key("rules"), "the rules have no text", "add at least one paragraph");
    }
    for (index, rule) in notice.rules.iter().enumerate() {
        lint.text(rule, &at.key("rules").index(index));
    }
    purposes(lint, &at.key("purposes"));
    consents(lint, &at.key("consents"));
}

fn purposes(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let service = lint.service;
    let purposes = &service.notice.purposes;
    lint.unique(
        purposes.iter().enumerate().map(|(i, p)| (p.key.as_str(), at.index(i).key("key"))),
        "purpose",
    );
    for (index, purpose) in purposes.iter().enumerate() {
        let at = at.index(index);
        lint.name(&at.key("key"), "purpose key", &purpose.key, '-');
        lint.text(&purpose.title, &at.key("title"));
        lint.text(&purpose.why, &at.key("why"));
        lint.text(&purpose.kept, &at.key("kept"));
        if !service.fields().any(|field| field.purpose == purpose.key) {
            lint.warning(
                &at.key("key"),
                format!("no field is asked for the purpose `{}`", purpose.key),
                "remove it: people should read only about what is really asked",
            );
        }
    }
}

fn consents(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let service = lint.service;
    let consents = &service.notice.consents;
    lint.unique(
        consents.iter().enumerate().map(|(i, c)| (c.key.as_str(), at.index(i).key("key"))),
        "consent",
    );
    for (index, consent) in consents.iter().enumerate() {
        let at = at.index(index);
        lint.name(&at.key("key"), "consent key", &consent.key, '-');
        lint.text(&consent.text, &at.key("text"));
        lint.optional_text(consent.hint.as_ref(), &at.key("hint"));
        for (index, field) in consent.covers.iter().enumerate() {
            lint.known_field(field, &at.key("covers").index(index));
        }
    }
    if !consents.iter().any(|consent| consent.required) && service.audience.public {
        lint.error(
            at,
            "nothing has to be agreed to before people give their data",
            "mark the consent to the rules with `required: true`",
        );
    }
    for field in service.fields().filter(|field| field.sensitive == Sensitivity::Sensitive) {
        let covered = |covers: &[crate::form::FieldRef]| covers.iter().any(|c| c.key() == field.key);
        if !consents.iter().any(|consent| consent.separate && covered(&consent.covers)) {
            lint.error(
                at,
                format!("the sensitive field `{}` has no separate consent", field.key),
                format!("name `form.{}` in the `covers:` of a consent with `separate: true`", field.key),
            );
        }
    }
}
