//! What the engine must know about the campus, gathered just before it decides.

use std::collections::{BTreeMap, BTreeSet};

use tongxing_catalog::expression::{Party, Scope as ExpressionScope};
use tongxing_domain::id::AccountId;
use tongxing_storage::{Db, account, application::Application};
use tongxing_workflow::{Action, ActorId, Facts, Instance, StepFacts};

use crate::{
    Campus, Error, Who,
    campus::PublishedService,
    directory::{self, About},
};

/// The facts about one application now.
pub(crate) async fn gather(
    campus: &Campus,
    db: &mut Db,
    published: &PublishedService,
    application: &Application,
) -> Result<Facts, Error> {
    let initiator = Who::parse(application.initiator.as_str())
        .ok_or_else(|| Error::broken(format!("application {} names no initiator", application.number)))?;
    let initiator_unit = match &initiator {
        Who::Account(id) => account::find(db, *id).await?.and_then(|a| a.unit),
        Who::Applicant(_) | Who::System => None,
    };
    let about = About { initiator: &initiator, initiator_unit, form: &application.form };
    let applies = conditions(campus, published, application)?;

    let mut facts = Facts::new(actor(&initiator));
    if let Some(document) = &application.applicant_document {
        facts.applicants.insert(actor(&Who::Applicant(db.document_hash(document))));
    }
    let mut known: BTreeSet<AccountId> = accounts_in(&application.instance);
    for step in published.service.steps() {
        let candidates = directory::people(campus, db, &step.by, &about).await?;
        known.extend(candidates.iter().copied());
        let candidates = candidates.into_iter().map(|id| actor(&Who::Account(id))).collect();
        let mut of_step = StepFacts::by(candidates);
        let key = tongxing_workflow::StepKey::new(&step.key);
        let copies = directory::people(campus, db, &step.copy_to, &about).await?;
        of_step.copies = copies.into_iter().map(|id| actor(&Who::Account(id))).collect();
        of_step.applies = applies.get(&key).copied().unwrap_or(true);
        facts.steps.insert(key, of_step);
    }
    let administrators = directory::process_administrators(campus, db).await?;
    known.extend(administrators.iter().copied());
    facts.process_administrators = administrators.into_iter().map(|id| actor(&Who::Account(id))).collect();
    let known: Vec<_> = known.into_iter().collect();
    let active = directory::active(db, &known).await?;
    facts.active = active.into_iter().map(|id| actor(&Who::Account(id))).collect();
    Ok(facts)
}

/// Adds to the facts which of the people that an action names can act at all: no rule and no task knows of them yet.
pub(super) async fn acquaint(db: &mut Db, facts: &mut Facts, action: &Action) -> Result<(), Error> {
    let named: &[ActorId] = match action {
        Action::AddSigners { signers, .. } => signers,
        Action::Copy { to, .. } => to,
        Action::Transfer { to, .. }
        | Action::Delegate { to, .. }
        | Action::Reassign { to, .. }
        | Action::HandOver { to, .. } => std::slice::from_ref(to),
        _ => return Ok(()),
    };
    let known: Vec<AccountId> = named.iter().filter_map(account_of).collect();
    let active = directory::active(db, &known).await?;
    // A copy is no task, so the engine does not ask who can act: whoever cannot sign in cannot read it.
    if matches!(action, Action::Copy { .. }) && active.len() < named.iter().collect::<BTreeSet<_>>().len() {
        return Err(Error::refused("copy-not-active"));
    }
    facts.active.extend(active.into_iter().map(|id| actor(&Who::Account(id))));
    Ok(())
}

fn conditions(
    campus: &Campus,
    published: &PublishedService,
    application: &Application,
) -> Result<BTreeMap<tongxing_workflow::StepKey, bool>, Error> {
    let nobody = Party::default();
    // A condition may read a field that was never answered: it is there, and empty.
    let mut form = application.form.clone();
    for field in published.service.fields() {
        form.entry(field.key.clone()).or_insert(serde_json::Value::Null);
    }
    let scope = ExpressionScope::new(&form, &nobody, &nobody, campus.today());
    published.service.conditions(&scope).map_err(|e| Error::failed("a condition of the process failed", e))
}

fn actor(who: &Who) -> ActorId {
    ActorId::new(who.as_text())
}

/// Everyone who ever held a task: the engine asks whether they can still act.
fn accounts_in(instance: &Instance) -> BTreeSet<AccountId> {
    let holders = instance.tasks.iter().flat_map(|t| std::iter::once(&t.assignee).chain(&t.earlier_holders));
    holders.filter_map(account_of).collect()
}

fn account_of(actor: &ActorId) -> Option<AccountId> {
    match Who::parse(actor.as_str()) {
        Some(Who::Account(id)) => Some(id),
        _ => None,
    }
}
