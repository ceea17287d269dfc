//! Could anybody decide each step today? Asked of a directory: a demonstration's, a university's own, or a small one for a test.
//!
//! Who decides may depend on the form and on who hands in, so every unit and every person is tried. A step that nobody could ever decide is an error; one
//! that nobody could decide for some unit is a warning, because its applications would go to the process administrators.

use serde_json::Value;

use super::{Lint, process};
use crate::Values;
use crate::form::FieldType;
use crate::load::{Cursor, did_you_mean};
use crate::process::{ByRule, Step, UnitRef};
use crate::simulate::{About, Directory};

/// How many units a warning names.
const MOST_NAMED: usize = 3;

pub(super) fn check(lint: &mut Lint<'_, '_>, directory: &Directory, at: &Cursor<'_>) {
    for (step, at) in process::steps(lint, at) {
        for (index, rule) in step.by.iter().enumerate() {
            check_names(lint, rule, directory, &at.key("by").index(index));
        }
        check_step(lint, step, directory, &at.key("by"));
    }
}

/// Accounts, groups and units that the directory does not have.
fn check_names(lint: &mut Lint<'_, '_>, rule: &ByRule, directory: &Directory, at: &Cursor<'_>) {
    match rule {
        ByRule::Account(name) if directory.people.get(name).is_none() => {
            let fix = did_you_mean(name, directory.people.names().collect::<Vec<_>>());
            lint.error(&at.key("account"), format!("nobody in the directory is called `{name}`"), fix);
        }
        ByRule::Group(name) if !directory.groups.contains_key(name) => {
            let known: Vec<&str> = directory.groups.keys().map(String::as_str).collect();
            lint.error(
                &at.key("group"),
                format!("the directory has no group `{name}`"),
                did_you_mean(name, known),
            );
        }
        ByRule::Role(rule) => check_code(lint, &rule.unit, directory, &at.key("role").key("unit")),
        ByRule::HeadOf(rule) => check_code(lint, &rule.unit, directory, &at.key("head_of").key("unit")),
        ByRule::ChosenBy(rule) => {
            for (index, rule) in rule.among.iter().enumerate() {
                check_names(lint, rule, directory, &at.key("chosen_by").key("among").index(index));
            }
        }
        ByRule::Account(_) | ByRule::Group(_) | ByRule::Initiator | ByRule::Field(_) => {}
    }
}

fn check_code(lint: &mut Lint<'_, '_>, unit: &UnitRef, directory: &Directory, at: &Cursor<'_>) {
    if let UnitRef::Code(code) = unit
        && !directory.units.contains_key(code)
    {
        let known: Vec<&str> = directory.units.keys().map(String::as_str).collect();
        lint.error(at, format!("the directory has no unit `{code}`"), did_you_mean(code, known));
    }
}

fn check_step(lint: &mut Lint<'_, '_>, step: &Step, directory: &Directory, at: &Cursor<'_>) {
    // A field of the form may name anybody.
    if step.by.iter().any(|rule| matches!(rule, ByRule::Field(_))) {
        return;
    }
    let mut without = Vec::new();
    let mut somebody = false;
    let units: Vec<Option<&str>> = directory.units.keys().map(|unit| Some(unit.as_str())).collect();
    let nowhere: Vec<Option<&str>> = vec![None];
    let units = if depends_on_form(step) && !units.is_empty() { units } else { nowhere };
    for unit in units {
        let form = form_of(lint, unit);
        let decides =
            |initiator: &str| !directory.named_by(&step.by, &About { initiator, form: &form }).is_empty();
        if decides("") || (depends_on_initiator(step) && directory.people.names().any(decides)) {
            somebody = true;
        } else {
            without.extend(unit);
        }
    }
    if !somebody {
        lint.error(
            at,
            format!("nobody in the directory could decide step `{}` today", step.key),
            "name somebody who is there, or give somebody the role",
        );
    } else if !without.is_empty() {
        let some = without.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = without.len().saturating_sub(MOST_NAMED);
        let and_more = if more == 0 { String::new() } else { format!(" and {more} more") };
        lint.warning(
            at,
            format!("nobody could decide step `{}` for the units {some}{and_more}", step.key),
            "give somebody the role there, or in a unit above with `below: true`; until then process administrators decide",
        );
    }
}

/// A form in which every field that names a unit names this one.
fn form_of(lint: &Lint<'_, '_>, unit: Option<&str>) -> Values {
    let fields = lint.service.fields().filter(|field| matches!(field.kind, FieldType::Unit));
    fields.filter_map(|field| Some((field.key.clone(), Value::from(unit?)))).collect()
}

fn depends_on_form(step: &Step) -> bool {
    units_of(&step.by).iter().any(|unit| matches!(unit, UnitRef::Field(_)))
}

fn depends_on_initiator(step: &Step) -> bool {
    let initiator = |rule: &ByRule| matches!(rule, ByRule::Initiator);
    step.by.iter().any(initiator) || units_of(&step.by).iter().any(|unit| matches!(unit, UnitRef::Initiator))
}

fn units_of(rules: &[ByRule]) -> Vec<&UnitRef> {
    let units = rules.iter().flat_map(|rule| match rule {
        ByRule::Role(rule) => vec![&rule.unit],
        ByRule::HeadOf(rule) => vec![&rule.unit],
        ByRule::ChosenBy(rule) => units_of(&rule.among),
        _ => Vec::new(),
    });
    units.collect()
}
