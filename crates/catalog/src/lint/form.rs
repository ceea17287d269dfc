//! Sections and fields.

use tongxing_domain::table;

use super::{Lint, expressions};
use crate::form::{
    Choice, DerivedPart, DocumentPart, DocumentScan, Field, FieldType, PeriodLimits, Section, Sensitivity,
};
use crate::load::{Cursor, did_you_mean};

/// Addresses below a service that are not sections.
const RESERVED_SECTIONS: [&str; 5] = ["submit", "submitted", "edit", "progress", "start"];
/// Words that CEL keeps for itself: `form.in` could not be written.
const RESERVED_FIELDS: [&str; 19] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "while",
];
/// The longest limits that make sense; longer answers are cut when they are read.
const LONGEST_TEXT: u32 = 2000;

pub(super) fn check(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let service = lint.service;
    let at = at.key("sections");
    let sections = &service.form.sections;
    if sections.is_empty() {
        lint.error(&at, "the form has no section", "add a section with at least one field");
    }
    lint.unique(
        sections.iter().enumerate().map(|(i, s)| (s.key.as_str(), at.index(i).key("key"))),
        "section key",
    );
    let fields = sections.iter().enumerate().flat_map(|(i, section)| {
        let at = at.index(i).key("fields");
        section.fields.iter().enumerate().map(move |(j, field)| (field.key.as_str(), at.index(j).key("key")))
    });
    lint.unique(fields, "field key");
    let mut earlier: Vec<&Field> = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        check_section(lint, section, &mut earlier, &at.index(index));
    }
}

fn check_section<'a>(
    lint: &mut Lint<'a, '_>,
    section: &'a Section,
    earlier: &mut Vec<&'a Field>,
    at: &Cursor<'_>,
) {
    lint.name(&at.key("key"), "section key", &section.key, '-');
    if RESERVED_SECTIONS.contains(&section.key.as_str()) {
        lint.error(
            &at.key("key"),
            format!("`{}` is an address of the product's own", section.key),
            "give the section another key",
        );
    }
    lint.text(&section.title, &at.key("title"));
    lint.optional_text(section.hint.as_ref(), &at.key("hint"));
    lint.optional_text(section.footnote.as_ref(), &at.key("footnote"));
    if section.fields.is_empty() {
        lint.error(&at.key("fields"), "the section asks nothing", "add a field, or remove the section");
    }
    for (index, field) in section.fields.iter().enumerate() {
        check_field(lint, field, earlier, &at.key("fields").index(index));
        earlier.push(field);
    }
}

fn check_field(lint: &mut Lint<'_, '_>, field: &Field, earlier: &[&Field], at: &Cursor<'_>) {
    lint.name(&at.key("key"), "field key", &field.key, '_');
    if RESERVED_FIELDS.contains(&field.key.as_str()) {
        lint.error(
            &at.key("key"),
            format!("conditions could not name a field `{}`", field.key),
            "give it another key",
        );
    }
    lint.text(&field.label, &at.key("label"));
    lint.optional_text(field.heading.as_ref(), &at.key("heading"));
    lint.optional_text(field.hint.as_ref(), &at.key("hint"));
    lint.optional_text(field.placeholder.as_ref(), &at.key("placeholder"));
    check_purpose(lint, field, at);
    if field.required && field.required_when.is_some() {
        lint.warning(
            &at.key("required_when"),
            "the field is required in any case, so this condition has no effect",
            "keep `required: true` or `required_when:`, not both",
        );
    }
    check_type(lint, field, earlier, at);
    if let Some(derive) = &field.derive {
        check_derive(lint, field, derive, earlier, &at.key("derive"));
    }
    expressions::condition(lint, field.visible_when.as_ref(), &at.key("visible_when"), Some(earlier));
    expressions::condition(lint, field.required_when.as_ref(), &at.key("required_when"), Some(earlier));
    expressions::computed(lint, field.default.as_ref(), &at.key("default"), earlier);
}

fn check_purpose(lint: &mut Lint<'_, '_>, field: &Field, at: &Cursor<'_>) {
    let purposes: Vec<&str> =
        lint.service.notice.purposes.iter().map(|purpose| purpose.key.as_str()).collect();
    if !purposes.contains(&field.purpose.as_str()) {
        lint.error(
            &at.key("purpose"),
            format!("the notice has no purpose `{}`", field.purpose),
            did_you_mean(&field.purpose, purposes.iter().copied()),
        );
    }
    let tells_much =
        matches!(field.kind, FieldType::Document(_) | FieldType::Photo | FieldType::DocumentScan(_));
    if tells_much && field.sensitive != Sensitivity::Sensitive {
        lint.warning(
            &at.key("sensitive"),
            format!("a `{}` field is sensitive personal information", field.kind.word()),
            "write `sensitive: sensitive`",
        );
    }
}

