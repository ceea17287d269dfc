//! Steps: somebody can decide each of them, and sees what the decision needs and no more.

use super::{Lint, expressions};
use crate::form::{FieldRef, Sensitivity};
use crate::load::Cursor;
use crate::outcome::Action;
use crate::process::{
    Block, ByRule, Chooser, ChosenRule, FieldPermissions, Offer, Permission, Policy, Step, UnitRef,
};

pub(super) fn check(lint: &mut Lint<'_, '_>, at: &Cursor<'_>) {
    let service = lint.service;
    let found = steps(lint, at);
    if found.is_empty() {
        lint.error(
            &at.key("blocks"),
            "nobody decides: the process has no step",
            "add a `step:` with its `by:` rules",
        );
        return;
    }
    lint.unique(found.iter().map(|(step, at)| (step.key.as_str(), at.key("key"))), "step key");
    for (step, at) in &found {
        check_step(lint, step, at);
    }
    for (index, rule) in service.process.administrators.iter().enumerate() {
        check_rule(lint, rule, false, &at.key("administrators").index(index));
    }
    if found.iter().all(|(step, _)| step.when.is_some()) {
        lint.warning(
            &at.key("blocks"),
            "every step has a condition, so that an application may be approved without anyone deciding",
            "let at least one step take place in any case",
        );
    }
    let opens =
        service.outcome.iter().any(|a| matches!(a, Action::RegisterPerson(_) | Action::PermitVehicles(_)));
    if opens && !found.iter().any(|(step, _)| step.grants_access) {
        lint.warning(
            &at.key("blocks"),
            "the outcome lets people in, and no step is marked as granting access",
            "write `grants_access: true` in the step whose approval opens doors",
        );
    }
    if let Err(flaws) = service.definition().check()
        && !lint.findings.has_errors()
    {
        for flaw in flaws {
            lint.error(&at.key("blocks"), flaw.to_string(), "change the process accordingly");
        }
    }
}

/// Every step and where it stands.
pub(super) fn steps<'a, 'c>(lint: &mut Lint<'a, '_>, at: &Cursor<'c>) -> Vec<(&'a Step, Cursor<'c>)> {
    let mut found = Vec::new();
    walk(&lint.service.process.blocks, &at.key("blocks"), &mut found, lint);
    found
}

fn walk<'a, 'c>(
    blocks: &'a [Block],
    at: &Cursor<'c>,
    found: &mut Vec<(&'a Step, Cursor<'c>)>,
    lint: &mut Lint<'a, '_>,
) {
    for (index, block) in blocks.iter().enumerate() {
        let at = at.index(index);
        match block {
            Block::Step(step) => found.push((step, at.key("step"))),
            Block::Parallel(parallel) => {
                let at = at.key("parallel");
                lint.name(&at.key("key"), "key", &parallel.key, '-');
                lint.text(&parallel.title, &at.key("title"));
                if parallel.branches.len() < 2 {
                    lint.error(
                        &at.key("branches"),
                        "a parallel block has at least two branches",
                        "add a branch, or write its steps in sequence",
                    );
                }
                for (index, branch) in parallel.branches.iter().enumerate() {
                    if branch.is_empty() {
                        lint.error(
                            &at.key("branches").index(index),
                            "the branch is empty",
                            "add a step, or remove the branch",
                        );
                    }
                    walk(branch, &at.key("branches").index(index), found, lint);
                }
            }
        }
    }
}

fn check_step(lint: &mut Lint<'_, '_>, step: &Step, at: &Cursor<'_>) {
    lint.name(&at.key("key"), "step key", &step.key, '-');
    lint.text(&step.title, &at.key("title"));
    lint.text(&step.doer, &at.key("doer"));
    lint.optional_text(step.confirm.as_ref(), &at.key("confirm"));
    let at_phrases = at.key("phrases");
    for (phrases, key) in [
        (&step.phrases.approve, "approve"),
        (&step.phrases.reject, "reject"),
        (&step.phrases.return_, "return"),
    ] {
        for (index, phrase) in phrases.iter().enumerate() {
            lint.text(phrase, &at_phrases.key(key).index(index));
        }
    }
    expressions::condition(lint, step.when.as_ref(), &at.key("when"), None);
    if step.by.is_empty() {
        lint.error(
            &at.key("by"),
            "nobody can decide this step",
            "add a rule such as `- head_of: { unit: form.unit }`",
        );
    }
    for (index, rule) in step.by.iter().enumerate() {
        check_rule(lint, rule, step.grants_access, &at.key("by").index(index));
    }
    for (index, rule) in step.copy_to.iter().enumerate() {
        check_rule(lint, rule, false, &at.key("copy_to").index(index));
    }
    check_votes(lint, step, at);
    check_permissions(lint, &step.fields, &at.key("fields"));
    if let Some(due) = step.due
        && !(1..=250).contains(&due.working_days)
    {
        lint.error(
            &at.key("due").key("working_days"),
            "a step is due within 1 to 250 working days",
            "write such a number",
        );
    }
    if let Some(due) = step.due {
        let at = at.key("due");
        if due.remind_before >= due.working_days && due.remind_before > 0 {
            lint.error(
                &at.key("remind_before"),
                "the reminder would come before the step begins",
                format!("write a number below {}", due.working_days),
            );
        }
        if due.overdue.decides() && step.grants_access {
            lint.error(
                &at.key("overdue"),
                "no clock decides a step that grants access",
                "write `remind` or `escalate`, or `grants_access: false`",
            );
        }
    }
}

fn check_votes(lint: &mut Lint<'_, '_>, step: &Step, at: &Cursor<'_>) {
    if let Policy::Ratio(percent) = step.policy
        && !(1..=100).contains(&percent)
    {
        lint.error(
            &at.key("policy"),
            "a ratio is between 1 and 100 percent",
            "write for example `ratio: 60`",
        );
    }
    if step.operations.contains(&Offer::Abstain) && !matches!(step.policy, Policy::Ratio(_)) {
        lint.error(
            &at.key("operations"),
            "people can abstain only where a ratio decides",
            "remove `abstain`, or write `policy: { ratio: 60 }`",
        );
    }
}

fn check_rule(lint: &mut Lint<'_, '_>, rule: &ByRule, grants_access: bool, at: &Cursor<'_>) {
    match rule {
        ByRule::Role(holders) => {
            let at = at.key("role");
            check_unit(lint, &holders.unit, &at.key("unit"));
            check_levels(lint, holders.levels_up, &holders.unit, &at.key("levels_up"));
        }
        ByRule::HeadOf(head) => {
            let at = at.key("head_of");
            check_unit(lint, &head.unit, &at.key("unit"));
            check_levels(lint, head.levels_up, &head.unit, &at.key("levels_up"));
            if head.unit == UnitRef::Anywhere {
                lint.error(
                    &at.key("unit"),
                    "the head of which unit?",
                    "write `form.<unit field>`, `initiator` or `unit:<code>`",
                );
            }
        }
        ByRule::Account(name) | ByRule::Group(name) if name.trim().is_empty() => {
            lint.error(at, "the name is empty", "write the sign-in name or the group's name");
        }
        ByRule::Account(_) | ByRule::Group(_) => {}
        ByRule::Field(reference) => check_person_field(lint, reference, at),
        ByRule::ChosenBy(rule) => check_choice(lint, rule, grants_access, at),
        ByRule::Initiator if grants_access => {
            lint.error(
                at,
                "the initiator never decides a step that grants access",
                "name somebody else, or write `grants_access: false`",
            );
        }
        ByRule::Initiator => {
            if lint.service.audience.public {
                lint.error(
                    at,
                    "the public has no account and cannot do this",
                    "name a role or the head of a unit",
                );
            }
        }
    }
}

/// A field that names who decides must be answered: a line of text with a sign-in name.
fn check_person_field(lint: &mut Lint<'_, '_>, reference: &FieldRef, at: &Cursor<'_>) {
    let at = at.key("field");
    let Some(field) = lint.field_of_type(reference, "field", &["text"], &at) else { return };
    if !field.required || field.visible_when.is_some() {
        lint.error(
            &at,
            format!("`{reference}` may be empty, and then nobody could decide"),
            format!("make the field `{}` required, without `visible_when:`", field.key),
        );
    }
}

fn check_choice(lint: &mut Lint<'_, '_>, rule: &ChosenRule, grants_access: bool, at: &Cursor<'_>) {
    let at = at.key("chosen_by");
    if rule.who == Chooser::Initiator && lint.service.audience.public {
        lint.error(&at, "the public has no account and cannot do this", "name a role or the head of a unit");
    }
    for (index, rule) in rule.among.iter().enumerate() {
        let at = at.key("among").index(index);
        if matches!(rule, ByRule::ChosenBy(_)) {
            lint.error(&at, "one choice cannot be made among another", "name a role, a group or an account");
        } else {
            check_rule(lint, rule, grants_access, &at);
        }
    }
}

fn check_unit(lint: &mut Lint<'_, '_>, unit: &UnitRef, at: &Cursor<'_>) {
    match unit {
        UnitRef::Field(reference) => {
            let Some(field) = lint.field_of_type(reference, "unit", &["unit"], at) else { return };
            if !field.required || field.visible_when.is_some() {
                lint.error(
                    at,
                    format!("`{reference}` may be empty, and then nobody could decide"),
                    format!("make the field `{}` required, without `visible_when:`", field.key),
                );
            }
        }
        UnitRef::Initiator if lint.service.audience.public => {
            lint.error(
                at,
                "the public belongs to no unit",
                "write `form.<unit field>`, `unit:<code>` or `anywhere`",
            );
        }
        UnitRef::Initiator | UnitRef::Code(_) | UnitRef::Anywhere => {}
    }
}

fn check_levels(lint: &mut Lint<'_, '_>, levels: u8, unit: &UnitRef, at: &Cursor<'_>) {
    if levels > 8 {
        lint.error(at, "no campus has that many levels of units", "write a number from 0 to 8");
    } else if levels > 0 && *unit == UnitRef::Anywhere {
        lint.error(at, "levels are counted from a unit, and none is named", "remove `levels_up:`");
    }
}

fn check_permissions(lint: &mut Lint<'_, '_>, fields: &FieldPermissions, at: &Cursor<'_>) {
    let mut seen: Vec<&FieldRef> = Vec::new();
    for (list, key) in [
        (&fields.hidden, "hidden"),
        (&fields.masked, "masked"),
        (&fields.read, "read"),
        (&fields.edit, "edit"),
    ] {
        for (index, reference) in list.iter().enumerate() {
            let at = at.key(key).index(index);
            lint.known_field(reference, &at);
            if seen.contains(&reference) {
                lint.error(&at, format!("`{reference}` is named twice"), "keep the one that is meant");
            }
            seen.push(reference);
        }
    }
    let service = lint.service;
    for field in service.fields().filter(|field| field.sensitive == Sensitivity::Sensitive) {
        let by_default = !seen.iter().any(|reference| reference.key() == field.key);
        if by_default && fields.default >= Permission::Read {
            lint.warning(
                at,
                format!(
                    "the sensitive field `{}` is shown to this step without a word that it needs it",
                    field.key
                ),
                format!("name `form.{}` under `masked:`, `hidden:`, or under `read:` if it does", field.key),
            );
        }
    }
}