fn check_type(lint: &mut Lint<'_, '_>, field: &Field, earlier: &[&Field], at: &Cursor<'_>) {
    let at = at.key("type").key(field.kind.word());
    match &field.kind {
        FieldType::Text(limits) => length(lint, limits.min, limits.max, &at),
        FieldType::Paragraph(limits) => length(lint, limits.min, limits.max, &at),
        FieldType::Address(limits) => length(lint, None, limits.max, &at),
        FieldType::Integer(limits) => {
            if let (Some(min), Some(max)) = (limits.min, limits.max)
                && min > max
            {
                lint.error(
                    &at.key("min"),
                    "the smallest number is above the largest",
                    "exchange `min` and `max`",
                );
            }
        }
        FieldType::Choice(choice) => check_choice(lint, choice, &at),
        FieldType::Document(limits) => {
            lint.optional_text(limits.type_label.as_ref(), &at.key("type_label"));
            lint.optional_text(limits.number_label.as_ref(), &at.key("number_label"));
            let types = limits.types.iter().enumerate();
            lint.unique(types.map(|(i, kind)| (kind.key(), at.key("types").index(i))), "document type");
        }
        FieldType::DocumentScan(scan) => check_scan(lint, scan, earlier, &at.key("document")),
        FieldType::Period(limits) => check_period(lint, limits, &at),
        FieldType::Plates(limits) if !(1..=20).contains(&limits.most()) => {
            lint.error(&at.key("max"), "a list of plates takes 1 to 20", "write a number from 1 to 20");
        }
        FieldType::File(limits) => {
            lint.optional_text(limits.template.as_ref(), &at.key("template"));
            // A step takes 40 MB altogether.
            if !(1..=30).contains(&limits.most_megabytes()) {
                lint.error(
                    &at.key("max_megabytes"),
                    "a file may have 1 to 30 MB",
                    "write a number from 1 to 30",
                );
            }
        }
        _ => {}
    }
}

fn length(lint: &mut Lint<'_, '_>, min: Option<u32>, max: Option<u32>, at: &Cursor<'_>) {
    if let Some(max) = max {
        if !(1..=LONGEST_TEXT).contains(&max) {
            lint.error(
                &at.key("max"),
                "a text may have 1 to 2000 characters",
                "write a number from 1 to 2000",
            );
        } else if min.is_some_and(|min| min > max) {
            lint.error(
                &at.key("min"),
                "the shortest text is longer than the longest",
                "exchange `min` and `max`",
            );
        }
    }
}

fn check_period(lint: &mut Lint<'_, '_>, limits: &PeriodLimits, at: &Cursor<'_>) {
    if limits.longest.is_none() {
        lint.warning(
            at,
            "the period has no longest length, so that someone may belong to the campus for ever",
            "add `longest: 12 months`, or what your rules say",
        );
    }
}

fn check_choice(lint: &mut Lint<'_, '_>, choice: &Choice, at: &Cursor<'_>) {
    match (&choice.table, choice.options.is_empty()) {
        (None, true) => {
            lint.error(at, "nothing can be chosen", "name a `table:`, or list the `options:`");
        }
        (Some(_), false) => {
            lint.error(
                &at.key("options"),
                "both a table and a list are given",
                "keep `table:` or `options:`",
            );
        }
        (Some(name), true) => check_table(lint, name, &choice.only, at),
        (None, false) => {
            let codes = choice.options.iter().enumerate();
            let at = at.key("options");
            lint.unique(codes.map(|(i, option)| (option.code.as_str(), at.index(i).key("code"))), "code");
            for (index, option) in choice.options.iter().enumerate() {
                lint.text(&option.label, &at.index(index).key("label"));
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                if option.code.is_empty() || option.code.len() > 60 || !option.code.chars().all(plain) {
                    lint.error(
                        &at.index(index).key("code"),
                        format!("`{}` cannot be a code", option.code),
                        "use letters, digits, `_` and `-`, at most 60",
                    );
                }
            }
        }
    }
    if choice.table.is_none() && !choice.only.is_empty() {
        lint.error(&at.key("only"), "`only:` picks from a table, and none is named", "remove `only:`");
    }
}

fn check_table(lint: &mut Lint<'_, '_>, name: &str, only: &[String], at: &Cursor<'_>) {
    if name == "division" {
        lint.error(&at.key("table"), "divisions have a type of their own", "write `type: division`");
        return;
    }
    let Some(table) = table::by_name(name) else {
        let known = table::NAMES.iter().copied().filter(|name| *name != "division");
        lint.error(&at.key("table"), format!("there is no table `{name}`"), did_you_mean(name, known));
        return;
    };
    for (index, code) in only.iter().enumerate() {
        if table.get(code).is_none() {
            lint.error(
                &at.key("only").index(index),
                format!("the table `{name}` has no code `{code}`"),
                did_you_mean(code, table.items.iter().map(|item| item.code)),
            );
        }
    }
}

fn check_scan(lint: &mut Lint<'_, '_>, scan: &DocumentScan, earlier: &[&Field], at: &Cursor<'_>) {
    let Some(document) = lint.field_of_type(&scan.document, "document", &["document"], at) else { return };
    if !earlier.iter().any(|field| field.key == document.key) {
        expressions::too_late(lint, &document.key, at);
    }
}

fn check_derive(
    lint: &mut Lint<'_, '_>,
    field: &Field,
    derive: &DerivedPart,
    earlier: &[&Field],
    at: &Cursor<'_>,
) {
    let Some(document) = lint.field_of_type(&derive.document, "derive", &["document"], at) else { return };
    if !earlier.iter().any(|field| field.key == document.key) {
        expressions::too_late(lint, &document.key, at);
    }
    let fits = match (derive.part, &field.kind) {
        (DocumentPart::BirthDate, FieldType::Date(_)) => true,
        (DocumentPart::Gender, FieldType::Choice(choice)) => choice.table.as_deref() == Some("gender"),
        _ => false,
    };
    if !fits {
        let (what, wanted) = match derive.part {
            DocumentPart::BirthDate => ("a birth date", "`type: date`"),
            DocumentPart::Gender => ("a gender", "`type: { choice: { table: gender } }`"),
        };
        lint.error(
            at,
            format!("{what} does not fit a `{}` field", field.kind.word()),
            format!("use {wanted}"),
        );
    }
}
